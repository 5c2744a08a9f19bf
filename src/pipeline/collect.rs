//! Reports in memory.

use super::{PipelineError, Sink};
use crate::report::{Piece, Report, ReportError, Summary, Writing};

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
            writing.finish(summary, &mut bytes)?;
            finished.push(bytes);
        }
        Ok(finished)
    }
}

impl Sink for Collected<'_> {
    type Error = PipelineError;

    fn write(&mut self, pieces: &mut [Piece], _: u64) -> Result<(), PipelineError> {
        for ((writing, bytes), piece) in self.reports.iter_mut().zip(pieces) {
            bytes.extend_from_slice(writing.block(piece));
        }
        Ok(())
    }
}
