//! Outputs that are one file with something that the run reads, or with each other.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Output;

use crate::common::Folder;
use crate::run::{batch, command, errors, status};

/// A folder with an input, decisions, terms, a profile and a rule set.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("in.csv", batch(3));
    folder.file("decisions.csv", "key,decision,reason,until\nk0,准予,试,\n");
    folder.file("own.csv", "term\n时光机\n");
    folder.file("profile.csv", "profile,tier,verdict\noffice,named,reject\n");
    fs::create_dir(folder.at("rules")).unwrap();
    for name in ["ruleset.csv", "clauses.csv", "terms.csv"] {
        fs::copy(format!("fixtures/rules/example-office-2027/{name}"), folder.at("rules").join(name)).unwrap();
    }
    folder
}

const READ: [&str; 9] =
    ["in.csv", "--decisions", "decisions.csv", "--terms", "own.csv", "--profile", "profile.csv", "--rules", "rules"];
const FILES_READ: [&str; 7] =
    ["in.csv", "decisions.csv", "own.csv", "profile.csv", "rules/ruleset.csv", "rules/clauses.csv", "rules/terms.csv"];

fn check(folder: &Path, args: &[&str]) -> Output {
    let mut command = command(&["check", "-q", "--fail-on", "never"]);
    command.args(args).current_dir(folder).output().unwrap()
}

fn assert_refused(output: &Output, what: &str) {
    let said = errors(output);
    let is_told = ["is an input", "which is read", "is named for two outputs"].iter().any(|words| said.contains(words));
    assert!(status(output) == 2 && is_told && output.stdout.is_empty(), "{what}: {} {said}", status(output));
}

#[test]
fn no_output_replaces_a_file_that_is_read_whatever_name_it_has() {
    let folder = folder();
    fs::create_dir(folder.at("sub")).unwrap();
    for file in FILES_READ {
        let before = fs::read(folder.at(file)).unwrap();
        symlink(folder.at(file), folder.at("link.csv")).unwrap();
        fs::hard_link(folder.at(file), folder.at("hard.csv")).unwrap();
        symlink(folder.path(), folder.at("folder")).unwrap();
        let names =
            [file.to_owned(), "link.csv".into(), "hard.csv".into(), format!("sub/../{file}"), format!("folder/{file}")];
        for name in &names {
            let output = format!("csv={name}");
            for option in [["-o", &output], ["--manifest", name]] {
                let refused = check(folder.path(), &[&READ[..], &option].concat());
                assert_refused(&refused, &format!("{file} as {option:?}"));
                assert_eq!(fs::read(folder.at(file)).unwrap(), before, "{file} as {option:?}");
            }
        }
        for name in ["link.csv", "hard.csv", "folder"] {
            fs::remove_file(folder.at(name)).unwrap();
        }
    }
}

#[test]
fn no_two_outputs_are_one_file() {
    let folder = folder();
    folder.file("old.csv", "old");
    fs::hard_link(folder.at("old.csv"), folder.at("hard.csv")).unwrap();
    symlink("new.csv", folder.at("dangling.csv")).unwrap();
    for [first, second] in [["old.csv", "hard.csv"], ["new.csv", "./new.csv"], ["new.csv", "dangling.csv"]] {
        let outputs = [format!("csv={first}"), format!("jsonl={second}")];
        let two = ["in.csv", "-o", &outputs[0], "-o", &outputs[1]];
        assert_refused(&check(folder.path(), &two), &format!("{two:?}"));
        let record = ["in.csv", "-o", &outputs[0], "--manifest", second];
        assert_refused(&check(folder.path(), &record), &format!("{record:?}"));
    }
    assert_eq!(fs::read(folder.at("old.csv")).unwrap(), b"old");
    assert!(!folder.at("new.csv").exists());
}

#[test]
fn what_a_shell_has_opened_is_compared_too() {
    let folder = folder();
    let append = |name: &str| OpenOptions::new().append(true).create(true).open(folder.at(name)).unwrap();
    let opened = |name: &str| File::open(folder.at(name)).unwrap();
    let run = |args: &[&str], stdin: Option<&str>, stdout: Option<&str>| {
        let mut command = command(args);
        command.current_dir(folder.path());
        if let Some(name) = stdin {
            command.stdin(opened(name));
        }
        if let Some(name) = stdout {
            command.stdout(append(name));
        }
        command.output().unwrap()
    };
    let before = fs::read(folder.at("in.csv")).unwrap();
    for (args, stdin, stdout) in [
        (&["check", "in.csv"][..], None, Some("in.csv")),
        (&["check", "-", "-o", "in.csv"], Some("in.csv"), None),
        (&["check", "-"], Some("in.csv"), Some("in.csv")),
        (&["check", "in.csv", "--manifest", "run.json"], None, Some("run.json")),
        (&["check", "in.csv", "-f", "csv", "-o", "jsonl=out.jsonl"], None, Some("out.jsonl")),
        (&["check", "in.csv", "--terms", "own.csv"], None, Some("own.csv")),
        (&["explain", "--row", "1", "in.csv"], None, Some("in.csv")),
        (&["explain", "--name", "甲", "--terms", "own.csv"], None, Some("own.csv")),
        (&["explain", "--name", "甲", "--profile", "profile.csv"], None, Some("profile.csv")),
        (&["terms", "--terms", "own.csv"], None, Some("own.csv")),
        (&["terms", "--profile", "profile.csv"], None, Some("profile.csv")),
        (&["terms", "--rules", "rules"], None, Some("rules/terms.csv")),
        (&["terms", "check", "own.csv"], None, Some("own.csv")),
        (&["fold", "in.csv"], None, Some("in.csv")),
        (&["fold"], Some("in.csv"), Some("in.csv")),
    ] {
        let output = run(args, stdin, stdout);
        assert_refused(&output, &format!("{args:?} {stdin:?} {stdout:?}"));
        assert_eq!(fs::read(folder.at("in.csv")).unwrap(), before, "{args:?}");
    }
}

#[test]
fn what_is_no_file_may_be_named_twice() {
    let folder = folder();
    let twice = ["in.csv", "-o", "csv=/dev/null", "-o", "jsonl=/dev/null", "--manifest", "/dev/null"];
    let output = check(folder.path(), &twice);
    assert_eq!(status(&output), 0, "{}", errors(&output));
    let output = check(folder.path(), &["in.csv", "-o", "jsonl=/dev/stdout"]);
    assert_eq!((status(&output), output.stdout.starts_with(b"{")), (0, true), "{}", errors(&output));
    let both = ["in.csv", "-f", "csv", "-o", "jsonl=/dev/stdout"];
    assert_refused(&check(folder.path(), &both), "two reports into one pipe");
    let beside = ["in.csv", "-o", "rules/report.csv", "--rules", "rules"];
    assert_eq!(status(&check(folder.path(), &beside)), 0, "a report beside the rules is none of them");
    assert_eq!(status(&check(folder.path(), &beside)), 0, "and may be replaced");
}

#[test]
fn a_dangling_link_is_followed_and_stays_a_link() {
    let folder = folder();
    symlink("new.csv", folder.at("link.csv")).unwrap();
    let output = check(folder.path(), &["in.csv", "-o", "link.csv"]);
    assert_eq!(status(&output), 0, "{}", errors(&output));
    assert!(fs::symlink_metadata(folder.at("link.csv")).unwrap().is_symlink());
    assert!(fs::read_to_string(folder.at("new.csv")).unwrap().starts_with("source,row"));
}
