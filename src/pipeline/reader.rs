//! One record of an input becomes one checked row.

use sha2::{Digest, Sha256};

use super::signs::{is_ordinary, is_scientific, sign};
use crate::checker::{Cell, Checker};
use crate::digest::hex;
use crate::input::{Column, FieldSpan, Input, Layout, Record, Trouble};
use crate::matching::Suspects;
use crate::row::{CheckedCell, Row};
use crate::verdict::{Detail, Problem, ProblemKind, Verdict, of_row};

/// How many bytes of the SHA-256 a key shows.
const KEY_BYTES: usize = 16;

/// What is known of a record before its cells are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    /// A quote is opened in it and never closed.
    pub(crate) open_quote: bool,
    /// Where in the block's text something may stand that a walk over its cell finds.
    pub(crate) suspects: &'a Suspects,
}

/// Reads records of one input into rows.
pub(crate) struct RowReader<'a> {
    checker: &'a Checker,
    layout: &'a Layout,
    max_cell: usize,
    /// Which checked columns held text in some row.
    pub(crate) filled: Vec<bool>,
    keeps_cells: bool,
    memory: String,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(checker: &'a Checker, layout: &'a Layout, max_cell: usize) -> Self {
        Self {
            checker,
            layout,
            max_cell,
            filled: vec![false; layout.checked.len()],
            keeps_cells: false,
            memory: String::new(),
        }
    }

    /// Keeps the text of the checked cells on clear rows too.
    pub(crate) fn keeping_cells(self) -> Self {
        Self { keeps_cells: true, ..self }
    }

    /// The id and the name of a row that is clear at a glance, and of which [`RowReader::read`] would note nothing; none if
    /// that takes a closer look.
    pub(crate) fn glance<'r>(
        &mut self,
        record: &Record<'r>,
        fields: &[FieldSpan],
        known: Known<'_>,
    ) -> Option<(&'r str, &'r str)> {
        let layout = self.layout;
        if !record.is_sound() || known.open_quote || fields.len() != layout.headers.len() {
            return None;
        }
        let is_suspect = known.suspects.within(record.start, record.end());
        for (column, filled) in layout.checked.iter().zip(&mut self.filled) {
            let field = &fields[column.index];
            let text = record.plain_field(field).filter(|text| is_ordinary(text) && text.len() <= self.max_cell)?;
            *filled = true;
            if is_suspect && known.suspects.within(record.start + field.start, record.start + field.end) {
                let is_known = known.suspects.are_everywhere() && self.checker.sift(text).finds_nothing();
                is_known.then_some(())?;
            }
        }
        let text = |index: usize| record.plain_field(&fields[index]);
        let id =
            layout.ids.first().map_or(Some(""), |id| text(*id).filter(|id| is_trimmed(id) && !is_scientific(id)))?;
        Some((id, layout.name.map_or(Some(""), text)?))
    }

    /// Fills `row`, except for its place.
    pub(crate) fn read(&mut self, record: &Record<'_>, fields: &[FieldSpan], known: Known<'_>, row: &mut Row) {
        row.clear();
        self.shape(record, fields, known.open_quote, row);
        let layout = self.layout;
        for &id in &layout.ids {
            if row.id.is_empty() {
                row.id.push_str(self.text(record, fields, id).trim());
            }
        }
        if is_scientific(&row.id) {
            let detail = Detail::Id { id: row.id.clone() };
            row.problems.push(Problem { kind: ProblemKind::ScientificId, field: None, detail });
        }
        if let Some(name) = layout.name {
            row.name.push_str(self.text(record, fields, name));
        }
        for (&index, (_, kept)) in layout.kept.iter().zip(&mut row.kept) {
            kept.push_str(self.text(record, fields, index));
        }
        for number in 0..layout.checked.len() {
            self.cell(record, fields, number, known, row);
        }
        row.verdict = of_row(&row.findings, &row.problems);
        if row.verdict > Verdict::Clear || self.keeps_cells {
            self.all_cells(record, fields, row);
        }
        if row.verdict > Verdict::Clear {
            row.key = self.key(row);
        }
    }

    /// The text of a field; empty if the record has none.
    fn text<'r>(&'r mut self, record: &'r Record<'_>, fields: &[FieldSpan], index: usize) -> &'r str {
        fields.get(index).map_or("", |field| record.field(field, &mut self.memory))
    }

    /// Notes what is wrong with the record as a whole.
    fn shape(&self, record: &Record<'_>, fields: &[FieldSpan], open_quote: bool, row: &mut Row) {
        row.problems.extend_from_slice(record.notes);
        let mut note = |kind, detail| row.problems.push(Problem { kind, field: None, detail });
        match record.trouble {
            Some(Trouble::Undecodable(at)) => note(ProblemKind::Undecodable, Detail::AtByte { at }),
            Some(Trouble::Mixed(encoding)) => {
                note(ProblemKind::MixedEncoding, Detail::ReadAs { encoding: encoding.name() });
            }
            None => {}
        }
        let (first, last) = (row.line, row.line + record.line_breaks());
        if open_quote {
            note(ProblemKind::UnclosedQuote, Detail::Lines { first, last });
        } else if record.seems_torn(fields, self.layout.headers.len()) {
            note(ProblemKind::UnclosedQuote, Detail::LinesClosed { first, last });
        }
        let (found, expected) = (fields.len(), self.layout.headers.len());
        if found != expected && !record.is_sheet_row {
            note(ProblemKind::Ragged, Detail::Fields { found, expected });
        }
    }

    /// Checks the cell of one of the checked columns.
    fn cell(&mut self, record: &Record<'_>, fields: &[FieldSpan], number: usize, known: Known<'_>, row: &mut Row) {
        let column = &self.layout.checked[number];
        let header = || column.header.clone();
        let Some(field) = fields.get(column.index) else {
            let kind = if record.is_sheet_row { ProblemKind::Empty } else { ProblemKind::MissingCell };
            return note(column, kind, Detail::Column { column: header() }, row);
        };
        let mut text = record.field(field, &mut self.memory);
        let sign = sign(text);
        if sign == Some(ProblemKind::Empty) {
            return note(column, ProblemKind::Empty, Detail::Column { column: header() }, row);
        }
        self.filled[number] = true;
        if text.len() > self.max_cell {
            let detail = Detail::ReadUpTo { column: header(), bytes: self.max_cell };
            note(column, ProblemKind::TooLong, detail, row);
            text = &text[..text.floor_char_boundary(self.max_cell)];
        } else if let Some(kind) = sign {
            let detail = match kind {
                ProblemKind::CellError => Detail::Shows { column: header(), text: text.trim().to_owned() },
                _ => Detail::Column { column: header() },
            };
            note(column, kind, detail, row);
        }
        if known.suspects.within(record.start + field.start, record.start + field.end) {
            check(self.checker, column, text, record.trouble, row);
        }
    }

    fn all_cells(&mut self, record: &Record<'_>, fields: &[FieldSpan], row: &mut Row) {
        for column in &self.layout.checked {
            let text = fields.get(column.index).map_or("", |field| record.field(field, &mut self.memory));
            let text = text[..text.floor_char_boundary(self.max_cell)].to_owned();
            row.cells.push(CheckedCell {
                field: column.field,
                column: column.header.clone(),
                index: column.index,
                text,
            });
        }
    }

    /// `k` and hex digits of a SHA-256 over the rule sets, the id, the checked texts and the rules found.
    fn key(&self, row: &Row) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        self.checker.book().sets.iter().for_each(|set| add(&set.origin.id));
        add(&row.id);
        row.cells.iter().for_each(|cell| add(&cell.text));
        let rules: std::collections::BTreeSet<_> = row.findings.iter().map(|f| &f.rule).collect();
        for rule in rules {
            add(rule);
        }
        format!("k{}", &hex(&hash.finalize()[..KEY_BYTES]))
    }
}

