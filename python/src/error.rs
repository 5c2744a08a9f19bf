//! The exceptions of the package, with messages in the language of the checker.

use mingcha::message::cli::CliError;
use mingcha::message::package::PackageError;
use mingcha::message::{ColumnsError, InputError, Lang, Say as _};
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

create_exception!(mingcha, MingchaError, PyValueError, "What the package refuses. The base of its exceptions.");
create_exception!(mingcha, RulesError, MingchaError, "Rules, terms, a profile or a day that cannot be applied.");
create_exception!(mingcha, TableError, MingchaError, "A table that cannot be checked.");
create_exception!(mingcha, TextError, MingchaError, "An argument that is no Unicode text.");
create_exception!(mingcha, OtherCheckError, MingchaError, "A checker that is unpickled where its rules are others.");

/// An error of rules. Three of them name an option of the command line; here it is an argument.
pub(crate) fn of_rules(said: String, error: Option<&CliError>, lang: Lang) -> PyErr {
    let own = error.and_then(|error| match error {
        CliError::NoRulesInForce { day } => Some(PackageError::NoRulesInForce { day: day.clone() }),
        CliError::NoRulesYet { day, first } => {
            Some(PackageError::NoRulesYet { day: day.clone(), first: first.clone() })
        }
        CliError::NoneOfFamily { sets, day } => {
            Some(PackageError::NoneOfFamily { sets: sets.clone(), day: day.clone() })
        }
        _ => None,
    });
    RulesError::new_err(own.map_or(said, |own| own.say(lang)))
}

/// What is wrong with an argument.
pub(crate) fn of_argument(error: &PackageError, lang: Lang) -> PyErr {
    RulesError::new_err(error.say(lang))
}

/// What is wrong with a table.
pub(crate) fn of_table(error: &PackageError, lang: Lang) -> PyErr {
    TableError::new_err(error.say(lang))
}

/// Columns that are not there, or none to check.
pub(crate) fn of_layout(error: &InputError, lang: Lang) -> PyErr {
    let cause = error.say(lang);
    match error {
        InputError::NoSuchColumn { .. } | InputError::NoSuchNumber { .. } => TableError::new_err(cause),
        _ => of_table(&PackageError::NoColumn { cause }, lang),
    }
}

/// Why a stream of batches ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The source gave no further batch.
    Source(String),
    /// A batch cannot be checked.
    Columns(ColumnsError),
    /// A thread ended.
    Internal,
}

impl Failure {
    pub(crate) fn say(self, lang: Lang) -> String {
        match self {
            Self::Source(cause) => PackageError::NotRead { cause }.say(lang),
            Self::Columns(error) => error.say(lang),
            Self::Internal => PackageError::Internal.say(lang),
        }
    }
}
