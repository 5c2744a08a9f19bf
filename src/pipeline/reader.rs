//! One record of an input becomes one checked row.
//!
//! Nearly every row is clear. Such a row costs one trip: each of its cells is fetched once and sifted at most once, and only
//! id, name and kept columns are copied, into memory that the next row uses again.

use std::sync::Arc;

use super::filled::Filled;
use super::hidden::HiddenWord;
use super::names::NamesOfRecord;
use super::next_scope::next_scope;
use super::plain::plain_cells;
use crate::checker::{Cell, Checker};
use crate::input::{Encoding, Input, Layout, Record, Trouble, UNREAD};
use crate::matching::Suspects;
use crate::report::Coverage;
use crate::row::{CellChecker, CheckedCell, Found, Judged, Known, Next, Row, Seam, is_scientific, key};
use crate::text::formula::is_formula;
use crate::text::garbled::{is_misread, may_be_misread};
use crate::verdict::{Detail, Field, Problem, ProblemKind, Verdict, of_row};

/// The headers that have been seen among the data rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HeaderSeen {
    /// Whether this row repeats the header of the input.
    pub(crate) repeats_header: bool,
    /// The number of the first data row that is another header.
    pub(crate) other: Option<u64>,
}

impl HeaderSeen {
    /// Whether there was none.
    fn is_unknown(self) -> bool {
        !self.repeats_header && self.other.is_none()
    }
}

