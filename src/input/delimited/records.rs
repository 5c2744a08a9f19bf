//! The records of a block of delimited text: each record's text, split into fields.

use std::cell::Cell;

use memchr::memmem;

use super::decoded::{DecodedBlock, DecodedRecord};
use super::dialect::{Dialect, FieldSpan};
use super::fields::Fields;
use super::line::Line;
use super::spans::{Cut, Span, Spans};
use crate::input::block::{Block, Numbering};
use crate::input::encoding::{Decoded, Encoding};
use crate::input::layout::{HeaderSearch, Layout};
use crate::input::record::{Record, Trouble};

/// The character that replaces undecodable units of UTF-16.
const LOST: &str = "\u{FFFD}";

/// The records of one block.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    block: &'a Block,
    spans: &'a Spans,
    layout: &'a Layout,
    /// The text that all records are part of: the block itself if it is UTF-8, otherwise what it was decoded to.
    text: &'a str,
    /// The block that was decoded. `None` if the text is the block itself.
    decoded: Option<&'a DecodedBlock>,
    dialect: Dialect,
    /// Whether units of UTF-16 were lost somewhere in the block.
    has_lost: bool,
    /// Whether its records may be lines: nothing is known to be wrong with the block.
    may_have_lines: bool,
    /// An offset in the block and the same place in the input. It speeds up the next, larger offset.
    known_offset: Cell<(usize, u64)>,
}

impl<'a> Records<'a> {
    /// Decodes the records of a block, into `memory` if the block is not UTF-8.
    pub(crate) fn new(
        block: &'a Block,
        spans: &'a Spans,
        layout: &'a Layout,
        delimiter: char,
        memory: &'a mut DecodedBlock,
    ) -> Self {
        let has_lost = block.transcoded && memmem::find(&block.bytes, LOST.as_bytes()).is_some();
        let is_whole = block.lines_cut == 0 && !block.open_quote && block.numbering == Numbering::Lines;
        let mut records = Self {
            block,
            spans,
            layout,
            text: "",
            decoded: None,
            dialect: Dialect::new(delimiter, None),
            has_lost,
            may_have_lines: is_whole && !has_lost && block.origin.is_none(),
            known_offset: Cell::new((0, block.offset)),
        };

        let encoding = block.encoding.unwrap_or(Encoding::Utf8);
        if encoding == Encoding::Utf8
            && let Ok(text) = simdutf8::basic::from_utf8(&block.bytes)
        {
            records.text = text;
            return records;
        }

        memory.decode(encoding, delimiter, &block.bytes, spans);
        records.text = memory.text();
        records.decoded = Some(memory);
        records
    }

    /// Whether the text is not the block itself: its bytes were decoded record by record.
    pub(crate) fn is_decoded(&self) -> bool {
        self.decoded.is_some()
    }

    /// Whether the bytes of a record may be a text in another encoding, or from another byte on. Says nothing of text that is the
    /// block itself.
    pub(crate) fn may_hide(&self, number: usize) -> bool {
        self.decoded.is_none_or(|decoded| decoded.record(number).may_hide)
    }

    /// The text that all records are part of.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// How to find records that are a header again.
    pub(crate) fn header_search(&self) -> Option<HeaderSearch> {
        self.layout.header_search
    }

    /// Whether the record with this number may have a known header, as [`HeaderSearch::may_be_header`] tells of its cells.
    /// Does not split the record: only few are headers.
    #[inline]
    pub(crate) fn may_have_header(&self, number: usize, may_be_header: impl Fn(&[u8]) -> bool) -> bool {
        let span = self.spans[number];
        if let Some(decoded) = self.decoded {
            let record = decoded.record(number);
            let text = &self.text.as_bytes()[record.text.clone()];
            let fields = decoded.fields(record);
            return fields.is_none_or(|fields| fields.iter().any(|field| may_be_header(&text[field.start..field.end])));
        }
        match span.cut {
            Cut::Unknown => true,
            Cut::Delimiters(first, end) => {
                let text = self.text.as_bytes();
                let mut start = span.start;
                for &end in self.spans.delimiters(first, end) {
                    if may_be_header(&text[start..end]) {
                        return true;
                    }
                    start = end + 1;
                }
                may_be_header(&text[start..span.end])
            }
            Cut::Fields(first, end) => {
                let record = &self.text.as_bytes()[span.start..span.end];
                let mut fields = self.spans.cut(first, end).iter();
                fields.any(|field| may_be_header(&record[field.start..field.end]))
            }
        }
    }

