//! Guard for the tables of an .ods: tables without an end, rows beyond the last row, and repeated cells.
//!
//! Without it calamine 0.38.0 searches for the end of a table for ever if the document ends before, drops rows beyond the last
//! row of a sheet without an error, and has memory for every cell that an attribute repeats. Upstream caps the numbers of rows,
//! columns and cells since <https://github.com/tafia/calamine/issues/594>, but not the text in them.

use std::io::{BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::budget::{Budget, Span};
use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::input::workbook::sheet::{COLUMNS, ROWS};
use crate::message::{Cause, Damage, WorkbookError};

/// Refuses a document whose elements do not end, and one whose sheets have more than can be read at once. Other damage is left
/// to the reader.
pub(in crate::input::workbook) fn check(bytes: &[u8]) -> Result<()> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(());
    };
    let Ok(content) = archive.by_name("content.xml") else {
        return Ok(());
    };

    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;

    let mut budget = Budget::default();
    let mut table = Table::default();
    let mut depth = 0_usize;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(invalid)? {
            Event::Start(tag) => {
                depth += 1;
                table.begin(&tag)?;
            }
            Event::End(tag) => {
                depth -= 1;
                table.end(tag.name().as_ref(), &mut budget)?;
            }
            Event::Text(text) => table.cell.text += text.len() as u64,
            Event::GeneralRef(text) => table.cell.text += text.len() as u64,
            Event::Eof if depth > 0 => return Err(Kind::Ods.damaged(Damage::Unfinished)),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn invalid(error: impl Into<Cause>) -> WorkbookError {
    Kind::Ods.damaged(Damage::Xml { cause: error.into() })
}

/// The table that is being read, up to here. Tables inside it are counted as part of it.
#[derive(Default)]
struct Table {
    /// The rows that have a filled cell.
    rows: Span,
    /// How many columns there are up to the last filled cell.
    columns: u64,
    /// The bytes of text in its cells, repeated ones included.
    text: u64,
    /// How many rows have ended.
    ended: u64,
    row: Row,
    cell: Cell,
}

#[derive(Default)]
struct Row {
    /// How many rows it stands for.
    repeated: u64,
    cells: u64,
    /// How many cells there are up to the last filled one.
    filled: u64,
    text: u64,
}

#[derive(Default)]
struct Cell {
    /// How many cells it stands for.
    repeated: u64,
    is_filled: bool,
    text: u64,
}

impl Table {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        match tag.name().as_ref() {
            "table:table-row" => {
                let repeated = repetitions(tag, "table:number-rows-repeated")?;
                self.row = Row { repeated, ..Row::default() };
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Cell::new(tag)?,
            "text:s" => {
                let spaces = repetitions(tag, "text:c")?;
                self.cell.text = self.cell.text.saturating_add(spaces);
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &str, budget: &mut Budget) -> Result<()> {
        match tag {
            "table:table-cell" | "table:covered-table-cell" => {
                let cell = std::mem::take(&mut self.cell);
                self.row.add(&cell);
            }
            "table:table-row" => self.end_row()?,
            "table:table" => {
                let table = std::mem::take(self);
                let cells = table.rows.len().saturating_mul(table.columns);
                budget.take(cells, table.text)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        let row = std::mem::take(&mut self.row);
        let first = self.ended;
        // A row that goes on behind a table inside it has lost its number of repetitions.
        let repeated = row.repeated.max(1);
        self.ended = first.saturating_add(repeated);
        if row.filled == 0 {
            return Ok(());
        }

        if self.ended > u64::from(ROWS) || row.filled > u64::from(COLUMNS) {
            return Err(Kind::Ods.damaged(Damage::BeyondSheet));
        }
        self.rows.add(first);
        self.rows.add(self.ended - 1);
        self.columns = self.columns.max(row.filled);

        let text = row.text.saturating_mul(repeated);
        self.text = self.text.saturating_add(text);
        Ok(())
    }
}

impl Row {
    fn add(&mut self, cell: &Cell) {
        self.cells = self.cells.saturating_add(cell.repeated);
        if cell.is_filled {
            self.filled = self.cells;
            let text = cell.text.saturating_mul(cell.repeated);
            self.text = self.text.saturating_add(text);
        }
    }
}

impl Cell {
    fn new(tag: &BytesStart<'_>) -> Result<Self> {
        let repeated = repetitions(tag, "table:number-columns-repeated")?;
        let mut cell = Self { repeated, ..Self::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(invalid)?;
            let key = attribute.key.as_ref();
            cell.is_filled |= key == "table:formula" || key.starts_with("office:");
            cell.text += attribute.value.len() as u64;
        }
        Ok(cell)
    }
}

/// How often something is repeated: once if the attribute is missing or is not a number, which the reader refuses.
fn repetitions(tag: &BytesStart<'_>, name: &str) -> Result<u64> {
    let stated = tag.try_get_attribute(name).map_err(invalid)?;
    let number: Option<u64> = stated.and_then(|stated| stated.value.parse().ok());
    Ok(number.unwrap_or(1).max(1))
}
