use std::fs;

use crate::common::{Folder, fed, mingcha, said};
use crate::{ALL_VERDICTS, CLEAN, HOSTILE, is_harmless, report};

#[test]
fn each_flagged_row_is_one_annotation_at_its_line() {
    let text = report(ALL_VERDICTS, &["-f", "github", "--lang", "zh"]);
    let begins = [
        "::error file=批 次.csv,line=2,title=不符合：甲公司（1）::经营范围含“稳定币”，属第（八）条所列字样",
        "::warning file=批 次.csv,line=3,title=需人工复核：乙公司（2）::",
        "::warning file=批 次.csv,line=4,title=未能检查：丙公司（3）::",
        "::notice file=批 次.csv,line=5,title=提示：丁公司（4）::",
    ];
    assert_eq!(text.lines().count(), begins.len(), "{text}");
    for (line, begin) in text.lines().zip(begins) {
        assert!(line.starts_with(begin), "{line}");
    }
    assert_eq!(report(CLEAN, &["-f", "github"]), "");
}

#[test]
fn a_cell_cannot_start_a_command_or_end_a_property() {
    for lang in ["zh", "en"] {
        let text = report(HOSTILE, &["-f", "github", "--lang", lang]);
        assert!(text.chars().all(is_harmless), "{text:?}");
        assert_eq!(text.lines().count(), 3, "{text}");
        for line in text.lines() {
            let (properties, message) = line["::error ".len()..].split_once("::").unwrap();
            assert!(line.starts_with("::error ") && !message.is_empty(), "{line}");
            let keys: Vec<_> = properties.split(',').map(|p| p.split_once('=').unwrap().0).collect();
            assert_eq!(keys, ["file", "line", "title"], "{line}");
            assert!(line.split('%').skip(1).all(|code| ["25", "0A", "0D", "3A", "2C"].contains(&&code[..2])), "{line}");
        }
    }
}

#[test]
fn rows_of_standard_input_name_no_file() {
    let mut command = mingcha();
    command.args(["check", "-q", "-f", "github", "--lang", "zh", "--as-of", "2026-03-01"]);
    let text = String::from_utf8(fed(command, "企业名称\nRWA公司\n").stdout).unwrap();
    assert!(text.starts_with("::error title=不符合：RWA公司::"), "{text}");
}

#[test]
fn the_last_annotation_says_what_the_page_of_a_step_does_not_show() {
    let rows = |rows: usize| {
        let rows = (0..rows).map(|n| format!("{n},甲{n}公司,虚拟货币\n")).collect::<Vec<_>>().concat();
        report(&format!("id,企业名称,经营范围\n{rows}"), &["-f", "github", "--lang", "en"])
    };
    assert!(!rows(10).contains("GitHub shows"));
    let text = rows(11);
    let last = text.lines().last().unwrap();
    assert_eq!(text.lines().count(), 12, "{text}");
    assert!(last.starts_with("::notice title=more than shown here::11 errors, 0 warnings"), "{last}");
}

#[test]
fn paths_in_reports_for_ci_begin_at_the_working_folder() {
    let folder = Folder::new();
    let list = folder.file_arg("a.csv", ALL_VERDICTS);
    for (format, expected) in
        [("github", "file=a.csv,"), ("sarif", "\"uri\":\"a.csv\""), ("gitlab", "\"path\":\"a.csv\"")]
    {
        for path in [&*list, "./a.csv", "a.csv"] {
            let mut command = mingcha();
            let output = command.current_dir(folder.path()).args(["check", "-q", "-f", format, path]).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.contains(expected), "{format} of {path}: {text}");
        }
    }
}

#[test]
fn the_summary_of_a_step_is_added_to_what_is_there_and_kept_short() {
    let folder = Folder::new();
    folder.file("a.csv", ALL_VERDICTS);
    let rows = (0..5000).map(|n| format!("{n},甲{n}公司,虚拟货币\n")).collect::<Vec<_>>().concat();
    folder.file("many.csv", format!("id,企业名称,经营范围\n{rows}"));
    folder.file("summary.md", "before\n");
    let run = |args: &[&str]| {
        let mut command = mingcha();
        command.current_dir(folder.path()).args(["check", "--as-of", "2026-03-01", "--step-summary"]).args(args);
        said(command.env("GITHUB_STEP_SUMMARY", folder.at("summary.md")).output().unwrap())
    };
    let (out, _, status) = run(&["a.csv"]);
    assert_eq!((&*out, status), ("", 2), "nothing else is written unless it is asked for");
    let page = fs::read_to_string(folder.at("summary.md")).unwrap();
    assert!(page.starts_with("before\n# ") && page.contains("甲公司"), "{page}");

    let (out, ..) = run(&["many.csv", "-f", "github"]);
    assert!(out.starts_with("::error "), "{out:.100}");
    let page = fs::read_to_string(folder.at("summary.md")).unwrap();
    let added = page.len();
    assert!(added > 500_000 && added <= 1_000_000 + 10_000, "{added} bytes");
    assert!(page.contains("there is no room for "), "rows that are left out are counted");

    let mut command = mingcha();
    let output = command.current_dir(folder.path()).args(["check", "a.csv", "--step-summary"]).output().unwrap();
    assert!(output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains("GITHUB_STEP_SUMMARY"));
}
