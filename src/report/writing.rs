//! A report from its first byte to its last.

use std::io::Write;

use super::{Kept, Piece, PieceKind, Report, ReportError, Summary};

/// One report in the course of being written. Its bytes are those of [`Writing::begin`], then of each
/// [`Writing::block`] in the order of the input, then of [`Writing::finish`].
pub struct Writing<'a> {
    report: &'a Report,
    /// What an assembled report keeps of the blocks so far; `None` for a streamed one.
    whole: Option<Kept>,
    /// Bytes of an assembled report that can be written before its end.
    ready: Vec<u8>,
}

impl<'a> Writing<'a> {
    /// Begins a report. Returns the bytes before its first row as well.
    #[must_use]
    pub fn begin(report: &'a Report) -> (Self, Vec<u8>) {
        let mut head = Vec::new();
        let whole = match report {
            Report::Streamed(report) => {
                report.head(&mut head);
                None
            }
            Report::Assembled(report) => Some(report.empty()),
        };
        (Self { report, whole, ready: Vec::new() }, head)
    }

    /// Takes what the report made of the next block. Returns the bytes that can be written now. An assembled report leaves the
    /// piece empty.
    pub fn block<'p>(&'p mut self, piece: &'p mut Piece) -> &'p [u8] {
        match (self.report, &mut self.whole, &mut piece.0) {
            (Report::Streamed(_), _, PieceKind::Bytes(bytes)) => bytes,
            (Report::Assembled(report), Some(whole), PieceKind::Kept(block)) => {
                report.gather(&mut **whole, &mut **block);
                self.ready.clear();
                report.ready(&mut **whole, &mut self.ready);
                &self.ready
            }
            _ => {
                debug_assert!(false, "the piece is of another report");
                &[]
            }
        }
    }

    /// Writes the last bytes: those after the rows, or all of an assembled report.
    ///
    /// # Errors
    /// The format cannot hold the report, or it cannot be written.
    pub fn finish(self, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        match (self.report, self.whole) {
            (Report::Streamed(report), _) => {
                let mut tail = Vec::new();
                report.tail(summary, &mut tail);
                out.write_all(&tail)?;
            }
            (Report::Assembled(report), Some(mut whole)) => report.finish(&mut *whole, summary, out)?,
            (Report::Assembled(_), None) => {}
        }
        Ok(())
    }
}
