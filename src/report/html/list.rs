//! The list of rows: the filter, then parts of some rows each, in which every source is named above its rows.

use std::fmt::Write as _;
use std::io::{self, Write};

use memchr::memchr;

use super::{PART, SOURCE_END};
use crate::message::{Labels, Say as _, Sentence};
use crate::report::packed::Packed;
use crate::report::{Lang, Summary};
use crate::verdict::Verdict;

/// How many columns the list has.
const COLUMNS: usize = 6;

/// Writes the list part by part: the whole would take much memory.
pub(super) fn write(lang: Lang, rows: Packed, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let count = rows.rows();
    let listed = Sentence::Listed { listed: count, total: summary.counts.total() }.say(lang);
    let mut html = String::new();
    let _ = writeln!(html, "<section id=\"results\"><h2>{} <small>{listed}</small></h2>", lang.labels().results);
    if count == 0 {
        let _ = writeln!(html, "<p>{}</p>", lang.labels().nothing_listed);
    } else {
        filter(lang, &mut html);
    }

    let mut rows = rows.unpack();
    for first in (0..count).step_by(PART) {
        let last = count.min(first + PART);
        html.push_str("<div class=\"part\"><table>");
        if count > PART {
            let caption = Sentence::Part { first: first + 1, last }.say(lang);
            let _ = write!(html, "<caption>{caption}</caption>");
        }
        titles(lang, &mut html);

        let mut part = std::mem::take(&mut html).into_bytes();
        let mut source: Option<Vec<u8>> = None;
        for _ in first..last {
            let piece = rows.next()?.unwrap_or_default();
            let end = memchr(SOURCE_END, piece).unwrap_or_default();
            let own = &piece[..end];
            if source.as_deref() != Some(own) {
                write!(
                    part,
                    "<tbody class=\"source\"><tr><th scope=\"rowgroup\" colspan=\"{COLUMNS}\" class=\"file\">"
                )?;
                part.extend_from_slice(own);
                part.extend_from_slice(b"</th></tr></tbody>\n");
                source = Some(own.to_vec());
            }
            part.extend_from_slice(piece.get(end + 1..).unwrap_or_default());
        }
        part.extend_from_slice(b"</table></div>\n");
        out.write_all(&part)?;
    }
    html.push_str("</section>\n");
    out.write_all(html.as_bytes())
}

/// The filter, which is hidden until the script shows it and adds the terms.
fn filter(lang: Lang, html: &mut String) {
    let Labels { filter, every, verdict, term, shown, .. } = lang.labels();
    let _ = write!(
        html,
        "<form id=\"filter\" hidden aria-label=\"{filter}\"><label>{verdict} <select name=\"verdict\">\
         <option value=\"\">{every}</option>"
    );
    for verdict in Verdict::ALL {
        let _ = write!(html, "<option value=\"{}\">{}</option>", verdict.key(), lang.verdict(verdict));
    }
    let _ = writeln!(
        html,
        "</select></label><label>{term} <select name=\"term\"><option value=\"\">{every}</option></select></label>\
         <output name=\"shown\" class=\"soft\" data-words=\"{shown}\"></output></form>"
    );
}

fn titles(lang: Lang, html: &mut String) {
    let Labels { row, verdict, decision, name, id, checked, found, .. } = lang.labels();
    let name_and_id = [*name, *id].join(lang.list_mark());
    let titles: [(&str, &str); COLUMNS] = [
        ("c-row", row),
        ("c-verdict", verdict),
        ("c-decision", decision),
        ("c-name", &name_and_id),
        ("c-text", checked),
        ("c-why", found),
    ];

    html.push_str("<thead><tr>");
    for (class, title) in titles {
        let _ = write!(html, "<th scope=\"col\" class=\"{class}\">{title}</th>");
    }
    html.push_str("</tr></thead>\n");
}
