//! Where the records of a block begin and end.

use std::ops::{Deref, Range};

use memchr::memchr;

use super::dialect::{Dialect, End, FieldEnd, FieldSpan, QUOTE};
use super::field_ends::FieldEnds;
use super::fields::Fields;
use crate::input::block::{Block, Numbering, line_breaks};
use crate::input::encoding::Encoding;

/// The place of a record in its block. Offsets are in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The offset of its first byte.
    pub start: usize,
    /// The offset of the end of its content, before its line break.
    pub end: usize,
    /// The number of line breaks before it in the block.
    pub line: u64,
    /// The number of these that are inside records.
    pub inside: u64,
    /// The number of line breaks in it.
    pub breaks: u64,
    /// What is known of its fields.
    pub(in crate::input) cut: Cut,
}

/// What is known of the fields of a record before it is read. Each range is from the first number to before the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::input) enum Cut {
    /// Nothing.
    #[default]
    Unknown,
    /// Which of the field ends of the block are its delimiters, each one byte.
    Delimiters(usize, usize),
    /// Which of the fields of the block are its own.
    Fields(usize, usize),
}

/// The places of the records of a block.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    records: Vec<Span>,
    /// The offsets of delimiters and line breaks, in a block without quotes.
    field_ends: FieldEnds,
    /// The fields of all records, in a block with quotes whose delimiter is one byte. Their offsets are in their record.
    fields: Vec<FieldSpan>,
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
        self.field_ends.clear();
        self.fields.clear();
    }

    pub(in crate::input) fn push(&mut self, record: Span) {
        self.records.push(record);
    }

    /// Fields that were found together with the end of their record, by their numbers.
    pub(super) fn cut(&self, first: usize, end: usize) -> &[FieldSpan] {
        &self.fields[first..end]
    }

    /// The offsets of the delimiters of a record, by their numbers among the field ends.
    pub(super) fn delimiters(&self, first: usize, end: usize) -> &[usize] {
        &self.field_ends[first..end]
    }

    /// The offsets of the delimiters of a record and of its line break, by the numbers of the delimiters among the field ends.
    /// Returns `None` if it has no line break.
    #[inline]
    pub(super) fn ends(&self, first: usize, end: usize) -> Option<&[usize]> {
        self.field_ends.get(first..=end)
    }

    /// The fields between the delimiters of a record, which are known by their numbers among the field ends.
    #[inline]
    pub(super) fn fields(&self, record: Span, delimiters: Range<usize>) -> Fields<'_> {
        Fields::Between { delimiters: &self.field_ends[delimiters], start: record.start, end: record.end }
    }
}

/// The number of lines that records take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The number of line breaks.
    pub all: u64,
    /// The number of line breaks inside records.
    pub inside: u64,
}

/// Finds the records of a block and leaves blank lines out. Returns the number of lines of the block.
pub(crate) fn find(block: &Block, delimiter: char, spans: &mut Spans) -> Lines {
    spans.clear();
    let found =
        if block.unquoted { find_unquoted(block, delimiter, spans) } else { find_quoted(block, delimiter, spans) };
    let cut = match block.numbering {
        Numbering::Lines => block.lines_cut,
        Numbering::Records => 0,
    };
    Lines { all: found.all + cut, inside: found.inside + cut }
}

/// Without a quote every line is a record, and every delimiter ends a field.
fn find_unquoted(block: &Block, delimiter: char, spans: &mut Spans) -> Lines {
    let text = &block.bytes[..];
    // Any other delimiter is found later, when a record is read.
    let single = Dialect::new(delimiter, block.encoding).single_byte();
    spans.field_ends.find(text, [b'\n', b'\r', single.unwrap_or(b'\n')]);

    let mut start = 0;
    let mut line = 0;
    let mut first_delimiter = 0;
    for (number, &end) in spans.field_ends.iter().enumerate() {
        if Some(text[end]) == single {
            continue;
        }
        let cut = cut_between(single, first_delimiter, number);
        first_delimiter = number + 1;

        // The line feed of a CRLF ends no line: its carriage return has ended it.
        let is_second_of_two = end == start && text[end] == b'\n' && text[..end].ends_with(b"\r");
        if is_second_of_two {
            start = end + 1;
            continue;
        }
        if end > start {
            spans.records.push(Span { start, end, line, cut, ..Span::default() });
        }
        line += 1;
        start = end + 1;
    }

    if start < text.len() {
        let cut = cut_between(single, first_delimiter, spans.field_ends.len());
        spans.records.push(Span { start, end: text.len(), line, cut, ..Span::default() });
        line += block.numbering.lines(&text[start..]);
    }
    Lines { all: line, inside: 0 }
}

fn cut_between(delimiter: Option<u8>, first: usize, end: usize) -> Cut {
    if delimiter.is_some() { Cut::Delimiters(first, end) } else { Cut::Unknown }
}

