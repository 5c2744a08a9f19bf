//! Exit statuses.

use std::io;
use std::process::ExitCode;

use mingcha::message::Lang;

use super::advice::{self, Reader};
use super::prose;

/// How a run ended. A run that a signal interrupts never gets here: the program ends with 128 and the number of the signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: the job was done and no row is at or above `--fail-on`.
    Done,
    /// 1: a row is at or above `--fail-on`, or an example of own terms fails.
    Found,
    /// 2: the job could not be done, or some text was left unread.
    Failed,
}

impl Exit {
    /// The number that the program ends with.
    #[must_use]
    pub fn status(self) -> u8 {
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
pub(super) fn report(error: &anyhow::Error, reader: Reader, lang: Lang) -> Exit {
    if !error.chain().any(is_closed_pipe) {
        prose::say(&advice::told(error, reader, lang));
    }
    Exit::Failed
}

fn is_closed_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_never_a_success() {
        let error = anyhow::Error::new(io::Error::from(io::ErrorKind::BrokenPipe)).context("report");
        assert_eq!(report(&error, Reader::Types, Lang::Zh), Exit::Failed);
    }
}
