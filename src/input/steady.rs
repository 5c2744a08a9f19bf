//! A file that must not change while it is read, and that can be closed between two reads.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::InputError;
use crate::message::Carried;

/// The file of an input. It can be closed between two reads, so that many inputs can be open although a process may have few
/// files open.
#[derive(Clone, Debug)]
pub struct InputFile(Arc<Known>);

/// What is known of a file.
#[derive(Debug)]
struct Known {
    path: PathBuf,
    /// What it was when it was opened first.
    before: Stamp,
    open: Mutex<Option<File>>,
}

impl InputFile {
    /// Closes the file. The next read opens it again, and fails if it is not the same as before.
    pub fn close(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<File>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the file once more, at its first byte.
    ///
    /// # Errors
    /// It cannot be opened, or is not the same as before. `read` is how many bytes have been read of it.
    pub(super) fn opened_again(&self, read: u64) -> io::Result<File> {
        let file = File::open(&self.0.path)?;
        self.refuse_changed(&file, read)?;
        Ok(file)
    }

    /// Refuses a file that is not the same as before.
    pub(super) fn refuse_changed(&self, file: &File, read: u64) -> io::Result<()> {
        let now = Stamp::of(&file.metadata()?);
        if now == self.0.before { Ok(()) } else { Err(self.changed(read, now.len)) }
    }

    fn changed(&self, read: u64, now: u64) -> io::Error {
        let changed = InputError::Changed { before: self.0.before.len, read, now };
        io::Error::other(Carried(Box::new(changed)))
    }
}

/// What tells whether a file is still the same. The time of its last write can be set back, the time at which the system
/// changed its entry cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    entry: Entry,
}

#[cfg(unix)]
type Entry = (u64, u64, i64, i64);

/// Device, inode, and the time at which the system last changed the inode.
#[cfg(unix)]
fn entry(metadata: &Metadata) -> Entry {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
type Entry = Option<SystemTime>;

/// When the file was made.
#[cfg(not(unix))]
fn entry(metadata: &Metadata) -> Entry {
    metadata.created().ok()
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { len: metadata.len(), modified: metadata.modified().ok(), entry: entry(metadata) }
    }
}

/// A file that must not change until it has been read. A file that is still being written, or is truncated meanwhile, would
/// end somewhere within a row without anyone noticing.
pub(super) struct Steady {
    file: InputFile,
    read: u64,
    is_at_end: bool,
}

impl Steady {
    pub(super) fn new(path: PathBuf, file: File, metadata: &Metadata) -> Self {
        let known = Known { path, before: Stamp::of(metadata), open: Mutex::new(Some(file)) };
        Self { file: InputFile(Arc::new(known)), read: 0, is_at_end: false }
    }

    pub(super) fn file(&self) -> InputFile {
        self.file.clone()
    }

    /// Opens the file again where it was closed.
    fn reopened(&self) -> io::Result<File> {
        let mut file = self.file.opened_again(self.read)?;
        file.seek(SeekFrom::Start(self.read))?;
        Ok(file)
    }
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_at_end || buffer.is_empty() {
            return Ok(0);
        }
        let mut open = self.file.lock();
        let mut file = match open.take() {
            Some(file) => file,
            None => self.reopened()?,
        };
        let read = file.read(buffer)?;
        self.read += read as u64;

        if read > 0 {
            *open = Some(file);
            return Ok(read);
        }
        // The file is closed here: the inputs behind this one may need its place.
        self.file.refuse_changed(&file, self.read)?;
        let before = self.file.0.before.len;
        if self.read != before {
            return Err(self.file.changed(self.read, before));
        }
        self.is_at_end = true;
        Ok(0)
    }
}
