//! The rows of a table as records.

use std::ops::Range;
use std::sync::Arc;

use super::block::TableBlock;
use super::cells::Cells;
use super::columns::TableColumns;
use crate::input::block::Block;
use crate::input::delimited::{Dialect, FieldSpan, Fields, Lines, Span, Spans};
use crate::input::limits::Limits;
use crate::input::record::Record;
use crate::verdict::{Detail, Field, Problem, ProblemKind};

/// By how many bytes a checked cell may be longer than is read, so that the check sees that it is.
const SPARE: usize = 4;

/// The rows of a block. The memory of one block serves for the next.
#[derive(Debug)]
pub(crate) struct TableRows {
    columns: Arc<TableColumns>,
    limits: Limits,
    /// For each header the field that it is checked as.
    checked: Vec<Option<Field>>,
    dialect: Dialect,
    /// All cells of the block, each on a line of its own.
    text: String,
    fields: Vec<FieldSpan>,
    notes: Vec<Problem>,
    rows: Vec<TableRow>,
}

/// The parts of one row.
#[derive(Debug)]
struct TableRow {
    text: Range<usize>,
    fields: Range<usize>,
    notes: Range<usize>,
}

/// Lists the rows of a block. Returns how many there are.
pub(crate) fn find(block: &Block, spans: &mut Spans) -> Lines {
    spans.clear();
    let rows = block.table.as_ref().map_or(0, TableBlock::rows) as u64;
    for line in 0..rows {
        spans.push(Span { line, ..Span::default() });
    }
    Lines { all: rows, inside: 0 }
}

impl TableRows {
    pub(super) fn new(columns: Arc<TableColumns>, limits: Limits) -> Self {
        let mut checked = vec![None; columns.origins.len()];
        for column in &columns.layout.checked {
            checked[column.index] = Some(column.field);
        }
        Self {
            columns,
            limits,
            checked,
            dialect: Dialect::new(',', None),
            text: String::new(),
            fields: Vec::new(),
            notes: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Reads the rows of a block. Those of the block before are forgotten.
    pub(crate) fn read(&mut self, block: &Block) {
        self.text.clear();
        self.fields.clear();
        self.notes.clear();
        self.rows.clear();

        let Some(table) = &block.table else { return };
        let columns = self.columns.clone();
        let cells = columns.cells(&table.batch);
        for row in 0..table.rows() {
            self.row(row, &cells);
        }
    }

    /// The text of all cells.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The record of a row, by its number in the block.
    pub(crate) fn record(&self, number: usize) -> Record<'_> {
        let row = &self.rows[number];
        Record {
            text: &self.text[row.text.clone()],
            start: row.text.start,
            fields: Fields::Spans(&self.fields[row.fields.clone()]),
            layout: &self.columns.layout,
            shape: 0,
            dialect: &self.dialect,
            trouble: None,
            breaks: 0,
            open_quote: false,
            is_sheet_row: true,
            notes: &self.notes[row.notes.clone()],
        }
    }

    fn row(&mut self, row: usize, cells: &[Option<Cells<'_>>]) {
        let text_start = self.text.len();
        let fields_start = self.fields.len();
        let notes_start = self.notes.len();
        for (index, cells) in cells.iter().enumerate() {
            let start = self.text.len();
            if let Some(cells) = cells {
                self.cell(row, index, cells, text_start);
            }

            let end = self.text.len();
            self.fields.push(FieldSpan { start: start - text_start, end: end - text_start, ..FieldSpan::default() });
            if end > start {
                self.text.push('\n');
            }
        }
        self.rows.push(TableRow {
            text: text_start..self.text.len(),
            fields: fields_start..self.fields.len(),
            notes: notes_start..self.notes.len(),
        });
    }

    /// Appends the text of a cell and notes what is odd about it.
    #[inline]
    fn cell(&mut self, row: usize, index: usize, cells: &Cells<'_>, row_start: usize) {
        let field = self.checked[index];
        // A picture, say. A column that is checked is meant to be text.
        if field.is_none() && !cells.is_text(row) {
            return;
        }
        let of_cell = if field.is_some() { self.limits.cell.saturating_add(SPARE) } else { self.limits.cell };
        let most = of_cell.min(self.limits.record().saturating_sub(self.text.len() - row_start));
        let is_whole = cells.write(row, most, &mut self.text);
        let is_cut = !is_whole && most <= self.limits.cell;
        if is_cut || cells.is_nested(row) {
            self.note(index, field, is_cut.then_some(most), cells.is_nested(row));
        }
    }

    /// Notes what is odd about a cell. `read_up_to` is where it was cut off. That a checked one is longer than any cell is
    /// noted by the check.
    #[cold]
    fn note(&mut self, index: usize, field: Option<Field>, read_up_to: Option<usize>, is_nested: bool) {
        let header = || Arc::from(self.columns.layout.headers[index].as_str());
        let mut problems = Vec::new();
        if let Some(bytes) = read_up_to {
            let detail = Detail::ReadUpTo { column: header(), bytes };
            problems.push(Problem { kind: ProblemKind::TooLong, field: field.or(Some(Field::Other)), detail });
        }
        if is_nested && field.is_some() {
            let detail = Detail::NoText { column: header() };
            problems.push(Problem { kind: ProblemKind::Undecodable, field, detail });
        } else if is_nested && self.columns.hides_checked[index] {
            let field = Some(Field::Other);
            problems.push(Problem { kind: ProblemKind::Undecodable, field, detail: Detail::TooDeep });
        }
        self.notes.append(&mut problems);
    }
}
