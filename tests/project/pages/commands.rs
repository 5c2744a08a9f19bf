//! Every command on every page runs. A block of `sh` runs as it is there; one of `console` also has what its commands write. What
//! needs more than this machine has is in a block of another kind, and listed here.
//!
//! The blocks of a page run one after another in one folder, which has a copy of `fixtures`, and a list by the names that the pages
//! use. A command has to end with 0, or with the status that a comment behind it says: `# status 1`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use super::{Block, Page, pages, project};
use crate::common::{Folder, MINGCHA};

/// The kinds of blocks that are no commands.
const DATA: [&str; 8] = ["csv", "json", "python", "rust", "sql", "text", "toml", "yaml"];

/// Blocks of commands that need what a test does not have: the page, how the block begins, and what it needs.
const NOT_RUN: &[(&str, &str, &str)] = &[
    (
        "CONTRIBUTING.md",
        "rustup target add",
        "other targets, and minutes: .ci/windows and .ci/linux run these commands",
    ),
    ("CONTRIBUTING.md", ".ci/words\nMINGCHA_REGENERATE=1", "a download, and it writes into data/"),
    ("docs/ci.md", "mingcha check --format github --step-summary", "a step of GitHub: .ci/steps runs it as one"),
    ("docs/ci.zh.md", "mingcha check --format github --step-summary", "a step of GitHub: .ci/steps runs it as one"),
    ("docs/ci.md", "docker build", "docker: .ci/steps runs the steps of the Dockerfile"),
    ("docs/ci.zh.md", "docker build", "docker: .ci/steps runs the steps of the Dockerfile"),
    ("python/README.md", "pip install ./python", "a wheel that takes minutes to build: .ci/python installs it"),
    (
        "python/README.md",
        "pip install './python[test]'",
        "a wheel that takes minutes to build: .ci/python runs these tests",
    ),
    ("docs/cluster.md", "spark-submit check_registry.py", "Spark: python/tests runs the job"),
    ("docs/cluster.zh.md", "spark-submit check_registry.py", "Spark: python/tests runs the job"),
    ("docs/cluster.md", "spark-submit check_by_pipe.py", "Spark: the tests of the project run the job"),
    ("docs/cluster.zh.md", "spark-submit check_by_pipe.py", "Spark: the tests of the project run the job"),
];

/// Programs that a machine need not have. A block that uses one is skipped where it is not there, unless
/// `MINGCHA_REQUIRE_TOOLS` says that it must be.
const TOOLS: [&str; 6] = ["duckdb", "jq", "parallel", "pre-commit", "python3", "xmllint"];

/// What stands in for cargo: it starts the program that is built already, and writes down what else it is asked for.
const CARGO: &str = "#!/bin/sh
case \"$*\" in
'run --release -- '*) shift 3; exec mingcha \"$@\" ;;
*) echo \"$*\" >>\"$CARGO_ASKED\" ;;
esac
";

