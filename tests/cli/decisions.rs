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
    assert_eq!(column_of(&rows, 5), ["allowed", "review", "clear", "reject"], "{errors}");
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
    assert_eq!(column_of(&rows, 5), ["clear", "allowed"], "{errors}");
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
        assert_eq!(column_of(&rows, 5)[0], "allowed", "{name}: {errors}");
    }
}

/// The workbook of the batch in a language, its first row allowed in columns of these names, as another program writes it.
fn filled_workbook(folder: &Folder, lang: &str, [decision, reason, until]: [&str; 3]) -> std::path::PathBuf {
    let report = folder.at("report.xlsx");
    crate::check(BATCH, &["--as-of", "2026-03-01", "--lang", lang, "-o", report.to_str().unwrap()]);
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
    results.write_string(1, column(decision), "准予").unwrap();
    results.write_string(1, column(reason), "已核实").unwrap();
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 12, 31).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d");
    results.write_datetime_with_format(1, column(until), date, &format).unwrap();
    let file = folder.at("filled.xlsx");
    filled.save(&file).unwrap();
    file
}

const TITLES: [(&str, [&str; 3]); 2] = [("zh", ["决定", "理由", "有效期至"]), ("en", ["decision", "reason", "until"])];

#[test]
fn a_workbook_that_was_filled_in_comes_back_as_it_is() {
    for (lang, titles) in TITLES {
        let folder = Folder::new();
        let file = filled_workbook(&folder, lang, titles);
        let (rows, errors, _) = check(BATCH, &["--decisions", file.to_str().unwrap()]);
        assert_eq!(column_of(&rows, 5)[0], "allowed", "{lang}: {errors}");
        assert_eq!(rows[1][11..14], ["allow", "已核实", "2026-12-31"]);
    }
}

#[test]
fn a_workbook_that_libreoffice_has_saved_comes_back() {
    let is_required = std::env::var_os("MINGCHA_REQUIRE_LIBREOFFICE").is_some();
    let folder = Folder::new();
    for (lang, titles) in TITLES {
        let file = filled_workbook(&folder, lang, titles);
        for (filter, format) in
            [("xlsx", "xlsx"), ("ods", "ods"), ("csv:Text - txt - csv (StarCalc):44,34,76,1", "csv")]
        {
            if !is_required {
                eprintln!("skipped: MINGCHA_REQUIRE_LIBREOFFICE is not set");
                return;
            }
            let profile = format!("-env:UserInstallation=file://{}", folder.arg("profile"));
            let mut office = std::process::Command::new("soffice");
            office.args([&profile, "--headless", "--convert-to", filter, "--outdir", &folder.arg("saved")]).arg(&file);
            assert!(office.output().unwrap().status.success());
            let saved = folder.arg(&format!("saved/filled.{format}"));
            let (rows, errors, _) = check(BATCH, &["--decisions", &saved]);
            assert_eq!(column_of(&rows, 5)[0], "allowed", "{lang} {format}: {errors}");
            assert_eq!(rows[1][11..14], ["allow", "已核实", "2026-12-31"], "{lang} {format}");
        }
    }
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
    assert_eq!(column_of(&rows, 5), ["allowed"]);
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
    assert_eq!(column_of(&rows, 5), ["allowed"], "{errors}");
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
        assert_eq!(column_of(&rows, 5)[..2], ["reject", "allowed"], "{until}: {errors}");
        assert!(errors.contains("back.csv:2: the decision on row 1 (甲) does nothing"), "{errors}");
        assert!(errors.contains(&format!("`{until}` is not a date")), "{errors}");
    }
}

#[test]
fn of_several_files_the_last_one_counts_and_within_one_a_difference_undoes_both() {
    let folder = Folder::new();
    let old = folder.file_arg("old.csv", filled(&[(1, "准予", "已核实", "2026-02-01"), (2, "准予", "已核实", "")]));
    let new = folder.file_arg("new.csv", filled(&[(1, "准予", "再次核实", "2026-12-31"), (2, "驳回", "不再准予", "")]));
    let (rows, errors, _) = check(BATCH, &["--decisions", &old, "--decisions", &new]);
    assert_eq!(column_of(&rows, 5)[..2], ["allowed", "review"], "{errors}");
    assert_eq!(rows[1][12], "再次核实");
    assert!(!errors.contains("old.csv"), "what was renewed is no news: {errors}");

    let one = filled(&[(1, "准予", "已核实", "2026-12-31")]);
    let line = filled(&[(1, "准予", "已核实", "")]).lines().nth(1).unwrap().to_owned();
    let twice = folder.file_arg("twice.csv", format!("{one}{line}\n"));
    let (rows, errors, _) = check(BATCH, &["--decisions", &twice]);
    assert_eq!(column_of(&rows, 5)[0], "reject", "{errors}");
    assert!(errors.contains("twice.csv:6") && errors.contains("twice.csv:2"), "both lines are named: {errors}");
}

