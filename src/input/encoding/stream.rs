//! A stream of bytes whose encoding is settled while it is read, from the first MiB that begins with a non-ASCII byte.

use std::io::{self, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::detect;
use super::{Encoding, byte_order_mark};
use crate::input::end_marks::{EndMarks, Endless};

/// How many bytes settle the encoding, from the first non-ASCII byte on.
const SAMPLE: usize = 1 << 20;
/// How many bytes are read at a time while the encoding is not settled.
const STEP: usize = 64 * 1024;

/// What is known of an input's encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// Only ASCII has been seen.
    Ascii,
    /// Detected, or named by the user.
    As(Encoding),
    /// There is non-ASCII text that no known encoding explains.
    Unknown,
}

/// A stream without its byte order mark. UTF-16 is transcoded to UTF-8; other bytes are not changed.
pub(crate) struct Bytes {
    stream: Box<dyn Read + Send>,
    /// What has been read from the stream before it was needed.
    ahead: Vec<u8>,
    /// The offset in `ahead` up to which it has been handed out.
    at: usize,
    /// The length of the byte order marks at the beginning, which are not handed out.
    bom_len: usize,
    settled: Settled,
    ended: bool,
}

/// A stream transcoded to UTF-8. What cannot be decoded becomes U+FFFD.
pub(crate) fn transcoded(stream: Box<dyn Read + Send>, from: Encoding) -> Box<dyn Read + Send> {
    Box::new(DecodeReaderBytesBuilder::new().encoding(Some(from.codec())).bom_override(false).build(stream))
}

impl Bytes {
    /// Skips byte order marks and settles the encoding, unless the first bytes are all ASCII. Marks at the end of UTF-16 are left
    /// out and counted.
    pub(crate) fn open(
        stream: Box<dyn Read + Send>,
        named: Option<Encoding>,
        end_marks: &EndMarks,
    ) -> io::Result<Self> {
        let settled = named.map_or(Settled::Ascii, Settled::As);
        let mut bytes = Self { stream, ahead: Vec::new(), at: 0, bom_len: 0, settled, ended: false };
        bytes.look_ahead(STEP)?;
        bytes.skip_byte_order_marks(named.is_some());

        if bytes.settled == Settled::Ascii {
            bytes.settled = detect::utf16_without_bom(&bytes.ahead).map_or(Settled::Ascii, Settled::As);
        }
        bytes.settle()?;

        match bytes.settled {
            Settled::As(encoding) if !encoding.frames_raw() => Ok(bytes.transcoding(encoding, end_marks.clone())),
            _ => Ok(bytes),
        }
    }

    /// Skips byte order marks: several in a row if one system added its own to that of another. The first one settles the
    /// encoding if the user did not name it; other ones are skipped only if they agree.
    fn skip_byte_order_marks(&mut self, is_named: bool) {
        while let Some((encoding, len)) = byte_order_mark(&self.ahead[self.at..]) {
            let may_settle = self.at == 0 && !is_named;
            if !may_settle && self.settled != Settled::As(encoding) {
                break;
            }
            self.at += len;
            self.settled = Settled::As(encoding);
        }
        self.bom_len = self.at;
    }

    /// The stream transcoded to UTF-8.
    fn transcoding(self, from: Encoding, end_marks: EndMarks) -> Self {
        let raw = io::Cursor::new(self.ahead[self.at..].to_vec()).chain(self.stream);
        Self {
            stream: Box::new(Endless::new(transcoded(Box::new(raw), from), end_marks)),
            ahead: Vec::new(),
            at: 0,
            bom_len: self.bom_len,
            settled: self.settled,
            ended: false,
        }
    }

    /// What is known of the encoding so far.
    pub(crate) fn settled(&self) -> Settled {
        self.settled
    }

    /// The length of the byte order marks before the first byte handed out.
    pub(crate) fn bom_len(&self) -> usize {
        self.bom_len
    }

    /// Appends to `buffer` until it is `full` bytes long or the stream ends. Returns whether the stream has ended.
    pub(crate) fn fill(&mut self, buffer: &mut Vec<u8>, full: usize) -> io::Result<bool> {
        self.fill_over(buffer, buffer.len(), full)
    }

    /// Keeps the first `have` bytes of `buffer` and overwrites those behind them, until `buffer` is `full` bytes long or the
    /// stream ends. Memory that is used again need not be cleared first. Returns whether the stream has ended.
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
                // Once the encoding is settled nothing is read ahead.
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

    /// Reads `more` bytes ahead, or all that are left.
    fn look_ahead(&mut self, more: usize) -> io::Result<()> {
        if self.at == self.ahead.len() {
            self.ahead.clear();
            self.at = 0;
        }
        let read = (&mut self.stream).take(more as u64).read_to_end(&mut self.ahead)?;
        self.ended = read < more;
        Ok(())
    }

    /// Settles the encoding unless it is settled, or what has been read ahead is all ASCII.
    fn settle(&mut self) -> io::Result<()> {
        if self.settled != Settled::Ascii {
            return Ok(());
        }
        let Some(offset) = self.ahead[self.at..].iter().position(|byte| !byte.is_ascii()) else { return Ok(()) };
        let first = self.at + offset;

        let have = self.ahead.len() - first;
        if have < SAMPLE && !self.ended {
            self.look_ahead(SAMPLE - have)?;
        }
        let end = self.ahead.len().min(first + SAMPLE);
        self.settled = detect::settle(&self.ahead[first..end]).map_or(Settled::Unknown, Settled::As);
        Ok(())
    }
}
