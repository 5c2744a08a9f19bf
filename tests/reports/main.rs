//! The reports in every format: for people, for programs and for CI, and what hostile cells do to them.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failed unwrap fails its test; a skipped test says so")]

mod annotations;
mod browser;
#[path = "../common/mod.rs"]
mod common;
mod documents;
mod gitlab;
mod hostile;
mod html;
mod junit;
mod manual;
mod markdown;
mod parts;
mod reasons;
mod sarif;
mod snapshots;
mod text;
mod xlsx;

use std::fs;
use std::process::Output;

use tempfile::TempDir;

use common::{formats, mingcha};

/// Cells with everything that breaks out of a report: terminal escapes, reordering marks, markup, quotes, separators of
/// workflow commands, line breaks, a noncharacter.
const HOSTILE: &str = "\
id,企业名称,经营范围
1,甲\x1b[31m\u{202e}公司,软件；虛擬貨幣兌換
2,\"乙]]>&<\"\"b\"\">'\",\"甲,%0A::error::x: [a](b) {0}
::error::第二行 加密资产\u{fffe}\u{1}\t\\\"
3,\"丙,丁%\",做RWA项目
";
/// A batch in which nothing is found.
const CLEAN: &str = "id,企业名称,经营范围\n1,甲公司,货物进出口\n2,乙公司,餐饮服务\n";
/// One row of each verdict, the heaviest first.
const ALL_VERDICTS: &str = "\
id,企业名称,经营范围
1,甲公司,稳定币发行
2,乙公司,加密 资产管理
3,丙公司
4,丁公司,挖矿设备
5,戊公司,餐饮服务
";

/// Checks a batch in a file with a blank in its name.
fn checked(batch: &str, args: &[&str]) -> Output {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("批 次.csv"), batch).unwrap();
    let usual = ["check", "批 次.csv", "--as-of", "2026-03-01", "-q"];
    mingcha().current_dir(folder.path()).args(usual).args(args).output().unwrap()
}

/// The report of a batch, which must be UTF-8.
fn report(batch: &str, args: &[&str]) -> String {
    let output = checked(batch, args);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a character may reach a terminal: no control but a line break, nothing that reorders a line.
fn is_harmless(c: char) -> bool {
    c == '\n' || !(c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{fffe}'))
}

#[test]
fn the_ending_of_a_file_names_its_format_unless_one_stands_in_front() {
    for (output, begins) in [
        ("r.txt", "不符合"),
        ("r.sarif", "{\"$schema\""),
        ("r.xml", "<?xml"),
        ("sarif=r.json", "{\"$schema\""),
        ("junit=r.txt", "<?xml"),
        ("text=r.csv", "不符合"),
        ("github=r.log", "::error file="),
    ] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("a.csv"), ALL_VERDICTS).unwrap();
        let args = ["check", "a.csv", "--as-of", "2026-03-01", "--lang", "zh", "-o", output];
        mingcha().current_dir(folder.path()).args(args).output().unwrap();
        let path = output.split_once('=').map_or(output, |(_, path)| path);
        let written = fs::read_to_string(folder.path().join(path)).unwrap();
        assert!(written.starts_with(begins), "{output}: {written:.80}");
    }
}

#[test]
fn no_report_depends_on_the_number_of_threads() {
    let header = "id,企业名称,经营范围\n";
    let row = |n: usize| format!("{n},甲{n}公司,{}\n", ["餐饮", "虚拟货币", "挖矿", "加密 货币；RWA"][n % 4]);
    let batch = (0..400).map(row).fold(header.to_owned(), |batch, row| batch + &row);
    for format in formats() {
        let with =
            |threads| checked(&batch, &["-f", format, "--lang", "zh", "--block-size", "4096", "-j", threads]).stdout;
        let alone = with("1");
        // A workbook is packed: xlsx.rs reads what is in it.
        assert!(format == "xlsx" || String::from_utf8_lossy(&alone).contains("甲399公司"), "{format}");
        assert!(alone == with("4"), "{format}");
    }
}

#[test]
fn columns_named_by_number_do_not_swallow_rows_with_these_numbers() {
    let batch = "编号,企业名称,经营范围\n1,甲,RWA\n2,乙,RWA\n3,丙,RWA\n";
    let text = report(batch, &["-f", "github", "-n", "2", "-s", "3"]);
    assert_eq!(text.lines().count(), 3, "{text}");
}

/// The report of the batch of all verdicts, its first row allowed and its second refused by an earlier decision.
fn report_after_decisions(format: &str) -> String {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), ALL_VERDICTS).unwrap();
    let run = |args: &[&str]| {
        let usual = ["check", "a.csv", "--as-of", "2026-03-01", "--lang", "zh", "-q"];
        mingcha().current_dir(folder.path()).args(usual).args(args).output().unwrap().stdout
    };
    let before = String::from_utf8(run(&["-f", "csv"])).unwrap();
    let decided = |(n, line): (usize, &str)| match n {
        1 => format!("{}准予,已核准\u{202e},2026-12-31\n", line.strip_suffix(",,").unwrap()),
        2 => format!("{}驳回,,\n", line.strip_suffix(",,").unwrap()),
        _ => format!("{line}\n"),
    };
    fs::write(folder.path().join("back.csv"), before.lines().enumerate().map(decided).collect::<Vec<_>>().concat())
        .unwrap();
    String::from_utf8(run(&["-f", format, "--decisions", "back.csv", "--all"])).unwrap()
}

#[test]
fn an_allowed_row_no_longer_fails_anything_and_a_decision_is_shown() {
    let text = report_after_decisions("text");
    assert!(text.starts_with("已准予：甲公司（1）\n"), "{text}");
    assert!(text.contains("= 先前决定：准予，已核准\\u{202e}，至 2026-12-31\n"), "{text}");
    assert!(
        text.contains("登记人员已决定准予：已核准\\u{202e}（有效期至 2026-12-31）。\n\n需人工复核：乙公司"),
        "{text}"
    );
    assert!(text.contains("= 先前决定：驳回\n"), "{text}");
    let junit = report_after_decisions("junit");
    assert!(
        junit.contains("name=\"第 1 行 甲公司（1）\"") && junit.contains("<system-out>已准予：甲公司（1）"),
        "{junit}"
    );
    assert_eq!(junit.matches("<failure ").count(), 1, "{junit}");
    let github = report_after_decisions("github");
    assert!(
        github.lines().any(|line| line.starts_with("::notice ") && line.contains("title=已准予%3A甲公司")
            || line.contains("title=已准予：甲公司")),
        "{github}"
    );
    let sarif: serde_json::Value = serde_json::from_str(&report_after_decisions("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results[0]["suppressions"][0]["status"], "accepted");
    assert!(results[1..].iter().all(|result| result["suppressions"].is_null()), "{results:?}");
    sarif::assert_valid(&sarif);
}

#[test]
fn every_format_tells_of_a_word_that_is_cut_over_two_columns() {
    let batch = "id,企业名称,许可经营项目,一般经营项目\n1,甲公司,软件开发；稳定,币发行；会议服务\n";
    for format in formats().iter().filter(|format| *format != "xlsx") {
        let text = report(batch, &["-f", format, "--lang", "zh"]);
        let is_for_programs = ["csv", "jsonl", "sarif"].contains(&&**format);
        let told = if is_for_programs { "cut" } else { "与下一经营范围列连成一词" };
        assert!(text.contains(told) && text.contains("稳定币") && text.contains("许可经营项目"), "{format}: {text}");
    }
}
