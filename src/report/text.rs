//! Text for a terminal: each flagged row as a diagnostic, with the match underlined, and the summary last.

use std::fmt::{Display, Write as _};
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use super::snippet::{Snippet, clip};
use super::{Lang, Streamed, Summary};
use crate::row::{CheckedCell, Row};
use crate::text::escape::visible;
use crate::text::scalars::Scalars;
use crate::verdict::{Finding, Verdict};

/// The narrowest line that is still filled rather than wrapped, in columns.
const NARROWEST: usize = 40;
const BOLD: &str = "1";
const FRAME: &str = "34";

/// The text report.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// The language of all words.
    pub lang: Lang,
    /// Whether colours are written.
    pub color: bool,
    /// How many columns a line has.
    pub width: usize,
    /// Whether clear rows are listed too.
    pub all: bool,
}

impl Streamed for Text {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        if row.verdict == Verdict::Clear && !self.all {
            return;
        }
        let same_cell = |a: &Finding, b: &Finding| a.field == b.field && Arc::ptr_eq(&a.column, &b.column);
        let cells = row.findings.chunk_by(same_cell).map(|findings| (row.cell_of(&findings[0]), findings));
        let address = |cell: Option<&CheckedCell>| cell.map_or_else(String::new, |cell| row.address_of(cell));
        let gutter = cells.clone().map(|(cell, _)| address(cell).len()).max().unwrap_or(1);
        let mut text = self.headline(row, gutter);
        for (cell, findings) in cells {
            let address = address(cell);
            let mut places = cell.map(|cell| (&*cell.text, Scalars::new(&cell.text)));
            for finding in findings {
                self.gutter(gutter, "", "", &mut text);
                if let Some((cell, places)) = &mut places {
                    let matched = places.byte(finding.start)..places.byte(finding.end);
                    let shown = Snippet::new(cell, matched, self.width() - self.frame(gutter));
                    self.excerpt(&shown, color_of(finding.verdict), &address, gutter, &mut text);
                }
                self.grounds(finding, gutter, &mut text);
            }
        }
        for problem in &row.problems {
            self.note(gutter, &self.lang.problem_at(problem), &mut text);
        }
        if let Some(decision) = &row.decision {
            self.note(gutter, &self.lang.decision(decision), &mut text);
        }
        if row.verdict != Verdict::Clear {
            self.note(gutter, self.lang.advice(row.verdict), &mut text);
        }
        text.push('\n');
        out.extend_from_slice(text.as_bytes());
    }

    fn tail(&self, summary: &Summary, out: &mut Vec<u8>) {
        for line in summary.prose(self.lang) {
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
    }
}

impl Text {
    /// Verdict and subject, then file, line and row.
    fn headline(&self, row: &Row, gutter: usize) -> String {
        let verdict = self.paint(color_of(row.verdict), self.lang.verdict(row.verdict));
        let subject = self.lang.subject(row);
        let between = if subject.is_empty() { "" } else { self.lang.pick("：", ": ") };
        let taken = self.lang.verdict(row.verdict).width() + between.width();
        let subject = clip(&subject, self.width() - taken.min(self.width() / 2));
        let (row_number, line) = (row.row, row.line);
        let place = self.lang.pick(format!("（第 {row_number} 行）"), format!(" (row {row_number})"));
        let arrow = self.paint(FRAME, "-->");
        let subject = self.paint(BOLD, &subject);
        format!("{verdict}{between}{subject}\n{:gutter$}{arrow} {}:{line}{place}\n", "", visible(&row.source))
    }

    /// What was found and what it rests on.
    fn grounds(&self, finding: &Finding, gutter: usize, text: &mut String) {
        let lang = self.lang;
        let what = format!("{} [{}]", lang.finding(finding), visible(&finding.rule));
        let ground = lang.ground(&finding.clause, &finding.quote);
        let lines = [Some(what), ground, lang.differences(finding), lang.surroundings(finding)];
        lines.iter().flatten().for_each(|line| self.note(gutter, line, text));
    }

    /// The match in its cell, underlined.
    fn excerpt(&self, shown: &Snippet, color: &str, address: &str, gutter: usize, text: &mut String) {
        let line = format!("{}{}{}", shown.before, self.paint(color, &shown.matched), shown.after);
        self.gutter(gutter, address, &line, text);
        let underline = self.paint(color, "^".repeat(shown.underline));
        self.gutter(gutter, "", &format!("{:indent$}{underline}", "", indent = shown.indent), text);
    }

    /// How many columns stand before an excerpt.
    fn frame(&self, gutter: usize) -> usize {
        (gutter + " | ".len()).min(self.width() / 2)
    }

    fn gutter(&self, gutter: usize, label: &str, line: &str, text: &mut String) {
        let bar = self.paint(FRAME, format!("{label:>gutter$} |"));
        let _ = if line.is_empty() { writeln!(text, "{bar}") } else { writeln!(text, "{bar} {line}") };
    }

    fn note(&self, gutter: usize, line: &str, text: &mut String) {
        let _ = writeln!(text, "{:gutter$} {} {line}", "", self.paint(FRAME, "="));
    }

    fn paint(&self, style: &str, text: impl Display) -> String {
        if self.color { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_string() }
    }

    fn width(&self) -> usize {
        self.width.max(NARROWEST)
    }
}

fn color_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reject => "1;31",
        Verdict::Review => "1;33",
        Verdict::Unchecked => "1;35",
        Verdict::Notice => "1;36",
        Verdict::Clear => "2",
    }
}
