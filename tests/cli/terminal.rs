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
    assert!(screen.contains("a workbook cannot be shown on a terminal"), "{screen}");
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
        assert_eq!(screen.contains("MiB/s"), is_shown, "{line}: {screen}");
    }
}

#[test]
fn the_book_is_a_table_for_people() {
    let Some(screen) = shown("mingcha terms --as-of 2026-03-01 --lang en") else { return };
    let first = screen.lines().next().unwrap();
    assert!(first.starts_with("rule  ") && first.contains("  verdict  field  clause"), "{first}");
    let screen = shown("mingcha terms --as-of 2026-03-01 --lang zh").unwrap();
    assert!(screen.starts_with("规则  ") && screen.contains("所列字样") && !screen.contains("reject"), "{screen}");
}
