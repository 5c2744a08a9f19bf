//! What `mingcha check` takes.
#![allow(clippy::struct_excessive_bools, reason = "a flag is a bool")]

use clap::Args as ClapArgs;

use mingcha::input::{Encoding, Limits};
use mingcha::report::FormatName;

use super::choices::{FailOn, InputFormat, Level};
use super::shared::{Paint, Prose, Rules};
use super::values::{delimiter, encoding, format_name, max_cell};

const CHECK_EXAMPLES: &str = "\
Examples:
  mingcha check filings.csv                      a verdict for every row, on standard output
  mingcha check -o verdicts.csv --bom *.csv      into a file that Excel opens
  mingcha check -n 2 -s 5 --no-headers dump.txt  columns by number
  mingcha check --only review -f jsonl < in.csv  what has to be looked at, for a script";

/// Check batches of filings and write a verdict for every row.
#[derive(Debug, ClapArgs)]
#[command(after_help = CHECK_EXAMPLES)]
pub(crate) struct Check {
    /// Batches to check: files, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) files: Vec<String>,
    /// Write a report; its format is named or told from the ending (csv, jsonl, html, xlsx, text, sarif, junit, github;
    /// .txt is text, .xml is junit)
    #[arg(short, long, value_name = "[FORMAT=]PATH")]
    pub(crate) output: Vec<String>,
    /// Format of standard output; unless named, text on a terminal and csv in a pipe, nothing if there is an --output
    #[arg(short, long, value_name = "FORMAT", value_parser = format_name())]
    pub(crate) format: Option<FormatName>,
    /// Column with company names, by header or 1-based number; may be repeated
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(crate) name: Vec<String>,
    /// Column with business scopes; may be repeated
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(crate) scope: Vec<String>,
    /// Column with ids; of several the first filled one counts
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(crate) id: Vec<String>,
    /// Original columns to carry into the report, separated by commas, or all
    #[arg(long, value_name = "COL,…|all", value_delimiter = ',', help_heading = "Columns")]
    pub(crate) keep: Vec<String>,
    /// The first record is data; columns are named by number
    #[arg(long, help_heading = "Columns")]
    pub(crate) no_headers: bool,
    /// Report only rows at or above this verdict, and rows with unread text
    #[arg(long, value_name = "LEVEL")]
    pub(crate) only: Option<Level>,
    /// List clear rows in text, html and xlsx too, not only their number
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// An earlier report (csv or xlsx) with its decision columns filled in
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Option<String>,
    /// Exit with status 1 if a row is at or above this verdict
    #[arg(long, value_name = "LEVEL", default_value = "review")]
    pub(crate) fail_on: FailOn,
    /// Text that could not be read does not change the exit status
    #[arg(long)]
    pub(crate) allow_unchecked: bool,
    /// Encoding of the input, such as gb18030; otherwise told by proof
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = "Input")]
    pub(crate) encoding: Option<Encoding>,
    /// Character between fields; otherwise found
    #[arg(short, long, value_name = "C", value_parser = delimiter, help_heading = "Input")]
    pub(crate) delimiter: Option<char>,
    /// The only sheet of a workbook to check; otherwise every one with a name or scope column
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(crate) sheet: Option<String>,
    /// What the input is; otherwise told from its first bytes, never from its ending. jsonl that is named is answered line
    /// by line
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    pub(crate) input_format: Option<InputFormat>,
    /// Longest cell that is read whole, in bytes of UTF-8
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20, value_parser = max_cell, help_heading = "Input")]
    pub(crate) max_cell: usize,
    /// Begin csv with a byte order mark, for Excel
    #[arg(long)]
    pub(crate) bom: bool,
    /// No summary line at the end of jsonl
    #[arg(long)]
    pub(crate) no_summary: bool,
    /// Write the run's record: version, rules, options, figures, and the hashes of inputs and outputs
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<String>,
    /// Threads; 0 means one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    /// Size of the blocks that threads work on, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().block, hide = true)]
    pub(crate) block_size: usize,
    #[command(flatten)]
    pub(crate) prose: Prose,
    #[command(flatten)]
    pub(crate) paint: Paint,
    /// Nothing on standard error but why a run failed: no progress, no summary, no warnings
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Say more on standard error: what makes this run slow, if anything does
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Never show progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}
