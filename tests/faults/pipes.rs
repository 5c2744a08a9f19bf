//! Pipes that nobody reads to their end.

use std::io::{Read as _, pipe};
use std::process::Stdio;

use crate::common::{Folder, formats};
use crate::run::{batch, command, errors, status};

#[test]
fn a_pipe_that_is_closed_from_the_start_is_2_and_silent_for_every_command() {
    let commands: [&[&str]; 7] = [
        &["--version"],
        &["--help"],
        &["completions", "zsh"],
        &["man", "check"],
        &["terms"],
        &["explain", "--name", "甲"],
        &["fold", "README.md"],
    ];
    let folder = Folder::new();
    let input = folder.file("in.csv", batch(1));
    let check = |format| ["check", input.to_str().unwrap(), "--fail-on", "never", "-f", format];
    let checks: Vec<_> = formats().iter().map(|format| check(format)).collect();
    for args in commands.into_iter().chain(checks.iter().map(|check| &check[..])) {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = command(args).stdout(writer).output().unwrap();
        assert_eq!((status(&output), errors(&output)), (2, String::new()), "{args:?}");
    }
}

#[test]
fn a_pipe_that_is_closed_after_the_first_line_is_2_and_ends_at_once() {
    let folder = Folder::new();
    let input = folder.file("in.csv", batch(50_000));
    let report = folder.at("report.jsonl");
    let args = ["check", "-f", "csv", "-o", report.to_str().unwrap(), "--fail-on", "never", input.to_str().unwrap()];
    let mut child = command(&args).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(&first, b"source,row");
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert_eq!(folder.names(), ["in.csv"], "a report without the other half of the job");
}
