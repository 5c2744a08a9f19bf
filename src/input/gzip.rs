//! Streams of gzip: one member after another, and zeros behind them.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

/// How a stream of gzip begins.
pub(super) const MAGIC: &[u8] = &[0x1F, 0x8B];

/// An unpacked stream.
pub(super) enum Gzip<S> {
    /// Between two members.
    Between(BufReader<S>),
    Within(Box<GzDecoder<BufReader<S>>>),
    /// Where an error ended it.
    Ended,
}

impl<S: Read> Gzip<S> {
    pub(super) fn new(packed: S) -> Self {
        Self::Within(Box::new(GzDecoder::new(BufReader::new(packed))))
    }
}

impl<S: Read> Read for Gzip<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            *self = match std::mem::replace(self, Self::Ended) {
                Self::Within(mut member) => {
                    let read = member.read(buffer)?;
                    if read > 0 || buffer.is_empty() {
                        *self = Self::Within(member);
                        return Ok(read);
                    }
                    Self::Between(member.into_inner())
                }
                Self::Between(mut packed) => {
                    // Tapes and rsync fill the last block up, and gunzip leaves that out too.
                    skip_zeros(&mut packed)?;
                    if packed.fill_buf()?.is_empty() {
                        *self = Self::Between(packed);
                        return Ok(0);
                    }
                    Self::Within(Box::new(GzDecoder::new(packed)))
                }
                Self::Ended => return Err(io::ErrorKind::InvalidData.into()),
            };
        }
    }
}

fn skip_zeros(packed: &mut impl BufRead) -> io::Result<()> {
    loop {
        let piece = packed.fill_buf()?;
        let zeros = piece.iter().take_while(|byte| **byte == 0).count();
        let has_ended = zeros < piece.len() || piece.is_empty();
        packed.consume(zeros);
        if has_ended {
            return Ok(());
        }
    }
}
