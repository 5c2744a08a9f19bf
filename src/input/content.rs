//! Detects what an input is from its first bytes and never from its name: the extensions of exports are often wrong.

mod foreign;
mod mail;
mod script;

use self::foreign::{Foreign, foreign};
use super::InputError;

pub(crate) use self::foreign::is_binary;

/// What kind of input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputFormat {
    /// Delimited text.
    Csv,
    /// Lines of JSON, each an object whose keys are the headers.
    Jsonl,
    /// A whole file of JSON: an array of objects or of arrays, an object with such an array in it, or objects over several
    /// lines each.
    Json,
    /// A workbook: .xlsx, .xlsb, .xls, .et, .ods.
    Workbook,
    /// A Parquet file.
    #[cfg(feature = "arrow")]
    Parquet,
    /// A stream or a file of Arrow IPC; the latter is also called Feather.
    #[cfg(feature = "arrow")]
    Arrow,
}

/// How files begin that may be workbooks.
const WORKBOOKS: [&[u8]; 5] = [
    // A zip archive, as .xlsx, .xlsb and .ods are.
    b"PK\x03\x04",
    // An empty zip archive.
    b"PK\x05\x06",
    // The compound file of the older office formats, and of .et.
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    // Its stream of BIFF5 or BIFF8 alone.
    b"\x09\x08\x08\0",
    b"\x09\x08\x10\0",
];

/// How tables of engines begin.
#[cfg(feature = "arrow")]
const TABLES: [(&[u8], InputFormat); 3] =
    [(b"PAR1", InputFormat::Parquet), (b"ARROW1\0\0", InputFormat::Arrow), (b"\xFF\xFF\xFF\xFF", InputFormat::Arrow)];

/// Names of elements with which a page begins, or a piece of one.
const PAGE_BEGINNINGS: [&str; 20] = [
    "html",
    "!doctype html",
    "head",
    "body",
    "meta",
    "title",
    "style",
    "script",
    "link",
    "base",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "center",
    "div",
    "form",
];
/// Elements that only a page contains.
const PAGE_PARTS: [&str; 6] = ["<table", "<tr", "<td", "<html", "<body", "<div"];

impl InputFormat {
    /// Detects the format from the first bytes. Anything that is not known as something else is delimited text.
    pub(crate) fn detect(head: &[u8]) -> Result<Self, InputError> {
        if WORKBOOKS.iter().any(|magic| head.starts_with(magic)) {
            return Ok(Self::Workbook);
        }
        #[cfg(feature = "arrow")]
        if let Some((_, format)) = TABLES.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Ok(*format);
        }
        if let Some(foreign) = foreign(head) {
            return Err(foreign.refusal());
        }

        let beginning = beginning(head);
        if let Some(format) = json(&beginning, head) {
            return Ok(format);
        }
        if let Some(error) = mail::refusal(&beginning) {
            return Err(error);
        }
        if is_page(&beginning) {
            return Err(InputError::WebPage);
        }
        if is_xml(&beginning) {
            return Err(InputError::Xml);
        }
        if is_sylk(&beginning) {
            return Err(Foreign::Spreadsheet("SYLK").refusal());
        }
        if script::is_sql(&beginning) {
            return Err(Foreign::Database("SQL").refusal());
        }
        if script::is_javascript(&beginning) {
            return Err(InputError::JavaScript);
        }
        if let Some(cell) = script::first_of_expanded(&beginning) {
            return Err(InputError::Form { row: 1, cell });
        }
        Ok(Self::Csv)
    }
}

