//! The names of a row, on which the meaning of a hit in another cell may depend.

use std::fmt::Debug;

/// Where the names of a row are read from. Only a hit with a context that reads names needs them, so they cost nothing on all
/// other rows.
pub(crate) trait RowNames: Debug {
    /// The filled names of the row; empty if it has none.
    fn read(&self) -> Vec<String>;
}

/// A text on its own.
#[derive(Debug)]
pub(crate) struct NoNames;

impl RowNames for NoNames {
    fn read(&self) -> Vec<String> {
        Vec::new()
    }
}

impl RowNames for &[&str] {
    fn read(&self) -> Vec<String> {
        self.iter().filter(|name| !name.trim().is_empty()).map(|name| (*name).to_owned()).collect()
    }
}
