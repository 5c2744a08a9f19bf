//! What the zip crate does not tell of an archive: the number of entries that it states, of which the crate keeps only one of
//! several whose names are equal, and whether there are other bytes around it.

use std::io::Cursor;

use memchr::memmem;
use zip::ZipArchive;

/// The end of central directory record begins with this, and has the number of entries at this offset.
const END: &[u8] = b"PK\x05\x06";
const END_ENTRIES: usize = 10;
/// The offset of the length of the comment, which is behind it and ends the archive.
const END_COMMENT: usize = 20;

/// The number of entries that the archive states. `None` if it is too large for this record.
pub(super) fn stated(bytes: &[u8]) -> Option<usize> {
    let end = memmem::rfind(bytes, END)?;
    let number = bytes.get(end + END_ENTRIES..)?.first_chunk()?;
    let entries = u16::from_le_bytes(*number);
    (entries != u16::MAX).then_some(usize::from(entries))
}

/// Whether there is more in front of an archive or behind its end, such as another archive. Padding is nothing.
pub(super) fn has_more(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    if archive.offset() > 0 {
        return true;
    }
    let Some(end) = memmem::rfind(bytes, END) else { return false };
    let comment = bytes.get(end + END_COMMENT..).and_then(|rest| rest.first_chunk());
    let comment = comment.map_or(0, |len| usize::from(u16::from_le_bytes(*len)));
    let behind = bytes.get(end + END_COMMENT + 2 + comment..).unwrap_or_default();
    !behind.iter().all(|byte| matches!(byte, 0 | 0x1A) || byte.is_ascii_whitespace())
}
