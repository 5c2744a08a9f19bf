//! The records of a block: where they are, and their text.

use std::borrow::Cow;

use super::delimited::{Dialect, End, FieldSpan, line_breaks};
use super::encoding::{Decoded, Encoding, decode_record};
use super::frame::Block;

/// A record's place in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where its content ends, before its line break.
    pub end: usize,
    /// How many line breaks of the block stand before it.
    pub line: u64,
    /// How many of these stand inside records.
    pub inside: u64,
}

/// How far records reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Line breaks.
    pub all: u64,
    /// Those of them that stand inside records.
    pub inside: u64,
}

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
    encoding: Encoding,
    /// The block as text, where all of it is UTF-8.
    text: Option<&'a str>,
    dialect: Dialect,
}

/// One record's text, split into fields.
#[derive(Debug)]
pub struct Record<'a> {
    text: Cow<'a, str>,
    dialect: &'a Dialect,
    /// What was wrong with its bytes.
    pub trouble: Option<Trouble>,
}

/// Finds the records of a block, blank lines left out. Returns how many line breaks the block has.
pub fn find(block: &Block, delimiter: char, spans: &mut Vec<Span>) -> Lines {
    spans.clear();
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
        spans.push(Span { start: at, end, line, inside });
        let taken = line_breaks(&text[at..next]);
        line += taken;
        inside += taken - u64::from(next > end);
        at = next;
    }
    Lines { all: line + block.lines_cut, inside: inside + block.lines_cut }
}

impl<'a> Records<'a> {
    /// Prepares to decode the records of a block.
    #[must_use]
    pub fn new(block: &'a Block, delimiter: char) -> Self {
        let encoding = block.encoding.unwrap_or(Encoding::Utf8);
        let text = if encoding == Encoding::Utf8 { simdutf8::basic::from_utf8(&block.bytes).ok() } else { None };
        Self { block, encoding, text, dialect: Dialect::new(delimiter, None) }
    }

    /// The whole block as text, where all of it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        self.text
    }

    /// Decodes a record and splits it into `fields`.
    #[must_use]
    pub fn read(&self, span: Span, fields: &mut Vec<FieldSpan>) -> Record<'_> {
        let (text, trouble) = match self.text {
            Some(text) => (text[span.start..span.end].into(), None),
            None => self.decode(span),
        };
        self.dialect.split(&text, fields);
        Record { text, dialect: &self.dialect, trouble }
    }

    fn decode(&self, span: Span) -> (Cow<'a, str>, Option<Trouble>) {
        let offset = self.block.offset + span.start as u64;
        match decode_record(self.encoding, &self.block.bytes[span.start..span.end]) {
            Decoded::AsFile(text) => (text, None),
            Decoded::Otherwise(text, encoding) => (text, Some(Trouble::Mixed(encoding))),
            Decoded::Lossy(text, at) => (text, Some(Trouble::Undecodable(offset + at as u64))),
        }
    }
}

impl Record<'_> {
    /// The content of a field, unquoted into `memory` where it has to be.
    #[must_use]
    pub fn field<'m>(&'m self, field: &FieldSpan, memory: &'m mut String) -> &'m str {
        field.content(&self.text, memory)
    }

    /// How many line breaks stand inside the record.
    #[must_use]
    pub fn line_breaks(&self) -> u64 {
        line_breaks(self.text.as_bytes())
    }

    /// Whether a quote that was never closed seems to have swallowed other records until another quote closed it by
    /// accident: text follows the closing quote, or every whole line inside a field has as many fields as the header.
    #[must_use]
    pub fn seems_torn(&self, fields: &[FieldSpan], width: usize) -> bool {
        if memchr::memchr2(b'\n', b'\r', self.text.as_bytes()).is_none() {
            return false;
        }
        fields.iter().any(|field| field.torn || self.swallows_records(field, width))
    }

    fn swallows_records(&self, field: &FieldSpan, width: usize) -> bool {
        /// With fewer fields a record cannot be told from a line of a scope that has a comma.
        const TELLING: usize = 3;
        let mut lines = self.text[field.start..field.end].split(['\n', '\r']).filter(|line| !line.is_empty());
        lines.next();
        let inner: Vec<_> = lines.collect();
        let Some((_, whole)) = inner.split_last() else { return false };
        let mut spans = Vec::new();
        let is_record = |line: &&str| {
            self.dialect.split(line, &mut spans);
            spans.len() == width
        };
        width >= TELLING && !whole.is_empty() && whole.iter().all(is_record)
    }
}
