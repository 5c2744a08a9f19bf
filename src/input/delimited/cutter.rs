//! Reads an oversized record and truncates each cell to what will be checked.

use std::io;

use super::dialect::{Dialect, End, FieldEnd, QUOTE, closing_quote, line_break, whole_characters};
use crate::input::block::{Block, line_breaks};
use crate::input::encoding::Bytes;
use crate::input::limits::Limits;

/// How many times the limit of a cell is kept in raw bytes, so that the cell still reaches its limit after decoding and
/// unquoting.
const RAW_PER_CELL: usize = 4;
/// How many bytes are read at a time.
const STEP: usize = 64 * 1024;
/// How many bytes must follow a delimiter or line break unless the input ends: enough to tell CR from CRLF, and not to tear a
/// character of four bytes.
const MARGIN: usize = 4;

/// The state of truncating one record.
pub(super) struct Cutter<'a> {
    bytes: &'a mut Bytes,
    dialect: &'a Dialect,
    limits: Limits,
    /// What has been read of the input and is not dropped yet.
    text: Vec<u8>,
    /// The offset in `text` up to which the record has been copied into the block, or left out of it.
    at: usize,
    ended: bool,
    /// How many bytes of the current piece of a cell are behind `at`.
    seen: usize,
    /// The offset in the block of the current piece. `None` once the piece has been truncated.
    piece: Option<usize>,
    /// How many bytes of the input have been dropped from `text`.
    dropped: u64,
    block: &'a mut Block,
}

impl<'a> Cutter<'a> {
    /// Starts with the part of the record that has been read.
    pub(super) fn new(
        bytes: &'a mut Bytes,
        dialect: &'a Dialect,
        limits: Limits,
        text: Vec<u8>,
        block: &'a mut Block,
    ) -> Self {
        Self { bytes, dialect, limits, text, at: 0, ended: false, seen: 0, piece: None, dropped: 0, block }
    }

    /// Reads the whole record into the block. Returns how many bytes of the input it has, and what was read beyond it.
    pub(super) fn record(mut self) -> io::Result<(u64, Vec<u8>)> {
        self.cells()?;
        let len = self.dropped + self.block.input_len(&self.text[..self.at]);
        Ok((len, self.text.split_off(self.at)))
    }

    /// Reads cell by cell, up to and including the line break.
    ///
    /// A cell is kept in pieces with a limit each: its content, its closing quote with the text after it, its delimiter. Quotes
    /// and delimiters are therefore kept even if the content is truncated, and the record has the same number of fields.
    fn cells(&mut self) -> io::Result<()> {
        loop {
            self.begin_piece();
            let is_quoted = self.text.get(self.at) == Some(&QUOTE);
            if is_quoted && !self.quoted()? {
                self.block.open_quote = true;
                return Ok(());
            }

            match self.field_end()? {
                Some(FieldEnd::Delimiter(at)) => {
                    self.keep(at);
                    self.begin_piece();
                    self.keep(at + self.dialect.delimiter().len());
                }
                Some(FieldEnd::LineBreak(at)) => {
                    self.keep(at);
                    self.keep_line_break();
                    return Ok(());
                }
                None => return Ok(()),
            }

            let has_more = self.at < self.text.len() || self.read_more()?;
            if !has_more {
                return Ok(());
            }
        }
    }

    /// Reads the quoted part of a cell, with its quotes. Returns `false` if the input ends before the closing quote.
    fn quoted(&mut self) -> io::Result<bool> {
        self.keep(self.at + 1);
        loop {
            let resume = match closing_quote(&self.text, self.at, self.ended) {
                Ok(quote) => {
                    self.keep(quote);
                    self.begin_piece();
                    self.keep(quote + 1);
                    return Ok(true);
                }
                Err(resume) => resume,
            };

            // A CR at the end may be half of a CRLF, which must not be counted twice.
            let is_half = self.text[self.at..resume].ends_with(b"\r");
            self.keep(resume - usize::from(is_half));

            if !self.read_more()? {
                self.keep(self.text.len());
                return Ok(false);
            }
        }
    }

    /// Reads up to the next delimiter or line break. Returns `None` at the end of the input.
    fn field_end(&mut self) -> io::Result<Option<FieldEnd>> {
        loop {
            let found = self.dialect.field_end(&self.text, self.at);
            if let Some(end) = found
                && (self.ended || end.offset() + MARGIN <= self.text.len())
            {
                return Ok(found);
            }

            if self.ended {
                self.keep(self.text.len());
                return Ok(None);
            }
            if found.is_none() {
                self.keep(self.dialect.safe_end(&self.text, self.at, MARGIN));
            }
            self.read_more()?;
        }
    }

    /// Begins a piece of a cell, which has its own limit.
    fn begin_piece(&mut self) {
        self.seen = 0;
        self.piece = Some(self.block.bytes.len());
    }

    /// Moves on to an offset in `text`. Copies what is before it into the block unless a limit has been reached.
    fn keep(&mut self, end: usize) {
        let bytes = &self.text[self.at..end];
        let limit = self.limits.cell.saturating_mul(RAW_PER_CELL);
        let is_block_full = self.block.bytes.len() >= self.limits.record().saturating_mul(2);

        if self.seen < limit && !is_block_full {
            self.block.bytes.extend_from_slice(bytes);
        } else {
            self.block.lines_cut += line_breaks(bytes);
            self.drop_torn_character();
        }
        self.seen += end - self.at;
        self.at = end;
    }

    /// Copies the line break at the current offset, whatever the limits.
    fn keep_line_break(&mut self) {
        if let End::At(_, next) = line_break(&self.text, self.at, true) {
            self.block.bytes.extend_from_slice(&self.text[self.at..next]);
            self.at = next;
        }
    }

    /// Removes a character that was cut in half at the limit, so that it is not reported as undecodable.
    fn drop_torn_character(&mut self) {
        if let Some(start) = self.piece.take() {
            let whole = whole_characters(&self.block.bytes[start..], self.block.encoding);
            self.block.bytes.truncate(start + whole);
        }
    }

    /// Drops what is behind and reads more. Returns `false` at the end of the input.
    fn read_more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.dropped += self.block.input_len(&self.text[..self.at]);
        self.text.drain(..self.at);
        self.at = 0;

        let full = self.text.len() + STEP;
        self.ended = self.bytes.fill(&mut self.text, full)?;
        Ok(true)
    }
}
