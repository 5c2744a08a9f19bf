//! Exit statuses.

use std::io;
use std::process::ExitCode;

use super::prose;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The job was done and no row is at or above `--fail-on`.
    Done,
    /// A row is at or above `--fail-on`.
    Found,
    /// The job could not be done, or some text was left unread.
    Failed,
}

impl Exit {
    /// The number that the program ends with.
    pub(super) fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Failed => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.status().into()
    }
}

/// Says on standard error what went wrong. A closed pipe is no news to whoever closed it, but it is no success either.
pub(super) fn report(error: &anyhow::Error) -> Exit {
    let is_closed_pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    };
    if !error.chain().any(is_closed_pipe) {
        prose::say(&format!("{error:#}"));
    }
    Exit::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_end_has_its_status() {
        for (exit, status) in [(Exit::Done, 0), (Exit::Found, 1), (Exit::Failed, 2)] {
            assert_eq!(exit.status(), status);
        }
    }

    #[test]
    fn a_closed_pipe_is_never_a_success() {
        let error = anyhow::Error::new(io::Error::from(io::ErrorKind::BrokenPipe)).context("report");
        assert_eq!(report(&error), Exit::Failed);
    }
}
