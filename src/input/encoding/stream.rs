//! A stream of bytes whose encoding is settled on the way, on the first MiB that holds non-ASCII bytes.

use std::io::{self, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::detect;
use super::{Encoding, byte_order_mark};

/// How much text settles the encoding, in bytes from the first non-ASCII byte on.
const SAMPLE: usize = 1 << 20;
/// How much is read at a time while the encoding is not settled.
const STEP: usize = 64 * 1024;

/// What is known of an input's encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// Only ASCII has been seen.
    Ascii,
    /// Proven, or named by the user.
    As(Encoding),
    /// There is non-ASCII text that no known encoding explains.
    Unknown,
}

/// A stream without its byte order mark; UTF-16 is handed out as UTF-8, everything else as it is.
pub(crate) struct Bytes {
    stream: Box<dyn Read + Send>,
    /// Read from the stream but not handed out yet.
    ahead: Vec<u8>,
    at: usize,
    /// Bytes of marks at the beginning, which are not handed out.
    marks: usize,
    settled: Settled,
    ended: bool,
}

impl Bytes {
    /// Looks for byte order marks and for UTF-16.
    pub(crate) fn open(stream: Box<dyn Read + Send>, named: Option<Encoding>) -> io::Result<Self> {
        let settled = named.map_or(Settled::Ascii, Settled::As);
        let mut bytes = Self { stream, ahead: Vec::new(), at: 0, marks: 0, settled, ended: false };
        bytes.look_ahead(STEP)?;
        // Marks stand doubled where one system added its own to another's.
        while let Some((marked, len)) = byte_order_mark(&bytes.ahead[bytes.at..]) {
            let is_first = bytes.at == 0 && named.is_none();
            if !is_first && bytes.settled != Settled::As(marked) {
                break;
            }
            bytes.at += len;
            bytes.settled = Settled::As(marked);
        }
        bytes.marks = bytes.at;
        if bytes.settled == Settled::Ascii {
            bytes.settled = detect::utf16_without_mark(&bytes.ahead).map_or(Settled::Ascii, Settled::As);
        }
        bytes.settle()?;
        if let Settled::As(found) = bytes.settled
            && !found.frames_raw()
        {
            bytes = bytes.transcoding(found);
        }
        Ok(bytes)
    }

    fn transcoding(self, from: Encoding) -> Self {
        let raw = io::Cursor::new(self.ahead[self.at..].to_vec()).chain(self.stream);
        let stream = DecodeReaderBytesBuilder::new().encoding(Some(from.codec())).bom_override(false).build(raw);
        Self {
            stream: Box::new(stream),
            ahead: Vec::new(),
            at: 0,
            marks: self.marks,
            settled: self.settled,
            ended: false,
        }
    }

    /// What is known of the encoding so far.
    pub(crate) fn settled(&self) -> Settled {
        self.settled
    }

    /// How many bytes of marks stood before the first byte handed out.
    pub(crate) fn marks(&self) -> usize {
        self.marks
    }

    /// Appends to `buffer` until it is `full` bytes long or the stream ends. Returns whether the stream has ended.
    pub(crate) fn fill(&mut self, buffer: &mut Vec<u8>, full: usize) -> io::Result<bool> {
        self.fill_over(buffer, buffer.len(), full)
    }

    /// The same, but keeps only the first `have` bytes of `buffer`. What stands behind them is written over: memory that is
    /// used again need not be cleared first.
    pub(crate) fn fill_over(&mut self, buffer: &mut Vec<u8>, have: usize, full: usize) -> io::Result<bool> {
        let mut len = have;
        buffer.resize(full.max(have), 0);
        while len < full {
            if self.at < self.ahead.len() {
                let more = (self.ahead.len() - self.at).min(full - len);
                buffer[len..len + more].copy_from_slice(&self.ahead[self.at..self.at + more]);
                self.at += more;
                len += more;
            } else if self.ended {
                break;
            } else if self.settled == Settled::Ascii {
                self.look_ahead(STEP)?;
                self.settle()?;
            } else {
                match self.stream.read(&mut buffer[len..full]) {
                    Ok(0) => self.ended = true,
                    Ok(read) => len += read,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        }
        buffer.truncate(len);
        Ok(self.ended && self.at == self.ahead.len())
    }

    /// Reads `more` bytes ahead, or all there are.
    fn look_ahead(&mut self, more: usize) -> io::Result<()> {
        if self.at == self.ahead.len() {
            self.ahead.clear();
            self.at = 0;
        }
        self.ended = (&mut self.stream).take(more as u64).read_to_end(&mut self.ahead)? < more;
        Ok(())
    }

    /// Settles the encoding if it is open and what lies ahead holds non-ASCII bytes.
    fn settle(&mut self) -> io::Result<()> {
        let first = self.ahead[self.at..].iter().position(|b| !b.is_ascii()).map(|p| p + self.at);
        let (Settled::Ascii, Some(first)) = (self.settled, first) else { return Ok(()) };
        let have = self.ahead.len() - first;
        if have < SAMPLE && !self.ended {
            self.look_ahead(SAMPLE - have)?;
        }
        let sample = &self.ahead[first..self.ahead.len().min(first + SAMPLE)];
        self.settled = detect::settle(sample).map_or(Settled::Unknown, Settled::As);
        Ok(())
    }
}
