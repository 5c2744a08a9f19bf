//! The memory that the sheets of a workbook may take: the text of an .ods has each repeated cell, and cells of the binary formats
//! can all share one long text.

use crate::input::workbook::Result;
use crate::message::WorkbookError;

/// The most cells that all sheets may have: four full sheets of an .xls, 2 GB.
const CELLS: u64 = 4 * 65_536 * 256;
/// The most text that all cells may have, in bytes.
const TEXT: u64 = 2 << 30;

/// What the sheets checked so far take.
#[derive(Default)]
pub(in crate::input::workbook) struct Budget {
    cells: u64,
    text: u64,
}

impl Budget {
    /// Adds a sheet.
    ///
    /// # Errors
    /// If the sheets have more cells or text than can be read at once.
    pub(in crate::input::workbook) fn take(&mut self, cells: u64, text: u64) -> Result<()> {
        self.check(cells, text)?;
        self.cells += cells;
        self.text += text;
        Ok(())
    }

    /// Checks whether a sheet could be added.
    ///
    /// # Errors
    /// If the sheets have more cells or text than can be read at once.
    pub(in crate::input::workbook) fn check(&self, cells: u64, text: u64) -> Result<()> {
        if self.cells.saturating_add(cells) > CELLS {
            return Err(WorkbookError::TooManyCells { limit: CELLS });
        }
        if self.text.saturating_add(text) > TEXT {
            return Err(WorkbookError::TooMuchText { limit: TEXT });
        }
        Ok(())
    }
}

/// The range from the least to the greatest number that was added.
#[derive(Default)]
pub(in crate::input::workbook) struct Span(Option<(u64, u64)>);

impl Span {
    pub(in crate::input::workbook) fn add(&mut self, number: u64) {
        let (first, last) = self.0.unwrap_or((number, number));
        self.0 = Some((first.min(number), last.max(number)));
    }

    /// How many numbers the range has.
    pub(in crate::input::workbook) fn len(&self) -> u64 {
        self.0.map_or(0, |(first, last)| last - first + 1)
    }
}
