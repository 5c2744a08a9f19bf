//! Whatever names, headers and arguments say, no text for people steers a terminal or is obeyed by a CI runner.
#![cfg(unix)]

use std::fs;
use std::path::Path;

use crate::common::{Folder, fed, mingcha, said};

/// What a terminal or a runner would obey.
const STEER: &str =
    "\u{1b}c\u{1b}]0;pwn\u{7}\u{9b}31m\u{202e}\u{8}\n::error file=x::a\n  ##[error]b##vso[task.complete]\r::warning::c";

/// Runs the program in a folder, in a language. Returns standard output and standard error together.
fn all_said(folder: &Path, lang: &str, args: &[String], input: &str) -> String {
    let mut command = mingcha();
    command.current_dir(folder).args(args).args(["--lang", lang]);
    let (out, errors, _) = said(fed(command, input));
    out + &errors
}

fn assert_harmless(text: &str, what: &str) {
    let is_bidi = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    let steering = text.chars().find(|c| c.is_control() && *c != '\n' || is_bidi(*c));
    assert!(steering.is_none(), "{steering:?} after {what}: {text:?}");
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::"), "{what}: {line:?}");
        assert!(!line.contains("##[") && !line.contains("##vso["), "{what}: {line:?}");
    }
}

/// Files with hostile names and hostile content.
struct Files {
    folder: Folder,
    batch: String,
    terms: String,
    rules: String,
    profile: String,
    decisions: String,
}

