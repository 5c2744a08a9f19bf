//! A row as the worker that checked it leaves it for the workbook: ready to be written into cells.

use std::collections::BTreeSet;

use super::super::Lang;
use super::super::groups::{Group, groups};
use super::super::stretches::stretches;
use super::runs::{Run, cut, cut_text, shown};
use crate::decision::Decision;
use crate::row::{CheckedCell, Row};
use crate::verdict::{Finding, Verdict};

/// The cells of one row.
#[derive(Debug)]
pub struct Line {
    pub(super) source: String,
    pub(super) row: u64,
    /// The physical line, from 1.
    pub(super) begins_at: u64,
    pub(super) id: String,
    pub(super) name: Vec<Run>,
    pub(super) verdict: Verdict,
    pub(super) checked: Vec<Run>,
    pub(super) terms: String,
    pub(super) findings: String,
    pub(super) clauses: String,
    pub(super) problems: String,
    pub(super) key: String,
    /// Decision, reason and until; empty without an earlier decision.
    pub(super) decision: [String; 3],
    pub(super) kept: Vec<String>,
}

impl Line {
    pub(super) fn new(lang: Lang, row: &Row) -> Self {
        let name = row.name_cell();
        let text = |text: String| cut_text(lang, text);
        let findings: Vec<_> = groups(&row.findings).iter().map(|group| finding(lang, group)).collect();
        let problems: Vec<_> = row.problems.iter().map(|p| lang.problem_at(p)).collect();
        let name_runs = match name {
            Some(name) => marked(&row.cells[name], row),
            None => vec![Run::new(&row.name, None)],
        };
        Self {
            source: text(shown(&row.source)),
            row: row.row,
            begins_at: row.line,
            id: text(shown(&row.id)),
            name: cut(lang, name_runs),
            verdict: row.verdict,
            checked: cut(lang, checked(lang, row, name)),
            terms: text(distinct(row.findings.iter().map(|f| shown(&f.term))).join(lang.labels().list_mark)),
            findings: text(findings.join("\n")),
            clauses: text(distinct(row.findings.iter().filter(|f| !f.clause.is_empty()).map(clause)).join("\n")),
            problems: text(problems.join("\n")),
            key: row.key.clone(),
            decision: row.decision.as_deref().map(|d| decision(lang, d)).unwrap_or_default(),
            kept: row.kept.iter().map(|(_, kept)| text(shown(kept))).collect(),
        }
    }
}

/// The checked cells but the name, each under its header if there are several.
fn checked(lang: Lang, row: &Row, name: Option<usize>) -> Vec<Run> {
    let others = || row.cells.iter().enumerate().filter(|(number, c)| Some(*number) != name && !c.text.is_empty());
    let has_headers = others().count() > 1;
    let mut runs = Vec::new();
    for (place, (_, cell)) in others().enumerate() {
        let mut header = if place > 0 { "\n".to_owned() } else { String::new() };
        if has_headers {
            header += &(cell.column.to_string() + lang.labels().colon);
        }
        runs.push(Run::new(&header, None));
        runs.extend(marked(cell, row));
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

fn marked(cell: &CheckedCell, row: &Row) -> Vec<Run> {
    stretches(cell, &row.findings).iter().map(|stretch| Run::new(stretch.text, stretch.verdict)).collect()
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

fn clause(finding: &Finding) -> String {
    shown(&format!("{} {}", finding.clause, finding.quote))
}

/// What was found, in one sentence; the ground has a column of its own.
fn finding(lang: Lang, group: &Group<'_>) -> String {
    let finding = group.finding;
    let matched = shown(&finding.matched);
    let parts = [
        Some(format!("{matched} → {}", lang.finding(finding))),
        (group.numbers.len() > 1).then(|| format!("×{}", group.numbers.len())),
        lang.differences(finding),
        lang.surroundings(finding),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(lang.labels().clause_end)
}

/// What was decided earlier, in words that are understood when they are read again.
fn decision(lang: Lang, decision: &Decision) -> [String; 3] {
    let word = lang.pick(lang.ruling(decision.decision), decision.decision.key());
    let until = decision.until.map_or_else(String::new, |day| day.to_string());
    [word.to_owned(), cut_text(lang, shown(&decision.reason)), until]
}
