//! The lists of one command line. Each is a run of its own with its documents; they share standard output and the window.

use mingcha::message::cli::{CliError, Notice};

use super::args;
use super::config::Settings;
use super::office::Office;

/// Where a run is among the lists of its command line. The default is a run alone.
#[derive(Default)]
pub(super) struct Series {
    /// The rules beside the program, which a command line without a command uses.
    office: Office,
    /// What people have not been told of these rules yet.
    pub(super) notice: Option<Notice>,
    /// Whether people see the run in a window, and want to know of each file.
    pub(super) is_window: bool,
    /// Whether a command was typed. Only then settings of the environment and of a file that was not named count.
    pub(super) is_command: bool,
    /// The settings of the run.
    pub(super) settings: Settings,
    /// Whether the head of the report on standard output has been written. There is one for all lists.
    pub(super) has_head: bool,
    /// How many lists are done, and how many there are. A run alone has none.
    pub(super) done: usize,
    pub(super) lists: usize,
    /// The bytes of the lists that are done.
    pub(super) before: u64,
    /// The bytes of the lists that follow this one.
    pub(super) after: u64,
}

impl Series {
    /// How many files are done before those of a run, and how many there are. A list of several files counts them for itself.
    pub(super) fn place(&self, files: usize) -> (usize, usize) {
        if files == 1 && self.lists > 1 { (self.done, self.lists) } else { (0, files) }
    }

    /// A run of a command that was typed.
    pub(super) fn of_command() -> Self {
        Self { is_command: true, ..Self::default() }
    }

    /// A series that applies the rules beside the program.
    pub(super) fn with_office() -> Result<Self, CliError> {
        let office = Office::beside_program()?;
        Ok(Self { notice: office.notice(), office, ..Self::default() })
    }

    /// Adds the rules of the series to those that were typed. Returns `false` if there are none.
    pub(super) fn extend(&self, rules: &mut args::Rules) -> bool {
        if self.office.is_empty() {
            return false;
        }
        rules.rules.extend(self.office.rules.iter().cloned());
        rules.terms.extend(self.office.terms.iter().cloned());
        rules.office.clone_from(&self.office.program);
        true
    }
}
