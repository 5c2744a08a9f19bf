//! The outputs of a run, fed block by block.

use anyhow::Result;

use mingcha::pipeline::Sink;
use mingcha::report::{Piece, Report, ReportError, Summary, Writing};

use super::output::Output;
use super::progress::Progress;

/// All outputs of a run, in the order of its reports.
pub(super) struct Reports<'a> {
    outputs: Vec<(Writing<'a>, Output)>,
    pub(super) progress: Progress,
}

impl<'a> Reports<'a> {
    /// Begins all reports. `has_head` says whether the head of the one on standard output has been written.
    pub(super) fn begin(
        outputs: Vec<Output>,
        reports: &'a [Report],
        progress: Progress,
        has_head: &mut bool,
    ) -> Result<Self> {
        let mut begun = Vec::with_capacity(outputs.len());
        for (report, mut output) in reports.iter().zip(outputs) {
            let (writing, head) = Writing::begin(report);
            let is_written = output.is_stdout() && std::mem::replace(has_head, true);
            if !is_written {
                progress.aside(|| output.append(&head))?;
            }
            begun.push((writing, output));
        }
        Ok(Self { outputs: begun, progress })
    }

    /// Writes all to its end. Nothing appears under its name yet.
    pub(super) fn complete(self, summary: &Summary) -> Result<Vec<Output>> {
        let progress = &self.progress;
        progress.writes();

        let mut outputs = Vec::with_capacity(self.outputs.len());
        for (writing, mut output) in self.outputs {
            let finished = if output.is_stream() {
                progress.aside(|| writing.finish(summary, &mut output))
            } else {
                writing.finish(summary, &mut output)
            };
            match finished {
                Ok(()) => outputs.push(output),
                Err(ReportError::NotWritten { cause }) => return Err(output.not_written(cause).into()),
                Err(error) => return Err(error.into()),
            }
        }

        outputs.iter_mut().try_for_each(Output::complete)?;
        progress.clear();
        Ok(outputs)
    }
}

impl Sink for Reports<'_> {
    type Error = anyhow::Error;

    fn write(&mut self, pieces: &mut [Piece], read: u64) -> Result<()> {
        self.progress.reads(read);
        for ((writing, output), piece) in self.outputs.iter_mut().zip(pieces) {
            let bytes = writing.block(piece);
            if bytes.is_empty() {
                continue;
            }
            if output.is_stream() {
                self.progress.aside(|| output.append(bytes))?;
            } else {
                output.append(bytes)?;
            }
        }
        Ok(())
    }
}
