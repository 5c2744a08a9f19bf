//! Rows are put into the file of a workbook that has none yet, one after another: a workbook in memory would take some
//! kilobytes a row.

use std::io::{self, Cursor, ErrorKind, Read as _, Write};

use memchr::memchr2;
use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::utility::column_number_to_name;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::cells::{FIRST_STYLE, ROW, STYLE};
use crate::report::packed::{Packed, Unpacked};

/// How many bytes are handed to the packer at once.
const AT_ONCE: usize = 64 * 1024;
/// A part of the file that may be longer than this needs the wider fields of a zip file.
const PLAIN_ZIP: u64 = u32::MAX as u64;
/// A number takes the place of a mark in at most so many cells of a row, each by so many bytes.
const LONGER: u64 = 16 * 16;

/// The sheets of results, which come first in the workbook.
pub(super) struct Sheets {
    /// How many there are.
    pub(super) number: usize,
    /// How many rows one may have, its header included.
    pub(super) rows: u32,
    pub(super) last_column: u16,
}

/// The file `empty` with rows below the headers of its first sheets. The first of them has a row of samples, one cell for each
/// style, which is replaced.
pub(super) fn fill(empty: Vec<u8>, rows: Packed, sheets: &Sheets) -> Result<Vec<u8>, XlsxError> {
    let may_be_long = rows.size() + rows.rows() as u64 * LONGER > PLAIN_ZIP;
    // The time of making would make every file a different one, and the system one for each system.
    let options = SimpleFileOptions::default()
        .system(System::Unix)
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .large_file(may_be_long);

    let mut left = rows.rows();
    let mut rows = rows.unpack();
    let mut styles = Vec::new();
    let mut filled = 0;
    let mut parts = ZipArchive::new(Cursor::new(empty))?;
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let mut part = parts.by_index(index)?;
        let name = part.name()?.into_owned();
        if filled == sheets.number || name != format!("xl/worksheets/sheet{}.xml", filled + 1) {
            file.start_file(name, options)?;
            io::copy(&mut part, &mut file)?;
            continue;
        }

        let mut xml = String::new();
        part.read_to_string(&mut xml)?;
        if filled == 0 {
            styles = samples(&xml);
        }
        let here = left.min(sheets.rows as usize - 1);
        left -= here;
        file.start_file(name, options)?;
        Sheet { xml: &xml, styles: &styles, last_column: sheets.last_column }.write(&mut rows, here, &mut file)?;
        filled += 1;
    }
    if left > 0 || filled < sheets.number {
        // The empty file is built otherwise than expected: no row may be lost for it.
        return Err(io::Error::from(ErrorKind::InvalidData).into());
    }
    Ok(file.finish()?.into_inner())
}

/// The numbers of the styles, in the order of the samples.
fn samples(xml: &str) -> Vec<String> {
    let below = xml.split_once("<row r=\"2\"").map_or("", |(_, below)| below);
    let (row, _) = below.split_once("</row>").unwrap_or_default();
    let cells = row.split("<c r=").skip(1);
    let numbers = cells.map(|cell| cell.split_once(" s=\"").and_then(|(_, rest)| rest.split_once('"')));
    numbers.map(|number| number.map_or("0", |(number, _)| number).to_owned()).collect()
}

/// A sheet without rows.
struct Sheet<'a> {
    xml: &'a str,
    styles: &'a [String],
    last_column: u16,
}

impl Sheet<'_> {
    /// Writes the sheet with the next so many rows.
    fn write(&self, rows: &mut Unpacked, count: usize, out: &mut impl Write) -> Result<(), XlsxError> {
        const END: &str = "</sheetData>";

        let (head, _) = self.xml.split_once("</row>").unwrap_or((self.xml, ""));
        let tail = self.xml.find(END).map_or("", |at| &self.xml[at..]);
        let (before, dimension) = head.split_once("<dimension ref=\"").unwrap_or((head, ""));
        let (_, header) = dimension.split_once('"').unwrap_or_default();
        let last = column_number_to_name(self.last_column);
        write!(out, "{before}<dimension ref=\"A1:{last}{}\"{header}</row>", count + 1)?;

        let mut xml = Vec::with_capacity(2 * AT_ONCE);
        for number in 0..count {
            let row = rows.next()?.ok_or(ErrorKind::UnexpectedEof).map_err(io::Error::from)?;
            self.number(row, &(number + 2).to_string(), &mut xml);
            if xml.len() >= AT_ONCE {
                out.write_all(&xml)?;
                xml.clear();
            }
        }
        out.write_all(&xml)?;
        out.write_all(tail.as_bytes())?;
        Ok(())
    }

    /// Puts the number of a row and those of its styles into it.
    fn number(&self, mut row: &[u8], number: &str, xml: &mut Vec<u8>) {
        while let Some(at) = memchr2(ROW, STYLE, row) {
            xml.extend_from_slice(&row[..at]);
            if row[at] == ROW {
                xml.extend_from_slice(number.as_bytes());
                row = &row[at + 1..];
                continue;
            }
            let letter = row.get(at + 1).copied().unwrap_or_default();
            let style = self.styles.get(usize::from(letter.saturating_sub(FIRST_STYLE)));
            xml.extend_from_slice(style.map_or("0", String::as_str).as_bytes());
            row = row.get(at + 2..).unwrap_or_default();
        }
        xml.extend_from_slice(row);
    }
}
