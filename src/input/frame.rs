//! Cuts a stream into blocks of whole records.

use std::io;

use memchr::{memchr, memrchr2};

use super::bytes::{Bytes, Settled};
use super::delimited::{Dialect, End, QUOTE, closing_quote, line_break, line_breaks};
use super::encoding::Encoding;

/// How often the limit of a cell is kept of it raw: after decoding and unquoting, the limit is still reached.
const RAW_PER_CELL: usize = 4;
/// The longest record that is kept as it is, in cells at their limit.
const CELLS_PER_RECORD: usize = 8;
/// How much is read at a time of a record that is cut.
const STEP: usize = 64 * 1024;

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
        Self { block: 256 * 1024, cell: 1 << 20 }
    }
}

impl Limits {
    /// The longest record that is kept as it is; whatever the size of a block, so that it changes no result.
    fn record(self) -> usize {
        self.cell.saturating_mul(CELLS_PER_RECORD).max(STEP)
    }
}

/// Whole records, in the input's encoding.
#[derive(Debug, Default)]
pub struct Block {
    /// The records with their line breaks.
    pub bytes: Vec<u8>,
    /// Where the block begins in the stream, in bytes.
    pub offset: u64,
    /// Line breaks that stood in what was cut out of an oversized record.
    pub lines_cut: u64,
    /// Whether the last record ends inside a quoted field that is never closed.
    pub open_quote: bool,
    /// The encoding of the bytes; UTF-8 as long as only ASCII has been seen.
    pub encoding: Option<Encoding>,
}

/// An input's bytes, cut into blocks.
pub(crate) struct Framer {
    bytes: Bytes,
    delimiter: char,
    /// The encoding that the dialect was made for; a file that begins in ASCII settles later.
    framed_in: Option<Encoding>,
    dialect: Dialect,
    limits: Limits,
    /// What was read beyond the last block.
    rest: Vec<u8>,
    offset: u64,
}

impl Framer {
    pub(crate) fn new(bytes: Bytes, limits: Limits) -> Self {
        let offset = bytes.marks() as u64;
        Self {
            bytes,
            delimiter: ',',
            framed_in: None,
            dialect: Dialect::new(',', None),
            limits,
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
        self.rest.drain(..len);
        self.offset += len as u64;
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
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        (block.lines_cut, block.open_quote, block.offset) = (0, false, self.offset);
        let mut full = self.limits.block.clamp(1, self.limits.record());
        loop {
            let ended = self.bytes.fill(&mut block.bytes, full)?;
            block.encoding = self.encoding();
            if block.encoding != self.framed_in {
                self.delimit(self.delimiter);
            }
            let (mut end, open_quote) = self.whole_records(&block.bytes, ended);
            if ended {
                block.open_quote = open_quote;
                end = block.bytes.len();
            }
            if end > 0 || ended {
                self.rest.extend_from_slice(&block.bytes[end..]);
                block.bytes.truncate(end);
                self.offset += end as u64;
                return Ok(end > 0);
            }
            if block.bytes.len() >= self.limits.record() {
                self.cut(block)?;
                return Ok(true);
            }
            full = (block.bytes.len() * 2).min(self.limits.record());
        }
    }

    /// Where the last whole record ends, and whether a quote is open after it.
    fn whole_records(&self, text: &[u8], whole: bool) -> (usize, bool) {
        let mut end = 0;
        loop {
            // A carriage return at the very end may be half of a line break.
            let settled =
                if whole { text.len() } else { text.len().saturating_sub(usize::from(text.ends_with(b"\r"))) };
            let last_break =
                |upto: usize| memrchr2(b'\n', b'\r', &text[end.min(upto)..upto]).map_or(end, |p| end + p + 1);
            let Some(quote) = memchr(QUOTE, &text[end..]).map(|p| end + p) else {
                return (last_break(settled), false);
            };
            end = last_break(quote);
            match self.dialect.record_end(text, end, whole) {
                End::At(_, next) => end = next,
                End::Open(open_quote) => return (end, open_quote),
            }
        }
    }

    /// Takes in a record that is longer than the limit, keeping of each cell no more than can be checked.
    fn cut(&mut self, block: &mut Block) -> io::Result<()> {
        let text = std::mem::take(&mut block.bytes);
        let mut cutter = Cutter { framer: self, text, at: 0, ended: false, kept: 0, block };
        cutter.record()?;
        let Cutter { at, text, .. } = cutter;
        self.offset += at as u64;
        self.rest.extend_from_slice(&text[at..]);
        Ok(())
    }
}

/// The state of cutting one record.
struct Cutter<'a> {
    framer: &'a mut Framer,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    /// How much of the current cell is kept.
    kept: usize,
    block: &'a mut Block,
}

impl Cutter<'_> {
    fn record(&mut self) -> io::Result<()> {
        loop {
            self.kept = 0;
            if self.text.get(self.at) == Some(&QUOTE) && !self.quoted()? {
                self.block.open_quote = true;
                return Ok(());
            }
            match self.up_to_delimiter_or_break()? {
                None => return Ok(()),
                Some((at, true)) => {
                    self.keep(at);
                    let end = at + self.framer.dialect.delimiter().len();
                    self.kept = 0;
                    self.keep(end);
                }
                Some((at, false)) => {
                    self.keep(at);
                    let End::At(_, next) = line_break(&self.text, at, true) else { return Ok(()) };
                    self.block.bytes.extend_from_slice(&self.text[at..next]);
                    self.at = next;
                    return Ok(());
                }
            }
            if self.at == self.text.len() && !self.more()? {
                return Ok(());
            }
        }
    }

    /// Takes in a quoted cell with its quotes; false if it is never closed.
    fn quoted(&mut self) -> io::Result<bool> {
        self.keep(self.at + 1);
        loop {
            match closing_quote(&self.text, self.at, self.ended) {
                Ok(quote) => {
                    self.keep(quote);
                    self.kept = 0;
                    self.keep(quote + 1);
                    return Ok(true);
                }
                Err(resume) => self.keep(resume),
            }
            if !self.more()? {
                self.keep(self.text.len());
                return Ok(false);
            }
        }
    }

    /// The next delimiter or line break, with two bytes or more after it unless the input ends.
    fn up_to_delimiter_or_break(&mut self) -> io::Result<Option<(usize, bool)>> {
        const MARGIN: usize = 4;
        loop {
            let found = self.framer.dialect.delimiter_or_break(&self.text, self.at);
            if let Some(found) = found.filter(|(at, _)| self.ended || at + MARGIN <= self.text.len()) {
                return Ok(Some(found));
            }
            if self.ended {
                self.keep(self.text.len());
                return Ok(None);
            }
            if found.is_none() {
                self.keep(self.framer.dialect.safe_end(&self.text, self.at, MARGIN));
            }
            self.more()?;
        }
    }

    /// Moves up to a place, into the block as long as the cell's limit is not reached.
    fn keep(&mut self, upto: usize) {
        let piece = &self.text[self.at..upto];
        let limit = self.framer.limits.cell.saturating_mul(RAW_PER_CELL);
        if self.kept < limit && self.block.bytes.len() < self.framer.limits.record().saturating_mul(2) {
            self.block.bytes.extend_from_slice(piece);
        } else {
            self.block.lines_cut += line_breaks(piece);
        }
        self.kept += piece.len();
        self.at = upto;
    }

    /// Reads more; false at the end of the input.
    fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.text.drain(..self.at);
        self.framer.offset += self.at as u64;
        self.at = 0;
        let full = self.text.len() + STEP;
        self.ended = self.framer.bytes.fill(&mut self.text, full)?;
        Ok(true)
    }
}
