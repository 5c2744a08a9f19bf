//! Workbooks: every sheet with something to check, with its own row numbers, as the CSV of the same data.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use mingcha::input::{Keep, Options, Wanted};
use mingcha::verdict::Field;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::common::Folder;
use crate::harness::{Outcome, check, open, run, text};
use crate::refusals::run_program;

fn sheets(bytes: &[u8], options: &Options) -> Vec<Outcome> {
    let inputs = open(bytes, usize::MAX, options).unwrap();
    inputs.into_iter().map(|input| run(input, 2).unwrap()).collect()
}

fn only_sheet(fill: impl FnOnce(&mut Worksheet)) -> Outcome {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    let wanted = Wanted { keep: Keep::All, ..Wanted::default() };
    sheets(&book.save_to_buffer().unwrap(), &Options { wanted, ..Options::default() }).remove(0)
}

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        sheet.write(row, column, *cell).unwrap();
    }
}

#[test]
fn lines_are_the_sheets_rows() {
    let outcome = only_sheet(|sheet| {
        write(sheet, 1, &["登记清单"]);
        write(sheet, 3, &["编号", "企业\n名称", "经营范围"]);
        write(sheet, 4, &["1", "甲", "软件\n开发\r\n服务"]);
        write(sheet, 8, &["2", "乙\"公司\"", "虚拟货币, 软件"]);
        write(sheet, 9, &["3"]);
        write(sheet, 10, &["4", "丁", "软件", "多"]);
    });
    assert_eq!(outcome.brief(), ["1@5 clear", "2@9 reject", "3@10 clear empty,empty", "4@11 clear"]);
    assert_eq!(outcome.titles, 1);
    assert_eq!(outcome.rows[1]["source"], "test#Sheet1");
    assert_eq!(outcome.rows[1]["name"], "乙\"公司\"");
}

#[test]
fn a_table_that_begins_in_another_column_keeps_its_columns() {
    let outcome = only_sheet(|sheet| {
        sheet.write(2, 3, "名称").unwrap();
        sheet.write(2, 5, "经营范围").unwrap();
        sheet.write(3, 3, "甲").unwrap();
        sheet.write(3, 5, "虚拟货币").unwrap();
    });
    assert_eq!(outcome.brief(), ["1@4 reject"]);
    assert_eq!(outcome.rows[0]["name"], "甲");
}

#[test]
fn a_formula_that_was_written_without_its_value_is_never_clear() {
    let outcome = only_sheet(|sheet| {
        write(sheet, 0, &["名称", "经营范围"]);
        for (row, value) in [(1, ""), (2, "软件"), (3, "虚拟货币")] {
            sheet.write(row, 0, "甲").unwrap();
            sheet.write_formula(row, 1, Formula::new("=C1&D1").set_result(value)).unwrap();
        }
    });
    assert_eq!(outcome.brief()[1..], ["2@3 clear", "3@4 reject"], "values that are there are read");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["名称", "经营范围"]);
    sheet.write(1, 0, "甲").unwrap();
    sheet.write_formula(1, 1, Formula::new("=C1").set_result("0")).unwrap();
    let bytes = with_sheet_edited(&book.save_to_buffer().unwrap(), "<v>0</v>", "<v></v>");
    assert_eq!(sheets(&bytes, &Options::default())[0].brief(), ["1@2 unchecked cell-error"]);
}

#[test]
fn a_cell_of_an_array_that_was_not_computed_is_never_clear() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["名称", "经营范围"]);
    write(sheet, 1, &["甲"]);
    write(sheet, 2, &["乙"]);
    write(sheet, 3, &["丙"]);
    sheet.write_array_formula(1, 1, 2, 1, "{=C1:C2}").unwrap();
    sheet.write(3, 1, 0).unwrap();
    let brief = sheets(&book.save_to_buffer().unwrap(), &Options::default())[0].brief();
    assert_eq!(brief, ["1@2 unchecked cell-error", "2@3 unchecked cell-error", "3@4 clear"]);
}

