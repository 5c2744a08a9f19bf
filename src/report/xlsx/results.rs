//! A sheet of results.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use regex::Regex;
use rust_xlsxwriter::{DataValidation, Format, IgnoreError, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use super::line::Line;
use super::runs::{Run, cut_text, shown};
use super::styles::Styles;
use crate::report::Lang;

/// A4, as workbooks number papers.
const A4: u8 = 9;
/// How many columns come before the original columns that are carried along.
pub(super) const COLUMNS: u16 = 15;
const CHECKED: u16 = 6;
const DECISION: u16 = 12;
const UNTIL: u16 = 14;

/// The width of a column that is carried along, in characters.
const KEPT_WIDTH: f64 = 20.0;
/// The height of a line and of the highest row that a workbook allows, in points.
const LINE_HEIGHT: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// Lines break before they are quite full.
const SPARE: f64 = 1.08;

/// A sheet that is being filled.
pub(super) struct Results<'a> {
    lang: Lang,
    styles: &'a Styles,
    sheet: Worksheet,
    /// The row to write next, from 0; the header is row 0.
    next: u32,
    last_column: u16,
    widths: Vec<f64>,
    /// How many lines of text the row being written needs.
    lines: f64,
}

impl<'a> Results<'a> {
    /// The sheet with this number, from 1, and its header.
    pub(super) fn begin(lang: Lang, styles: &'a Styles, kept: &[Arc<str>], number: usize) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        let name = lang.labels().results;
        sheet.set_name(if number == 1 { name.to_owned() } else { format!("{name} {number}") })?;

        let columns = columns(lang);
        for (column, (title, width)) in (0..).zip(&columns) {
            let style = if (DECISION..=UNTIL).contains(&column) { &styles.to_fill } else { &styles.header };
            sheet.write_string_with_format(0, column, *title, style)?.set_column_width(column, *width)?;
        }

        for (column, header) in (COLUMNS..).zip(kept) {
            sheet.write_string_with_format(0, column, cut_text(lang, shown(header)), &styles.header)?;
            sheet.set_column_width(column, KEPT_WIDTH)?;
        }

        let widths = columns.iter().map(|(_, width)| *width).chain(kept.iter().map(|_| KEPT_WIDTH)).collect();

        for column in DECISION..UNTIL {
            sheet.set_column_format(column, &styles.text)?;
        }
        sheet.set_column_format(UNTIL, &styles.date)?;

        let kept_columns = u16::try_from(kept.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
        let last_column = COLUMNS + kept_columns - 1;
        Ok(Self { lang, styles, sheet, next: 1, last_column, widths, lines: 1.0 })
    }

    /// Whether the sheet has as many rows as it may have.
    pub(super) fn is_full(&self, rows: u32) -> bool {
        self.next >= rows
    }

    pub(super) fn write(&mut self, line: &Line) -> Result<(), XlsxError> {
        let row = self.next;
        let Styles { text, number, .. } = self.styles;

        self.text(0, &line.source, text)?;
        self.sheet.write_number_with_format(row, 1, count(line.row), number)?;
        self.sheet.write_number_with_format(row, 2, count(line.begins_at), number)?;
        self.text(3, &line.id, text)?;
        self.runs(4, &line.name)?;
        self.text(5, self.lang.verdict(line.verdict), self.styles.verdict(line.verdict))?;
        self.runs(CHECKED, &line.checked)?;

        let texts = [&line.terms, &line.findings, &line.clauses, &line.problems, &line.key];
        for (column, content) in (CHECKED + 1..).zip(texts) {
            self.text(column, content, text)?;
        }
        for (column, content) in (DECISION..).zip(&line.decision) {
            self.text(column, content, text)?;
        }
        for (column, content) in (COLUMNS..).zip(&line.kept) {
            self.text(column, content, text)?;
        }

        self.sheet.set_row_height(row, (self.lines * LINE_HEIGHT).min(HIGHEST))?;
        self.lines = 1.0;
        self.next += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        let last = self.next - 1;
        let sheet = &mut self.sheet;
        sheet.autofilter(0, 0, last, self.last_column)?.set_freeze_panes(1, 0)?;
        if last > 0 {
            for (column, validation) in (DECISION..).zip(validations(self.lang)?) {
                sheet.add_data_validation(1, column, last, column, &validation)?;
            }
            sheet.ignore_error_range(1, 0, last, self.last_column, IgnoreError::NumberStoredAsText)?;
        }

        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        sheet.set_footer("&R&P / &N");
        Ok(self.sheet)
    }

    fn text(&mut self, column: u16, content: &str, style: &Format) -> Result<(), XlsxError> {
        if !content.is_empty() {
            self.make_room(column, content);
            self.sheet.write_string_with_format(self.next, column, content, style)?;
        }
        Ok(())
    }

    /// Writes highlighted text. A workbook limits the markup of a cell too; a text beyond that is written plain.
    fn runs(&mut self, column: u16, runs: &[Run]) -> Result<(), XlsxError> {
        let text: String = runs.iter().map(|run| &*run.text).collect();

        if runs.iter().any(|run| run.verdict.is_some()) {
            self.make_room(column, &text);
            // A run that was a mere carriage return is empty by now, and an empty one fails the whole workbook.
            let shown = runs.iter().filter(|run| !run.text.is_empty());
            let literals: Vec<_> = shown.map(|run| (self.look(run), literal(&run.text))).collect();
            let looks: Vec<_> = literals.iter().map(|(look, text)| (*look, &**text)).collect();
            match self.sheet.write_rich_string_with_format(self.next, column, &looks, &self.styles.text) {
                Err(XlsxError::MaxStringLengthExceeded) => {}
                written => return written.map(|_| ()),
            }
        }

        self.text(column, &text, &self.styles.text)
    }

    /// Not every program fits the height of rows to wrapped text by itself.
    fn make_room(&mut self, column: u16, content: &str) {
        let width = self.widths.get(usize::from(column)).copied().unwrap_or(KEPT_WIDTH);
        let mut lines = 0.0;
        for line in content.split('\n') {
            let characters = f64::from(u32::try_from(line.width()).unwrap_or(u32::MAX));
            let needed = (characters / width * SPARE).ceil();
            lines += needed.max(1.0);
        }
        self.lines = self.lines.max(lines);
    }

    fn look(&self, run: &Run) -> &'a Format {
        run.verdict.map_or(&self.styles.plain, |verdict| self.styles.mark(verdict))
    }
}

