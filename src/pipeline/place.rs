//! The numbers of a row: its data row, its line, its row in a spreadsheet.

use crate::input::{HeaderRows, Input, Lines, Span};
use crate::row::Row;

/// What is known before the first row of a block.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) rows: u64,
    lines: u64,
    /// The lines that a spreadsheet does not count, because they continue a record.
    lines_inside: u64,
    /// The data row that is another header. The rows from it on may mean something else.
    pub(super) other_header: Option<u64>,
}

impl Place {
    pub(super) fn of_first_row(input: &Input) -> Self {
        Self { rows: 0, lines: input.lines_before, lines_inside: input.lines_inside, other_header: None }
    }

    /// What is known within a block with these headers.
    pub(super) fn within(self, headers: &HeaderRows) -> Self {
        let here = headers.other.map(|index| self.rows + index as u64 + 1);
        Self { other_header: self.other_header.or(here), ..self }
    }

    /// What is known after a block with so many rows and lines.
    pub(super) fn after(self, rows: usize, lines: Lines) -> Self {
        Self {
            rows: self.rows + rows as u64,
            lines: self.lines + lines.all,
            lines_inside: self.lines_inside + lines.inside,
            other_header: self.other_header,
        }
    }

    /// The number of a row of the block, by its index in it.
    #[inline]
    pub(super) fn row(self, index: usize) -> u64 {
        self.rows + index as u64 + 1
    }

    /// The number of the first line of a row of the block.
    #[inline]
    pub(super) fn line(self, span: Span) -> u64 {
        self.lines + span.line + 1
    }

    /// Numbers a row of the block, by its index in it.
    pub(super) fn number(self, row: &mut Row, index: usize, span: Span) {
        row.row = self.row(index);
        row.line = self.line(span);
        row.sheet_row = row.line.saturating_sub(self.lines_inside + span.inside);
    }
}
