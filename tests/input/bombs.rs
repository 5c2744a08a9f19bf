//! Workbooks of a few bytes that would fill the memory when they are unpacked: refused with one line.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

use mingcha::input::Options;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::harness::{open, run};

/// A fixture with something else for one of its parts.
fn with(fixture: &str, name: &str, content: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let whole = std::fs::read(format!("fixtures/input/{fixture}")).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(whole)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let part_name = part.name().unwrap().into_owned();
        let options = SimpleFileOptions::default().compression_method(part.compression());
        writer.start_file(part_name.as_str(), options).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if part_name == name {
            bytes = content(&String::from_utf8(bytes).unwrap());
        }
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn refusal(bytes: &[u8]) -> String {
    let error = open(bytes, usize::MAX, &Options::default()).err().unwrap();
    let error = format!("{error:#}");
    assert_eq!(error.lines().count(), 1, "{error}");
    error
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn a_part_of_nothing_but_zeros_is_not_unpacked() {
    for (fixture, name) in [("table.xlsx", SHEET), ("table.xlsx", "xl/sharedStrings.xml"), ("table.ods", "content.xml")]
    {
        let bytes = with(fixture, name, |_| vec![0; 100 << 20]);
        assert!(bytes.len() < 1 << 20);
        let error = refusal(&bytes);
        assert!(error.contains("unpacks to far more"), "{name}: {error}");
    }
}

#[test]
fn stated_texts_that_are_not_there_take_no_memory() {
    for stated in ["999999999999", "99999999999999999999999999"] {
        let texts = format!("<?xml version='1.0'?><sst xmlns='x' uniqueCount=\"{stated}\"><si><t>a</t></si></sst>");
        let bytes = with("table.xlsx", "xl/sharedStrings.xml", |_| texts.clone().into_bytes());
        assert!(refusal(&bytes).contains("#GETTING_DATA"), "its headers are not there");
    }
}

#[test]
fn a_cell_beyond_the_end_of_a_sheet_takes_no_memory() {
    for place in ["A4294967295", "XFE1", "ZZZZZZ2"] {
        let error = refusal(&with("table.xlsx", SHEET, |sheet| {
            let cell = format!("<c r=\"{place}\" t=\"str\"><v>x</v></c></row></sheetData>");
            sheet.replacen("</row></sheetData>", &cell, 1).into_bytes()
        }));
        assert!(error.contains("beyond the last row or column"), "{place}: {error}");
    }
}

#[test]
fn a_large_sheet_that_is_packed_well_is_read() {
    let mut rows = String::new();
    for row in 10..200_000 {
        writeln!(rows, "<row r=\"{row}\">").unwrap();
        for column in 'A'..='R' {
            write!(rows, "<c r=\"{column}{row}\" s=\"0\"/>").unwrap();
        }
        rows.push_str("</row>");
    }
    assert!(rows.len() > 64 << 20);
    let sheet = |sheet: &str| sheet.replacen("</sheetData>", &format!("{rows}</sheetData>"), 1).into_bytes();
    let packed = with("table.xlsx", SHEET, sheet);
    assert_eq!(count(&packed), count(&std::fs::read("fixtures/input/table.xlsx").unwrap()));
}

/// The fixture with further rows.
fn open_document(rows: &str) -> Vec<u8> {
    with("table.ods", "content.xml", |content| {
        let end = content.find("</table:table>").unwrap();
        format!("{}{rows}{}", &content[..end], &content[end..]).into_bytes()
    })
}

fn count(bytes: &[u8]) -> usize {
    let mut inputs = open(bytes, usize::MAX, &Options::default()).unwrap();
    run(inputs.remove(0), 1).unwrap().rows.len()
}

/// A row that stands there so many times, of cells that do, too.
fn repeated(rows: u64, cells: u64, text: &str) -> String {
    format!(
        "<table:table-row table:number-rows-repeated='{rows}'><table:table-cell office:value-type='string' \
         table:number-columns-repeated='{cells}'><text:p>{text}</text:p></table:table-cell></table:table-row>"
    )
}

#[test]
fn cells_that_an_open_document_repeats_take_no_memory() {
    let long = "x".repeat(1 << 16);
    for (rows, word) in [
        (repeated(1_000_000, 100, "x"), "more cells than"),
        (repeated(1, 1, "x").repeat(5_000) + &repeated(1, 16_384, "x"), "more cells than"),
        (repeated(50_000, 1, &long), "more text in its cells than"),
        (repeated(5, 16_000, &long), "more text in its cells than"),
        (repeated(1, 1, "<text:s text:c='99999999999'/>"), "more text in its cells than"),
        (repeated(1_048_576, 1, "x"), "beyond the last row or column"),
        (repeated(1, 16_385, "x"), "beyond the last row or column"),
        (repeated(u64::MAX, u64::MAX, "x"), "beyond the last row or column"),
    ] {
        let error = refusal(&open_document(&rows));
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn a_table_that_never_ends_stops_nothing() {
    for (old, new) in
        [("</table:table>", ""), ("</table:table-row>", ""), ("</office:spreadsheet>", "</office:spread>")]
    {
        let bytes = with("table.ods", "content.xml", |content| content.replace(old, new).into_bytes());
        assert!(refusal(&bytes).contains("is a damaged .ods file"), "{old}");
    }
    for end in ["</table:table>", "</table:table-row>", "<text:p>"] {
        let cut = |content: &str| content.as_bytes()[..content.find(end).unwrap()].to_vec();
        assert!(refusal(&with("table.ods", "content.xml", cut)).contains("its content ends in the middle"), "{end}");
    }
}

#[test]
fn blank_rows_and_cells_up_to_the_end_of_a_sheet_are_read() {
    let blank = "<table:table-row table:number-rows-repeated='1048000'><table:table-cell \
                 table:number-columns-repeated='16384'/></table:table-row>";
    let own = count(&open_document(""));
    assert_eq!(count(&open_document(blank)), own);
    let rows = repeated(3, 2, "x") + &blank.replace("1048000", "5000") + &repeated(1, 1, "x") + blank;
    assert_eq!(count(&open_document(&rows)), own + 3 + 1, "rows that stand there several times are as many rows");
}
