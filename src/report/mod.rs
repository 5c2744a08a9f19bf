//! Reports: what a run says, in one format a file.

mod csv;
mod cut;
mod github;
mod groups;
mod html;
mod jsonl;
mod junit;
mod labels;
mod message;
mod prose;
mod sarif;
mod snippet;
mod stretches;
mod summary;
mod text;
mod xlsx;

use std::io;

use anyhow::Result;

pub use self::csv::Csv;
pub use crate::message::Lang;
pub use github::Github;
pub use html::Html;
pub use jsonl::Jsonl;
pub use junit::Junit;
pub use sarif::{Sarif, SarifRule};
pub use summary::{Counts, InputSummary, Summary};
pub use text::Text;
pub use xlsx::Xlsx;

use crate::row::{ClearRow, Row};
use crate::verdict::Verdict;

/// A report format. Rows are rendered by any worker; head and tail once, around all rows.
pub trait Format: Send + Sync {
    /// What stands before the first row.
    fn head(&self, out: &mut Vec<u8>);
    /// One row.
    fn row(&self, row: &Row, out: &mut Vec<u8>);
    /// Whether rows of which there is nothing to say can be given to [`Format::clear_row`].
    fn takes_clear_rows(&self) -> bool {
        false
    }
    /// Writes what [`Format::row`] would write of such a row: nothing, in most formats.
    fn clear_row(&self, row: &ClearRow<'_>, out: &mut Vec<u8>) {
        let _ = (row, out);
    }
    /// What stands after the last row.
    fn tail(&self, summary: &Summary, out: &mut Vec<u8>);
    /// For a format that needs all rows before it can write its first byte: makes the file of what [`Format::row`]
    /// rendered, in order. Such a format is kept in memory; it has neither head nor tail.
    fn assemble(&self, rows: Vec<u8>, summary: &Summary) -> Result<Vec<u8>> {
        let _ = summary;
        Ok(rows)
    }
    /// Takes the rendered rows of one block, in the order of the input, to those of the blocks before, for
    /// [`Format::assemble`]. A format that keeps only so many says here which.
    fn gather(&self, gathered: &mut Vec<u8>, rows: &[u8]) {
        gathered.extend_from_slice(rows);
    }
    /// Whether [`Format::assemble`] makes the file.
    fn is_assembled(&self) -> bool {
        false
    }
}

/// Whether a document lists a row without being asked for all: it is not clear, or only by an earlier decision.
fn is_flagged(row: &Row) -> bool {
    row.verdict != Verdict::Clear || row.decision.is_some()
}

/// Writing to memory cannot fail; this says so in one place.
pub(crate) fn in_memory<T>(written: io::Result<T>) {
    debug_assert!(written.is_ok(), "writing to memory failed");
    drop(written);
}
