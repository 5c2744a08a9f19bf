//! One record of an input becomes one checked row.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::checker::{Cell, Checker};
use crate::hex;
use crate::input::{FieldSpan, Input, Layout, Record, Trouble};
use crate::row::{CheckedCell, Row};
use crate::rules::Suspects;
use crate::table::Table;
use crate::text::fold::Fold;
use crate::verdict::{Problem, ProblemKind, Verdict, of_row};

use memchr::memchr2;
use sha2::{Digest, Sha256};

/// The longest text that can stand for an empty cell, in bytes.
const EMPTY_TEXT: usize = 16;
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
            let detail = row.id.clone();
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
        let mut note = |kind, detail: String| row.problems.push(Problem { kind, field: None, detail });
        match record.trouble {
            Some(Trouble::Undecodable(at)) => note(ProblemKind::Undecodable, format!("at byte {at} of the input")),
            Some(Trouble::Mixed(encoding)) => note(ProblemKind::MixedEncoding, format!("read as {}", encoding.name())),
            None => {}
        }
        if open_quote {
            note(ProblemKind::UnclosedQuote, format!("lines {} to {}", row.line, row.line + record.line_breaks()));
        } else if record.seems_torn(fields, self.layout.headers.len()) {
            let detail = format!("lines {} to {}, closed by another quote", row.line, row.line + record.line_breaks());
            note(ProblemKind::UnclosedQuote, detail);
        }
        if fields.len() != self.layout.headers.len() && !record.is_sheet_row {
            note(ProblemKind::Ragged, format!("{} fields, the header has {}", fields.len(), self.layout.headers.len()));
        }
    }

    fn cell(&mut self, record: &Record<'_>, fields: &[FieldSpan], number: usize, known: Known<'_>, row: &mut Row) {
        let column = &self.layout.checked[number];
        let mut note = |kind, detail: String| {
            row.problems.push(Problem {
                kind,
                field: Some(column.field),
                detail: format!("{}{detail}", column.header),
            });
        };
        let Some(field) = fields.get(column.index) else {
            let kind = if record.is_sheet_row { ProblemKind::Empty } else { ProblemKind::MissingCell };
            return note(kind, String::new());
        };
        let mut text = record.field(field, &mut self.memory);
        if is_empty(text) {
            return note(ProblemKind::Empty, String::new());
        }
        self.filled[number] = true;
        if text.len() > self.max_cell {
            note(ProblemKind::TooLong, format!(": read up to {} bytes", self.max_cell));
            text = &text[..text.floor_char_boundary(self.max_cell)];
        } else if is_cut_off(text) {
            note(ProblemKind::CutOff, String::new());
        } else if is_cell_error(text) {
            note(ProblemKind::CellError, format!(": {}", text.trim()));
        }
        if !known.suspects.within(record.start + field.start, record.start + field.end) {
            return;
        }
        let sifted = self.checker.sift(text);
        if sifted.is_reordered {
            note(ProblemKind::Reordered, ": holds a control that turns text right to left".to_owned());
        }
        if sifted.has_lost && record.trouble.is_none() {
            note(ProblemKind::Undecodable, ": holds U+FFFD, lost before it came here".to_owned());
        }
        if sifted.may_hold {
            row.findings.extend(self.checker.check(Cell { field: column.field, column: &column.header, text }));
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

/// Whether a cell says that there is nothing in it.
fn is_empty(text: &str) -> bool {
    static EMPTY: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let table = Table::parse("data/empty.csv", include_str!("../../data/empty.csv"), &["text", "seen_in"])
            .expect("data/empty.csv is checked by a test");
        table.rows().map(|row| Fold::builtin().fold(row.get("text"))).collect()
    });
    // Most cells are long.
    if text.len() > EMPTY_TEXT && begins_with_han(text) {
        return false;
    }
    let text = text.trim();
    // Of NULs a cell is made whose bytes were lost: that is not nothing.
    !text.chars().any(|c| is_seen(c) || c == '\0')
        || (text.len() <= EMPTY_TEXT && EMPTY.contains(&Fold::builtin().fold(text)))
}

/// Whether a text ends as exports do that cut long cells off: in three dots of any width, or an ellipsis; whatever blanks
/// and invisible characters stand among and behind them.
fn is_cut_off(text: &str) -> bool {
    const CENTRED: char = '⋯';
    // Most cells end in a Han character, a bracket or a full stop.
    if matches!(text.as_bytes(), [.., 0xE4..=0xE9, _, _]) || text.ends_with(['）', '。']) {
        return false;
    }
    let mut dots = 0;
    for c in text.chars().rev().filter(|c| !c.is_whitespace()) {
        dots += match Fold::builtin().get(c) {
            Some((folded, _)) if folded.bytes().all(|b| b == b'.') => folded.len(),
            None if c == '.' => 1,
            None if c == CENTRED => 3,
            _ => return false,
        };
        if dots >= 3 {
            return true;
        }
    }
    false
}

/// Whether a cell shows what a spreadsheet shows for a text that it could not work out, or had no room for.
fn is_cell_error(text: &str) -> bool {
    const ERRORS: [&str; 10] =
        ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#DATA!", "#SPILL!"];
    if begins_with_han(text) || text.chars().find(|c| is_seen(*c)) != Some('#') {
        return false;
    }
    let seen: String = text.chars().filter(|c| is_seen(*c)).collect();
    ERRORS.contains(&seen.as_str()) || (seen.len() > 2 && seen.bytes().all(|b| b == b'#'))
}

/// Whether a text begins with a character of the block of common Han, as most do. Told from its first byte, which costs less
/// than any look at characters.
fn begins_with_han(text: &str) -> bool {
    matches!(text.as_bytes(), [0xE4..=0xE9, ..])
}

/// Whether a character shows: it is no blank, and the fold leaves something of it.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !matches!(Fold::builtin().get(c), Some(("", _)))
}

/// Whether an id is a number with an exponent, as spreadsheets write long ones.
fn is_scientific(id: &str) -> bool {
    let Some(at) = memchr2(b'E', b'e', id.as_bytes()) else { return false };
    let (digits, exponent) = (&id[..at], &id[at + 1..]);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    whole.len() == 1 && is_number(whole) && is_number(fraction) && exponent.strip_prefix('+').is_some_and(is_number)
}

impl Input {
    /// A row of this input, yet without text.
    pub(crate) fn empty_row(&self) -> Row {
        Row::new(self.name.as_str().into(), self.kept_headers().into_iter())
    }
}
