//! Text for a terminal: each flagged row as a diagnostic, with the match underlined, and the summary last.

use std::fmt::{Display, Write as _};
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use super::snippet::{Snippet, clip};
use super::{ClearRows, Lang, Reasons, Streamed, Summary};
use crate::escape::{lines, visible};
use crate::message::{Say as _, Sentence};
use crate::row::{CheckedCell, Row};
use crate::text::scalars::Scalars;
use crate::verdict::{Finding, Verdict};

/// The narrowest line that is still filled rather than wrapped, in columns.
const NARROWEST: usize = 40;
const BOLD: &str = "1";
const FRAME: &str = "34";

/// The text report.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Text {
    /// The language of all words.
    pub lang: Lang,
    /// Whether colours are written.
    pub color: bool,
    /// How many columns a line has.
    pub width: usize,
    /// Whether clear rows are listed too.
    pub all: bool,
    /// Whether the rows are a filing that was typed, which has no place in a file.
    pub is_typed: bool,
    /// Whether the rule of each finding is named by its id.
    pub shows_rules: bool,
    /// What follows from findings.
    pub reasons: Reasons,
}

/// The findings of one cell, and its address in a spreadsheet.
struct CellFindings<'a> {
    cell: Option<&'a CheckedCell>,
    address: String,
    findings: &'a [Finding],
}

/// A row as it is being written: its text so far, and the width of the column of addresses.
struct Diagnostic<'a> {
    style: &'a Text,
    gutter: usize,
    text: String,
}

impl Streamed for Text {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        if row.verdict == Verdict::Clear && !self.all {
            return;
        }

        let mut cells = by_cell(row);
        if self.is_typed {
            for cell in &mut cells {
                cell.address.clear();
            }
        }
        let gutter = cells.iter().map(|cell| cell.address.len()).max().unwrap_or(1);
        let mut diagnostic = Diagnostic { style: self, gutter, text: String::new() };
        diagnostic.headline(row);
        for cell in &cells {
            diagnostic.cell(cell);
        }
        diagnostic.notes(row);
        diagnostic.opinion(row);
        out.extend_from_slice(lines(&diagnostic.text).as_bytes());
    }

    fn clear_rows(&self, _: &str) -> ClearRows<'_> {
        if self.all { ClearRows::Whole } else { ClearRows::LeftOut }
    }

    fn tail(&self, summary: &Summary, out: &mut Vec<u8>) {
        for line in summary.prose(self.lang) {
            out.extend_from_slice(lines(&line).as_bytes());
            out.push(b'\n');
        }
    }
}

impl Text {
    /// The width of a line.
    fn width(&self) -> usize {
        self.width.max(NARROWEST)
    }

    /// A text in a colour, if colours are written.
    fn paint(&self, style: &str, text: impl Display) -> String {
        if self.color { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_string() }
    }
}

