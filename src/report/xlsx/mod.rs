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

use anyhow::{Context, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::{Format, Lang, Summary, in_memory, is_flagged};
use crate::row::Row;
use line::Line;
use results::Results;
use styles::Styles;

/// Rows of a sheet, the header included.
const SHEET_ROWS: u32 = 1_048_576;

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

impl Format for Xlsx {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        if self.all || is_flagged(row) {
            in_memory(serde_json::to_writer(&mut *out, &Line::new(self.lang, row)).map_err(Into::into));
            out.push(b'\n');
        }
    }

    fn takes_clear_rows(&self) -> bool {
        !self.all
    }

    fn tail(&self, _: &Summary, _: &mut Vec<u8>) {}

    fn is_assembled(&self) -> bool {
        true
    }

    fn assemble(&self, rows: Vec<u8>, summary: &Summary) -> Result<Vec<u8>> {
        self.workbook(&rows, summary, SHEET_ROWS).context("the workbook cannot be made")
    }
}

impl Xlsx {
    fn workbook(&self, lines: &[u8], summary: &Summary, sheet_rows: u32) -> Result<Vec<u8>> {
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
        let mut lines = lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()).peekable();
        for number in 1.. {
            let mut results = Results::begin(self.lang, &styles, &self.kept, number)?;
            while !results.is_full(sheet_rows)
                && let Some(line) = lines.next()
            {
                results.write(&serde_json::from_slice(line)?)?;
            }
            workbook.push_worksheet(results.finish()?);
            if lines.peek().is_none() {
                break;
            }
        }
        workbook.push_worksheet(overview::sheet(self.lang, &styles, summary)?);
        Ok(workbook.save_to_buffer()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Counts;

    #[test]
    fn rows_beyond_the_limit_of_a_sheet_stand_on_the_next() {
        let xlsx = Xlsx { lang: Lang::En, all: true, kept: Vec::new() };
        let summary = Summary {
            counts: Counts::default(),
            inputs: Vec::new(),
            rule_sets: Vec::new(),
            rule_set_sha256: Vec::new(),
            as_of: String::new(),
            profile: String::new(),
        };
        let sheets_of = |rows: u64| {
            let mut lines = Vec::new();
            for number in 1..=rows {
                let mut row = Row::new("batch.csv".into(), std::iter::empty());
                row.row = number;
                xlsx.row(&row, &mut lines);
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
