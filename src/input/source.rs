//! Where bytes come from: a file, standard input, a gzip stream in either; refused before any work if it cannot be read.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;

use crate::digest::Digest;

/// The name under which standard input is given and reported.
pub const STDIN: &str = "-";
const GZIP: &[u8] = &[0x1F, 0x8B];
/// How much of an input is read to tell what it is.
const HEAD: usize = 8 * 1024;

/// What opening a source does beyond making it readable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Hashes what is read.
    pub hashed: bool,
    /// Reads no more of it yet than tells gzip: whoever writes it may wait for an answer to its first line.
    pub unread: bool,
}

/// An opened input.
pub struct Source {
    /// The name in reports: the path as it was given, or `-`.
    pub name: String,
    /// The size in bytes, where it is known before reading.
    pub size: Option<u64>,
    /// The first bytes, which are also the first that the stream yields.
    pub head: Vec<u8>,
    /// What hashes all that is read, if that was asked for: the bytes as they lie there, still packed if they are.
    pub hash: Option<InputHash>,
    stream: Box<dyn Read + Send>,
}

impl Source {
    /// Opens a path, or standard input for `-`.
    pub fn open(path: &str) -> Result<Self> {
        Self::open_as(path, Opening::default())
    }

    /// The same, and does what else is asked for.
    pub fn open_as(path: &str, opening: Opening) -> Result<Self> {
        let (size, mut stream) = stream(path)?;
        let hash = opening.hashed.then(InputHash::default);
        if let Some(hash) = hash.clone() {
            stream = Box::new(Hashing { stream, hash });
        }
        let head = if opening.unread { 1 } else { HEAD };
        Ok(Self { hash, ..Self::with_head(path, size, stream, head)? })
    }

    /// Takes any stream; what looks like gzip is unpacked.
    pub fn new(name: &str, size: Option<u64>, stream: Box<dyn Read + Send>) -> Result<Self> {
        Self::with_head(name, size, stream, HEAD)
    }

    fn with_head(name: &str, size: Option<u64>, mut stream: Box<dyn Read + Send>, len: usize) -> Result<Self> {
        let head = read_head(&mut stream, len).with_context(|| format!("{name}: cannot be read"))?;
        if !head.starts_with(GZIP) {
            return Ok(Self { name: name.to_owned(), size, head, hash: None, stream });
        }
        let mut stream: Box<dyn Read + Send> = Box::new(MultiGzDecoder::new(io::Cursor::new(head).chain(stream)));
        let head = read_head(&mut stream, len).with_context(|| format!("{name}: is not readable as gzip"))?;
        Ok(Self { name: name.to_owned(), size: None, head, hash: None, stream })
    }

    /// The stream from its first byte.
    #[must_use]
    pub fn into_stream(self) -> Box<dyn Read + Send> {
        Box::new(io::Cursor::new(self.head).chain(self.stream))
    }
}

/// The bytes of a path or of standard input as they lie there, and how many there are, where that is known.
fn stream(path: &str) -> Result<(Option<u64>, Box<dyn Read + Send>)> {
    if path == STDIN {
        return Ok((None, Box::new(io::stdin())));
    }
    let metadata = std::fs::metadata(path).with_context(|| format!("{path}: cannot be opened; check the path"))?;
    if metadata.is_dir() {
        bail!("{path}: is a directory; name its files, such as {}", Path::new(path).join("*.csv").display());
    }
    let refused = || format!("{path}: cannot be opened; check its permissions");
    let file = File::open(path).with_context(refused)?;
    let metadata = file.metadata().with_context(refused)?;
    // The files of /proc say that they are empty, and are not.
    if !metadata.is_file() || metadata.len() == 0 {
        return Ok((None, Box::new(file)));
    }
    Ok((Some(metadata.len()), Box::new(Steady { file, before: metadata, read: 0 })))
}

/// A file that must stay as it is until it has been read. One that is still being written, or is cut, would end somewhere
/// in a row without anyone noticing.
struct Steady {
    file: File,
    before: Metadata,
    read: u64,
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.read += read as u64;
        if read == 0 && !buffer.is_empty() {
            self.has_not_changed()?;
        }
        Ok(read)
    }
}

impl Steady {
    fn has_not_changed(&self) -> io::Result<()> {
        let (before, now) = (self.before.len(), self.file.metadata()?);
        let same_time = self.before.modified().ok() == now.modified().ok();
        if same_time && before == now.len() && before == self.read {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "it has changed while it was read (it had {before} bytes, {} were read, now it has {}); check it when nobody \
             writes to it",
            self.read,
            now.len()
        )))
    }
}

/// Reads the first `len` bytes, or all there are; one more where the first may be that of gzip.
fn read_head(stream: &mut dyn Read, len: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    stream.take(len as u64).read_to_end(&mut head)?;
    if head[..] == GZIP[..1] {
        stream.take(1).read_to_end(&mut head)?;
    }
    Ok(head)
}

/// The digest of what has been read of a source: of all of it, when its last row has been read.
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

struct Hashing {
    stream: Box<dyn Read + Send>,
    hash: InputHash,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.hash.lock().add(&buffer[..read]);
        Ok(read)
    }
}
