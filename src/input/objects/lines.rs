//! Cuts a stream of lines into blocks. A block ends where the stream would make its reader wait, so that whoever writes a
//! line and waits for the answer gets it.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

use super::long_line::LongLine;
use crate::input::block::{Block, Limits, Numbering};
use crate::input::delimited::{Lines, Span, Spans};
use crate::input::encoding::{Encoding, byte_order_mark};

/// A stream of lines.
pub(crate) struct LineFramer {
    stream: Box<dyn Read + Send>,
    limits: Limits,
    /// What was read beyond the last block.
    rest: Vec<u8>,
    offset: u64,
    ended: bool,
}

impl LineFramer {
    pub(crate) fn new(stream: Box<dyn Read + Send>, limits: Limits) -> Self {
        Self { stream, limits, rest: Vec::new(), offset: 0, ended: false }
    }

    /// Reads the next whole lines into the memory of an old block; false at the end of the input.
    pub(crate) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        (block.lines_cut, block.open_quote, block.offset) = (0, false, self.offset);
        (block.transcoded, block.numbering, block.encoding) = (false, Numbering::Records, Some(Encoding::Utf8));
        self.offset += self.fill(block)?;
        if block.offset == 0 {
            drop_marks(block);
        }
        Ok(!block.bytes.is_empty())
    }

    /// Fills a block with whole lines, or one line that is cut. Returns how many bytes of the input they are.
    fn fill(&mut self, block: &mut Block) -> io::Result<u64> {
        let mut seen = 0;
        loop {
            if let Some(at) = memrchr(b'\n', &block.bytes[seen..]) {
                self.rest.extend_from_slice(&block.bytes[seen + at + 1..]);
                block.bytes.truncate(seen + at + 1);
                return Ok(block.bytes.len() as u64);
            }
            if self.ended {
                return Ok(block.bytes.len() as u64);
            }
            if block.bytes.len() >= self.limits.record() {
                return self.cut(block);
            }
            seen = block.bytes.len();
            self.read(&mut block.bytes)?;
        }
    }

    /// Appends what one read gives.
    fn read(&mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        let have = buffer.len();
        buffer.resize(have + self.limits.block.clamp(1, self.limits.record()), 0);
        let read = loop {
            match self.stream.read(&mut buffer[have..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        buffer.truncate(have + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(())
    }

    /// Takes in the rest of a line that is too long to be kept whole. Returns how many bytes of the input it was.
    fn cut(&mut self, block: &mut Block) -> io::Result<u64> {
        let mut text = std::mem::take(&mut block.bytes);
        let mut line = LongLine::new(self.limits, &mut block.bytes);
        let mut taken = 0;
        loop {
            if let Some(end) = memchr(b'\n', &text) {
                line.take(&text[..end]);
                line.end();
                self.rest = text.split_off(end + 1);
                return Ok(taken + text.len() as u64);
            }
            line.take(&text);
            taken += text.len() as u64;
            if self.ended {
                return Ok(taken);
            }
            text.clear();
            self.read(&mut text)?;
        }
    }
}

/// Drops the byte order marks at the top of the input: they stand doubled where one system added its own to another's.
fn drop_marks(block: &mut Block) {
    while let Some((Encoding::Utf8, len)) = byte_order_mark(&block.bytes) {
        block.bytes.drain(..len);
        block.offset += len as u64;
    }
}

/// Finds the lines of a block, blank ones too. Returns how many there are.
pub(crate) fn find(block: &Block, spans: &mut Spans) -> Lines {
    spans.clear();
    let line = |spans: &Spans, start, end| Span { start, end, line: spans.len() as u64, ..Span::default() };
    let mut start = 0;
    for end in memchr_iter(b'\n', &block.bytes) {
        spans.push(line(spans, start, end));
        start = end + 1;
    }
    if start < block.bytes.len() {
        spans.push(line(spans, start, block.bytes.len()));
    }
    Lines { all: spans.len() as u64, inside: 0 }
}
