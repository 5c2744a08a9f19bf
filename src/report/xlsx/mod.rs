//! A workbook for people who work in a spreadsheet: results with columns for decisions, and a summary.
//!
//! All text is written as strings, so that ids keep their digits and no cell runs as a formula. Decisions are read back
//! from the columns `key`, `decision`, `reason` and `until`, which are called so in either language.

mod line;
mod overview;
mod results;
mod runs;
mod styles;

use std::sync::Arc;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Assembled, Lang, ReportError, Summary, is_flagged};
use crate::row::Row;
use line::Line;
use results::Results;
use styles::Styles;

/// Rows of a sheet, the header included.
const SHEET_ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const SHEET_COLUMNS: u16 = 16_384;

/// The xlsx report.
#[derive(Clone, Debug)]
pub struct Xlsx {
    /// The language of its prose.
    pub lang: Lang,
    /// Whether clear rows are listed too, not only counted.
    pub all: bool,
    /// The headers of the columns that are carried along.
    pub kept: Vec<Arc<str>>,
}

impl Assembled for Xlsx {
    /// The rows, ready to be written into cells.
    type Piece = Vec<Line>;

    fn row(&self, row: &Row, piece: &mut Vec<Line>) {
        if self.all || is_flagged(row) {
            piece.push(Line::new(self.lang, row));
        }
    }

    fn gather(&self, whole: &mut Vec<Line>, block: Vec<Line>) {
        whole.extend(block);
    }

    fn finish(&self, whole: Vec<Line>, summary: &Summary) -> Result<Vec<u8>, ReportError> {
        let columns = usize::from(results::COLUMNS) + self.kept.len();
        if columns > usize::from(SHEET_COLUMNS) {
            return Err(ReportError::TooManyColumns { columns, most: SHEET_COLUMNS });
        }
        Ok(self.workbook(&whole, summary, SHEET_ROWS)?)
    }
}

impl Xlsx {
    fn workbook(&self, lines: &[Line], summary: &Summary, sheet_rows: u32) -> Result<Vec<u8>, XlsxError> {
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

        // Without any rows there is still one sheet, with the header alone.
        let mut lines = lines.iter().peekable();
        for number in 1.. {
            let mut results = Results::begin(self.lang, &styles, &self.kept, number)?;
            while !results.is_full(sheet_rows)
                && let Some(line) = lines.next()
            {
                results.write(line)?;
            }
            workbook.push_worksheet(results.finish()?);
            if lines.peek().is_none() {
                break;
            }
        }

        workbook.push_worksheet(overview::sheet(self.lang, &styles, summary)?);
        workbook.save_to_buffer()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_beyond_the_limit_of_a_sheet_stand_on_the_next() {
        let xlsx = Xlsx { lang: Lang::En, all: true, kept: Vec::new() };
        let summary = Summary::default();
        let sheets_of = |rows: u64| {
            let mut lines = Vec::new();
            for number in 1..=rows {
                let mut row = Row::new("batch.csv".into(), std::iter::empty());
                row.row = number;
                Assembled::row(&xlsx, &row, &mut lines);
            }
            let file = xlsx.workbook(&lines, &summary, 3).unwrap();
            let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(file)).unwrap();
            calamine::Reader::worksheets(&mut book)
        };
        for (rows, heights) in [(0, vec![1]), (2, vec![3]), (3, vec![3, 2]), (5, vec![3, 3, 2])] {
            let sheets = sheets_of(rows);
            let results: Vec<_> = sheets.iter().filter(|(name, _)| name.starts_with("Results")).collect();
            let found: Vec<_> = results.iter().map(|(_, range)| range.height()).collect();
            assert_eq!(found, heights, "{rows} rows");
        }
        assert_eq!(sheets_of(5)[2].1.get_value((1, 1)), Some(&calamine::Data::Float(5.0)));
    }
}
