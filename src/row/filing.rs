//! One filing that another program has at hand: names and scopes to verdict, findings, problems and key.

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

impl RowNames for Filing<'_> {
    fn read(&self) -> Vec<String> {
        self.names.iter().filter(|name| !is_empty(name)).map(|name| (*name).to_owned()).collect()
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
        let mut findings = Vec::new();
        let mut problems = Vec::new();
        if is_scientific(filing.id.trim()) {
            let detail = Detail::Id { id: filing.id.trim().to_owned() };
            problems.push(Problem { kind: ProblemKind::ScientificId, field: None, detail });
        }

        let cells = CellChecker { checker: self, max_cell: usize::MAX };
        let known = Known { is_suspect: true, is_lossy: false, names: &filing };
        let mut seam = Seam::default();
        let mut found = Found { findings: &mut findings, problems: &mut problems };
        for field in Field::CHECKED {
            let column: Arc<str> = field.key().into();
            let texts = filing.of(field);
            for (number, text) in texts.iter().enumerate() {
                let cell = Cell { field, column: &column, text };
                let own = found.findings.len();
                cells.check(cell, known, &mut found);
                if let Some(next) = texts.get(number + 1).filter(|_| field == Field::Scope) {
                    let next = Next { text: next, names: &filing };
                    cells.check_seam(cell, next, &mut seam, &mut found, own);
                }
            }
        }

        let verdict = of_row(&findings, &problems);
        let mut checked = CheckedFiling { verdict, findings, problems, key: String::new() };
        if verdict > Verdict::Clear {
            let mut texts = Vec::new();
            for field in Field::CHECKED {
                texts.extend(filing.of(field).iter().map(|text| (field, *text)));
            }
            checked.key = key(Judged {
                id: filing.id.trim(),
                texts: &texts,
                findings: &checked.findings,
                problems: &checked.problems,
                raw: &[],
            });
        }
        checked
    }
}
