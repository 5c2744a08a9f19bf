//! Whether a quoted field with line breaks has swallowed records.
//!
//! A stray quote opens a field, and the next quote, anywhere below, closes it: no CSV reader objects. The records between them
//! are then the text of one cell, which may be in a column that nobody checks. But a scope of several lines is an equally
//! valid cell. So the lines must have as many fields as this input's records, and the same kinds of fields or one
//! code at the place of a code.

use super::dialect::Dialect;
use super::fields::Fields;

/// With fewer fields a record cannot be told from a line of a scope that contains a comma.
const TELLING: usize = 3;

/// What a field contains, as far as it tells one column from another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FieldKind {
    Empty,
    /// Letters, digits and the signs in numbers and dates. Of ids of one column some are numbers and some have letters.
    Code,
    Text,
}

/// A record whose fields may have swallowed other records.
pub(crate) struct Swallowed<'a> {
    pub(crate) text: &'a str,
    pub(crate) dialect: &'a Dialect,
    pub(crate) fields: Fields<'a>,
    /// The number of fields in a record of this input.
    pub(crate) width: usize,
}

impl Swallowed<'_> {
    /// Whether the lines inside the field with this index are records of this input.
    ///
    /// The first line is the field's own text. Each line between is a whole record. The last line is the beginning of the
    /// record whose quote closed the field by accident. Unless the record came out ragged, which is reported anyway, this line
    /// has as many fields as there are up to the one that was opened.
    pub(crate) fn is_in(&self, index: usize) -> bool {
        if self.width < TELLING {
            return false;
        }
        let Some(field) = self.fields.get(index) else { return false };
        let lines = self.text[field.start..field.end].split(['\n', '\r']);
        let mut lines = lines.filter(|line| !line.is_empty()).skip(1).peekable();

        let mut records = 0;
        while let Some(line) = lines.next() {
            let is_last = lines.peek().is_none();
            if is_last {
                // In the first column the last line has one field, as any text has, so that whole records must come before.
                let tells = index > 0 || records > 0;
                return tells && self.is_alike(line, index + 1, index);
            }
            if !self.is_alike(line, self.width, index) {
                return false;
            }
            records += 1;
        }
        false
    }

    /// Whether a line has `count` fields, and either all are of the same kinds as this record's own, or one is a code where this
    /// record has one: dates and remarks differ in kind from row to row, ids do not. The field `torn` is left out.
    fn is_alike(&self, line: &str, count: usize, torn: usize) -> bool {
        let mut spans = Vec::new();
        self.dialect.split(line, &mut spans);
        if spans.len() != count {
            return false;
        }

        let mut all_same = true;
        let mut has_code = false;
        for (index, (span, own)) in spans.iter().zip(self.fields.iter()).enumerate() {
            let own = FieldKind::of(&self.text[own.start..own.end]);
            let other = FieldKind::of(&line[span.start..span.end]);
            if index != torn && own != FieldKind::Empty && other != FieldKind::Empty {
                all_same &= own == other;
                has_code |= own == other && own == FieldKind::Code;
            }
        }
        all_same || has_code
    }
}

impl FieldKind {
    fn of(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Self::Empty
        } else if text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/' | b':' | b'_' | b' '))
        {
            Self::Code
        } else {
            Self::Text
        }
    }
}
