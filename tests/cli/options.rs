//! What the options of `check` take, refuse and change.

use crate::check;
use crate::common::{Folder, mingcha, said};

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

/// Runs `check` in a folder with a list.
fn checked_in(folder: &Folder, args: &[&str]) -> (String, String, i32) {
    folder.file("list.csv", "企业名称,经营范围\n甲公司,软件\n");
    let mut command = mingcha();
    command.current_dir(folder.path()).args(["check", "list.csv", "--as-of", "2026-03-01"]).args(args);
    said(command.output().unwrap())
}

#[test]
fn an_output_that_is_no_file_is_refused_with_what_to_write_and_leaves_no_file() {
    for (output, words) in [
        ("-", ["such as --format csv", "例如 --format csv"]),
        ("adir", ["adir: is a directory; name a file in it", "adir：是文件夹"]),
        ("adir.csv", ["adir.csv: is a directory", "adir.csv：是文件夹"]),
        ("sraif=x.sarif", ["no format `sraif`; known are csv, jsonl", "没有名为“sraif”的格式；可用的有：csv、jsonl"]),
        ("sraif=x.sarif", ["given as ./sraif=x.sarif", "写作 ./sraif=x.sarif"]),
        ("x=y", ["no format `x`", "没有名为“x”的格式"]),
        ("x.none", ["such as csv=x.none", "例如 csv=x.none"]),
    ] {
        for (lang, word) in ["en", "zh"].into_iter().zip(words) {
            let folder = Folder::new();
            std::fs::create_dir(folder.at("adir")).unwrap();
            std::fs::create_dir(folder.at("adir.csv")).unwrap();
            let (_, errors, status) = checked_in(&folder, &["-o", output, "--lang", lang]);
            assert!(status == 2 && errors.contains(word), "{output}: {errors}");
            assert!(!errors.contains("csv=-") && !errors.contains("csv=adir"), "{output}: {errors}");
            assert_eq!(folder.names(), ["adir", "adir.csv", "list.csv"], "{output}");
        }
    }
    let folder = Folder::new();
    let (_, errors, status) = checked_in(&folder, &["-o", "./sraif=x.csv", "-o", "名=单.csv"]);
    assert_eq!(
        (status, folder.names()),
        (0, ["list.csv", "sraif=x.csv", "名=单.csv"].map(Into::into).to_vec()),
        "{errors}"
    );
}

#[test]
fn a_first_row_of_data_is_refused_as_a_header_though_columns_are_given_by_number() {
    let list = "1,杭州甲虚拟货币科技有限公司,软件开发\n2,杭州乙科技有限公司,软件开发\n";
    for args in [&["-n", "2", "-s", "3"][..], &["-n", "2"], &["-s", "3"]] {
        let (report, errors, status) = check(list, args);
        assert!(status == 2 && report.is_empty(), "{args:?} {report}");
        assert!(errors.contains("looks like data") && errors.contains("--no-headers --name 2"), "{args:?} {errors}");
    }
    let (report, _, status) = check(list, &["-n", "2", "-s", "3", "--no-headers"]);
    assert!(status == 1 && report.contains("reject"), "{report}");
    // A header that is not known is one all the same.
    assert_eq!(check("序,a,b\n1,甲公司,软件\n", &["-n", "2", "-s", "3"]).2, 0);
}

#[test]
fn a_missing_column_is_told_with_the_one_that_may_be_it() {
    let (_, errors, _) = check("主体全名,经营范围\n甲公司,软件\n", &[]);
    assert!(errors.contains("no name column was found") && errors.contains("`主体全名` may be it"), "{errors}");
    assert!(errors.contains("--name 主体全名"), "{errors}");
    let (_, errors, _) = check("主体全名,经营范围\n甲公司,软件\n", &["--lang", "zh"]);
    assert!(errors.contains("“主体全名”可能就是该列") && errors.contains("--name 主体全名"), "{errors}");
    let (_, errors, _) = check("备注,经营范围\n甲公司,软件\n", &[]);
    assert!(errors.contains("the column can be given") && !errors.contains("may be it"), "{errors}");
}

#[test]
fn one_row_is_no_rows_and_a_short_run_has_no_speed() {
    let (_, errors, _) = check("标题,\n名称,经营范围\n甲,稳定币…\n", &[]);
    assert!(errors.contains(" 1 row: ") && errors.contains("1 title row above"), "{errors}");
    assert!(errors.contains("1 row holds text that was not read"), "{errors}");
    assert!(!errors.contains("MB/s") && !errors.contains("1 rows"), "{errors}");
    let (_, errors, _) = check("名称,经营范围\n甲,稳定币…\n乙,稳定币…\n", &[]);
    assert!(errors.contains("2 rows: ") && errors.contains("2 rows hold text"), "{errors}");
}

#[test]
fn names_that_end_with_nul_are_told_by_the_option_that_reads_them() {
    let folder = Folder::new();
    folder.file("names", b"list.csv\0list.csv\0");
    let mut command = mingcha();
    command.current_dir(folder.path()).args(["check", "--files-from", "names"]);
    let (_, errors, status) = said(command.output().unwrap());
    assert!(status == 2 && errors.contains("names: its names end with NUL: add -0"), "{errors}");
    assert!(!errors.contains("\\u{0}"), "{errors}");
}
