//! Options that several commands take.

use clap::Args as ClapArgs;
use jiff::civil::Date;

use super::choices::{Color, Lang, Switch};
use super::values::date;

/// Which rules are applied.
#[derive(Debug, ClapArgs)]
pub(crate) struct Rules {
    /// Apply the rules in force on this day, such as 2026-02-06; otherwise today in Beijing
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Rules")]
    pub(crate) as_of: Option<Date>,
    /// What a finding makes of a row: filing (new filings, strict), stock (existing ones), literal, or an own file
    #[arg(long, value_name = "PROFILE", default_value = "filing", help_heading = "Rules")]
    pub(crate) profile: String,
    /// One more rule set: a folder with the files of data/rules/yinfa-2026-42; may be repeated
    #[arg(long, value_name = "DIR", help_heading = "Rules")]
    pub(crate) rules: Vec<String>,
    /// Own terms: a CSV file with the columns of terms.csv, of which only `term` is required; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub(crate) terms: Vec<String>,
    /// Look for what only a reader sees: characters of the same sound or shape, pinyin, characters written as their parts
    #[arg(long, value_name = "WHEN", default_value = "on", help_heading = "Rules")]
    pub(crate) disguises: Switch,
}

/// How people are spoken to.
#[derive(Debug, ClapArgs)]
pub(crate) struct Prose {
    /// Language of messages for people; otherwise by the locale, else Chinese
    #[arg(long, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
}

/// When colours are written.
#[derive(Clone, Copy, Debug, ClapArgs)]
pub(crate) struct Paint {
    /// Colours: auto means on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}
