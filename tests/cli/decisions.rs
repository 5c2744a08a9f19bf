//! Decisions come back from a spreadsheet and follow the filing.

use crate::common::Folder;

const BATCH: &str = "id,名称,经营范围\n1,甲,虚拟货币交易\n2,乙,加密 资产\n3,丙,软件开发\n4,丁,稳定币...\n";

fn check(input: &str, args: &[&str]) -> (Vec<Vec<String>>, String, i32) {
    let (report, errors, status) = crate::check(input, &[&["--lang", "en", "--as-of", "2026-03-01"], args].concat());
    let records = csv::ReaderBuilder::new().has_headers(false).from_reader(report.as_bytes()).into_records();
    let rows = records.map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    (rows, errors, status)
}

/// The report of the batch with decisions filled in by row, as a csv text.
fn filled(decisions: &[(usize, &str, &str, &str)]) -> String {
    let (mut rows, ..) = check(BATCH, &[]);
    for (row, decision, reason, until) in decisions {
        rows[*row].splice(11..14, [*decision, *reason, *until].map(str::to_owned));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.write_record(row)).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn column_of(rows: &[Vec<String>], index: usize) -> Vec<&str> {
    rows[1..].iter().map(|r| r[index].as_str()).collect()
}

#[test]
fn an_allowance_with_a_reason_takes_the_findings_out_of_the_verdict_and_keeps_them_in_sight() {
    let folder = Folder::new();
    let file = folder.file_arg("back.csv", filled(&[(1, "准予", "文化部门已核准", "2026/12/31"), (2, "驳回", "", "")]));
    let (rows, errors, status) = check(BATCH, &["--decisions", &file, "--allow-unchecked"]);
    assert_eq!(column_of(&rows, 5), ["clear", "review", "clear", "reject"], "{errors}");
    assert_eq!(rows[1][11..14], ["allow", "文化部门已核准", "2026-12-31"]);
    assert!(rows[1][7].contains("虚拟货币") && !rows[1][10].is_empty(), "the finding and its key stay");
    assert_eq!(rows[2][11..14], ["refuse", "", ""]);
    assert_eq!(status, 1);
}

#[test]
fn an_allowance_never_makes_unread_text_read() {
    let folder = Folder::new();
    let file = folder.file_arg("back.csv", filled(&[(4, "allow", "已核实", "")]));
    let (rows, _, status) = check(BATCH, &["--decisions", &file]);
    assert_eq!((column_of(&rows, 5)[3], status), ("unchecked", 2));
}

#[test]
fn a_decision_follows_a_moved_row_and_dies_with_its_text() {
    let folder = Folder::new();
    let file = folder.file_arg("back.csv", filled(&[(1, "allow", "已核实", "")]));
    let moved = "名称,id,经营范围\n丙,3,软件开发\n甲,1,虚拟货币交易\n";
    let (rows, errors, _) = check(moved, &["--decisions", &file]);
    assert_eq!(column_of(&rows, 5), ["clear", "clear"], "{errors}");
    let changed = BATCH.replace("虚拟货币交易", "虚拟货币交易所");
    let (rows, errors, _) = check(&changed, &["--decisions", &file]);
    assert_eq!(column_of(&rows, 5)[0], "reject");
    assert!(errors.contains("back.csv:2") && errors.contains("no row has this key any more"), "{errors}");
}

#[test]
fn expired_and_reasonless_decisions_are_listed_and_do_nothing() {
    let folder = Folder::new();
    let file = folder.file_arg("back.csv", filled(&[(1, "allow", "已核实", "2026-02-28"), (2, "allow", "", "")]));
    let (rows, errors, _) = check(BATCH, &["--decisions", &file]);
    assert_eq!(column_of(&rows, 5)[..2], ["reject", "review"]);
    assert!(errors.contains("back.csv:2") && errors.contains("it has expired"), "{errors}");
    assert!(errors.contains("back.csv:3") && errors.contains("it has no reason"), "{errors}");
}

#[test]
fn a_report_that_went_through_excel_is_still_understood() {
    let folder = Folder::new();
    let text = filled(&[(1, "准予", "已核实", "2026/12/31")]).replace('\n', "\r\n");
    let text: String =
        text.lines().enumerate().map(|(n, line)| format!("{n},{line},备注{n}\r\n")).collect::<Vec<_>>().concat();
    for (name, bytes) in [
        ("gbk.csv", encoding_rs::GBK.encode(&text).0.into_owned()),
        ("bom.csv", format!("\u{feff}{text}").into_bytes()),
        ("tabs.csv", text.replace(',', "\t").into_bytes()),
    ] {
        let file = folder.file_arg(name, bytes);
        let (rows, errors, _) = check(BATCH, &["--decisions", &file]);
        assert_eq!(column_of(&rows, 5)[0], "clear", "{name}: {errors}");
    }
}

#[test]
fn a_workbook_that_was_filled_in_comes_back_as_it_is() {
    let folder = Folder::new();
    let report = folder.at("report.xlsx");
    check(BATCH, &["-o", report.to_str().unwrap()]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&report).unwrap();
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
    let mut filled = rust_xlsxwriter::Workbook::new();
    let results = filled.add_worksheet();
    let header: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let column = |name: &str| u16::try_from(header.iter().position(|h| h == name).unwrap()).unwrap();
    for (r, row) in (0..).zip(sheet.rows()) {
        for (c, cell) in (0..).zip(row) {
            results.write_string(r, c, cell.to_string()).unwrap();
        }
    }
    results.write_string(1, column("decision"), "准予").unwrap();
    results.write_string(1, column("reason"), "已核实").unwrap();
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 12, 31).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d");
    results.write_datetime_with_format(1, column("until"), date, &format).unwrap();
    let file = folder.at("filled.xlsx");
    filled.save(&file).unwrap();
    let (rows, errors, _) = check(BATCH, &["--decisions", file.to_str().unwrap()]);
    assert_eq!(column_of(&rows, 5)[0], "clear", "{errors}");
    assert_eq!(rows[1][11..14], ["allow", "已核实", "2026-12-31"]);
}

#[test]
fn a_file_without_decision_columns_is_refused() {
    let folder = Folder::new();
    let file = folder.file_arg("other.csv", "名称,经营范围\n甲,乙\n");
    let (rows, errors, status) = check(BATCH, &["--decisions", &file]);
    assert!(rows.is_empty() && status == 2 && errors.contains("a report with the columns key, decision"), "{errors}");
}
