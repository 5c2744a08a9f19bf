//! The names of a record, for contexts of its other cells.

use std::fmt;

use crate::input::Record;
use crate::row::is_empty;
use crate::rules::RowNames;
use crate::verdict::Field;

/// The name columns of a record.
pub(super) struct NamesOfRecord<'r> {
    pub(super) record: &'r Record<'r>,
    /// The most bytes of a name that are read.
    pub(super) longest: usize,
}

impl RowNames for NamesOfRecord<'_> {
    #[cold]
    fn read(&self) -> Vec<String> {
        let mut memory = String::new();
        let mut names = Vec::new();
        for column in self.record.layout.checked.iter().filter(|column| column.field == Field::Name) {
            let name = self.record.field(column.index, &mut memory).unwrap_or_default();
            let name = &name[..name.floor_char_boundary(self.longest)];
            if !is_empty(name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

impl fmt::Debug for NamesOfRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.read()).finish()
    }
}
