//! A block: whole records of an input, still in its encoding.

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
    pub(crate) fn record(self) -> usize {
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
    pub(crate) fn input_len(&self, bytes: &[u8]) -> u64 {
        if self.transcoded { utf16_len(bytes) } else { bytes.len() as u64 }
    }
}

/// How many bytes of UTF-16 a text in UTF-8 was.
pub(crate) fn utf16_len(text: &[u8]) -> u64 {
    let units = |byte: &u8| match byte {
        0x80..=0xBF => 0,
        0xF0.. => 2,
        _ => 1,
    };
    2 * text.iter().map(units).sum::<u64>()
}

/// How many line breaks (LF, CR or both) stand in a text.
pub(crate) fn line_breaks(text: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    let returns = memchr::memchr_iter(b'\r', text).filter(|&at| text.get(at + 1) != Some(&b'\n')).count();
    (feeds + returns) as u64
}