/// What is known of a record beside its text.
pub(crate) struct Facts<'a> {
    /// The record in the encoding of its input.
    pub(crate) raw: &'a [u8],
    /// Where in the text of the block a finding is possible.
    pub(crate) suspects: &'a Suspects,
    pub(crate) header: HeaderSeen,
    /// A word in the bytes of the record that its text does not show.
    pub(crate) hidden: Option<&'a HiddenWord>,
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
    /// For the cell behind it.
    memory_of_next: String,
    seam: Seam,
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
            memory_of_next: String::new(),
            seam: Seam::default(),
        }
    }

    /// Fills `row`, except for its numbers.
    pub(crate) fn read(&mut self, record: &Record<'_>, facts: &Facts<'_>, row: &mut Row) {
        row.clear();
        self.filled.turn_to(record.layout, record.shape);
        let is_sound = record.is_sound();
        let is_of_client = !is_sound && record.is_of_client();
        if !is_sound && !is_of_client {
            note_shape(record, row);
        }
        if let Some(HiddenWord { word, encoding }) = facts.hidden {
            let is_ascii = word.is_ascii() && !matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
            let encoding = if is_ascii { "ASCII" } else { encoding.name() };
            let detail = Detail::HiddenWord { word: word.clone(), encoding };
            note(ProblemKind::Garbled, detail, row);
        }
        self.id(record, row);
        self.kept(record, row);

        // Nothing can be found in nearly all records.
        let suspects = Some(facts.suspects).filter(|suspects| suspects.within(record.start, record.end()));
        let may_be_plain = is_sound && suspects.is_none() && row.problems.is_empty() && facts.header.is_unknown();
        if may_be_plain
            && !self.keeps_cells
            && let Some(read) = plain_cells(record, self.cells.max_cell)
        {
            return self.read_plain(record, read, row);
        }
        let mut checked = 0;
        let mut unread = 0;
        let mut last = None;
        for (number, column) in record.layout.checked.iter().enumerate() {
            let problems_before = row.problems.len();
            self.cell(record, number, suspects, row);
            // A column may be checked as two fields.
            if last != Some(column.index) {
                checked += u64::from(record.has_text(column.index));
                unread += count_unread(record, column.index, &row.problems[problems_before..]);
            }
            last = Some(column.index);
        }
        let others = self.others(record, suspects, row);

        if facts.hidden.is_some() {
            // What the text looks like says less than what its bytes are.
            row.problems.retain(|problem| !is_garbled_cell(problem));
        }
        if is_of_client {
            // Such a line has no cells that could be missing.
            row.problems.retain(|problem| problem.kind != ProblemKind::MissingCell);
        }
        note_headers(facts.header, row);
        let read = Coverage { checked: checked - unread, unread: unread + others.unread, ..others };
        self.cells_read.add(count(read, &row.problems));
        row.verdict = of_row(&row.findings, &row.problems);
        if row.verdict > Verdict::Clear || self.keeps_cells {
            self.all_cells(record, row);
        }
        if row.verdict > Verdict::Clear {
            row.key = key_of(row, facts.raw);
        }
    }

    /// Fills a row in which nothing is found or noted.
    #[inline]
    fn read_plain(&mut self, record: &Record<'_>, read: Coverage, row: &mut Row) {
        if let Some(name) = record.layout.name {
            row.name.push_str(record.raw(name));
        }
        self.count_plain(record.layout, record.shape, read);
    }

    /// Counts plain records of one shape, in which every checked column has text.
    #[inline]
    pub(super) fn count_plain(&mut self, layout: &Layout, shape: usize, read: Coverage) {
        self.filled.turn_to(layout, shape);
        for number in 0..layout.checked.len() {
            self.filled.note(number);
        }
        self.cells_read.add(read);
    }

    /// The first filled id column.
    fn id(&mut self, record: &Record<'_>, row: &mut Row) {
        for &index in &record.layout.ids {
            if row.id.is_empty() {
                let text = record.field(index, &mut self.memory).unwrap_or_default();
                row.id.push_str(trimmed(text));
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
        if text.starts_with('=') && !record.is_sheet_row {
            found.problems.extend(formula(text, column.field, &column.header));
        }

        let (start, end) = record.bytes_of(column.index);
        let names = NamesOfRecord { record, longest: self.cells.max_cell };
        let known = Known {
            is_suspect: suspects.is_some_and(|suspects| suspects.within(start, end)),
            is_lossy: record.trouble.is_some(),
            names: &names,
        };
        let cell = Cell { field: column.field, column: &column.header, text };
        let found_before = found.findings.len();
        if self.cells.check(cell, known, &mut found) {
            self.filled.note(number);
            if let Some(next) = next_scope(record, number)
                && let Some(next) = record.field(next.index, &mut self.memory_of_next)
            {
                let next = Next { text: next, names: &names };
                self.cells.check_seam(cell, next, &mut self.seam, &mut found, found_before);
            }
        }
        if column.is_uncertain {
            for finding in &mut row.findings[found_before..] {
                finding.verdict = finding.verdict.min(Verdict::Review);
            }
        }
    }

    /// Searches the columns that are not checked for named words. Returns how many of them have text and how many of these
    /// cannot be read. `suspects` is `None` if nothing can be found in the record.
    fn others(&mut self, record: &Record<'_>, suspects: Option<&Suspects>, row: &mut Row) -> Coverage {
        let layout = record.layout;
        let beyond = layout.headers.len()..record.len();
        let mut read = Coverage::default();
        for index in layout.others.iter().copied().chain(beyond) {
            if !record.has_text(index) {
                continue;
            }
            let problems_before = row.problems.len();
            self.other(record, index, suspects, row);
            let is_unread = row.problems.len() > problems_before;
            read.unread += u64::from(is_unread);
            read.swept += u64::from(!is_unread);
        }
        read
    }

    /// Searches one column that is not checked, and notes a text that nobody can read.
    #[inline]
    fn other(&mut self, record: &Record<'_>, index: usize, suspects: Option<&Suspects>, row: &mut Row) {
        let text = record.raw(index);
        if record.is_sheet_row && text == UNREAD {
            return note_uncomputed(record, index, row);
        }
        if text.starts_with('=') && !record.is_sheet_row {
            self.note_formula(record, index, row);
        }
        let problems_before = row.problems.len();
        if may_be_misread(text) {
            self.note_misread(record, index, row);
        }

        let (start, end) = record.bytes_of(index);
        if suspects.is_some_and(|suspects| suspects.within(start, end)) {
            if row.problems.len() == problems_before && text.contains(char::REPLACEMENT_CHARACTER) {
                note_lost(record, index, row);
            }
            if self.cells.checker.sieve().sift(text).may_hold {
                self.find_named(record, index, row);
            }
        }
    }

    /// Notes a text that nobody can read.
    #[cold]
    fn note_misread(&mut self, record: &Record<'_>, index: usize, row: &mut Row) {
        if is_misread(record.field(index, &mut self.memory).unwrap_or_default()) {
            let detail = Detail::Column { column: column_of(record, index) };
            row.problems.push(Problem { kind: ProblemKind::Garbled, field: Some(Field::Other), detail });
        }
    }

    /// Notes a formula, which a spreadsheet would compute.
    #[cold]
    fn note_formula(&mut self, record: &Record<'_>, index: usize, row: &mut Row) {
        let text = record.field(index, &mut self.memory).unwrap_or_default();
        row.problems.extend(formula(text, Field::Other, &column_of(record, index)));
    }

    fn find_named(&mut self, record: &Record<'_>, index: usize, row: &mut Row) {
        let text = record.field(index, &mut self.memory).unwrap_or_default();
        let checker = self.cells.checker;
        if !checker.sift(text).may_hold {
            return;
        }
        let cell = Cell { field: Field::Other, column: &column_of(record, index), text };
        let mut found = Found { findings: &mut row.findings, problems: &mut row.problems };
        let names = NamesOfRecord { record, longest: self.cells.max_cell };
        self.cells.search(cell, &names, &mut found);
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
                line_column: record.column_of(column.index),
            });
        }
    }
}

