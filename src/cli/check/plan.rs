//! What the arguments of `check` mean: how inputs are read, which reports go where, and what ends in which status.

use std::collections::BTreeMap;
use std::env;
use std::num::NonZero;
use std::path::Path;
use std::thread;

use anyhow::Result;

use mingcha::input::{Keep, Limits, Options, STDIN, Typed, Wanted};
use mingcha::message::Lang;
use mingcha::message::cli::CliError;
use mingcha::report::{FormatName, ReportOptions, Summary};
use mingcha::verdict::Verdict;

use crate::cli::args::{Check, FailOn};
use crate::cli::exit::Exit;
use crate::cli::files::Files;
use crate::cli::output::Output;
use crate::cli::terminal;

/// The variable that names the file for the summary of a step.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";
/// How long the summary of a step can be, in bytes; and something less, since what is there already counts.
const MOST_OF_STEP: u64 = 1_000_000;

/// The run that the arguments ask for.
pub(super) struct Plan {
    pub(super) files: Files,
    /// The filing that is typed in place of files.
    pub(super) typed: Option<Typed>,
    pub(super) reading: Options,
    /// Whether the inputs are hashed while they are read.
    pub(super) hashes: bool,
    pub(super) reports: Vec<PlannedReport>,
    /// Where the record of the run goes.
    pub(super) manifest: Option<String>,
    /// Rows below this verdict are not reported, unless some of their text was left unread.
    pub(super) only: Verdict,
    pub(super) threads: usize,
    pub(super) failing: Failing,
}

/// A report before the inputs are open, which decide what columns it has.
pub(super) struct PlannedReport {
    pub(super) format: FormatName,
    /// The path of its file; `None` is standard output.
    pub(super) path: Option<String>,
    /// Whether it is added to what the file has already.
    is_added: bool,
    pub(super) options: ReportOptions,
}

/// What makes a run end with another status than 0.
pub(super) struct Failing {
    /// A row at or above this verdict ends in [`Exit::Found`].
    least: Option<Verdict>,
    /// Unread text ends in [`Exit::Failed`].
    unread: bool,
}

impl Plan {
    pub(super) fn new(args: &Check, lang: Lang) -> Result<Self> {
        let reports = reports(args, lang)?;
        let shows_hashes = reports.iter().any(PlannedReport::shows_hashes);
        let typed = Typed::new(args.texts());
        Ok(Self {
            files: if typed.is_some() { Files::default() } else { files(args)? },
            typed,
            reading: reading(args),
            hashes: args.manifest.is_some() || shows_hashes,
            reports,
            manifest: args.manifest.clone(),
            only: args.only.map_or(Verdict::Clear, Into::into),
            threads: threads(args.threads),
            failing: Failing { least: least(args.fail_on), unread: !args.allow_unchecked },
        })
    }

    /// Opens the outputs of the reports, in their order.
    pub(super) fn open_outputs(&self) -> Result<Vec<Output>> {
        let mut outputs = Vec::with_capacity(self.reports.len());
        for report in &self.reports {
            let output = match &report.path {
                Some(path) if report.is_added => Output::end_of(path)?,
                Some(path) => Output::file(path)?,
                None => Output::stdout(),
            };
            outputs.push(output.hashed(self.manifest.is_some()));
        }
        Ok(outputs)
    }

    /// Whether a text report goes to standard output. It ends with the figures of the run.
    pub(super) fn has_text_on_stdout(&self) -> bool {
        self.reports.iter().any(|report| report.format == FormatName::Text && report.path.is_none())
    }
}

impl PlannedReport {
    /// A report in a file. Programs that read its rows want no other lines in it.
    fn of_file(format: FormatName, path: &str, args: &Check, lang: Lang) -> Self {
        let (color, width) = (args.paint.in_files(), terminal::FILE_WIDTH);
        let options = ReportOptions { summary: args.summary, color, width, ..report_options(args, lang) };
        Self { format, path: Some(path.to_owned()), is_added: false, options }
    }

    /// Whether the report shows the hashes of its inputs.
    fn shows_hashes(&self) -> bool {
        let is_without_summary = self.format == FormatName::Jsonl && !self.options.summary;
        self.format.shows_hashes() && !is_without_summary
    }
}

impl Failing {
    /// How a run with these figures ends.
    pub(super) fn exit(&self, summary: &Summary) -> Exit {
        let counts = &summary.counts;
        if self.unread && summary.has_unread() {
            return Exit::Failed;
        }
        let found =
            Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Unchecked && counts.of(*verdict) > 0);
        match (self.least, found.max()) {
            (Some(least), Some(highest)) if highest >= least => Exit::Found,
            _ => Exit::Done,
        }
    }
}

/// The files that are named, and those of a list.
fn files(args: &Check) -> Result<Files> {
    let mut files = Files::of(&args.files)?;
    if let Some(list) = &args.files_from {
        files.add_listed(list, args.null)?;
    }
    Ok(files)
}

