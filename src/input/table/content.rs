//! The bytes of a file that is read in any order.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek as _, SeekFrom};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::input::InputError;
use crate::input::source::Source;
use crate::input::steady::InputFile;

/// Where the bytes are.
#[derive(Clone)]
pub(super) enum Content {
    /// In a file of a length, which is opened when it is read.
    File(InputFile, u64),
    /// In memory, since they came through a pipe or were packed.
    Memory(Bytes),
}

/// An opened content.
pub(super) struct OpenContent {
    bytes: OpenBytes,
    len: u64,
}

enum OpenBytes {
    File(File),
    Memory(Bytes),
}

impl Content {
    /// The content of a source. What is no file is read whole; a hash of the source needs all of it, too.
    ///
    /// # Errors
    /// The source cannot be read, or is too large to be read whole.
    pub(super) fn of(source: Source) -> Result<Self, InputError> {
        let limit = source.at_once();
        let is_hashed = source.hash.is_some();
        let file = source.file.clone().zip(source.size);
        if let Some((file, len)) = file {
            if is_hashed {
                io::copy(&mut source.into_stream(), &mut io::sink()).map_err(unreadable)?;
            }
            return Ok(Self::File(file, len));
        }

        let mut bytes = Vec::new();
        source.into_stream().take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            return Err(InputError::TableTooLarge { limit });
        }
        Ok(Self::Memory(bytes.into()))
    }

    /// Opens the content. `read` is how many bytes of it have been read so far.
    pub(super) fn open(&self, read: u64) -> io::Result<OpenContent> {
        Ok(match self {
            Self::File(file, len) => OpenContent { bytes: OpenBytes::File(file.opened_again(read)?), len: *len },
            Self::Memory(bytes) => OpenContent { len: bytes.len() as u64, bytes: OpenBytes::Memory(bytes.clone()) },
        })
    }

    /// Refuses a file that has changed meanwhile.
    pub(super) fn refuse_changed(&self, open: &OpenContent, read: u64) -> io::Result<()> {
        match (self, &open.bytes) {
            (Self::File(known, _), OpenBytes::File(file)) => known.refuse_changed(file, read),
            _ => Ok(()),
        }
    }
}

fn unreadable(error: io::Error) -> InputError {
    InputError::Unreadable { error }
}

impl OpenContent {
    /// At most so many bytes from an offset on.
    pub(super) fn up_to(&self, start: u64, len: usize) -> io::Result<Bytes> {
        let len = usize::try_from(self.len.saturating_sub(start)).unwrap_or(usize::MAX).min(len);
        match &self.bytes {
            OpenBytes::File(file) => {
                let mut file = file;
                file.seek(SeekFrom::Start(start))?;
                let mut bytes = Vec::with_capacity(len);
                file.take(len as u64).read_to_end(&mut bytes)?;
                Ok(bytes.into())
            }
            OpenBytes::Memory(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
                Ok(bytes.slice(start..start + len))
            }
        }
    }
}

impl Length for OpenContent {
    fn len(&self) -> u64 {
        self.len
    }
}

impl ChunkReader for OpenContent {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        /// Enough for the header of a page, which is all that is read in this way.
        const HEADER: usize = 8 << 10;
        let first = self.up_to(start, HEADER)?;
        let behind = start + first.len() as u64;
        Ok(match &self.bytes {
            OpenBytes::File(file) => {
                let mut rest = file.try_clone()?;
                rest.seek(SeekFrom::Start(behind))?;
                Box::new(Cursor::new(first).chain(rest))
            }
            OpenBytes::Memory(_) => Box::new(Cursor::new(self.up_to(start, usize::MAX)?)),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let bytes = self.up_to(start, length)?;
        if bytes.len() < length {
            return Err(ParquetError::EOF("the file ends within a page".to_owned()));
        }
        Ok(bytes)
    }
}
