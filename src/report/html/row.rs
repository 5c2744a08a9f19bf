//! One row of the list.

use std::fmt::Write as _;

use super::{shown, text};
use crate::decision::Decision;
use crate::message::{Say as _, Sentence};
use crate::report::Lang;
use crate::report::groups::{Group, groups};
use crate::report::portions::{Portion, portions};
use crate::row::{CheckedCell, Row};
use crate::verdict::Verdict;

/// The longest text outside of findings that is shown whole in a long cell, in characters.
const SHORT: usize = 400;
/// How much of a longer one is shown on either side, in characters.
const SIDE: usize = 120;
/// Cells up to this length are shown whole, in characters.
const WHOLE: usize = 2000;
/// How much of any cell is shown, in characters; the rest is counted.
const CELL: usize = 8000;
/// What tells `LibreOffice` that a cell is text, as the style sheet tells Excel.
const AS_TEXT: &str = "sdnum=\"0;0;@\"";
/// How many groups of equal findings a row lists.
const GROUPS: usize = 40;

/// The row as a row of the table.
pub(super) fn render(lang: Lang, row: &Row) -> String {
    let mut html = String::new();
    let at_line = Sentence::AtLine { line: row.line }.say(lang);
    let _ = write!(
        html,
        "<tr class=\"{}\"><th scope=\"row\" {AS_TEXT}>{}<br><small>{}<br>{at_line}</small></th>\n\
         <td class=\"id\" {AS_TEXT}>{}</td><td {AS_TEXT}>",
        row.verdict.key(),
        row.row,
        shown(&row.source),
        shown(&row.id)
    );

    let name = row.name_cell();
    match name {
        Some(name) => marked(lang, &row.cells[name], row, &mut html),
        None => left_out_after(lang, &row.name, SHORT, &mut html),
    }

    let _ = write!(html, "</td><td><span class=\"verdict\">{}</span>", lang.verdict(row.verdict));
    if row.decision.is_some() {
        let _ = write!(html, "<br><small>{}</small>", lang.labels().decided_earlier);
    }

    let _ = write!(html, "</td>\n<td {AS_TEXT}>");
    cells(lang, row, name, &mut html);
    let _ = write!(html, "</td>\n<td class=\"why\" {AS_TEXT}>");
    why(lang, row, &mut html);
    html.push_str("</td>\n");
    decision(lang, row.decision.as_deref(), &mut html);
    html.push_str("</tr>\n");
    html
}

/// The checked cells but the name, then the columns carried along.
fn cells(lang: Lang, row: &Row, name: Option<usize>, html: &mut String) {
    let mut separator = "";
    for (number, cell) in row.cells.iter().enumerate() {
        if Some(number) != name && !cell.text.is_empty() {
            let _ = write!(html, "{separator}<span class=\"column\">{}</span><br>", shown(&cell.column));
            marked(lang, cell, row, html);
            separator = "<br>";
        }
    }
    for (header, kept) in row.kept.iter().filter(|(_, kept)| !kept.is_empty()) {
        let _ = write!(html, "{separator}<span class=\"column\">{}</span> ", shown(header));
        left_out_after(lang, kept, SHORT, html);
        separator = "<br>";
    }
}

/// A cell with its findings highlighted. Of a long cell, long texts without a finding are abridged, and the end is cut off.
fn marked(lang: Lang, cell: &CheckedCell, row: &Row, html: &mut String) {
    let is_long = cell.text.chars().nth(WHOLE).is_some();
    let portions = portions(cell, &row.findings);

    let mut left = CELL;
    for (number, portion) in portions.iter().enumerate() {
        let length = portion.text.chars().count();
        if length > left {
            let rest = portions[number..].iter().map(|s| s.text.chars().count()).sum();
            left_out(lang, rest, html);
            return;
        }

        match portion.verdict {
            Some(_) => mark(portion, row.findings.len(), html),
            None if is_long && length > SHORT => abridged(lang, portion.text, length, html),
            None => text(portion.text, html),
        }
        let is_abridged = is_long && portion.verdict.is_none();
        left -= if is_abridged { length.min(SHORT) } else { length };
    }
}

