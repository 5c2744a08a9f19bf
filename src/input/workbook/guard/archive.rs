//! Guard for ZIP archives (.xlsx, .xlsb, .ods): a small file can unpack to terabytes.
//!
//! The parts of an .xlsx are counted while they are read, since to unpack them takes as long as to read what is in them. Those of the
//! other formats are unpacked once more before.

use std::fmt;
use std::io::{self, Cursor, Read};

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
        let limit = left.min(limit_of_part(packed));

        let size = unpacked_size(part.take(limit + 1));
        if size > limit {
            return Err(WorkbookError::Bomb { limit });
        }
        left -= size;
    }
    Ok(most - left)
}

/// The most bytes that a part may have that is packed in so many.
fn limit_of_part(packed: u64) -> u64 {
    ANY_RATIO_UP_TO.max(packed.saturating_mul(RATIO))
}

/// What the parts of one archive may still have.
pub(in crate::input::workbook) struct Unpacking {
    left: u64,
    /// How many bytes of each part have been counted. A part may be read several times.
    counted: Vec<u64>,
}

impl Unpacking {
    /// For an archive with so many parts.
    pub(in crate::input::workbook) fn new(parts: usize) -> Self {
        Self { left: TOTAL, counted: vec![0; parts] }
    }

    /// A part with a number, which is packed in so many bytes. It fails where it has more than its size can account for, or all
    /// parts have too many.
    pub(in crate::input::workbook) fn part<R: Read>(
        &mut self,
        number: usize,
        packed: u64,
        part: R,
    ) -> LimitedPart<'_, R> {
        let limit = limit_of_part(packed);
        LimitedPart { part, read: 0, limit, counted: &mut self.counted[number], left: &mut self.left }
    }
}

/// A part whose bytes are counted.
pub(in crate::input::workbook) struct LimitedPart<'a, R> {
    part: R,
    read: u64,
    limit: u64,
    counted: &'a mut u64,
    left: &'a mut u64,
}

impl<R: Read> Read for LimitedPart<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(buffer)?;
        self.read += read as u64;
        let more = self.read.saturating_sub(*self.counted);
        if self.read > self.limit || more > *self.left {
            return Err(io::Error::other(TooMuch { limit: self.limit.min(TOTAL) }));
        }
        *self.left -= more;
        *self.counted += more;
        Ok(read)
    }
}

/// A part has more bytes than are unpacked.
#[derive(Debug)]
struct TooMuch {
    limit: u64,
}

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} bytes", self.limit)
    }
}

impl std::error::Error for TooMuch {}

/// The refusal of an archive, if this is why a part of it cannot be read.
pub(in crate::input::workbook) fn refusal(error: &io::Error) -> Option<WorkbookError> {
    let TooMuch { limit } = error.get_ref()?.downcast_ref()?;
    Some(WorkbookError::Bomb { limit: *limit })
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
