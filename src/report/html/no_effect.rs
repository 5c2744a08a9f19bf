//! The decisions of earlier reports that have no effect.

use std::fmt::Write as _;

use super::text;
use crate::report::{Lang, Summary};

pub(super) fn write(lang: Lang, summary: &Summary, html: &mut String) {
    let Some(list) = summary.no_effect_list(lang) else { return };
    let _ = write!(html, "<section><h2>{}</h2>\n<table class=\"no-effect\"><thead><tr>", list.title);
    for header in list.headers {
        let _ = write!(html, "<th scope=\"col\">{header}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for line in &list.lines {
        html.push_str("<tr>");
        for (header, cell) in list.headers.iter().zip(line) {
            // A narrow screen leaves an empty cell out.
            let empty = if cell.is_empty() { " class=\"empty\"" } else { "" };
            let _ = write!(html, "<td data-label=\"{header}\"{empty}>");
            text(cell, html);
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table>\n");
    if let Some(more) = &list.more {
        let _ = writeln!(html, "<p class=\"soft\">{more}</p>");
    }
    html.push_str("</section>\n");
}
