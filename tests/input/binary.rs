//! Workbooks in the binary form of .xlsx, put together here: no library writes them.

use std::io::{Cursor, Write as _};

use mingcha::input::Options;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::{open, run};

/// A record: its kind in one or two bytes, its length, its content.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let [low, high] = kind.to_le_bytes();
    let kind = if high == 0 { vec![low] } else { vec![low, high] };
    assert!(data.len() < 128);
    [&kind, &[u8::try_from(data.len()).unwrap()][..], data].concat()
}

pub(crate) fn number(number: u32) -> [u8; 4] {
    number.to_le_bytes()
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
    number(u32::try_from(units.len()).unwrap()).into_iter().chain(bytes).collect()
}

/// A cell that holds a text, or the error #REF!, written as such or worked out by a formula.
pub(crate) fn cell(column: u32, content: &str) -> Vec<u8> {
    let place = [number(column), number(0)].concat();
    match content {
        "#REF!" => record(0x0003, &[place, vec![0x17]].concat()),
        "=#REF!" => record(0x000B, &[place, vec![0x17, 0, 0, 2, 0, 0, 0, 0x1C, 0x17, 0, 0, 0, 0]].concat()),
        _ => record(0x0006, &[place, text(content)].concat()),
    }
}

/// A workbook of one sheet with these rows of names and scopes, the first of which has this number.
fn book(first: u32, rows: &[[&str; 2]]) -> Vec<u8> {
    let mut sheet = [record(0x0194, &[0; 16]), record(0x0191, &[])].concat();
    for (row, cells) in (first..).zip(rows) {
        sheet.extend(record(0x0000, &number(row)));
        (0..).zip(cells).for_each(|(column, content)| sheet.extend(cell(column, content)));
    }
    sheet.extend(record(0x0192, &[]));
    let of_sheet = [vec![0; 8], text("rId1"), text("批次")].concat();
    let book = [record(0x019C, &of_sheet), record(0x0190, &[]), record(0x019D, &[])].concat();
    let relations = "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.bin'/></Relationships>";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("xl/workbook.bin", &book[..]),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const ROWS: [[&str; 2]; 5] =
    [["名称", "经营范围"], ["甲", "虚拟货币"], ["乙", "#REF!"], ["丙", "=#REF!"], ["丁", "软件"]];

#[test]
fn a_binary_workbook_is_read_as_any_other_and_no_error_in_it_is_clear() {
    let mut inputs = open(&book(2, &ROWS), usize::MAX, &Options::default()).unwrap();
    let outcome = run(inputs.remove(0), 1).unwrap();
    assert_eq!(outcome.brief(), ["1@4 reject", "2@5 unchecked cell-error", "3@6 unchecked cell-error", "4@7 clear"]);
    assert_eq!(outcome.rows[0]["source"], "test#批次");
}

#[test]
fn a_row_beyond_the_end_of_a_binary_sheet_ends_nothing_silently() {
    let error = open(&book(1_048_573, &ROWS), usize::MAX, &Options::default()).err().unwrap();
    let error = format!("{error:#}");
    assert!(error.contains("beyond the last row or column") && error.lines().count() == 1, "{error}");
}

/// A workbook of one sheet with these records.
fn book_of(records: &[Vec<u8>]) -> Vec<u8> {
    book_with(&[], records, &[])
}

/// A workbook of one sheet with these records, others of the workbook, and others of its styles.
pub(crate) fn book_with(of_book: &[u8], records: &[Vec<u8>], of_styles: &[u8]) -> Vec<u8> {
    let sheet = [vec![record(0x0191, &[])], records.to_vec(), vec![record(0x0192, &[])]].concat().concat();
    let of_sheet = [vec![0; 8], text("rId1"), text("批次")].concat();
    let relations = "<Relationships><Relationship Id='rId1' Target='/xl/worksheets/sheet1.bin'/></Relationships>";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("xl/workbook.bin", &[of_book, &record(0x019C, &of_sheet)].concat()[..]),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/styles.bin", of_styles),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn cells_without_column_with_runs_merged_or_out_of_order_are_read() {
    let row = |row| record(0x0000, &number(row));
    let short = |content: &str| record(0x0011, &[vec![0; 4], text(content)].concat());
    let with_runs =
        |content: &str| record(0x003E, &[[number(1), number(0)].concat(), vec![1], text(content), vec![0; 8]].concat());
    let merged = [number(3), number(4), number(1), number(1)].concat();
    let records = [
        row(0),
        cell(0, "名称"),
        short("经营范围"),
        row(2),
        cell(0, "乙"),
        short("虚拟_x000D_货币"),
        row(1),
        cell(0, "甲"),
        with_runs("稳定币"),
        row(3),
        cell(0, "丙"),
        short("虚拟货币"),
        row(4),
        cell(0, "丁"),
        row(5),
        cell(0, "戊"),
        record(0x000E, &[0, 0, 0, 0, 0x55]),
        record(0x00B0 | 0x0100, &merged),
    ];
    let mut inputs = open(&book_of(&records), usize::MAX, &Options::default()).unwrap();
    let brief = run(inputs.remove(0), 1).unwrap().brief();
    let expected = ["1@2 reject", "2@3 review", "3@4 reject", "4@5 reject", "5@6 unchecked cell-error"];
    assert_eq!(brief, expected);
}