/// The key of a row that has been checked.
fn key_of(row: &Row, raw: &[u8]) -> String {
    let texts: Vec<_> = row.cells.iter().map(|cell| (cell.field, &*cell.text)).collect();
    key(Judged { id: &row.id, texts: &texts, findings: &row.findings, problems: &row.problems, raw })
}

/// A text without the blanks around it. Nearly every id begins and ends with a byte that is no part of a blank.
#[inline]
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// The header of a column that is not checked, or else its number.
fn column_of(record: &Record<'_>, index: usize) -> Arc<str> {
    let header = record.layout.headers.get(index).map(|header| header.trim());
    match header.filter(|header| !header.is_empty()) {
        Some(header) => header.into(),
        None => (index + 1).to_string().into(),
    }
}

/// Notes that a cell of a column that is not checked is a formula without a value: nobody knows what it says.
#[cold]
fn note_uncomputed(record: &Record<'_>, index: usize, row: &mut Row) {
    let detail = Detail::Shows { column: column_of(record, index), text: UNREAD.to_owned() };
    row.problems.push(Problem { kind: ProblemKind::CellError, field: Some(Field::Other), detail });
}

/// The problem with a cell of delimited text that is a formula: nobody knows what it comes to.
#[cold]
fn formula(text: &str, field: Field, column: &Arc<str>) -> Option<Problem> {
    const SHOWN: usize = 80;
    let shown = text.chars().take(SHOWN).collect();
    let detail = Detail::Shows { column: column.clone(), text: shown };
    is_formula(text).then_some(Problem { kind: ProblemKind::CellError, field: Some(field), detail })
}

/// Notes that characters of a cell in a column that is not checked were lost before it came here. Those that were lost when the
/// record was read are reported already.
#[cold]
fn note_lost(record: &Record<'_>, index: usize, row: &mut Row) {
    if record.trouble.is_none() {
        let detail = Detail::LostBefore { column: column_of(record, index) };
        row.problems.push(Problem { kind: ProblemKind::Garbled, field: Some(Field::Other), detail });
    }
}

fn is_garbled_cell(problem: &Problem) -> bool {
    problem.kind == ProblemKind::Garbled && matches!(problem.detail, Detail::Column { .. })
}

/// Counts a checked cell with text if one of its problems leaves it unread.
#[inline]
fn count_unread(record: &Record<'_>, index: usize, problems: &[Problem]) -> u64 {
    let is_unread = problems.iter().any(|problem| problem.kind.leaves_text_unread());
    u64::from(is_unread && record.has_text(index))
}

/// The cells with text of a row, which are all unread if a problem concerns the whole row.
#[inline]
fn count(read: Coverage, problems: &[Problem]) -> Coverage {
    let is_unread = problems.iter().any(|problem| problem.field.is_none() && problem.kind.leaves_text_unread());
    if is_unread {
        // A line that is no object has no cell, but it has text.
        return Coverage { unread: (read.checked + read.swept + read.unread).max(1), ..Coverage::default() };
    }
    read
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
        Some(Trouble::MixedFields(encoding)) => {
            note(ProblemKind::MixedEncoding, Detail::FieldsReadAs { encoding: encoding.name() }, row);
        }
        Some(Trouble::Doubtful(at)) => note(ProblemKind::Undecodable, Detail::TwoReadings { at }, row),
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
    if found != expected && !record.is_sheet_row && !record.has_only_delimiter_more() {
        note(ProblemKind::Ragged, Detail::Fields { found, expected }, row);
    }
}

fn note(kind: ProblemKind, detail: Detail, row: &mut Row) {
    row.problems.push(Problem { kind, field: None, detail });
}

impl Input {
    /// A row of this input that has no text yet.
    pub(crate) fn empty_row(&self) -> Row {
        let mut row = Row::new(self.name.as_str().into(), self.kept_headers().into_iter());
        if self.file != self.name {
            row.file = self.file.as_str().into();
        }
        row
    }
}