/// The reports that are named, or the usual one on standard output.
fn reports(args: &Check, lang: Lang) -> Result<Vec<PlannedReport>, CliError> {
    let mut reports = Vec::new();
    if (args.output.is_empty() && !args.step_summary) || args.format.is_some() {
        let is_terminal = terminal::shows_stdout();
        let usual = if is_terminal { FormatName::Text } else { FormatName::Csv };
        let format = args.format.unwrap_or(usual);
        if is_terminal && format.is_binary() {
            return Err(CliError::BytesOnTerminal { format: format.to_string() });
        }
        let summary = args.summary || !args.no_summary;
        let (color, width) = (args.paint.on_stdout(), terminal::width());
        let options = ReportOptions { summary, color, width, is_stream: true, ..report_options(args, lang) };
        reports.push(PlannedReport { format, path: None, is_added: false, options });
    }

    for output in &args.output {
        let (format, path) = format_and_path(output)?;
        reports.push(PlannedReport::of_file(format, path, args, lang));
    }
    if args.step_summary {
        reports.push(step_summary(args, lang)?);
    }
    Ok(reports)
}

/// The report for the page of a step of GitHub Actions.
fn step_summary(args: &Check, lang: Lang) -> Result<PlannedReport, CliError> {
    let path = env::var(STEP_SUMMARY).ok().filter(|path| !path.is_empty()).ok_or(CliError::NoStepSummary)?;
    let mut report = PlannedReport::of_file(FormatName::Markdown, &path, args, lang);
    report.options.most_bytes = Some(MOST_OF_STEP);
    report.is_added = true;
    Ok(report)
}

/// What concerns all reports, wherever they go.
fn report_options(args: &Check, lang: Lang) -> ReportOptions {
    let keep_prefix = args.keep_prefix.clone();
    let folder = env::current_dir().ok().and_then(|folder| folder.into_os_string().into_string().ok());
    ReportOptions { all: args.all, bom: args.bom, keep_prefix, folder, ..ReportOptions::new(lang) }
}

/// The formats that only a program with the feature `arrow` has.
const FOR_ENGINES: [&str; 2] = ["parquet", "arrow"];

/// The format and path of `[FORMAT=]PATH`.
fn format_and_path(output: &str) -> Result<(FormatName, &str), CliError> {
    if output == STDIN {
        return Err(CliError::OutputIsStdout);
    }
    if let Some((word, path)) = output.split_once('=')
        && let Some(format) = FormatName::from_key_or_ending(word)
    {
        return Ok((format, path));
    }
    if Path::new(output).is_dir() {
        return Err(CliError::OutputIsFolder { path: output.to_owned() });
    }

    let ending = output.rsplit_once('.').map_or("", |(_, ending)| ending);
    let word = output.split_once('=').map_or(ending, |(word, _)| word);
    if FOR_ENGINES.contains(&word.to_ascii_lowercase().as_str()) && FormatName::from_key_or_ending(word).is_none() {
        return Err(CliError::FormatNotBuiltIn { output: output.to_owned(), format: word.to_owned() });
    }
    if output.contains('=') && word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let known = FormatName::ALL.map(|format| format.key().to_owned()).to_vec();
        return Err(CliError::UnknownFormat { output: output.to_owned(), word: word.to_owned(), known });
    }
    match FormatName::from_key_or_ending(ending) {
        Some(format) => Ok((format, output)),
        None => Err(CliError::NoFormat { output: output.to_owned() }),
    }
}

fn reading(args: &Check) -> Options {
    let keep = match &args.keep[..] {
        [] => Keep::Nothing,
        [all] if all == "all" => Keep::All,
        these => Keep::These(these.to_vec()),
    };
    Options {
        wanted: Wanted {
            columns: BTreeMap::from(args.columns().map(|(field, columns)| (field, columns.to_vec()))),
            beside: args.beside.clone(),
            ids: args.id.clone(),
            keep,
            group: args.group_by.clone(),
            no_headers: args.no_headers,
            ..Wanted::default()
        },
        encoding: args.encoding,
        delimiter: args.delimiter,
        sheet: args.sheet.clone(),
        format: args.input_format.map(Into::into),
        limits: Limits { block: args.block_size, cell: args.max_cell },
    }
}

/// As many threads as were typed; 0 means one for each core.
fn threads(typed: usize) -> usize {
    if typed > 0 { typed } else { thread::available_parallelism().map_or(1, NonZero::get) }
}

fn least(fail_on: FailOn) -> Option<Verdict> {
    match fail_on {
        FailOn::Reject => Some(Verdict::Reject),
        FailOn::Review => Some(Verdict::Review),
        FailOn::Notice => Some(Verdict::Notice),
        FailOn::Never => None,
    }
}
