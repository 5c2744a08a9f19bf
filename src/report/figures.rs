//! Rows by verdict for each column, each term, and each value of the column that the user groups by.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::portions::byte_of;
use super::{Counts, Lang, Summary};
use crate::escape::is_blank;
use crate::row::Row;
use crate::verdict::Verdict;

/// How many values of a kind are counted each on its own. The rows of further ones are counted together, so that memory is
/// bounded whatever the column that the user groups by has in it.
const MOST: usize = 1000;
/// How many of them a document lists, those with the heaviest verdicts first.
const LISTED: usize = 100;
/// The longest value that a document shows, in characters.
const LONGEST: usize = 60;

/// Rows by verdict for each value of a kind, such as each term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// The values in the order of their first appearance.
    values: Vec<(Arc<str>, Counts)>,
    indices: HashMap<Arc<str>, usize>,
    /// The rows of the values beyond [`MOST`].
    rest: Counts,
}

impl Breakdown {
    /// Counts a row of a block, which has few enough values.
    fn count(&mut self, value: &str, verdict: Verdict) {
        self.of(value, usize::MAX).count(verdict);
    }

    /// Adds the figures of later rows.
    fn add(&mut self, later: &Self) {
        for (value, counts) in &later.values {
            self.of(value, MOST).add(counts);
        }
        self.rest.add(&later.rest);
    }

    /// The rows of a value: its own if no more than `most` are told apart.
    fn of(&mut self, value: &str, most: usize) -> &mut Counts {
        if let Some(&index) = self.indices.get(value) {
            return &mut self.values[index].1;
        }
        if self.values.len() >= most {
            return &mut self.rest;
        }
        let value: Arc<str> = value.into();
        self.indices.insert(value.clone(), self.values.len());
        self.values.push((value, Counts::default()));
        let last = self.values.len() - 1;
        &mut self.values[last].1
    }

    /// The values, with their rows by verdict, in the order of their first appearance.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Counts)> {
        self.values.iter().map(|(value, counts)| (&**value, counts))
    }
}

/// Rows by verdict for each column, term and group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// By the columns with a finding. A row has the heaviest verdict of its findings there.
    pub columns: Breakdown,
    /// By the terms that were found. A row has the heaviest verdict of its findings of the term.
    pub terms: Breakdown,
    /// By the values of the column that the user groups by, all rows. A row without one has the empty value.
    pub groups: Breakdown,
}

impl Figures {
    /// Counts a row that has been decided. `group` is the value that it is grouped by.
    #[inline]
    pub(crate) fn count(&mut self, row: &Row, group: Option<&str>) {
        if let Some(group) = group {
            self.groups.count(beginning(group.trim_matches(is_blank), LONGEST + 1), row.verdict);
        }
        if !row.findings.is_empty() {
            self.count_findings(row);
        }
    }

    fn count_findings(&mut self, row: &Row) {
        let is_allowed = row.decision.as_ref().is_some_and(|decision| decision.decision.allows());
        let mut columns = Vec::new();
        let mut terms = Vec::new();
        for finding in &row.findings {
            let verdict = if is_allowed { Verdict::Allowed } else { finding.verdict };
            raise(&mut columns, &finding.column, verdict);
            raise(&mut terms, &finding.term, verdict);
        }
        for (column, verdict) in columns {
            self.columns.count(column, verdict);
        }
        for (term, verdict) in terms {
            self.terms.count(term, verdict);
        }
    }

    /// Adds the figures of later rows.
    pub(crate) fn add(&mut self, later: &Self) {
        self.columns.add(&later.columns);
        self.terms.add(&later.terms);
        self.groups.add(&later.groups);
    }

    /// Forgets all figures.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Notes a verdict for a value, of which the heaviest counts.
fn raise<'a>(values: &mut Vec<(&'a str, Verdict)>, value: &'a str, verdict: Verdict) {
    match values.iter_mut().find(|(other, _)| *other == value) {
        Some((_, heaviest)) => *heaviest = verdict.max(*heaviest),
        None => values.push((value, verdict)),
    }
}

/// Figures as documents show them.
pub(super) struct FigureTable {
    pub(super) title: String,
    /// What the values are called.
    pub(super) label: &'static str,
    /// The verdicts that occur in it.
    pub(super) verdicts: Vec<Verdict>,
    pub(super) lines: Vec<FigureLine>,
}

/// The rows of one value.
pub(super) struct FigureLine {
    pub(super) value: String,
    /// For each of the verdicts of the table.
    pub(super) rows: Vec<u64>,
    pub(super) total: u64,
}

