//! The cells of a sheet as delimited text, one line a row.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use calamine::{Data, ExcelDateTime};

/// How many rows and columns a sheet has.
pub(in crate::input::workbook) const SIZE: (u32, u32) = (1_048_576, 16_384);
pub(in crate::input::workbook) const BEYOND: &str =
    "is broken: it names a cell beyond the last row or column of a sheet";
/// The most text that a sheet may have, in bytes: 4 KiB in each of its rows.
const MOST: usize = 4 << 30;

/// From here on a number cell does not hold all its digits: spreadsheets keep 15.
const EXACT_BELOW: f64 = 1e15;
const SECONDS_PER_DAY: f64 = 86_400.0;

/// A sheet's text as it grows, cell by cell in reading order.
#[derive(Default)]
pub(in crate::input::workbook) struct SheetText {
    text: Vec<u8>,
    row: u32,
    /// How many cells of the row have been begun; 0 if it is blank so far.
    cells: u32,
    /// The most cells that a row has had.
    widest: u32,
    /// Where the first row with text ends, and how many cells it has.
    first: Option<(usize, u32)>,
    memory: String,
}

impl SheetText {
    /// Adds a cell, whose row and column are counted from 0.
    pub(in crate::input::workbook) fn cell(&mut self, (row, column): (u32, u32), data: &Data) -> Result<()> {
        if row >= SIZE.0 || column >= SIZE.1 {
            bail!(BEYOND);
        }
        self.memory.clear();
        write(data, &mut self.memory);
        if self.memory.is_empty() || row < self.row || (row == self.row && column < self.cells) {
            return Ok(());
        }
        if self.text.len() > MOST {
            bail!("has more than {MOST} bytes of text; save it as CSV");
        }
        while self.row < row {
            self.end_row();
        }
        let commas = column - self.cells.saturating_sub(1);
        self.text.extend(std::iter::repeat_n(b',', commas as usize));
        self.cells = column + 1;
        self.quote();
        Ok(())
    }

    /// The text. Its first row with text is filled up to the widest, so that it tells how many columns there are.
    pub(in crate::input::workbook) fn finish(mut self) -> Vec<u8> {
        if self.cells > 0 {
            self.end_row();
        }
        if let Some((end, cells)) = self.first {
            let commas = std::iter::repeat_n(b',', (self.widest - cells) as usize);
            self.text.splice(end..end, commas);
        }
        self.text
    }

    fn end_row(&mut self) {
        if self.cells > 0 {
            self.first.get_or_insert((self.text.len(), self.cells));
        }
        self.widest = self.widest.max(self.cells);
        self.text.push(b'\n');
        (self.row, self.cells) = (self.row + 1, 0);
    }

    fn quote(&mut self) {
        let cell = &self.memory;
        if !cell.bytes().any(|b| matches!(b, b'"' | b',' | b'\n' | b'\r')) {
            self.text.extend_from_slice(cell.as_bytes());
            return;
        }
        self.text.push(b'"');
        self.text.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        self.text.push(b'"');
    }
}

fn write(data: &Data, out: &mut String) {
    let _ = match data {
        Data::Empty => Ok(()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => out.write_str(text),
        Data::Int(number) if number.unsigned_abs() < 1_000_000_000_000_000 => write!(out, "{number}"),
        #[allow(clippy::cast_precision_loss, reason = "it has as many digits as a number cell shows")]
        Data::Int(number) => write_number(*number as f64, out),
        Data::Float(number) => write_number(*number, out),
        Data::Bool(true) => out.write_str("TRUE"),
        Data::Bool(false) => out.write_str("FALSE"),
        Data::DateTime(moment) => write_moment(moment, out),
        Data::Error(error) => write!(out, "{error}"),
    };
}

/// As a spreadsheet shows it: whole up to 15 digits, beyond that with an exponent, so that an id of 18 digits is seen to
/// have lost some.
fn write_number(number: f64, out: &mut String) -> std::fmt::Result {
    if number.abs() < EXACT_BELOW {
        return write!(out, "{number}");
    }
    let text = format!("{number:.14E}");
    let (digits, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    write!(out, "{}E+{exponent}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// `2026-02-07`, `2026-02-07 09:30:00`, `09:30:00`, or hours beyond a day for a duration.
fn write_moment(moment: &ExcelDateTime, out: &mut String) -> std::fmt::Result {
    let days = moment.as_f64();
    if moment.is_duration() {
        #[allow(clippy::cast_possible_truncation, reason = "seconds of any span that a sheet holds fit")]
        let seconds = (days * SECONDS_PER_DAY).round() as i64;
        return write!(out, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if days >= 1.0 {
        write!(out, "{year:04}-{month:02}-{day:02}")?;
    }
    match (days >= 1.0, days.fract() == 0.0) {
        (true, true) => Ok(()),
        (true, false) => write!(out, " {hour:02}:{minute:02}:{second:02}"),
        (false, _) => write!(out, "{hour:02}:{minute:02}:{second:02}"),
    }
}
