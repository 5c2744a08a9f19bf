//! The outputs of a run, fed block by block.

use anyhow::Result;
use indicatif::ProgressBar;

use mingcha::pipeline::Sink;
use mingcha::report::{Piece, Report, ReportError, Summary, Writing};

use super::output::Output;

/// All outputs of a run, in the order of its reports.
pub(super) struct Reports<'a> {
    outputs: Vec<(Writing<'a>, Output)>,
    bar: ProgressBar,
    /// Bytes of the inputs already done.
    pub(super) before: u64,
}

impl<'a> Reports<'a> {
    pub(super) fn begin(outputs: Vec<Output>, reports: &'a [Report], bar: ProgressBar) -> Result<Self> {
        let mut begun = Vec::with_capacity(outputs.len());
        for (report, mut output) in reports.iter().zip(outputs) {
            let (writing, head) = Writing::begin(report);
            output.append(&head)?;
            begun.push((writing, output));
        }
        Ok(Self { outputs: begun, bar, before: 0 })
    }

    /// Writes all to its end. Nothing appears under its name yet.
    pub(super) fn complete(self, summary: &Summary) -> Result<Vec<Output>> {
        self.bar.finish_and_clear();

        let mut outputs = Vec::with_capacity(self.outputs.len());
        for (writing, mut output) in self.outputs {
            match writing.finish(summary, &mut output) {
                Ok(()) => outputs.push(output),
                Err(ReportError::NotWritten { cause }) => return Err(output.not_written(cause).into()),
                Err(error) => return Err(error.into()),
            }
        }

        outputs.iter_mut().try_for_each(Output::complete)?;
        Ok(outputs)
    }
}

impl Sink for Reports<'_> {
    type Error = anyhow::Error;

    fn write(&mut self, pieces: &mut [Piece], read: u64) -> Result<()> {
        self.bar.set_position(self.before + read);
        for ((writing, output), piece) in self.outputs.iter_mut().zip(pieces) {
            let bytes = writing.block(piece);
            if !bytes.is_empty() {
                output.append(bytes)?;
            }
        }
        Ok(())
    }
}
