//! The archive around a newer workbook, checked before its reader unpacks it into memory: a few bytes can be packed so that
//! they become many gigabytes.

use std::io::{Cursor, Read};

use anyhow::{Result, bail};
use memchr::memmem;
use zip::ZipArchive;

/// A part is read however well it is packed up to this size, in bytes.
const ALWAYS: u64 = 64 << 20;
/// How often its packed size a larger part may have. Sheets of blank cells reach 10, and zeros 1,000.
const RATIO: u64 = 200;
/// The most that all parts may have together, in bytes.
const ALL: u64 = 4 << 30;
const PIECE: usize = 1 << 16;

/// The part of the texts that cells share, whose reader takes memory for as many as it states before it has seen one.
const TEXTS: &str = "sharedstrings.xml";
/// So many may be stated whatever there are: writers count otherwise, too.
const FEW: u64 = 1 << 24;
const STATED: &[u8] = b"uniqueCount";
/// How many bytes each text has at least.
const SHORTEST: u64 = "<si/>".len() as u64;

/// Refuses an archive that unpacks to more than its size can account for. What else is wrong with it its reader says.
pub(in crate::input::workbook) fn check(bytes: &[u8]) -> Result<()> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let mut left = ALL;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let packed = part.compressed_size().min(bytes.len() as u64);
        let most = left.min(ALWAYS.max(packed * RATIO));
        let has_texts = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(TEXTS));
        let (size, stated) = unpack(part.take(most + 1));
        if size > most {
            bail!("unpacks to far more than a table has ({most} bytes and on in one part); save its table as CSV");
        }
        if has_texts && stated > FEW.max(size / SHORTEST) {
            bail!("is broken: it states more texts than it has; open it in a spreadsheet and save it as .xlsx or CSV");
        }
        left -= size;
    }
    Ok(())
}

/// How many bytes a part has, up to the first that cannot be unpacked, and how many texts it states.
fn unpack(mut part: impl Read) -> (u64, u64) {
    let (mut size, mut stated) = (0, 0);
    let mut piece = Vec::with_capacity(2 * PIECE);
    loop {
        // What stands across two pieces is found in the second.
        piece.drain(..piece.len().saturating_sub(PIECE / 2));
        let read = part.by_ref().take(PIECE as u64).read_to_end(&mut piece);
        let kept = memmem::find_iter(&piece, STATED).map(|at| number(&piece[at + STATED.len()..]));
        stated = kept.fold(stated, u64::max);
        match read {
            Ok(0) | Err(_) => return (size, stated),
            Ok(read) => size += read as u64,
        }
    }
}

/// The number of `="12"`; the greatest there is if it has too many digits.
fn number(value: &[u8]) -> u64 {
    let blank = |byte: &&u8| {
        !byte.is_ascii_digit() && (byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'' | b'+'))
    };
    let digits = value.iter().skip_while(blank).take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}
