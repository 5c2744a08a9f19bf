//! One row of a batch.

use std::sync::Arc;

use super::signs::is_empty;
use crate::decision::{Decision, NoEffect};
use crate::input::address;
use crate::verdict::{Field, Finding, Problem, Ruling, Verdict, of_row};

/// A cell that was checked, with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCell {
    /// What the column contains.
    pub field: Field,
    /// The column's header.
    pub column: Arc<str>,
    /// The column's place, from 0.
    pub index: usize,
    /// The decoded text, up to the limit of a cell.
    pub text: String,
    /// The column of its first character in the physical line of the row, from 1, in Unicode scalar values. `None` where the
    /// input has no lines, the row has several, or the text is not written as it is.
    pub line_column: Option<u64>,
}

/// One row of the input with its verdict. The memory of one row serves for the next.
#[derive(Clone, Debug)]
pub struct Row {
    /// The input's name.
    pub source: Arc<str>,
    /// The file that the input is in: the name without a sheet or a member of an archive.
    pub file: Arc<str>,
    /// The data row, from 1.
    pub row: u64,
    /// The physical line, from 1.
    pub line: u64,
    /// The row in a spreadsheet that opens the input, from 1: a record takes one however many lines it has.
    pub sheet_row: u64,
    /// The id column's text.
    pub id: String,
    /// The first name column's text.
    pub name: String,
    /// The row's verdict.
    pub verdict: Verdict,
    /// What was found, by column and place.
    pub findings: Vec<Finding>,
    /// What kept text from being read.
    pub problems: Vec<Problem>,
    /// The key that decisions follow; empty on rows without a finding or an unread text.
    pub key: String,
    /// What a registrar decided of it earlier.
    pub decision: Option<Arc<Decision>>,
    /// The original columns that are carried along, with their headers.
    pub kept: Vec<(Arc<str>, String)>,
    /// The checked cells; empty on clear rows.
    pub cells: Vec<CheckedCell>,
}

impl Row {
    /// A row of an input, yet without text.
    #[must_use]
    pub fn new(source: Arc<str>, kept: impl Iterator<Item = Arc<str>>) -> Self {
        Self {
            file: source.clone(),
            source,
            row: 0,
            line: 0,
            sheet_row: 0,
            id: String::new(),
            name: String::new(),
            verdict: Verdict::Clear,
            findings: Vec::new(),
            problems: Vec::new(),
            key: String::new(),
            decision: None,
            kept: kept.map(|header| (header, String::new())).collect(),
            cells: Vec::new(),
        }
    }

    /// The cell that a finding stands in.
    #[must_use]
    pub fn cell_of(&self, finding: &Finding) -> Option<&CheckedCell> {
        // Two columns may bear the same header: the finding shares its own column's.
        let own = self.cells.iter().find(|c| c.field == finding.field && Arc::ptr_eq(&c.column, &finding.column));
        own.or_else(|| self.cells.iter().find(|c| c.field == finding.field && c.column == finding.column))
    }

    /// A cell's address in a spreadsheet that opens the input, such as `B17`.
    #[must_use]
    pub fn address_of(&self, cell: &CheckedCell) -> String {
        address(self.sheet_row, cell.index as u64)
    }

    /// Whether the row is clear and carries neither a problem nor a decision. All that it has then is its place, its id,
    /// its name and the columns carried along.
    #[must_use]
    #[inline]
    pub fn has_nothing_to_say(&self) -> bool {
        self.findings.is_empty() && self.problems.is_empty() && self.decision.is_none()
    }

    /// Takes a decision along. The findings of an allowance and the unread text whose original was looked at stay in sight, but
    /// no longer count towards the verdict. A row of which nothing else counts is [`Verdict::Allowed`].
    pub fn decide(&mut self, decision: Arc<Decision>) {
        let ruling = decision.decision;
        let findings = if ruling.allows() { &[][..] } else { &self.findings };
        let problems = if ruling.is_of_original() { &[][..] } else { &self.problems };
        if self.verdict > Verdict::Clear {
            self.verdict = of_row(findings, problems).max(Verdict::Allowed);
        }
        self.decision = Some(decision);
    }

    /// What the decision leaves of the row that asks for another one. A remark does not.
    pub(crate) fn left_undecided(&self) -> Option<NoEffect> {
        let ruling = self.decision.as_deref()?.decision;
        let has_unread = self.problems.iter().any(|problem| problem.kind.leaves_text_unread());
        if ruling == Ruling::Allow && has_unread {
            return Some(NoEffect::LeavesUnread);
        }
        if ruling != Ruling::Seen {
            return None;
        }
        if has_unread {
            return (self.verdict > Verdict::Notice).then_some(NoEffect::LeavesFindings);
        }
        Some(NoEffect::NothingUnread)
    }

    /// Takes back what was decided: the row has the verdict of its findings and problems again.
    pub fn undecide(&mut self) {
        self.decision = None;
        self.verdict = of_row(&self.findings, &self.problems);
    }

    /// The filled names, if the checked cells were kept.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let names = self.cells.iter().filter(|cell| cell.field == Field::Name && !is_empty(&cell.text));
        names.map(|cell| &*cell.text).collect()
    }

    /// Whether some text of the row was not read, and no registrar looked at its original.
    #[must_use]
    pub fn has_unread_text(&self) -> bool {
        let is_seen = self.decision.as_ref().is_some_and(|decision| decision.decision.is_of_original());
        !is_seen && self.problems.iter().any(|problem| problem.kind.leaves_text_unread())
    }

    /// Which of the checked cells [`Row::name`] was taken from, if it was checked whole.
    #[must_use]
    pub fn name_cell(&self) -> Option<usize> {
        self.cells.iter().position(|cell| cell.field == Field::Name && cell.text == self.name)
    }

    /// Forgets the text, not the memory.
    #[inline]
    pub fn clear(&mut self) {
        self.id.clear();
        self.name.clear();
        self.kept.iter_mut().for_each(|(_, text)| text.clear());
        // Nearly all rows have nothing else.
        if !self.has_nothing_to_say() || !self.cells.is_empty() {
            self.findings.clear();
            self.problems.clear();
            self.decision = None;
            self.cells.clear();
        }
        self.verdict = Verdict::Clear;
        self.key.clear();
    }
}
