//! A table: its cells as the document lists them, and written out with all that is repeated or merged.

use std::ops::Range;

use quick_xml::events::BytesStart;

use super::cell::Cell;
use super::names::Names;
use crate::input::aside::address;
use crate::input::workbook::Result;
use crate::input::workbook::guard::budget::{Budget, Span};
use crate::input::workbook::kind::Kind;
use crate::input::workbook::sheet::{COLUMNS, Content, ROWS, SheetText};
use crate::message::{Damage, WorkbookError};

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    pub(super) name: String,
    /// The rows with text.
    rows: Vec<Row>,
    /// The cells with text.
    cells: Vec<Filled>,
    /// The texts of the cells, one behind the other.
    text: String,
    /// The bytes of text, repeated ones included.
    len: u64,
    /// How many columns there are up to the last cell with text.
    columns: u64,
    has_merged: bool,
    /// How many cells with text a merged cell covers.
    covered: u64,
    /// How many cells have a value without the text that is shown of it.
    pub(super) unshown: u64,

    /// The number of the row that is open, or of the next one.
    row: u64,
    has_row: bool,
    /// How many rows the open row stands for.
    repeated: u64,
    /// The column of the next cell in it.
    column: u64,
    /// Its first cell in `cells`.
    first: usize,
    /// The cell that is open.
    cell: Option<Cell>,
    /// Whether a merged cell covers it.
    is_covered: bool,
}

/// A row with text.
struct Row {
    first: u64,
    repeated: u64,
    cells: Range<usize>,
}

/// A cell with text.
struct Filled {
    column: u64,
    repeated: u64,
    text: Range<usize>,
    /// How many columns and rows it is merged over.
    columns: u64,
    rows: u64,
}

/// A merged cell over one column.
#[derive(Clone, Default)]
struct Cover {
    /// The first row behind it.
    end: u64,
    text: Range<usize>,
}

impl Table {
    pub(super) fn new(name: String) -> Self {
        Self { name, repeated: 1, ..Self::default() }
    }

    /// The row, from 1, and the column, from 0, of the cell that is open, or of the next one.
    pub(super) fn position(&self) -> (u64, usize) {
        (self.row.saturating_add(1), usize::try_from(self.column).unwrap_or(usize::MAX))
    }

    /// Whether a row is open.
    pub(super) fn is_in_row(&self) -> bool {
        self.has_row || self.cell.is_some()
    }

    pub(super) fn begin(&mut self, name: &str, tag: &BytesStart<'_>, names: &Names, budget: &Budget) -> Result<()> {
        match name {
            "table:table" => return Err(self.table_inside()),
            "table:table-row" | "table:table-cell" | "table:covered-table-cell" if self.cell.is_some() => {
                return Err(self.table_inside());
            }
            "table:table-row" => {
                // A row inside a row would be lost otherwise.
                self.end_row()?;
                self.has_row = true;
                self.repeated = names.number(tag, "table:number-rows-repeated")?;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.has_row = true;
                self.cell = Some(Cell::new(tag, names)?);
                self.is_covered = name == "table:covered-table-cell";
            }
            _ => {
                let before = self.text.len() as u64;
                if let Some(cell) = &mut self.cell {
                    cell.begin(name);
                    if name == "text:s" {
                        let count = names.number(tag, "text:c")?;
                        cell.blanks(count, before, budget)?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn end(&mut self, name: &str) -> Result<()> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => self.end_cell(),
            "table:table-row" => self.end_row()?,
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.end(name);
                }
            }
        }
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text(text);
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let start = self.text.len();
        cell.write(&mut self.text);
        let text = start..self.text.len();

        let column = self.column;
        self.column = column.saturating_add(cell.repeated);
        if text.is_empty() {
            return;
        }
        self.covered += u64::from(self.is_covered);
        self.unshown += u64::from(cell.is_shown_by_format());
        let is_merged = cell.columns > 1 || cell.rows > 1;
        self.has_merged |= is_merged;
        let Cell { repeated, columns, rows, .. } = cell;
        self.cells.push(Filled { column, repeated, text, columns, rows });
    }

    /// Ends the row that is open, if there is one.
    fn end_row(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.has_row) {
            return Ok(());
        }
        let first = self.row;
        let repeated = self.repeated;
        let cells = self.first..self.cells.len();
        self.row = first.saturating_add(repeated);
        self.column = 0;
        self.repeated = 1;
        self.first = cells.end;

        let Some(last) = self.cells[cells.clone()].last() else {
            return Ok(());
        };
        let columns = last.column.saturating_add(last.repeated);
        if self.row > u64::from(ROWS) || columns > u64::from(COLUMNS) {
            return Err(Kind::Ods.damaged(Damage::BeyondSheet));
        }
        self.columns = self.columns.max(columns);

        for cell in &self.cells[cells.clone()] {
            let len = cell.text.len() as u64 * cell.repeated;
            self.len = self.len.saturating_add(len.saturating_mul(repeated));
        }
        self.rows.push(Row { first, repeated, cells });
        Ok(())
    }

