//! The program, where nothing around it changes what it says.

use std::process::{Command, Output};
use std::sync::LazyLock;

pub(crate) const MINGCHA: &str = env!("CARGO_BIN_EXE_mingcha");

/// A command that runs the program in English, whatever the terminal and the language of this machine are.
pub(crate) fn mingcha() -> Command {
    let mut command = Command::new(MINGCHA);
    for name in ["NO_COLOR", "COLUMNS", "TERM", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    // Settings of whoever runs the tests, and of the service that they run on.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MINGCHA_")) {
        command.env_remove(name);
    }
    command.env_remove("GITHUB_STEP_SUMMARY");
    command.env("LANG", "en_US.UTF-8");
    command
}

/// Runs a command that reads this text from standard input.
pub(crate) fn fed(command: Command, input: impl Into<Vec<u8>>) -> Output {
    assert_cmd::Command::from_std(command).write_stdin(input).output().unwrap()
}

/// Standard output, standard error and the status of a run.
pub(crate) fn said(output: Output) -> (String, String, i32) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// Every format that the program takes for a report, as the help for `--format` lists them. A format that is added to the
/// program is in all tests that walk this list.
pub(crate) fn formats() -> &'static [String] {
    static FORMATS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let (help, ..) = said(mingcha().args(["check", "--help"]).output().unwrap());
        let (_, option) = help.split_once("--format <").unwrap();
        let (_, values) = option.split_once("[possible values: ").unwrap();
        let (values, _) = values.split_once(']').unwrap();
        let formats: Vec<_> = values.split(',').map(|name| name.trim().to_owned()).collect();
        assert!(formats.len() >= 8 && formats[0] == "csv", "the help lists other formats: {formats:?}");
        formats
    });
    &FORMATS
}
