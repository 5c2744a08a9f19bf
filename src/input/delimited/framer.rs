//! Cuts a stream into blocks of whole records.

use std::io;

use memchr::{memchr, memrchr2};

use super::cutter::Cutter;
use super::dialect::{Dialect, End, QUOTE};
use crate::input::block::{Block, Numbering, utf16_len};
use crate::input::encoding::{Bytes, Encoding, Settled};
use crate::input::limits::Limits;

/// The whole records at the beginning of a text.
struct WholeRecords {
    /// Where the last of them ends, in bytes.
    end: usize,
    /// Whether a quote is open behind it.
    open_quote: bool,
    /// Whether the text contains no quote at all.
    unquoted: bool,
}

/// An input's bytes, cut into blocks.
pub(crate) struct Framer {
    bytes: Bytes,
    delimiter: char,
    /// The encoding that the dialect was made for. The encoding of an input that begins in ASCII is settled later.
    framed_in: Option<Encoding>,
    dialect: Dialect,
    limits: Limits,
    numbering: Numbering,
    /// What was read beyond the last block.
    rest: Vec<u8>,
    /// The offset of `rest` in the input, in bytes.
    offset: u64,
}

impl Framer {
    pub(crate) fn new(bytes: Bytes, limits: Limits, numbering: Numbering) -> Self {
        let offset = bytes.bom_len() as u64;
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

    /// The next bytes, at least `len` or all there are, and whether they are all.
    pub(crate) fn peek(&mut self, len: usize) -> io::Result<(&[u8], bool)> {
        let ended = self.bytes.fill(&mut self.rest, len)?;
        Ok((&self.rest, ended))
    }

    /// Drops bytes that [`Framer::peek`] returned.
    pub(crate) fn skip(&mut self, len: usize) {
        self.offset += if self.is_transcoding() { utf16_len(&self.rest[..len]) } else { len as u64 };
        self.rest.drain(..len);
    }

    fn is_transcoding(&self) -> bool {
        match self.bytes.settled() {
            Settled::As(encoding) => !encoding.frames_raw(),
            Settled::Ascii | Settled::Unknown => false,
        }
    }

    /// Sets the delimiter between fields from now on.
    pub(crate) fn delimit(&mut self, delimiter: char) {
        self.delimiter = delimiter;
        self.framed_in = self.encoding();
        self.dialect = Dialect::new(delimiter, self.framed_in);
    }

    /// What is known of the input's encoding.
    pub(crate) fn settled(&self) -> Settled {
        self.bytes.settled()
    }

    /// The encoding of the bytes in blocks. Returns `None` if no known encoding explains the input.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        match self.bytes.settled() {
            Settled::As(encoding) if encoding.frames_raw() => Some(encoding),
            // UTF-16 is transcoded.
            Settled::As(_) | Settled::Ascii => Some(Encoding::Utf8),
            Settled::Unknown => None,
        }
    }

    /// Reads the next block into the memory of an old one. Returns `false` at the end of the input.
    pub(crate) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        // The old bytes are overwritten and need not be cleared.
        let mut have = self.rest.len();
        block.bytes.resize(block.bytes.len().max(have), 0);
        block.bytes[..have].copy_from_slice(&self.rest);
        self.rest.clear();

        block.lines_cut = 0;
        block.open_quote = false;
        block.offset = self.offset;
        block.transcoded = self.is_transcoding();
        block.numbering = self.numbering;

        let mut full = self.limits.block.clamp(1, self.limits.record());
        loop {
            let ended = self.bytes.fill_over(&mut block.bytes, have, full)?;
            have = block.bytes.len();
            block.encoding = self.encoding();
            if block.encoding != self.framed_in {
                self.delimit(self.delimiter);
            }

            let whole = self.whole_records(&block.bytes, ended);
            let mut end = whole.end;
            block.unquoted = whole.unquoted;
            if ended {
                block.open_quote = whole.open_quote;
                end = block.bytes.len();
            }

            if end > 0 || ended {
                self.rest.extend_from_slice(&block.bytes[end..]);
                block.bytes.truncate(end);
                self.offset = block.end();
                return Ok(end > 0);
            }

            // The block does not contain one whole record: read a longer block, or truncate the record.
            if have >= self.limits.record() {
                block.unquoted = false;
                self.cut(block)?;
                return Ok(true);
            }
            full = (have * 2).min(self.limits.record());
        }
    }

    /// Finds the last whole record. `whole` says that the input ends with the text.
    ///
    /// Records are only followed one by one from a line with a quote on; before the next quote each line break ends a record.
    fn whole_records(&self, text: &[u8], whole: bool) -> WholeRecords {
        // A CR at the very end may be half of a CRLF.
        let is_half = !whole && text.ends_with(b"\r");
        let complete = text.len() - usize::from(is_half);

        let mut end = 0;
        let mut unquoted = true;
        loop {
            let Some(offset) = memchr(QUOTE, &text[end..]) else {
                let end = last_break(text, end, complete);
                return WholeRecords { end, open_quote: false, unquoted };
            };
            unquoted = false;
            end = last_break(text, end, end + offset);
            match self.dialect.record_end(text, end, whole) {
                End::At(_, next) => end = next,
                End::Open(open_quote) => return WholeRecords { end, open_quote, unquoted },
            }
        }
    }

    /// Reads an oversized record and truncates each cell to what will be checked.
    fn cut(&mut self, block: &mut Block) -> io::Result<()> {
        let text = std::mem::take(&mut block.bytes);
        let cutter = Cutter::new(&mut self.bytes, &self.dialect, self.limits, text, block);
        let (len, rest) = cutter.record()?;
        self.offset += len;
        self.rest = rest;
        Ok(())
    }
}

/// The offset behind the last line break in `text[from..to]`; `from` if there is none.
fn last_break(text: &[u8], from: usize, to: usize) -> usize {
    let start = from.min(to);
    match memrchr2(b'\n', b'\r', &text[start..to]) {
        Some(offset) => start + offset + 1,
        None => from,
    }
}
