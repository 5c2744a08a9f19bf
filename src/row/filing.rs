//! One filing that another program has at hand: names and scopes to verdict, findings, problems and key.

use std::fmt;
use std::sync::Arc;

use super::cell::{CellChecker, Found, Known};
use super::key::{Judged, key};
use super::seam::{Next, Seam};
use super::signs::{is_empty, is_scientific};
use crate::checker::{Cell, Checker};
use crate::rules::RowNames;
use crate::verdict::{Detail, Field, Finding, Problem, ProblemKind, Verdict, of_row};

/// A filing to check: the texts of one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filing<'a> {
    /// The id, such as a unified social credit code; empty if there is none.
    pub id: &'a str,
    /// The registered names, usually one.
    pub names: &'a [&'a str],
    /// The business scopes; an export may split a scope over several columns.
    pub scopes: &'a [&'a str],
    /// Advertising texts.
    pub texts: &'a [&'a str],
}

impl<'a> Filing<'a> {
    /// The texts of a field.
    fn of(&self, field: Field) -> &'a [&'a str] {
        match field {
            Field::Name => self.names,
            Field::Scope => self.scopes,
            Field::Text => self.texts,
            Field::Other => &[],
        }
    }
}

/// The texts of one row, wherever they are.
pub(crate) trait FilingTexts {
    /// How many texts a field has.
    fn count(&self, field: Field) -> usize;

    /// A text of a field, by its number from 0.
    fn text(&self, field: Field, number: usize) -> &str;

    /// The header of its column.
    fn column(&self, field: Field, number: usize) -> &Arc<str>;

    /// Whether it is known already that [`CellChecker::is_clear`] holds for a text.
    fn is_known_clear(&self, _field: Field, _number: usize) -> bool {
        false
    }
}

/// The texts as contexts ask for them.
#[derive(Debug)]
struct Names<'a, T>(&'a T);

impl<T: FilingTexts + fmt::Debug> RowNames for Names<'_, T> {
    fn read(&self) -> Vec<String> {
        let names = (0..self.0.count(Field::Name)).map(|number| self.0.text(Field::Name, number));
        names.filter(|name| !is_empty(name)).map(str::to_owned).collect()
    }
}

/// A filing whose columns are named after their fields.
#[derive(Debug)]
struct Given<'a> {
    filing: Filing<'a>,
    columns: &'a [Arc<str>; Field::ALL.len()],
}

impl FilingTexts for Given<'_> {
    fn count(&self, field: Field) -> usize {
        self.filing.of(field).len()
    }

    fn text(&self, field: Field, number: usize) -> &str {
        self.filing.of(field)[number]
    }

    fn column(&self, field: Field, _: usize) -> &Arc<str> {
        &self.columns[field as usize]
    }
}

/// What came of a filing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedFiling {
    /// The highest verdict of its findings and problems.
    pub verdict: Verdict,
    /// The findings, by text and place.
    pub findings: Vec<Finding>,
    /// What kept text from being read, and what is odd about it.
    pub problems: Vec<Problem>,
    /// The key that a registrar's decision follows; empty if the filing is clear.
    pub key: String,
}

impl Checker {
    /// Checks a filing as a row of a batch is checked: a scope that was cut off is [`Verdict::Unchecked`], and not clear.
    ///
    /// The column of a finding or problem is the key of its field, `name`, `scope` or `text`. The key equals that of a batch
    /// with these texts.
    ///
    /// ```
    /// # use mingcha::{Checker, Filing, Profile, RuleBook, Verdict};
    /// # let rules = RuleBook::in_force("2026-03-01".parse()?)?;
    /// # let checker = Checker::new(rules, Profile::built_in("filing")?)?;
    /// let checked = checker.check_row(Filing { names: &["甲公司"], scopes: &["软件开发；稳定..."], ..Filing::default() });
    /// assert_eq!(checked.verdict, Verdict::Unchecked);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn check_row(&self, filing: Filing<'_>) -> CheckedFiling {
        let given = Given { filing, columns: self.columns() };
        let mut checked = CheckedFiling::default();
        FilingChecker::new(self).check(filing.id, &given, &mut checked);
        checked
    }
}

/// Checks filings one after another. The memory of one serves for the next.
#[derive(Debug)]
pub(crate) struct FilingChecker<'a> {
    cells: CellChecker<'a>,
    seam: Seam,
}

impl<'a> FilingChecker<'a> {
    pub(crate) fn new(checker: &'a Checker) -> Self {
        Self { cells: CellChecker { checker, max_cell: usize::MAX }, seam: Seam::default() }
    }

    /// Whether nothing is to be found in a text or noted of it, whatever is beside it in its row.
    #[cfg(feature = "arrow")]
    pub(crate) fn is_clear(&self, text: &str) -> bool {
        self.cells.is_clear(text)
    }

    /// Fills `checked`, of which only the memory is used.
    pub(crate) fn check(&mut self, id: &str, texts: &(impl FilingTexts + fmt::Debug), checked: &mut CheckedFiling) {
        checked.clear();
        let id = id.trim();
        if is_scientific(id) {
            let detail = Detail::Id { id: id.to_owned() };
            checked.problems.push(Problem { kind: ProblemKind::ScientificId, field: None, detail });
        }

        let mut found = Found { findings: &mut checked.findings, problems: &mut checked.problems };
        for field in Field::CHECKED {
            for number in 0..texts.count(field) {
                self.text(field, number, texts, &mut found);
            }
        }

        checked.verdict = of_row(&checked.findings, &checked.problems);
        if checked.verdict > Verdict::Clear {
            checked.key = key_of(id, texts, checked);
        }
    }

    /// Checks one text, and what it and the next scope make together.
    #[inline]
    fn text(&mut self, field: Field, number: usize, texts: &(impl FilingTexts + fmt::Debug), found: &mut Found<'_>) {
        let names = &Names(texts);
        let cell = Cell { field, column: texts.column(field, number), text: texts.text(field, number) };
        let own = found.findings.len();
        if !texts.is_known_clear(field, number) {
            self.cells.check(cell, Known { is_suspect: true, is_lossy: false, names }, found);
        }
        if field == Field::Scope && number + 1 < texts.count(field) {
            let next = Next { text: texts.text(field, number + 1), names };
            self.cells.check_seam(cell, next, &mut self.seam, found, own);
        }
    }
}

impl CheckedFiling {
    /// Forgets everything but the memory.
    fn clear(&mut self) {
        self.verdict = Verdict::Clear;
        self.findings.clear();
        self.problems.clear();
        self.key.clear();
    }

    /// Whether some text was left unread.
    #[must_use]
    pub fn has_unread_text(&self) -> bool {
        self.problems.iter().any(|problem| problem.kind.leaves_text_unread())
    }
}

impl Default for CheckedFiling {
    fn default() -> Self {
        Self { verdict: Verdict::Clear, findings: Vec::new(), problems: Vec::new(), key: String::new() }
    }
}

#[cold]
fn key_of(id: &str, texts: &impl FilingTexts, checked: &CheckedFiling) -> String {
    let mut all = Vec::new();
    for field in Field::CHECKED {
        all.extend((0..texts.count(field)).map(|number| (field, texts.text(field, number))));
    }
    key(Judged { id, texts: &all, findings: &checked.findings, problems: &checked.problems, raw: &[] })
}
