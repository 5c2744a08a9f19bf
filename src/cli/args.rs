//! What was typed. Parsing validates and opens nothing.
#![allow(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "a flag is a bool, and an option's name is its own"
)]

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

use mingcha::input::{self, Encoding};
use mingcha::verdict::Verdict;

const CHECK_EXAMPLES: &str = "\
Examples:
  mingcha check filings.csv                      a verdict for every row, on standard output
  mingcha check -o verdicts.csv --bom *.csv      into a file that Excel opens
  mingcha check -n 2 -s 5 --no-headers dump.txt  columns by number
  mingcha check --only review -f jsonl < in.csv  what has to be looked at, for a script";

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

/// Checks company names and business scopes against clause (八) of 银发〔2026〕42号.
#[derive(Debug, Parser)]
#[command(version = super::rules::version(), about, long_about = None, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
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

/// Check batches of filings and write a verdict for every row.
#[derive(Debug, ClapArgs)]
#[command(after_help = CHECK_EXAMPLES)]
pub(super) struct Check {
    /// Batches to check: files, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(super) files: Vec<String>,
    /// Write a report; its format is named or told from the ending (csv, jsonl, html, xlsx, text, sarif, junit, github;
    /// .txt is text, .xml is junit)
    #[arg(short, long, value_name = "[FORMAT=]PATH")]
    pub(super) output: Vec<String>,
    /// Format of standard output; unless named, text on a terminal and csv in a pipe, nothing if there is an --output
    #[arg(short, long, value_name = "FORMAT")]
    pub(super) format: Option<FormatName>,
    /// Column with company names, by header or 1-based number; may be repeated
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(super) name: Vec<String>,
    /// Column with business scopes; may be repeated
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(super) scope: Vec<String>,
    /// Column with ids; of several the first filled one counts
    #[arg(short, long, value_name = "COL", help_heading = "Columns")]
    pub(super) id: Vec<String>,
    /// Original columns to carry into the report, separated by commas, or all
    #[arg(long, value_name = "COL,…|all", value_delimiter = ',', help_heading = "Columns")]
    pub(super) keep: Vec<String>,
    /// The first record is data; columns are named by number
    #[arg(long, help_heading = "Columns")]
    pub(super) no_headers: bool,
    /// Report only rows at or above this verdict, and rows with unread text
    #[arg(long, value_name = "LEVEL")]
    pub(super) only: Option<Level>,
    /// List clear rows in text, html and xlsx too, not only their number
    #[arg(long)]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) rules: Rules,
    /// An earlier report (csv or xlsx) with its decision columns filled in
    #[arg(long, value_name = "FILE")]
    pub(super) decisions: Option<String>,
    /// Exit with status 1 if a row is at or above this verdict
    #[arg(long, value_name = "LEVEL", default_value = "review")]
    pub(super) fail_on: FailOn,
    /// Text that could not be read does not change the exit status
    #[arg(long)]
    pub(super) allow_unchecked: bool,
    /// Encoding of the input, such as gb18030; otherwise told by proof
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = "Input")]
    pub(super) encoding: Option<Encoding>,
    /// Character between fields; otherwise found
    #[arg(short, long, value_name = "C", value_parser = delimiter, help_heading = "Input")]
    pub(super) delimiter: Option<char>,
    /// The only sheet of a workbook to check; otherwise every one with a name or scope column
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(super) sheet: Option<String>,
    /// What the input is; otherwise told from its first bytes, never from its ending. jsonl that is named is answered line
    /// by line
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    pub(super) input_format: Option<InputFormat>,
    /// Longest cell that is read whole, in bytes of UTF-8
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20, value_parser = max_cell, help_heading = "Input")]
    pub(super) max_cell: usize,
    /// Begin csv with a byte order mark, for Excel
    #[arg(long)]
    pub(super) bom: bool,
    /// No summary line at the end of jsonl
    #[arg(long)]
    pub(super) no_summary: bool,
    /// Write the run's record: version, rules, options, figures, and the hashes of inputs and outputs
    #[arg(long, value_name = "FILE")]
    pub(super) manifest: Option<String>,
    /// Threads; 0 means one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    pub(super) threads: usize,
    /// Size of the blocks that threads work on, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 256 * 1024, hide = true)]
    pub(super) block_size: usize,
    #[command(flatten)]
    pub(super) prose: Prose,
    #[command(flatten)]
    pub(super) paint: Paint,
    /// No summary on standard error
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Say more on standard error: what makes this run slow, if anything does
    #[arg(short, long, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// Never show progress
    #[arg(long)]
    pub(super) no_progress: bool,
}

