//! The inputs with their figures, and the figures by column, term and group.

use std::fmt::Write as _;

use super::{file_name, shown};
use crate::message::Say as _;
use crate::report::figures::{FigureLine, FigureTable};
use crate::report::{InputSummary, Lang, Summary};

pub(super) fn write(lang: Lang, summary: &Summary, html: &mut String) {
    inputs(lang, summary, html);
    let tables = summary.figure_tables(lang);
    if tables.is_empty() {
        return;
    }
    html.push_str("<section class=\"tables\">\n");
    for table in tables {
        let _ = write!(html, "<div><h2>{}</h2>\n<table class=\"figures\">", shown(&table.title));
        head(lang, &table, html);
        html.push_str("<tbody>\n");
        for line in &table.lines {
            let _ = write!(html, "<tr><th scope=\"row\">{}</th>", shown(&line.value));
            figures(lang, &table, line, html);
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table></div>\n");
    }
    html.push_str("</section>\n");
}

/// Each input with its rows by verdict, if there are several, and what there is to know of it.
fn inputs(lang: Lang, summary: &Summary, html: &mut String) {
    let _ = writeln!(html, "<section><h2>{}</h2>", lang.labels().inputs);
    for note in summary.notes_beside() {
        let class = if note.note.is_warning() { "warning" } else { "soft" };
        let _ = writeln!(html, "<p class=\"{class}\">{}</p>", shown(&note.say(lang)));
    }
    html.push_str("<table class=\"figures\">");
    let table = summary.input_figures(lang);
    if let Some(table) = &table {
        head(lang, table, html);
    }
    let columns = table.as_ref().map_or(1, |table| table.verdicts.len() + 2);
    let mut lines = table.iter().flat_map(|table| &table.lines);
    for input in &summary.inputs {
        let _ = write!(html, "<tbody><tr><th scope=\"row\" class=\"file\">{}</th>", file_name(input.called(lang)));
        if let (Some(table), Some(line)) = (&table, lines.next()) {
            figures(lang, table, line, html);
        }
        let details = details(lang, summary, input).join("<br>");
        let _ = writeln!(html, "</tr>\n<tr><td colspan=\"{columns}\" class=\"details\">{details}</td></tr></tbody>");
    }
    html.push_str("</table>\n</section>\n");
}

fn details(lang: Lang, summary: &Summary, input: &InputSummary) -> Vec<String> {
    let labels = lang.labels();
    let colon = lang.colon();
    let columns = input.columns.join(lang.list_mark());
    let mut facts = vec![
        format!("{}{colon}{}", labels.encoding, shown(&input.encoding)),
        format!("{}{colon}{}", labels.columns, shown(&columns)),
    ];
    if let Some(hash) = &input.sha256 {
        facts.push(format!("<span class=\"hash\">SHA-256 {hash}</span>"));
    }
    let mut said = vec![facts.join(lang.semicolon())];
    said.extend(summary.notes_on(input).iter().map(|note| shown(&note.say(lang))));
    said
}

fn head(lang: Lang, table: &FigureTable, html: &mut String) {
    let _ = write!(html, "<thead><tr><th scope=\"col\">{}</th>", table.label);
    for verdict in &table.verdicts {
        let (class, word) = (verdict.key(), lang.verdict(*verdict));
        let _ = write!(html, "<th scope=\"col\" class=\"figure {class}\">{word}</th>");
    }
    let _ = writeln!(html, "<th scope=\"col\" class=\"figure\">{}</th></tr></thead>", lang.labels().total);
}

/// The figures of one value, each with its own label for narrow screens.
fn figures(lang: Lang, table: &FigureTable, line: &FigureLine, html: &mut String) {
    let words = table.verdicts.iter().map(|verdict| lang.verdict(*verdict)).chain([lang.labels().total]);
    for (word, figure) in words.zip(line.rows.iter().chain([&line.total])) {
        let zero = if *figure == 0 { " zero" } else { "" };
        let _ = write!(html, "<td class=\"figure{zero}\" data-label=\"{word}\">{figure}</td>");
    }
}
