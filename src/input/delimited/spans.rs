//! Where the records of a block are.

use std::ops::Deref;

use super::dialect::{Dialect, End, FieldSpan};
use super::field_ends::FieldEnds;
use crate::input::block::{Block, Numbering, line_breaks};

/// A record's place in its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where its content ends, before its line break.
    pub end: usize,
    /// How many line breaks of the block stand before it.
    pub line: u64,
    /// How many of these stand inside records.
    pub inside: u64,
    /// How many line breaks stand in it.
    pub breaks: u64,
    /// Which of the marks are its delimiters, from the first to before the second; none if they are yet to be found.
    pub(in crate::input) delimiters: Option<(usize, usize)>,
}

/// The places of the records of a block.
#[derive(Debug, Default)]
pub struct Spans {
    records: Vec<Span>,
    /// Where delimiters and line breaks stand in a block without quotes.
    marks: Vec<usize>,
    finder: FieldEnds,
}

impl Deref for Spans {
    type Target = [Span];

    fn deref(&self) -> &[Span] {
        &self.records
    }
}

impl Spans {
    pub(in crate::input) fn clear(&mut self) {
        self.records.clear();
        self.marks.clear();
    }

    pub(in crate::input) fn push(&mut self, record: Span) {
        self.records.push(record);
    }

    /// Puts the fields of a record between its delimiters, each of one byte, into `fields`; false if these are yet to be
    /// found.
    pub(super) fn split(&self, record: Span, fields: &mut Vec<FieldSpan>) -> bool {
        let Some((first, end)) = record.delimiters else { return false };
        let mut start = 0;
        let mut field_to = |end: usize| {
            let field = FieldSpan { start, end: end - record.start, ..FieldSpan::default() };
            start = field.end + 1;
            field
        };
        fields.clear();
        fields.extend(self.marks[first..end].iter().map(|delimiter| field_to(*delimiter)));
        fields.push(field_to(record.end));
        true
    }
}

/// How far records reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Line breaks.
    pub all: u64,
    /// Those of them that stand inside records.
    pub inside: u64,
}

/// Finds the records of a block, blank lines left out. Returns how many lines the block has.
pub fn find(block: &Block, delimiter: char, spans: &mut Spans) -> Lines {
    spans.clear();
    let found =
        if block.unquoted { find_unquoted(block, delimiter, spans) } else { find_quoted(block, delimiter, spans) };
    let cut = if block.numbering == Numbering::Lines { block.lines_cut } else { 0 };
    Lines { all: found.all + cut, inside: found.inside + cut }
}

/// Without a quote every line is a record, and every delimiter ends a field.
fn find_unquoted(block: &Block, delimiter: char, spans: &mut Spans) -> Lines {
    let text = &block.bytes[..];
    let Spans { records, marks, finder } = spans;
    // One of more bytes is found when a record is read.
    let single = u8::try_from(delimiter).ok().filter(u8::is_ascii);
    finder.find(text, [b'\n', b'\r', single.unwrap_or(b'\n')], marks);
    let (mut start, mut line, mut first) = (0, 0, 0);
    for (number, &end) in marks.iter().enumerate() {
        if Some(text[end]) == single {
            continue;
        }
        let delimiters = single.map(|_| (first, number));
        first = number + 1;
        // The feed of a CRLF ends no line: its return has ended it.
        if end == start && text[end] == b'\n' && text[..end].ends_with(b"\r") {
            start = end + 1;
            continue;
        }
        if end > start {
            records.push(Span { start, end, line, delimiters, ..Span::default() });
        }
        line += 1;
        start = end + 1;
    }
    if start < text.len() {
        let delimiters = single.map(|_| (first, marks.len()));
        records.push(Span { start, end: text.len(), line, delimiters, ..Span::default() });
        line += block.numbering.lines(&text[start..]);
    }
    Lines { all: line, inside: 0 }
}

fn find_quoted(block: &Block, delimiter: char, spans: &mut Spans) -> Lines {
    let text = &block.bytes[..];
    let dialect = Dialect::new(delimiter, block.encoding);
    let (mut at, mut line, mut inside) = (0, 0, 0);
    while at < text.len() {
        let blank = text[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        line += line_breaks(&text[at..at + blank]);
        at += blank;
        if at == text.len() {
            break;
        }
        let (end, next) = match dialect.record_end(text, at, true) {
            End::At(end, next) => (end, next),
            End::Open(_) => (text.len(), text.len()),
        };
        let breaks = line_breaks(&text[at..end]);
        spans.push(Span { start: at, end, line, inside, breaks, delimiters: None });
        let ended = u64::from(next > end);
        let taken = if block.numbering == Numbering::Lines { breaks + ended } else { 1 };
        line += taken;
        inside += taken.saturating_sub(ended);
        at = next;
    }
    Lines { all: line, inside }
}
