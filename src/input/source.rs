//! Where bytes come from: a file, standard input or memory, each maybe compressed with gzip. What cannot be read is refused
//! before any work.

use std::borrow::Cow;
use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::read::MultiGzDecoder;

use super::InputError;
use crate::digest::Digest;
use crate::message::Carried;

/// The name under which standard input is given and reported.
pub const STDIN: &str = "-";

/// The first bytes of a gzip stream.
const GZIP: &[u8] = &[0x1F, 0x8B];

/// How many bytes of an input are read to detect what it is.
const HEAD: usize = 8 * 1024;

type Stream = Box<dyn Read + Send>;

/// How a source is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Computes a hash of what is read.
    pub hashed: bool,
    /// Reads only the first byte or two, which tell gzip. An interactive writer may wait for the answer to its first line
    /// before it sends more.
    pub unread: bool,
}

/// An opened input.
pub struct Source {
    /// The name in reports: the path as it was given, or `-`.
    pub name: String,
    /// The size in bytes, where it is known before reading.
    pub size: Option<u64>,
    /// The first bytes. The stream of [`Source::into_stream`] yields them again.
    pub head: Vec<u8>,
    /// The hash of all bytes as they are stored (compressed, if they are), if [`Opening::hashed`] was set.
    pub hash: Option<InputHash>,
    /// The bytes after `head`.
    stream: Stream,
}

impl Source {
    /// Opens a path, or standard input for `-`.
    ///
    /// # Errors
    /// The error names the path and says why it cannot be opened or read.
    pub fn open(path: &str) -> Result<Self, InputError> {
        Self::open_as(path, Opening::default())
    }

    /// Opens a path, or standard input for `-`, in a certain way.
    ///
    /// # Errors
    /// The error names the path and says why it cannot be opened or read.
    pub fn open_as(path: &str, opening: Opening) -> Result<Self, InputError> {
        let (size, mut stream) = open_path(path).map_err(|error| error.of(path))?;

        let hash = opening.hashed.then(InputHash::default);
        if let Some(hash) = hash.clone() {
            stream = Box::new(Hashing { stream, hash });
        }

        let head = if opening.unread { 1 } else { HEAD };
        let source = Self::with_head(path, size, stream, head)?;
        Ok(Self { hash, ..source })
    }

    /// Takes any stream. `name` is the name in reports, `size` the number of bytes if it is known.
    ///
    /// # Errors
    /// The error has the name and says why the first bytes cannot be read.
    pub fn new(name: &str, size: Option<u64>, stream: Box<dyn Read + Send>) -> Result<Self, InputError> {
        Self::with_head(name, size, stream, HEAD)
    }

    /// Takes the bytes of a file that are in memory. They give the same rows as the file itself: `name` decides nothing but
    /// what reports call the input.
    ///
    /// ```
    /// use mingcha::input::{Input, Options, Source};
    ///
    /// let source = Source::from_bytes("upload.csv", "企业名称,经营范围\n甲公司,软件开发\n".as_bytes())?;
    /// let input = Input::open(source, &Options::default())?;
    /// assert_eq!(input.layout.checked.len(), 2);
    /// # Ok::<(), mingcha::input::InputError>(())
    /// ```
    ///
    /// # Errors
    /// [`InputError::BrokenGzip`] if the bytes begin as gzip and cannot be unpacked.
    pub fn from_bytes(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, InputError> {
        let bytes = bytes.into();
        let size = (!bytes.is_empty()).then_some(bytes.len() as u64);
        Self::new(name, size, Box::new(Cursor::new(bytes)))
    }

    /// Reads the first `len` bytes. A gzip stream is unpacked: its size is then unknown.
    fn with_head(name: &str, size: Option<u64>, mut stream: Stream, len: usize) -> Result<Self, InputError> {
        let head = read_head(&mut stream, len).map_err(|error| InputError::Unreadable { error }.of(name))?;
        if !head.starts_with(GZIP) {
            return Ok(Self { name: name.to_owned(), size, head, hash: None, stream });
        }

        let packed = Cursor::new(head).chain(stream);
        let mut stream: Stream = Box::new(MultiGzDecoder::new(packed));
        let head = read_head(&mut stream, len).map_err(|error| InputError::BrokenGzip { error }.of(name))?;
        Ok(Self { name: name.to_owned(), size: None, head, hash: None, stream })
    }

    /// The stream from its first byte.
    #[must_use]
    pub fn into_stream(self) -> Box<dyn Read + Send> {
        Box::new(Cursor::new(self.head).chain(self.stream))
    }
}

/// The bytes of a path or of standard input as they are stored, and their number if it is known.
fn open_path(path: &str) -> Result<(Option<u64>, Stream), InputError> {
    if path == STDIN {
        return Ok((None, Box::new(io::stdin())));
    }

    let metadata = std::fs::metadata(path).map_err(|error| InputError::NotFound { error })?;
    if metadata.is_dir() {
        let files = Path::new(path).join("*.csv").display().to_string();
        return Err(InputError::Directory { files });
    }

    let file = File::open(path).map_err(|error| InputError::NotOpened { error })?;
    let metadata = file.metadata().map_err(|error| InputError::NotOpened { error })?;

    // Files of /proc have text although their size is zero.
    if !metadata.is_file() || metadata.len() == 0 {
        return Ok((None, Box::new(file)));
    }
    let size = metadata.len();
    Ok((Some(size), Box::new(Steady { file, before: metadata, read: 0 })))
}

/// A file that must not change until it has been read. A file that is still being written, or is truncated meanwhile, would
/// end somewhere within a row without anyone noticing.
struct Steady {
    file: File,
    before: Metadata,
    read: u64,
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.read += read as u64;

        let is_at_end = read == 0 && !buffer.is_empty();
        if is_at_end {
            self.refuse_changed()?;
        }
        Ok(read)
    }
}

impl Steady {
    fn refuse_changed(&self) -> io::Result<()> {
        let metadata = self.file.metadata()?;
        let before = self.before.len();
        let now = metadata.len();

        let has_same_time = self.before.modified().ok() == metadata.modified().ok();
        if has_same_time && before == now && before == self.read {
            return Ok(());
        }
        let changed = InputError::Changed { before, read: self.read, now };
        Err(io::Error::other(Carried(Box::new(changed))))
    }
}

/// Reads the first `len` bytes, or all if there are fewer. Reads one byte more if the only one may be the first of gzip.
fn read_head(stream: &mut dyn Read, len: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    stream.take(len as u64).read_to_end(&mut head)?;
    if head[..] == GZIP[..1] {
        stream.take(1).read_to_end(&mut head)?;
    }
    Ok(head)
}

/// The digest of what has been read of a source so far; of the whole source once its last row has been read.
#[derive(Clone, Debug, Default)]
pub struct InputHash(Arc<Mutex<Digest>>);

impl InputHash {
    /// The digest so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Digest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Computes the hash of a stream while it is read.
struct Hashing {
    stream: Stream,
    hash: InputHash,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.hash.lock().add(&buffer[..read]);
        Ok(read)
    }
}
