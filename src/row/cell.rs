//! One cell of a row: what its text says of itself, and which terms it contains.

use std::sync::Arc;

use super::signs::sign;
use crate::checker::{Beside, Cell, Checker};
use crate::rules::{Exceeded, RowNames};
use crate::text::garbled::{begins_misread, is_garbled};
use crate::verdict::{Detail, Field, Finding, Problem, ProblemKind};

/// Checks the cells of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellChecker<'a> {
    pub(crate) checker: &'a Checker,
    /// The longest text that is checked whole, in bytes.
    pub(crate) max_cell: usize,
}

/// What is known of a cell before its text is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    /// Whether a finding is possible; `false` only if the scan of the block has ruled it out.
    pub(crate) is_suspect: bool,
    /// Whether it is known already that bytes of the row were lost.
    pub(crate) is_lossy: bool,
    /// The names of the row.
    pub(crate) names: &'a dyn RowNames,
}

/// What was found in the cells of one row so far.
pub(crate) struct Found<'r> {
    pub(crate) findings: &'r mut Vec<Finding>,
    pub(crate) problems: &'r mut Vec<Problem>,
}

impl CellChecker<'_> {
    /// Checks a cell. Returns whether it has text.
    #[inline]
    pub(crate) fn check(&self, cell: Cell<'_>, known: Known<'_>, found: &mut Found<'_>) -> bool {
        let sign = sign(cell.text);
        if sign.is_some() || cell.text.len() > self.max_cell {
            return self.check_remarkable(sign, cell, known, found);
        }
        self.look(&cell, known, found);
        true
    }

    /// Whether [`CellChecker::check`] finds nothing in a text and notes nothing, whatever the rest of its row is.
    #[cfg(feature = "arrow")]
    pub(crate) fn is_clear(&self, text: &str) -> bool {
        text.len() <= self.max_cell
            && sign(text).is_none()
            && !begins_misread(text)
            && self.checker.sift(text).finds_nothing()
    }

    /// Checks a cell that is too long, or whose text says something of itself. Returns whether it has text.
    #[cold]
    fn check_remarkable(
        &self,
        sign: Option<ProblemKind>,
        mut cell: Cell<'_>,
        known: Known<'_>,
        found: &mut Found<'_>,
    ) -> bool {
        if sign == Some(ProblemKind::Empty) {
            found.note(&cell, ProblemKind::Empty);
            return false;
        }
        if cell.text.len() > self.max_cell {
            let detail = Detail::ReadUpTo { column: cell.column.clone(), bytes: self.max_cell };
            found.note_detail(&cell, ProblemKind::TooLong, detail);
            cell.text = self.readable(cell.text);
        } else if let Some(kind) = sign {
            found.note_sign(&cell, kind);
        }
        self.look(&cell, known, found);
        true
    }

    /// Searches a text, unless it is known that there is nothing to find in it.
    #[inline]
    fn look(&self, cell: &Cell<'_>, known: Known<'_>, found: &mut Found<'_>) {
        if known.is_suspect {
            self.find(*cell, known, found);
        } else if begins_misread(cell.text) {
            found.note_garbled(cell);
        }
    }

    /// Searches a text.
    pub(crate) fn search(&self, cell: Cell<'_>, names: &dyn RowNames, found: &mut Found<'_>) {
        let exceeded = Exceeded::default();
        found.findings.extend(self.checker.check_noting(cell, Beside { names, exceeded: &exceeded }));
        if let Some(pattern) = exceeded.pattern() {
            let detail = Detail::Laborious { column: cell.column.clone(), pattern: pattern.to_owned() };
            found.note_detail(&cell, ProblemKind::PatternLimit, detail);
        }
    }

    /// The part of a text that is checked.
    pub(crate) fn readable<'t>(&self, text: &'t str) -> &'t str {
        &text[..text.floor_char_boundary(self.max_cell)]
    }

    /// Sifts a text and, unless that rules out a finding, searches it.
    fn find(&self, cell: Cell<'_>, known: Known<'_>, found: &mut Found<'_>) {
        let sifted = self.checker.sift(cell.text);
        // Bytes that were lost may take the next ones along: that is reported already.
        let is_known = known.is_lossy && sifted.has_lost;
        if !is_known && (sifted.is_strange || begins_misread(cell.text)) {
            found.note_garbled(&cell);
        }
        if sifted.finds_nothing() {
            return;
        }

        let column = || cell.column.clone();
        if sifted.is_reordered {
            found.note_detail(&cell, ProblemKind::Reordered, Detail::TurnsText { column: column() });
        }
        if sifted.has_lost && !known.is_lossy {
            found.note_detail(&cell, ProblemKind::Undecodable, Detail::LostBefore { column: column() });
        }
        if sifted.may_hold {
            self.search(cell, known.names, found);
        }
    }
}

impl Found<'_> {
    /// Notes a problem with a cell.
    pub(crate) fn note(&mut self, cell: &Cell<'_>, kind: ProblemKind) {
        self.note_missing(cell.field, cell.column, kind);
    }

    /// Notes a problem with a cell that may not be there.
    pub(crate) fn note_missing(&mut self, field: Field, column: &Arc<str>, kind: ProblemKind) {
        let detail = Detail::Column { column: column.clone() };
        self.problems.push(Problem { kind, field: Some(field), detail });
    }

    fn note_sign(&mut self, cell: &Cell<'_>, kind: ProblemKind) {
        if kind == ProblemKind::CellError {
            let detail = Detail::Shows { column: cell.column.clone(), text: cell.text.trim().to_owned() };
            self.note_detail(cell, kind, detail);
        } else {
            self.note(cell, kind);
        }
    }

    /// Looks at a text that may be garbled.
    #[cold]
    fn note_garbled(&mut self, cell: &Cell<'_>) {
        if is_garbled(cell.text) {
            self.note(cell, ProblemKind::Garbled);
        }
    }

    fn note_detail(&mut self, cell: &Cell<'_>, kind: ProblemKind, detail: Detail) {
        self.problems.push(Problem { kind, field: Some(cell.field), detail });
    }
}
