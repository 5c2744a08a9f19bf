//! Files that come along with tables in an archive: check sums, notes for programs, pages with instructions, links. They are no
//! table, and their text is searched for the named words.

use std::sync::Arc;

use crate::input::InputError;
use crate::input::aside::{Aside, AsidePlace};
use crate::input::encoding::{Encoding, decode_file};
use crate::input::layout::may_hold_filings;
use crate::input::opened::Opened;
use crate::input::options::Options;
use crate::input::shared_bytes::SharedBytes;
use crate::input::workbook::runs;
use crate::text::unescaped::Unescaped;

/// The longest such file, in bytes. What is longer may be an export.
const LONGEST: usize = 1 << 20;
/// How a link of Windows to another file begins.
const LINK: &[u8] = b"L\0\0\0\x01\x14\x02\0";
/// What stands between two texts: no word goes on behind a blank line.
const BETWEEN: &str = "\n\n";
/// Elements of a page inside which a line goes on.
const PARTS_OF_LINES: [&str; 20] = [
    "a", "abbr", "b", "big", "code", "del", "em", "font", "i", "ins", "mark", "s", "small", "span", "strong", "sub",
    "sup", "tt", "u", "wbr",
];
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
            InputError::NotText if bytes.starts_with(LINK) => Some(of_unknown(bytes)),
            _ => None,
        },
    }?;
    if may_hold_filings(&text) {
        return None;
    }
    Some(aside(text, archive, member))
}

/// The text of what a system adds to a folder. Returns `None` if it has none.
pub(super) fn of_clutter(bytes: &[u8], archive: &str, member: &str) -> Option<Aside> {
    let mut text = of_unknown(bytes);
    // The Finder of macOS writes UTF-16 with the high byte first.
    for offset in 0..bytes.len().min(2) {
        let (units, _) = bytes[offset..].as_chunks::<2>();
        let swapped: Vec<u8> = units.iter().flat_map(|[high, low]| [*low, *high]).collect();
        text += BETWEEN;
        text += &runs::of_bytes(&swapped);
    }
    (!text.trim().is_empty()).then(|| aside(text, archive, member))
}

/// A comment in the directory of a zip archive. Returns `None` if it has no text.
pub(super) fn of_comment(bytes: &[u8], archive: &str, member: &str) -> Option<Aside> {
    let text = decode_file(bytes).unwrap_or_else(|| of_unknown(bytes));
    (!text.trim().is_empty()).then(|| aside(text, archive, member))
}

fn aside(text: String, archive: &str, member: &str) -> Aside {
    let place = AsidePlace::Part { sheet: None, part: member.to_owned() };
    Aside { source: Arc::from(archive), place, text: Some(text) }
}

/// The texts in bytes of which it is not known how they are built, also those in a double-byte encoding.
fn of_unknown(bytes: &[u8]) -> String {
    let mut text = runs::of_bytes(bytes);
    for piece in bytes.split(|byte| *byte == 0) {
        // Two characters at least.
        if piece.iter().filter(|byte| !byte.is_ascii()).count() < 4 {
            continue;
        }
        for encoding in [Encoding::Gb18030, Encoding::Big5] {
            text += BETWEEN;
            text += &encoding.codec().decode_without_bom_handling(piece).0;
        }
    }
    text
}

/// A text with the same text behind it in which its escapes are undone, if it has any.
fn with_escapes_undone(text: String) -> String {
    match Unescaped::new(&text) {
        Some(unescaped) => text + BETWEEN + &unescaped.text,
        None => text,
    }
}

/// The text of JSON that is one object without a list of rows.
fn of_json(bytes: &[u8]) -> Option<String> {
    let text = decode_file(bytes)?;
    let value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()?;
    (!has_rows(&value)).then(|| with_escapes_undone(text))
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
    (is_page || !has_han || !repeats).then(|| {
        let apart = with_escapes_undone(elements_apart(&text));
        text + BETWEEN + &apart
    })
}

/// A page in which no word goes from one element to another, except for elements that are parts of a line.
fn elements_apart(page: &str) -> String {
    let mut apart = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        apart += before;
        let name = after.strip_prefix('/').unwrap_or(after).split(|c: char| !c.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || PARTS_OF_LINES.contains(&&*name) {
            apart.push('<');
            rest = after;
            continue;
        }
        let Some((_, behind)) = after.split_once('>') else { return apart + "<" + after };
        apart += if name == "br" { "\n" } else { BETWEEN };
        rest = behind;
    }
    apart + rest
}
