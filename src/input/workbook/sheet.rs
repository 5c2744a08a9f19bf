//! The cells of a sheet as delimited text, one line a row.

use std::collections::BTreeMap;

use super::Result;
use super::formats::Format;
use super::kind::Kind;
use crate::message::{Damage, WorkbookError};

/// The number of rows of a sheet.
pub(super) const ROWS: u32 = 1_048_576;
/// The number of columns of a sheet.
pub(super) const COLUMNS: u32 = 16_384;
/// The most text that a sheet may have, in bytes: 4 KiB in each of its rows.
const TEXT: u64 = 4 << 30;

/// A sheet that has been read.
#[derive(Default)]
pub(super) struct Content {
    /// Its cells as delimited text.
    pub(super) text: Vec<u8>,
    /// How many cells have a text that a spreadsheet does not show, because a merged cell covers them.
    pub(super) covered: u64,
}

/// A sheet's text as it grows, cell by cell. Most writers give the cells in reading order; others are put in their places at the
/// end.
pub(super) struct SheetText {
    kind: Kind,
    text: Vec<u8>,
    row: u32,
    /// The number of cells that the row has so far; 0 if it is blank.
    cells: u32,
    /// The number of cells of the widest row.
    widest: u32,
    /// The offset at which the first row with text ends, and the number of its cells.
    first: Option<(usize, u32)>,
    /// The text of one cell: its memory is used again for the next.
    cell: String,
    /// Cells that came after a later one.
    late: Vec<(Position, String)>,
}

/// Row and column of a cell, from 0.
pub(super) type Position = (u32, u32);

impl SheetText {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, text: Vec::new(), row: 0, cells: 0, widest: 0, first: None, cell: String::new(), late: Vec::new() }
    }

    /// Adds a cell with a number.
    ///
    /// # Errors
    /// If the cell is beyond the last row or column, or the sheet has too much text.
    pub(super) fn number(&mut self, position: Position, number: f64, format: &Format, is_1904: bool) -> Result<()> {
        let mut text = std::mem::take(&mut self.cell);
        text.clear();
        format.write_number(number, is_1904, &mut text);
        let added = self.put(position, &text);
        self.cell = text;
        added
    }

    /// Adds a cell with a text. A cell that is there already has both texts, on a line each.
    ///
    /// # Errors
    /// If the cell is beyond the last row or column, or the sheet has too much text.
    pub(super) fn put(&mut self, (row, column): Position, text: &str) -> Result<()> {
        if row >= ROWS || column >= COLUMNS {
            return Err(self.kind.damaged(Damage::BeyondSheet));
        }
        if text.is_empty() {
            return Ok(());
        }
        if self.text.len() as u64 > TEXT {
            return Err(WorkbookError::SheetTooLong { limit: TEXT });
        }
        let is_before_last_cell = row < self.row || (row == self.row && column < self.cells);
        if is_before_last_cell {
            self.late.push(((row, column), text.to_owned()));
            return Ok(());
        }

        while self.row < row {
            self.end_row();
        }
        // Nearly always one.
        let commas = column - self.cells.saturating_sub(1);
        for _ in 0..commas {
            self.text.push(b',');
        }
        self.cells = column + 1;
        quote(text, &mut self.text);
        Ok(())
    }

    /// The text. Its first row with text is filled up to the widest, so that it tells how many columns there are.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.cells > 0 {
            self.end_row();
        }
        if !self.late.is_empty() {
            return self.with_late_cells();
        }
        if let Some((end, cells)) = self.first {
            let missing = (self.widest - cells) as usize;
            self.text.splice(end..end, std::iter::repeat_n(b',', missing));
        }
        self.text
    }

    fn end_row(&mut self) {
        if self.cells > 0 {
            self.first.get_or_insert((self.text.len(), self.cells));
        }
        self.widest = self.widest.max(self.cells);
        self.text.push(b'\n');
        self.row += 1;
        self.cells = 0;
    }

    /// Writes all cells once more, in reading order.
    fn with_late_cells(self) -> Vec<u8> {
        let mut cells: BTreeMap<Position, String> = BTreeMap::new();
        each_cell(&self.text, |position, text| add_line(cells.entry(position).or_default(), &text));
        for (position, text) in self.late {
            add_line(cells.entry(position).or_default(), &text);
        }

        let mut sorted = Self::new(self.kind);
        for (position, text) in &cells {
            // Each cell has been added once, within all limits.
            let _ = sorted.put(*position, text);
        }
        sorted.finish()
    }
}

fn add_line(cell: &mut String, text: &str) {
    if !cell.is_empty() {
        cell.push('\n');
    }
    cell.push_str(text);
}

/// Calls `visit` with each cell of a text that [`SheetText`] has written, except for blank ones.
pub(super) fn each_cell(text: &[u8], mut visit: impl FnMut(Position, String)) {
    let mut position = (0, 0);
    let mut cell = Vec::new();
    let mut is_quoted = false;
    for &byte in text {
        match byte {
            // A doubled quote closes and opens again: one of the two is text.
            b'"' => {
                is_quoted = !is_quoted;
                cell.push(byte);
            }
            b',' | b'\n' if !is_quoted => {
                let content = unquoted(&cell);
                if !content.is_empty() {
                    visit(position, content);
                }
                cell.clear();
                position = if byte == b',' { (position.0, position.1 + 1) } else { (position.0 + 1, 0) };
            }
            _ => cell.push(byte),
        }
    }
}

fn unquoted(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.into_owned(),
    }
}

/// Appends a text as CSV.
fn quote(text: &str, out: &mut Vec<u8>) {
    // Written so that it compiles to vectors.
    let mut special = 0;
    for byte in text.bytes() {
        for other in *b"\",\n\r" {
            special |= u8::from(byte == other);
        }
    }
    if special == 0 {
        out.extend_from_slice(text.as_bytes());
        return;
    }

    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_comes_late_or_twice_is_not_lost() {
        let mut sheet = SheetText::new(Kind::Xlsx);
        for (position, text) in [((2, 1), "丙\"1\",\n"), ((0, 0), "甲"), ((0, 2), "乙"), ((2, 1), "丁"), ((1, 0), "戊")]
        {
            sheet.put(position, text).unwrap();
        }
        let text = String::from_utf8(sheet.finish()).unwrap();
        assert_eq!(text, "甲,,乙\n戊\n,\"丙\"\"1\"\",\n\n丁\"\n");
    }
}
