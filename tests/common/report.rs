//! A report in xlsx, filled in as a registrar does it and saved by another program.

use std::path::Path;

use calamine::Reader as _;

/// Writes texts into columns of a workbook's first sheet, each by the number of its row below the header, from 1. What else the
/// sheet has stays; the other sheets and the author do not.
pub(crate) fn fill(report: &Path, cells: &[(u32, &str, &str)]) {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(report).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let header: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let mut filled = rust_xlsxwriter::Workbook::new();
    let results = filled.add_worksheet();
    for (_, column, _) in cells {
        assert!(header.iter().any(|title| title == column), "{column}: {header:?}");
    }
    for (r, row) in (0..).zip(sheet.rows()) {
        for ((c, cell), title) in (0..).zip(row).zip(&header) {
            let filled = cells.iter().find(|(row, column, _)| *row == r && column == title);
            let text = filled.map_or_else(|| cell.to_string(), |(_, _, text)| (*text).to_owned());
            results.write_string(r, c, text).unwrap();
        }
    }
    filled.save(report).unwrap();
}

/// The texts of each sheet of a workbook, by its name.
pub(crate) fn sheets(report: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(report).unwrap();
    let sheets = book.worksheets().into_iter();
    sheets
        .map(|(name, range)| (name, range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()))
        .collect()
}
