//! Lines of JSON become checked rows: each object under its own keys.

use std::sync::Arc;

use super::reader::{Known, RowReader};
use super::{Place, Shared, Worker};
use crate::checker::Checker;
use crate::input::{Block, Layout, Objects, Span, Wanted};
use crate::matching::Suspects;
use crate::row::Row;

/// How many keys the summary names: more than any export has.
const NAMED: usize = 64;

impl Worker<'_> {
    pub(super) fn render_objects<S>(&mut self, shared: &Shared<'_, S>, block: &Block, before: Place) {
        let Some(objects) = &mut self.objects else { return };
        objects.read(block, &self.spans);
        shared.job.checker.sieve().suspects(objects.text(), &mut self.suspects);
        let mut under: Option<(&Layout, RowReader<'_>)> = None;
        for (index, (object, span)) in objects.rows().zip(self.spans.iter()).enumerate() {
            if under.as_ref().is_none_or(|(layout, _)| !std::ptr::eq(*layout, object.layout)) {
                note_keys(&mut self.rendered.keys, under.as_ref());
                let reader = RowReader::new(shared.job.checker, object.layout, shared.max_cell);
                under = Some((object.layout, reader));
            }
            let Some((_, reader)) = &mut under else { continue };
            before.number(&mut self.row, index, *span);
            let known = Known { open_quote: false, suspects: &self.suspects };
            reader.read(&object.record, object.fields, known, &mut self.row);
            self.rendered.add(&mut self.row, shared.job);
        }
        note_keys(&mut self.rendered.keys, under.as_ref());
    }
}

/// Checks one line and keeps the text of its cells.
pub(super) fn row(wanted: &Wanted, checker: &Checker, block: &Block, span: Span, max_cell: usize, row: &mut Row) {
    let mut objects = Objects::new(wanted.clone());
    objects.read(block, &[span]);
    let suspects = Suspects::everywhere();
    for object in objects.rows() {
        let known = Known { open_quote: false, suspects: &suspects };
        let mut reader = RowReader::new(checker, object.layout, max_cell).keeping_cells();
        reader.read(&object.record, object.fields, known, row);
    }
}

/// Notes the checked keys of the objects that one reader has read.
fn note_keys(keys: &mut Vec<(Arc<str>, bool)>, under: Option<&(&Layout, RowReader<'_>)>) {
    let Some((layout, reader)) = under else { return };
    let checked = layout.checked.iter().map(|column| column.header.clone());
    add_keys(keys, &checked.zip(reader.filled.iter().copied()).collect::<Vec<_>>());
}

/// Adds the keys of later objects to those of earlier ones.
pub(super) fn add_keys(keys: &mut Vec<(Arc<str>, bool)>, later: &[(Arc<str>, bool)]) {
    for (key, filled) in later {
        if let Some((_, known)) = keys.iter_mut().find(|(known, _)| known == key) {
            *known |= filled;
        } else if keys.len() < NAMED {
            keys.push((key.clone(), *filled));
        }
    }
}