/// A name for a file: without a slash, and no longer than a name can be.
fn named(beginning: &str, ending: &str) -> String {
    format!("{beginning}{STEER}{ending}").replace('/', "")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn files(beginning: &str) -> Files {
    let folder = Folder::new();
    let batch = named(beginning, ".csv");
    let cell = quoted(&format!("{STEER}虚拟货币{STEER}"));
    let header = quoted(&format!("企业名称（{STEER}）"));
    folder.file(
        &batch,
        format!(
            "编号,{header},{},{}\n{},{cell},{cell},{cell}\n2,甲\n",
            quoted(&format!("经营范围({STEER})")),
            quoted(STEER),
            quoted(STEER)
        ),
    );

    let terms = named(beginning, "t.csv");
    let steer = quoted(STEER);
    let example = quoted(&format!("{STEER}火眼睛"));
    folder.file(
        &terms,
        format!(
            "term,tier,reason,clause,must_match,must_not\n火眼币,named,{steer},{steer},{example},火眼币\n穩定幣,,,,,\n"
        ),
    );

    let rules = named(beginning, "rules");
    fs::create_dir(folder.at(&rules)).unwrap();
    for entry in fs::read_dir("fixtures/rules/example-office-2027").unwrap() {
        let entry = entry.unwrap();
        let mut text = fs::read_to_string(entry.path()).unwrap();
        if entry.file_name() == "ruleset.csv" {
            text = format!("id,title,number,from,until\n{steer},{steer},{steer},2021-09-15,\n");
        }
        fs::write(folder.at(&rules).join(entry.file_name()), text).unwrap();
    }

    let profile = named(beginning, "p.csv");
    folder.file(
        &profile,
        format!(
            "profile,tier,context,verdict\n{steer},named,,reject\n{steer},content,,review\n{steer},related,,notice\n"
        ),
    );

    let decisions = named(beginning, "d.csv");
    folder.file(
        &decisions,
        format!(
            "key,decision,reason,until\n{steer},准予,{steer},{steer}\n{steer},{steer},,\n,准予,x,\nk9,准予,{steer},\n"
        ),
    );
    Files { folder, batch, terms, rules, profile, decisions }
}

/// Every command that speaks to people, with hostile files and arguments. Machine formats and `fold` are data.
fn commands(files: &Files) -> Vec<Vec<String>> {
    let Files { batch, terms, rules, profile, decisions, .. } = files;
    let lines: &[&[&str]] = &[
        &["check", batch, "-f", "text"],
        &[
            "check",
            batch,
            "-f",
            "text",
            "--all",
            "--terms",
            terms,
            "--profile",
            profile,
            "--rules",
            rules,
            "--decisions",
            decisions,
        ],
        &["check", batch, "-o", "v.csv", "--verbose", "--terms", terms, "--profile", profile, "--decisions", decisions],
        &["check", batch, "--require", "name,scope", "--name", STEER, "-o", "v.csv"],
        &["check", batch, "--sheet", STEER],
        &["check", batch, "--keep", STEER],
        &["check", batch, "--no-headers", "--name", STEER],
        &["check", batch, "--as-of", "1999-01-01", "--rules", rules],
        &["check", STEER],
        &["check", "-", "--decisions", batch],
        &["check", "-", "--decisions", STEER],
        &["check", "-", "--terms", STEER],
        &["check", "-", "--terms", batch],
        &["check", "-", "--terms", terms, "--terms", terms],
        &["check", "-", "--rules", STEER],
        &["check", "-", "--rules", batch],
        &["check", "-", "--profile", STEER],
        &["check", "-", "--profile", terms],
        &["check", "-", "-o", STEER],
        &["check", "-", "-o", "csv=no-such-folder/x\u{1b}c\n::error::y"],
        &["check", batch, "-o", &format!("csv={batch}")],
        &["check", "-", "--manifest", "no-such-folder/x\u{1b}c\n::error::y"],
        &["check", "--as-of", STEER],
        &["check", "--format", STEER],
        &["check", "--encoding", STEER],
        &["check", "--delimiter", STEER],
        &["check", "--only", STEER],
        &["check", "--threads", STEER],
        &["check", "--max-cell", STEER],
        &["check", "--require", STEER],
        &["check", &format!("--{STEER}")],
        &["check", "--nam\u{1b}c\n::error::x"],
        &["explain", "--row", "1", batch],
        &["explain", "--row", "2", batch, "--terms", terms, "--profile", profile, "--rules", rules],
        &["explain", "--row", "9", batch],
        &["explain", "--row", STEER, batch],
        &["explain", "--name", &format!("{STEER}虚拟货币{STEER}"), "--scope", STEER],
        &["explain", "火眼币", "--terms", terms],
        &["explain", STEER],
        &["explain", STEER, "--name", STEER],
        &["terms", "-f", "table", "--terms", terms, "--rules", rules],
        &["terms", "-f", "table", "--profile", profile],
        &["terms", "-f", STEER],
        &["terms", "--profile", STEER],
        &["terms", "check", terms],
        &["terms", "check", batch],
        &["terms", "check", STEER],
        &["terms", STEER],
        &["fold", STEER],
        &["completions", STEER],
        &["man", STEER],
        &["help", STEER],
        &["help", "check", STEER],
        &[STEER],
        &[],
    ];
    lines.iter().map(|line| line.iter().map(|&argument| argument.to_owned()).collect()).collect()
}

#[test]
fn nothing_that_a_command_says_steers_a_terminal_or_a_runner() {
    let mut steered = 0;
    for beginning in ["", "::error::", "##[error]", ":"] {
        let files = files(beginning);
        for command in commands(&files) {
            for lang in ["zh", "en"] {
                let text = all_said(files.folder.path(), lang, &command, "名称,经营范围\n甲,虚拟货币\n");
                assert_harmless(&text, &format!("{lang} {command:?}"));
                steered += usize::from(text.contains("\\u{1b}"));
            }
        }
    }
    assert!(steered > 250, "only {steered} commands said anything of what was put in");
}

#[test]
fn the_name_of_the_program_is_its_own_in_help_and_usage() {
    let folder = Folder::new();
    let link = folder.at("x\u{1b}c\n::error::y");
    std::os::unix::fs::symlink(crate::common::MINGCHA, &link).unwrap();
    for args in [&["--help"][..], &["check", "--help"], &["--version"], &["--nothing"], &[]] {
        for lang in ["zh", "en"] {
            let output = std::process::Command::new(&link).args(args).args(["--lang", lang]).output().unwrap();
            let (out, errors, _) = said(output);
            assert_harmless(&(out + &errors), &format!("{lang} {args:?}"));
        }
    }
}

#[test]
fn a_line_break_in_a_name_is_written_out_and_makes_no_line() {
    let folder = Folder::new();
    let name = "a\n::error::b.csv";
    folder.file(name, "企业名称\n虚拟货币公司\n");
    for args in [
        &["check", name, "-f", "text"][..],
        &["check", name, "-o", "v.csv"],
        &["terms", "check", name],
        &["check", name, "--nothing"],
        &["check", "--format", name],
    ] {
        for lang in ["zh", "en"] {
            let command: Vec<String> = args.iter().map(|&argument| argument.to_owned()).collect();
            let text = all_said(folder.path(), lang, &command, "");
            assert!(
                !text.lines().any(|line| line.contains("error::b") && !line.contains("a\\n")),
                "{args:?}: {text:?}"
            );
        }
    }
}

#[test]
fn text_for_people_is_written_in_one_place() {
    // Where data, help and manuals are written, or where it is only looked whether there is a terminal.
    const OTHERS: [&str; 8] = [
        "fold.rs",
        "manual.rs",
        "output.rs",
        "parse_error.rs",
        "progress.rs",
        "same_file.rs",
        "terminal.rs",
        "terms.rs",
    ];

    let mut looked_at = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            looked_at += 1;
            let name = path.file_name().unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            let writes_errors =
                text.contains("io::stderr()") && !matches!(name, "prose.rs" | "progress.rs" | "parse_error.rs");
            let writes = text.contains("io::stdout()") && name != "prose.rs" && !OTHERS.contains(&name);
            assert!(!writes && !writes_errors, "{} writes text for people beside prose.rs", path.display());
        }
    }
    assert!(looked_at > 30, "only {looked_at} files were looked at");
}

#[cfg(unix)]
#[test]
fn an_option_that_is_no_utf8_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = |bytes| OsStr::from_bytes(bytes);
    for arguments in [
        [bytes(b"\xFE.csv"), bytes(b"-o"), bytes(b"out\xFF.csv")],
        [bytes(b"\xFE.csv"), bytes(b"--profile"), bytes(b"out\xFF.csv")],
        [bytes(b"\xFE.csv"), bytes(b"-q"), bytes(b"--manifest=out\xFF.csv")],
    ] {
        let output = mingcha().arg("check").args(arguments).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains("out\\xFF.csv") && message.contains("UTF-8"), "{message}");
    }
}
