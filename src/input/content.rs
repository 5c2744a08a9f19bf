//! Detects what an input is from its first bytes and never from its name: the extensions of exports are often wrong.

use super::InputError;

/// What kind of input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputFormat {
    /// Delimited text.
    Csv,
    /// Lines of JSON, each an object whose keys are the headers.
    Jsonl,
    /// A workbook: .xlsx, .xlsb, .xls, .et, .ods.
    Workbook,
}

/// How files begin that may be workbooks.
const WORKBOOKS: [&[u8]; 3] = [
    // A zip archive, as .xlsx, .xlsb and .ods are.
    b"PK\x03\x04",
    // An empty zip archive.
    b"PK\x05\x06",
    // The compound file of the older office formats, and of .et.
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
];

/// How a line begins that is an object.
const OBJECT: &str = "{\"";

/// How texts begin that are not delimited text, in lower case.
const REFUSED: [(&str, InputError); 14] = [
    ("<html", InputError::WebPage),
    ("<!doctype html", InputError::WebPage),
    ("<head", InputError::WebPage),
    ("<meta", InputError::WebPage),
    ("<style", InputError::WebPage),
    ("<table", InputError::WebPage),
    ("<!--", InputError::WebPage),
    ("mime-version:", InputError::WebPage),
    ("<?xml", InputError::Xml),
    ("[{", InputError::JsonArray),
    ("%pdf-", InputError::Document),
    ("{\\rtf", InputError::Document),
    ("rar!", InputError::Archive),
    ("7z\u{bc}\u{af}", InputError::Archive),
];

/// How many characters of a text are compared with [`REFUSED`].
const BEGINNING: usize = 16;

impl InputFormat {
    /// Detects the format from the first bytes. Anything that is not known as something else is delimited text.
    pub(crate) fn detect(head: &[u8]) -> Result<Self, InputError> {
        if WORKBOOKS.iter().any(|magic| head.starts_with(magic)) {
            return Ok(Self::Workbook);
        }

        let beginning = beginning(head);
        if beginning.starts_with(OBJECT) {
            return Ok(Self::Jsonl);
        }

        for (prefix, refusal) in REFUSED {
            if beginning.starts_with(prefix) {
                return Err(refusal);
            }
        }
        Ok(Self::Csv)
    }
}

/// The first visible characters in lower case, one for each byte, whatever the encoding: byte order marks and the NULs of
/// UTF-16 are left out.
fn beginning(head: &[u8]) -> String {
    let mut beginning = String::new();
    for &byte in head {
        let is_in_byte_order_mark = matches!(byte, 0xEF | 0xBB | 0xBF | 0xFF | 0xFE);
        let is_leading = beginning.is_empty() && (is_in_byte_order_mark || byte.is_ascii_whitespace());
        if is_leading || byte == 0 {
            continue;
        }

        beginning.push(char::from(byte.to_ascii_lowercase()));
        if beginning.chars().count() == BEGINNING {
            break;
        }
    }
    beginning
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(head: &[u8]) -> Option<InputFormat> {
        InputFormat::detect(head).ok()
    }

    #[test]
    fn what_is_not_a_table_is_refused_in_any_encoding() {
        for head in [
            "\u{feff}\r\n <html xmlns",
            "<TABLE border",
            "<?xml version=\"1.0\"?><Workbook",
            "%PDF-1.7",
            "[{\"名称\":1}]",
        ] {
            assert_eq!(detected(head.as_bytes()), None, "{head}");
        }

        let wide: Vec<u8> = "\u{feff}<HTML>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(InputFormat::detect(&wide), Err(InputError::WebPage)));
    }

    #[test]
    fn what_is_a_table_is_told_by_its_first_bytes() {
        assert_eq!(detected("\u{feff}{\"名称\":1}".as_bytes()), Some(InputFormat::Jsonl));
        for head in ["名称,经营范围", "<名称>,b", "\"<html>\",x", "", "PK,名称"] {
            assert_eq!(detected(head.as_bytes()), Some(InputFormat::Csv), "{head}");
        }
        for head in WORKBOOKS {
            assert_eq!(detected(head), Some(InputFormat::Workbook));
        }
    }
}
