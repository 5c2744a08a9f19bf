//! Reports from their first byte to their last, and a sink that keeps them in memory.

use anyhow::Result;

use super::{Content, Kept, Piece, Report, ReportError, Summary};
use crate::pipeline::Sink;

/// One report in the course of being written. Its bytes are those of [`Writing::begin`], then of each
/// [`Writing::block`] in the order of the input, then of [`Writing::finish`].
pub struct Writing<'a> {
    report: &'a Report,
    /// What an assembled report keeps of the blocks so far; `None` for a streamed one.
    whole: Option<Kept>,
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
        (Self { report, whole }, head)
    }

    /// Takes what the report made of the next block. Returns the bytes that can be written now: none if the report is
    /// assembled, which leaves the piece empty.
    pub fn block<'p>(&mut self, piece: &'p mut Piece) -> &'p [u8] {
        match (self.report, &mut self.whole, &mut piece.0) {
            (Report::Streamed(_), _, Content::Bytes(bytes)) => bytes,
            (Report::Assembled(report), Some(whole), Content::Kept(block)) => {
                report.gather(&mut **whole, &mut **block);
                &[]
            }
            _ => {
                debug_assert!(false, "the piece is of another report");
                &[]
            }
        }
    }

    /// Returns the last bytes: those after the rows, or all of an assembled report.
    ///
    /// # Errors
    /// The format cannot hold the report.
    pub fn finish(self, summary: &Summary) -> Result<Vec<u8>, ReportError> {
        let mut tail = Vec::new();
        match (self.report, self.whole) {
            (Report::Streamed(report), _) => report.tail(summary, &mut tail),
            (Report::Assembled(report), Some(mut whole)) => tail = report.finish(&mut *whole, summary)?,
            (Report::Assembled(_), None) => {}
        }
        Ok(tail)
    }
}

/// A sink that keeps whole reports in memory.
pub struct Collected<'a> {
    reports: Vec<(Writing<'a>, Vec<u8>)>,
}

impl<'a> Collected<'a> {
    /// Begins all reports.
    #[must_use]
    pub fn begin(reports: &'a [Report]) -> Self {
        Self { reports: reports.iter().map(Writing::begin).collect() }
    }

    /// Ends all reports. Returns the bytes of each, in the order of [`Collected::begin`].
    ///
    /// # Errors
    /// One of the formats cannot hold its report.
    pub fn finish(self, summary: &Summary) -> Result<Vec<Vec<u8>>, ReportError> {
        let mut finished = Vec::with_capacity(self.reports.len());
        for (writing, mut bytes) in self.reports {
            bytes.extend(writing.finish(summary)?);
            finished.push(bytes);
        }
        Ok(finished)
    }
}

impl Sink for Collected<'_> {
    fn write(&mut self, pieces: &mut [Piece], _: u64) -> Result<()> {
        for ((writing, bytes), piece) in self.reports.iter_mut().zip(pieces) {
            bytes.extend_from_slice(writing.block(piece));
        }
        Ok(())
    }
}
