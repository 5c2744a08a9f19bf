//! The rows that the page lists: kept in memory, filtered, decided on, and shown some at a time.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mingcha::decision::Decision;
use mingcha::message::Lang;
use mingcha::report::{Assembled, Reasons, ReportError, RowView, Summary};
use mingcha::row::Row;
use mingcha::text::fold::Fold;
use mingcha::verdict::Verdict;
use serde_json::{Value, json};

use crate::request::Decided;

/// The most rows that are listed. Each takes a kilobyte or two, and nobody reads so many in a page.
const MOST: usize = 200_000;

/// The rows of a run that have something to say, in the order of the input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    rows: Vec<Row>,
    /// How many there are beyond [`MOST`].
    more: usize,
    /// How many rows have been checked, those included that have nothing to say.
    checked: u64,
}

/// What one block adds to the list.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    rows: Vec<Row>,
    checked: u64,
}

impl Rows {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many rows have been checked so far.
    pub(crate) fn checked(&self) -> u64 {
        self.lock().checked
    }

    /// How many rows have something to say.
    pub(crate) fn len(&self) -> usize {
        let kept = self.lock();
        kept.rows.len() + kept.more
    }

    /// Forgets the rows behind the first `len`.
    pub(crate) fn truncate(&self, len: usize) {
        let mut kept = self.lock();
        kept.rows.truncate(len);
        kept.more = len.saturating_sub(kept.rows.len());
    }
}

/// The report that keeps rows for the page.
pub(crate) struct Listing(pub(crate) Rows);

impl Assembled for Listing {
    type Piece = Listed;

    fn row(&self, row: &Row, piece: &mut Listed) {
        piece.checked += 1;
        if row.verdict != Verdict::Clear {
            piece.rows.push(row.clone());
        }
    }

    fn gather(&self, _: &mut Listed, block: Listed) {
        let mut kept = self.0.lock();
        let space = MOST - kept.rows.len();
        kept.more += block.rows.len().saturating_sub(space);
        kept.rows.extend(block.rows.into_iter().take(space));
        kept.checked += block.checked;
    }

    fn finish(&self, _: Listed, _: &Summary, _: &mut dyn std::io::Write) -> Result<(), ReportError> {
        Ok(())
    }
}

/// Which rows are wanted; what is empty excludes nothing.
#[derive(Debug, Default)]
pub(crate) struct Filter<'a> {
    pub(crate) verdict: &'a str,
    pub(crate) term: &'a str,
    pub(crate) text: &'a str,
}

/// The list of a run that is over.
#[derive(Debug, Default)]
pub(crate) struct List {
    rows: Vec<Row>,
    more: usize,
    /// The rows that passed the last filter, by their indices.
    found: Vec<usize>,
    /// What was decided in the page, by key.
    decided: HashMap<String, Decided>,
}

impl List {
    /// The rows of a run, and what was decided in the page before it.
    pub(crate) fn new(rows: &Rows, decided: &[Decided]) -> Self {
        let Kept { rows, more, .. } = std::mem::take(&mut *rows.lock());
        let found = (0..rows.len()).collect();
        let decided = decided.iter().map(|decided| (decided.key.clone(), decided.clone())).collect();
        Self { rows, more, found, decided }
    }

    /// How many rows are listed.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many rows have a result and are not listed.
    pub(crate) fn more(&self) -> usize {
        self.more
    }

    /// The terms of the rows, the most frequent first, each with the number of rows that have it.
    pub(crate) fn terms(&self) -> Vec<(Arc<str>, usize)> {
        let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for row in &self.rows {
            let mut terms: Vec<&Arc<str>> = row.findings.iter().map(|finding| &finding.term).collect();
            terms.sort_unstable();
            terms.dedup();
            for term in terms {
                *counts.entry(term.clone()).or_default() += 1;
            }
        }
        let mut terms: Vec<_> = counts.into_iter().collect();
        terms.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        terms
    }

