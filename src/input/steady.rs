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
pub struct InputFile(Arc<Mutex<Option<File>>>);

impl InputFile {
    /// Closes the file. The next read opens it again, and fails if it is not the same as before.
    pub fn close(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<File>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
    path: PathBuf,
    file: InputFile,
    before: Stamp,
    read: u64,
    is_at_end: bool,
}

impl Steady {
    pub(super) fn new(path: PathBuf, file: File, metadata: &Metadata) -> Self {
        let file = InputFile(Arc::new(Mutex::new(Some(file))));
        Self { path, file, before: Stamp::of(metadata), read: 0, is_at_end: false }
    }

    pub(super) fn file(&self) -> InputFile {
        self.file.clone()
    }

    /// Opens the file again where it was closed.
    fn reopened(&self) -> io::Result<File> {
        let mut file = File::open(&self.path)?;
        self.refuse_changed(&file)?;
        file.seek(SeekFrom::Start(self.read))?;
        Ok(file)
    }

    fn refuse_changed(&self, file: &File) -> io::Result<()> {
        let now = Stamp::of(&file.metadata()?);
        if now == self.before {
            return Ok(());
        }
        Err(self.changed(now.len))
    }

    fn changed(&self, now: u64) -> io::Error {
        let changed = InputError::Changed { before: self.before.len, read: self.read, now };
        io::Error::other(Carried(Box::new(changed)))
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
        self.refuse_changed(&file)?;
        if self.read != self.before.len {
            return Err(self.changed(self.before.len));
        }
        self.is_at_end = true;
        Ok(0)
    }
}