/// A workbook in whose parts a text stands in the place of another.
fn with_sheet_edited(book: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut edited = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        edited.start_file(part.name().unwrap().into_owned(), zip::write::SimpleFileOptions::default()).unwrap();
        edited.write_all(text.replace(old, new).as_bytes()).unwrap();
    }
    edited.finish().unwrap().into_inner()
}

#[test]
fn one_stray_cell_far_away_costs_nothing() {
    let outcome = only_sheet(|sheet| {
        write(sheet, 0, &["名称", "经营范围"]);
        write(sheet, 1, &["甲", "软件"]);
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    assert_eq!(outcome.brief(), ["1@2 clear", "2@1048576 clear empty,empty"]);
}

#[test]
fn sheets_without_names_or_scopes_are_named_and_not_checked() {
    let mut book = Workbook::new();
    write(book.add_worksheet().set_name("说明").unwrap(), 0, &["填表说明"]);
    for name in ["一月", "二月"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        write(sheet, 0, &["名称", "经营范围"]);
        write(sheet, 1, &[name, "虚拟货币"]);
    }
    book.add_worksheet().set_name("空").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let outcomes = sheets(&bytes, &Options::default());
    let sources: Vec<_> = outcomes.iter().map(|o| text(&o.rows[0]["source"])).collect();
    assert_eq!(sources, ["test#一月", "test#二月"]);
    let one = sheets(&bytes, &Options { sheet: Some("二月".to_owned()), ..Options::default() });
    assert_eq!((one.len(), text(&one[0].rows[0]["name"])), (1, "二月".to_owned()));

    let folder = Folder::new();
    let file = folder.file_arg("批次.csv", &bytes);
    let output = run_program(&["check", &file], "");
    let summary = String::from_utf8(output.stderr).unwrap();
    assert!(summary.contains("说明 (no name or scope column), 空 (empty)"), "{summary}");
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(report.contains(&format!("{file}#一月,1,2,")) && report.contains(&format!("{file}#二月,1,2,")), "{report}");
    for (sheet, word) in [("三月", "there are: 说明, 一月, 二月, 空"), ("说明", "no column looks like")] {
        let output = run_program(&["check", &file, "--sheet", sheet], "");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(message.contains(word) && message.lines().count() == 1, "{message}");
    }
}

/// A workbook with a good sheet and another one.
fn beside_a_good_sheet(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("好").unwrap();
    write(sheet, 0, &["名称", "经营范围"]);
    write(sheet, 1, &["甲", "软件"]);
    fill(book.add_worksheet().set_name("坏").unwrap());
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_that_may_have_filings_and_cannot_be_read_is_named_and_makes_the_status_2() {
    let form = beside_a_good_sheet(|sheet| {
        write(sheet, 0, &["企业名称", "乙公司"]);
        write(sheet, 1, &["住所", "某路"]);
        write(sheet, 2, &["经营范围", "虚拟货币"]);
    });
    let no_header = beside_a_good_sheet(|sheet| write(sheet, 0, &["1", "乙丙科技有限公司", "虚拟货币"]));
    let similar = beside_a_good_sheet(|sheet| write(sheet, 0, &["企业名字", "主营"]));
    let in_one_cell = beside_a_good_sheet(|sheet| write(sheet, 0, &["企业名称,经营范围"]));
    let aligned = beside_a_good_sheet(|sheet| write(sheet, 0, &["企业名称    经营范围"]));
    let damaged = with_sheet_edited(&beside_a_good_sheet(|_| {}), "<sheetData/>", "<sheetData>");
    let missing = with_sheet_edited(&beside_a_good_sheet(|_| {}), "worksheets/sheet2.xml", "worksheets/sheet9.xml");

    let folder = Folder::new();
    for bytes in [form, no_header, similar, in_one_cell, aligned, damaged, missing] {
        let file = folder.file_arg("批次.xlsx", &bytes);
        let record = folder.path().join("record.json");
        let record = record.to_str().unwrap();
        for (args, status) in [(&[][..], 2), (&["--quiet"], 2), (&["--format", "text"], 2), (&["--allow-unchecked"], 0)]
        {
            let output = run_program(&[&["check", &file, "--manifest", record], args].concat(), "");
            let report = String::from_utf8(output.stdout).unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(status), "{args:?} {said}");
            assert!(report.contains("甲") || report.contains("1 row"), "the good sheet is checked: {report}");
            assert!(said.contains("not read, and to be checked again: "), "{said}");
            assert!(said.contains("批次.xlsx#坏: "), "{said}");
            let record = std::fs::read_to_string(record).unwrap();
            assert!(record.contains("\"unread_parts\"") && record.contains("#坏"), "{record}");
        }
        let output = run_program(&["check", &file, "-f", "jsonl"], "");
        assert!(String::from_utf8(output.stdout).unwrap().contains("\"unread_parts\":[\""));
    }
}

#[test]
fn words_that_a_number_format_shows_are_read() {
    let outcome = only_sheet(|sheet| {
        write(sheet, 0, &["名称", "经营范围"]);
        let formats = ["\"虚拟货币\"", "[=1]\"稳定币\";General", "@\"虚拟货币\"", ";;;", "0.00\"元\""];
        for (row, code) in (1..).zip(formats) {
            sheet.write(row, 0, "甲").unwrap();
            let format = Format::new().set_num_format(code);
            if code.contains(['@', ';']) && !code.contains('=') {
                sheet.write_with_format(row, 1, if row == 4 { "虚拟货币" } else { "软件" }, &format).unwrap();
            } else {
                sheet.write_with_format(row, 1, 1, &format).unwrap();
            }
        }
    });
    assert_eq!(outcome.verdicts(), ["reject", "reject", "reject", "reject", "clear"]);
}

#[test]
fn text_that_a_merged_cell_covers_is_read_and_the_summary_says_so() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["名称", "经营范围"]);
    write(sheet, 1, &["甲"]);
    write(sheet, 2, &["乙"]);
    sheet.merge_range(1, 1, 2, 1, "软件", &Format::new()).unwrap();
    sheet.write(2, 1, "虚拟货币").unwrap();
    let folder = Folder::new();
    let file = folder.file_arg("批次.xlsx", book.save_to_buffer().unwrap());
    let output = run_program(&["check", &file], "");
    let summary = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{summary}");
    assert!(summary.contains("the text of 1 cells is hidden under merged cells"), "{summary}");
}

