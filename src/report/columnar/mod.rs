//! Reports for engines: Parquet and Arrow files of one row a row, lossless.
//!
//! Workers build columns of the rows of each block. In the order of the input these are joined to batches of a fixed number of
//! rows and encoded, so that the bytes depend on the rows alone and memory stays at one row group.

mod arrow;
mod parquet;
mod rows;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat_batches;

pub use arrow::ArrowIpc;
pub use parquet::Parquet;
use rows::RowColumns;
pub(super) use rows::schema;

use super::ReportError;
use crate::row::Row;

/// How many rows are encoded at a time.
const BATCH: usize = 8192;

/// The name of the entry in the description of a file that tells it as a report.
pub const MARK: &str = "mingcha.report";

/// Encodes batches as a file.
pub(super) trait Encoder: Send {
    /// Encodes a batch.
    fn add(&mut self, batch: &RecordBatch) -> Result<(), ReportError>;

    /// Moves the bytes that are finished into `out`.
    fn take(&mut self, out: &mut Vec<u8>);

    /// Ends the file and moves the rest of its bytes into `out`.
    fn finish(self: Box<Self>, out: &mut Vec<u8>) -> Result<(), ReportError>;
}

/// What is kept of rows that are not written yet. The piece of a block has columns that grow; the whole has batches and the
/// encoder.
#[derive(Default)]
pub struct Rows {
    columns: Option<RowColumns>,
    /// Batches that have not been encoded, and the number of their rows.
    waiting: Vec<RecordBatch>,
    count: usize,
    encoder: Option<Box<dyn Encoder>>,
    /// What went wrong; it is returned at the end.
    failed: Option<ReportError>,
}

impl Rows {
    fn add(&mut self, row: &Row, schema: &SchemaRef) {
        let columns = self.columns.get_or_insert_with(|| RowColumns::new(schema));
        columns.add(row);
        if columns.is_full() {
            self.end_columns();
        }
    }

    /// Turns the columns that grow into a batch.
    fn end_columns(&mut self) {
        let Some(mut columns) = self.columns.take() else { return };
        match columns.finish() {
            Ok(batch) => {
                self.count += batch.num_rows();
                self.waiting.push(batch);
            }
            Err(error) => self.fail(error.into()),
        }
    }

    fn fail(&mut self, error: ReportError) {
        self.failed.get_or_insert(error);
    }

    /// Takes over the rows of the next block.
    fn gather(&mut self, mut block: Self) {
        block.end_columns();
        self.count += block.count;
        self.waiting.append(&mut block.waiting);
        if let Some(error) = block.failed {
            self.fail(error);
        }
    }

    /// Encodes all whole batches. `begin` makes the encoder.
    fn encode(&mut self, begin: impl FnOnce() -> Result<Box<dyn Encoder>, ReportError>, out: &mut Vec<u8>) {
        if self.count < BATCH || self.failed.is_some() {
            return;
        }
        if let Err(error) = self.try_encode(begin) {
            self.fail(error);
        }
        if let Some(encoder) = &mut self.encoder {
            encoder.take(out);
        }
    }

    fn try_encode(&mut self, begin: impl FnOnce() -> Result<Box<dyn Encoder>, ReportError>) -> Result<(), ReportError> {
        let encoder = match &mut self.encoder {
            Some(encoder) => encoder,
            None => self.encoder.insert(begin()?),
        };
        let Some(first) = self.waiting.first() else { return Ok(()) };
        let all = concat_batches(&first.schema(), &self.waiting)?;
        let whole = all.num_rows() / BATCH * BATCH;
        for start in (0..whole).step_by(BATCH) {
            encoder.add(&all.slice(start, BATCH))?;
        }
        self.count = all.num_rows() - whole;
        self.waiting = if self.count > 0 { vec![all.slice(whole, self.count)] } else { Vec::new() };
        Ok(())
    }

    /// Encodes the last rows and ends the file.
    fn finish(
        mut self,
        begin: impl FnOnce() -> Result<Box<dyn Encoder>, ReportError>,
        out: &mut Vec<u8>,
    ) -> Result<(), ReportError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut encoder = match self.encoder.take() {
            Some(encoder) => encoder,
            None => begin()?,
        };
        if let Some(first) = self.waiting.first() {
            encoder.add(&concat_batches(&first.schema(), &self.waiting)?)?;
        }
        encoder.finish(out)
    }
}

impl From<ArrowError> for ReportError {
    fn from(error: ArrowError) -> Self {
        Self::Columns { error: crate::message::Spoken(error.to_string()) }
    }
}

/// Declares a report whose rows are encoded as they come.
macro_rules! columnar {
    ($name:ident) => {
        impl $crate::report::Assembled for $name {
            type Piece = $crate::report::columnar::Rows;

            fn row(&self, row: &$crate::row::Row, piece: &mut Self::Piece) {
                piece.add(row, &self.schema);
            }

            fn gather(&self, whole: &mut Self::Piece, block: Self::Piece) {
                whole.gather(block);
            }

            fn ready(&self, whole: &mut Self::Piece, out: &mut Vec<u8>) {
                whole.encode(|| self.begin(), out);
            }

            fn finish(
                &self,
                whole: Self::Piece,
                _: &$crate::report::Summary,
                out: &mut dyn std::io::Write,
            ) -> Result<(), $crate::report::ReportError> {
                let mut rest = Vec::new();
                whole.finish(|| self.begin(), &mut rest)?;
                Ok(out.write_all(&rest)?)
            }
        }
    };
}
use columnar;
