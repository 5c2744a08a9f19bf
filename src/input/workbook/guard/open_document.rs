//! The tables of an open document, gone through before their reader sees them: that one looks for the end of a table until
//! it comes, drops rows beyond the last one of a sheet, and takes memory for every cell that is stated to be repeated.

use std::io::{BufReader, Cursor};

use anyhow::{Error, Result, anyhow, bail};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::budget::{Budget, Span};
use crate::input::workbook::sheet::{BEYOND, SIZE};

/// Refuses a document whose parts do not end, and one whose sheets have more than can be read. What else is wrong with it its
/// reader says.
pub(in crate::input::workbook) fn check(bytes: &[u8]) -> Result<()> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let Ok(content) = archive.by_name("content.xml") else { return Ok(()) };
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    let (mut budget, mut table, mut depth) = (Budget::default(), Table::default(), 0_usize);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(tag) => {
                depth += 1;
                table.begin(&tag)?;
            }
            Event::End(tag) => {
                depth -= 1;
                table.end(tag.name().as_ref(), &mut budget)?;
            }
            Event::Text(text) => table.cell.text += text.len(),
            Event::GeneralRef(text) => table.cell.text += text.len(),
            Event::Eof if depth > 0 => return Err(broken("its text ends in the middle")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn broken<E: Into<Box<dyn std::error::Error + Send + Sync>>>(error: E) -> Error {
    anyhow!("is broken: {}; open it in a spreadsheet and save it as .xlsx or CSV", error.into())
}

/// A table as far as it has been gone through. Tables inside it count as its own.
#[derive(Default)]
struct Table {
    /// The rows with cells that hold something, and how many columns there are up to the last such cell.
    rows: Span,
    columns: usize,
    text: usize,
    /// How many rows have been ended.
    ended: usize,
    row: Row,
    cell: Cell,
}

#[derive(Default)]
struct Row {
    repeated: usize,
    cells: usize,
    /// How many cells there are up to the last that holds something.
    filled: usize,
    text: usize,
}

#[derive(Default)]
struct Cell {
    repeated: usize,
    is_filled: bool,
    text: usize,
}

impl Table {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        match tag.name().as_ref() {
            "table:table-row" => {
                self.row = Row { repeated: number(tag, "table:number-rows-repeated")?, ..Row::default() };
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeated = number(tag, "table:number-columns-repeated")?;
                self.cell = Cell { repeated, ..Cell::default() };
                for attribute in tag.attributes() {
                    let attribute = attribute.map_err(broken)?;
                    let key = attribute.key.as_ref();
                    self.cell.is_filled |= key == "table:formula" || key.starts_with("office:");
                    self.cell.text += attribute.value.len();
                }
            }
            "text:s" => self.cell.text = self.cell.text.saturating_add(number(tag, "text:c")?),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &str, budget: &mut Budget) -> Result<()> {
        match tag {
            "table:table-cell" | "table:covered-table-cell" => self.row.add(&std::mem::take(&mut self.cell)),
            "table:table-row" => self.end_row()?,
            "table:table" => {
                let table = std::mem::take(self);
                budget.take(table.rows.len().saturating_mul(table.columns), table.text)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        let row = std::mem::take(&mut self.row);
        let first = self.ended;
        self.ended = first.saturating_add(row.repeated);
        if row.filled == 0 {
            return Ok(());
        }
        if self.ended > SIZE.0 as usize || row.filled > SIZE.1 as usize {
            bail!(BEYOND);
        }
        self.rows.add(first);
        self.rows.add(self.ended - 1);
        self.columns = self.columns.max(row.filled);
        self.text = self.text.saturating_add(row.text.saturating_mul(row.repeated));
        Ok(())
    }
}

impl Row {
    fn add(&mut self, cell: &Cell) {
        self.cells = self.cells.saturating_add(cell.repeated);
        if cell.is_filled {
            self.filled = self.cells;
            self.text = self.text.saturating_add(cell.text.saturating_mul(cell.repeated));
        }
    }
}

/// How often something is repeated: once where nothing is stated, or what no reader takes for a number.
fn number(tag: &BytesStart<'_>, name: &str) -> Result<usize> {
    let stated = tag.try_get_attribute(name).map_err(broken)?;
    Ok(stated.and_then(|stated| stated.value.parse().ok()).unwrap_or(1).max(1))
}
