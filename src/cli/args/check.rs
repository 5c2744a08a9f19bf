//! What `mingcha check` takes.
#![allow(clippy::struct_excessive_bools, reason = "a flag is a bool")]

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::Args as ClapArgs;
use clap::builder::ArgPredicate;

use mingcha::input::{Encoding, Limits};
use mingcha::report::FormatName;
use mingcha::verdict::Field;

use super::choices::{FailOn, InputFormat, Level};
use super::shared::{Configuration, Paint, Rules};
use super::values::{delimiter, encoding, field, format_name, max_cell, number};

/// What concerns files, and so no filing that is typed.
const OF_FILES: [&str; 16] = [
    "files",
    "files_from",
    "null",
    "name",
    "scope",
    "text",
    "id",
    "keep",
    "keep_prefix",
    "group_by",
    "no_headers",
    "require",
    "encoding",
    "delimiter",
    "sheet",
    "input_format",
];

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    // With a list of files, standard input is read only if it is named.
    #[arg(value_name = "FILE", default_value = "-", default_value_if("files_from", ArgPredicate::IsPresent, None))]
    pub(crate) files: Vec<OsString>,
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<OsString>,
    #[arg(short = '0', long, requires = "files_from")]
    pub(crate) null: bool,
    #[arg(long, value_name = "TEXT", conflicts_with_all = OF_FILES)]
    pub(crate) name_text: Vec<String>,
    #[arg(long, value_name = "TEXT", conflicts_with_all = OF_FILES)]
    pub(crate) scope_text: Vec<String>,
    #[arg(long, value_name = "TEXT", conflicts_with_all = OF_FILES)]
    pub(crate) text_text: Vec<String>,
    #[arg(short, long, value_name = "[FORMAT=]PATH")]
    pub(crate) output: Vec<String>,
    #[arg(short, long, value_name = "FORMAT", value_parser = format_name())]
    pub(crate) format: Option<FormatName>,
    /// The fields whose columns are checked beside known ones: a file gives them that nobody named.
    #[arg(skip)]
    pub(crate) beside: BTreeSet<Field>,
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(crate) name: Vec<String>,
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(crate) scope: Vec<String>,
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) text: Vec<String>,
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(crate) id: Vec<String>,
    #[arg(long, value_name = "COL,…|all", value_delimiter = ',', help_heading = "Columns")]
    pub(crate) keep: Vec<String>,
    #[arg(long, value_name = "PREFIX", default_value = "", hide_default_value = true, help_heading = "Columns")]
    pub(crate) keep_prefix: String,
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) group_by: Option<String>,
    #[arg(long, help_heading = "Columns")]
    pub(crate) no_headers: bool,
    #[arg(long, value_name = "FIELD", value_delimiter = ',', value_parser = field(), help_heading = "Columns")]
    pub(crate) require: Vec<Field>,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) only: Option<Level>,
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Vec<OsString>,
    #[arg(long, value_name = "LEVEL", default_value = "review")]
    pub(crate) fail_on: FailOn,
    #[arg(long)]
    pub(crate) allow_unchecked: bool,
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = "Input")]
    pub(crate) encoding: Option<Encoding>,
    #[arg(short, long, value_name = "C", value_parser = delimiter, help_heading = "Input")]
    pub(crate) delimiter: Option<char>,
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(crate) sheet: Option<String>,
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    pub(crate) input_format: Option<InputFormat>,
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20, value_parser = max_cell, help_heading = "Input")]
    pub(crate) max_cell: usize,
    #[arg(long)]
    pub(crate) bom: bool,
    #[arg(long, conflicts_with = "no_summary")]
    pub(crate) summary: bool,
    #[arg(long)]
    pub(crate) no_summary: bool,
    #[arg(long)]
    pub(crate) step_summary: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<String>,
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, value_parser = number)]
    pub(crate) threads: usize,
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().block, value_parser = number, hide = true)]
    pub(crate) block_size: usize,
    #[command(flatten)]
    pub(crate) paint: Paint,
    #[arg(short, long)]
    pub(crate) quiet: bool,
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    #[arg(long)]
    pub(crate) no_progress: bool,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
}

impl Check {
    /// The columns that are named for each checked field. By its length the compiler tells that a field is missing.
    pub(crate) fn columns(&self) -> [(Field, &[String]); Field::CHECKED.len()] {
        [(Field::Name, &self.name), (Field::Scope, &self.scope), (Field::Text, &self.text)]
    }

    /// The texts that are typed for each checked field. By its length the compiler tells that a field is missing.
    pub(crate) fn texts(&self) -> [(Field, &[String]); Field::CHECKED.len()] {
        [(Field::Name, &self.name_text), (Field::Scope, &self.scope_text), (Field::Text, &self.text_text)]
    }
}
