//! The cells of a sheet in a BIFF stream.

use super::encoding::Coding;
use super::records::{Pieces, Record, Records, cut_off, eight_at, u16_at, u32_at};
use super::tokens::{give_text, join_texts};
use super::{BOF, EOF};
use crate::input::workbook::Result;
use crate::input::workbook::merged::Range;
use crate::input::workbook::sheet::Position;
use crate::message::WorkbookError;

const FORMULA: u16 = 0x0006;
const MUL_RK: u16 = 0x00BD;
const RSTRING: u16 = 0x00D6;
const MERGED_CELLS: u16 = 0x00E5;
const LABEL_SST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
/// The text that a formula gives.
const STRING: u16 = 0x0207;
const RK: u16 = 0x027E;

/// A formula that has to be calculated when the file is opened: its value was not known to the writer.
const IS_NOT_CALCULATED: u16 = 2;

/// What a record of a sheet gives.
pub(super) enum Event {
    /// A cell and the number of its format.
    Cell(Position, u16, Value),
    Merged(Vec<Range>),
}

/// The value of a cell.
pub(super) enum Value {
    Text(RawText),
    /// The number of a shared text.
    Shared(u32),
    Number(f64),
    Truth(bool),
    Error(u8),
    /// A formula that was written without its value.
    Unread,
}

/// A text as it is written.
pub(super) enum RawText {
    /// From UTF-16.
    Wide(String),
    /// In a code page.
    Bytes(Vec<u8>),
}

impl RawText {
    /// Reads a text of some length. Returns `None` if it is cut off.
    pub(super) fn read(pieces: &mut Pieces<'_>, len: u32, is_biff8: bool) -> Option<Self> {
        if len == 0 {
            // Some writers leave out the flags of an empty text.
            return Some(Self::Bytes(Vec::new()));
        }
        if !is_biff8 {
            return pieces.bytes(len as usize).map(Self::Bytes);
        }
        let mut units = Vec::new();
        pieces.wide(len, &mut units)?;
        Some(Self::Wide(String::from_utf16_lossy(&units)))
    }

    pub(super) fn decoded(&self, coding: Coding) -> String {
        match self {
            Self::Wide(text) => text.clone(),
            Self::Bytes(bytes) => coding.decode(bytes),
        }
    }

    /// Adds the text as a line, if its encoding makes a difference.
    pub(super) fn add_to(&self, sample: &mut Vec<u8>) {
        if let Self::Bytes(bytes) = self
            && !bytes.is_ascii()
        {
            sample.extend_from_slice(bytes);
            sample.push(b'\n');
        }
    }
}

/// The cells of one sheet, in the order in which they are written.
pub(super) struct Cells<'a> {
    records: Records<'a>,
    is_biff8: bool,
    /// The names of the workbook, which may be those of functions.
    names: &'a [String],
    /// The cell of a formula whose text has not come yet.
    formula: Option<(Position, u16)>,
    /// The numbers that are left of a record with several.
    numbers: std::vec::IntoIter<(Position, u16, Value)>,
    is_finished: bool,
    pub(super) records_read: u64,
}

impl<'a> Cells<'a> {
    /// The cells of the sheet that begins at an offset.
    ///
    /// # Errors
    /// If no sheet does.
    pub(super) fn new(stream: &'a [u8], offset: usize, is_biff8: bool, names: &'a [String]) -> Result<Self> {
        let mut records = Records(stream.get(offset..).unwrap_or_default());
        let is_sheet = records.next()?.is_some_and(|record| record.kind == BOF);
        if !is_sheet {
            return Err(WorkbookError::SheetMissing);
        }
        Ok(Self {
            records,
            is_biff8,
            names,
            formula: None,
            numbers: Vec::new().into_iter(),
            is_finished: false,
            records_read: 0,
        })
    }

    /// Returns the next cell with a value or the next merged cells, or `None` at the end of the sheet.
    ///
    /// # Errors
    /// If the sheet or one of its records is cut off.
    pub(super) fn next(&mut self) -> Result<Option<Event>> {
        loop {
            if let Some((position, format, value)) = self.numbers.next() {
                return Ok(Some(Event::Cell(position, format, value)));
            }
            if self.is_finished {
                return Ok(None);
            }

            let before = self.records;
            let record = self.records.next()?.ok_or_else(cut_off)?;
            self.records_read += 1;
            if is_behind_formula(record.kind)
                && let Some((position, format)) = self.formula.take()
            {
                // The text of the formula does not come. The record is read again afterwards.
                self.records = before;
                return Ok(Some(Event::Cell(position, format, Value::Unread)));
            }
            if let Some(event) = self.event(record)? {
                return Ok(Some(event));
            }
        }
    }

