//! The lists of one command line. Each is a run of its own with its documents; they share standard output and the window.

use std::mem;
use std::rc::Rc;

use anyhow::Result;

use mingcha::message::cli::{CliError, Notice};

use super::advice::Reader;
use super::args;
use super::beside::Earlier;
use super::config::Settings;
use super::office::Office;
use super::rules::{self, Applied};

/// Where a run is among the lists of its command line. The default is a run alone.
#[derive(Default)]
pub(super) struct Series {
    /// The rules beside the program, which a command line without a command uses.
    office: Office,
    /// The rules that all lists are checked by, once they are loaded.
    applied: Option<Rc<Applied>>,
    /// What people have not been told of these rules yet.
    pub(super) notice: Option<Notice>,
    /// Whether people have been told of the other things that are worth knowing of these rules.
    pub(super) has_warned: bool,
    /// Who is told of errors. Who drags lists sees the run in a window, and wants to know of each file.
    pub(super) reader: Reader,
    /// The reports of earlier checks whose decisions apply to the next list, in the order in which they apply.
    pub(super) earlier: Vec<Earlier>,
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

    /// Adds the rules of the series to those that were typed.
    pub(super) fn extend(&self, rules: &mut args::Rules) {
        if self.office.is_empty() {
            return;
        }
        rules.rules.extend(self.office.rules.iter().cloned());
        rules.terms.extend(self.office.terms.iter().cloned());
        rules.office.clone_from(&self.office.program);
    }

    /// The rules of a run. Lists that are dragged together are checked by the same rules, which are loaded once.
    pub(super) fn apply(&mut self, rules: &args::Rules) -> Result<Rc<Applied>> {
        if let Some(applied) = &self.applied {
            return Ok(applied.clone());
        }
        let applied = Rc::new(rules::apply(rules)?);
        if self.reader == Reader::Drags {
            self.applied = Some(applied.clone());
        }
        if self.is_command {
            // The process ends with its one run: to free each part of the rules would only take time.
            mem::forget(applied.clone());
        }
        Ok(applied)
    }
}
