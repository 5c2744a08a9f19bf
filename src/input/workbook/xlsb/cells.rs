//! The cells of a sheet.

use std::ops::RangeInclusive;

use super::records::{Record, Records, cut_off, shown_text, text, u32_at};
use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::input::workbook::merged::Range;
use crate::input::workbook::sheet::{COLUMNS, Position, ROWS};
use crate::input::workbook::xls::short_number;
use crate::message::Damage;

/// Records of a sheet. Those of cells are numbered through, see [`Value`].
const ROW: u16 = 0x0000;
pub(super) const CELL_WITH_RUNS: u16 = 0x003E;
const MERGED_CELL: u16 = 0x00B0;
/// `BrtBeginHeaderFooter`, the headers and footers of printed pages.
pub(super) const MARGINS: u16 = 0x01DF;
/// The record of a blank cell without its column: this and the ones behind it take the column behind the cell before.
const FIRST_SHORT: u16 = 0x000C;
const LAST_SHORT: u16 = 0x0012;
/// The records of formulas: `BrtFmlaString` to `BrtFmlaError`.
const FORMULAS: RangeInclusive<u16> = 0x08..=0x0B;

/// How many headers and footers there are: one each for odd, even and first pages.
const MARGIN_TEXTS: usize = 6;

/// What a record of a sheet gives.
pub(super) enum Found {
    Cell(Cell),
    Merged(Range),
    /// The headers and footers of printed pages, or `None` if they cannot be read.
    Margins(Option<Vec<String>>),
}

pub(super) struct Cell {
    pub(super) position: Position,
    /// The number of its format.
    pub(super) format: u32,
    pub(super) is_formula: bool,
    pub(super) value: Value,
}

pub(super) enum Value {
    Text(String),
    /// The number of a shared text.
    Shared(u32),
    Number(f64),
    Truth(bool),
    Error(u8),
}

impl Value {
    /// Whether writers store this in place of the value of a formula.
    pub(super) fn is_none(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(number) => *number == 0.0,
            Self::Shared(_) | Self::Truth(_) | Self::Error(_) => false,
        }
    }

    /// The value of a cell with this kind of record. Returns `None` if it is blank, or if the record is not of a cell.
    fn read(kind: u16, content: &[u8]) -> Result<Option<Self>> {
        let value = match kind {
            // `BrtCellRk`.
            0x02 | 0x0D => Self::Number(short_number(u32_at(content, 0)?)),
            // `BrtCellError` and `BrtFmlaError`.
            0x03 | 0x0B | 0x0E => Self::Error(*content.first().ok_or_else(cut_off)?),
            // `BrtCellBool` and `BrtFmlaBool`.
            0x04 | 0x0A | 0x0F => Self::Truth(*content.first().ok_or_else(cut_off)? != 0),
            // `BrtCellReal` and `BrtFmlaNum`.
            0x05 | 0x09 | 0x10 => {
                let bytes = content.first_chunk().ok_or_else(cut_off)?;
                Self::Number(f64::from_le_bytes(*bytes))
            }
            // `BrtCellSt` and `BrtFmlaString`.
            0x06 | 0x08 | 0x11 => Self::Text(shown_text(content)?),
            // `BrtCellIsst`.
            0x07 | 0x12 => Self::Shared(u32_at(content, 0)?),
            // The flags of its runs are in front of the text.
            CELL_WITH_RUNS => Self::Text(shown_text(content.get(1..).unwrap_or_default())?),
            _ => return Ok(None),
        };
        Ok(Some(value))
    }
}

/// The cells of a sheet, in the order in which they are written.
pub(super) struct Cells<'a> {
    records: Records<'a>,
    row: u32,
    /// The column behind the cell before.
    next_column: u32,
    pub(super) records_read: u64,
}

impl<'a> Cells<'a> {
    pub(super) fn new(sheet: &'a [u8]) -> Self {
        Self { records: Records(sheet), row: 0, next_column: 0, records_read: 0 }
    }

    /// Returns the next cell with a value or the next merged cells, or `None` at the end of the sheet.
    pub(super) fn next(&mut self) -> Result<Option<Found>> {
        while let Some(Record { kind, content }) = self.records.next()? {
            self.records_read += 1;
            match kind {
                ROW => {
                    self.row = u32_at(content, 0)?;
                    self.next_column = 0;
                    if self.row >= ROWS {
                        return Err(Kind::Xlsb.damaged(Damage::BeyondSheet));
                    }
                }
                MERGED_CELL => {
                    let first = (u32_at(content, 0)?, u32_at(content, 8)?);
                    let last = (u32_at(content, 4)?, u32_at(content, 12)?);
                    return Ok(Some(Found::Merged(Range::new(first, last))));
                }
                MARGINS => return Ok(Some(Found::Margins(stated_margins(content).ok()))),
                0x01..=LAST_SHORT | CELL_WITH_RUNS => {
                    if let Some(cell) = self.cell(kind, content)? {
                        return Ok(Some(Found::Cell(cell)));
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn cell(&mut self, kind: u16, content: &[u8]) -> Result<Option<Cell>> {
        let is_short = (FIRST_SHORT..=LAST_SHORT).contains(&kind);
        let column = if is_short { self.next_column } else { u32_at(content, 0)? };
        let rest = content.get(if is_short { 0 } else { 4 }..).unwrap_or_default();
        if column >= COLUMNS {
            return Err(Kind::Xlsb.damaged(Damage::BeyondSheet));
        }
        self.next_column = column + 1;

        // The number of the format has three bytes, and a flag is behind it.
        let format = u32_at(rest, 0)? & 0x00FF_FFFF;
        let value = Value::read(kind, &rest[4..])?;
        let is_formula = FORMULAS.contains(&kind);
        Ok(value.map(|value| Cell { position: (self.row, column), format, is_formula, value }))
    }
}

/// The texts of a record with headers and footers, which has flags in front of them.
fn stated_margins(content: &[u8]) -> Result<Vec<String>> {
    let mut margins = Vec::new();
    let mut rest = content.get(2..).ok_or_else(cut_off)?;
    for _ in 0..MARGIN_TEXTS {
        let (margin, behind) = text(rest)?;
        margins.push(margin);
        rest = behind;
    }
    Ok(margins)
}
