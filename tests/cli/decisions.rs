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

/// The report of a batch, filled in with an allowance in its first row.
fn allowed(batch: &str, args: &[&str]) -> String {
    let (mut rows, ..) = check(batch, args);
    rows[1].splice(11..14, ["准予", "已核实", ""].map(str::to_owned));
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.write_record(row)).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn an_allowance_under_a_milder_profile_clears_no_row_of_a_stricter_one() {
    const NEGATED: &str = "id,名称,经营范围\n1,甲,软件开发（不含虚拟货币）\n";

    let folder = Folder::new();
    let file = folder.file_arg("back.csv", allowed(NEGATED, &["--profile", "stock"]));
    let (rows, ..) = check(NEGATED, &["--profile", "stock", "--decisions", &file]);
    assert_eq!(column_of(&rows, 5), ["clear"]);
    let (rows, errors, status) = check(NEGATED, &["--profile", "filing", "--decisions", &file]);
    assert_eq!((column_of(&rows, 5), status), (vec!["reject"], 1), "{errors}");
    assert!(errors.contains("back.csv:2") && errors.contains("no row has this key any more"), "{errors}");
}

#[test]
fn an_allowance_ends_when_its_term_is_raised_and_survives_terms_that_find_nothing() {
    const BATCH: &str = "id,名称,经营范围\n1,甲,火眼币推广\n";

    let folder = Folder::new();
    let terms = |rows: &str| folder.file_arg("own.csv", format!("term,tier,verdict\n{rows}"));
    let related = terms("火眼币,related,notice\n");
    let file = folder.file_arg("back.csv", allowed(BATCH, &["--terms", &related]));

    let grown = terms("火眼币,related,notice\n量子引流,named,reject\n");
    let other = folder.file_arg("more.csv", "term\n时光机\n");
    let (rows, errors, _) = check(BATCH, &["--terms", &grown, "--terms", &other, "--decisions", &file]);
    assert_eq!(column_of(&rows, 5), ["clear"], "{errors}");
    let raised = terms("火眼币,named,reject\n");
    let (rows, ..) = check(BATCH, &["--terms", &raised, "--decisions", &file]);
    assert_eq!(column_of(&rows, 5), ["reject"]);
    let found_too = terms("火眼币,related,notice\n推广,related,notice\n");
    let (rows, ..) = check(BATCH, &["--terms", &found_too, "--decisions", &file]);
    assert_eq!(column_of(&rows, 5), ["notice"]);
}

#[test]
fn a_filing_has_one_key_in_every_format_and_order_of_columns() {
    let key = |input: &str| {
        let (rows, errors, _) = check(input, &[]);
        assert!(rows[1][10].starts_with("k2"), "{errors}");
        rows[1][10].clone()
    };
    let expected = key("id,名称,经营范围,备注\n1,甲,稳定币,x\n");
    for same in [
        "经营范围,名称,id\n稳定币,甲,1\n",
        "id\t名称\t经营范围\n1\t甲\t\"稳定币\"\r\n",
        "id,名称,经营范围,经营范围2\n1,甲,稳定币,\n",
        "{\"经营范围\":\"稳定币\",\"名称\":\"甲\",\"id\":1}\n",
        "{\"id\":\"1\",\"名称\":\"甲\",\"经营范围\":\"稳定币\",\"经营范围2\":null}\n",
        "[{\"id\":\"1\",\"名称\":\"甲\",\"经营范围\":\"稳定币\"}]",
    ] {
        assert_eq!(key(same), expected, "{same}");
    }
    for other in
        ["id,名称,经营范围\n2,甲,稳定币\n", "id,名称,经营范围\n1,乙,稳定币\n", "id,名称,经营范围\n1,稳定币,甲\n"]
    {
        assert_ne!(key(other), expected, "{other}");
    }
}

