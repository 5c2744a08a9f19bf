//! A cell cut where its findings begin and end, so that documents can highlight them in their place.

use std::ops::Range;

use crate::row::CheckedCell;
use crate::text::scalars::Scalars;
use crate::verdict::{Finding, Verdict};

/// A part of a cell that the same findings cover.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Portion<'a> {
    pub(super) text: &'a str,
    /// The heaviest of the findings that cover it; `None` outside of findings.
    pub(super) verdict: Option<Verdict>,
    /// The findings that end here, by their index in the row's findings.
    pub(super) ends: Vec<usize>,
}

/// The longest text outside of findings that is shown whole in a long cell, in characters.
pub(super) const SHORT: usize = 400;
/// How much of a longer one is shown on either side, in characters.
const SIDE: usize = 120;
/// Cells up to this length are shown whole, in characters.
const WHOLE: usize = 2000;
/// How much of any cell is shown, in characters; the rest is counted.
const CELL: usize = 8000;

/// A part of a cell as a document shows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shown<'a> {
    /// A text without a finding.
    Text(&'a str),
    /// A text with a finding.
    Marked(Portion<'a>),
    /// So many characters that are left out.
    LeftOut(usize),
}

/// A cell as a document shows it. Of a long cell, long texts without a finding are abridged, and the end is cut off.
pub(super) fn abridged<'a>(cell: &'a CheckedCell, findings: &[Finding]) -> Vec<Shown<'a>> {
    let is_long = cell.text.chars().nth(WHOLE).is_some();
    let mut shown = Vec::new();
    let mut left = CELL;
    let mut left_out = 0;
    for portion in portions(cell, findings) {
        let length = portion.text.chars().count();
        if left_out > 0 || length > left {
            left_out += length;
            continue;
        }

        let is_abridged = is_long && portion.verdict.is_none();
        left -= if is_abridged { length.min(SHORT) } else { length };
        if portion.verdict.is_some() {
            shown.push(Shown::Marked(portion));
        } else if is_abridged && length > SHORT {
            shown.push(Shown::Text(characters(portion.text, 0..SIDE)));
            shown.push(Shown::LeftOut(length - 2 * SIDE));
            shown.push(Shown::Text(characters(portion.text, length - SIDE..length)));
        } else {
            shown.push(Shown::Text(portion.text));
        }
    }

    if left_out > 0 {
        shown.push(Shown::LeftOut(left_out));
    }
    shown
}

/// The text at a range of characters.
fn characters(text: &str, range: Range<usize>) -> &str {
    &text[byte_of(text, range.start)..byte_of(text, range.end)]
}

/// The byte offset of a character; the end of the text if it has fewer characters.
pub(super) fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

/// The begin or the end of a finding.
struct Edge {
    /// The byte offset in the cell.
    at: usize,
    /// The index of the finding in the row.
    finding: usize,
    begins: bool,
}

/// The portions of a cell, in order; together they are its text. Findings may overlap.
pub(super) fn portions<'a>(cell: &'a CheckedCell, findings: &[Finding]) -> Vec<Portion<'a>> {
    let mut covering = [0_usize; Verdict::ALL.len()];
    let mut portions: Vec<Portion<'a>> = Vec::new();

    let mut reached = 0;
    for edge in edges(cell, findings) {
        if edge.at > reached {
            let text = &cell.text[reached..edge.at];
            portions.push(Portion { text, verdict: heaviest(&covering), ends: Vec::new() });
            reached = edge.at;
        }

        let count = &mut covering[findings[edge.finding].verdict as usize];
        if edge.begins {
            *count += 1;
        } else {
            *count -= 1;
            if let Some(last) = portions.last_mut() {
                last.ends.push(edge.finding);
            }
        }
    }

    if reached < cell.text.len() {
        portions.push(Portion { text: &cell.text[reached..], verdict: None, ends: Vec::new() });
    }
    portions
}

