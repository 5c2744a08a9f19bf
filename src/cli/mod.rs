//! The program: what was typed, what it means, and the exit status.

mod args;
mod check;
mod exit;
mod explain;
mod fold;
mod hashed;
mod interrupt;
mod manifest;
mod manual;
mod output;
mod progress;
mod prose;
mod reports;
mod rules;
mod terminal;
mod terms;
mod version;

use std::io::{self, Write as _};

use clap::Parser;

use args::{Args, Command};
pub(crate) use exit::Exit;

/// Parses, runs one command, and maps its error to a status.
pub(crate) fn main() -> Exit {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let printed = error.print().and_then(|()| io::stdout().flush());
            return if error.use_stderr() || printed.is_err() { Exit::Failed } else { Exit::Done };
        }
    };
    let outcome = match &args.command {
        Command::Check(check) => check::run(check),
        Command::Explain(explain) => explain::run(explain),
        Command::Terms(terms) => terms::run(terms),
        Command::Fold(fold) => fold::run(fold),
        Command::Completions(completions) => manual::completions(completions),
        Command::Man(man) => manual::page(man),
    };
    outcome.unwrap_or_else(|error| exit::report(&error))
}
