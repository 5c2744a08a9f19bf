//! Interrupts: no half files, and a status that says which signal it was.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use crate::common::{Folder, MINGCHA};
use crate::run::{Midway, batch};

/// The program as from a terminal: it hears all signals, though the tests may run under nohup, whose signals it would ignore.
fn interruptible(args: &[&str]) -> Command {
    let mut command = Command::new("env");
    command.args(["--default-signal", MINGCHA]).args(args).stdin(Stdio::null());
    command
}

fn signal(name: &str, process: u32) {
    assert!(Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status().unwrap().success());
}

#[test]
fn an_interrupt_leaves_no_half_file_and_the_old_report_as_it_was() {
    for (name, status) in [("INT", 130), ("QUIT", 131), ("TERM", 143), ("HUP", 129), ("XCPU", 152), ("USR1", 138)] {
        let folder = Folder::new();
        let report = folder.file("report.csv", "the old report");
        let other = folder.at("other.html");
        let args = ["check", "-q", "-", "-o", report.to_str().unwrap(), "-o", other.to_str().unwrap()];
        let run = Midway::start(interruptible(&args), folder.path());
        signal(name, run.child.id());
        let Midway { mut child, input } = run;
        assert_eq!(child.wait().unwrap().code(), Some(status), "{name}");
        drop(input);
        assert_eq!(folder.names(), ["report.csv"], "{name} left something behind");
        assert_eq!(fs::read_to_string(&report).unwrap(), "the old report", "{name}");
    }
}

#[test]
fn an_interrupt_ends_a_run_whose_reader_has_stalled() {
    let folder = Folder::new();
    let input = folder.file("in.csv", batch(50_000));
    let args = ["check", "-q", input.to_str().unwrap(), "-f", "csv", "-o", "report.html"];
    let mut child = interruptible(&args).current_dir(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
    while folder.names().len() == 1 {
        std::thread::yield_now();
    }
    signal("TERM", child.id());
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert_eq!(folder.names(), ["in.csv"]);
}

#[test]
fn an_interrupt_before_the_first_row_leaves_nothing() {
    let folder = Folder::new();
    let report = folder.at("report.csv");
    let args = ["check", "-q", "-", "-o", report.to_str().unwrap()];
    let mut child = interruptible(&args).stdin(Stdio::piped()).spawn().unwrap();
    signal("TERM", child.id());
    let status = child.wait().unwrap();
    assert!(status.signal() == Some(15) || status.code() == Some(143), "{status}");
    assert!(folder.names().is_empty());
}

#[test]
fn a_run_that_is_to_outlive_its_terminal_does() {
    if !cfg!(target_os = "linux") {
        return eprintln!("skipped: ignored signals are known on Linux only");
    }
    let folder = Folder::new();
    let report = folder.at("report.csv");
    let script = format!("trap '' HUP; exec {MINGCHA} check -q - -o {}", report.display());
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    let run = Midway::start(command, folder.path());
    signal("HUP", run.child.id());
    assert_eq!(run.end().0, 1);
    assert_eq!(folder.names(), ["report.csv"]);
}
