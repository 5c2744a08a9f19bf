//! Where bytes come from: a file, standard input or memory, each maybe compressed with gzip. What cannot be read is refused
//! before any work.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::InputError;
#[cfg(feature = "workbooks")]
use super::container::packed::Format;
use super::encoding::{Encoding, utf16_without_bom};
use super::end_marks::{EndMarks, Endless};
use super::gzip::{self, Gzip};
use super::steady::{InputFile, Steady};
use crate::digest::Digest;
use crate::message::Carried;
use crate::text::path::shown;

/// The name under which standard input is given and reported.
pub const STDIN: &str = "-";

/// How many bytes of an input are read to detect what it is.
const HEAD: usize = 8 * 1024;

pub(super) type Stream = Box<dyn Read + Send>;

/// The most that is read at once, in bytes.
const LARGEST: u64 = 4 << 30;
/// The most that a stream of unknown size is unpacked to at once, in bytes.
const LARGEST_UNKNOWN: u64 = 1 << 30;
/// What any compressed file may be unpacked to at once, in bytes.
const ANY_RATIO_UP_TO: u64 = 64 << 20;
/// The highest compression ratio of a larger file.
const RATIO: u64 = 200;

/// How a source is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Computes a hash of what is read.
    pub hashed: bool,
    /// Reads only the first byte or two, which tell gzip. An interactive writer may wait for the answer to its first line
    /// before it sends more.
    pub unread: bool,
}

impl Opening {
    /// How many bytes are read to detect what the input is.
    fn head(self) -> usize {
        if self.unread { 1 } else { HEAD }
    }
}

/// An opened input.
pub struct Source {
    /// The name in reports: the path as it was given, with what is no text in it escaped, or `-`.
    pub name: String,
    /// The size in bytes, where it is known before reading.
    pub size: Option<u64>,
    /// The first bytes. The stream of [`Source::into_stream`] yields them again.
    pub head: Vec<u8>,
    /// The hash of all bytes as they are stored (compressed, if they are), if [`Opening::hashed`] was set.
    pub hash: Option<InputHash>,
    /// The file that it is read from, which can be closed until more of it is read. `None` for what cannot be opened twice:
    /// standard input, fifos, devices and bytes in memory.
    pub file: Option<InputFile>,
    /// How many marks of the end have been left out so far.
    pub(super) end_marks: EndMarks,
    /// The bytes after `head`.
    stream: Stream,
    #[cfg_attr(
        not(any(feature = "workbooks", feature = "arrow")),
        allow(dead_code, reason = "archives alone are read at once")
    )]
    /// How many bytes may be read at once. A small file that unpacks to very many is an attack.
    at_once: u64,
}

impl Source {
    /// Opens a path, or standard input for `-`.
    ///
    /// # Errors
    /// The error names the path and says why it cannot be opened or read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, InputError> {
        Self::open_as(path, Opening::default())
    }

    /// Opens a path, or standard input for `-`, in a certain way.
    ///
    /// # Errors
    /// The error names the path and says why it cannot be opened or read.
    pub fn open_as(path: impl AsRef<Path>, opening: Opening) -> Result<Self, InputError> {
        let name = shown(path.as_ref());
        let OpenedPath { size, stream, file } = open_path(path.as_ref()).map_err(|error| error.of(&name))?;
        let source = Self::new_as(&name, size, stream, opening)?;
        Ok(Self { file, ..source })
    }

    /// Takes any stream. `name` is the name in reports, `size` the number of bytes if it is known.
    ///
    /// # Errors
    /// The error has the name and says why the first bytes cannot be read.
    pub fn new(name: &str, size: Option<u64>, stream: Box<dyn Read + Send>) -> Result<Self, InputError> {
        Self::new_as(name, size, stream, Opening::default())
    }

    /// Takes any stream in a certain way.
    ///
    /// # Errors
    /// Those of [`Source::new`].
    pub fn new_as(
        name: &str,
        size: Option<u64>,
        mut stream: Box<dyn Read + Send>,
        opening: Opening,
    ) -> Result<Self, InputError> {
        let hash = opening.hashed.then(InputHash::default);
        if let Some(hash) = hash.clone() {
            stream = Box::new(Hashing { stream, hash });
        }
        let source = Self::with_head(name, size, stream, opening.head())?;
        Ok(Self { hash, ..source })
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

    /// Reads the first `len` bytes. A compressed stream is unpacked: its size is then unknown.
    fn with_head(name: &str, size: Option<u64>, mut stream: Stream, len: usize) -> Result<Self, InputError> {
        let head = read_head(&mut stream, len).map_err(|error| InputError::Unreadable { error }.of(name))?;
        if head.starts_with(gzip::MAGIC) {
            let stream = Gzip::new(Cursor::new(head).chain(stream));
            let stream = Box::new(Unpacking { stream, broken: |error| InputError::BrokenGzip { error } });
            return Self::unpacked(name, size, stream, len, |error| InputError::BrokenGzip { error });
        }
        #[cfg(feature = "workbooks")]
        if let Some(format) = Format::detect(&head) {
            let broken = move |error| InputError::BrokenPacked { format: format.name().to_owned(), error };
            let stream = Box::new(Unpacking { stream: format.unpack(Cursor::new(head).chain(stream)), broken });
            return Self::unpacked(name, size, stream, len, broken);
        }
        let end_marks = EndMarks::default();
        Ok(Self { name: name.to_owned(), size, head, hash: None, file: None, end_marks, stream, at_once: LARGEST })
    }

    /// Reads the first `len` bytes of an unpacked stream. `size` is that of the compressed one, and `broken` the error for a
    /// stream that cannot be unpacked.
    fn unpacked(
        name: &str,
        size: Option<u64>,
        mut stream: Stream,
        len: usize,
        broken: impl Fn(io::Error) -> InputError,
    ) -> Result<Self, InputError> {
        let head = read_head(&mut stream, len).map_err(|error| {
            let is_said = error.get_ref().and_then(|inner| inner.downcast_ref::<Carried>()).is_some();
            let error = if is_said { InputError::Unreadable { error } } else { broken(error) };
            error.of(name)
        })?;
        let at_once = match size {
            None => LARGEST_UNKNOWN,
            Some(size) => size.saturating_mul(RATIO).clamp(ANY_RATIO_UP_TO, LARGEST),
        };
        let end_marks = EndMarks::default();
        Ok(Self { name: name.to_owned(), size: None, head, hash: None, file: None, end_marks, stream, at_once })
    }

    /// How many bytes may be read at once.
    #[cfg(any(feature = "workbooks", feature = "arrow"))]
    pub(super) fn at_once(&self) -> u64 {
        self.at_once
    }

    /// The stream from its first byte.
    #[must_use]
    pub fn into_stream(self) -> Box<dyn Read + Send> {
        Box::new(Cursor::new(self.head).chain(self.stream))
    }
}

