//! Tells which of the four formats a workbook has.

use std::io::Cursor;

use memchr::memmem;
use zip::ZipArchive;

use super::Result;
use super::guard::compound;
use super::kind::Kind;
use super::ods::{SPREADSHEET, has_spreadsheet};
use super::xls::is_stream;
use super::xlsx::has_workbook;
use crate::message::WorkbookError;

/// Detects the format by names of parts anywhere in the file. ZIP archives and compound files both store these names
/// uncompressed, and a file whose beginning was cut off still has them.
///
/// The order matters: an .xlsx with an embedded .xls, say, contains the names of both.
pub(super) fn detect(bytes: &[u8]) -> Result<Kind> {
    if is_stream(bytes) {
        return Ok(Kind::Xls);
    }

    // An encrypted .xlsx, .xlsb or .ods is a compound file with this stream.
    if contains_utf16(bytes, "EncryptedPackage") {
        return Err(WorkbookError::Protected);
    }

    if contains(bytes, b"xl/workbook.xml") || has_workbook(bytes) {
        return Ok(Kind::Xlsx);
    }
    if contains(bytes, b"xl/workbook.bin") {
        return Ok(Kind::Xlsb);
    }
    if contains(bytes, SPREADSHEET) || has_spreadsheet(bytes) {
        return Ok(Kind::Ods);
    }

    // BIFF8 (Excel 97) has a stream `Workbook`, and BIFF5 (Excel 5) a stream `Book`. Writers differ in the case of the
    // letters.
    if contains_utf16(&bytes.to_ascii_lowercase(), "book\0") {
        return Ok(Kind::Xls);
    }
    Err(if is_sound(bytes) { WorkbookError::NoWorkbook } else { WorkbookError::BrokenContainer })
}

/// Whether the archive or the compound file can be opened, so that it shows what it contains.
fn is_sound(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK") {
        return ZipArchive::new(Cursor::new(bytes)).is_ok();
    }
    compound::is_sound(bytes.to_vec())
}

fn contains(bytes: &[u8], name: &[u8]) -> bool {
    memmem::find(bytes, name).is_some()
}

/// Compound files write names in UTF-16LE.
fn contains_utf16(bytes: &[u8], name: &str) -> bool {
    let mut wide = Vec::new();
    for unit in name.encode_utf16() {
        wide.extend(unit.to_le_bytes());
    }
    contains(bytes, &wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_with_the_names_of_several_formats_is_read_as_the_newest() {
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let ods = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
        let mut bytes = wide("WORKBOOK\0");
        for (name, kind) in [
            (Vec::new(), Kind::Xls),
            (ods, Kind::Ods),
            (b"xl/workbook.bin".to_vec(), Kind::Xlsb),
            (b"xl/workbook.xml".to_vec(), Kind::Xlsx),
        ] {
            bytes.extend(name);
            assert_eq!(detect(&bytes).unwrap(), kind);
        }

        bytes.extend(wide("EncryptedPackage"));
        assert!(matches!(detect(&bytes), Err(WorkbookError::Protected)));
        assert!(matches!(detect(b"Workbook"), Err(WorkbookError::BrokenContainer)));
    }
}