/// Which rules are applied.
#[derive(Debug, ClapArgs)]
pub(super) struct Rules {
    /// Apply the rules in force on this day, such as 2026-02-06; otherwise today in Beijing
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Rules")]
    pub(super) as_of: Option<Date>,
    /// What a finding makes of a row: filing (new filings, strict), stock (existing ones), literal, or an own file
    #[arg(long, value_name = "PROFILE", default_value = "filing", help_heading = "Rules")]
    pub(super) profile: String,
    /// One more rule set: a folder with the files of data/rules/yinfa-2026-42; may be repeated
    #[arg(long, value_name = "DIR", help_heading = "Rules")]
    pub(super) rules: Vec<String>,
    /// Own terms: a CSV file with the columns of terms.csv, of which only `term` is required; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub(super) terms: Vec<String>,
    /// Look for what only a reader sees: characters of the same sound or shape, pinyin, characters written as their parts
    #[arg(long, value_name = "WHEN", default_value = "on", help_heading = "Rules")]
    pub(super) disguises: Switch,
}

/// How people are spoken to.
#[derive(Debug, ClapArgs)]
pub(super) struct Prose {
    /// Language of messages for people; otherwise by the locale, else Chinese
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<Lang>,
}

/// When colours are written.
#[derive(Clone, Copy, Debug, ClapArgs)]
pub(super) struct Paint {
    /// Colours: auto means on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// Show step by step why a text gets its verdict: what was folded, what matched, which context holds.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(super) struct Explain {
    /// A rule's id or term; with --row, the file
    #[arg(value_name = "RULE|FILE", required_unless_present_any = ["name", "scope"], conflicts_with_all = ["name", "scope"])]
    pub(super) target: Option<String>,
    /// A company name
    #[arg(short, long, value_name = "TEXT")]
    pub(super) name: Option<String>,
    /// A business scope
    #[arg(short, long, value_name = "TEXT")]
    pub(super) scope: Option<String>,
    /// The data row of FILE to explain, from 1
    #[arg(long, value_name = "N", requires = "target", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) row: Option<u64>,
    #[command(flatten)]
    pub(super) rules: Rules,
    #[command(flatten)]
    pub(super) prose: Prose,
    #[command(flatten)]
    pub(super) paint: Paint,
}

/// List the terms that are sought, with clause and quote; or what a profile makes of them.
#[derive(Debug, ClapArgs)]
#[command(after_help = TERMS_EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct Terms {
    #[command(subcommand)]
    pub(super) action: Option<TermsAction>,
    /// Format of the list; a table on a terminal, else csv
    #[arg(short, long, value_name = "FORMAT")]
    pub(super) format: Option<ListFormat>,
    /// Show what this profile makes of tiers and contexts, not the terms
    #[arg(long, value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    /// List the rules in force on this day; otherwise today in Beijing
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,
    /// One more rule set; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(super) rules: Vec<String>,
    /// Own terms; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) terms: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum TermsAction {
    /// Test a file of own terms: its rows, its examples, and what repeats built-in terms
    Check {
        /// The CSV file
        #[arg(value_name = "FILE")]
        file: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Table,
    Csv,
    Jsonl,
}

/// Fold text line by line, as the matcher reads it.
#[derive(Debug, ClapArgs)]
pub(super) struct Fold {
    /// A UTF-8 file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(super) file: String,
}

/// Print completions for a shell, such as `mingcha completions bash`
#[derive(Debug, ClapArgs)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}

/// Print the manual page of mingcha or of one of its commands, such as `mingcha man check | man -l -`
#[derive(Debug, ClapArgs)]
pub(super) struct Man {
    /// A command of mingcha
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    Csv,
    Jsonl,
    Text,
    Sarif,
    Junit,
    Github,
    Html,
    Xlsx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    Csv,
    Jsonl,
    Workbook,
}

impl From<InputFormat> for input::InputFormat {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Csv => Self::Csv,
            InputFormat::Jsonl => Self::Jsonl,
            InputFormat::Workbook => Self::Workbook,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Reject,
    Review,
    Unchecked,
    Notice,
    Clear,
}

impl From<Level> for Verdict {
    fn from(level: Level) -> Self {
        match level {
            Level::Reject => Self::Reject,
            Level::Review => Self::Review,
            Level::Unchecked => Self::Unchecked,
            Level::Notice => Self::Notice,
            Level::Clear => Self::Clear,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Reject,
    Review,
    Notice,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date looks like 2026-02-06".to_owned())
}

fn encoding(label: &str) -> Result<Encoding, String> {
    Encoding::from_label(label)
        .ok_or_else(|| "known are utf-8, gb18030 (gbk, gb2312), big5, utf-16le, utf-16be".to_owned())
}

fn delimiter(text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("\\t" | "tab", ..) => Ok('\t'),
        (_, Some('"' | '\n' | '\r'), None) => Err("a quote or a line break cannot stand between fields".to_owned()),
        (_, Some(character), None) => Ok(character),
        _ => Err("a delimiter is one character; \\t is a tab".to_owned()),
    }
}

fn max_cell(text: &str) -> Result<usize, String> {
    const BOUNDS: std::ops::RangeInclusive<usize> = 64..=(1 << 30);
    match text.parse() {
        Ok(bytes) if BOUNDS.contains(&bytes) => Ok(bytes),
        _ => Err(format!("from {} to {} bytes", BOUNDS.start(), BOUNDS.end())),
    }
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