#[test]
fn a_decision_that_does_nothing_is_named_by_row_and_company_and_not_by_its_key() {
    let folder = Folder::new();
    let decided = filled(&[(1, "准予", "已核实", "2026-02-01"), (2, "准予", "", ""), (4, "再议", "已核实", "")]);
    let once = filled(&[(1, "准予", "已核实", "2026-12-31")]);
    let differs = filled(&[(1, "驳回", "", "")]).lines().nth(1).unwrap().to_owned();
    let file = folder.file_arg("back.csv", &decided);
    let twice = folder.file_arg("twice.csv", format!("{once}{differs}\n"));
    let other = BATCH.replace("虚拟货币交易", "稳定币").replace("加密 资产", "软件");
    for (input, file, lang, expected) in [
        (BATCH, &file, "en", vec!["back.csv:2: the decision on row 1 (甲)", "back.csv:3: the decision on row 2 (乙)"]),
        (BATCH, &file, "zh", vec!["back.csv:2：对第 1 行“甲”的决定", "back.csv:5：对第 4 行“丁”的决定"]),
        (BATCH, &twice, "zh", vec!["twice.csv:6：对第 1 行“甲”的决定不生效：与 ", "twice.csv:2 不一致，两处均不生效"]),
        (
            &other,
            &folder.file_arg("moved.csv", filled(&[(2, "准予", "已核实", "")])),
            "zh",
            vec!["moved.csv:3：对第 2 行“乙”的决定"],
        ),
    ] {
        let (_, errors, _) = crate::check(input, &["--as-of", "2026-03-01", "--lang", lang, "--decisions", file]);
        for part in expected {
            assert!(errors.contains(part), "no {part:?} in {errors}");
        }
        assert!(!errors.contains("k2"), "{errors}");
    }
}

#[test]
fn the_columns_of_decisions_are_read_back_under_their_names_in_either_language() {
    const NAMES: [(&str, &str); 3] = [(",decision,", ",决定,"), (",reason,", ",理由,"), (",until\n", ",有效期至\n")];

    let folder = Folder::new();
    let text = filled(&[(1, "准予", "已核实", "2026/12/31"), (2, "准予", "已核实", "2026-02-01")]);
    // Any of the three may have been renamed.
    for renamed in 0..8_u8 {
        let mut text = text.clone();
        for (bit, (en, zh)) in NAMES.iter().enumerate() {
            if renamed & (1 << bit) != 0 {
                text = text.replacen(en, zh, 1);
            }
        }
        let file = folder.file_arg("back.csv", &text);
        let (rows, errors, _) = check(BATCH, &["--decisions", &file]);
        assert_eq!(column_of(&rows, 5)[..2], ["allowed", "review"], "{renamed}: {errors}");
        assert!(errors.contains("back.csv:3") && errors.contains("it has expired"), "{renamed}: {errors}");
    }
}

#[test]
fn a_column_of_the_batch_that_is_called_reason_is_not_taken_for_the_reason_of_a_decision() {
    const KEPT: &str = "id,名称,经营范围,reason,理由,decision,决定\n1,甲,虚拟货币交易,无,-,x,y\n";

    let folder = Folder::new();
    let (mut rows, ..) = check(KEPT, &["--keep", "理由,决定"]);
    rows[1].splice(11..14, ["准予", "已核实", ""].map(str::to_owned));
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.write_record(row)).unwrap();
    let file = folder.file_arg("back.csv", writer.into_inner().unwrap());
    let (rows, errors, _) = check(KEPT, &["--decisions", &file]);
    assert_eq!(column_of(&rows, 5), ["allowed"], "{errors}");
}

