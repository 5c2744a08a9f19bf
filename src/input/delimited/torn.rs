//! Whether a quoted field with line breaks has swallowed records.
//!
//! A quote that should not be there opens a field, and the next one, anywhere below, closes it: no CSV reader minds. The
//! records between are then the text of one cell, which may be in a column that nobody checks. But a scope of several lines
//! is just as good a cell. So the lines must look like this input's records in number and in kind of their fields.

use super::dialect::{Dialect, FieldSpan};

/// With fewer fields a record cannot be told from a line of a scope that has a comma.
const TELLING: usize = 3;

/// What a field holds, as far as it tells one column from another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    /// Digits and what stands between them in numbers and dates.
    Number,
    /// Letters and digits without blanks, such as an id.
    Code,
    Text,
}

/// The question, for one record.
pub(crate) struct Swallowed<'a> {
    pub(crate) text: &'a str,
    pub(crate) dialect: &'a Dialect,
    pub(crate) fields: &'a [FieldSpan],
    /// How many fields a record has.
    pub(crate) width: usize,
}

impl Swallowed<'_> {
    /// Whether the lines inside a field are records of this input.
    ///
    /// Of the record that the accidental quote closes, the fields up to that quote are the field's last line. Unless the
    /// record came out ragged, which is seen without this, they are as many as the fields up to the one that was opened.
    pub(crate) fn stands_in(&self, index: usize) -> bool {
        let field = &self.fields[index];
        let mut lines = self.text[field.start..field.end].split(['\n', '\r']).filter(|line| !line.is_empty());
        lines.next();
        let Some(last) = lines.next_back() else { return false };
        let mut whole = 0;
        let all_whole = lines.all(|line| {
            whole += 1;
            self.is_made_alike(line, self.width, index)
        });
        let tells = if index == 0 { whole > 0 } else { true };
        self.width >= TELLING && all_whole && tells && self.is_made_alike(last, index + 1, index)
    }

    /// Whether a line has so many fields, each of the same kind as this record's own; the one at `torn` aside.
    fn is_made_alike(&self, line: &str, count: usize, torn: usize) -> bool {
        let mut spans = Vec::new();
        self.dialect.split(line, &mut spans);
        let same = |(n, span): (usize, &FieldSpan)| {
            let own = self.fields.get(n).map_or(Kind::Empty, |own| kind(&self.text[own.start..own.end]));
            let other = kind(&line[span.start..span.end]);
            n == torn || own == Kind::Empty || other == Kind::Empty || own == other
        };
        spans.len() == count && spans.iter().enumerate().all(same)
    }
}

fn kind(text: &str) -> Kind {
    let text = text.trim();
    if text.is_empty() {
        Kind::Empty
    } else if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'/' | b':' | b' ')) {
        Kind::Number
    } else if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        Kind::Code
    } else {
        Kind::Text
    }
}
