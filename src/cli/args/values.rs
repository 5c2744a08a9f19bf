//! Options whose value is read from text, and refused with what it should be.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use mingcha::input::Encoding;
use mingcha::report::FormatName;

/// One of the formats of reports, by its name.
pub(super) fn format_name() -> impl TypedValueParser<Value = FormatName> {
    PossibleValuesParser::new(FormatName::ALL.map(FormatName::key))
        .try_map(|name| FormatName::from_key(&name).ok_or("the name of no format"))
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date looks like 2026-02-06".to_owned())
}

pub(super) fn encoding(label: &str) -> Result<Encoding, String> {
    Encoding::from_label(label)
        .ok_or_else(|| "known are utf-8, gb18030 (gbk, gb2312), big5, utf-16le, utf-16be".to_owned())
}

pub(super) fn delimiter(text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("\\t" | "tab", ..) => Ok('\t'),
        (_, Some('"' | '\n' | '\r'), None) => Err("a quote or a line break cannot stand between fields".to_owned()),
        (_, Some(character), None) => Ok(character),
        _ => Err("a delimiter is one character; \\t is a tab".to_owned()),
    }
}

pub(super) fn max_cell(text: &str) -> Result<usize, String> {
    const BOUNDS: std::ops::RangeInclusive<usize> = 64..=(1 << 30);
    match text.parse() {
        Ok(bytes) if BOUNDS.contains(&bytes) => Ok(bytes),
        _ => Err(format!("from {} to {} bytes", BOUNDS.start(), BOUNDS.end())),
    }
}
