//! Which checked columns had text in some row: a column that is empty in every row is worth a warning.

use std::sync::Arc;

use crate::input::Record;
use crate::report::FilledColumns;

/// The most columns that the summary of lines of JSON names: more than any export has.
const MOST_COLUMNS: usize = 64;

/// The columns of the records of one block. Delimited text has one shape; objects have one for each list of keys.
#[derive(Debug, Default)]
pub(super) struct Filled {
    shape: Option<usize>,
    /// The columns of the shape.
    current: FilledColumns,
    /// The columns of the shapes before.
    earlier: FilledColumns,
}

impl Filled {
    /// Turns to the columns of a record.
    #[inline]
    pub(super) fn turn_to(&mut self, record: &Record<'_>) {
        if self.shape != Some(record.shape) {
            self.leave_shape();
            self.shape = Some(record.shape);
            self.current = record.layout.checked.iter().map(|column| (column.header.clone(), false)).collect();
        }
    }

    /// Notes text in a column, by its number among the checked ones.
    #[inline]
    pub(super) fn note(&mut self, column: usize) {
        self.current[column].1 = true;
    }

    /// The columns of all records since the last call.
    pub(super) fn take(&mut self) -> FilledColumns {
        self.leave_shape();
        std::mem::take(&mut self.earlier)
    }

    fn leave_shape(&mut self) {
        self.shape = None;
        if self.earlier.is_empty() {
            self.earlier = std::mem::take(&mut self.current);
        } else {
            merge(&mut self.earlier, &self.current);
            self.current.clear();
        }
    }
}

/// Adds the columns of later rows to those of earlier ones. Columns of one header are told apart only if both lists come from
/// the same layout.
pub(super) fn merge(known: &mut FilledColumns, later: &[(Arc<str>, bool)]) {
    for (header, filled) in later {
        let same = known.iter().position(|(other, _)| Arc::ptr_eq(other, header));
        let same = same.or_else(|| known.iter().position(|(other, _)| other == header));
        match same {
            Some(at) => known[at].1 |= filled,
            None if known.len() < MOST_COLUMNS => known.push((header.clone(), *filled)),
            None => {}
        }
    }
}
