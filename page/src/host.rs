//! What the page does for the library: it reads pieces of files, takes what is written, and shows progress.

use std::io::{self, Read};

use mingcha::message::{Carried, PageError};
use wasm_bindgen::prelude::*;

/// How much of a file is read at once, in bytes. The browser fetches each piece from another process, and the worker waits for
/// it: with pieces of 1 MiB that takes twice as long.
const PIECE: usize = 8 << 20;

#[wasm_bindgen]
extern "C" {
    /// The bytes of a chosen file at an offset, at most so many. Fails if the browser cannot read it.
    #[wasm_bindgen(js_name = mingchaRead, catch)]
    fn read(file: u32, at: f64, most: u32) -> Result<Vec<u8>, JsValue>;

    /// Takes the next bytes of a report.
    #[wasm_bindgen(js_name = mingchaWrite)]
    pub(crate) fn write(bytes: &[u8]);

    /// Which file is being read, and how many rows have been checked so far. The page knows itself how far it has read.
    #[wasm_bindgen(js_name = mingchaProgress)]
    fn progress(file: u32, rows: f64);

    /// A panic, and whether it is one that the program would turn into the error of a damaged file.
    #[wasm_bindgen(js_name = mingchaPanicked)]
    pub(crate) fn panicked(message: &str, is_caught: bool);
}

/// A file that was chosen in the browser. It is read in pieces, so that no file is in memory as a whole because of its size.
#[derive(Debug)]
pub(crate) struct ChosenFile {
    number: u32,
    at: u64,
    size: u64,
    piece: Vec<u8>,
    /// How much of the piece has been handed on.
    taken: usize,
}

impl ChosenFile {
    /// The file of this number in the page's list.
    pub(crate) fn new(number: u32, size: u64) -> Self {
        Self { number, at: 0, size, piece: Vec::new(), taken: 0 }
    }

    fn next_piece(&mut self) -> io::Result<()> {
        let gone = || io::Error::other(Carried(Box::new(PageError::FileGone)));
        let left = usize::try_from(self.size - self.at).unwrap_or(usize::MAX);
        let most = u32::try_from(left.min(PIECE)).unwrap_or_default();
        self.piece = read(self.number, as_number(self.at), most).map_err(|_| gone())?;
        self.taken = 0;

        // A file that has become shorter would end within a row.
        if self.piece.is_empty() {
            return Err(gone());
        }
        self.at += self.piece.len() as u64;
        Ok(())
    }
}

impl Read for ChosenFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.piece.len() {
            if self.at >= self.size {
                return Ok(0);
            }
            self.next_piece()?;
        }
        let rest = &self.piece[self.taken..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}

/// Tells the page which file is being read, and how many rows have been checked.
pub(crate) fn tell_progress(file: u32, rows: u64) {
    progress(file, as_number(rows));
}

/// A number as JavaScript has it.
#[allow(clippy::cast_precision_loss, reason = "files of 9 PB do not occur")]
fn as_number(number: u64) -> f64 {
    number as f64
}
