//! Merged ranges: each of their cells that has no text of its own has the one of the first cell.

use std::ops::RangeInclusive;

use super::Result;
use super::formats::Format;
use super::guard::budget;
use super::kind::Kind;
use super::sheet::{Content, Position, SheetText};
use crate::message::WorkbookError;

/// The most cells that are filled.
const CELLS: u64 = 1_000_000;
/// The most bytes that they are filled with.
const BYTES: u64 = 256 << 20;
/// The most cells of ranges that are looked at.
const LOOKS: u64 = 1 << 28;
/// The most ranges that a sheet of the binary formats may have.
const RANGES: usize = 1 << 20;

/// A merged range, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) columns: RangeInclusive<u32>,
}

impl Range {
    pub(super) fn new(first: Position, last: Position) -> Self {
        Self { rows: first.0.min(last.0)..=first.0.max(last.0), columns: first.1.min(last.1)..=first.1.max(last.1) }
    }
}

/// A sheet of the binary formats as it grows, with its merged ranges.
pub(super) struct MergedSheet<'a> {
    text: SheetText,
    ranges: Vec<Range>,
    /// What all sheets of the file may take.
    budget: &'a mut budget::Budget,
}

impl<'a> MergedSheet<'a> {
    pub(super) fn new(kind: Kind, budget: &'a mut budget::Budget) -> Self {
        Self { text: SheetText::new(kind), ranges: Vec::new(), budget }
    }

    /// Adds a merged range.
    ///
    /// # Errors
    /// If the sheet has more of them than can be read at once.
    pub(super) fn range(&mut self, range: Range) -> Result<()> {
        if self.ranges.len() >= RANGES {
            return Err(WorkbookError::TooManyCells { limit: RANGES as u64 });
        }
        self.ranges.push(range);
        Ok(())
    }

    /// Adds a cell with a text.
    ///
    /// # Errors
    /// If the cell is beyond the last row or column, or the sheets have too much text.
    pub(super) fn put(&mut self, position: Position, text: &str) -> Result<()> {
        self.budget.take(0, text.len() as u64)?;
        self.text.put(position, text)
    }

    /// Adds a cell with a text and a number format.
    ///
    /// # Errors
    /// If the cell is beyond the last row or column, or the sheets have too much text.
    pub(super) fn formatted(&mut self, position: Position, text: &str, format: &Format) -> Result<()> {
        match format.of_text(text) {
            Some(shown) => self.put(position, &shown),
            None => self.put(position, text),
        }
    }

    /// The sheet with its merged ranges filled.
    ///
    /// # Errors
    /// If more cells would be filled than can be read at once.
    pub(super) fn finish(self) -> Result<Content> {
        fill(self.text.finish(), self.ranges)
    }
}

/// A range whose first row was read.
struct Open {
    range: Range,
    /// The text of its first cell, as it is in the text of the sheet. It may be empty.
    text: Vec<u8>,
}

/// Fills the merged ranges in the text of a sheet. A row without any text stays as it is: the merged cells around it show no
/// more than one record.
///
/// # Errors
/// If more cells would be filled than can be read at once.
pub(super) fn fill(text: Vec<u8>, mut ranges: Vec<Range>) -> Result<Content> {
    ranges.retain(|range| range.rows.start() != range.rows.end() || range.columns.start() != range.columns.end());
    if ranges.is_empty() {
        return Ok(Content { text, covered: 0 });
    }
    ranges.sort_by_key(|range| *range.rows.start());

    let mut budget = Budget { cells: CELLS, bytes: BYTES, looks: LOOKS };
    let mut waiting = ranges.into_iter().peekable();
    let mut open: Vec<Open> = Vec::new();
    let mut out = Vec::with_capacity(text.len());
    let mut width = None;
    let mut covered = 0;
    for (row, line) in (0_u32..).zip(lines(&text)) {
        if !line.is_empty() {
            open.retain(|open| open.range.rows.contains(&row));
        }
        let begins = waiting.peek().is_some_and(|range| *range.rows.start() <= row);
        if line.is_empty() || (open.is_empty() && !begins) {
            // The first row with text has all columns of the sheet.
            if width.is_none() && !line.is_empty() {
                width = Some(fields(line).len());
            }
            while waiting.next_if(|range| *range.rows.start() <= row).is_some() {}
            out.extend_from_slice(line);
            out.push(b'\n');
            continue;
        }

        let mut cells: Vec<Vec<u8>> = fields(line).into_iter().map(<[u8]>::to_vec).collect();
        let width = *width.get_or_insert(cells.len());
        while let Some(range) = waiting.next_if(|range| *range.rows.start() <= row) {
            let first = cells.get(*range.columns.start() as usize);
            open.push(Open { text: first.cloned().unwrap_or_default(), range });
        }
        for open in &open {
            covered += open.fill(row, &mut cells, width, &mut budget)?;
        }
        out.extend_from_slice(&cells.join(&b','));
        out.push(b'\n');
    }
    Ok(Content { text: out, covered })
}

impl Open {
    /// Fills the cells of one row, up to the last column of the sheet. Returns how many have another text, which is covered.
    fn fill(&self, row: u32, cells: &mut Vec<Vec<u8>>, width: usize, budget: &mut Budget) -> Result<u64> {
        let first = *self.range.columns.start() as usize;
        let end = width.min((*self.range.columns.end() as usize).saturating_add(1));
        budget.look(end.saturating_sub(first) + 1)?;
        if cells.len() < end && !self.text.is_empty() {
            cells.resize(end, Vec::new());
        }

        let mut covered = 0;
        for (column, cell) in cells.iter_mut().enumerate().take(end).skip(first) {
            let is_first = row == *self.range.rows.start() && column == first;
            if !cell.is_empty() {
                covered += u64::from(!is_first && *cell != self.text);
            } else if !self.text.is_empty() {
                budget.fill(self.text.len())?;
                cell.clone_from(&self.text);
            }
        }
        Ok(covered)
    }
}

/// What may still be filled.
struct Budget {
    cells: u64,
    bytes: u64,
    looks: u64,
}

impl Budget {
    fn look(&mut self, cells: usize) -> Result<()> {
        let left = self.looks.checked_sub(cells as u64);
        self.looks = left.ok_or(WorkbookError::TooManyCells { limit: LOOKS })?;
        Ok(())
    }

    fn fill(&mut self, bytes: usize) -> Result<()> {
        let cells = self.cells.checked_sub(1);
        let left = self.bytes.checked_sub(bytes as u64);
        self.cells = cells.ok_or(WorkbookError::TooManyCells { limit: CELLS })?;
        self.bytes = left.ok_or(WorkbookError::TooMuchText { limit: BYTES })?;
        Ok(())
    }
}

/// The lines of a text of comma-separated values: a line break between quotes is text.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut is_quoted = false;
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    body.split(move |byte| {
        is_quoted ^= *byte == b'"';
        *byte == b'\n' && !is_quoted
    })
}

/// The fields of a line, with their quotes.
fn fields(line: &[u8]) -> Vec<&[u8]> {
    let mut is_quoted = false;
    let is_comma = |byte: &u8| {
        is_quoted ^= *byte == b'"';
        *byte == b',' && !is_quoted
    };
    line.split(is_comma).collect()
}
