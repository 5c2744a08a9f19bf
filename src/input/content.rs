//! Detects what an input is from its first bytes and never from its name: the extensions of exports are often wrong.

mod mail;
mod script;

use super::InputError;
use super::encoding::utf16_without_bom;

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

/// What a file is that is no table.
#[derive(Clone, Copy)]
enum Foreign {
    Archive,
    Packed(&'static str),
    PackedTwice,
    BesideArchive,
    Spreadsheet(&'static str),
    Database(&'static str),
    OldExcel,
    Document,
    Picture,
    Encrypted,
    Utf32,
    Program,
}

/// Where files have bytes that tell what they are, and what they are then.
const MAGIC: [(usize, &[u8], Foreign); 49] = [
    (0, b"Rar!\x1A\x07", Foreign::Archive),
    (0, b"7z\xBC\xAF\x27\x1C", Foreign::Archive),
    (0, b"MSCF\0\0\0\0", Foreign::Archive),
    (2, b"-lh5-", Foreign::Archive),
    (2, b"-lh0-", Foreign::Archive),
    (0, b"PK\x07\x08PK", Foreign::Archive),
    (0, b"\x1F\x8B\x08", Foreign::PackedTwice),
    (0, b"\x04\x22\x4D\x18", Foreign::Packed("lz4")),
    (0, b"\x02\x21\x4C\x18", Foreign::Packed("lz4")),
    (0, b"BZh", Foreign::Packed("bzip2")),
    (0, b"\xFD7zXZ\0", Foreign::Packed("xz")),
    (0, b"\x28\xB5\x2F\xFD", Foreign::Packed("zstd")),
    (0, b"\x5D\0\0\x80\0", Foreign::Packed("lzma")),
    (0, b"LZIP\x01", Foreign::Packed("lzip")),
    (0, b"\x89LZO\0", Foreign::Packed("lzop")),
    (0, b"\x1F\x9D", Foreign::Packed("compress")),
    (0, b"\xFF\x06\0\0sNaPpY", Foreign::Packed("Snappy")),
    (0, b"\0\0\x02\0", Foreign::Spreadsheet("Lotus 1-2-3")),
    (0, b"\0\0\x1A\0", Foreign::Spreadsheet("Lotus 1-2-3")),
    (0, b"TABLE\r\n0,1", Foreign::Spreadsheet("DIF")),
    (0, b"TABLE\n0,1", Foreign::Spreadsheet("DIF")),
    // BIFF2, BIFF3, BIFF4 and their workspaces.
    (0, b"\x09\0\x04\0", Foreign::OldExcel),
    (0, b"\x09\0\x06\0", Foreign::OldExcel),
    (0, b"\x09\x02\x06\0", Foreign::OldExcel),
    (0, b"\x09\x04\x06\0", Foreign::OldExcel),
    (0, b"PAR1\x15", Foreign::Database("Parquet")),
    (0, b"ARROW1\0\0", Foreign::Database("Arrow")),
    (0, b"\xFF\xFF\xFF\xFF", Foreign::Database("Arrow")),
    (0, b"Obj\x01", Foreign::Database("Avro")),
    (0, b"ORC", Foreign::Database("ORC")),
    (4, b"Standard Jet DB", Foreign::Database("Access")),
    (4, b"Standard ACE DB", Foreign::Database("Access")),
    (0, b"SQLite format 3\0", Foreign::Database("SQLite")),
    (0, b"%PDF-", Foreign::Document),
    (0, b"{\\rtf", Foreign::Document),
    (0, b"%!PS", Foreign::Document),
    (0, b"\x89PNG\r\n", Foreign::Picture),
    (0, b"\xFF\xD8\xFF", Foreign::Picture),
    (0, b"GIF8", Foreign::Picture),
    (0, b"II*\0", Foreign::Picture),
    (0, b"MM\0*", Foreign::Picture),
    (8, b"WEBPVP8", Foreign::Picture),
    (4, b"ftyphei", Foreign::Picture),
    (0, b"\x62\x14\x23\x65", Foreign::Encrypted),
    (0, b"%TSD-Header-###%", Foreign::Encrypted),
    (0, b"\0\0\xFE\xFF", Foreign::Utf32),
    (0, b"\xFF\xFE\0\0", Foreign::Utf32),
    (0, b"\x7FELF", Foreign::Program),
    (0, b"MZ\x90\0", Foreign::Program),
];

/// What occurs in the first bytes of a file that a program for the protection of documents has encrypted.
const PROTECTIONS: [&[u8]; 6] = [b"e-safenet", b"esafenet", b"tsd-header", b"<## nasca drm", b"scdsa00", b"drmone "];
/// How many of the first bytes are searched for [`PROTECTIONS`].
const PROTECTED_WITHIN: usize = 512;

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

/// How many controls in a thousand bytes make a file binary. Controls that some exports have as delimiters do not count.
const CONTROLS: usize = 20;

impl Foreign {
    fn refusal(self) -> InputError {
        match self {
            Self::Archive => InputError::Archive,
            Self::Packed(format) => InputError::Packed { format: format.to_owned() },
            Self::PackedTwice => InputError::PackedTwice,
            Self::BesideArchive => InputError::BesideArchive,
            Self::Spreadsheet(format) => InputError::OtherSpreadsheet { format: format.to_owned() },
            Self::Database(format) => InputError::Database { format: format.to_owned() },
            Self::OldExcel => InputError::OldExcel,
            Self::Document => InputError::Document,
            Self::Picture => InputError::Picture,
            Self::Encrypted => InputError::Encrypted,
            Self::Utf32 => InputError::Utf32,
            Self::Program => InputError::NotText,
        }
    }
}

impl InputFormat {
    /// Detects the format from the first bytes. Anything that is not known as something else is delimited text.
    pub(crate) fn detect(head: &[u8]) -> Result<Self, InputError> {
        if WORKBOOKS.iter().any(|magic| head.starts_with(magic)) {
            return Ok(Self::Workbook);
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

/// What the bytes are if they are known as no table.
fn foreign(head: &[u8]) -> Option<Foreign> {
    for (at, magic, foreign) in MAGIC {
        if head.get(at..).is_some_and(|rest| rest.starts_with(magic)) && is_certain(foreign, head) {
            return Some(foreign);
        }
    }

    let first = head[..head.len().min(PROTECTED_WITHIN)].to_ascii_lowercase();
    if PROTECTIONS.iter().any(|name| memchr::memmem::find(&first, name).is_some()) && is_binary(head) {
        return Some(Foreign::Encrypted);
    }
    if is_cpio(head) {
        return Some(Foreign::Archive);
    }
    if is_zlib(head) {
        return Some(Foreign::Packed("zlib"));
    }
    if is_before_zip(head) {
        return Some(Foreign::BesideArchive);
    }
    if is_bitmap(head) {
        return Some(Foreign::Picture);
    }
    if is_dbase(head) {
        return Some(Foreign::Database("DBF"));
    }
    is_utf32(head).then_some(Foreign::Utf32)
}

/// Whether what begins with letters is really binary: text may begin with the same letters.
fn is_certain(foreign: Foreign, head: &[u8]) -> bool {
    match foreign {
        Foreign::Database("Avro") => memchr::memmem::find(head, b"avro.").is_some(),
        Foreign::Packed("bzip2") => head.get(4..10) == Some(b"1AY&SY") || head.get(4..8) == Some(b"\x17\x72\x45\x38"),
        Foreign::Database("ORC") => is_binary(head) || head.get(3).is_some_and(|byte| *byte < b' '),
        _ => true,
    }
}

/// Whether there are more controls than any text has.
pub(crate) fn is_binary(head: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(byte, 0 | 0x04..=0x08 | 0x0B | 0x0E..=0x19 | 0x7F);
    let is_wide = utf16_without_bom(head).is_some() || head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let controls = head.iter().filter(is_control).count();
    !is_wide && controls * 1000 > head.len() * CONTROLS
}

/// A cpio archive: its header is made of digits, or binary.
fn is_cpio(head: &[u8]) -> bool {
    let are_digits =
        |len: usize, is_digit: fn(&u8) -> bool| head.get(6..len).is_some_and(|all| all.iter().all(is_digit));
    match head {
        [b'0', b'7', b'0', b'7', b'0', b'1' | b'2', ..] => are_digits(110, u8::is_ascii_hexdigit),
        [b'0', b'7', b'0', b'7', b'0', b'7', ..] => are_digits(76, u8::is_ascii_digit),
        [0xC7, 0x71, ..] | [0x71, 0xC7, ..] => is_binary(head),
        _ => false,
    }
}

/// A stream of zlib: two bytes that are a multiple of 31 together, without a dictionary (RFC 1950).
fn is_zlib(head: &[u8]) -> bool {
    let [0x78, flags, ..] = *head else { return false };
    let is_checked = u16::from_be_bytes([0x78, flags]).is_multiple_of(31);
    is_checked && flags & 0x20 == 0 && is_binary(head)
}

/// Whether a zip archive begins behind other bytes: the head of its first file has a version and a method that exist.
fn is_before_zip(head: &[u8]) -> bool {
    const FILE: &[u8] = b"PK\x03\x04";
    let mut found = memchr::memmem::find_iter(head, FILE);
    let has_file = found.any(|at| {
        let Some([low, high, _, _, method, 0, ..]) = head.get(at + FILE.len()..) else { return false };
        *low <= 63 && *high <= 20 && matches!(method, 0 | 8 | 9 | 12 | 14 | 93 | 95 | 98 | 99)
    });
    has_file && is_binary(head)
}

/// A Windows bitmap: after its size there are four bytes of zero.
fn is_bitmap(head: &[u8]) -> bool {
    head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4])
}

/// A dBASE or `FoxPro` table: a version, the day of the last change, lengths of header and record that fit, and reserved bytes.
fn is_dbase(head: &[u8]) -> bool {
    let [version, _, month, day, _, _, _, _, header_low, header_high, record_low, record_high, ..] = *head else {
        return false;
    };
    let header_len = u16::from_le_bytes([header_low, header_high]);
    let record_len = u16::from_le_bytes([record_low, record_high]);

    let is_version =
        matches!(version, 0x02 | 0x03 | 0x30..=0x32 | 0x43 | 0x63 | 0x83 | 0x8B | 0x8C | 0xCB | 0xF5 | 0xFB);
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_version && is_day && header_len >= 33 && record_len > 1 && head.get(12..14) == Some(&[0, 0])
}

/// Text in UTF-32: every unit of four bytes is a character.
fn is_utf32(head: &[u8]) -> bool {
    let units = head.len() / 4;
    let are_all = |order: fn([u8; 4]) -> u32| {
        let mut all = head.chunks_exact(4).map(|unit| order([unit[0], unit[1], unit[2], unit[3]]));
        all.all(|unit| unit > 0 && char::from_u32(unit).is_some())
    };
    units >= 4 && (are_all(u32::from_be_bytes) || are_all(u32::from_le_bytes))
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
