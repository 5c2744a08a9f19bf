//! One record of an input becomes one checked row.
//!
//! Nearly every row is clear. Such a row costs one trip: each of its cells is fetched once and sifted at most once, and only
//! id, name and kept columns are copied, into memory that the next row uses again.

use super::filled::Filled;
use crate::checker::{Cell, Checker};
use crate::input::{Input, Record, Trouble};
use crate::matching::Suspects;
use crate::report::Coverage;
use crate::row::{CellChecker, CheckedCell, Found, Known, Row, is_scientific, key};
use crate::verdict::{Detail, Field, Problem, ProblemKind, Verdict, of_row};

/// The headers that have been seen among the data rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HeaderSeen {
    /// Whether this row repeats the header of the input.
    pub(crate) repeats_header: bool,
    /// The number of the first data row that is another header.
    pub(crate) other: Option<u64>,
}

/// Reads the records of one input into rows.
pub(crate) struct RowReader<'a> {
    cells: CellChecker<'a>,
    keeps_cells: bool,
    pub(super) filled: Filled,
    /// What became of the cells that were read.
    pub(super) cells_read: Coverage,
    /// For a cell whose quotes have to be taken out.
    memory: String,
    /// For a scan over one cell.
    marks: Vec<u64>,
}

impl<'a> RowReader<'a> {
    /// `max_cell` is the longest cell that is read whole, in bytes. `keeps_cells` says whether clear rows keep the text of
    /// their checked cells too.
    pub(crate) fn new(checker: &'a Checker, max_cell: usize, keeps_cells: bool) -> Self {
        let cells = CellChecker { checker, max_cell };
        Self {
            cells,
            keeps_cells,
            filled: Filled::default(),
            cells_read: Coverage::default(),
            memory: String::new(),
            marks: Vec::new(),
        }
    }

    /// Fills `row`, except for its numbers. `suspects` says where in the text of the block a finding is possible.
    pub(crate) fn read(&mut self, record: &Record<'_>, suspects: &Suspects, header: HeaderSeen, row: &mut Row) {
        row.clear();
        self.filled.turn_to(record);
        if !record.is_sound() {
            note_shape(record, row);
        }
        self.id(record, row);
        self.kept(record, row);

        let is_suspect = suspects.within(record.start, record.end());
        let mut checked = 0;
        let mut unread = 0;
        let mut last = None;
        for (number, column) in record.layout.checked.iter().enumerate() {
            let problems_before = row.problems.len();
            self.cell(record, number, is_suspect.then_some(suspects), row);
            // A column may be checked as two fields.
            if last != Some(column.index) {
                checked += u64::from(record.has_text(column.index));
                unread += count_unread(record, column.index, &row.problems[problems_before..]);
            }
            last = Some(column.index);
        }
        let swept = self.others(record, is_suspect.then_some(suspects), row);

        note_headers(header, row);
        self.cells_read.add(count(checked, swept, unread, &row.problems));
        row.verdict = of_row(&row.findings, &row.problems);
        if row.verdict > Verdict::Clear || self.keeps_cells {
            self.all_cells(record, row);
        }
        if row.verdict > Verdict::Clear {
            let texts = row.cells.iter().map(|cell| &*cell.text);
            row.key = key(self.cells.checker, &row.id, texts, &row.findings);
        }
    }

    /// The first filled id column.
    fn id(&mut self, record: &Record<'_>, row: &mut Row) {
        for &index in &record.layout.ids {
            if row.id.is_empty() {
                let text = record.field(index, &mut self.memory).unwrap_or_default();
                row.id.push_str(text.trim());
            }
        }
        if is_scientific(&row.id) {
            let detail = Detail::Id { id: row.id.clone() };
            row.problems.push(Problem { kind: ProblemKind::ScientificId, field: None, detail });
        }
    }

    /// The columns that are carried along.
    fn kept(&mut self, record: &Record<'_>, row: &mut Row) {
        for (&index, (_, kept)) in record.layout.kept.iter().zip(&mut row.kept) {
            kept.push_str(record.field(index, &mut self.memory).unwrap_or_default());
        }
    }

    /// Checks the cell of one of the checked columns. `suspects` is `None` if nothing can be found in the record.
    #[inline]
    fn cell(&mut self, record: &Record<'_>, number: usize, suspects: Option<&Suspects>, row: &mut Row) {
        let column = &record.layout.checked[number];
        let mut found = Found { findings: &mut row.findings, problems: &mut row.problems };
        let Some(text) = record.field(column.index, &mut self.memory) else {
            // A row that does not use the columns behind the scope lacks nothing.
            if column.continues {
                return;
            }
            let kind = if record.is_sheet_row { ProblemKind::Empty } else { ProblemKind::MissingCell };
            return found.note_missing(column.field, &column.header, kind);
        };
        if column.continues && text.trim().is_empty() {
            return;
        }
        if record.layout.name == Some(column.index) && row.name.is_empty() {
            row.name.push_str(text);
        }

        let (start, end) = record.bytes_of(column.index);
        let known = Known {
            is_suspect: suspects.is_some_and(|suspects| suspects.within(start, end)),
            is_lossy: record.trouble.is_some(),
        };
        let cell = Cell { field: column.field, column: &column.header, text };
        let found_before = found.findings.len();
        if self.cells.check(cell, known, &mut found) {
            self.filled.note(number);
        }
        if column.is_uncertain {
            for finding in &mut row.findings[found_before..] {
                finding.verdict = finding.verdict.min(Verdict::Review);
            }
        }
    }