impl Source {
    /// The same source without the marks that some systems put at the end of a text: Ctrl-Z of DOS, and NULs up to the end of
    /// a sector. In UTF-16 NUL is half of a character, so such a text is left as it is until it is transcoded.
    ///
    /// # Errors
    /// The first byte cannot be read.
    pub(super) fn without_end_marks(self, encoding: Option<Encoding>) -> Result<Self, InputError> {
        let is_utf16 = match encoding {
            Some(encoding) => matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be),
            None => self.head.contains(&0) && utf16_without_bom(&self.head).is_some(),
        };
        if is_utf16 || is_marked_utf16(&self.head) {
            return Ok(self);
        }

        let Self { head, end_marks, stream, .. } = self;
        let whole = Box::new(Cursor::new(head).chain(stream));
        let mut stream = Endless::new(whole, end_marks.clone());
        let head = read_head(&mut stream, 1).map_err(|error| InputError::Unreadable { error })?;
        Ok(Self { head, end_marks, stream: Box::new(stream), ..self })
    }
}

fn is_marked_utf16(head: &[u8]) -> bool {
    head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF")
}

/// The bytes of a path or of standard input as they are stored.
struct OpenedPath {
    /// Their number, if it is known.
    size: Option<u64>,
    stream: Stream,
    /// The file, if it can be opened again.
    file: Option<InputFile>,
}

fn open_path(path: &Path) -> Result<OpenedPath, InputError> {
    if path.as_os_str() == STDIN {
        return Ok(OpenedPath { size: None, stream: Box::new(io::stdin()), file: None });
    }

    let metadata = std::fs::metadata(path).map_err(|error| InputError::NotFound { error })?;
    if metadata.is_dir() {
        return Err(InputError::Directory { files: shown(&path.join("*.csv")) });
    }

    let file = File::open(path).map_err(|error| InputError::NotOpened { error })?;
    let metadata = file.metadata().map_err(|error| InputError::NotOpened { error })?;

    // Files of /proc have text although their size is zero.
    if !metadata.is_file() || metadata.len() == 0 {
        return Ok(OpenedPath { size: None, stream: Box::new(file), file: None });
    }
    let steady = Steady::new(path.to_owned(), file, &metadata);
    let file = Some(steady.file());
    Ok(OpenedPath { size: Some(metadata.len()), stream: Box::new(steady), file })
}

/// A stream that is unpacked. Where it cannot be, `broken` says what to do.
struct Unpacking<S, F> {
    stream: S,
    broken: F,
}

impl<S: Read, F: Fn(io::Error) -> InputError> Read for Unpacking<S, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buffer).map_err(|error| {
            let is_of_format = matches!(
                error.kind(),
                io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
            );
            if !is_of_format {
                return error;
            }
            let kind = error.kind();
            io::Error::new(kind, Carried(Box::new((self.broken)(error))))
        })
    }
}

/// Reads the first `len` bytes, or all if there are fewer. Reads one byte more if the only one may be the first of gzip.
fn read_head(stream: &mut dyn Read, len: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    stream.take(len as u64).read_to_end(&mut head)?;
    if head[..] == gzip::MAGIC[..1] {
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