/// A folder with what the commands of the pages use.
fn scratch() -> Folder {
    let folder = Folder::new();
    copy(&project().join("fixtures"), &folder.at("fixtures"));
    // What a file is called does not matter to the program.
    for name in ["filings.csv", "名单.csv", "名单.xlsx"] {
        fs::copy(project().join("fixtures/clean.csv"), folder.at(name)).unwrap();
    }

    // A folder of lists, which are newer than the last run.
    fs::create_dir(folder.at("lists")).unwrap();
    fs::copy(project().join("fixtures/clean.csv"), folder.at("lists/list.csv")).unwrap();
    fs::File::create(folder.at("last-run")).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();

    fs::create_dir(folder.at("bin")).unwrap();
    std::os::unix::fs::symlink(MINGCHA, folder.at("bin/mingcha")).unwrap();
    let cargo = folder.file("bin/cargo", CARGO);
    fs::set_permissions(cargo, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// A shell in the folder. It has the program, and speaks the language of the page.
fn shell(folder: &Folder, page: &Page, script: &str) -> Command {
    let mut command = Command::new("sh");
    for name in ["NO_COLOR", "COLUMNS", "TERM", "LC_ALL", "LC_MESSAGES", "MINGCHA_REGENERATE"] {
        command.env_remove(name);
    }
    let path = format!("{}:{}", folder.arg("bin"), std::env::var("PATH").unwrap());
    let lang = if page.is_chinese() { "zh_CN.UTF-8" } else { "en_US.UTF-8" };
    command.env("PATH", path).env("LANG", lang).env("HOME", folder.path()).env("CARGO_ASKED", folder.at("asked"));
    command.env("GITHUB_STEP_SUMMARY", folder.at("summary.md"));
    command.args(["-eu", "-c", script]).current_dir(folder.path()).stdin(Stdio::null());
    command
}

/// The script of a block, which stops at a command with another status than 0 or than the one behind it.
fn script(block: &str) -> String {
    let line = |line: &str| match line.rsplit_once("# status ").or_else(|| line.rsplit_once("# 状态 ")) {
        Some((command, status)) => {
            let status = status.split(|c: char| !c.is_ascii_digit()).next().unwrap();
            format!("s=0; {{ {command}\n}} || s=$?; [ $s = {status} ] || {{ echo \"status $s\" >&2; exit 99; }}\n")
        }
        None => format!("{line}\n"),
    };
    block.lines().map(line).collect()
}

/// The first tool that a block uses and this machine does not have.
fn missing_tool(block: &str) -> Option<&'static str> {
    let words: Vec<&str> = block.split(|c: char| c.is_whitespace() || "|;()$`".contains(c)).collect();
    let is_there = |tool: &str| {
        let folders = std::env::var("PATH").unwrap();
        std::env::split_paths(&folders).any(|folder| folder.join(tool).exists())
    };
    TOOLS.into_iter().find(|tool| words.contains(tool) && !is_there(tool))
}

/// Runs a block of commands. Returns whether it could be run here.
fn run(folder: &Folder, page: &Page, block: &Block) -> bool {
    if let Some(tool) = missing_tool(&block.text) {
        assert!(std::env::var_os("MINGCHA_REQUIRE_TOOLS").is_none(), "{}: {tool} is required and not there", page.name);
        eprintln!("skipped: a block of {} needs {tool}, which is not there", page.name);
        return false;
    }
    if block.info == "console" {
        run_console(folder, page, &block.text);
    } else {
        let output = shell(folder, page, &script(&block.text)).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {}\n{}\n{errors}", page.name, output.status, block.text);
    }
    true
}

/// Runs the lines that begin with `$ `. What they write has to be what is below them.
fn run_console(folder: &Folder, page: &Page, block: &str) {
    let commands = block.strip_prefix("$ ").unwrap_or_else(|| panic!("{}: no command in\n{block}", page.name));
    for shown in commands.split("\n$ ") {
        let (command, expected) = shown.split_once('\n').unwrap_or((shown, ""));
        let output = shell(folder, page, &format!("{{ {command}\n}} 2>&1")).output().unwrap();
        let written = String::from_utf8(output.stdout).unwrap();
        assert!(is_like(expected.trim_end(), written.trim_end()), "{}: {command}\nwrites\n{written}", page.name);
    }
}

/// Whether a text is what is shown, where `…` stands for any text.
fn is_like(shown: &str, text: &str) -> bool {
    let parts: Vec<&str> = shown.split('…').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return shown == text };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for part in middle {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// What was asked of cargo has to be something that the gate does or a test that is there.
fn assert_known(page: &Page, asked: &str) {
    let words: Vec<&str> = asked.split(' ').filter(|word| *word != "--locked").collect();
    let is_there = match words.as_slice() {
        ["test"] | ["doc", "--open"] | ["install", "--path", "."] => true,
        ["test", "--lib", filter] => has_test(&project().join("src"), filter),
        ["test", "--test", name] => test_program(name).exists(),
        ["test", "--test", name, filters @ ..] => {
            filters.iter().all(|filter| has_test(&test_program(name).with_file_name(""), filter))
        }
        ["bench", "--bench", name] => project().join(format!("benches/{name}.rs")).exists(),
        ["run", "--example", name, "--", ..] => project().join(format!("examples/{name}.rs")).exists(),
        ["fmt" | "clippy", ..] => {
            fs::read_to_string(project().join(".ci/run")).unwrap().lines().any(|line| line == format!("cargo {asked}"))
        }
        _ => false,
    };
    assert!(is_there, "{}: cargo {asked}", page.name);
}

fn test_program(name: &str) -> std::path::PathBuf {
    project().join(format!("tests/{name}/main.rs"))
}

/// Whether a folder has a test whose name, or whose module, has this text in it.
fn has_test(folder: &Path, filter: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return path.ends_with(filter) || has_test(&path, filter);
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let is_named = |line: &str| line.contains("fn ") && line.contains(filter);
        path.file_stem().is_some_and(|stem| stem == filter) || text.lines().any(is_named)
    })
}

