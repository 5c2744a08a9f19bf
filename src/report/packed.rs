//! The rows of a document in little memory: packed while the run goes on, unpacked one after another at its end.
//!
//! A document has its figures before its rows, and they are known last. The rows wait for them in memory, since cell text
//! never goes into a temporary file. Rows are much alike, so they pack into about a tenth.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::vec;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::in_memory;

/// How many bytes are packed at once.
const CHUNK: usize = 128 * 1024;
/// The length of a row stands before it, in so many bytes.
const LENGTH: usize = size_of::<u64>();

/// Packed rows.
#[derive(Debug, Default)]
pub struct Packed {
    chunks: Vec<Chunk>,
    /// The last rows, each behind its length, not packed yet.
    open: Vec<u8>,
    rows: usize,
    /// The length of all rows, in bytes.
    size: u64,
}

#[derive(Debug)]
struct Chunk {
    bytes: Box<[u8]>,
    /// Its length when it is unpacked, in bytes.
    len: usize,
}

impl Packed {
    /// Adds a row.
    pub(crate) fn push(&mut self, row: &[u8]) {
        self.open.extend_from_slice(&(row.len() as u64).to_le_bytes());
        self.open.extend_from_slice(row);
        self.rows += 1;
        self.size += row.len() as u64;
        self.pack_if(CHUNK);
    }

    /// Adds the rows of the next block.
    pub(crate) fn gather(&mut self, mut block: Self) {
        if !block.chunks.is_empty() {
            self.pack_if(1);
            self.chunks.append(&mut block.chunks);
        }
        self.open.extend_from_slice(&block.open);
        self.rows += block.rows;
        self.size += block.size;
        self.pack_if(CHUNK);
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The length of all rows, in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    fn pack_if(&mut self, least: usize) {
        if self.open.len() < least {
            return;
        }
        let mut encoder = DeflateEncoder::new(Vec::with_capacity(self.open.len() / 4), Compression::fast());
        in_memory(encoder.write_all(&self.open));
        let bytes = encoder.finish().unwrap_or_default().into_boxed_slice();
        self.chunks.push(Chunk { bytes, len: self.open.len() });
        self.open.clear();
    }

    /// The rows, from the first.
    pub(crate) fn unpack(self) -> Unpacked {
        Unpacked { chunks: self.chunks.into_iter(), open: self.open, current: Vec::new(), at: 0 }
    }
}

/// Rows that are unpacked one after another. What has been unpacked is given back.
pub(crate) struct Unpacked {
    chunks: vec::IntoIter<Chunk>,
    open: Vec<u8>,
    /// The chunk that is being read.
    current: Vec<u8>,
    at: usize,
}

impl Unpacked {
    /// The next row.
    ///
    /// # Errors
    /// The memory of the program is damaged.
    pub(crate) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        while self.at == self.current.len() {
            self.at = 0;
            self.current.clear();
            match self.chunks.next() {
                Some(chunk) => {
                    self.current.reserve(chunk.len);
                    DeflateDecoder::new(&*chunk.bytes).read_to_end(&mut self.current)?;
                    if self.current.len() != chunk.len {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                None if self.open.is_empty() => return Ok(None),
                None => self.current = std::mem::take(&mut self.open),
            }
        }

        let (length, rest) = self.current[self.at..].split_first_chunk::<LENGTH>().ok_or(ErrorKind::UnexpectedEof)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let row = rest.get(..length).ok_or(ErrorKind::UnexpectedEof)?;
        self.at += LENGTH + length;
        Ok(Some(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(packed: Packed) -> Vec<Vec<u8>> {
        let mut unpacked = packed.unpack();
        let mut rows = Vec::new();
        while let Some(row) = unpacked.next().unwrap() {
            rows.push(row.to_vec());
        }
        rows
    }

    #[test]
    fn rows_come_back_as_they_were_however_they_are_cut_into_blocks() {
        let rows: Vec<Vec<u8>> =
            (0..2000_usize).map(|row| format!("第{row}行").repeat(row % 97).into_bytes()).collect();
        for block in [1, 7, 500, 2000] {
            let mut whole = Packed::default();
            for rows in rows.chunks(block) {
                let mut piece = Packed::default();
                for row in rows {
                    piece.push(row);
                }
                whole.gather(piece);
            }
            assert_eq!(whole.rows(), rows.len());
            assert_eq!(whole.size(), rows.iter().map(|row| row.len() as u64).sum::<u64>());
            assert!(rows_of(whole) == rows, "{block}");
        }
    }

    #[test]
    fn rows_that_are_much_alike_take_a_fraction_of_their_length() {
        let mut packed = Packed::default();
        for number in 0..10_000 {
            packed.push(format!("<tr><td>{number}</td><td>虚拟货币交易与软件开发</td></tr>").repeat(4).as_bytes());
        }
        let kept: usize = packed.chunks.iter().map(|chunk| chunk.bytes.len()).sum();
        assert!(kept as u64 * 5 < packed.size() && packed.open.capacity() <= 4 * CHUNK, "{kept} of {}", packed.size());
    }
}
