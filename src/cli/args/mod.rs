//! What was typed. Parsing validates and opens nothing.
#![allow(clippy::struct_field_names, reason = "an option's name is its own")]

mod check;
mod choices;
mod commands;
mod shared;
mod values;

use clap::{Parser, Subcommand};

pub(crate) use check::Check;
pub(crate) use choices::{Color, FailOn, Lang, ListFormat, Switch};
pub(crate) use commands::{Completions, Explain, Fold, Man, Terms, TermsAction};
pub(crate) use shared::{Paint, Prose, Rules};

/// Checks company names and business scopes against clause (八) of 银发〔2026〕42号.
#[derive(Debug, Parser)]
#[command(version = super::version::version(), about, long_about = None, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check batches of filings and write a verdict for every row
    Check(Box<Check>),
    /// Show step by step why a text gets its verdict
    Explain(Explain),
    /// List the terms that are sought, with clause and quote
    Terms(Terms),
    /// Fold text line by line, as the matcher reads it
    Fold(Fold),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page of mingcha or of one of its commands
    Man(Man),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds() {
        Args::command().debug_assert();
    }
}
