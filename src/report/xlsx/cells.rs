//! A row as a workbook writes it, except for what is known only when all rows are: its number, and the numbers of its styles.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;
use rust_xlsxwriter::utility::column_number_to_name;

use super::height::{lines_of, of_lines};
use super::line::Line;
use super::results::{
    CHECKED, COLUMNS, DATA_ROW, DECISION, FILE, FOUND, ID, KEY, LINE, NAME, REASONS, SHEET_ROW, TERMS, VERDICT, width,
};
use super::runs::{CELL, Run, units};
use super::styles::{Look, ink};
use crate::report::Lang;

/// Stands for the number of the row. No text has controls in it any more.
pub(super) const ROW: u8 = 1;
/// Stands before the letter of a style.
pub(super) const STYLE: u8 = 2;
/// The letter of the first style.
pub(super) const FIRST_STYLE: u8 = b'a';

/// A row that is being written.
struct Cells {
    xml: String,
    /// How many lines of text it needs.
    lines: u32,
}

/// The row in XML.
pub(super) fn row(lang: Lang, line: &Line) -> String {
    let mut cells = Cells { xml: String::new(), lines: 1 };
    cells.text(VERDICT, lang.verdict(line.verdict), Look::Verdict(line.verdict));
    for (column, content) in (DECISION..).zip(&line.decision) {
        cells.text(column, content, Look::Text);
    }
    cells.runs(NAME, &line.name);
    cells.text(ID, &line.id, Look::Text);
    cells.runs(CHECKED, &line.checked);
    cells.text(FOUND, &line.found, Look::Text);
    cells.text(REASONS, &line.reasons, Look::Text);
    cells.number(SHEET_ROW, line.sheet_row);
    cells.number(LINE, line.begins_at);
    cells.number(DATA_ROW, line.row);
    cells.text(TERMS, &line.terms, Look::Text);
    cells.text(FILE, &line.source, Look::Text);
    cells.text(KEY, &line.key, Look::Text);
    for (column, content) in (COLUMNS..).zip(&line.kept) {
        cells.text(column, content, Look::Text);
    }

    let height = of_lines(cells.lines);
    let number = char::from(ROW);
    format!("<row r=\"{number}\" ht=\"{height}\" customHeight=\"1\">{}</row>", cells.xml)
}

impl Cells {
    fn begin(&mut self, column: u16, look: Look) {
        let style = char::from(FIRST_STYLE + look.index());
        let name = column_number_to_name(column);
        let _ = write!(self.xml, "<c r=\"{name}{}\" s=\"{}{style}\"", char::from(ROW), char::from(STYLE));
    }

    fn number(&mut self, column: u16, number: u64) {
        self.begin(column, Look::Number);
        let _ = write!(self.xml, "><v>{number}</v></c>");
    }

    fn text(&mut self, column: u16, content: &str, look: Look) {
        if content.is_empty() {
            return;
        }
        self.make_room(column, content);
        self.begin(column, look);
        self.xml.push_str(" t=\"inlineStr\"><is>");
        text(content, &mut self.xml);
        self.xml.push_str("</is></c>");
    }

    /// Writes highlighted text. A workbook limits the markup of a cell too; a text beyond that is written plain.
    fn runs(&mut self, column: u16, runs: &[Run]) {
        let content: String = runs.iter().map(|run| &*run.text).collect();
        if runs.iter().any(|run| run.verdict.is_some()) {
            let marked = marked(runs);
            if units(&marked) <= CELL {
                self.make_room(column, &content);
                self.begin(column, Look::Text);
                let _ = write!(self.xml, " t=\"inlineStr\"><is>{marked}</is></c>");
                return;
            }
        }
        self.text(column, &content, Look::Text);
    }

    /// Makes the row high enough for a text, unless nobody sees it.
    fn make_room(&mut self, column: u16, content: &str) {
        if column != KEY {
            self.lines = self.lines.max(lines_of(content, width(column)));
        }
    }
}

/// Runs with their fonts. A run that was a mere carriage return is empty by now.
fn marked(runs: &[Run]) -> String {
    let mut xml = String::new();
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        xml.push_str("<r>");
        if let Some(verdict) = run.verdict {
            let _ = write!(
                xml,
                "<rPr><b/><u/><sz val=\"11\"/><color rgb=\"FF{:06X}\"/><rFont val=\"Calibri\"/><family val=\"2\"/>\
                 <scheme val=\"minor\"/></rPr>",
                ink(verdict)
            );
        }
        text(&run.text, &mut xml);
        xml.push_str("</r>");
    }
    xml
}

fn text(content: &str, xml: &mut String) {
    let is_bounded_by_blanks = content.trim() != content;
    xml.push_str(if is_bounded_by_blanks { "<t xml:space=\"preserve\">" } else { "<t>" });
    for c in literal(content).chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            c => xml.push(c),
        }
    }
    xml.push_str("</t>");
}

/// `_x0041_` is an escape in a workbook.
fn literal(text: &str) -> Cow<'_, str> {
    static ESCAPE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("_(x[0-9A-Fa-f]{4}_)").expect("a constant expression that a test compiles"));
    ESCAPE.replace_all(text, "_x005F_$1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_looks_like_an_escape_of_workbooks_stays_text() {
        assert_eq!(literal("甲_x0041_乙"), "甲_x005F_x0041_乙");
        assert_eq!(literal("_x41_ _X0041_"), "_x41_ _X0041_");
    }

    #[test]
    fn no_text_becomes_markup() {
        let mut xml = String::new();
        text(" <a>&amp;", &mut xml);
        assert_eq!(xml, "<t xml:space=\"preserve\"> &lt;a&gt;&amp;amp;</t>");
    }
}