/// The first characters in lower case, one for each byte, whatever the encoding: byte order marks, leading blanks and the NULs
/// of UTF-16 are left out.
fn beginning(head: &[u8]) -> String {
    let mut beginning = String::new();
    for &byte in head {
        let is_in_byte_order_mark = matches!(byte, 0xEF | 0xBB | 0xBF | 0xFF | 0xFE);
        let is_leading = beginning.is_empty() && (is_in_byte_order_mark || byte.is_ascii_whitespace());
        if !is_leading && byte != 0 {
            beginning.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    beginning
}

/// Whether it is a web page or a piece of one.
fn is_page(beginning: &str) -> bool {
    let beginning = beginning.strip_prefix("&nbsp;").unwrap_or(beginning);
    let Some(inner) = beginning.strip_prefix('<') else { return false };
    let name_ends = |rest: &str| rest.is_empty() || rest.starts_with(['>', '/', ' ', '\t', '\r', '\n']);
    if PAGE_BEGINNINGS.iter().any(|name| inner.strip_prefix(name).is_some_and(name_ends)) {
        return true;
    }

    // Other elements, and comments, occur before the table; declarations of XML occur before pages too.
    let is_markup = inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
    let is_comment = inner.starts_with("!--") && !beginning.contains("?xml");
    is_comment || is_markup && PAGE_PARTS.iter().any(|part| beginning.contains(part))
}

/// Whether it is XML: its declaration, or an element directly followed by another.
fn is_xml(beginning: &str) -> bool {
    let Some(inner) = beginning.strip_prefix('<') else { return false };
    if inner.starts_with("?xml") || inner.starts_with("!doctype") || inner.starts_with("![cdata") {
        return true;
    }
    let Some((tag, content)) = inner.split_once('>') else { return false };
    let is_name = tag.starts_with(|c: char| c.is_alphabetic() || c == '_') && !tag.contains(['<', ',', ';']);
    let is_parent = content.trim_start().starts_with('<') && (content.contains("</") || content.contains("/>"));
    let tag_name = tag.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
    let is_closed = content.trim_end().ends_with(&format!("</{tag_name}>"));
    is_name && (is_parent || is_closed)
}

/// Whether it is SYLK (.slk): its first record, and another record on the second line.
fn is_sylk(beginning: &str) -> bool {
    let mut lines = beginning.lines();
    let is_first = lines.next().is_some_and(|line| line.starts_with("id;p"));
    let is_record = |line: &str| {
        line.split_once(';')
            .is_some_and(|(kind, _)| matches!(kind.as_bytes(), [b'a'..=b'z'] | [b'a'..=b'z', b'a'..=b'z']))
    };
    is_first && lines.next().is_some_and(is_record)
}

/// Which form of JSON it is, if it is JSON.
fn json(beginning: &str, head: &[u8]) -> Option<InputFormat> {
    let inner = beginning.strip_prefix(['[', '{'])?;
    let next = inner.trim_start().chars().next();
    if beginning.starts_with('[') {
        return is_array(inner).then_some(InputFormat::Json);
    }

    let is_object = next == Some('"') || next == Some('}') && inner.trim_start()[1..].trim_start().is_empty();
    if !is_object {
        return None;
    }
    let is_line = inner.starts_with('"') && !head.contains(&0) && is_line(beginning);
    Some(if is_line { InputFormat::Jsonl } else { InputFormat::Json })
}

/// Whether what follows a bracket is the rest of an array, and not that of a header in brackets.
fn is_array(inner: &str) -> bool {
    let inner = inner.trim_start();
    let mut characters = inner.chars();
    let first = characters.next();
    let second = characters.as_str().trim_start().chars().next();
    match first {
        Some('{') => matches!(second, Some('"' | '}')),
        Some('[') => matches!(second, Some('"' | '[' | ']' | '{' | '-' | '0'..='9' | 'n' | 't' | 'f')),
        Some(']') => second.is_none(),
        // One array a line.
        Some('"') => inner.lines().next().is_some_and(|line| line.trim_end().ends_with([']', ','])),
        _ => false,
    }
}

/// Whether an object seems to be one of lines of JSON: it ends on its line and contains no array of objects.
fn is_line(object: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_in_string = false;
    let mut is_escaped = false;
    let mut last = ' ';
    for (at, character) in object.char_indices() {
        if is_in_string {
            is_in_string = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
            if character == '\n' {
                return true;
            }
            continue;
        }
        match character {
            '"' => is_in_string = true,
            '\n' => return false,
            '{' | '[' if depth >= 2 && last == '[' => return false,
            '{' | '[' => depth += 1,
            '}' | ']' if depth <= 1 => {
                let rest = object[at + 1..].trim_start_matches([' ', '\t', '\r']);
                return !rest.starts_with(['{', '[']);
            }
            '}' | ']' => depth -= 1,
            _ => {}
        }
        if !character.is_ascii_whitespace() {
            last = character;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::foreign::MAGIC;
    use super::*;

    fn detected(head: &[u8]) -> Option<InputFormat> {
        InputFormat::detect(head).ok()
    }

    #[test]
    fn what_is_not_a_table_is_refused_in_any_encoding() {
        for head in [
            "\u{feff}\r\n <html xmlns",
            "<TABLE border",
            "<!-- x -->\n<table>",
            "<font size=2><table>",
            "<body>名称",
            "From: x\r\nMIME-Version: 1.0\r\n",
            "<?xml version=\"1.0\"?><Workbook",
            "<RECORDS>\n<RECORD>\n<a>1</a>",
            "<数据>\n<行></行>",
            "%PDF-1.7",
            "ID;PWXL;N;E\r\nP;PGeneral\r\n",
            "TABLE\r\n0,1\r\n",
        ] {
            assert_eq!(detected(head.as_bytes()), None, "{head}");
        }

        let wide: Vec<u8> = "\u{feff}<HTML>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(InputFormat::detect(&wide), Err(InputError::WebPage)));
    }

    #[test]
    fn binary_files_are_refused_for_what_they_are() {
        let utf32: Vec<u8> = "企业名称,经营范围".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert!(matches!(InputFormat::detect(&utf32), Err(InputError::Utf32)));

        let dbf = [0x03, 126, 3, 1, 2, 0, 0, 0, 97, 0, 200, 0, 0, 0];
        assert!(matches!(InputFormat::detect(&dbf), Err(InputError::Database { .. })));
        for (_, magic, _) in
            MAGIC.iter().filter(|(at, magic, _)| *at == 0 && magic.len() > 3 && !magic.starts_with(b"Obj"))
        {
            assert_eq!(detected(magic), None, "{magic:?}");
        }
        let mut protected = b"\x01\x02\x03\x04\x05\x06E-SafeNet\0\0".to_vec();
        protected.extend([0x90; 40]);
        assert!(matches!(InputFormat::detect(&protected), Err(InputError::Encrypted)));
    }

    #[test]
    fn what_is_a_table_is_told_by_its_first_bytes() {
        assert_eq!(detected("\u{feff}{\"名称\":1}".as_bytes()), Some(InputFormat::Jsonl));
        for head in [
            "名称,经营范围",
            "<名称>,b",
            "<名称>\n<甲>",
            "[[重要]] 通知",
            "c1\t\t名称\t经营范围\n",
            "<name>,b\n<x>,<y>",
            "\"<html>\",x",
            "",
            "PK,名称",
            "ID;Produkt\n1;x",
            "ORC,名称",
            "BZh,名称",
            "[名称],[经营范围]",
            "{名称},x",
            "Esafenet,名称",
        ] {
            assert_eq!(detected(head.as_bytes()), Some(InputFormat::Csv), "{head}");
        }
        for head in WORKBOOKS {
            assert_eq!(detected(head), Some(InputFormat::Workbook));
        }
    }

    #[test]
    fn lines_of_json_are_told_from_whole_files_of_json() {
        for head in [
            "[]",
            "[ {\"a\":1}]",
            "[[\"a\"]]",
            "{\n\"a\": 1}",
            "{\"a\":1,\n\"b\":2}",
            "{\"n\":1,\"RECORDS\":[ {\"a\":1}]}",
            "{\"n\":1,\"data\":{\"list\":[{\"a\":1}]}}",
        ] {
            assert_eq!(detected(head.as_bytes()), Some(InputFormat::Json), "{head}");
        }
        for head in [
            "{\"a\":1}\n{\"a\":2}",
            "{\"a\":[1,2],\"b\":{\"c\":[]}}",
            "{\"a\":\"\\\"[{\\n\"}\r\n",
            "{\"a\":\"x\n{\"a\":1}",
        ] {
            assert_eq!(detected(head.as_bytes()), Some(InputFormat::Jsonl), "{head}");
        }
    }
}