/// Where the findings of a cell begin and end, in order. Headers may repeat: a finding belongs to a cell under its header
/// only if the cell has the matched text at its offset.
fn edges(cell: &CheckedCell, findings: &[Finding]) -> Vec<Edge> {
    let under_header = findings.iter().enumerate().filter(|(_, finding)| is_under_header(finding, cell));
    let mut sorted: Vec<_> = under_header.collect();
    sorted.sort_by_key(|(_, finding)| finding.start);

    let mut offsets = Scalars::new(&cell.text);
    let mut edges = Vec::with_capacity(sorted.len() * 2);
    for (index, finding) in sorted {
        let at = offsets.byte(finding.start);
        let matched = &finding.matched;
        if !matched.is_empty() && cell.text[at..].starts_with(matched) {
            edges.push(Edge { at, finding: index, begins: true });
            edges.push(Edge { at: at + matched.len(), finding: index, begins: false });
        }
    }

    // At one offset the ends come first, so that a portion of no text is never covered.
    edges.sort_by_key(|edge| (edge.at, edge.begins));
    edges
}

/// Whether a finding is in a column of the cell's field and header.
fn is_under_header(finding: &Finding, cell: &CheckedCell) -> bool {
    finding.field == cell.field && finding.column == cell.column
}

/// The heaviest verdict with a finding that covers the text.
fn heaviest(covering: &[usize; Verdict::ALL.len()]) -> Option<Verdict> {
    Verdict::ALL.into_iter().find(|verdict| covering[*verdict as usize] > 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::verdict::{Field, Tier};

    fn cell(text: &str) -> CheckedCell {
        CheckedCell {
            field: Field::Scope,
            column: "经营范围".into(),
            index: 1,
            text: text.to_owned(),
            line_column: None,
        }
    }

    fn finding(cell: &CheckedCell, start: usize, end: usize, verdict: Verdict) -> Finding {
        Finding {
            field: cell.field,
            column: cell.column.clone(),
            term: "词".into(),
            rule: "rule".into(),
            tier: Tier::Named,
            verdict,
            clause: "".into(),
            quote: "".into(),
            matched: cell.text.chars().skip(start).take(end - start).collect(),
            start,
            end,
            evidence: BTreeSet::new(),
            context: BTreeSet::new(),
            excerpt: String::new(),
            is_combined: false,
            is_own: false,
        }
    }

    #[test]
    fn overlapping_findings_lose_no_text_and_show_the_heavier_one() {
        let cell = cell("甲🙂乙丙丁戊");
        let findings = [finding(&cell, 1, 4, Verdict::Notice), finding(&cell, 2, 5, Verdict::Reject)];
        let portions = portions(&cell, &findings);
        let shown: Vec<_> = portions.iter().map(|s| (s.text, s.verdict, &s.ends[..])).collect();
        assert_eq!(
            shown,
            [
                ("甲", None, &[][..]),
                ("🙂", Some(Verdict::Notice), &[]),
                ("乙丙", Some(Verdict::Reject), &[0]),
                ("丁", Some(Verdict::Reject), &[1]),
                ("戊", None, &[])
            ]
        );
    }

    #[test]
    fn of_two_columns_with_one_header_only_the_right_one_is_marked() {
        let (first, second) = (cell("虚拟货币"), cell("软件开发"));
        let findings = [finding(&first, 0, 4, Verdict::Reject)];
        assert_eq!(portions(&first, &findings).iter().filter(|s| s.verdict.is_some()).count(), 1);
        assert_eq!(portions(&second, &findings).iter().filter(|s| s.verdict.is_some()).count(), 0);
    }

    #[test]
    fn a_finding_beyond_the_text_breaks_nothing() {
        let long = cell("甲乙丙丁");
        let findings = [finding(&long, 1, 4, Verdict::Reject)];
        assert_eq!(portions(&cell("甲乙"), &findings).len(), 1);
        assert!(portions(&cell(""), &findings).is_empty());
    }
}
