//! Arrow IPC, as a file or as a stream.

use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::SchemaRef;

use super::{Encoder, columnar, schema};
use crate::report::{ReportError, ReportOptions};

/// The arrow report.
#[derive(Clone, Debug)]
pub struct ArrowIpc {
    pub(super) schema: SchemaRef,
    /// Whether it is a stream, which is read while it is written, and not a file.
    is_stream: bool,
}

impl ArrowIpc {
    /// A report with the columns of these options.
    #[must_use]
    pub fn new(options: &ReportOptions) -> Self {
        Self { schema: schema(&options.kept), is_stream: options.is_stream }
    }

    fn begin(&self) -> Result<Box<dyn Encoder>, ReportError> {
        Ok(if self.is_stream {
            Box::new(StreamWriter::try_new(Vec::new(), &self.schema)?)
        } else {
            Box::new(FileWriter::try_new(Vec::new(), &self.schema)?)
        })
    }
}

columnar!(ArrowIpc);

macro_rules! encoder {
    ($writer:ident) => {
        impl Encoder for $writer<Vec<u8>> {
            fn add(&mut self, batch: &RecordBatch) -> Result<(), ReportError> {
                Ok(self.write(batch)?)
            }

            fn take(&mut self, out: &mut Vec<u8>) {
                out.append(self.get_mut());
            }

            fn finish(mut self: Box<Self>, out: &mut Vec<u8>) -> Result<(), ReportError> {
                $writer::finish(&mut self)?;
                self.take(out);
                Ok(())
            }
        }
    };
}
encoder!(FileWriter);
encoder!(StreamWriter);