    /// What a record gives. Returns `None` if it gives no value.
    fn event(&mut self, Record { kind, content }: Record<'a>) -> Result<Option<Event>> {
        let value = match kind {
            EOF => {
                self.is_finished = true;
                return Ok(None);
            }
            BOF => {
                self.skip_inner()?;
                return Ok(None);
            }
            MERGED_CELLS => return Ok(Some(Event::Merged(ranges(content)?))),
            MUL_RK => {
                self.numbers = several(content)?.into_iter();
                return Ok(None);
            }
            STRING => {
                let text = self.text(content, 0)?;
                let Some((position, format)) = self.formula.take() else {
                    return Ok(None);
                };
                return Ok(Some(Event::Cell(position, format, Value::Text(text))));
            }
            FORMULA => match self.formula(content)? {
                Some(value) => value,
                None => return Ok(None),
            },
            LABEL | RSTRING => Value::Text(self.text(content, 6)?),
            LABEL_SST => Value::Shared(u32_at(content, 6)?),
            NUMBER => Value::Number(f64::from_le_bytes(eight_at(content, 6)?)),
            RK => Value::Number(short_number(u32_at(content, 6)?)),
            BOOL_ERR => {
                let [code, is_error] = u16_at(content, 6)?.to_le_bytes();
                if is_error == 0 { Value::Truth(code != 0) } else { Value::Error(code) }
            }
            _ => return Ok(None),
        };
        Ok(Some(Event::Cell(position(content)?, u16_at(content, 4)?, value)))
    }

    /// The value of a formula. Returns `None` if it is blank, or a text, which comes in a record of its own.
    fn formula(&mut self, content: &[u8]) -> Result<Option<Value>> {
        let result = eight_at(content, 6)?;
        let is_calculated = u16_at(content, 14)? & IS_NOT_CALCULATED == 0;
        if result[6..] != [0xFF, 0xFF] {
            let number = f64::from_le_bytes(result);
            // The 0 of a writer that computes nothing may have been saved again as if it had been computed.
            let is_unread = number == 0.0 && (!is_calculated || self.gives_text(content));
            return Ok(Some(if is_unread { Value::Unread } else { Value::Number(number) }));
        }

        let value = match result[0] {
            0 => {
                self.formula = Some((position(content)?, u16_at(content, 4)?));
                return Ok(None);
            }
            1 => Value::Truth(result[2] != 0),
            2 => Value::Error(result[2]),
            // Excel fills a field of its own behind the flags; xlwt, which computes nothing, leaves it blank.
            3 if is_calculated && u32_at(content, 16)? != 0 => return Ok(None),
            _ => Value::Unread,
        };
        Ok(Some(value))
    }

    /// Whether a formula gives a text whatever its operands are.
    fn gives_text(&self, content: &[u8]) -> bool {
        let Ok(len) = u16_at(content, 20) else { return false };
        let Some(tokens) = content.get(22..22 + usize::from(len)) else { return false };
        if self.is_biff8 { give_text(tokens, self.names) } else { join_texts(tokens) }
    }

    /// The text at an offset of a record, and in the records that continue it.
    fn text(&mut self, content: &'a [u8], offset: usize) -> Result<RawText> {
        let begin = content.get(offset..).ok_or_else(cut_off)?;
        let mut pieces = self.records.whole(begin)?;
        let len = pieces.number(2).ok_or_else(cut_off)?;
        RawText::read(&mut pieces, len, self.is_biff8).ok_or_else(cut_off)
    }

    /// Skips a chart inside the sheet, which begins and ends like a sheet.
    fn skip_inner(&mut self) -> Result<()> {
        let mut depth = 1;
        while depth > 0 {
            self.records_read += 1;
            match self.records.next()?.ok_or_else(cut_off)?.kind {
                BOF => depth += 1,
                EOF => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether the text of a formula has come before a record of this kind, if it comes at all.
fn is_behind_formula(kind: u16) -> bool {
    matches!(kind, EOF | FORMULA | MUL_RK | RSTRING | LABEL_SST | NUMBER | LABEL | BOOL_ERR | RK)
}

fn position(content: &[u8]) -> Result<Position> {
    Ok((u16_at(content, 0)?.into(), u16_at(content, 2)?.into()))
}

/// Several numbers in one row: its number and that of the first column, format and number for each, the last column.
fn several(content: &[u8]) -> Result<Vec<(Position, u16, Value)>> {
    let (row, mut column) = position(content)?;
    let mut numbers = Vec::new();
    for offset in (4..content.len().saturating_sub(7)).step_by(6) {
        let format = u16_at(content, offset)?;
        let number = short_number(u32_at(content, offset + 2)?);
        numbers.push(((row, column), format, Value::Number(number)));
        column += 1;
    }
    Ok(numbers)
}

/// A number of 30 bits, whole or the high end of a float, and perhaps in hundredths.
pub(in crate::input::workbook) fn short_number(bits: u32) -> f64 {
    let is_whole = bits & 2 != 0;
    let number = if is_whole { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    let is_in_hundredths = bits & 1 != 0;
    if is_in_hundredths { number / 100.0 } else { number }
}

fn ranges(content: &[u8]) -> Result<Vec<Range>> {
    let count = u16_at(content, 0)?;
    let mut ranges = Vec::new();
    for number in 0..usize::from(count) {
        let offset = 2 + number * 8;
        let first = (u16_at(content, offset)?.into(), u16_at(content, offset + 4)?.into());
        let last = (u16_at(content, offset + 2)?.into(), u16_at(content, offset + 6)?.into());
        ranges.push(Range::new(first, last));
    }
    Ok(ranges)
}
