//! Guard for ZIP archives (.xlsx, .xlsb, .ods): decompression bombs, and the stated number of shared texts.
//!
//! A small file can unpack to terabytes. A stated number of texts that the file is too small for says that it was cut off.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::message::{Damage, WorkbookError};

/// A part of up to this size, in bytes, is accepted at any compression ratio.
const ANY_RATIO_UP_TO: u64 = 64 << 20;
/// The highest compression ratio of a larger part. Sheets of blank cells reach 10, and zeros 1,000.
const RATIO: u64 = 200;
/// The most that all parts may have together, in bytes.
const TOTAL: u64 = 4 << 30;
/// How many bytes are unpacked at a time.
const CHUNK: usize = 1 << 16;

/// The end of the name of the part with the shared texts, in lower case.
const SHARED_TEXTS: &str = "sharedstrings.xml";
/// This number may be stated whatever there is: some writers count in another way.
const ALWAYS_ALLOWED: u64 = 1 << 24;
const COUNT_ATTRIBUTE: &[u8] = b"uniqueCount";
/// The least number of bytes that a shared text takes.
const SHORTEST: u64 = "<si/>".len() as u64;

/// Refuses an archive that unpacks to more than its size can account for. Other damage is left to the reader.
pub(in crate::input::workbook) fn check(kind: Kind, bytes: &[u8]) -> Result<()> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(());
    };

    let mut left = TOTAL;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else {
            continue;
        };
        let packed = part.compressed_size().min(bytes.len() as u64);
        let limit = left.min(ANY_RATIO_UP_TO.max(packed * RATIO));
        let has_texts = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(SHARED_TEXTS));

        let unpacked = unpack(part.take(limit + 1));
        if unpacked.size > limit {
            return Err(WorkbookError::Bomb { limit });
        }
        if has_texts && unpacked.stated > ALWAYS_ALLOWED.max(unpacked.size / SHORTEST) {
            return Err(kind.damaged(Damage::MissingTexts));
        }
        left -= unpacked.size;
    }
    Ok(())
}

/// What is known of a part after it was unpacked once.
struct Unpacked {
    /// Its size in bytes, up to the first byte that cannot be unpacked.
    size: u64,
    /// The largest number of texts that it states.
    stated: u64,
}

fn unpack(mut part: impl Read) -> Unpacked {
    let mut unpacked = Unpacked { size: 0, stated: 0 };
    let mut window = Vec::with_capacity(2 * CHUNK);
    loop {
        // The end of the last chunk stays, so that an attribute across two chunks is found.
        let outdated = window.len().saturating_sub(CHUNK / 2);
        window.drain(..outdated);
        let read = part.by_ref().take(CHUNK as u64).read_to_end(&mut window);

        for offset in memmem::find_iter(&window, COUNT_ATTRIBUTE) {
            let value = &window[offset + COUNT_ATTRIBUTE.len()..];
            unpacked.stated = unpacked.stated.max(number(value));
        }

        match read {
            Ok(0) | Err(_) => return unpacked,
            Ok(read) => unpacked.size += read as u64,
        }
    }
}

/// The number of `="12"`, or the largest number there is if it has too many digits.
fn number(value: &[u8]) -> u64 {
    let digits = value.iter().skip_while(|byte| is_before_number(**byte)).take_while(|byte| byte.is_ascii_digit());
    let mut number: u64 = 0;
    for digit in digits {
        let digit = u64::from(digit - b'0');
        number = number.saturating_mul(10).saturating_add(digit);
    }
    number
}

fn is_before_number(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'' | b'+')
}
