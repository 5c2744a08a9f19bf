//! A row as a document shows it on a screen: what the html report writes, and what a page shows in place.
//!
//! Its texts are the original ones. They become [`visible`] where they leave: the html report escapes them, and the serialized
//! form has each line made visible.

use serde::{Serialize, Serializer};

use super::Lang;
use super::groups::{Group, groups};
use super::portions::{Portion, SHORT, Shown, abridged, byte_of};
use super::reasons::{Extent, Reasons};
use crate::escape::visible;
use crate::message::{Say as _, Sentence};
use crate::row::{CheckedCell, Row};
use crate::verdict::Verdict;

/// How many groups of equal findings a row lists.
const GROUPS: usize = 40;

/// A row as a document shows it, in one language.
#[derive(Debug, Serialize)]
pub struct RowView<'a> {
    /// The input's name.
    #[serde(serialize_with = "shown")]
    pub source: &'a str,
    /// The row in a spreadsheet that opens the input, from 1.
    pub sheet_row: u64,
    /// The line of the file in words, if it is another.
    pub at_line: Option<String>,
    /// The row's verdict.
    pub verdict: Verdict,
    /// The key that decisions follow; empty if none can.
    pub key: &'a str,
    /// What a registrar decided.
    pub decision: Option<DecisionView<'a>>,
    /// The name.
    pub name: Vec<Span<'a>>,
    /// The id.
    #[serde(serialize_with = "shown")]
    pub id: &'a str,
    /// The checked cells but the name, as far as they have text.
    pub cells: Vec<CellView<'a>>,
    /// The columns carried along, as far as they have text.
    pub kept: Vec<CellView<'a>>,
    /// What was found, equal findings together.
    pub findings: Vec<FindingView<'a>>,
    /// How many more findings there are, in words.
    pub more_findings: Option<String>,
    /// What kept text from being read.
    #[serde(serialize_with = "all_shown")]
    pub problems: Vec<String>,
    /// The reasons in words, line by line.
    #[serde(serialize_with = "all_shown")]
    pub reasons: Vec<String>,
}

/// A decision in words.
#[derive(Debug, Serialize)]
pub struct DecisionView<'a> {
    /// What was decided.
    pub word: &'static str,
    /// Why.
    #[serde(serialize_with = "shown")]
    pub reason: &'a str,
    /// The last day on which it holds, as 2026-12-31; empty if it has no end.
    pub until: String,
}

/// A cell under its header.
#[derive(Debug, Serialize)]
pub struct CellView<'a> {
    /// The header.
    #[serde(serialize_with = "shown")]
    pub column: &'a str,
    /// The text.
    pub spans: Vec<Span<'a>>,
}

/// A part of a text.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span<'a> {
    /// A text without a finding.
    #[serde(serialize_with = "shown")]
    Text(&'a str),
    /// A text with a finding.
    Mark {
        /// The text.
        #[serde(serialize_with = "shown")]
        text: &'a str,
        /// The heaviest verdict of the findings that cover it.
        verdict: Option<Verdict>,
        /// The numbers of the findings that end here, as `1,3`; empty if the row has only one.
        numbers: String,
    },
    /// How much is left out here, in words.
    LeftOut(String),
}

/// A finding, or several equal ones.
#[derive(Debug, Serialize)]
pub struct FindingView<'a> {
    /// Their numbers in the row, as `1,3`; empty if the row has only one.
    pub numbers: String,
    /// The term.
    #[serde(serialize_with = "shown")]
    pub term: &'a str,
    /// How the rule is grounded in the notice, in words.
    pub tier: &'static str,
    /// The finding's verdict.
    pub verdict: Verdict,
    /// Where it is, how the original differs from the term, and its context, in words.
    #[serde(serialize_with = "all_shown")]
    pub details: Vec<String>,
    /// The clause and its words.
    #[serde(serialize_with = "maybe_shown")]
    pub ground: Option<String>,
}

