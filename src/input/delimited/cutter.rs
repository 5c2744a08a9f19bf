//! Takes in a record that is too long to be kept whole, with no more of each cell than can be checked.

use std::io;

use super::dialect::{Dialect, End, QUOTE, closing_quote, line_break, whole_characters};
use crate::input::block::{Block, Limits, line_breaks};
use crate::input::encoding::Bytes;

/// How often the limit of a cell is kept of it raw: after decoding and unquoting, the limit is still reached.
const RAW_PER_CELL: usize = 4;
/// How much is read at a time.
const STEP: usize = 64 * 1024;

/// The state of cutting one record.
pub(super) struct Cutter<'a> {
    bytes: &'a mut Bytes,
    dialect: &'a Dialect,
    limits: Limits,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    /// How much of the current cell has been seen.
    seen: usize,
    /// Where the current cell begins in the block, as long as all of it is kept.
    cell: Option<usize>,
    /// How many bytes of the input have been taken and dropped from `text`.
    taken: u64,
    block: &'a mut Block,
}

impl<'a> Cutter<'a> {
    /// Begins with what has been read of the record.
    pub(super) fn new(
        bytes: &'a mut Bytes,
        dialect: &'a Dialect,
        limits: Limits,
        text: Vec<u8>,
        block: &'a mut Block,
    ) -> Self {
        Self { bytes, dialect, limits, text, at: 0, ended: false, seen: 0, cell: None, taken: 0, block }
    }

    /// Takes in the whole record. Returns how many bytes of the input it was, and what was read beyond it.
    pub(super) fn record(mut self) -> io::Result<(u64, Vec<u8>)> {
        self.cells()?;
        let taken = self.taken + self.block.input_len(&self.text[..self.at]);
        Ok((taken, self.text.split_off(self.at)))
    }

    fn cells(&mut self) -> io::Result<()> {
        loop {
            self.begin();
            if self.text.get(self.at) == Some(&QUOTE) && !self.quoted()? {
                self.block.open_quote = true;
                return Ok(());
            }
            match self.up_to_delimiter_or_break()? {
                None => return Ok(()),
                Some((at, true)) => {
                    self.keep(at);
                    let end = at + self.dialect.delimiter().len();
                    self.begin();
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
                    self.begin();
                    self.keep(quote + 1);
                    return Ok(true);
                }
                // A carriage return at the end may be half of a line break, which must not be counted twice.
                Err(resume) => self.keep(resume - usize::from(self.text[self.at..resume].ends_with(b"\r"))),
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
            let found = self.dialect.delimiter_or_break(&self.text, self.at);
            if let Some(found) = found.filter(|(at, _)| self.ended || at + MARGIN <= self.text.len()) {
                return Ok(Some(found));
            }
            if self.ended {
                self.keep(self.text.len());
                return Ok(None);
            }
            if found.is_none() {
                self.keep(self.dialect.safe_end(&self.text, self.at, MARGIN));
            }
            self.more()?;
        }
    }

    /// Begins a cell, or a piece of one that has its own limit.
    fn begin(&mut self) {
        (self.seen, self.cell) = (0, Some(self.block.bytes.len()));
    }

    /// Moves up to a place, into the block as long as the cell's limit is not reached.
    fn keep(&mut self, upto: usize) {
        let piece = &self.text[self.at..upto];
        let limit = self.limits.cell.saturating_mul(RAW_PER_CELL);
        let is_full = self.block.bytes.len() >= self.limits.record().saturating_mul(2);
        if self.seen < limit && !is_full {
            self.block.bytes.extend_from_slice(piece);
        } else {
            self.block.lines_cut += line_breaks(piece);
            self.end_at_a_character();
        }
        self.seen += upto - self.at;
        self.at = upto;
    }

    /// Drops what a cut has left of a character: it is not lost but unread.
    fn end_at_a_character(&mut self) {
        if let Some(cell) = self.cell.take() {
            let whole = whole_characters(&self.block.bytes[cell..], self.block.encoding);
            self.block.bytes.truncate(cell + whole);
        }
    }

    /// Reads more; false at the end of the input.
    fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.taken += self.block.input_len(&self.text[..self.at]);
        self.text.drain(..self.at);
        self.at = 0;
        let full = self.text.len() + STEP;
        self.ended = self.bytes.fill(&mut self.text, full)?;
        Ok(true)
    }
}
