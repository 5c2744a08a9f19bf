//! What an input is, told from its first bytes and never from its name: exports lie about their endings.

/// What kind of input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputFormat {
    /// Delimited text.
    Csv,
    /// Lines of JSON, each an object whose keys are the headers.
    Jsonl,
    /// A workbook: .xlsx, .xlsb, .xls, .et, .ods.
    Workbook,
}

/// What the first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// It is read as this.
    Readable(InputFormat),
    /// It is not read, for this reason.
    Refused(&'static str),
}

const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
/// The compound file of the older office formats, and of .et.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// How an object begins that stands on one line.
const OBJECT: &str = "{\"";

const WEB_PAGE: &str = "is a web page, whatever its ending says; open it in a spreadsheet and save it as .xlsx or CSV";
const XML: &str = "is XML, whatever its ending says; open it in a spreadsheet and save it as .xlsx or CSV";
const DOCUMENT: &str = "is a document and no table; save its table as .xlsx or CSV";
const ARRAY: &str = "is one JSON array; write each of its objects on a line of its own, such as with jq -c '.[]'";
const ARCHIVE: &str = "is an archive; unpack it and name the files in it";

/// How texts begin that are no delimited text, in lower case.
const REFUSED: [(&str, &str); 14] = [
    ("<html", WEB_PAGE),
    ("<!doctype html", WEB_PAGE),
    ("<head", WEB_PAGE),
    ("<meta", WEB_PAGE),
    ("<style", WEB_PAGE),
    ("<table", WEB_PAGE),
    ("<!--", WEB_PAGE),
    ("mime-version:", WEB_PAGE),
    ("<?xml", XML),
    ("[{", ARRAY),
    ("%pdf-", DOCUMENT),
    ("{\\rtf", DOCUMENT),
    ("rar!", ARCHIVE),
    ("7z\u{bc}\u{af}", ARCHIVE),
];

impl Content {
    pub(crate) fn of(head: &[u8]) -> Self {
        if head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) || head.starts_with(COMPOUND) {
            return Self::Readable(InputFormat::Workbook);
        }
        let beginning = beginning(head);
        if beginning.starts_with(OBJECT) {
            return Self::Readable(InputFormat::Jsonl);
        }
        let refused = REFUSED.iter().find(|(begins, _)| beginning.starts_with(begins));
        refused.map_or(Self::Readable(InputFormat::Csv), |(_, why)| Self::Refused(why))
    }
}

/// The first visible characters in lower case, byte for byte; marks and the NULs of UTF-16 left out.
fn beginning(head: &[u8]) -> String {
    const SHOWN: usize = 16;
    let is_mark = |byte: &&u8| matches!(byte, 0xEF | 0xBB | 0xBF | 0xFF | 0xFE | 0);
    let bytes = head.iter().skip_while(|b| is_mark(b) || b.is_ascii_whitespace()).filter(|b| **b != 0);
    bytes.take(SHOWN).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_told_whatever_its_encoding() {
        let wide: Vec<u8> = "\u{feff}<HTML>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Content::of("\u{feff}{\"名称\":1}".as_bytes()), Content::Readable(InputFormat::Jsonl));
        for head in [
            "\u{feff}\r\n <html xmlns",
            "<TABLE border",
            "<?xml version=\"1.0\"?><Workbook",
            "%PDF-1.7",
            "[{\"名称\":1}]",
        ] {
            assert!(matches!(Content::of(head.as_bytes()), Content::Refused(_)), "{head}");
        }
        assert_eq!(Content::of(&wide), Content::Refused(WEB_PAGE));
        for head in ["名称,经营范围", "<名称>,b", "\"<html>\",x", "", "PK,名称"] {
            assert_eq!(Content::of(head.as_bytes()), Content::Readable(InputFormat::Csv), "{head}");
        }
        assert_eq!(Content::of(COMPOUND), Content::Readable(InputFormat::Workbook));
    }
}