impl<'a> RowView<'a> {
    /// A row in a language, with the provisions of `reasons` in short.
    #[must_use]
    pub fn new(lang: Lang, reasons: &Reasons, row: &'a Row) -> Self {
        let name = row.name_cell();
        let groups = groups(&row.findings);
        let more: usize = groups.iter().skip(GROUPS).map(|group| group.numbers.len()).sum();
        let kept = row.kept.iter().filter(|(_, text)| !text.is_empty());
        let cells = row.cells.iter().enumerate().filter(|(at, cell)| Some(*at) != name && !cell.text.is_empty());
        Self {
            source: &row.source,
            sheet_row: row.sheet_row,
            at_line: (row.line != row.sheet_row).then(|| Sentence::AtLine { line: row.line }.say(lang)),
            verdict: row.verdict,
            key: &row.key,
            decision: row.decision.as_deref().map(|decision| DecisionView {
                word: lang.ruling(decision.decision),
                reason: &decision.reason,
                until: decision.until.map_or_else(String::new, |day| day.to_string()),
            }),
            name: match name {
                Some(name) => marked(lang, &row.cells[name], row),
                None => beginning(lang, &row.name),
            },
            id: &row.id,
            cells: cells.map(|(_, cell)| CellView { column: &cell.column, spans: marked(lang, cell, row) }).collect(),
            kept: kept.map(|(column, text)| CellView { column, spans: beginning(lang, text) }).collect(),
            findings: groups.iter().take(GROUPS).map(|group| finding(lang, group, row.findings.len())).collect(),
            more_findings: (more > 0).then(|| Sentence::MoreFindings { more }.say(lang)),
            problems: row.problems.iter().map(|problem| lang.problem_at(problem)).collect(),
            reasons: reasons.lines_to(lang, row, Extent::Short),
        }
    }
}

/// A cell with its findings marked.
fn marked<'a>(lang: Lang, cell: &'a CheckedCell, row: &Row) -> Vec<Span<'a>> {
    let parts = abridged(cell, &row.findings).into_iter();
    parts
        .map(|part| match part {
            Shown::Text(plain) => Span::Text(plain),
            Shown::Marked(portion) => mark(&portion, row.findings.len()),
            Shown::LeftOut(characters) => left_out(lang, characters),
        })
        .collect()
}

fn mark<'a>(portion: &Portion<'a>, findings: usize) -> Span<'a> {
    let mut numbers = String::new();
    if findings > 1 {
        let ends: Vec<_> = portion.ends.iter().map(|index| (index + 1).to_string()).collect();
        numbers = ends.join(",");
    }
    Span::Mark { text: portion.text, verdict: portion.verdict, numbers }
}

/// The beginning of a text that is not searched.
fn beginning(lang: Lang, text: &str) -> Vec<Span<'_>> {
    let end = byte_of(text, SHORT);
    let mut spans = vec![Span::Text(&text[..end])];
    if end < text.len() {
        spans.push(left_out(lang, text[end..].chars().count()));
    }
    spans
}

fn left_out(lang: Lang, characters: usize) -> Span<'static> {
    Span::LeftOut(Sentence::LeftOut { characters }.say(lang))
}

fn finding<'a>(lang: Lang, group: &Group<'a>, findings: usize) -> FindingView<'a> {
    let finding = group.finding;
    let details = [lang.elsewhere(finding), lang.differences(finding), lang.surroundings(finding)];
    FindingView {
        numbers: if findings > 1 { group.shown_numbers(GROUPS) } else { String::new() },
        term: &finding.term,
        tier: lang.tier_of(finding.tier, finding.is_own),
        verdict: finding.verdict,
        details: details.into_iter().flatten().collect(),
        ground: lang.ground(&finding.clause, &finding.quote),
    }
}

/// A text with each of its lines visible. Line breaks stay.
fn visible_lines(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|line| visible(line.strip_suffix('\r').unwrap_or(line))).collect();
    lines.join("\n")
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn shown<S: Serializer>(text: &&str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&visible_lines(text))
}

#[allow(clippy::ref_option, reason = "serde asks for this signature")]
fn maybe_shown<S: Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_deref().map(visible_lines).serialize(serializer)
}

#[allow(clippy::ptr_arg, reason = "serde asks for this signature")]
fn all_shown<S: Serializer>(texts: &Vec<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(texts.iter().map(|text| visible_lines(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serialized_row_has_no_text_that_hides_or_reorders_itself() {
        let mut row = Row::new("a\u{202e}.csv".into(), ["备注".into()].into_iter());
        row.name = "甲\u{200b}\r\n乙<b>".to_owned();
        row.kept[0].1 = "\u{7}".to_owned();
        let reasons = Reasons::default();
        let json = serde_json::to_value(RowView::new(Lang::Zh, &reasons, &row)).unwrap();
        assert_eq!(json["source"], "a\\u{202e}.csv");
        assert_eq!(json["name"][0]["text"], "甲\\u{200b}\n乙<b>");
        assert_eq!(json["kept"][0]["spans"][0]["text"], "\\u{7}");
        assert_eq!(json["verdict"], "clear");
    }

    #[test]
    fn a_long_text_that_is_not_searched_is_cut_and_says_so() {
        let text = "长".repeat(SHORT + 3);
        let spans = beginning(Lang::Zh, &text);
        assert!(matches!(&spans[..], [Span::Text(shown), Span::LeftOut(note)]
            if shown.chars().count() == SHORT && note.contains('3')));
    }
}
