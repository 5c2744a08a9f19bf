//! A checked row: what every report format is given.

use std::sync::Arc;

use crate::verdict::{Field, Finding, Problem, Verdict};

/// A cell that was checked, with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCell {
    /// Name or scope.
    pub field: Field,
    /// The column's header.
    pub column: Arc<str>,
    /// The column's place, from 0.
    pub index: usize,
    /// The decoded text, up to the limit of a cell.
    pub text: String,
}

/// One row of the input with its verdict. The memory of one row serves for the next.
#[derive(Clone, Debug)]
pub struct Row {
    /// The input's name.
    pub source: Arc<str>,
    /// The data row, from 1.
    pub row: u64,
    /// The physical line, from 1.
    pub line: u64,
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
    /// The key that decisions follow; empty on clear rows.
    pub key: String,
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
            source,
            row: 0,
            line: 0,
            id: String::new(),
            name: String::new(),
            verdict: Verdict::Clear,
            findings: Vec::new(),
            problems: Vec::new(),
            key: String::new(),
            kept: kept.map(|header| (header, String::new())).collect(),
            cells: Vec::new(),
        }
    }

    /// Forgets the text, not the memory.
    pub fn clear(&mut self) {
        self.id.clear();
        self.name.clear();
        self.verdict = Verdict::Clear;
        self.findings.clear();
        self.problems.clear();
        self.key.clear();
        self.kept.iter_mut().for_each(|(_, text)| text.clear());
        self.cells.clear();
    }
}
