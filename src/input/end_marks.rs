//! The marks that some systems put at the end of a text: Ctrl-Z of DOS, and NULs up to the end of a sector.

use std::collections::VecDeque;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

type Stream = Box<dyn Read + Send>;

/// How many marks of the end have been left out of an input, in bytes: known when it has been read to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct EndMarks(Arc<AtomicU64>);

impl EndMarks {
    pub(super) fn set(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How many runs of marks are held back at most.
const RUNS: usize = 1 << 10;

/// A stream whose marks of the end are held back until something follows them.
pub(super) struct Endless {
    stream: Stream,
    /// Runs of the same mark, each with its length in bytes.
    held: Vec<(u8, u64)>,
    /// Bytes and runs of marks that can be handed out.
    ready: VecDeque<Ready>,
    marks: EndMarks,
}

/// What can be handed out.
enum Ready {
    Bytes(Cursor<Vec<u8>>),
    Run(io::Take<io::Repeat>),
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            while let Some(first) = self.ready.front_mut() {
                let read = match first {
                    Ready::Bytes(bytes) => bytes.read(buffer)?,
                    Ready::Run(run) => run.read(buffer)?,
                };
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.ready.pop_front();
            }

            let read = self.stream.read(buffer)?;
            if read == 0 {
                if !buffer.is_empty() {
                    self.marks.set(self.held.iter().map(|(_, len)| len).sum());
                }
                return Ok(0);
            }
            if !self.held.is_empty() {
                self.take(&buffer[..read]);
                continue;
            }

            let end = self.hold(&buffer[..read]);
            if end > 0 {
                return Ok(end);
            }
        }
    }
}

impl Endless {
    pub(super) fn new(stream: Stream, marks: EndMarks) -> Self {
        Self { stream, held: Vec::new(), ready: VecDeque::new(), marks }
    }

    /// Adds what was read behind marks that are held back.
    fn take(&mut self, piece: &[u8]) {
        if !piece.iter().all(|byte| is_end_mark(*byte)) {
            self.release();
        }
        let end = self.hold(piece);
        if end > 0 {
            self.ready.push_back(Ready::Bytes(Cursor::new(piece[..end].to_vec())));
        }
        if self.held.len() > RUNS {
            self.release();
        }
    }

    /// Holds back the marks at the end of a piece. Returns how many bytes it has before them.
    fn hold(&mut self, piece: &[u8]) -> usize {
        let end = piece.iter().rposition(|byte| !is_end_mark(*byte)).map_or(0, |last| last + 1);
        for &mark in &piece[end..] {
            match self.held.last_mut() {
                Some((same, len)) if *same == mark => *len += 1,
                _ => self.held.push((mark, 1)),
            }
        }
        end
    }

    fn release(&mut self) {
        for (mark, len) in self.held.drain(..) {
            self.ready.push_back(Ready::Run(io::repeat(mark).take(len)));
        }
    }
}

fn is_end_mark(byte: u8) -> bool {
    matches!(byte, 0 | 0x1A)
}
