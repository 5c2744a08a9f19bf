//! A workbook for people who work in a spreadsheet: results with columns for decisions, and a summary.
//!
//! All text is written as strings, so that ids keep their digits and no cell runs as a formula. Decisions are read back
//! from the columns of the key, the decision, its reason and its last day.

mod articles;
mod cells;
mod excerpt;
mod fill;
mod height;
mod line;
mod no_effect;
mod overview;
mod results;
mod runs;
mod styles;

use std::io::Write;
use std::sync::Arc;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::packed::Packed;
use super::{Assembled, ClearRows, Lang, Reasons, ReportError, Summary, is_flagged};
use crate::row::Row;
use fill::{Sheets, fill};
use line::Line;
use results::Results;
use styles::Styles;

/// Rows of a sheet, the header included.
const SHEET_ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const SHEET_COLUMNS: u16 = 16_384;

/// The report's own columns.
pub(super) fn columns(lang: Lang) -> impl Iterator<Item = &'static str> {
    results::titles(lang).into_iter()
}

/// The xlsx report.
#[derive(Clone, Debug)]
pub struct Xlsx {
    /// The language of its prose.
    pub lang: Lang,
    /// Whether clear rows are listed too, not only counted.
    pub all: bool,
    /// The headers of the columns that are carried along.
    pub kept: Vec<Arc<str>>,
    /// What follows from findings. Rows name the clauses and articles; a sheet has their words.
    pub reasons: Reasons,
}

impl Assembled for Xlsx {
    /// The rows in XML.
    type Piece = Packed;

    fn row(&self, row: &Row, piece: &mut Packed) {
        if self.all || is_flagged(row) {
            piece.push(cells::row(self.lang, &Line::new(self.lang, &self.reasons, row)).as_bytes());
        }
    }

    fn clear_rows(&self) -> ClearRows<'_> {
        if self.all { ClearRows::Whole } else { ClearRows::LeftOut }
    }

    fn gather(&self, whole: &mut Packed, block: Packed) {
        whole.gather(block);
    }

    fn finish(&self, whole: Packed, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        let columns = usize::from(results::COLUMNS) + self.kept.len();
        if columns > usize::from(SHEET_COLUMNS) {
            return Err(ReportError::TooManyColumns { columns, most: SHEET_COLUMNS });
        }
        out.write_all(&self.workbook(whole, summary, SHEET_ROWS)?)?;
        Ok(())
    }
}

impl Xlsx {
    /// The file. A sheet has at most `sheet_rows` rows, its header included.
    fn workbook(&self, rows: Packed, summary: &Summary, sheet_rows: u32) -> Result<Vec<u8>, XlsxError> {
        let styles = Styles::new();
        let mut workbook = Workbook::new();
        // The day of making would make every file a different one.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(
            &DocProperties::new()
                .set_title(self.lang.labels().title)
                .set_author("mingcha")
                .set_creation_datetime(&made),
        );

        let kept = u16::try_from(self.kept.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
        let last_column = results::COLUMNS + kept - 1;
        let results = Results { lang: self.lang, styles: &styles, kept: &self.kept, last_column };
        let mut sheets = Sheets { number: 0, rows: sheet_rows, last_column };
        // Without any rows there is still one sheet, with the header alone.
        let mut left = rows.rows();
        while sheets.number == 0 || left > 0 {
            let here = left.min(sheet_rows as usize - 1);
            left -= here;
            sheets.number += 1;
            workbook.push_worksheet(results.sheet(sheets.number, u32::try_from(here).unwrap_or(sheet_rows))?);
        }

        if let Some(list) = summary.no_effect_list(self.lang) {
            workbook.push_worksheet(no_effect::sheet(self.lang, &styles, &list)?);
        }
        let articles = self.reasons.articles(self.lang);
        if !articles.is_empty() {
            workbook.push_worksheet(articles::sheet(self.lang, &styles, &articles)?);
        }
        workbook.push_worksheet(overview::sheet(self.lang, &styles, summary)?);
        fill(workbook.save_to_buffer()?, rows, &sheets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_beyond_the_limit_of_a_sheet_stand_on_the_next() {
        let xlsx = Xlsx { lang: Lang::En, all: true, kept: Vec::new(), reasons: Reasons::default() };
        let summary = Summary::default();
        let sheets_of = |rows: u64| {
            let mut lines = Packed::default();
            for number in 1..=rows {
                let mut row = Row::new("batch.csv".into(), std::iter::empty());
                row.row = number;
                Assembled::row(&xlsx, &row, &mut lines);
            }
            let file = xlsx.workbook(lines, &summary, 3).unwrap();
            let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(file)).unwrap();
            calamine::Reader::worksheets(&mut book)
        };
        for (rows, heights) in [(0, vec![1]), (2, vec![3]), (3, vec![3, 2]), (5, vec![3, 3, 2])] {
            let sheets = sheets_of(rows);
            let results: Vec<_> = sheets.iter().filter(|(name, _)| name.starts_with("Results")).collect();
            let found: Vec<_> = results.iter().map(|(_, range)| range.height()).collect();
            assert_eq!(found, heights, "{rows} rows");
        }
        let data_row = (1, u32::from(results::DATA_ROW));
        assert_eq!(sheets_of(5)[2].1.get_value(data_row), Some(&calamine::Data::Float(5.0)));
    }
}
