//! Options whose value is read from text, and refused with what it should be.

use std::ops::RangeInclusive;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use mingcha::input::Encoding;
use mingcha::message::parse::ValueError;
use mingcha::report::FormatName;
use mingcha::verdict::Field;

/// One of the formats of reports, by its name.
pub(super) fn format_name() -> impl TypedValueParser<Value = FormatName> {
    PossibleValuesParser::new(FormatName::ALL.map(FormatName::key))
        .try_map(|name| FormatName::from_key(&name).ok_or("the name of no format"))
}

/// One of the checked fields, by its key.
pub(super) fn field() -> impl TypedValueParser<Value = Field> {
    PossibleValuesParser::new(Field::CHECKED.map(Field::key))
        .try_map(|key| Field::from_key(&key).ok_or("the key of no field"))
}

/// The limits of `--max-cell`, in bytes.
const CELL_BYTES: RangeInclusive<usize> = 64..=(1 << 30);

pub(super) fn date(text: &str) -> Result<Date, ValueError> {
    text.parse().map_err(|_| ValueError::Date)
}

pub(super) fn encoding(label: &str) -> Result<Encoding, ValueError> {
    Encoding::from_label(label).ok_or(ValueError::Encoding)
}

pub(super) fn delimiter(text: &str) -> Result<char, ValueError> {
    if matches!(text, "\\t" | "tab") {
        return Ok('\t');
    }

    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some('"' | '\n' | '\r'), None) => Err(ValueError::DelimiterMark),
        (Some(character), None) => Ok(character),
        _ => Err(ValueError::DelimiterLength),
    }
}

pub(super) fn max_cell(text: &str) -> Result<usize, ValueError> {
    match text.parse() {
        Ok(bytes) if CELL_BYTES.contains(&bytes) => Ok(bytes),
        _ => Err(ValueError::Bytes { least: *CELL_BYTES.start(), most: *CELL_BYTES.end() }),
    }
}

/// A data row, counted from 1.
pub(super) fn row(text: &str) -> Result<u64, ValueError> {
    match text.parse() {
        Ok(row) if row > 0 => Ok(row),
        _ => Err(ValueError::Row),
    }
}

/// A number of threads or of bytes.
pub(super) fn number(text: &str) -> Result<usize, ValueError> {
    text.parse().map_err(|_| ValueError::Number)
}
