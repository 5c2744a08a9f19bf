//! What the commands beside `check` take.

use std::ffi::OsString;

use clap::{Args as ClapArgs, Subcommand};
use clap_complete::Shell;
use jiff::civil::Date;

use mingcha::verdict::Field;

use super::choices::ListFormat;
use super::shared::{Configuration, Paint, Rules};
use super::values::{date, row};

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    #[arg(value_name = "RULE|FILE", required_unless_present_any = ["name", "scope", "text"], conflicts_with_all = ["name", "scope", "text"])]
    pub(crate) target: Option<OsString>,
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) name: Vec<String>,
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) scope: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Vec<String>,
    #[arg(long, value_name = "N", requires = "target", value_parser = row)]
    pub(crate) row: Option<u64>,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) paint: Paint,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
}

impl Explain {
    /// The texts that are given for each checked field. By its length the compiler tells that a field is missing.
    pub(crate) fn texts(&self) -> [(Field, &[String]); Field::CHECKED.len()] {
        [(Field::Name, &self.name), (Field::Scope, &self.scope), (Field::Text, &self.text)]
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Terms {
    #[command(subcommand)]
    pub(crate) action: Option<TermsAction>,
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<ListFormat>,
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    #[arg(long, value_name = "DIR|built-in:ID")]
    pub(crate) rules: Vec<OsString>,
    #[arg(long, value_name = "FILE")]
    pub(crate) terms: Vec<OsString>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TermsAction {
    Check {
        #[arg(value_name = "FILE")]
        file: OsString,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RuleSets {
    #[command(subcommand)]
    pub(crate) action: RuleSetsAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RuleSetsAction {
    Check {
        #[arg(value_name = "DIR|built-in:ID")]
        folder: OsString,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Fold {
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: OsString,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Completions {
    pub(crate) shell: Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Man {
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}
