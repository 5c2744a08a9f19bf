//! Files that are no table, by the bytes that they have at known places.

use crate::input::InputError;
use crate::input::encoding::utf16_without_bom;

/// What a file is that is no table.
#[derive(Clone, Copy)]
pub(super) enum Foreign {
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
pub(super) const MAGIC: [(usize, &[u8], Foreign); 49] = [
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

/// How many controls in a thousand bytes make a file binary. Controls that some exports have as delimiters do not count.
const CONTROLS: usize = 20;

impl Foreign {
    pub(super) fn refusal(self) -> InputError {
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

/// What the bytes are if they are known as no table.
pub(super) fn foreign(head: &[u8]) -> Option<Foreign> {
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