#[test]
fn unread_text_is_covered_only_by_a_decision_of_its_own() {
    const UNREAD: &str = "id,名称,经营范围\n1,甲,软件开发...\n";

    let folder = Folder::new();
    for (word, verdict, status, told) in [
        ("已核原件", "reject", 1, false),
        ("seen", "reject", 1, false),
        ("准予", "unchecked", 2, true),
        ("驳回", "reject", 2, true),
        ("准予并已核原件", "allowed", 0, false),
        ("allow and seen", "allowed", 0, false),
    ] {
        // The cut scope of the fourth row holds a named word.
        let file = folder.file_arg("back.csv", filled(&[(4, word, "核对了原件第 2 页", "")]));
        let only = BATCH
            .lines()
            .filter(|line| !line.starts_with(['1', '2']))
            .fold(String::new(), |text, line| text + line + "\n");
        let (rows, errors, found) = check(&only, &["--decisions", &file]);
        assert_eq!((rows[2][5].as_str(), found), (verdict, status), "{word}: {errors}");
        assert_eq!(errors.contains("text that was not read"), told, "{word}: {errors}");
    }
    let (mut rows, ..) = check(UNREAD, &[]);
    rows[1].splice(11..14, ["已核原件", "原件完整", ""].map(str::to_owned));
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.write_record(row)).unwrap();
    let file = folder.file_arg("unread.csv", writer.into_inner().unwrap());
    let (rows, errors, status) = check(UNREAD, &["--decisions", &file]);
    assert_eq!((rows[1][5].as_str(), rows[1][11].as_str(), status), ("allowed", "seen", 0), "{errors}");
    assert!(rows[1][9].contains("cut-off"), "what was not read stays in sight");
    // What is cut off differently is another text.
    let (rows, _, status) = check(&UNREAD.replace("开发", "销售"), &["--decisions", &file]);
    assert_eq!((rows[1][5].as_str(), status), ("unchecked", 2));
}

#[test]
fn a_decision_that_does_not_reach_all_of_its_row_is_listed_with_the_one_to_choose() {
    const LIST: &str = "id,名称,经营范围\n1,甲,软件开发...\n2,乙,稳定币...\n3,丙,虚拟货币\n4,丁,钱包开发...\n";
    let folder = Folder::new();
    let (rows, ..) = check(LIST, &[]);
    let told = |row: usize, word: &str| {
        let mut rows = rows.clone();
        rows[row].splice(11..14, [word, "核对了原件第 2 页", ""].map(str::to_owned));
        let mut writer = csv::Writer::from_writer(Vec::new());
        rows.iter().try_for_each(|row| writer.write_record(row)).unwrap();
        let file = folder.file_arg("back.csv", writer.into_inner().unwrap());
        crate::check(LIST, &["--as-of", "2026-03-01", "--lang", "zh", "--decisions", &file]).1
    };
    for (row, word, expected) in [
        (1, "准予", "没有完全生效：该行有未能读取的内容，选“准予”不够；未能读取的内容须选“已核原件”或“准予并已核原件”"),
        (2, "准予", "没有完全生效：该行有未能读取的内容"),
        (2, "已核原件", "没有完全生效：该行另有发现的内容，选“已核原件”不够；发现的内容应准予的，须选“准予并已核原件”"),
        (3, "已核原件", "不生效：该行没有未能读取的内容，“已核原件”不起作用；发现的内容应准予的，须选“准予”"),
    ] {
        let told = told(row, word);
        assert!(told.contains(expected), "{row} {word}: {told}");
    }
    for (row, word) in [(1, "已核原件"), (1, "驳回"), (2, "准予并已核原件"), (3, "准予"), (3, "驳回")]
    {
        let told = told(row, word);
        assert!(!told.contains("生效："), "{row} {word}: {told}");
    }
}

#[test]
fn an_allowed_row_has_a_verdict_of_its_own_in_every_format() {
    const ONE: &str = "id,名称,经营范围\n1,甲,虚拟货币交易\n";

    let folder = Folder::new();
    let file = folder.file_arg("back.csv", allowed(ONE, &[]));
    for format in crate::common::formats().iter().filter(|format| *format != "xlsx") {
        let args = ["--lang", "zh", "--as-of", "2026-03-01", "--decisions", &file, "-q", "-f", format];
        let (report, errors, status) = crate::check(ONE, &args);
        assert_eq!((status, errors.as_str()), (0, ""), "{format}");
        assert!(report.contains("已准予") || report.contains("allowed"), "{format}: {report}");
        assert!(report.contains('甲'), "{format} lists it: {report}");
        for line in report.lines().filter(|line| line.contains('甲')) {
            assert!(!line.contains("未见命中") && !line.contains("clear"), "{format}: {line}");
        }
    }
    let (_, errors, _) = crate::check(ONE, &["--lang", "zh", "--as-of", "2026-03-01", "--decisions", &file]);
    assert!(errors.contains("已准予 1，未见命中 0"), "{errors}");
    let (jsonl, ..) = crate::check(ONE, &["--as-of", "2026-03-01", "--decisions", &file, "-f", "jsonl"]);
    assert!(jsonl.contains("\"allowed\":1,\"clear\":0"), "{jsonl}");
    let (rows, ..) = check(ONE, &["--decisions", &file, "--only", "notice"]);
    assert_eq!(rows.len(), 1, "it weighs less than a notice");
}
