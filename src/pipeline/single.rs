//! One row of an input on its own, for explanations.

use super::hidden::{HiddenWords, NamedWords};
use super::place::Place;
use super::reader::{Facts, HeaderSeen, RowReader};
use crate::checker::Checker;
use crate::input::{Block, Input, InputError};
use crate::matching::Suspects;
use crate::row::Row;

/// Checks one data row of an input, counted from 1, and keeps the text of its cells whatever its verdict. Returns `None` if
/// the input has fewer rows.
///
/// # Errors
/// The input cannot be read.
pub fn row(input: &mut Input, checker: &Checker, number: u64) -> Result<Option<Row>, InputError> {
    let mut block = Block::default();
    let mut splitter = input.splitter();
    let mut place = Place::of_first_row(input);
    while input.next(&mut block)? {
        let lines = splitter.find(&block);
        let mut batch = splitter.batch(&block);
        let headers = batch.header_rows();
        place = place.within(&headers);
        let index = usize::try_from(number - place.rows - 1).unwrap_or(usize::MAX);
        if index >= batch.len() {
            place = place.after(batch.len(), lines);
            continue;
        }

        let mut row = input.empty_row();
        let span = batch.span(index);
        place.number(&mut row, index, span);
        let header = HeaderSeen { repeats_header: headers.same.contains(&index), other: place.other_header };
        let mut reader = RowReader::new(checker, input.max_cell, true);
        let named = NamedWords::new(checker.book());
        let mut words = HiddenWords::new(&named);
        words.search(&block, &batch);
        let record = batch.record(index);
        let facts = Facts {
            raw: block.raw(span, &record),
            suspects: &Suspects::everywhere(),
            header,
            hidden: words.in_record(&record, span),
        };
        reader.read(&record, &facts, &mut row);
        return Ok(Some(row));
    }
    Ok(None)
}
