//! What the options of `check` take, refuse and change.

use crate::check;
use crate::common::Folder;

#[test]
fn a_quiet_run_says_why_it_failed_and_nothing_else() {
    let batch = "名称,经营范围\n甲,\n";
    let args = ["-q", "--rules", "fixtures/rules/example-office-2027", "--as-of", "2026-03-01"];
    let (report, errors, _) = check(batch, &args);
    assert!(errors.is_empty() && report.contains(",clear,"), "{errors}");
    let (_, warned, _) = check(batch, &args[1..]);
    assert!(warned.contains("is not in force") && warned.contains("empty in every row"), "{warned}");
    let (_, errors, status) = check(batch, &["-q", "--scope", "备注"]);
    assert!(status == 2 && errors.lines().count() == 1 && errors.contains("备注"), "{errors}");
}

#[test]
fn a_value_that_an_option_does_not_take_is_refused_with_what_it_takes() {
    for (option, value, message) in [
        ("--delimiter", "\"", "a quote or a line break cannot stand between fields"),
        ("--delimiter", "ab", "a delimiter is one character"),
        ("--max-cell", "3", "from 64 to 1073741824 bytes"),
        ("--encoding", "latin-1", "known are utf-8"),
        ("--as-of", "tomorrow", "a date looks like 2026-02-06"),
    ] {
        let (_, errors, status) = check("", &[option, value]);
        assert!(status == 2 && errors.contains(message), "{option} {value}: {errors}");
    }
    let (_, errors, status) = check("甲,软件\n", &["--no-headers", "--name", "名称"]);
    assert!(status == 2 && errors.contains("`名称` is not a number"), "{errors}");
}

#[test]
fn every_level_and_every_kind_of_input_can_be_chosen() {
    let rows =
        |level| check("", &["fixtures/filings.csv", "--only", level, "-f", "jsonl", "--no-summary"]).0.lines().count();
    let counts = ["reject", "review", "unchecked", "notice", "clear"].map(rows);
    assert!(counts.is_sorted() && counts[0] > 0 && counts[4] == 66, "{counts:?}");
    let (table, ..) = check("", &["fixtures/input/table.csv", "--input-format", "csv", "-f", "jsonl", "--no-summary"]);
    let (book, ..) =
        check("", &["fixtures/input/table.xlsx", "--input-format", "workbook", "-f", "jsonl", "--no-summary"]);
    assert_eq!(table.lines().count(), book.lines().count());
    let (_, errors, status) = check("{\"名称\":\"甲\"}\n", &["--input-format", "csv"]);
    assert!(status == 2 && errors.contains("is JSON"), "{errors}");
}

#[test]
fn a_mark_for_excel_stands_where_it_is_asked_for() {
    assert!(check("名称\n甲\n", &["--bom"]).0.starts_with("\u{feff}source,row,"));
    assert!(check("名称\n甲\n", &[]).0.starts_with("source,row,"));
}

#[test]
fn what_only_a_reader_sees_is_named_in_every_report() {
    for (scope, key, word) in [
        ("虚拟贷币", "shape", "look-alike characters"),
        ("禾急定币", "split", "characters written as their parts"),
        ("虚拟huo币", "sound", "same sound or pinyin"),
        ("ЯWА", "homoglyph", "look-alike letters"),
        ("稳㝎币", "variant", "variant characters"),
    ] {
        let batch = format!("经营范围\n{scope}\n");
        let (rows, ..) = check(&batch, &["-f", "jsonl"]);
        assert!(rows.contains(&format!("\"evidence\":[\"{key}\"]")), "{rows}");
        let (text, ..) = check(&batch, &["-f", "text", "--lang", "en"]);
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn a_slow_run_says_why_when_it_is_asked_to() {
    let folder = Folder::new();
    let pairs = ('\u{6C00}'..'\u{6E00}').zip('\u{8600}'..).map(|(one, other)| format!("{one}{other}\n"));
    let terms = folder.file_arg("own.csv", format!("term\n{}", pairs.collect::<String>()));
    let args = ["--terms", &terms, "--disguises", "off"];
    let (_, errors, _) = check("名称\n甲\n", &[&args[..], &["-v"]].concat());
    assert!(errors.contains("every cell is looked at, which is slower"), "{errors}");
    let (_, errors, _) = check("名称\n甲\n", &args);
    assert!(!errors.contains("slower"), "{errors}");
}