    /// Finds the rows that pass a filter. Returns their number.
    pub(crate) fn find(&mut self, filter: &Filter<'_>) -> usize {
        let wanted = Fold::builtin().fold(filter.text.trim());
        self.found.clear();
        for (index, row) in self.rows.iter().enumerate() {
            let has_verdict = filter.verdict.is_empty() || row.verdict.key() == filter.verdict;
            let has_term = filter.term.is_empty() || row.findings.iter().any(|found| &*found.term == filter.term);
            if has_verdict && has_term && (wanted.is_empty() || has_text(row, &wanted)) {
                self.found.push(index);
            }
        }
        self.found.len()
    }

    /// Some of the found rows, as JSON.
    pub(crate) fn show(&self, lang: Lang, reasons: &Reasons, first: usize, count: usize) -> Value {
        let indices = self.found.iter().skip(first).take(count);
        let rows: Vec<Value> = indices.map(|index| self.shown(lang, reasons, *index)).collect();
        Value::Array(rows)
    }

    fn shown(&self, lang: Lang, reasons: &Reasons, index: usize) -> Value {
        let row = &self.rows[index];
        let mut view = serde_json::to_value(RowView::new(lang, reasons, row)).unwrap_or_default();
        view["index"] = json!(index);
        // What is in the fields of the page, whether it has an effect or not.
        if let Some(decided) = self.decided.get(&row.key) {
            view["filled"] = json!([decided.decision, decided.reason, decided.until]);
        } else if let Some(decision) = &row.decision {
            let until = decision.until.map_or_else(String::new, |day| day.to_string());
            view["filled"] = json!([decision.decision.key(), decision.reason, until]);
        }
        view
    }

    /// The row of an index, with its name and its row in a spreadsheet.
    pub(crate) fn row(&self, index: usize) -> Option<&Row> {
        self.rows.get(index)
    }

    /// Notes what was filled in for the rows with a key, and lets `decision` have its effect on them. Returns the verdict of each
    /// before and after.
    pub(crate) fn decide(&mut self, decided: Decided, decision: Option<&Arc<Decision>>) -> Vec<(Verdict, Verdict)> {
        let mut changes = Vec::new();
        for row in self.rows.iter_mut().filter(|row| row.key == decided.key) {
            let before = row.verdict;
            row.undecide();
            if let Some(decision) = decision {
                row.decide(decision.clone());
            }
            changes.push((before, row.verdict));
        }
        self.decided.insert(decided.key.clone(), decided);
        changes
    }

    /// What was decided in the page.
    pub(crate) fn decided_here(&self) -> Vec<&Decided> {
        let mut all: Vec<&Decided> = self.decided.values().collect();
        all.sort_by(|one, other| one.key.cmp(&other.key));
        all
    }

    /// All decisions: those of the page, and those of files that apply to a row. In the order of the list, then by key.
    pub(crate) fn decisions(&self) -> Vec<Decided> {
        let mut left = self.decided.clone();
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        for row in self.rows.iter().filter(|row| !row.key.is_empty()) {
            if !seen.insert(&row.key) {
                continue;
            }
            if let Some(decided) = left.remove(&row.key) {
                all.push(decided);
            } else if let Some(decision) = &row.decision {
                all.push(Decided {
                    key: row.key.clone(),
                    row: row.sheet_row.to_string(),
                    name: row.name.clone(),
                    decision: decision.decision.key().to_owned(),
                    reason: decision.reason.clone(),
                    until: decision.until.map_or_else(String::new, |day| day.to_string()),
                });
            }
        }
        let mut rest: Vec<Decided> = left.into_values().collect();
        rest.sort_by(|one, other| one.key.cmp(&other.key));
        all.extend(rest);
        all
    }
}

/// Whether a folded text stands in the name, the id or a checked cell of a row.
fn has_text(row: &Row, wanted: &str) -> bool {
    let cells = row.cells.iter().map(|cell| cell.text.as_str());
    let mut texts = [row.name.as_str(), row.id.as_str()].into_iter().chain(cells);
    texts.any(|text| Fold::builtin().fold(text).contains(wanted))
}
