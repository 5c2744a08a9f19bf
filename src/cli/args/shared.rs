//! Options that several commands take.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use jiff::civil::Date;
use mingcha::Profile;

use super::choices::{Color, Switch};
use super::values::date;

#[derive(Debug, ClapArgs)]
pub(crate) struct Rules {
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Rules")]
    pub(crate) as_of: Option<Date>,
    #[arg(long, value_name = "PROFILE", default_value = Profile::DEFAULT, help_heading = "Rules")]
    pub(crate) profile: String,
    #[arg(long, value_name = "DIR|built-in:ID", help_heading = "Rules")]
    pub(crate) rules: Vec<OsString>,
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub(crate) terms: Vec<OsString>,
    #[arg(long, value_name = "WHEN", default_value = "on", help_heading = "Rules")]
    pub(crate) disguises: Switch,
    /// The folder of the program, if rules beside it are applied. They are named from there on.
    #[arg(skip)]
    pub(crate) office: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ClapArgs)]
pub(crate) struct Paint {
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// Where settings come from besides the command line.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Configuration {
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<OsString>,
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}
