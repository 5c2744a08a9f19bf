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
