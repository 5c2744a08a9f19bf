//! What a spreadsheet shows for a value.

use std::fmt::Write as _;

use calamine::{Data, ExcelDateTime};

/// From here on a number cell does not hold all its digits: spreadsheets keep 15.
const EXACT_BELOW: f64 = 1e15;
const SECONDS_PER_DAY: f64 = 86_400.0;

/// Writes a value as a spreadsheet shows it.
pub(super) fn write(data: &Data, out: &mut String) {
    // Writing to a string does not fail.
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
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    write!(out, "{digits}E+{exponent}")
}

/// `2026-02-07`, `2026-02-07 09:30:00`, `09:30:00`, or hours beyond a day for a duration.
fn write_moment(moment: &ExcelDateTime, out: &mut String) -> std::fmt::Result {
    let days = moment.as_f64();
    if moment.is_duration() {
        #[allow(clippy::cast_possible_truncation, reason = "seconds of any span that a sheet holds fit")]
        let seconds = (days * SECONDS_PER_DAY).round() as i64;
        let minutes = seconds / 60;
        return write!(out, "{}:{:02}:{:02}", minutes / 60, minutes % 60, seconds % 60);
    }

    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let has_date = days >= 1.0;
    let has_time = days.fract() != 0.0;

    if has_date {
        write!(out, "{year:04}-{month:02}-{day:02}")?;
    }
    if has_date && has_time {
        out.write_char(' ')?;
    }
    if has_time || !has_date {
        write!(out, "{hour:02}:{minute:02}:{second:02}")?;
    }
    Ok(())
}