#[test]
fn cells_that_are_no_text_are_carried_as_a_spreadsheet_shows_them() {
    let outcome = only_sheet(|sheet| {
        write(sheet, 0, &["统一社会信用代码", "名称", "成立日期", "资本", "备注", "时刻", "受理", "用时"]);
        sheet.write(1, 0, 911_101_083_123_456_789_f64).unwrap();
        sheet.write(1, 1, 360.0).unwrap();
        let date = ExcelDateTime::from_ymd(2026, 2, 7).unwrap();
        sheet.write_with_format(1, 2, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write(1, 3, 1234.5).unwrap();
        sheet.write(1, 4, true).unwrap();
        let time = ExcelDateTime::from_hms(9, 30, 0).unwrap();
        sheet.write_with_format(1, 5, &time, &Format::new().set_num_format("hh:mm:ss")).unwrap();
        sheet.write_with_format(1, 6, 46_060.5, &Format::new().set_num_format("yyyy-mm-dd hh:mm")).unwrap();
        sheet.write_with_format(1, 7, 1.5, &Format::new().set_num_format("[h]:mm:ss")).unwrap();
        write(sheet, 2, &["91110108312345678X", "乙"]);
        sheet.write(2, 4, false).unwrap();
        sheet.write(3, 0, 110_108_001_234_567_f64).unwrap();
        sheet.write(3, 1, "丙").unwrap();
    });
    assert_eq!(outcome.brief(), ["1@2 clear scientific-id", "2@3 clear", "3@4 clear"]);
    assert_eq!(outcome.rows[0]["id"], "9.11101083123457E+17");
    assert_eq!(outcome.rows[2]["id"], "110108001234567");
    let kept = &outcome.rows[0]["kept"];
    let columns = ["名称", "成立日期", "资本", "备注", "时刻", "受理", "用时"];
    let shown: Vec<_> = columns.iter().map(|c| text(&kept[*c])).collect();
    assert_eq!(shown, ["360", "2026-02-07", "1234.5", "TRUE", "09:30:00", "2026-02-07 12:00:00", "36:00:00"]);
    assert_eq!(outcome.rows[1]["kept"]["备注"], "FALSE");
}

#[test]
fn an_error_in_a_checked_cell_is_not_clear() {
    let outcome = only_sheet(|sheet| {
        write(sheet, 0, &["名称", "经营范围"]);
        write(sheet, 1, &["甲"]);
        sheet.write(1, 1, Formula::new("=氰基").set_result("#NAME?")).unwrap();
        write(sheet, 2, &["乙"]);
        sheet.write(2, 1, Formula::new("=\"虚拟\"&\"货币\"").set_result("虚拟货币")).unwrap();
    });
    assert_eq!(outcome.brief(), ["1@2 unchecked cell-error", "2@3 reject"]);
}

#[test]
fn without_headers_columns_are_counted_from_the_first() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["1", "甲"]);
    write(sheet, 1, &["2", "乙", "虚拟货币"]);
    let wanted = Wanted { no_headers: true, ..Wanted::default() }.with(Field::Name, "2").with(Field::Scope, "3");
    let outcome = sheets(&book.save_to_buffer().unwrap(), &Options { wanted, ..Options::default() }).remove(0);
    assert_eq!(outcome.brief(), ["1@1 clear empty", "2@2 reject"]);
}