    fn table_inside(&self) -> WorkbookError {
        let cell = address(self.row.saturating_add(1), self.column);
        WorkbookError::TableInCell { sheet: self.name.clone(), cell }
    }

    /// The table as delimited text, with each cell as often as it is repeated.
    ///
    /// # Errors
    /// If the tables have more cells or text than can be read at once.
    pub(super) fn written(&mut self, budget: &mut Budget) -> Result<Content> {
        self.end_row()?;
        let mut rows = Span::default();
        for row in &self.rows {
            rows.add(row.first);
            rows.add(row.first + row.repeated - 1);
        }
        budget.take(rows.len().saturating_mul(self.columns), self.len)?;

        let covered = if self.has_merged { self.columns } else { 0 };
        let covered = usize::try_from(covered).unwrap_or_default();
        let mut writer =
            Writer { table: self, sheet: SheetText::new(Kind::Ods), covers: vec![Cover::default(); covered], budget };
        for row in &self.rows {
            for number in row.first..row.first + row.repeated {
                writer.row(number, &self.cells[row.cells.clone()])?;
            }
        }
        Ok(Content { text: writer.sheet.finish(), covered: self.covered })
    }
}

/// Writes the rows of a table.
struct Writer<'a> {
    table: &'a Table,
    sheet: SheetText,
    /// The merged cell over each column, if any cell is merged.
    covers: Vec<Cover>,
    budget: &'a mut Budget,
}

impl Writer<'_> {
    fn row(&mut self, row: u64, cells: &[Filled]) -> Result<()> {
        if !self.covers.is_empty() {
            self.cover(row, cells);
        }

        let mut next = 0;
        for cell in cells {
            self.covered(row, next..cell.column)?;
            next = cell.column + cell.repeated;
            for column in cell.column..next {
                self.put(row, column, &cell.text)?;
            }
        }
        self.covered(row, next..self.table.columns)
    }

    /// Notes which columns the merged cells of a row cover, up to the next cell with a text of its own.
    fn cover(&mut self, row: u64, cells: &[Filled]) {
        for (index, cell) in cells.iter().enumerate() {
            if cell.columns == 1 && cell.rows == 1 {
                continue;
            }
            let next = cells.get(index + 1).map_or(self.table.columns, |next| next.column);
            let end = cell.column.saturating_add(cell.repeated - 1).saturating_add(cell.columns).min(next);
            for column in cell.column..end {
                if let Some(cover) = usize::try_from(column).ok().and_then(|column| self.covers.get_mut(column)) {
                    *cover = Cover { end: row.saturating_add(cell.rows), text: cell.text.clone() };
                }
            }
        }
    }

    /// Gives cells without text that of the merged cell over them.
    fn covered(&mut self, row: u64, columns: Range<u64>) -> Result<()> {
        if self.covers.is_empty() {
            return Ok(());
        }
        for column in columns {
            let cover = usize::try_from(column).ok().and_then(|column| self.covers.get(column));
            let Some(cover) = cover.filter(|cover| row < cover.end).cloned() else {
                continue;
            };
            self.budget.take(0, cover.text.len() as u64)?;
            self.put(row, column, &cover.text)?;
        }
        Ok(())
    }

    fn put(&mut self, row: u64, column: u64, text: &Range<usize>) -> Result<()> {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        self.sheet.put((row, column), &self.table.text[text.clone()])
    }
}
