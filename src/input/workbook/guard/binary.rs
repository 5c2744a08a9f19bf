//! Guard for the sheets of an .xlsb: formulas in error, and rows beyond the last row.
//!
//! Without it calamine 0.38.0 skips the record of a formula whose value is an error, so that the cell looks blank and the row
//! `clear` (upstream: <https://github.com/tafia/calamine/pull/716>, open). It also ends a sheet without an error at a row
//! beyond the last row, and drops what comes after.

use std::io::{Cursor, Read as _, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::input::workbook::sheet::ROWS;
use crate::message::{Damage, WorkbookError};

/// `BrtRowHdr`, whose content begins with the number of the row.
const ROW: u16 = 0x0000;
/// `BrtCellError`, in the one byte that its kind takes.
const ERROR: u8 = 0x03;
/// `BrtFmlaError`.
const FORMULA_IN_ERROR: u16 = 0x000B;

/// Returns the workbook with each formula in error replaced by a plain error: both records begin alike.
pub(in crate::input::workbook) fn mended(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(&bytes[..])).map_err(cannot_unpack)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_mended = false;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(cannot_unpack)?;
        let name = part.name().map_err(cannot_unpack)?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).map_err(cannot_unpack)?;

        let is_sheet = name.to_ascii_lowercase().starts_with("xl/worksheets/") && !name.contains("/_rels/");
        if is_sheet {
            is_mended |= mend(&mut content)?;
        }

        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name, options).map_err(cannot_unpack)?;
        writer.write_all(&content).map_err(cannot_unpack)?;
    }

    let copy = writer.finish().map_err(cannot_unpack)?.into_inner();
    Ok(if is_mended { copy } else { bytes })
}

fn cannot_unpack(error: impl Into<ZipError>) -> WorkbookError {
    Kind::Xlsb.damaged(Damage::Archive { cause: error.into().into() })
}

/// Replaces formulas in error by errors. Returns whether there were any.
fn mend(sheet: &mut [u8]) -> Result<bool> {
    let mut is_mended = false;
    let mut offset = 0;
    while let Some(record) = record(sheet, offset) {
        let content = &sheet[record.begin..record.end];
        match record.kind {
            FORMULA_IN_ERROR => {
                sheet[offset] = ERROR;
                is_mended = true;
            }
            ROW if content.first_chunk().is_some_and(|row| u32::from_le_bytes(*row) >= ROWS) => {
                return Err(Kind::Xlsb.damaged(Damage::BeyondSheet));
            }
            _ => {}
        }
        offset = record.end;
    }
    Ok(is_mended)
}

/// A BIFF12 record: its kind, and the offsets at which its content begins and ends.
struct Record {
    kind: u16,
    begin: usize,
    end: usize,
}

/// The record that begins at an offset. Returns `None` if it is cut off.
///
/// Kind and length are written in base 128, least significant byte first; the high bit says that another byte follows. A kind
/// has at most two bytes, and a length at most four.
fn record(sheet: &[u8], offset: usize) -> Option<Record> {
    let first = *sheet.get(offset)?;
    let mut kind = u16::from(first & 0x7F);
    let mut begin = offset + 1;
    if first & 0x80 != 0 {
        let second = *sheet.get(begin)?;
        kind |= u16::from(second & 0x7F) << 7;
        begin += 1;
    }

    let mut len = 0;
    for place in 0..4 {
        let byte = *sheet.get(begin)?;
        begin += 1;
        len |= usize::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }

    let end = begin.checked_add(len).filter(|end| *end <= sheet.len())?;
    Some(Record { kind, begin, end })
}