fn mark(portion: &Portion<'_>, findings: usize, html: &mut String) {
    let _ = write!(html, "<mark class=\"{}\"", portion.verdict.map_or("", Verdict::key));
    if findings > 1 && !portion.ends.is_empty() {
        let numbers: Vec<_> = portion.ends.iter().map(|n| (n + 1).to_string()).collect();
        let _ = write!(html, " data-n=\"{}\"", numbers.join(","));
    }
    html.push('>');
    text(portion.text, html);
    html.push_str("</mark>");
}

/// The two ends of a long text.
fn abridged(lang: Lang, content: &str, length: usize, html: &mut String) {
    text(&content[..byte_of(content, SIDE)], html);
    left_out(lang, length - 2 * SIDE, html);
    text(&content[byte_of(content, length - SIDE)..], html);
}

/// The byte offset of a character; the end of the text if it has fewer characters.
fn byte_of(content: &str, character: usize) -> usize {
    content.char_indices().nth(character).map_or(content.len(), |(at, _)| at)
}

/// The beginning of a text, up to a number of characters.
fn left_out_after(lang: Lang, content: &str, limit: usize, html: &mut String) {
    let end = byte_of(content, limit);
    text(&content[..end], html);
    if end < content.len() {
        left_out(lang, content[end..].chars().count(), html);
    }
}

fn left_out(lang: Lang, characters: usize, html: &mut String) {
    let note = Sentence::LeftOut { characters }.say(lang);
    let _ = write!(html, "<span class=\"left-out\">{note}</span>");
}

/// What was found and what it rests on, then what could not be read.
fn why(lang: Lang, row: &Row, html: &mut String) {
    let groups = groups(&row.findings);
    let mut separator = "";
    for group in groups.iter().take(GROUPS) {
        html.push_str(separator);
        finding(lang, group, row.findings.len(), html);
        separator = "<br>";
    }

    let more: usize = groups.iter().skip(GROUPS).map(|group| group.numbers.len()).sum();
    if more > 0 {
        let note = Sentence::MoreFindings { more }.say(lang);
        let _ = write!(html, "{separator}<span class=\"left-out\">{note}</span>");
    }

    for problem in &row.problems {
        html.push_str(separator);
        let _ = write!(html, "<span class=\"problem\">{}</span>", shown(&lang.problem_at(problem)));
        separator = "<br>";
    }
}

fn finding(lang: Lang, group: &Group<'_>, findings: usize, html: &mut String) {
    let finding = group.finding;
    html.push_str("<span class=\"finding\">");
    if findings > 1 {
        let _ = write!(html, "<span class=\"n\">{}</span> ", group.shown_numbers(GROUPS));
    }

    let _ = write!(
        html,
        "<b class=\"term\">{}</b> <small>{} · {}</small>",
        shown(&finding.term),
        lang.tier(finding.tier),
        lang.verdict(finding.verdict)
    );

    let additions = [lang.elsewhere(finding), lang.differences(finding), lang.surroundings(finding)];
    for words in additions.iter().flatten() {
        let _ = write!(html, "<br>{}", shown(words));
    }
    if let Some(ground) = lang.ground(&finding.clause, &finding.quote) {
        let _ = write!(html, "<br><small>{}</small>", shown(&ground));
    }
    html.push_str("</span>");
}

/// The columns for a registrar, with what was decided earlier.
fn decision(lang: Lang, decision: Option<&Decision>, html: &mut String) {
    let until = decision.and_then(|decision| decision.until);
    let until = until.map_or_else(String::new, |day| day.to_string());
    let cells = match decision {
        Some(decision) => [lang.ruling(decision.decision), &decision.reason, &until],
        None => ["", "", ""],
    };
    for cell in cells {
        let _ = write!(html, "<td class=\"blank\" {AS_TEXT}>{}</td>", shown(cell));
    }
}