/// `_x0041_` is an escape in a workbook. The writer guards against it in plain strings only.
fn literal(text: &str) -> Cow<'_, str> {
    static ESCAPE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("_(x[0-9A-Fa-f]{4}_)").expect("a constant expression that a test compiles"));
    ESCAPE.replace_all(text, "_x005F_$1")
}

#[allow(clippy::cast_precision_loss, reason = "a workbook holds numbers as f64; rows stay far below 2^53")]
fn count(number: u64) -> f64 {
    number as f64
}

/// The drop-down of the decision column, and what is said of a column when one of its cells is chosen.
fn validations(lang: Lang) -> Result<[DataValidation; 3], XlsxError> {
    let labels = lang.labels();
    let choices = DataValidation::new().allow_list_strings(&choices(lang))?;
    let any_reason = DataValidation::new().allow_any_value();
    let any_day = DataValidation::new().allow_any_value();
    Ok([
        choices.set_input_title(labels.decision)?.set_input_message(labels.decision_help)?,
        any_reason.set_input_title(labels.reason)?.set_input_message(labels.reason_help)?,
        any_day.set_input_title(labels.until)?.set_input_message(labels.until_help)?,
    ])
}

/// What a registrar can choose in the decision column: the words of this language first, then those of the other.
fn choices(lang: Lang) -> [&'static str; 4] {
    let own = lang.labels();
    let other = lang.other().labels();
    [own.allow, own.refuse, other.allow, other.refuse]
}

/// Titles and widths. The last four are keys in every language: by them decisions are read back.
fn columns(lang: Lang) -> [(&'static str, f64); COLUMNS as usize] {
    let labels = lang.labels();
    [
        (labels.file, 13.0),
        (labels.row, 7.0),
        (labels.line, 7.0),
        (labels.id, 22.0),
        (labels.name, 24.0),
        (labels.verdict, 13.0),
        (labels.checked, 52.0),
        (labels.terms, 15.0),
        (labels.found, 42.0),
        (labels.clauses, 28.0),
        (labels.problems, 18.0),
        ("key", 12.0),
        ("decision", 12.0),
        ("reason", 24.0),
        ("until", 14.0),
    ]
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
    fn decisions_are_found_by_their_keys_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let titles = columns(lang);
            for (column, key) in (DECISION - 1..).zip(["key", "decision", "reason", "until"]) {
                assert_eq!(titles[usize::from(column)].0, key);
                assert_eq!(titles.iter().filter(|(title, _)| *title == key).count(), 1);
            }
        }
    }
}