#[test]
fn every_command_of_every_page_runs() {
    let mut ran = 0;
    for page in pages() {
        let folder = scratch();
        for block in page.blocks() {
            let kind = block.info.split(' ').next().unwrap();
            match kind {
                "sh" | "console" => ran += usize::from(run(&folder, &page, &block)),
                "shell" | "powershell" => {
                    let is_listed =
                        |(name, begin, _): &(&str, &str, &str)| page.name == *name && block.text.starts_with(begin);
                    assert!(
                        NOT_RUN.iter().any(is_listed),
                        "{} has commands that nothing runs:\n{}",
                        page.name,
                        block.text
                    );
                }
                _ => assert!(DATA.contains(&kind), "{}: a block of `{kind}`\n{}", page.name, block.text),
            }
        }
        let asked = fs::read_to_string(folder.at("asked")).unwrap_or_default();
        asked.lines().for_each(|line| assert_known(&page, line));
    }
    assert!(ran >= 30, "only {ran} blocks ran");
}

#[test]
fn every_block_that_is_not_run_is_still_on_its_page_and_its_scripts_are_there() {
    for (name, begin, needs) in NOT_RUN {
        let page = Page::read(name);
        let block = page.blocks().into_iter().find(|block| block.text.starts_with(begin));
        let block = block.unwrap_or_else(|| panic!("{name} has no block that begins with {begin}"));
        assert!(!needs.is_empty());
        for script in block.text.split_whitespace().filter(|word| word.starts_with(".ci/")) {
            assert!(project().join(script).exists(), "{name}: {script} is not there");
        }
    }
}

#[test]
fn a_block_that_fails_or_writes_something_else_is_noticed() {
    let (folder, page) = (scratch(), Page { name: "a.md".to_owned(), text: String::new() });
    let succeeds = |block: &str| shell(&folder, &page, &script(block)).output().unwrap().status.success();
    assert!(succeeds("true\nfalse  # status 1\nmingcha --version\n"));
    assert!(succeeds("mingcha check fixtures/filings.csv  # status 2: unread text"));
    for bad in ["false", "true  # status 1", "false  # status 2", "false\ntrue", "no-such-program"] {
        assert!(!succeeds(bad), "{bad}");
    }

    assert!(is_like("a\n…\nd", "a\nb\nc\nd") && is_like("in … s", "in 0.3 s") && is_like("a", "a"));
    assert!(!is_like("a\n…\nd", "a\nb") && !is_like("a", "ab") && !is_like("a…", "ba"));
    assert!(
        has_test(&project().join("tests/reports"), "snapshots") && !has_test(&project().join("src"), "no_such_test")
    );
}
