//! A sheet whose merged cells are filled up: a spreadsheet shows the text of the first cell in all of them.

use std::collections::{BTreeMap, HashMap};

use super::Result;
use super::formats::Format;
use super::guard::budget::Budget;
use super::kind::Kind;
use super::sheet::{Content, Position, SheetText};
use crate::message::WorkbookError;

/// The most cells that may be filled up in a sheet.
const FILLED: usize = 1 << 20;
/// The most ranges that a sheet may have.
const RANGES: usize = 1 << 20;

/// A range of merged cells: its first and last cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: Position,
    pub(super) last: Position,
}

/// What is known of a sheet before its cells are read.
#[derive(Default)]
pub(super) struct Outline {
    ranges: Vec<Range>,
    /// The last row and the last column with a value.
    last: Position,
}

impl Outline {
    pub(super) fn add_cell(&mut self, (row, column): Position) {
        self.last.0 = self.last.0.max(row);
        self.last.1 = self.last.1.max(column);
    }

    /// Adds a range of merged cells.
    ///
    /// # Errors
    /// If the sheet has more of them than can be read at once.
    pub(super) fn add_range(&mut self, range: Range) -> Result<()> {
        if self.ranges.len() >= RANGES {
            return Err(too_many());
        }
        self.ranges.push(range);
        Ok(())
    }
}

/// The text of a sheet as it grows, and the texts of its merged cells.
pub(super) struct MergedSheet<'a> {
    text: SheetText,
    /// For each merged cell with text in its range the number of the range.
    range_of: HashMap<Position, usize>,
    ranges: Vec<Range>,
    /// The merged cells that have texts of their own.
    own: HashMap<Position, String>,
    /// What all sheets of the file may take.
    budget: &'a mut Budget,
}

impl<'a> MergedSheet<'a> {
    /// Makes a sheet without text. Cells of a merged range that lie behind all cells with values are left blank.
    ///
    /// # Errors
    /// If more cells would be filled up than can be read at once.
    pub(super) fn new(kind: Kind, outline: Outline, budget: &'a mut Budget) -> Result<Self> {
        let Outline { ranges, last } = outline;
        let mut range_of = HashMap::new();
        let mut cells = 0;
        for (number, range) in ranges.iter().enumerate() {
            let columns = range.first.1..=range.last.1.min(last.1);
            if columns.is_empty() {
                continue;
            }
            for row in range.first.0..=range.last.0.min(last.0) {
                for column in columns.clone() {
                    // Ranges can overlap: the cells are counted that are visited.
                    cells += 1;
                    if cells > FILLED {
                        return Err(too_many());
                    }
                    range_of.entry((row, column)).or_insert(number);
                }
            }
        }
        Ok(Self { text: SheetText::new(kind), range_of, ranges, own: HashMap::new(), budget })
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

    /// Adds a cell with a text.
    ///
    /// # Errors
    /// If the cell is beyond the last row or column, or the sheets have too much text.
    pub(super) fn put(&mut self, position: Position, text: &str) -> Result<()> {
        self.budget.take(0, text.len() as u64)?;
        if !text.is_empty() && self.range_of.contains_key(&position) {
            self.own.entry(position).or_insert_with(|| text.to_owned());
        }
        self.text.put(position, text)
    }

    /// The sheet with its merged cells filled up.
    ///
    /// # Errors
    /// If the sheets have too much text.
    pub(super) fn finish(mut self) -> Result<Content> {
        // In reading order, so that they are added in the same way each time.
        let mut covered = 0;
        let merged: BTreeMap<Position, usize> = self.range_of.into_iter().collect();
        for (position, number) in merged {
            let shown = self.own.get(&self.ranges[number].first);
            match (self.own.get(&position), shown) {
                (Some(own), shown) => covered += u64::from(Some(own) != shown),
                (None, Some(text)) => {
                    self.budget.take(0, text.len() as u64)?;
                    self.text.put(position, text)?;
                }
                (None, None) => {}
            }
        }
        Ok(Content { text: self.text.finish(), covered })
    }
}

fn too_many() -> WorkbookError {
    WorkbookError::TooManyCells { limit: FILLED as u64 }
}
