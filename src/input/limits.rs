//! How large blocks, cells and records may be.

/// The longest record that is kept unchanged, in cells at their limit.
const CELLS_PER_RECORD: usize = 8;
/// The minimum for the limit of a record in bytes, even if the limit of a cell is tiny.
const SHORTEST_LIMIT: usize = 64 * 1024;

/// The sizes of blocks and cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of a block, in bytes. A longer record makes a longer block.
    pub block: usize,
    /// The longest cell that is read whole, in bytes of UTF-8.
    pub cell: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { block: 128 * 1024, cell: 1 << 20 }
    }
}

impl Limits {
    /// The longest record that is kept unchanged, in bytes. It does not depend on the size of a block, so that the size of a
    /// block changes no result.
    pub(crate) fn record(self) -> usize {
        self.cell.saturating_mul(CELLS_PER_RECORD).max(SHORTEST_LIMIT)
    }
}
