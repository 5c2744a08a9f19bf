//! The number of entries that a zip archive states: the zip crate keeps only one of several entries whose names are equal.

use memchr::memmem;

/// The end of central directory record begins with this, and has the number of entries at this offset.
const END: &[u8] = b"PK\x05\x06";
const END_ENTRIES: usize = 10;

/// The number of entries that the archive states. `None` if it is too large for this record.
pub(super) fn stated(bytes: &[u8]) -> Option<usize> {
    let end = memmem::rfind(bytes, END)?;
    let number = bytes.get(end + END_ENTRIES..)?.first_chunk()?;
    let entries = u16::from_le_bytes(*number);
    (entries != u16::MAX).then_some(usize::from(entries))
}
