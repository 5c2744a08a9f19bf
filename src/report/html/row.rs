//! One row of the list: its cells side by side, and below them what to do.

use std::fmt::Write as _;

use super::{SOURCE_END, file_name, lines, shown};
use crate::message::Labels;
use crate::report::Lang;
use crate::report::reasons::Reasons;
use crate::report::view::{CellView, DecisionView, FindingView, RowView, Span};
use crate::row::Row;
use crate::verdict::Verdict;

/// What tells `LibreOffice` that a cell is text, as the style sheet tells Excel.
const AS_TEXT: &str = "sdnum=\"0;0;@\"";

/// The row as a part of the table, behind its source: the page names that once for all rows of it.
pub(super) fn render(lang: Lang, reasons: &Reasons, row: &Row) -> String {
    let row = RowView::new(lang, reasons, row);
    let said: Vec<String> = row.reasons.iter().map(|line| shown(line)).collect();
    let height = if said.is_empty() { "" } else { " rowspan=\"2\"" };
    let mut html = file_name(row.source);
    html.push(char::from(SOURCE_END));

    let Labels { row: number, checked, found, reasons: opinion, .. } = lang.labels();
    let _ = write!(
        html,
        "<tbody class=\"{}\">\n<tr><th scope=\"row\"{height} data-label=\"{number}\" {AS_TEXT}>",
        row.verdict.key()
    );
    place(&row, &mut html);
    let _ = write!(html, "</th><td{height}><span class=\"verdict\">{}</span>", lang.verdict(row.verdict));
    if row.decision.is_some() {
        let _ = write!(html, "<br><small>{}</small>", lang.labels().decided_earlier);
    }
    let _ = write!(html, "</td>\n<td class=\"decision\"{height} {AS_TEXT}>");
    decision(lang, row.decision.as_ref(), &mut html);
    let _ = write!(html, "</td>\n<td class=\"name\" {AS_TEXT}>");
    spans(&row.name, &mut html);
    if !row.id.is_empty() {
        let _ = write!(html, "<br><span class=\"id\">{}</span>", shown(row.id));
    }

    let _ = write!(html, "</td>\n<td class=\"text\" data-label=\"{checked}\" {AS_TEXT}>");
    cells(&row, &mut html);
    let _ = write!(html, "</td>\n<td class=\"why\" data-label=\"{found}\" {AS_TEXT}>");
    why(lang, &row, &mut html);
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
fn place(row: &RowView<'_>, html: &mut String) {
    let _ = write!(html, "{}", row.sheet_row);
    if let Some(at_line) = &row.at_line {
        let _ = write!(html, "<br><small>{at_line}</small>");
    }
}

/// The checked cells but the name, then the columns carried along.
fn cells(row: &RowView<'_>, html: &mut String) {
    let mut separator = "";
    for (list, end) in [(&row.cells, "<br>"), (&row.kept, " ")] {
        for CellView { column, spans: text } in list {
            let _ = write!(html, "{separator}<span class=\"column\">{}</span>{end}", shown(column));
            spans(text, html);
            separator = "<br>";
        }
    }
}

/// A text with its findings highlighted.
fn spans(spans: &[Span<'_>], html: &mut String) {
    for span in spans {
        match span {
            Span::Text(plain) => lines(plain, html),
            Span::Mark { text, verdict, numbers } => mark(text, *verdict, numbers, html),
            Span::LeftOut(note) => {
                let _ = write!(html, "<span class=\"left-out\">{note}</span>");
            }
        }
    }
}

fn mark(text: &str, verdict: Option<Verdict>, numbers: &str, html: &mut String) {
    let _ = write!(html, "<mark class=\"{}\"", verdict.map_or("", Verdict::key));
    if !numbers.is_empty() {
        let _ = write!(html, " data-n=\"{numbers}\"");
    }
    html.push('>');
    lines(text, html);
    html.push_str("</mark>");
}

/// What was found and what it rests on, then what could not be read.
fn why(lang: Lang, row: &RowView<'_>, html: &mut String) {
    let mut separator = "";
    for found in &row.findings {
        html.push_str(separator);
        finding(lang, found, html);
        separator = "<br>";
    }

    if let Some(note) = &row.more_findings {
        let _ = write!(html, "{separator}<span class=\"left-out\">{note}</span>");
    }

    for problem in &row.problems {
        html.push_str(separator);
        let _ = write!(html, "<span class=\"problem\">{}</span>", shown(problem));
        separator = "<br>";
    }
}

fn finding(lang: Lang, finding: &FindingView<'_>, html: &mut String) {
    html.push_str("<span class=\"finding\">");
    if !finding.numbers.is_empty() {
        let _ = write!(html, "<span class=\"n\">{}</span> ", finding.numbers);
    }

    let _ = write!(
        html,
        "<b class=\"term\">{}</b> <small>{} · {}</small>",
        shown(finding.term),
        finding.tier,
        lang.verdict(finding.verdict)
    );

    for words in &finding.details {
        let _ = write!(html, "<br>{}", shown(words));
    }
    if let Some(ground) = &finding.ground {
        let _ = write!(html, "<br><small>{}</small>", shown(ground));
    }
    html.push_str("</span>");
}

/// What a registrar fills in, with what was decided earlier.
fn decision(lang: Lang, decision: Option<&DecisionView<'_>>, html: &mut String) {
    let Labels { decision: decided, reason, until, .. } = lang.labels();
    let filled = match decision {
        Some(decision) => [decision.word, decision.reason, &decision.until],
        None => ["", "", ""],
    };
    let mut separator = "";
    for (label, text) in [decided, reason, until].into_iter().zip(filled) {
        let _ = write!(html, "{separator}<span class=\"blank\"><small>{label}</small> {}</span>", shown(text));
        separator = "<br>";
    }
}
