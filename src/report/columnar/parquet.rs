//! Parquet, compressed with snappy, which every engine reads.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::{BATCH, Encoder, MARK, columnar, schema};
use crate::message::Spoken;
use crate::report::{ReportError, ReportOptions};

/// How many batches a row group has.
const BATCHES: usize = 16;

/// The parquet report.
#[derive(Clone, Debug)]
pub struct Parquet {
    pub(super) schema: SchemaRef,
}

impl Parquet {
    /// A report with the columns of these options.
    #[must_use]
    pub fn new(options: &ReportOptions) -> Self {
        Self { schema: schema(&options.kept) }
    }

    fn begin(&self) -> Result<Box<dyn Encoder>, ReportError> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("mingcha {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(vec![KeyValue::new(MARK.to_owned(), env!("CARGO_PKG_VERSION").to_owned())]))
            .set_max_row_group_row_count(Some(BATCH * BATCHES))
            .build();
        Ok(Box::new(ArrowWriter::try_new(Vec::new(), self.schema.clone(), Some(properties))?))
    }
}

columnar!(Parquet);

impl Encoder for ArrowWriter<Vec<u8>> {
    fn add(&mut self, batch: &RecordBatch) -> Result<(), ReportError> {
        Ok(self.write(batch)?)
    }

    fn take(&mut self, out: &mut Vec<u8>) {
        out.append(self.inner_mut());
    }

    fn finish(self: Box<Self>, out: &mut Vec<u8>) -> Result<(), ReportError> {
        out.append(&mut (*self).into_inner()?);
        Ok(())
    }
}

impl From<ParquetError> for ReportError {
    fn from(error: ParquetError) -> Self {
        Self::Columns { error: Spoken(error.to_string()) }
    }
}
