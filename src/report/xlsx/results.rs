//! A sheet of results.

use std::sync::Arc;

use rust_xlsxwriter::{DataValidation, IgnoreError, Worksheet, XlsxError};

use super::runs::{cut_text, shown};
use super::styles::{Look, Styles};
use crate::report::Lang;
use crate::verdict::Ruling;

/// A4, as workbooks number papers.
const A4: u8 = 9;
/// The columns that are frozen and printed begin with what was decided and end with what to do.
pub(super) const VERDICT: u16 = 0;
pub(super) const DECISION: u16 = 1;
const UNTIL: u16 = 3;
pub(super) const NAME: u16 = 4;
pub(super) const ID: u16 = 5;
pub(super) const CHECKED: u16 = 6;
pub(super) const FOUND: u16 = 7;
pub(super) const REASONS: u16 = 8;
/// The row in a spreadsheet that opens the input: the last column that is printed.
pub(super) const SHEET_ROW: u16 = 9;
pub(super) const LINE: u16 = 10;
pub(super) const DATA_ROW: u16 = 11;
pub(super) const TERMS: u16 = 12;
pub(super) const FILE: u16 = 13;
/// The key, which programs need and people do not: its column is hidden.
pub(super) const KEY: u16 = 14;
/// How many columns come before the original columns that are carried along.
pub(super) const COLUMNS: u16 = 15;
/// The title of the key, which is called so in every language: programs look for it.
const KEY_TITLE: &str = "key";

/// The height of the header, in points.
const HEADER_HEIGHT: f64 = 20.0;
/// The width of a column that is carried along, in characters.
const KEPT_WIDTH: f64 = 20.0;
/// The widths of the columns before those, in characters.
const WIDTHS: [f64; COLUMNS as usize] =
    [11.0, 11.0, 14.0, 11.0, 18.0, 20.0, 32.0, 30.0, 76.0, 7.0, 7.0, 7.0, 16.0, 24.0, 36.0];

/// The width of a column, in characters.
pub(super) fn width(column: u16) -> f64 {
    WIDTHS.get(usize::from(column)).copied().unwrap_or(KEPT_WIDTH)
}

/// A sheet of results as it is without its rows, which are put into the finished file.
pub(super) struct Results<'a> {
    pub(super) lang: Lang,
    pub(super) styles: &'a Styles,
    /// The headers of the columns that are carried along.
    pub(super) kept: &'a [Arc<str>],
    pub(super) last_column: u16,
}

impl Results<'_> {
    /// The sheet with this number, from 1, for so many rows.
    pub(super) fn sheet(&self, number: usize, rows: u32) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        let name = self.lang.labels().results;
        sheet.set_name(if number == 1 { name.to_owned() } else { format!("{name} {number}") })?;
        self.header(&mut sheet)?;
        self.frame(&mut sheet, rows)?;
        if number == 1 {
            for (column, look) in (0..).zip(Look::all()) {
                sheet.write_blank(1, column, self.styles.of(look))?;
            }
        }
        Ok(sheet)
    }

    fn header(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (column, title) in (0..).zip(titles(self.lang)) {
            let is_to_fill = (DECISION..=UNTIL).contains(&column);
            let style = if is_to_fill { &self.styles.to_fill } else { &self.styles.header };
            sheet.write_string_with_format(0, column, title, style)?;
        }
        for (column, header) in (COLUMNS..).zip(self.kept) {
            sheet.write_string_with_format(0, column, cut_text(self.lang, shown(header)), &self.styles.header)?;
        }
        for column in 0..=self.last_column {
            sheet.set_column_width(column, width(column))?;
        }
        sheet.set_column_hidden(KEY)?.set_row_height(0, HEADER_HEIGHT)?;
        for column in DECISION..UNTIL {
            sheet.set_column_format(column, &self.styles.text)?;
        }
        sheet.set_column_format(UNTIL, &self.styles.date)?;
        Ok(())
    }

    /// What concerns all rows: filter, drop-downs, print.
    fn frame(&self, sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
        sheet.autofilter(0, 0, last, self.last_column)?.set_freeze_panes(1, NAME + 1)?;
        if last > 0 {
            for (column, validation) in (DECISION..).zip(validations(self.lang)?) {
                sheet.add_data_validation(1, column, last, column, &validation)?;
            }
            sheet.ignore_error_range(1, 0, last, self.last_column, IgnoreError::NumberStoredAsText)?;
        }
        self.print(sheet, last)
    }

    /// A4 across, with all columns that people read side by side and the header on each page.
    fn print(&self, sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_print_gridlines(true);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        sheet.set_print_area(0, 0, last, SHEET_ROW)?.set_repeat_rows(0, 0)?;
        sheet.set_footer(format!("&L{}&R&P / &N", self.lang.labels().title));
        Ok(())
    }
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

/// What a registrar can choose in the decision column. Those of the other language are read back, too, but not offered.
fn choices(lang: Lang) -> Vec<&'static str> {
    Ruling::ALL.map(|ruling| lang.labels().choice(ruling)).to_vec()
}

/// The titles. Decisions are read back by four of them, the key and those to fill in, under their names in either language.
pub(super) fn titles(lang: Lang) -> [&'static str; COLUMNS as usize] {
    let labels = lang.labels();
    [
        labels.verdict,
        labels.decision,
        labels.reason,
        labels.until,
        labels.name,
        labels.id,
        labels.checked,
        labels.found,
        labels.reasons,
        labels.sheet_row,
        labels.line,
        labels.data_row,
        labels.terms,
        labels.file,
        KEY_TITLE,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_decisions_have_names_of_their_own() {
        for lang in [Lang::Zh, Lang::En] {
            let titles = titles(lang);
            let labels = lang.labels();
            let read = [(DECISION, labels.decision), (2, labels.reason), (UNTIL, labels.until), (KEY, KEY_TITLE)];
            for (column, title) in read {
                assert_eq!(titles[usize::from(column)], title);
                assert_eq!(titles.iter().filter(|other| **other == title).count(), 1);
            }
        }
    }
}