#[test]
fn what_was_not_read_of_a_row_is_part_of_its_key() {
    let key = |bytes: &[u8]| {
        let (report, errors, _) = crate::common::said(crate::common::fed(
            {
                let mut command = crate::common::mingcha();
                command.args(["check", "--encoding", "utf-8", "-f", "csv"]);
                command
            },
            bytes,
        ));
        let mut reader = csv::Reader::from_reader(report.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert!(row[9].contains("undecodable"), "{errors}");
        row[10].to_owned()
    };
    let one = [&b"\xE5\x90\x8D\xE7\xA7\xB0\nabc \xFF\n"[..], b"x\n"].concat();
    let other = [&b"\xE5\x90\x8D\xE7\xA7\xB0\nabc \xFE\n"[..], b"x\n"].concat();
    assert_eq!(key(&one), key(&one));
    assert_ne!(key(&one), key(&other), "both are shown as the same text");
}

#[test]
fn what_was_not_read_of_a_column_that_is_not_checked_is_part_of_the_key_too() {
    let key = |remark: &str| {
        let (rows, errors, _) = check(&format!("id,名称,经营范围,备注\n1,甲,软件开发,{remark}\n"), &[]);
        assert_eq!(column_of(&rows, 5), ["unchecked"], "{remark}: {errors}");
        rows[1][10].clone()
    };
    let [one, other] = ["锟斤拷锟斤拷", "锟斤拷锟斤拷锟斤拷"].map(key);
    assert_ne!(one, other);
    let [one, other] = ["=VLOOKUP(A2)", "=VLOOKUP(A3)"].map(key);
    assert_ne!(one, other);
}

#[test]
fn a_decision_of_an_earlier_version_is_named_as_such_in_both_languages() {
    let folder = Folder::new();
    let text = filled(&[(1, "准予", "已核实", "")]);
    let key = text[text.find(",k2").unwrap() + 1..][..34].to_owned();
    let file = folder.file_arg("back.csv", text.replace(&key, &key.replacen("k2", "k", 1)));
    let (rows, errors, _) = check(BATCH, &["--decisions", &file]);
    assert_eq!(column_of(&rows, 5)[0], "reject");
    assert!(errors.contains("back.csv:2") && errors.contains("it is from an earlier version"), "{errors}");
    let (_, errors, _) = crate::check(BATCH, &["--lang", "zh", "--decisions", &file]);
    assert!(errors.contains("出自较早版本的报告"), "{errors}");
}

#[test]
fn a_last_day_that_is_no_date_is_an_error_of_that_decision() {
    let folder = Folder::new();
    for until in ["till 2026-01-01", "TBD", "T2026-01-01", "TRUE", "202612", "261231"] {
        let file =
            folder.file_arg("back.csv", filled(&[(1, "准予", "已核实", until), (2, "准予", "已核实", "2026-12-31")]));
        let (rows, errors, _) = check(BATCH, &["--decisions", &file]);
        assert_eq!(column_of(&rows, 5)[..2], ["reject", "clear"], "{until}: {errors}");
        assert!(errors.contains(&format!("back.csv:2: the decision on {} does nothing", rows[1][10])), "{errors}");
        assert!(errors.contains(&format!("`{until}` is not a date")), "{errors}");
    }
}

#[test]
fn of_several_files_the_last_one_counts_and_within_one_a_difference_undoes_both() {
    let folder = Folder::new();
    let old = folder.file_arg("old.csv", filled(&[(1, "准予", "已核实", "2026-02-01"), (2, "准予", "已核实", "")]));
    let new = folder.file_arg("new.csv", filled(&[(1, "准予", "再次核实", "2026-12-31"), (2, "驳回", "不再准予", "")]));
    let (rows, errors, _) = check(BATCH, &["--decisions", &old, "--decisions", &new]);
    assert_eq!(column_of(&rows, 5)[..2], ["clear", "review"], "{errors}");
    assert_eq!(rows[1][12], "再次核实");
    assert!(!errors.contains("old.csv"), "what was renewed is no news: {errors}");

    let one = filled(&[(1, "准予", "已核实", "2026-12-31")]);
    let line = filled(&[(1, "准予", "已核实", "")]).lines().nth(1).unwrap().to_owned();
    let twice = folder.file_arg("twice.csv", format!("{one}{line}\n"));
    let (rows, errors, _) = check(BATCH, &["--decisions", &twice]);
    assert_eq!(column_of(&rows, 5)[0], "reject", "{errors}");
    assert!(errors.contains("twice.csv:6") && errors.contains("twice.csv:2"), "both lines are named: {errors}");
}
