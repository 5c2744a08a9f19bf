//! Cuts a stream into blocks of whole records.

use std::io;

use memchr::{memchr, memrchr2};

use super::bytes::{Bytes, Settled};
use super::cut::Cutter;
use super::delimited::{Dialect, End, QUOTE, line_breaks};
use super::encoding::Encoding;

/// The longest record that is kept as it is, in cells at their limit.
const CELLS_PER_RECORD: usize = 8;
/// The least limit of a record, however small the limit of a cell.
const LEAST: usize = 64 * 1024;

/// How an input is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of a block, in bytes. A longer record makes a longer block.
    pub block: usize,
    /// The longest cell that is read whole, in bytes of UTF-8.
    pub cell: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { block: 128 * 1024, cell: 1 << 20 }
    }
}

impl Limits {
    /// The longest record that is kept as it is; whatever the size of a block, so that it changes no result.
    pub(super) fn record(self) -> usize {
        self.cell.saturating_mul(CELLS_PER_RECORD).max(LEAST)
    }
}

/// How the lines of an input are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// By line breaks, also those inside cells.
    #[default]
    Lines,
    /// By records and blank lines, as the rows of a sheet.
    Records,
}

impl Numbering {
    /// How many lines a record takes that stands in `text` with its line break.
    pub(crate) fn lines(self, text: &[u8]) -> u64 {
        match self {
            Self::Lines => line_breaks(text),
            Self::Records => 1,
        }
    }
}

/// Whole records, in the input's encoding.
#[derive(Debug, Default)]
pub struct Block {
    /// The records with their line breaks.
    pub bytes: Vec<u8>,
    /// Where the block begins in the input, in bytes.
    pub offset: u64,
    /// Line breaks that stood in what was cut out of an oversized record.
    pub lines_cut: u64,
    /// Whether the last record ends inside a quoted field that is never closed.
    pub open_quote: bool,
    /// Whether it is known to hold no quote: its records are its lines.
    pub unquoted: bool,
    /// The encoding of the bytes; UTF-8 as long as only ASCII has been seen.
    pub encoding: Option<Encoding>,
    /// Whether the input is UTF-16 and the bytes are made of it.
    pub transcoded: bool,
    /// How its lines are numbered.
    pub numbering: Numbering,
}

impl Block {
    /// Where the input stands after the block, in bytes.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.offset + self.input_len(&self.bytes)
    }

    /// How many bytes of the input a stretch of the block was.
    pub(super) fn input_len(&self, bytes: &[u8]) -> u64 {
        if self.transcoded { utf16_len(bytes) } else { bytes.len() as u64 }
    }
}

/// How many bytes of UTF-16 a text in UTF-8 was.
fn utf16_len(text: &[u8]) -> u64 {
    let units = |byte: &u8| match byte {
        0x80..=0xBF => 0,
        0xF0.. => 2,
        _ => 1,
    };
    2 * text.iter().map(units).sum::<u64>()
}

/// How far the whole records of a text reach.
struct WholeRecords {
    /// Where the last of them ends.
    end: usize,
    /// Whether a quote is open behind it.
    open_quote: bool,
    /// Whether the text holds no quote at all.
    unquoted: bool,
}

/// An input's bytes, cut into blocks.
pub(crate) struct Framer {
    pub(super) bytes: Bytes,
    delimiter: char,
    /// The encoding that the dialect was made for; a file that begins in ASCII settles later.
    framed_in: Option<Encoding>,
    pub(super) dialect: Dialect,
    pub(super) limits: Limits,
    numbering: Numbering,
    /// What was read beyond the last block.
    rest: Vec<u8>,
    offset: u64,
}

impl Framer {
    pub(crate) fn new(bytes: Bytes, limits: Limits, numbering: Numbering) -> Self {
        let offset = bytes.marks() as u64;
        Self {
            bytes,
            delimiter: ',',
            framed_in: None,
            dialect: Dialect::new(',', None),
            limits,
            numbering,
            rest: Vec::new(),
            offset,
        }
    }