/// The same table as .xlsx, .xls, .ods and .csv, saved by a spreadsheet.
#[test]
fn every_kind_of_workbook_gives_the_rows_of_its_csv() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/input");
    let mut expected = check(std::fs::read(folder.join("table.csv")).unwrap());
    let comparable = |outcome: &mut Outcome| {
        for row in &mut outcome.rows {
            row["source"] = "".into();
            row["line"] = 0.into();
        }
    };
    comparable(&mut expected);
    assert!(expected.verdicts().iter().any(|v| v == "reject"));
    for kind in ["xlsx", "xls", "ods"] {
        let mut outcomes = sheets(&std::fs::read(folder.join(format!("table.{kind}"))).unwrap(), &Options::default());
        assert_eq!(outcomes.len(), 1, "{kind}");
        assert_eq!(outcomes[0].rows.last().unwrap()["line"], 7, "{kind}");
        comparable(&mut outcomes[0]);
        assert_eq!(outcomes[0].rows, expected.rows, "{kind}");
    }
}

#[test]
fn a_workbook_that_cannot_be_read_is_refused_with_a_clear_word() {
    let folder = Folder::new();
    let mut book = Workbook::new();
    write(book.add_worksheet(), 0, &["名称"]);
    let whole = book.save_to_buffer().unwrap();
    let mut protected = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (name, bytes, word) in [
        ("half.xlsx", &whole[..whole.len() / 2], "is damaged"),
        ("protected.xlsx", &protected, "password"),
        ("document.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no workbook", "is damaged"),
    ] {
        let output = run_program(&["check", &folder.file_arg(name, bytes)], "");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(message.contains(word) && message.lines().count() == 1, "{name}: {message}");
    }
}

#[test]
fn text_under_a_workbooks_ending_is_read_as_the_text_it_is() {
    let folder = Folder::new();
    let table = "名称\t经营范围\r\n甲\t虚拟货币\r\n";
    for (name, bytes) in [
        ("gbk.xls", encoding_rs::GBK.encode(table).0.into_owned()),
        ("utf16.xls", format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("comma.xlsx", table.replace('\t', ",").into_bytes()),
    ] {
        let output = run_program(&["check", "-q", &folder.file_arg(name, bytes)], "");
        assert_eq!(output.status.code(), Some(1), "{name}");
    }
}
