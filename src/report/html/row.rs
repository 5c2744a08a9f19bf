//! One row of the list: its cells side by side, and below them what to do.

use std::fmt::Write as _;

use super::{SOURCE_END, file_name, lines, shown};
use crate::decision::Decision;
use crate::message::{Labels, Say as _, Sentence};
use crate::report::Lang;
use crate::report::groups::{Group, groups};
use crate::report::portions::{Portion, SHORT, Shown, abridged, byte_of};
use crate::report::reasons::{Extent, Reasons};
use crate::row::{CheckedCell, Row};
use crate::verdict::Verdict;

/// What tells `LibreOffice` that a cell is text, as the style sheet tells Excel.
const AS_TEXT: &str = "sdnum=\"0;0;@\"";
/// How many groups of equal findings a row lists.
const GROUPS: usize = 40;

/// The row as a part of the table, behind its source: the page names that once for all rows of it.
pub(super) fn render(lang: Lang, reasons: &Reasons, row: &Row) -> String {
    let said: Vec<String> = reasons.lines_to(lang, row, Extent::Short).iter().map(|line| shown(line)).collect();
    let height = if said.is_empty() { "" } else { " rowspan=\"2\"" };
    let mut html = file_name(&row.source);
    html.push(char::from(SOURCE_END));

    let Labels { row: number, checked, found, reasons: opinion, .. } = lang.labels();
    let _ = write!(
        html,
        "<tbody class=\"{}\">\n<tr><th scope=\"row\"{height} data-label=\"{number}\" {AS_TEXT}>",
        row.verdict.key()
    );
    place(lang, row, &mut html);
    let _ = write!(html, "</th><td{height}><span class=\"verdict\">{}</span>", lang.verdict(row.verdict));
    if row.decision.is_some() {
        let _ = write!(html, "<br><small>{}</small>", lang.labels().decided_earlier);
    }
    let _ = write!(html, "</td>\n<td class=\"decision\"{height} {AS_TEXT}>");
    decision(lang, row.decision.as_deref(), &mut html);
    let _ = write!(html, "</td>\n<td class=\"name\" {AS_TEXT}>");
    let name = row.name_cell();
    match name {
        Some(name) => marked(lang, &row.cells[name], row, &mut html),
        None => left_out_after(lang, &row.name, SHORT, &mut html),
    }
    if !row.id.is_empty() {
        let _ = write!(html, "<br><span class=\"id\">{}</span>", shown(&row.id));
    }

    let _ = write!(html, "</td>\n<td class=\"text\" data-label=\"{checked}\" {AS_TEXT}>");
    cells(lang, row, name, &mut html);
    let _ = write!(html, "</td>\n<td class=\"why\" data-label=\"{found}\" {AS_TEXT}>");
    why(lang, row, &mut html);
    html.push_str("</td></tr>\n");
    if !said.is_empty() {
        let said = said.join("<br>");
        let _ = writeln!(
            html,
            "<tr><td class=\"opinion\" colspan=\"3\" data-label=\"{opinion}\" {AS_TEXT}>{said}</td></tr>"
        );
    }
    html.push_str("</tbody>\n");
    html
}

/// The row in a spreadsheet that opens the input, and the line of the file if it is another.
fn place(lang: Lang, row: &Row, html: &mut String) {
    let _ = write!(html, "{}", row.sheet_row);
    if row.line != row.sheet_row {
        let at_line = Sentence::AtLine { line: row.line }.say(lang);
        let _ = write!(html, "<br><small>{at_line}</small>");
    }
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

/// A cell with its findings highlighted.
fn marked(lang: Lang, cell: &CheckedCell, row: &Row, html: &mut String) {
    for part in abridged(cell, &row.findings) {
        match part {
            Shown::Text(plain) => lines(plain, html),
            Shown::Marked(portion) => mark(&portion, row.findings.len(), html),
            Shown::LeftOut(characters) => left_out(lang, characters, html),
        }
    }
}

fn mark(portion: &Portion<'_>, findings: usize, html: &mut String) {
    let _ = write!(html, "<mark class=\"{}\"", portion.verdict.map_or("", Verdict::key));
    if findings > 1 && !portion.ends.is_empty() {
        let numbers: Vec<_> = portion.ends.iter().map(|n| (n + 1).to_string()).collect();
        let _ = write!(html, " data-n=\"{}\"", numbers.join(","));
    }
    html.push('>');
    lines(portion.text, html);
    html.push_str("</mark>");
}

/// The beginning of a text, up to a number of characters.
fn left_out_after(lang: Lang, content: &str, limit: usize, html: &mut String) {
    let end = byte_of(content, limit);
    lines(&content[..end], html);
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
        lang.tier_of(finding.tier, finding.is_own),
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

/// What a registrar fills in, with what was decided earlier.
fn decision(lang: Lang, decision: Option<&Decision>, html: &mut String) {
    let Labels { decision: decided, reason, until, .. } = lang.labels();
    let day = decision.and_then(|decision| decision.until);
    let day = day.map_or_else(String::new, |day| day.to_string());
    let filled = match decision {
        Some(decision) => [lang.ruling(decision.decision), &decision.reason, &day],
        None => ["", "", ""],
    };
    let mut separator = "";
    for (label, text) in [decided, reason, until].into_iter().zip(filled) {
        let _ = write!(html, "{separator}<span class=\"blank\"><small>{label}</small> {}</span>", shown(text));
        separator = "<br>";
    }
}
