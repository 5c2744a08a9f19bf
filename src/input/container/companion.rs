//! Files that come along with tables in an archive: check sums, notes for programs, pages with instructions, links. They are no
//! table, and their text is searched for the named words.

use std::sync::Arc;

use crate::input::InputError;
use crate::input::aside::{Aside, AsidePlace};
use crate::input::encoding::decode_file;
use crate::input::layout::may_hold_filings;
use crate::input::opened::Opened;
use crate::input::options::Options;
use crate::input::shared_bytes::SharedBytes;
use crate::input::workbook::runs;

/// The longest such file, in bytes. What is longer may be an export.
const LONGEST: usize = 1 << 20;
/// How a link of Windows to another file begins.
const LINK: &[u8] = b"L\0\0\0\x01\x14\x02\0";
/// What occurs in a page or in XML with a table, in lower case.
const TABLES: [&str; 6] = ["<table", "<tr", "<td", "<row", "<record", "workbook"];

/// The text of a member that was refused or has no known key, if it is no table and has none in it.
pub(super) fn text(
    outcome: &Result<Opened, InputError>,
    bytes: Option<&SharedBytes>,
    archive: &str,
    member: &str,
    options: &Options,
) -> Option<Aside> {
    let bytes = bytes?.as_ref();
    // What the user names may be in it.
    let names_any = options.wanted.columns.values().any(|columns| !columns.is_empty());
    if bytes.len() > LONGEST || names_any {
        return None;
    }
    let text = match outcome {
        Ok(opened) => {
            let [input] = &opened.inputs[..] else { return None };
            if !input.is_lines_of_json() {
                return None;
            }
            of_json(bytes)
        }
        Err(error) => match error.reason() {
            InputError::JsonNoRows { .. } | InputError::JsonLinesIn { .. } => of_json(bytes),
            InputError::WebPage | InputError::Xml => of_markup(bytes),
            InputError::AlignedByBlanks { .. } => decode_file(bytes).filter(|text| text.trim().lines().count() == 1),
            InputError::NotText if bytes.starts_with(LINK) => Some(runs::of_bytes(bytes)),
            _ => None,
        },
    }?;
    if may_hold_filings(&text) {
        return None;
    }
    let place = AsidePlace::Part { sheet: None, part: member.to_owned() };
    Some(Aside { source: Arc::from(archive), place, text: Some(text) })
}

/// The text of JSON that is one object without a list of rows.
fn of_json(bytes: &[u8]) -> Option<String> {
    let text = decode_file(bytes)?;
    let value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()?;
    (!has_rows(&value)).then_some(text)
}

/// Whether there is a list of two or more objects or lists.
fn has_rows(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(values) => {
            let rows = values.iter().filter(|value| value.is_object() || value.is_array()).count();
            rows > 1 || values.iter().any(has_rows)
        }
        serde_json::Value::Object(members) => members.values().any(has_rows),
        _ => false,
    }
}

/// The text of a page or of XML without a table in it. Elements of one name with Chinese text may be rows.
fn of_markup(bytes: &[u8]) -> Option<String> {
    let text = decode_file(bytes)?;
    let lower = text.to_ascii_lowercase();
    if TABLES.iter().any(|part| lower.contains(part)) {
        return None;
    }
    let is_page = lower.contains("<html") || lower.contains("<body");
    let has_han = text.chars().any(|character| matches!(character, '\u{3400}'..='\u{9FFF}'));
    let mut closed: Vec<&str> = lower.split("</").skip(1).filter_map(|rest| rest.split('>').next()).collect();
    closed.sort_unstable();
    let repeats = closed.windows(2).any(|names| names[0] == names[1]);
    (is_page || !has_han || !repeats).then_some(text)
}
