//! A row as the worker that checked it leaves it for the workbook: ready to be written into cells.

use std::collections::BTreeSet;

use super::excerpt::{Extract, fitting};
use super::results::{CHECKED, NAME, width};
use super::runs::{Run, cut, cut_text, shown};
use crate::decision::Decision;
use crate::message::{Say as _, Sentence};
use crate::report::groups::{Group, groups};
use crate::report::portions::portions;
use crate::report::reasons::Extent;
use crate::report::{Lang, Reasons};
use crate::row::{CheckedCell, Row};
use crate::verdict::Verdict;

/// The cells of one row.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) source: String,
    /// The data row, from 1.
    pub(super) row: u64,
    /// The physical line, from 1.
    pub(super) begins_at: u64,
    /// The row in a spreadsheet that opens the input, from 1.
    pub(super) sheet_row: u64,
    pub(super) id: String,
    pub(super) name: Vec<Run>,
    pub(super) verdict: Verdict,
    pub(super) checked: Vec<Run>,
    pub(super) terms: String,
    /// What was found, what it rests on, and what could not be read.
    pub(super) found: String,
    pub(super) reasons: String,
    pub(super) key: String,
    /// Decision, reason and until; empty without an earlier decision.
    pub(super) decision: [String; 3],
    pub(super) kept: Vec<String>,
}

impl Line {
    pub(super) fn new(lang: Lang, reasons: &Reasons, row: &Row) -> Self {
        let name = row.name_cell();
        let name_runs = match name {
            Some(name) => marked(&row.cells[name], row),
            None => vec![Run::new(&row.name, None)],
        };
        let name_runs = fitting(lang, width(NAME), |extract| extract.of(&name_runs));
        let checked_runs = fitting(lang, width(CHECKED), |extract| checked(lang, row, name, extract));

        let terms = distinct(row.findings.iter().map(|finding| shown(&finding.term)));
        let kept = row.kept.iter().map(|(_, kept)| cut_text(lang, shown(kept))).collect();

        Self {
            source: cut_text(lang, shown(&row.source)),
            row: row.row,
            begins_at: row.line,
            sheet_row: row.sheet_row,
            id: cut_text(lang, shown(&row.id)),
            name: cut(lang, name_runs),
            verdict: row.verdict,
            checked: cut(lang, checked_runs),
            terms: cut_text(lang, terms.join(lang.list_mark())),
            found: cut_text(lang, shown(&found(lang, reasons, row).join("\n"))),
            reasons: cut_text(lang, shown(&reasons.lines_to(lang, row, Extent::Short).join("\n"))),
            key: row.key.clone(),
            decision: row.decision.as_deref().map(|made| decision(lang, made)).unwrap_or_default(),
            kept,
        }
    }
}

/// As much of the checked cells without the name as an extract has, each under its header if there are several.
fn checked(lang: Lang, row: &Row, name: Option<usize>, extract: Extract) -> Vec<Run> {
    let mut others = Vec::new();
    for (number, cell) in row.cells.iter().enumerate() {
        if Some(number) != name && !cell.text.is_empty() {
            others.push(cell);
        }
    }

    let has_headers = others.len() > 1;
    let mut runs = Vec::new();
    for (number, cell) in others.into_iter().enumerate() {
        let mut header = String::new();
        if number > 0 {
            header.push('\n');
        }
        if has_headers {
            header.push_str(&cell.column);
            header.push_str(lang.colon());
        }
        runs.push(Run::new(&header, None));
        runs.extend(extract.of(&marked(cell, row)));
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

/// A cell with its findings highlighted.
fn marked(cell: &CheckedCell, row: &Row) -> Vec<Run> {
    portions(cell, &row.findings).iter().map(|portion| Run::new(portion.text, portion.verdict)).collect()
}

/// The values without repetitions, in the order of their first appearance.
fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

/// What was found, then each ground once, then what could not be read. A clause whose words are elsewhere in the workbook is
/// only named.
fn found(lang: Lang, reasons: &Reasons, row: &Row) -> Vec<String> {
    let mut said: Vec<String> = groups(&row.findings).iter().map(|group| findings(lang, group)).collect();
    let grounds = row.findings.iter().filter_map(|finding| {
        let quote = if reasons.has_clause_of(finding) { "" } else { &finding.quote };
        lang.ground(&finding.clause, quote)
    });
    said.extend(distinct(grounds));
    said.extend(row.problems.iter().map(|problem| lang.problem_at(problem)));
    said
}

/// Equal findings in one sentence, without their ground.
fn findings(lang: Lang, group: &Group<'_>) -> String {
    let finding = group.finding;
    let mut parts = vec![lang.finding(finding), lang.original(finding)];
    if group.numbers.len() > 1 {
        parts.push(Sentence::Times { times: group.numbers.len() }.say(lang));
    }
    parts.extend(lang.differences(finding));
    parts.extend(lang.surroundings(finding));
    parts.join(lang.semicolon())
}

/// An earlier decision, in words that are understood when they are read back.
fn decision(lang: Lang, decision: &Decision) -> [String; 3] {
    let labels = lang.labels();
    let word = labels.choice(decision.decision);
    let until = decision.until.map_or_else(String::new, |day| day.to_string());
    [word.to_owned(), cut_text(lang, shown(&decision.reason)), until]
}
