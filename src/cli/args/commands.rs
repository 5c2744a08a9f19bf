//! What the commands beside `check` take.

use clap::{Args as ClapArgs, Subcommand};
use clap_complete::Shell;
use jiff::civil::Date;

use super::choices::ListFormat;
use super::shared::{Paint, Prose, Rules};
use super::values::date;

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  mingcha explain --name 某某RWA科技有限公司 --scope 稳定币值研究
  mingcha explain stablecoin                     one rule: clause, quote, examples, contexts
  mingcha explain --row 12 filings.csv           one row of a file";

const TERMS_EXAMPLES: &str = "\
Examples:
  mingcha terms                                  all terms in force today
  mingcha terms --profile stock                  what a tier in a context makes of a row
  mingcha terms check own.csv                    test a file for --terms";

/// Show step by step why a text gets its verdict: what was folded, what matched, which context holds.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(crate) struct Explain {
    /// A rule's id or term; with --row, the file
    #[arg(value_name = "RULE|FILE", required_unless_present_any = ["name", "scope"], conflicts_with_all = ["name", "scope"])]
    pub(crate) target: Option<String>,
    /// A company name
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// A business scope
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) scope: Option<String>,
    /// The data row of FILE to explain, from 1
    #[arg(long, value_name = "N", requires = "target", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) row: Option<u64>,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) prose: Prose,
    #[command(flatten)]
    pub(crate) paint: Paint,
}

/// List the terms that are sought, with clause and quote; or what a profile makes of them.
#[derive(Debug, ClapArgs)]
#[command(after_help = TERMS_EXAMPLES, args_conflicts_with_subcommands = true)]
pub(crate) struct Terms {
    #[command(subcommand)]
    pub(crate) action: Option<TermsAction>,
    /// Format of the list; a table on a terminal, else csv
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<ListFormat>,
    /// Show what this profile makes of tiers and contexts, not the terms
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    /// List the rules in force on this day; otherwise today in Beijing
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// One more rule set; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Vec<String>,
    /// Own terms; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) terms: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TermsAction {
    /// Test a file of own terms: its rows, its examples, and what repeats built-in terms
    Check {
        /// The CSV file
        #[arg(value_name = "FILE")]
        file: String,
    },
}

/// Fold text line by line, as the matcher reads it.
#[derive(Debug, ClapArgs)]
pub(crate) struct Fold {
    /// A UTF-8 file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: String,
}

/// Print completions for a shell, such as `mingcha completions bash`
#[derive(Debug, ClapArgs)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}

/// Print the manual page of mingcha or of one of its commands, such as `mingcha man check | man -l -`
#[derive(Debug, ClapArgs)]
pub(crate) struct Man {
    /// A command of mingcha
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}
