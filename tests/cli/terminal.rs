//! On a terminal: text and tables by default, and progress. `script` makes one.

use std::process::{Command, Stdio};

use crate::common::{Folder, MINGCHA};
use crate::run;

/// What a command line shows on a terminal. Returns `None` if there is no `script` to make one.
fn shown(line: &str) -> Option<String> {
    shown_where(line, "")
}

/// What a command line shows on a terminal where `NO_COLOR` has this value.
fn shown_where(line: &str, no_color: &str) -> Option<String> {
    let line = line.replace("mingcha", MINGCHA);
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).stdin(Stdio::null());
    script.envs([("TERM", "xterm"), ("SHELL", "/bin/sh"), ("LC_ALL", "C.UTF-8"), ("NO_COLOR", no_color)]);
    let Ok(output) = script.output() else {
        eprintln!("skipped: script is not there to make a terminal");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_terminal_gets_text_in_colour_unless_no_color_is_set_and_a_pipe_gets_csv() {
    let line = "mingcha check fixtures/filings.csv -q --lang zh --as-of 2026-03-01";
    let Some(coloured) = shown(line) else { return };
    assert!(coloured.contains("\u{1b}[1;31m不符合\u{1b}[0m：") && !coloured.contains("source,row,line"), "{coloured}");
    let plain = shown_where(line, "1").unwrap();
    assert!(plain.starts_with("不符合：") && !plain.contains('\u{1b}'), "{plain}");
    let (piped, ..) = run(&["check", "fixtures/filings.csv", "-q"], "");
    assert!(piped.starts_with("source,row,line") && !piped.contains('\u{1b}'), "{piped}");
    let screen = shown("mingcha check fixtures/filings.csv -f xlsx --lang en").unwrap();
    assert!(screen.contains("a report in xlsx cannot be shown on a terminal"), "{screen}");
}

#[test]
fn a_long_run_shows_how_far_it_is_unless_told_not_to() {
    let folder = Folder::new();
    let batch = folder.file_arg("batch.csv", format!("名称,经营范围\n{}", "甲,软件开发\n".repeat(200_000)));
    let report = folder.arg("report.csv");
    for (line, is_shown) in [
        (format!("mingcha check {batch} -o {report}"), true),
        (format!("mingcha check {batch} -o {report} --no-progress"), false),
        (format!("mingcha check {batch} -o {report} -q"), false),
        (format!("mingcha check - -o {report} < {batch}"), true),
        (format!("cat {batch} | mingcha check -o {report}"), true),
    ] {
        let Some(screen) = shown(&line) else { return };
        assert_eq!(screen.contains("iB/s"), is_shown, "{line}: {screen}");
    }
    // Who drags a list has no use for a rate, and who types a name none for a line of progress.
    let screen = shown(&format!("mingcha {batch}")).unwrap();
    assert!(screen.contains("iB/") && !screen.contains("iB/s"), "{screen}");
    let screen = shown("mingcha 某某稳定币有限公司 --lang zh").unwrap();
    assert!(
        screen.contains("按企业名称检查") && screen.contains("稳定币") && !screen.contains("yinfa-2026-42/"),
        "{screen}"
    );
    assert!(!screen.contains("正在写检查报告"), "{screen}");
}

/// What stands on a screen after all that was written to it: a program may move up, go back to the beginning of a line, and
/// clear it.
fn screen_after(written: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let (mut row, mut is_at_start) = (0, false);
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        let code = rest.strip_prefix("\u{1b}[").and_then(|code| code.split_once(|c: char| c.is_ascii_alphabetic()));
        if let Some((number, behind)) = code {
            match rest.as_bytes()[2 + number.len()] {
                b'A' => row -= number.parse().unwrap_or(1).min(row),
                b'K' => lines[row].clear(),
                _ => {}
            }
            rest = behind;
            continue;
        }
        match c {
            '\r' => is_at_start = true,
            '\n' => {
                row += 1;
                is_at_start = false;
                lines.resize(lines.len().max(row + 1), String::new());
            }
            c => {
                if std::mem::take(&mut is_at_start) {
                    lines[row].clear();
                }
                lines[row].push(c);
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    lines
}

#[test]
fn the_line_of_progress_is_gone_before_anything_else_is_shown() {
    let folder = Folder::new();
    let rows = "甲稳定币公司,软件开发\n".to_owned() + &"甲,软件开发\n".repeat(60_000) + "乙稳定币公司,软件\n";
    let one = folder.file_arg("一.csv", format!("名称,经营范围\n{rows}"));
    let other = folder.file_arg("二.csv", format!("名称,经营范围\n{rows}"));
    let report = folder.arg("报告.csv");
    for line in [
        format!("mingcha check {one} {other} --lang zh"),
        format!("mingcha check {one} {other} --lang zh -o {report}"),
        format!("mingcha check {one} no.csv --lang zh"),
    ] {
        let Some(written) = shown(&line) else { return };
        let screen = screen_after(&written);
        let is_left = |line: &&String| line.contains("iB/s") || line.contains("正在");
        assert_eq!(screen.iter().find(is_left), None, "{line}: {screen:#?}");
        if !line.contains("no.csv") {
            assert!(written.contains("iB/s") && written.contains("约剩"), "{written}");
            // What each file came to is in a table; the report on the terminal has shown the rows.
            for name in ["一.csv", "二.csv"] {
                let is_row = |line: &String| {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    line.trim_end().ends_with(name) && words.get(1..3) == Some(&["60002", "2"])
                };
                let is_listed = |line: &String| line.contains(&format!("{name}：UTF-8"));
                let is_told =
                    if line.contains("-o") { screen.iter().any(is_row) } else { screen.iter().any(is_listed) };
                assert!(is_told, "{name}: {screen:#?}");
            }
        }
    }
}

#[test]
fn an_interrupted_run_takes_its_line_of_progress_away() {
    let folder = Folder::new();
    // More than is read to settle the encoding.
    let rows = folder.file_arg("rows.csv", format!("名称,经营范围\n{}", "甲,软件开发\n".repeat(150_000)));
    let report = folder.arg("报告.csv");
    // More rows never come, until the run is interrupted.
    let line = format!("(cat {rows}; sleep 8) | timeout --foreground -s INT 4 mingcha check - -o {report}; true");
    let Some(written) = shown(&line) else { return };
    assert!(written.contains("iB"), "{written}");
    let screen = screen_after(&written);
    assert!(!screen.iter().any(|line| line.contains("iB")), "{screen:#?}");
    assert_eq!(folder.names(), ["rows.csv"]);
}

#[test]
fn several_lists_count_themselves_and_each_says_what_it_came_to() {
    let folder = Folder::new();
    let rows = "名称,经营范围\n".to_owned() + &"甲,软件开发\n".repeat(2000);
    let lists = [folder.file_arg("一.csv", &rows), folder.file_arg("二.csv", &rows)];
    let Some(written) = shown(&format!("mingcha --lang zh {} {}", lists[0], lists[1])) else { return };
    assert!(written.contains("一.csv (1/2)") && written.contains("二.csv (2/2)"), "{written}");
    let screen = screen_after(&written);
    assert_eq!(screen.iter().filter(|line| line.ends_with(".csv：2000 行，未见命中")).count(), 2, "{screen:#?}");
    assert!(!screen.iter().any(|line| line.contains("正在") || line.contains("iB/s")), "{screen:#?}");
}

#[test]
fn a_workbook_of_many_rows_shows_how_long_it_takes_and_that_reports_are_written() {
    let folder = Folder::new();
    let batch = folder.file_arg("batch.csv", format!("名称,经营范围\n{}", "甲,软件开发\n".repeat(20_000)));
    let book = folder.arg("名单.xlsx");
    let Some(_) = shown(&format!("mingcha check {batch} --all -o {book}")) else { return };
    let reports = [folder.arg("报告.html"), folder.arg("报告.csv")];
    // The report is a workbook with a name column, too, when it is named.
    let written = shown(&format!("mingcha check {book} -o {} -o {} --lang zh", reports[0], reports[1])).unwrap();
    assert!(written.contains("正在打开 名单.xlsx"), "{written}");
    assert!(written.contains("约剩") && written.contains("正在写检查报告"), "{written}");
}

#[test]
fn the_book_is_a_table_for_people() {
    let Some(screen) = shown("mingcha terms --as-of 2026-03-01 --lang en") else { return };
    let first = screen.lines().next().unwrap();
    assert!(first.starts_with("rule  ") && first.contains("  verdict  field  clause"), "{first}");
    let screen = shown("mingcha terms --as-of 2026-03-01 --lang zh").unwrap();
    assert!(screen.starts_with("规则  ") && screen.contains("所列字样") && !screen.contains("reject"), "{screen}");
}
