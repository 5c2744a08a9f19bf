//! Cuts a stream of lines into blocks. A block ends where the next read could wait, so that a program that writes a line and
//! waits for the answer gets it.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

use super::long_line::LongLine;
use crate::input::block::{Block, Numbering};
use crate::input::delimited::{Lines, Span, Spans};
use crate::input::encoding::{Encoding, byte_order_mark};
use crate::input::limits::Limits;

/// A stream of lines.
pub(crate) struct LineFramer {
    stream: Box<dyn Read + Send>,
    limits: Limits,
    /// What was read beyond the last block.
    rest: Vec<u8>,
    /// The offset of `rest` in the input, in bytes.
    offset: u64,
    ended: bool,
}

impl LineFramer {
    pub(crate) fn new(stream: Box<dyn Read + Send>, limits: Limits) -> Self {
        Self { stream, limits, rest: Vec::new(), offset: 0, ended: false }
    }

    /// Reads the next whole lines into the memory of an old block. Returns `false` at the end of the input.
    pub(crate) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        block.lines_cut = 0;
        block.open_quote = false;
        block.offset = self.offset;
        block.transcoded = false;
        block.numbering = Numbering::Records;
        block.encoding = Some(Encoding::Utf8);

        self.offset += self.fill(block)?;
        if block.offset == 0 {
            drop_byte_order_marks(block);
        }
        Ok(!block.bytes.is_empty())
    }

    /// Fills a block with whole lines, or with one truncated line. Returns how many bytes of the input they have.
    fn fill(&mut self, block: &mut Block) -> io::Result<u64> {
        let mut seen = 0;
        loop {
            if let Some(offset) = memrchr(b'\n', &block.bytes[seen..]) {
                let end = seen + offset + 1;
                self.rest.extend_from_slice(&block.bytes[end..]);
                block.bytes.truncate(end);
                return Ok(end as u64);
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

    /// Appends what one read returns.
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

    /// Reads the rest of an oversized line and truncates its strings. Returns how many bytes of the input the line has.
    fn cut(&mut self, block: &mut Block) -> io::Result<u64> {
        let mut text = std::mem::take(&mut block.bytes);
        let mut line = LongLine::new(self.limits, &mut block.bytes);
        let mut len = 0;
        loop {
            if let Some(end) = memchr(b'\n', &text) {
                line.take(&text[..end]);
                line.end();
                self.rest = text.split_off(end + 1);
                return Ok(len + text.len() as u64);
            }

            line.take(&text);
            len += text.len() as u64;
            if self.ended {
                return Ok(len);
            }
            text.clear();
            self.read(&mut text)?;
        }
    }
}

/// Drops the byte order marks at the top of the input: several if one system added its own to that of another.
fn drop_byte_order_marks(block: &mut Block) {
    while let Some((Encoding::Utf8, len)) = byte_order_mark(&block.bytes) {
        block.bytes.drain(..len);
        block.offset += len as u64;
    }
}

/// Finds the lines of a block, including blank ones. Returns how many there are.
pub(crate) fn find(block: &Block, spans: &mut Spans) -> Lines {
    spans.clear();
    let mut start = 0;
    let mut line = 0;
    for end in memchr_iter(b'\n', &block.bytes) {
        spans.push(Span { start, end, line, ..Span::default() });
        start = end + 1;
        line += 1;
    }

    let end = block.bytes.len();
    if start < end {
        spans.push(Span { start, end, line, ..Span::default() });
        line += 1;
    }
    Lines { all: line, inside: 0 }
}
