//! Numbers: which row, which line, which row of a sheet.

use crate::input::{Input, Lines, Span};
use crate::row::Row;

/// Where numbering stands after a block.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) rows: u64,
    lines: u64,
    /// Lines that a spreadsheet does not count, because they go on a record.
    lines_inside: u64,
}

impl Place {
    pub(super) fn at_the_first_row(input: &Input) -> Self {
        Self { rows: 0, lines: input.lines_before, lines_inside: input.lines_inside }
    }

    /// The place behind a block.
    pub(super) fn after(self, rows: usize, lines: Lines) -> Self {
        Self {
            rows: self.rows + rows as u64,
            lines: self.lines + lines.all,
            lines_inside: self.lines_inside + lines.inside,
        }
    }

    /// Numbers a row of the block that begins here, by its index there.
    pub(super) fn number(self, row: &mut Row, index: usize, span: Span) {
        row.row = self.rows + index as u64 + 1;
        row.line = self.lines + span.line + 1;
        row.sheet_row = row.line.saturating_sub(self.lines_inside + span.inside);
    }
}
