//! Which checked columns had text in some row: a column that is empty in every row is worth a warning.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::input::Layout;
use crate::report::FilledColumns;

/// The most columns that the summary of lines of JSON names: more than any export has.
const MOST_COLUMNS: usize = 64;

/// The most keys of objects that are searched for named words.
const MOST_KEYS: usize = 10_000;

/// The columns of the records of one block. Delimited text has one shape; objects have one for each list of keys.
#[derive(Debug, Default)]
pub(super) struct Filled {
    shape: Option<usize>,
    /// The columns of the shape.
    current: FilledColumns,
    /// For each of them whether it continues another and has no header of its own: it is named only if it has text.
    continues: Vec<bool>,
    /// The columns of the shapes before.
    earlier: FilledColumns,
    /// The shapes whose keys have been noted, and these keys.
    with_keys: BTreeSet<usize>,
    keys: Keys,
}

impl Filled {
    /// Turns to the columns of a record, by the number of its shape.
    #[inline]
    pub(super) fn turn_to(&mut self, layout: &Layout, shape: usize) {
        if self.shape != Some(shape) {
            self.leave_shape();
            self.shape = Some(shape);
            if !layout.keys.is_empty() && self.with_keys.insert(shape) {
                self.keys.add(&layout.keys);
            }
            for column in &layout.checked {
                self.current.push((column.header.clone(), false));
                self.continues.push(column.continues);
            }
        }
    }

    /// Notes text in a column, by its number among the checked ones.
    #[inline]
    pub(super) fn note(&mut self, column: usize) {
        self.current[column].1 = true;
    }

    /// Moves the columns of all records since the last call into `columns`, in the memory that both have already.
    pub(super) fn take(&mut self, columns: &mut FilledColumns) {
        self.leave_shape();
        columns.clear();
        columns.append(&mut self.earlier);
    }

    /// Hands out the keys of all objects since the last call.
    pub(super) fn take_keys(&mut self) -> Keys {
        self.with_keys.clear();
        std::mem::take(&mut self.keys)
    }

    fn leave_shape(&mut self) {
        self.shape = None;
        let mut continues = self.continues.iter();
        self.current.retain(|(_, filled)| {
            let continues = continues.next().copied().unwrap_or_default();
            *filled || !continues
        });
        self.continues.clear();
        if self.earlier.is_empty() {
            // All columns of a shape are kept, also several of one header.
            self.earlier.append(&mut self.current);
        } else {
            merge(&mut self.earlier, &self.current);
            self.current.clear();
        }
    }
}

/// The keys of objects, in the order of their first appearance.
#[derive(Debug, Default)]
pub(super) struct Keys {
    seen: BTreeSet<Arc<str>>,
    pub(super) in_order: Vec<Arc<str>>,
    /// Whether there are more than can be remembered.
    pub(super) is_full: bool,
}

impl Keys {
    /// Adds the keys of later objects.
    pub(super) fn add(&mut self, later: &[Arc<str>]) {
        for key in later {
            if self.seen.contains(key) {
                continue;
            }
            self.is_full |= self.seen.len() >= MOST_KEYS;
            if !self.is_full {
                self.seen.insert(key.clone());
                self.in_order.push(key.clone());
            }
        }
    }
}

/// Adds the columns of later rows to those of earlier ones. Columns of one header are told apart only if both lists come from
/// the same layout.
pub(super) fn merge(known: &mut FilledColumns, later: &[(Arc<str>, bool)]) {
    for (at, (header, filled)) in later.iter().enumerate() {
        // Nearly always both lists have the same columns in the same order.
        if let Some((other, known)) = known.get_mut(at)
            && Arc::ptr_eq(other, header)
        {
            *known |= filled;
            continue;
        }
        let same = known.iter().position(|(other, _)| Arc::ptr_eq(other, header));
        let same = same.or_else(|| known.iter().position(|(other, _)| other == header));
        match same {
            Some(at) => known[at].1 |= filled,
            None if known.len() < MOST_COLUMNS => known.push((header.clone(), *filled)),
            None => {}
        }
    }
}
