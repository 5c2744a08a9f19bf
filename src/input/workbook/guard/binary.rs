//! The sheets of a binary workbook, gone through before their reader sees them: that one passes over a formula in error as
//! over a blank cell, and ends a sheet at a row beyond its last one.

use std::io::{Cursor, Read as _, Write as _};

use anyhow::{Result, bail};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::input::workbook::sheet::{BEYOND, SIZE};

const ROW: u16 = 0x0000;
const ERROR: u8 = 0x03;
const FORMULA_IN_ERROR: u16 = 0x000B;

/// The same workbook, in which a formula in error is an error like any other: both begin alike.
pub(in crate::input::workbook) fn mended(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(&bytes[..]))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_mended = false;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let name = part.name()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        if name.to_ascii_lowercase().starts_with("xl/worksheets/") && !name.contains("/_rels/") {
            is_mended |= mend(&mut content)?;
        }
        writer.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
        writer.write_all(&content)?;
    }
    let whole = writer.finish()?.into_inner();
    Ok(if is_mended { whole } else { bytes })
}

/// Makes errors of formulas in error. Whether there was one.
fn mend(sheet: &mut [u8]) -> Result<bool> {
    let (mut at, mut is_mended) = (0, false);
    while let Some((kind, begin, end)) = record(sheet, at) {
        let data = &sheet[begin..end];
        if kind == FORMULA_IN_ERROR {
            sheet[at] = ERROR;
            is_mended = true;
        } else if kind == ROW && data.first_chunk().is_some_and(|row| u32::from_le_bytes(*row) >= SIZE.0) {
            bail!(BEYOND);
        }
        at = end;
    }
    Ok(is_mended)
}

/// The kind of the record that begins there, and where its content does and ends; none if it is cut off.
fn record(sheet: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let seven = |byte: u8| u16::from(byte & 0x7F);
    let first = *sheet.get(at)?;
    let is_long = first & 0x80 != 0;
    let kind = if is_long { seven(first) | seven(*sheet.get(at + 1)?) << 7 } else { seven(first) };
    let (mut begin, mut len) = (at + 1 + usize::from(is_long), 0);
    for place in 0..4 {
        let byte = *sheet.get(begin)?;
        begin += 1;
        len |= usize::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    let end = begin.checked_add(len).filter(|end| *end <= sheet.len())?;
    Some((kind, begin, end))
}
