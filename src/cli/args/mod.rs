//! What was typed. Parsing validates and opens nothing.
//!
//! The fields have no help text of their own: `message/help.rs` has it in both languages, by command and argument.
#![allow(clippy::struct_field_names, reason = "an option's name is its own")]

mod check;
mod choices;
mod commands;
mod shared;
mod values;

use clap::{Parser, Subcommand};

pub(crate) use check::Check;
pub(crate) use choices::{Color, FailOn, Lang, ListFormat, Switch};
pub(crate) use commands::{Completions, Explain, Fold, Man, RuleSets, RuleSetsAction, Terms, TermsAction};
pub(crate) use shared::{Configuration, Paint, Rules};

/// Help is no wider than this, in columns, since longer lines are hard to read.
pub(super) const MOST_HELP_WIDTH: usize = 100;

#[derive(Debug, Parser)]
#[command(version, bin_name = "mingcha", max_term_width = MOST_HELP_WIDTH)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[arg(long, value_name = "LANG", global = true, display_order = 100)]
    pub(crate) lang: Option<Lang>,
    // Known before anything is parsed; here for the help.
    #[arg(long, exclusive = true)]
    #[allow(dead_code, reason = "it stands alone, which is found without a parser")]
    pub(crate) interactive: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Box<Check>),
    Explain(Explain),
    Terms(Terms),
    Rules(RuleSets),
    Fold(Fold),
    Completions(Completions),
    Man(Man),
}

impl Command {
    /// Where the settings of the command come from. Returns `None` if it has none.
    pub(crate) fn configuration(&self) -> Option<&Configuration> {
        match self {
            Self::Check(check) => Some(&check.configuration),
            Self::Explain(explain) => Some(&explain.configuration),
            Self::Terms(_) | Self::Rules(_) | Self::Fold(_) | Self::Completions(_) | Self::Man(_) => None,
        }
    }
}
