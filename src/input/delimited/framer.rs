//! Cuts a stream into blocks of whole records.

use std::io;

use memchr::{memchr, memrchr2};

use super::cutter::Cutter;
use super::dialect::{Dialect, End, QUOTE};
use crate::input::block::{Block, Limits, Numbering, utf16_len};
use crate::input::encoding::{Bytes, Encoding, Settled};

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
    bytes: Bytes,
    delimiter: char,
    /// The encoding that the dialect was made for; a file that begins in ASCII settles later.
    framed_in: Option<Encoding>,
    dialect: Dialect,
    limits: Limits,
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
        let (taken, rest) = Cutter::new(&mut self.bytes, &self.dialect, self.limits, text, block).record()?;
        self.offset += taken;
        self.rest = rest;
        Ok(())
    }
}
