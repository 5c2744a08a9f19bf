//! Guard for ZIP archives (.xlsx, .xlsb, .ods): a small file can unpack to terabytes.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::input::workbook::Result;
use crate::message::WorkbookError;

/// A part of up to this size, in bytes, is accepted at any compression ratio.
const ANY_RATIO_UP_TO: u64 = 64 << 20;
/// The highest compression ratio of a larger part. Sheets of blank cells reach 10, and zeros 1,000.
const RATIO: u64 = 200;
/// The most that all parts may have together, in bytes.
const TOTAL: u64 = 4 << 30;
/// How many bytes are unpacked at a time.
const CHUNK: usize = 1 << 16;

/// Refuses an archive that unpacks to more than its size can account for. Other damage is left to the reader.
pub(in crate::input::workbook) fn check(bytes: &[u8]) -> Result<()> {
    unpacked(bytes, TOTAL).map(|_| ())
}

/// How many bytes all parts of an archive have together.
///
/// # Errors
/// If they have more than `most`, or one has more than its size can account for.
pub(in crate::input::workbook) fn unpacked(bytes: &[u8], most: u64) -> Result<u64> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(0);
    };

    let mut left = most;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else {
            continue;
        };
        let packed = part.compressed_size().min(bytes.len() as u64);
        let limit = left.min(ANY_RATIO_UP_TO.max(packed * RATIO));

        let size = unpacked_size(part.take(limit + 1));
        if size > limit {
            return Err(WorkbookError::Bomb { limit });
        }
        left -= size;
    }
    Ok(most - left)
}

/// How many bytes a part has when it is unpacked, up to the first that cannot be unpacked.
fn unpacked_size(mut part: impl Read) -> u64 {
    let mut chunk = vec![0; CHUNK];
    let mut size = 0;
    loop {
        match part.read(&mut chunk) {
            Ok(0) | Err(_) => return size,
            Ok(read) => size += read as u64,
        }
    }
}
