use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::common::mingcha;

fn printed(args: &[&str]) -> String {
    let output = mingcha().args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn completions_know_the_commands_and_options_in_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for word in ["explain", "fail-on", "sarif"] {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
}

#[test]
fn bash_can_read_its_completions() {
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else { return };
    bash.stdin.take().unwrap().write_all(printed(&["completions", "bash"]).as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn completions_offer_values_where_others_can_be_typed_as_well() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        // The other two complete values of no options at all.
        for word in if matches!(shell, "powershell" | "elvish") { &[][..] } else { &["advertising", "gb18030"] } {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
    for shell in ["bash", "fish"] {
        let script = printed(&["completions", shell]);
        for word in ["yinfa-2026-42/stablecoin", "completions"] {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
}

#[test]
fn the_manual_has_statuses_verdicts_environment_files_and_examples_as_they_stand() {
    for (lang, headings, example) in [
        (
            "en",
            ["EXIT STATUS", "VERDICTS", "ENVIRONMENT", "FILES", "EXAMPLES"],
            "  mingcha check \\-n 2 \\-s 5 \\-\\-no\\-headers dump.txt  columns by number\n",
        ),
        (
            "zh",
            ["退出状态", "结论", "环境变量", "文件", "示例"],
            "  mingcha check \\-n 2 \\-s 5 \\-\\-no\\-headers dump.txt  按列号指定列\n",
        ),
    ] {
        let page = printed(&["man", "check", "--lang", lang]);
        let mut rest = &page[..];
        for heading in headings {
            let (_, behind) = rest
                .split_once(&format!("\n.SH {heading}\n"))
                .or_else(|| rest.split_once(&format!("\n.SH \"{heading}\"\n")))
                .unwrap_or_else(|| panic!("no {heading}, or not in this order: {page}"));
            rest = behind;
        }
        assert!(rest.contains(example) && rest.contains(".nf\n"), "{rest}");
        for word in ["\\fBunchecked\\fR", "MINGCHA_CONFIG", "mingcha.toml", "\\-\\-files\\-from"] {
            assert!(page.contains(word), "{word} is not in the page: {page}");
        }
    }
    // The page of the program has no verdicts.
    assert!(!printed(&["man"]).contains("VERDICTS") && printed(&["man"]).contains(".SH ENVIRONMENT\n"));
}

#[test]
fn the_manual_is_formatted_without_a_warning() {
    for command in ["check", "explain", "terms"] {
        let Ok(mut groff) = Command::new("groff")
            .args(["-man", "-Kutf8", "-Tutf8", "-wmac", "-wescape", "-wsyntax", "-z"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
        else {
            return;
        };
        groff.stdin.take().unwrap().write_all(printed(&["man", command]).as_bytes()).unwrap();
        let warnings = groff.wait_with_output().unwrap().stderr;
        assert_eq!(String::from_utf8_lossy(&warnings), "", "{command}");
    }
}

#[test]
fn the_manual_has_a_page_for_the_program_and_for_each_command() {
    assert!(printed(&["man"]).contains(".SH SUBCOMMANDS\n"));
    let page = printed(&["man", "check"]);
    assert!(page.contains(".TH mingcha-check 1") && page.contains("\\-\\-fail\\-on"), "{page:.400}");
    // A line of the rule sets in the version must not stand in the title.
    assert!(page.lines().nth(2).unwrap().ends_with(concat!(env!("CARGO_PKG_VERSION"), "\" ")), "{page:.400}");
    let unknown = mingcha().args(["man", "nosuch"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("mingcha help"));
}
