//! What a block of a table has in place of bytes.

use arrow_array::RecordBatch;

/// Rows of a table, as they stand in a block.
#[derive(Clone, Debug)]
pub struct TableBlock {
    pub(super) batch: RecordBatch,
}

impl TableBlock {
    /// The number of rows.
    pub(super) fn rows(&self) -> usize {
        self.batch.num_rows()
    }
}