    /// What the columns of all records are.
    pub(crate) fn layout(&self) -> &'a Layout {
        self.layout
    }

    /// What is between the fields.
    pub(crate) fn delimiter(&self) -> &[u8] {
        self.dialect.delimiter()
    }

    /// The record with this number as a line, if it is one.
    #[inline]
    pub(crate) fn line(&self, number: usize) -> Option<Line<'_>> {
        if !self.may_have_lines {
            return None;
        }
        let line = if let Some(decoded) = self.decoded {
            decoded.line(number, self.text)?
        } else {
            let span = &self.spans[number];
            let Cut::Delimiters(first, end) = span.cut else { return None };
            Line { text: self.text, start: span.start, ends: self.spans.ends(first, end)? }
        };
        (line.ends.len() == self.layout.headers.len()).then_some(line)
    }

    /// Splits the record with this number in the block. `fields` is memory for fields that have not been found yet.
    #[inline]
    pub(crate) fn read<'r>(&'r self, number: usize, fields: &'r mut Vec<FieldSpan>) -> Record<'r> {
        let span = self.spans[number];
        let decoded = self.decoded.map(|decoded| decoded.record(number));
        let within = match decoded {
            Some(record) => record.text.clone(),
            None => span.start..span.end,
        };
        let text = &self.text[within.clone()];

        // The fields that were found in the block hold only for the block's own bytes.
        let known = match (self.decoded, decoded) {
            (Some(block), Some(record)) => block.fields(record),
            _ => match span.cut {
                Cut::Fields(first, end) => Some(Fields::Spans(self.spans.cut(first, end))),
                Cut::Delimiters(..) | Cut::Unknown => None,
            },
        };
        let fields = match (known, span.cut) {
            (Some(known), _) => known,
            (None, Cut::Delimiters(first, end)) if decoded.is_none() => self.spans.fields(span, first..end),
            (None, _) => {
                self.dialect.split(text, fields);
                Fields::Spans(fields)
            }
        };

        let is_last = number + 1 == self.spans.len();
        Record {
            text,
            start: within.start,
            fields,
            layout: self.layout,
            shape: 0,
            dialect: &self.dialect,
            trouble: self.trouble(text, span, decoded),
            breaks: span.breaks + self.block.lines_cut,
            open_quote: self.block.open_quote && is_last,
            is_sheet_row: self.block.numbering == Numbering::Records,
            notes: &[],
        }
    }

    #[inline]
    fn trouble(&self, text: &str, span: Span, decoded: Option<&DecodedRecord>) -> Option<Trouble> {
        if decoded.is_none() && !self.has_lost { None } else { self.known_trouble(text, span, decoded) }
    }

    fn known_trouble(&self, text: &str, span: Span, decoded: Option<&DecodedRecord>) -> Option<Trouble> {
        if self.has_lost
            && let Some(at) = text.find(LOST)
        {
            return Some(Trouble::Undecodable(self.input_offset(span.start + at)));
        }
        match decoded?.decoded {
            Decoded::AsFile => None,
            Decoded::Otherwise(encoding) => Some(Trouble::Mixed(encoding)),
            Decoded::InPart(encoding) => Some(Trouble::MixedFields(encoding)),
            Decoded::Doubtful(at) => Some(Trouble::Doubtful(self.input_offset(span.start + at))),
            Decoded::Lossy(at) => Some(Trouble::Undecodable(self.input_offset(span.start + at))),
        }
    }

    /// The offset in the input of an offset in the block, both in bytes.
    ///
    /// Ascending queries cost one pass over the block in total: a block made of UTF-16 has to be measured.
    fn input_offset(&self, at: usize) -> u64 {
        let mut known = self.known_offset.get();
        if known.0 > at {
            known = (0, self.block.offset);
        }

        let between = &self.block.bytes[known.0..at];
        let offset = known.1 + self.block.input_len(between);
        self.known_offset.set((at, offset));
        offset
    }
}