/// Notes what is wrong with a cell.
fn note(column: &Column, kind: ProblemKind, detail: Detail, row: &mut Row) {
    row.problems.push(Problem { kind, field: Some(column.field), detail });
}

/// Sifts a cell's text and, if that does not show that nothing stands in it, checks it.
fn check(checker: &Checker, column: &Column, text: &str, trouble: Option<Trouble>, row: &mut Row) {
    let sifted = checker.sift(text);
    if sifted.is_reordered {
        note(column, ProblemKind::Reordered, Detail::TurnsText { column: column.header.clone() }, row);
    }
    if sifted.has_lost && trouble.is_none() {
        note(column, ProblemKind::Undecodable, Detail::LostBefore { column: column.header.clone() }, row);
    }
    if sifted.may_hold {
        row.findings.extend(checker.check(Cell { field: column.field, column: &column.header, text }));
    }
}

/// Whether a text has no blanks around it, as hardly an id has; told from its bytes, and so not of a text that begins or ends
/// in other than ASCII.
fn is_trimmed(text: &str) -> bool {
    matches!(text.as_bytes(), [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'])
}

impl Input {
    /// A row of this input, yet without text.
    pub(crate) fn empty_row(&self) -> Row {
        Row::new(self.name.as_str().into(), self.kept_headers().into_iter())
    }
}