    /// Shows what lies ahead, at least `len` bytes or all there are; with whether it is all.
    pub(crate) fn peek(&mut self, len: usize) -> io::Result<(&[u8], bool)> {
        let ended = self.bytes.fill(&mut self.rest, len)?;
        Ok((&self.rest, ended))
    }

    /// Drops bytes that were shown.
    pub(crate) fn skip(&mut self, len: usize) {
        self.offset += if self.is_transcoding() { utf16_len(&self.rest[..len]) } else { len as u64 };
        self.rest.drain(..len);
    }

    fn is_transcoding(&self) -> bool {
        matches!(self.bytes.settled(), Settled::As(encoding) if !encoding.frames_raw())
    }

    /// Sets the delimiter that records are framed with from now on.
    pub(crate) fn delimit(&mut self, delimiter: char) {
        (self.delimiter, self.framed_in) = (delimiter, self.encoding());
        self.dialect = Dialect::new(delimiter, self.framed_in);
    }

    /// What is known of the input's encoding.
    pub(crate) fn settled(&self) -> Settled {
        self.bytes.settled()
    }

    /// The encoding of the bytes that blocks hold; none while it is not known.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        match self.bytes.settled() {
            Settled::As(encoding) => Some(if encoding.frames_raw() { encoding } else { Encoding::Utf8 }),
            Settled::Ascii => Some(Encoding::Utf8),
            Settled::Unknown => None,
        }
    }

    /// Reads the next block into the memory of an old one; false at the end of the input.
    pub(crate) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut have = self.rest.len();
        block.bytes.resize(block.bytes.len().max(have), 0);
        block.bytes[..have].copy_from_slice(&self.rest);
        self.rest.clear();
        (block.lines_cut, block.open_quote, block.offset) = (0, false, self.offset);
        (block.transcoded, block.numbering) = (self.is_transcoding(), self.numbering);
        let mut full = self.limits.block.clamp(1, self.limits.record());
        loop {
            let ended = self.bytes.fill_over(&mut block.bytes, have, full)?;
            have = block.bytes.len();
            block.encoding = self.encoding();
            if block.encoding != self.framed_in {
                self.delimit(self.delimiter);
            }
            let WholeRecords { mut end, open_quote, unquoted } = self.whole_records(&block.bytes, ended);
            block.unquoted = unquoted;
            if ended {
                block.open_quote = open_quote;
                end = block.bytes.len();
            }
            if end > 0 || ended {
                self.rest.extend_from_slice(&block.bytes[end..]);
                block.bytes.truncate(end);
                self.offset = block.end();
                return Ok(end > 0);
            }
            if have >= self.limits.record() {
                block.unquoted = false;
                self.cut(block)?;
                return Ok(true);
            }
            full = (have * 2).min(self.limits.record());
        }
    }

    /// Where the last whole record ends, and what quotes there are.
    fn whole_records(&self, text: &[u8], whole: bool) -> WholeRecords {
        let (mut end, mut unquoted) = (0, true);
        loop {
            // A carriage return at the very end may be half of a line break.
            let settled =
                if whole { text.len() } else { text.len().saturating_sub(usize::from(text.ends_with(b"\r"))) };
            let last_break =
                |upto: usize| memrchr2(b'\n', b'\r', &text[end.min(upto)..upto]).map_or(end, |p| end + p + 1);
            let Some(quote) = memchr(QUOTE, &text[end..]).map(|p| end + p) else {
                return WholeRecords { end: last_break(settled), open_quote: false, unquoted };
            };
            unquoted = false;
            end = last_break(quote);
            match self.dialect.record_end(text, end, whole) {
                End::At(_, next) => end = next,
                End::Open(open_quote) => return WholeRecords { end, open_quote, unquoted },
            }
        }
    }

    /// Takes in a record that is longer than the limit, keeping of each cell no more than can be checked.
    fn cut(&mut self, block: &mut Block) -> io::Result<()> {
        let text = std::mem::take(&mut block.bytes);
        let (taken, rest) = Cutter::new(self, text, block).record()?;
        self.offset += taken;
        self.rest = rest;
        Ok(())
    }
}
