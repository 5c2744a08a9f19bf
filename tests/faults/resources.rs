//! A system that gives few files, no thread, or no room in a file.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Output};

use crate::common::{Folder, mingcha};
use crate::run::{batch, command, errors, status};

/// Runs the program in a shell that limits it.
fn limited(folder: &Folder, limit: &str, args: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{limit}; exec \"$0\" {args}")]).arg(mingcha().get_program());
    shell.env("LANG", "en_US.UTF-8").current_dir(folder.path()).output().unwrap()
}

#[test]
fn more_inputs_than_a_process_may_have_files_open_are_read() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.file(&format!("{number:03}.csv"), batch(2));
    }
    folder.file("300.csv.gz", crate::common::gzip(batch(2).as_bytes()));
    let output = limited(
        &folder,
        "ulimit -n 24",
        "check -q --fail-on never --no-summary *.csv *.csv.gz -o out.jsonl -o page.html",
    );
    assert_eq!(status(&output), 0, "{}", errors(&output));
    let report = fs::read_to_string(folder.at("out.jsonl")).unwrap();
    assert_eq!(report.lines().count(), 602);
    let alone = limited(&folder, "true", "check -q --fail-on never *.csv *.csv.gz -f jsonl --no-summary");
    assert_eq!(String::from_utf8(alone.stdout).unwrap(), report);
}

#[test]
fn an_input_that_was_changed_before_its_turn_is_refused() {
    // The first input is a pipe. Most of it can be written only when the run has begun, and all inputs have been opened.
    let folder = Folder::new();
    folder.file("b.csv", batch(30_000));
    let script = "mkfifo a.fifo; \"$0\" check -q --fail-on never a.fifo b.csv -o out.csv & \
        { echo 名称; yes 甲 | head -n 300000; cp b.csv c; echo 乙,丙 >> c; mv c b.csv; echo 乙; } > a.fifo; wait $!";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(mingcha().get_program()).env("LANG", "en_US.UTF-8");
    let output = shell.current_dir(folder.path()).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(errors(&output).contains("b.csv") && errors(&output).contains("changed"), "{}", errors(&output));
    assert_eq!(folder.names(), ["a.fifo", "b.csv"]);
}

#[test]
fn without_any_thread_the_run_says_so_or_goes_on_and_never_panics() {
    let folder = Folder::new();
    let input = folder.file("in.csv", batch(30_000));
    let args = ["check", "-q", "-j4", "--fail-on", "never", input.to_str().unwrap(), "-o", "out.csv"];
    // No system has so much memory for the stack of a thread.
    let output =
        command(&args).env("RUST_MIN_STACK", "1152921504606846976").current_dir(folder.path()).output().unwrap();
    assert_eq!(status(&output), 2, "{}", errors(&output));
    assert!(errors(&output).contains("no thread can be started"), "{}", errors(&output));
    assert_eq!(folder.names(), ["in.csv"]);
}

#[test]
fn a_report_larger_than_a_file_may_be_is_2_and_leaves_nothing() {
    let folder = Folder::new();
    folder.file("in.csv", batch(30_000));
    for format in ["csv", "jsonl", "html"] {
        let args = format!("check -q --fail-on never in.csv -o {format}=out");
        let output = limited(&folder, "ulimit -f 64", &args);
        assert_eq!(status(&output), 2, "{format}: {}", errors(&output));
        assert!(errors(&output).contains("out: cannot be written"), "{format}: {}", errors(&output));
        assert_eq!(folder.names(), ["in.csv"], "{format}");
    }
    let output = limited(&folder, "ulimit -f 1", "terms > terms.csv");
    assert_eq!(status(&output), 2, "{}", errors(&output));
}

#[test]
fn names_that_are_no_text_are_read_and_shown_escaped() {
    let folder = Folder::new();
    let name = OsStr::from_bytes(b"\xC3\xFB\xB5\xA5.csv");
    let terms = OsStr::from_bytes(b"\xB4\xCA.csv");
    let decisions = OsStr::from_bytes(b"\xBE\xF6.csv");
    for (name, text) in
        [(name, "名称\n时光机公司\n"), (terms, "term\n时光机\n"), (decisions, "key,decision,reason,until\n")]
    {
        if fs::write(folder.path().join(name), text).is_err() {
            return eprintln!("skipped: this file system takes only names in UTF-8");
        }
    }
    let mut check = command(&["check", "-q", "-f", "csv", "--fail-on", "review", "--manifest", "run.json"]);
    check.arg(name).arg("--terms").arg(terms).arg("--decisions").arg(decisions).current_dir(folder.path());
    let output = check.output().unwrap();
    assert_eq!(status(&output), 1, "{}", errors(&output));
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(report.contains("\\xC3\\xFB\\xB5\\xA5.csv,1,"), "{report}");
    let record = fs::read_to_string(folder.at("run.json")).unwrap();
    assert!(record.contains(r#""path": "\\xC3\\xFB\\xB5\\xA5.csv""#), "{record}");

    for (command_line, status_wanted) in [(&["fold"][..], 0), (&["explain", "--row", "1"], 0), (&["check"], 0)] {
        let output = command(command_line).arg(name).current_dir(folder.path()).output().unwrap();
        assert_eq!(status(&output), status_wanted, "{command_line:?}: {}", errors(&output));
    }
    let missing = OsStr::from_bytes(b"\xFF.csv");
    let output = command(&["check"]).arg(missing).current_dir(folder.path()).output().unwrap();
    assert!(status(&output) == 2 && errors(&output).contains("\\xFF.csv: cannot be opened"), "{}", errors(&output));
}