impl Diagnostic<'_> {
    /// Verdict and subject, then file, line and row.
    fn headline(&mut self, row: &Row) {
        let style = self.style;
        let lang = style.lang;
        let word = lang.verdict(row.verdict);
        let verdict = style.paint(color_of(row.verdict), word);

        let subject = lang.subject(row);
        let between = if subject.is_empty() { "" } else { lang.colon() };
        let taken = word.width() + between.width();
        let room = style.width() - taken.min(style.width() / 2);
        let subject = style.paint(BOLD, clip(&subject, room));
        let _ = writeln!(self.text, "{verdict}{between}{subject}");

        let arrow = style.paint(FRAME, "-->");
        if style.is_typed {
            let _ = writeln!(self.text, "{:gutter$}{arrow} {}", "", lang.labels().typed, gutter = self.gutter);
            return;
        }
        let source = visible(&row.source);
        let row_number = Sentence::RowNumber { row: row.row }.say(lang);
        let _ = writeln!(
            self.text,
            "{:gutter$}{arrow} {source}:{line}{row_number}",
            "",
            gutter = self.gutter,
            line = row.line
        );
    }

    /// Each finding of a cell: the match in its text, then what it rests on.
    fn cell(&mut self, cell: &CellFindings<'_>) {
        let mut offsets = cell.cell.map(|cell| (&*cell.text, Scalars::new(&cell.text)));
        for finding in cell.findings {
            self.framed("", "");
            if let Some((text, offsets)) = &mut offsets {
                let matched = offsets.byte(finding.start)..offsets.byte(finding.end);
                let room = self.style.width() - self.frame_width();
                let snippet = Snippet::new(text, matched, room);
                self.excerpt(&snippet, color_of(finding.verdict), &cell.address);
            }
            self.grounds(finding);
        }
    }

    /// The match in its cell, underlined.
    fn excerpt(&mut self, snippet: &Snippet, color: &str, address: &str) {
        let matched = self.style.paint(color, &snippet.matched);
        let line = format!("{}{matched}{}", snippet.before, snippet.after);
        self.framed(address, &line);

        let underline = self.style.paint(color, "^".repeat(snippet.underline));
        let line = format!("{:indent$}{underline}", "", indent = snippet.indent);
        self.framed("", &line);
    }

    /// What was found and what it rests on.
    fn grounds(&mut self, finding: &Finding) {
        let lang = self.style.lang;
        let what = lang.finding(finding);
        if self.style.shows_rules {
            self.note(&format!("{what} [{}]", visible(&finding.rule)));
        } else {
            self.note(&what);
        }

        let reasons =
            [lang.ground(&finding.clause, &finding.quote), lang.differences(finding), lang.surroundings(finding)];
        for reason in reasons.iter().flatten() {
            self.note(reason);
        }
    }

    /// What concerns the row as a whole: problems, an earlier decision, advice.
    fn notes(&mut self, row: &Row) {
        let lang = self.style.lang;
        for problem in &row.problems {
            self.note(&lang.problem_at(problem));
        }
        if let Some(decision) = &row.decision {
            self.note(&lang.decision(decision));
        }
        if row.verdict != Verdict::Clear {
            self.note(lang.advice_on(row));
        }
    }

    /// The text for a notice, each sentence on a line of its own. Ends the row.
    fn opinion(&mut self, row: &Row) {
        let lang = self.style.lang;
        let lines = self.style.reasons.lines(lang, row);
        if !lines.is_empty() {
            let label = format!("{}{}", lang.labels().reasons, lang.colon());
            self.note(label.trim_end());
        }
        for line in lines {
            let _ = writeln!(self.text, "{:gutter$}   {line}", "", gutter = self.gutter);
        }
        self.text.push('\n');
    }

    /// A line behind the bar, with a label before it.
    fn framed(&mut self, label: &str, line: &str) {
        let bar = self.style.paint(FRAME, format!("{label:>gutter$} |", gutter = self.gutter));
        self.text.push_str(&bar);
        if !line.is_empty() {
            self.text.push(' ');
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// A line of explanation.
    fn note(&mut self, line: &str) {
        let sign = self.style.paint(FRAME, "=");
        let _ = writeln!(self.text, "{:gutter$} {sign} {line}", "", gutter = self.gutter);
    }

    /// How many columns come before an excerpt.
    fn frame_width(&self) -> usize {
        (self.gutter + " | ".len()).min(self.style.width() / 2)
    }
}

/// The findings of a row, grouped by their cells.
fn by_cell(row: &Row) -> Vec<CellFindings<'_>> {
    let mut cells = Vec::new();
    for findings in row.findings.chunk_by(are_in_one_cell) {
        let cell = row.cell_of(&findings[0]);
        let address = cell.map_or_else(String::new, |cell| row.address_of(cell));
        cells.push(CellFindings { cell, address, findings });
    }
    cells
}

/// Whether two findings are in the same cell. Headers may repeat, so columns are compared by pointer.
fn are_in_one_cell(a: &Finding, b: &Finding) -> bool {
    a.field == b.field && Arc::ptr_eq(&a.column, &b.column)
}

fn color_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reject => "1;31",
        Verdict::Review => "1;33",
        Verdict::Unchecked => "1;35",
        Verdict::Notice => "1;36",
        Verdict::Allowed | Verdict::Clear => "2",
    }
}
