//! The outputs of a run, fed block by block.

use anyhow::Result;
use indicatif::ProgressBar;

use mingcha::pipeline::Sink;
use mingcha::report::{Format, Summary};

use super::output::Output;

/// All outputs of a run, in the order of its formats.
pub(super) struct Reports<'a> {
    outputs: Vec<Output>,
    formats: &'a [Box<dyn Format>],
    /// The rows of formats that are assembled at the end; none for the others.
    gathered: Vec<Option<Vec<u8>>>,
    bar: ProgressBar,
    /// Bytes of the inputs already done.
    pub(super) before: u64,
}

impl<'a> Reports<'a> {
    pub(super) fn begin(mut outputs: Vec<Output>, formats: &'a [Box<dyn Format>], bar: ProgressBar) -> Result<Self> {
        for (format, output) in formats.iter().zip(&mut outputs) {
            let mut head = Vec::new();
            format.head(&mut head);
            output.write(&head)?;
        }
        let gathered = formats.iter().map(|f| f.is_assembled().then(Vec::new)).collect();
        Ok(Self { outputs, formats, gathered, bar, before: 0 })
    }

    /// Writes all to its end. Nothing appears under its name yet.
    pub(super) fn complete(self, summary: &Summary) -> Result<Vec<Output>> {
        self.bar.finish_and_clear();
        let mut outputs = self.outputs;
        for ((format, output), gathered) in self.formats.iter().zip(&mut outputs).zip(self.gathered) {
            let mut tail = match gathered {
                Some(rows) => format.assemble(rows, summary)?,
                None => Vec::new(),
            };
            format.tail(summary, &mut tail);
            output.write(&tail)?;
        }
        outputs.iter_mut().try_for_each(Output::complete)?;
        Ok(outputs)
    }
}

impl Sink for Reports<'_> {
    fn write(&mut self, rendered: &[Vec<u8>], read: u64) -> Result<()> {
        self.bar.set_position(self.before + read);
        let outputs = self.outputs.iter_mut().zip(&mut self.gathered).zip(self.formats);
        for (((output, gathered), format), bytes) in outputs.zip(rendered) {
            match gathered {
                Some(rows) => format.gather(rows, bytes),
                None => output.write(bytes)?,
            }
        }
        Ok(())
    }
}