impl FigureTable {
    /// Returns `None` if nothing was counted.
    fn new(title: String, label: &'static str, lines: Vec<(String, Counts)>) -> Option<Self> {
        let mut verdicts = Verdict::ALL.to_vec();
        verdicts.retain(|verdict| lines.iter().any(|(_, counts)| counts.of(*verdict) > 0));
        let mut table = Self { title, label, verdicts, lines: Vec::new() };
        for (value, counts) in lines {
            let rows = table.verdicts.iter().map(|verdict| counts.of(*verdict)).collect();
            table.lines.push(FigureLine { value, rows, total: counts.total() });
        }
        (!table.verdicts.is_empty()).then_some(table)
    }
}

impl Summary {
    /// The figures of each input, if there are several.
    pub(super) fn input_figures(&self, lang: Lang) -> Option<FigureTable> {
        let labels = lang.labels();
        let inputs: Vec<_> = self.inputs.iter().map(|input| (input.name.clone(), input.counts)).collect();
        let is_several = inputs.len() > 1;
        FigureTable::new(labels.by_input.to_owned(), labels.file, inputs).filter(|_| is_several)
    }

    /// The figures by column, by term and by group, as far as there are any.
    pub(super) fn figure_tables(&self, lang: Lang) -> Vec<FigureTable> {
        let labels = lang.labels();
        let group = clipped(self.group_by.as_deref().unwrap_or_default());
        let by_group = format!("{}{}{group}", labels.by_group, lang.colon());
        let tables = [
            FigureTable::new(labels.by_column.to_owned(), labels.column, listed(lang, &self.figures.columns)),
            FigureTable::new(labels.by_term.to_owned(), labels.term, listed(lang, &self.figures.terms)),
            FigureTable::new(by_group, labels.group, listed(lang, &self.figures.groups)),
        ];
        tables.into_iter().flatten().collect()
    }
}

/// The values that a document lists, the heaviest first, and the others together.
fn listed(lang: Lang, breakdown: &Breakdown) -> Vec<(String, Counts)> {
    let labels = lang.labels();
    let mut values: Vec<_> = breakdown.values().collect();
    values.sort_by_key(|(_, counts)| Reverse(Verdict::ALL.map(|verdict| counts.of(verdict))));

    let mut rest = breakdown.rest;
    let mut lines = Vec::new();
    for (number, (value, counts)) in values.into_iter().enumerate() {
        if number >= LISTED {
            rest.add(counts);
        } else if value.is_empty() {
            lines.push((labels.no_value.to_owned(), *counts));
        } else {
            lines.push((clipped(value), *counts));
        }
    }
    if rest.total() > 0 {
        lines.push((labels.other_values.to_owned(), rest));
    }
    lines
}

/// A value that is no longer than documents show.
fn clipped(value: &str) -> String {
    let shown = beginning(value, LONGEST);
    let more = if shown.len() < value.len() { "…" } else { "" };
    shown.to_owned() + more
}

/// The first so many characters.
fn beginning(value: &str, most: usize) -> &str {
    &value[..byte_of(value, most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(values: impl Iterator<Item = usize>) -> Breakdown {
        let mut breakdown = Breakdown::default();
        for value in values {
            let verdict = if value % 2 == 0 { Verdict::Clear } else { Verdict::Reject };
            breakdown.count(&value.to_string(), verdict);
        }
        breakdown
    }

    #[test]
    fn figures_are_the_same_however_the_rows_are_cut_into_blocks() {
        let joined = |cuts: &[usize]| {
            let mut whole = Breakdown::default();
            for block in cuts.windows(2) {
                whole.add(&counted((block[0]..block[1]).map(|n| n * 7919 % 1500)));
            }
            whole
        };
        let whole = joined(&[0, 3000]);
        for at in [1, 999, 1000, 1001, 2999] {
            assert_eq!(joined(&[0, at, 3000]), whole, "{at}");
        }
        let rows: Vec<usize> = (0..=3000).collect();
        assert_eq!(joined(&rows), whole);
        assert_eq!(whole.values.len(), MOST);
        assert_eq!(whole.rest.total(), 1000);
    }

    #[test]
    fn the_heaviest_values_are_listed_and_the_others_are_counted_together() {
        let lines = listed(Lang::En, &counted(0..1200));
        assert_eq!(lines.len(), LISTED + 1);
        assert!(lines[..LISTED].iter().all(|(_, counts)| counts.of(Verdict::Reject) == 1));
        let all: u64 = lines.iter().map(|(_, counts)| counts.total()).sum();
        assert_eq!((all, &*lines[LISTED].0), (1200, Lang::En.labels().other_values));
    }
}
