//! How much of an older or an open workbook its reader may put into memory: it keeps every cell of the rectangle around those
//! of a sheet, and the text of each of them.

use anyhow::{Result, bail};

/// The most cells that the rectangles of all sheets may have: four full sheets of an older workbook, 2 GB.
const CELLS: usize = 4 * 65_536 * 256;
/// The most text that all cells may have, in bytes.
const TEXT: usize = 2 << 30;

/// What the sheets gone through so far take.
#[derive(Default)]
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Refuses a workbook that has more than can be read at once.
    pub(super) fn take(&mut self, cells: usize, text: usize) -> Result<()> {
        self.cells = self.cells.saturating_add(cells);
        self.text = self.text.saturating_add(text);
        let what = match (self.cells > CELLS, self.text > TEXT) {
            (true, _) => "cells",
            (false, true) => "text in its cells",
            (false, false) => return Ok(()),
        };
        bail!("has more {what} than can be read at once; save it as .xlsx, or each sheet as CSV")
    }
}

/// The first and last of what was added.
#[derive(Default)]
pub(super) struct Span(Option<(usize, usize)>);

impl Span {
    pub(super) fn add(&mut self, at: usize) {
        let (first, last) = self.0.unwrap_or((at, at));
        self.0 = Some((first.min(at), last.max(at)));
    }

    pub(super) fn len(&self) -> usize {
        self.0.map_or(0, |(first, last)| last - first + 1)
    }
}