/// Finds the fields of each record together with its end, if the bytes of the block are the text of its records, or the
/// delimiter is a byte of its own in the encoding of the block.
fn find_quoted(block: &Block, delimiter: char, spans: &mut Spans) -> Lines {
    let text = &block.bytes[..];
    let dialect = Dialect::new(delimiter, block.encoding);
    let is_text = matches!(block.encoding, None | Some(Encoding::Utf8));
    let single = dialect.single_byte();
    if let Some(delimiter) = single {
        spans.field_ends.find(text, [b'\n', b'\r', delimiter]);
    }
    let mut ends = Ends { text, delimiter: single, offsets: &spans.field_ends, passed: 0, last_break: None, quote: 0 };

    let mut at = 0;
    let mut line = 0;
    let mut inside = 0;
    while at < text.len() {
        // Blank lines.
        let blank = text[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += line_breaks(&text[at..at + blank]);
        at += blank;
        if at == text.len() {
            break;
        }

        if let Some(Line { end, next, delimiters }) = ends.unquoted_line(at) {
            let cut = Cut::Delimiters(delimiters.start, delimiters.end);
            spans.records.push(Span { start: at, end, line, inside, breaks: 0, cut });
            line += 1;
            at = next;
            continue;
        }

        let first = spans.fields.len();
        let found = if single.is_some() {
            dialect.next_record(text, at, &mut spans.fields, |at| ends.next(at))
        } else if is_text {
            dialect.next_record(text, at, &mut spans.fields, |at| dialect.field_end(text, at))
        } else {
            dialect.record_end(text, at, true)
        };
        let (end, next) = match found {
            End::At(end, next) => (end, next),
            End::Open(_) => (text.len(), text.len()),
        };
        let is_whole = matches!(found, End::At(..));
        let cut = if (is_text || single.is_some()) && is_whole {
            Cut::Fields(first, spans.fields.len())
        } else {
            Cut::Unknown
        };
        let may_have_breaks = single.is_none() || !is_whole || ends.passed_break_from(at);
        let breaks = if may_have_breaks { line_breaks(&text[at..end]) } else { 0 };
        spans.records.push(Span { start: at, end, line, inside, breaks, cut });

        let ended = u64::from(next > end);
        let taken = match block.numbering {
            Numbering::Lines => breaks + ended,
            Numbering::Records => 1,
        };
        line += taken;
        inside += taken.saturating_sub(ended);
        at = next;
    }
    Lines { all: line, inside }
}

/// The delimiters and line breaks of a block.
struct Ends<'a> {
    text: &'a [u8],
    /// A delimiter of one byte.
    delimiter: Option<u8>,
    /// All of them, also those inside quotes. There are none if the delimiter has several bytes.
    offsets: &'a [usize],
    /// How many of them are passed.
    passed: usize,
    /// The last line break that was passed.
    last_break: Option<usize>,
    /// The first quote that a line without quotes has to end before. It is looked for anew once it is passed.
    quote: usize,
}

/// A line without quotes: a record whose delimiters each end a field.
struct Line {
    /// The offset of its line break, and that of the next line.
    end: usize,
    next: usize,
    /// The numbers of its delimiters among the field ends.
    delimiters: Range<usize>,
}

impl Ends<'_> {
    /// The first from `at` on, which must not be less than before.
    #[inline]
    fn next(&mut self, at: usize) -> Option<FieldEnd> {
        while let Some(&first) = self.offsets.get(self.passed) {
            let is_delimiter = Some(self.text[first]) == self.delimiter;
            if first >= at {
                return Some(if is_delimiter { FieldEnd::Delimiter(first) } else { FieldEnd::LineBreak(first) });
            }
            if !is_delimiter {
                self.last_break = Some(first);
            }
            self.passed += 1;
        }
        None
    }

    /// Passes the line that begins at `at`, if it has a line break and no quote. Most records are such lines.
    #[inline]
    fn unquoted_line(&mut self, at: usize) -> Option<Line> {
        // What the line before did not need is passed.
        self.next(at)?;
        let delimiter = self.delimiter?;
        let count = self.offsets[self.passed..].iter().position(|offset| self.text[*offset] != delimiter)?;
        let line_break = self.passed + count;
        let end = self.offsets[line_break];

        if self.quote <= at {
            self.quote = memchr(QUOTE, &self.text[at..]).map_or(self.text.len(), |offset| at + offset);
        }
        if self.quote < end {
            return None;
        }
        let delimiters = self.passed..line_break;
        self.passed = line_break + 1;
        let next = if self.text[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
        Some(Line { end, next, delimiters })
    }

    /// Whether a line break at or behind an offset was passed, as those inside quotes are.
    fn passed_break_from(&self, at: usize) -> bool {
        self.last_break >= Some(at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::input::delimited::dialect::line_break;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn records_with_and_without_quotes_are_found_where_each_ends_alone(text in "([ab]{0,2}[,\"\n\r]{0,2}){0,12}") {
            let block = Block { bytes: text.clone().into_bytes(), ..Block::default() };
            let mut spans = Spans::default();
            let lines = find(&block, ',', &mut spans);

            let dialect = Dialect::new(',', None);
            let mut fields = Vec::new();
            let mut expected = Vec::new();
            let mut at = 0;
            let mut line = 0;
            while at < text.len() {
                if matches!(text.as_bytes()[at], b'\n' | b'\r') {
                    let End::At(_, next) = line_break(text.as_bytes(), at, true) else { unreachable!() };
                    line += 1;
                    at = next;
                    continue;
                }
                let (end, next) = match dialect.record_end(text.as_bytes(), at, true) {
                    End::At(end, next) => (end, next),
                    End::Open(_) => (text.len(), text.len()),
                };
                dialect.split(&text[at..end], &mut fields);
                let breaks = line_breaks(&text.as_bytes()[at..end]);
                expected.push(((at, end, line, breaks), fields.clone()));
                line += breaks + u64::from(next > end);
                at = next;
            }
            prop_assert_eq!(lines.all, line);

            let found: Vec<_> = spans.iter().map(|span| {
                match span.cut {
                    Cut::Unknown => dialect.split(&text[span.start..span.end], &mut fields),
                    Cut::Delimiters(first, end) => fields = spans.fields(*span, first..end).iter().collect(),
                    Cut::Fields(first, end) => fields = spans.cut(first, end).to_vec(),
                }
                ((span.start, span.end, span.line, span.breaks), fields.clone())
            }).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