    /// Searches the columns that are not checked for named words. Returns how many of them have text. `suspects` is `None` if
    /// nothing can be found in the record.
    fn others(&mut self, record: &Record<'_>, suspects: Option<&Suspects>, row: &mut Row) -> u64 {
        let mut cells = 0;
        for index in &record.layout.others {
            cells += u64::from(self.other(record, *index, suspects, row));
        }
        for index in record.layout.headers.len()..record.len() {
            cells += u64::from(self.other(record, index, suspects, row));
        }
        cells
    }

    /// Searches one column that is not checked. Returns whether it has text.
    #[inline]
    fn other(&mut self, record: &Record<'_>, index: usize, suspects: Option<&Suspects>, row: &mut Row) -> bool {
        if !record.has_text(index) {
            return false;
        }
        let (start, end) = record.bytes_of(index);
        if suspects.is_some_and(|suspects| suspects.within(start, end))
            && self.cells.checker.sieve().may_name(record.raw(index), &mut self.marks)
        {
            self.find_named(record, index, row);
        }
        true
    }

    fn find_named(&mut self, record: &Record<'_>, index: usize, row: &mut Row) {
        let text = record.field(index, &mut self.memory).unwrap_or_default();
        let checker = self.cells.checker;
        if !checker.sift(text).may_hold {
            return;
        }
        let number = (index + 1).to_string();
        let header = record.layout.headers.get(index).map(|header| header.trim());
        let column = header.filter(|header| !header.is_empty()).unwrap_or(&number);
        let cell = Cell { field: Field::Other, column: &column.into(), text };
        let mut found = Found { findings: &mut row.findings, problems: &mut row.problems };
        self.cells.search(cell, &mut found);
    }

    /// Keeps the texts of all checked cells, for a report that shows them.
    fn all_cells(&mut self, record: &Record<'_>, row: &mut Row) {
        for column in &record.layout.checked {
            let text = record.field(column.index, &mut self.memory).unwrap_or_default();
            row.cells.push(CheckedCell {
                field: column.field,
                column: column.header.clone(),
                index: column.index,
                text: self.cells.readable(text).to_owned(),
            });
        }
    }
}

/// Counts a checked cell with text if one of its problems leaves it unread.
#[inline]
fn count_unread(record: &Record<'_>, index: usize, problems: &[Problem]) -> u64 {
    let is_unread = problems.iter().any(|problem| problem.kind.leaves_text_unread());
    u64::from(is_unread && record.has_text(index))
}

/// The cells with text of a row, which are all unread if a problem concerns the whole row. `checked` includes the unread ones
/// among them.
#[inline]
fn count(checked: u64, swept: u64, unread: u64, problems: &[Problem]) -> Coverage {
    let is_unread = problems.iter().any(|problem| problem.field.is_none() && problem.kind.leaves_text_unread());
    if is_unread {
        // A line that is no object has no cell, but it has text.
        return Coverage { unread: (checked + swept).max(1), ..Coverage::default() };
    }
    Coverage { checked: checked - unread, swept, unread, title: 0 }
}

/// Notes that the row is a header, or comes after another one and has nothing that a registrar would look at anyway.
fn note_headers(header: HeaderSeen, row: &mut Row) {
    if header.repeats_header {
        note(ProblemKind::HeaderAgain, Detail::HeaderRow { row: row.row }, row);
    }
    let Some(other) = header.other.filter(|other| *other <= row.row) else {
        return;
    };
    if row.findings.iter().all(|finding| finding.verdict <= Verdict::Notice) {
        note(ProblemKind::HeaderInside, Detail::HeaderRow { row: other }, row);
    }
}

/// Notes what is wrong with the record as a whole.
fn note_shape(record: &Record<'_>, row: &mut Row) {
    row.problems.extend_from_slice(record.notes);
    match record.trouble {
        Some(Trouble::Undecodable(at)) => note(ProblemKind::Undecodable, Detail::AtByte { at }, row),
        Some(Trouble::Mixed(encoding)) => {
            note(ProblemKind::MixedEncoding, Detail::ReadAs { encoding: encoding.name() }, row);
        }
        None => {}
    }

    let first = row.line;
    let last = row.line + record.line_breaks();
    if record.open_quote {
        note(ProblemKind::UnclosedQuote, Detail::Lines { first, last }, row);
    } else if record.seems_torn() {
        note(ProblemKind::UnclosedQuote, Detail::LinesClosed { first, last }, row);
    }

    let found = record.len();
    let expected = record.layout.headers.len();
    if found != expected && !record.is_sheet_row {
        note(ProblemKind::Ragged, Detail::Fields { found, expected }, row);
    }
}

fn note(kind: ProblemKind, detail: Detail, row: &mut Row) {
    row.problems.push(Problem { kind, field: None, detail });
}

impl Input {
    /// A row of this input that has no text yet.
    pub(crate) fn empty_row(&self) -> Row {
        Row::new(self.name.as_str().into(), self.kept_headers().into_iter())
    }
}
