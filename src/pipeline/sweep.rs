//! The texts beside the tables: titles, headers, comments, sheets that are not checked. Only the named words are searched for.

use std::sync::Arc;

use crate::checker::{Cell, Checker};
use crate::input::{Aside, AsidePlace};
use crate::report::{AsideNote, Coverage, Swept};
use crate::verdict::Field;

/// The most notes that are kept of one input: a sheet that is not checked may have a word in each row.
const MOST_NOTES: usize = 50;

/// Searches the texts beside the tables of an input for the named words.
///
/// A word in a place that looks like a row of a table is unread text, because its row has no verdict.
#[must_use]
pub fn sweep(asides: &[Aside], checker: &Checker) -> Swept {
    let mut swept = Swept::default();
    for aside in asides {
        let note = note(aside, checker);
        let is_unread = note.as_ref().is_some_and(|note| note.is_unread);
        swept.cells.add(count(&aside.place, is_unread));
        swept.unread += u64::from(is_unread);

        let Some(note) = note else { continue };
        if swept.notes.len() < MOST_NOTES {
            swept.notes.push(note);
        } else {
            swept.left_out += 1;
        }
    }
    swept
}

/// Returns `None` if nothing is to be said of a text.
fn note(aside: &Aside, checker: &Checker) -> Option<AsideNote> {
    let mut terms: Vec<Arc<str>> = Vec::new();
    let mut is_unread = aside.text.is_none();
    if let Some(text) = aside.text.as_deref().filter(|text| checker.sift(text).may_hold) {
        let column = Field::Other.key().into();
        for finding in checker.check(Cell { field: Field::Other, column: &column, text }) {
            if !terms.contains(&finding.term) {
                terms.push(finding.term);
            }
        }
        is_unread = !terms.is_empty() && aside.place.is_in_table();
    }
    let is_worth_saying = is_unread || !terms.is_empty();
    is_worth_saying.then(|| AsideNote { source: aside.source.clone(), place: aside.place.clone(), terms, is_unread })
}

fn count(place: &AsidePlace, is_unread: bool) -> Coverage {
    match place {
        _ if is_unread => Coverage { unread: 1, ..Coverage::default() },
        AsidePlace::Title { .. } | AsidePlace::Header { .. } | AsidePlace::Key { .. } => {
            Coverage { title: 1, ..Coverage::default() }
        }
        _ => Coverage { swept: 1, ..Coverage::default() },
    }
}
