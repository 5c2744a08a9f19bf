//! The records of a block: their text, split into fields.

use std::cell::Cell;
use std::ops::Range;

use super::dialect::{Dialect, FieldSpan};
use super::spans::{Span, Spans};
use super::torn::Swallowed;
use crate::input::block::{Block, Numbering};
use crate::input::encoding::{Decoded, Encoding, decode_record};
use crate::verdict::Problem;

/// The character that stands where units of UTF-16 were lost.
const LOST: char = '\u{FFFD}';

/// What kept a record's bytes from being read as the rest of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// They were read in this encoding instead.
    Mixed(Encoding),
    /// They do not decode, from this byte of the input on.
    Undecodable(u64),
}

/// The records of one block.
#[derive(Debug)]
pub struct Records<'a> {
    block: &'a Block,
    spans: &'a Spans,
    /// The text that records stand in: the block, where all of it is UTF-8, or what it was decoded to.
    text: &'a str,
    /// Where each record stands in the text, if that is not the block.
    decoded: Option<&'a [Place]>,
    dialect: Dialect,
    /// A place in the block, and where in the input it was. Places are asked for in rising order.
    place: Cell<(usize, u64)>,
}

/// Memory for the text of a block that is no UTF-8.
#[derive(Debug, Default)]
pub struct Memory {
    text: String,
    places: Vec<Place>,
}

/// A record in the text that a block was decoded to.
#[derive(Clone, Debug)]
struct Place {
    text: Range<usize>,
    decoded: Decoded,
}

/// One record's text, split into fields.
#[derive(Debug)]
pub struct Record<'a> {
    text: &'a str,
    /// Where it begins in the text of its block, in bytes.
    pub start: usize,
    dialect: &'a Dialect,
    /// What was wrong with its bytes.
    pub trouble: Option<Trouble>,
    /// Line breaks in it, and in what was cut out of it.
    breaks: u64,
    /// Whether it is a row of a sheet: it ends where it should, and the cells that it lacks are empty.
    pub is_sheet_row: bool,
    /// What was found wrong with its cells as they were read; of objects only.
    pub notes: &'a [Problem],
}

impl<'a> Records<'a> {
    /// Decodes the records of a block, into `memory` where they have to be.
    #[must_use]
    pub fn new(block: &'a Block, spans: &'a Spans, delimiter: char, memory: &'a mut Memory) -> Self {
        let (dialect, place) = (Dialect::new(delimiter, None), Cell::new((0, block.offset)));
        let encoding = block.encoding.unwrap_or(Encoding::Utf8);
        let utf8 = if encoding == Encoding::Utf8 { simdutf8::basic::from_utf8(&block.bytes).ok() } else { None };
        if let Some(text) = utf8 {
            return Self { block, spans, text, decoded: None, dialect, place };
        }
        memory.decode(encoding, &block.bytes, spans);
        Self { block, spans, text: &memory.text, decoded: Some(&memory.places), dialect, place }
    }

    /// The text that all records stand in.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Splits a record, by its number in the block, into `fields`.
    #[must_use]
    pub fn read(&self, number: usize, fields: &mut Vec<FieldSpan>) -> Record<'_> {
        let span = self.spans[number];
        let place = self.decoded.map(|places| &places[number]);
        let within = place.map_or(span.start..span.end, |place| place.text.clone());
        let text = &self.text[within.clone()];
        if place.is_some() || !self.spans.split(span, fields) {
            self.dialect.split(text, fields);
        }
        Record {
            text,
            start: within.start,
            dialect: &self.dialect,
            trouble: self.trouble(text, span, place),
            breaks: span.breaks + self.block.lines_cut,
            is_sheet_row: self.block.numbering == Numbering::Records,
            notes: &[],
        }
    }

    fn trouble(&self, text: &str, span: Span, place: Option<&Place>) -> Option<Trouble> {
        if self.block.transcoded
            && let Some(at) = text.find(LOST)
        {
            return Some(Trouble::Undecodable(self.input_place(span.start + at)));
        }
        match place?.decoded {
            Decoded::AsFile => None,
            Decoded::Otherwise(encoding) => Some(Trouble::Mixed(encoding)),
            Decoded::Lossy(at) => Some(Trouble::Undecodable(self.input_place(span.start + at))),
        }
    }

    /// Where in the input a place of the block was, in bytes.
    fn input_place(&self, at: usize) -> u64 {
        let (known, place) = self.place.get();
        let (known, place) = if known <= at { (known, place) } else { (0, self.block.offset) };
        let place = place + self.block.input_len(&self.block.bytes[known..at]);
        self.place.set((at, place));
        place
    }
}

impl Memory {
    fn decode(&mut self, encoding: Encoding, block: &[u8], spans: &[Span]) {
        self.text.clear();
        self.places.clear();
        for span in spans {
            let start = self.text.len();
            let decoded = decode_record(encoding, &block[span.start..span.end], &mut self.text);
            self.places.push(Place { text: start..self.text.len(), decoded });
        }
    }
}

impl<'a> Record<'a> {
    /// The cells of an object, as if they were those of a row of a sheet.
    pub(in crate::input) fn of_object(
        text: &'a str,
        start: usize,
        dialect: &'a Dialect,
        trouble: Option<Trouble>,
        notes: &'a [Problem],
    ) -> Self {
        Self { text, start, dialect, trouble, breaks: 0, is_sheet_row: true, notes }
    }
}

impl<'a> Record<'a> {
    /// The content of a field that is no other than its text; none if quotes have to be taken out.
    #[inline]
    #[must_use]
    pub fn plain_field(&self, field: &FieldSpan) -> Option<&'a str> {
        if field.escaped { None } else { self.text.get(field.start..field.end) }
    }

    /// The content of a field, unquoted into `memory` where it has to be.
    #[inline]
    #[must_use]
    pub fn field<'m>(&'m self, field: &FieldSpan, memory: &'m mut String) -> &'m str {
        field.content(self.text, memory)
    }

    /// Whether nothing is known of the record that would have to be noted.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.trouble.is_none() && self.breaks == 0 && self.notes.is_empty()
    }

    /// The end of the record in the text of its block, in bytes.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// How many line breaks stand inside the record.
    #[must_use]
    pub fn line_breaks(&self) -> u64 {
        self.breaks
    }

    /// Whether a quote that was never closed seems to have swallowed other records until another quote closed it by
    /// accident: text follows the closing quote, or the lines inside a field are made as records of this input are.
    #[must_use]
    pub fn seems_torn(&self, fields: &[FieldSpan], width: usize) -> bool {
        if self.is_sheet_row || self.breaks == 0 {
            return false;
        }
        let swallowed = Swallowed { text: self.text, dialect: self.dialect, fields, width };
        fields.iter().enumerate().any(|(index, field)| field.torn || swallowed.is_in(index))
    }
}
