//! One row of an input on its own, for explanations.

use anyhow::Result;

use super::objects;
use super::place::Place;
use super::reader::{Known, RowReader};
use crate::checker::Checker;
use crate::input::{Block, Input, Memory, Records, Spans, find_lines, find_records};
use crate::matching::Suspects;
use crate::row::Row;

/// Checks one data row of an input, counted from 1, and keeps the text of its cells whatever its verdict; none if the
/// input has fewer rows.
pub fn row(input: &mut Input, checker: &Checker, number: u64) -> Result<Option<Row>> {
    let (layout, delimiter) = (input.layout.clone(), input.delimiter);
    let (mut block, mut spans, mut fields, mut decoded) =
        (Block::default(), Spans::default(), Vec::new(), Memory::default());
    let mut place = Place::at_the_first_row(input);
    while input.next(&mut block)? {
        let lines = match input.wanted_of_objects() {
            Some(_) => find_lines(&block, &mut spans),
            None => find_records(&block, delimiter, &mut spans),
        };
        let index = usize::try_from(number - place.rows - 1).unwrap_or(usize::MAX);
        if let Some(&span) = spans.get(index) {
            let mut row = input.empty_row();
            place.number(&mut row, index, span);
            if let Some(wanted) = input.wanted_of_objects() {
                objects::row(wanted, checker, &block, span, input.max_cell, &mut row);
                return Ok(Some(row));
            }
            let records = Records::new(&block, &spans, delimiter, &mut decoded);
            let record = records.read(index, &mut fields);
            let mut reader = RowReader::new(checker, &layout, input.max_cell).keeping_cells();
            let suspects = Suspects::everywhere();
            let open_quote = block.open_quote && index + 1 == spans.len();
            let known = Known { open_quote, suspects: &suspects };
            reader.read(&record, &fields, known, &mut row);
            return Ok(Some(row));
        }
        place = place.after(spans.len(), lines);
    }
    Ok(None)
}
