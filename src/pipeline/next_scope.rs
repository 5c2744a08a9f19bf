//! The scope in which the one before it may go on.

use crate::input::{Column, Record};
use crate::verdict::Field;

/// The next scope column behind the checked column of this number, if that is a scope. Most rows have one scope, and nothing is
/// behind it.
///
/// Returns `None` if a comma made two fields of one scope: what it separates are two items.
#[inline]
pub(super) fn next_scope<'r>(record: &Record<'r>, number: usize) -> Option<&'r Column> {
    let checked = &record.layout.checked;
    if checked[number].field != Field::Scope {
        return None;
    }
    let next = checked[number + 1..].iter().find(|column| column.field == Field::Scope)?;
    let has_header = record.layout.headers.get(next.index).is_some_and(|header| !header.trim().is_empty());
    (has_header || record.is_sheet_row).then_some(next)
}
