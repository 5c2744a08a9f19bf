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
        let error = refusal(&with("table.xlsx", "xl/sharedStrings.xml", |_| texts.clone().into_bytes()));
        assert!(error.contains("states more texts than it has"), "{error}");
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
    let count = |bytes: &[u8]| {
        let mut inputs = open(bytes, usize::MAX, &Options::default()).unwrap();
        run(inputs.remove(0), 1).unwrap().verdicts().len()
    };
    let packed = with("table.xlsx", SHEET, sheet);
    assert_eq!(count(&packed), count(&std::fs::read("fixtures/input/table.xlsx").unwrap()));
}
