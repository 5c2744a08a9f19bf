//! The columns that the user names.

use std::collections::{BTreeMap, BTreeSet};

use super::known::same_header;
use crate::verdict::Field;

/// The columns that the user names, each by header or by 1-based number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The columns of each of [`Field::CHECKED`]. If none are named for a field, they are found by known headers.
    pub columns: BTreeMap<Field, Vec<String>>,
    /// The fields whose named columns are checked beside those that are known by their headers, and not in place of them.
    pub beside: BTreeSet<Field>,
    /// Columns with ids. The first one that is filled counts.
    pub ids: Vec<String>,
    /// Columns that the report carries along.
    pub keep: Keep,
    /// The column by whose values documents count rows, by header or 1-based number.
    pub group: Option<String>,
    /// Whether the input has no header: its first record is data.
    pub no_headers: bool,
    /// The columns of an input that is read for another purpose than checking, each by the headers that it may have. If there
    /// are any, no column is checked.
    pub required: Vec<Vec<String>>,
}

/// Which original columns the report carries along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Keep {
    /// None.
    #[default]
    Nothing,
    /// All of them.
    All,
    /// These, by header or 1-based number.
    These(Vec<String>),
}

impl Wanted {
    /// Names a column of a field, by header or 1-based number, in addition to those named before.
    #[must_use]
    pub fn with(mut self, field: Field, column: &str) -> Self {
        self.columns.entry(field).or_default().push(column.to_owned());
        self
    }

    /// The columns that are named for a field.
    #[must_use]
    pub fn of(&self, field: Field) -> &[String] {
        self.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The columns that are named for any field.
    pub(super) fn of_fields(&self) -> impl Iterator<Item = &String> {
        Field::CHECKED.into_iter().flat_map(|field| self.of(field))
    }

    /// Whether the columns that are named for a field take the place of those that are known by their headers.
    pub(super) fn replaces(&self, field: Field) -> bool {
        !self.beside.contains(&field) && !self.of(field).is_empty()
    }

    /// Whether the columns of any field are named in place of known ones.
    pub(super) fn names_any(&self) -> bool {
        Field::CHECKED.into_iter().any(|field| self.replaces(field))
    }

    /// Whether a column of a field is named by its number.
    pub(super) fn names_numbers(&self) -> bool {
        self.of_fields().any(|name| is_number(name))
    }

    /// The same without the names that count beside known headers, and without ids, if there are such names.
    pub(super) fn by_known_headers(&self) -> Option<Self> {
        if self.beside.is_empty() {
            return None;
        }
        let mut wanted = self.clone();
        wanted.columns.retain(|field, _| !self.beside.contains(field));
        wanted.ids.clear();
        Some(wanted)
    }

    /// Whether one of the names means this header.
    ///
    /// A number names a column and not a header: if column 2 is wanted, the row with the id 2 is not a header row.
    pub(super) fn names_header(&self, header: &str) -> bool {
        let mut all = self.of_fields().chain(&self.ids).chain(self.required.iter().flatten());
        all.any(|name| !is_number(name) && same_header(name, header))
    }

    /// Whether the columns of a field are found by known headers, or are named by number only.
    pub(super) fn recognises(&self, field: Field) -> bool {
        self.required.is_empty() && (!self.replaces(field) || self.of(field).iter().all(|name| is_number(name)))
    }
}

fn is_number(name: &str) -> bool {
    name.trim().parse::<usize>().is_ok()
}
