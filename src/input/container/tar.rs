//! Tar archives: ustar, the format of GNU tar, and pax.

use std::ops::Range;
use std::vec;

use tar::{Archive, Entry};

use super::member::{Member, name};
use crate::input::InputError;

/// A tar archive in memory, with its files in their order.
pub(super) struct Tar {
    bytes: Vec<u8>,
    files: vec::IntoIter<Result<File, InputError>>,
}

/// A file in a tar archive.
struct File {
    name: String,
    /// Where its content is in the archive. `None` for a sparse file, which has holes that are not stored.
    content: Option<Range<usize>>,
}

/// Whether bytes begin with the header of a member: its check sum fits.
pub(super) fn is_header(bytes: &[u8]) -> bool {
    let mut archive = Archive::new(bytes);
    let Ok(entries) = archive.entries() else { return false };
    entries.raw(true).next().is_some_and(|entry| entry.is_ok())
}

/// The files of an archive up to the first damage.
fn files(bytes: &[u8]) -> Vec<Result<File, InputError>> {
    let mut archive = Archive::new(bytes);
    // Archives that were joined have blocks of zeros between them.
    archive.set_ignore_zeros(true);
    let Ok(entries) = archive.entries() else {
        return vec![Err(InputError::BrokenArchive)];
    };

    let mut files = Vec::new();
    for entry in entries {
        match entry.ok().map(|entry| file(&entry)) {
            Some(Some(file)) => files.push(Ok(file)),
            Some(None) => {}
            None => {
                files.push(Err(InputError::BrokenArchive));
                break;
            }
        }
    }
    files
}

/// Returns `None` for a folder, a link or a device.
fn file(entry: &Entry<'_, &[u8]>) -> Option<File> {
    let kind = entry.header().entry_type();
    let raw = entry.path_bytes();
    // Before ustar, folders were files whose names end with a slash.
    if raw.ends_with(b"/") || !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
        return None;
    }

    let start = usize::try_from(entry.raw_file_position()).ok();
    let end = start.zip(usize::try_from(entry.size()).ok()).and_then(|(start, size)| start.checked_add(size));
    let content = start.zip(end).filter(|_| !kind.is_gnu_sparse()).map(|(start, end)| start..end);
    Some(File { name: name(&raw), content })
}

impl Tar {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        let files = files(&bytes).into_iter();
        Self { bytes, files }
    }

    /// The next file. Returns `None` at the end.
    pub(super) fn next(&mut self) -> Option<Result<Member, InputError>> {
        let file = match self.files.next()? {
            Ok(file) => file,
            Err(error) => return Some(Err(error)),
        };
        let content = file.content.and_then(|content| self.bytes.get(content)).map(<[u8]>::to_vec);
        Some(Ok(Member { name: file.name, content: content.ok_or(InputError::BrokenArchive), comment: Vec::new() }))
    }
}
