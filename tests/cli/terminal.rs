//! On a terminal: text and tables by default, and progress. `script` makes one.

use std::fs;
use std::process::{Command, Stdio};

/// What a command line shows on a terminal; none if there is no `script` to make one.
fn shown(line: &str) -> Option<String> {
    let line = line.replace("mingcha", env!("CARGO_BIN_EXE_mingcha"));
    let mut script = Command::new("script");
    script
        .args(["-qec", &line, "/dev/null"])
        .stdin(Stdio::null())
        .env_remove("NO_COLOR")
        .env("LC_ALL", "C.UTF-8")
        .envs([("TERM", "xterm"), ("SHELL", "/bin/sh")]);
    let Ok(output) = script.output() else {
        eprintln!("skipped: script is not there to make a terminal");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_terminal_gets_text_in_colour_and_a_pipe_gets_csv() {
    let Some(screen) = shown("mingcha check fixtures/filings.csv --as-of 2026-03-01") else { return };
    assert!(screen.contains("\u{1b}[") && !screen.contains("source,row,line"), "{screen}");
    let screen = shown("mingcha check fixtures/filings.csv -f xlsx").unwrap();
    assert!(screen.contains("a workbook cannot be shown on a terminal"), "{screen}");
}

#[test]
fn a_long_run_shows_how_far_it_is_unless_told_not_to() {
    let folder = tempfile::tempdir().unwrap();
    let batch = folder.path().join("batch.csv");
    fs::write(&batch, format!("名称,经营范围\n{}", "甲,软件开发\n".repeat(200_000))).unwrap();
    let report = folder.path().join("report.csv");
    let (batch, report) = (batch.display(), report.display());
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
    let Some(screen) = shown("mingcha terms --as-of 2026-03-01") else { return };
    let first = screen.lines().next().unwrap();
    assert!(first.starts_with("rule  ") && first.contains("  verdict  clause"), "{first}");
}
