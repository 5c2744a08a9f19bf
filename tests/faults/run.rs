//! Runs of the program that something happens to.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::time::Duration;

use crate::common::{mingcha, names};

pub(crate) const HEADER: &str = "名称,经营范围\n";
pub(crate) const ROW: &str = "甲,虚拟货币交易与软件开发\n";

/// A batch with a finding in every row.
pub(crate) fn batch(rows: usize) -> String {
    HEADER.to_owned() + &ROW.repeat(rows)
}

/// The program with these arguments and no input.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = mingcha();
    command.args(args).stdin(Stdio::null());
    command
}

pub(crate) fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A check of standard input that has begun to write its report.
pub(crate) struct Midway {
    pub(crate) child: Child,
    pub(crate) input: ChildStdin,
}

impl Midway {
    /// Starts a command that writes a report into the folder, and feeds it until it has begun to.
    pub(crate) fn start(mut command: Command, folder: &Path) -> Self {
        let before = names(folder).len();
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(HEADER.as_bytes()).unwrap();
        while names(folder).len() == before {
            input.write_all(ROW.repeat(1000).as_bytes()).unwrap();
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, input }
    }

    /// Ends the input and waits for the program. Returns its status and what it says.
    pub(crate) fn end(self) -> (i32, String) {
        let Self { mut child, input } = self;
        drop(input);
        let mut errors = String::new();
        child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (child.wait().unwrap().code().unwrap(), errors)
    }
}

/// Whether this user may do what only root may. A test that cannot do without says that it was skipped.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}
