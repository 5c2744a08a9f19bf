//! `mingcha check`: what was typed becomes inputs, rules and outputs; then the pipeline runs.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZero;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail, ensure};
use indicatif::ProgressBar;

use mingcha::checker::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{self, Input, InputHash, Keep, Limits, Options, STDIN, Source, Wanted};
use mingcha::pipeline::{self, Job, Sink, Tally};
use mingcha::report::{
    Counts, Csv, Format, Github, Html, InputSummary, Jsonl, Junit, Sarif, SarifRule, Summary, Text, Xlsx,
};
use mingcha::rules::Rule;
use mingcha::verdict::Verdict;

use super::args::{Check, FailOn, FormatName};
use super::exit::Exit;
use super::output::{self, Output};
use super::{decisions, progress, prose, rules, terminal};

const SLOW_ZH: &str = "自定规则的用字过多或过于常见，不能先按字节筛选，逐格检查，速度较慢";
const SLOW_EN: &str =
    "own rules have too many letters or too common ones to sieve raw bytes; every cell is looked at, which is slower";

/// An opened input with what is known of it before reading.
struct Opened {
    input: Input,
    hash: Option<InputHash>,
    size: Option<u64>,
    /// Sheets of the same workbook that are not checked.
    skipped: Vec<String>,
}

/// Checks everything that was asked for. All that can be refused is refused before any row is read.
pub(super) fn run(args: &Check) -> Result<Exit> {
    let started = Instant::now();
    let rules::Applied { checker, day, warnings } = rules::apply(&args.rules)?;
    let decisions =
        args.decisions.as_ref().map_or_else(|| Ok(Decisions::default()), |path| decisions::read(path, day))?;
    let plan = plan(args)?;
    let hashes = plan.iter().any(|(format, _)| format.shows_hashes(args));
    let mut inputs = open_inputs(args, hashes)?;
    let kept = inputs.first().map_or_else(Vec::new, |opened| opened.input.kept_headers());
    ensure!(
        inputs.iter().all(|o| o.input.kept_headers() == kept),
        "the inputs do not have the same columns to --keep; check them one by one"
    );
    let formats: Vec<_> =
        plan.iter().map(|(name, path)| format(*name, path.is_none(), args, &kept, &checker)).collect();
    let outputs = plan.iter().map(|(_, path)| path.as_ref().map_or_else(|| Ok(Output::stdout()), |p| Output::file(p)));
    refuse_own_inputs(args, &plan)?;
    let total = inputs.iter().map(|o| o.size).sum();
    let bar = progress::bar(total, !args.quiet && !args.no_progress);
    output::leave_nothing_when_interrupted()?;
    let mut reports = Reports::begin(outputs.collect::<Result<_>>()?, &formats, bar)?;
    let job = Job {
        checker: &checker,
        formats: &formats,
        decisions: &decisions,
        only: args.only.map_or(Verdict::Clear, Into::into),
        threads: if args.threads == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { args.threads },
    };
    let mut summary = blank_summary(&checker, day.to_string());
    for opened in &mut inputs {
        let tally = pipeline::run(&mut opened.input, &job, &mut reports)?;
        reports.before += tally.bytes;
        summary.counts.add(&tally.counts);
        summary.inputs.push(input_summary(opened, &tally));
    }
    reports.finish(&summary)?;
    if !args.quiet {
        prose::warn(&warnings);
        if args.verbose && !checker.sieve().has_anchors() {
            prose::warn(&[args.prose.lang().pick(SLOW_ZH, SLOW_EN).to_owned()]);
        }
        prose::warn(&decisions.rejected);
        prose::warn(&decisions.unmatched());
        // Text has the figures at its own end already.
        let figures = !plan.contains(&(FormatName::Text, None));
        let summary = prose::summary(args.prose.lang(), &summary, started.elapsed(), figures);
        let _ = io::stderr().write_all(summary.as_bytes());
    }
    Ok(exit(args, &summary.counts))
}

/// The reports to write: format, and path or standard output.
fn plan(args: &Check) -> Result<Vec<(FormatName, Option<String>)>> {
    let mut plan = Vec::new();
    if args.output.is_empty() || args.format.is_some() {
        let usual = if io::stdout().is_terminal() { FormatName::Text } else { FormatName::Csv };
        let format = args.format.unwrap_or(usual);
        ensure!(
            format != FormatName::Xlsx || !io::stdout().is_terminal(),
            "a workbook cannot be shown on a terminal; write it with --output report.xlsx"
        );
        plan.push((format, None));
    }
    for output in &args.output {
        let (format, path) = FormatName::of_output(output)?;
        plan.push((format, Some(path.to_owned())));
    }
    Ok(plan)
}

/// Refuses to put a report in the place of a file that is checked.
fn refuse_own_inputs(args: &Check, plan: &[(FormatName, Option<String>)]) -> Result<()> {
    let real = |path: &String| fs::canonicalize(path).ok().filter(|p| p.is_file());
    let inputs: Vec<_> = args.files.iter().filter(|f| *f != STDIN).filter_map(real).collect();
    for path in plan.iter().filter_map(|(_, path)| path.as_ref()) {
        ensure!(
            real(path).is_none_or(|p| !inputs.contains(&p)),
            "{path}: is an input; name another file for the report"
        );
    }
    Ok(())
}

impl FormatName {
    /// Whether a report in this format shows the hashes of its inputs.
    fn shows_hashes(self, args: &Check) -> bool {
        match self {
            Self::Csv | Self::Text | Self::Sarif | Self::Junit | Self::Github => false,
            Self::Jsonl => !args.no_summary,
            Self::Html | Self::Xlsx => true,
        }
    }

    /// The format and path of `[FORMAT=]PATH`.
    fn of_output(output: &str) -> Result<(Self, &str)> {
        let named = |name: &str| match name.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" => Some(Self::Jsonl),
            "text" | "txt" => Some(Self::Text),
            "sarif" => Some(Self::Sarif),
            "junit" | "xml" => Some(Self::Junit),
            "github" => Some(Self::Github),
            "html" => Some(Self::Html),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        };
        if let Some((format, path)) = output.split_once('=').and_then(|(name, path)| named(name).map(|f| (f, path))) {
            return Ok((format, path));
        }
        match output.rsplit_once('.').and_then(|(_, ending)| named(ending)) {
            Some(format) => Ok((format, output)),
            None => bail!("{output}: the ending names no format; put one in front, such as csv={output}"),
        }
    }
}

fn open_inputs(args: &Check, hashes: bool) -> Result<Vec<Opened>> {
    ensure!(args.files.iter().filter(|f| *f == STDIN).count() <= 1, "standard input (-) can be read only once");
    let options = Options {
        wanted: Wanted {
            names: args.name.clone(),
            scopes: args.scope.clone(),
            ids: args.id.clone(),
            keep: match &args.keep[..] {
                [] => Keep::Nothing,
                [all] if all == "all" => Keep::All,
                these => Keep::These(these.to_vec()),
            },
            no_headers: args.no_headers,
        },
        encoding: args.encoding,
        delimiter: args.delimiter,
        sheet: args.sheet.clone(),
        format: args.input_format.map(Into::into),
        limits: Limits { block: args.block_size, cell: args.max_cell },
    };
    let mut inputs = Vec::new();
    for path in &args.files {
        inputs.extend(open(path, &options, hashes)?);
    }
    Ok(inputs)
}

/// The inputs of one path: its own text, or the sheets of a workbook.
fn open(path: &str, options: &Options, hashes: bool) -> Result<Vec<Opened>> {
    let mut source = Source::open(path)?;
    let size = source.size;
    let hash = hashes.then(|| source.hash());
    let mut opened = input::open(source, options)?;
    let is_alone = opened.inputs.len() == 1;
    let described = |input| Opened {
        input,
        hash: hash.clone(),
        size: size.filter(|_| is_alone),
        skipped: std::mem::take(&mut opened.skipped),
    };
    Ok(opened.inputs.into_iter().map(described).collect())
}

fn format(name: FormatName, on_stdout: bool, args: &Check, kept: &[Arc<str>], checker: &Checker) -> Box<dyn Format> {
    let lang = args.prose.lang();
    match name {
        FormatName::Csv => Box::new(Csv { bom: args.bom, kept: kept.to_vec() }),
        FormatName::Jsonl => Box::new(Jsonl { summary: !args.no_summary }),
        FormatName::Text => {
            let (color, width) = if on_stdout {
                (args.paint.on_stdout(), terminal::width())
            } else {
                (args.paint.in_files(), terminal::FILE_WIDTH)
            };
            Box::new(Text { lang, color, width, all: args.all })
        }
        FormatName::Sarif => Box::new(Sarif::new(lang, &sarif_rules(checker))),
        FormatName::Junit => Box::new(Junit::new(lang)),
        FormatName::Github => Box::new(Github { lang }),
        FormatName::Html => Box::new(Html { lang, all: args.all }),
        FormatName::Xlsx => Box::new(Xlsx { lang, all: args.all, kept: kept.to_vec() }),
    }
}

fn sarif_rules(checker: &Checker) -> Vec<SarifRule> {
    let rule = |rule: &Rule| SarifRule {
        id: rule.id.clone(),
        term: rule.term.clone(),
        tier: rule.tier,
        verdict: checker.profile().verdict(rule.tier, rule.verdict, &BTreeSet::new()),
        clause: rule.clause.clone(),
        quote: rule.quote.clone(),
    };
    checker.book().rules().map(rule).collect()
}

fn blank_summary(checker: &Checker, as_of: String) -> Summary {
    let origins = || checker.book().sets.iter().map(|set| &set.origin);
    Summary {
        counts: Counts::default(),
        inputs: Vec::new(),
        rule_sets: origins().map(|o| o.id.clone()).collect(),
        rule_set_sha256: origins().map(|o| o.sha256.clone()).collect(),
        as_of,
        profile: checker.profile().name.clone(),
    }
}

fn input_summary(opened: &Opened, tally: &Tally) -> InputSummary {
    let columns = || opened.input.layout.checked.iter().map(|c| c.header.to_string());
    let empty = columns().zip(&tally.filled).filter(|(_, filled)| !**filled && tally.counts.total() > 0);
    InputSummary {
        name: opened.input.name.clone(),
        encoding: opened.input.encoding().to_owned(),
        empty_columns: empty.map(|(header, _)| header).collect(),
        columns: columns().collect(),
        titles: opened.input.titles,
        skipped: opened.skipped.clone(),
        sha256: opened.hash.as_ref().map(InputHash::hex),
        bytes: tally.bytes,
    }
}

fn exit(args: &Check, counts: &Counts) -> Exit {
    let threshold = match args.fail_on {
        FailOn::Reject => Some(Verdict::Reject),
        FailOn::Review => Some(Verdict::Review),
        FailOn::Notice => Some(Verdict::Notice),
        FailOn::Never => None,
    };
    let found = |least| Verdict::ALL.into_iter().any(|v| v >= least && v != Verdict::Unchecked && counts.of(v) > 0);
    if counts.unread > 0 && !args.allow_unchecked {
        Exit::Failed
    } else if threshold.is_some_and(found) {
        Exit::Found
    } else {
        Exit::Done
    }
}

/// All outputs of a run, in the order of its formats.
struct Reports<'a> {
    outputs: Vec<Output>,
    formats: &'a [Box<dyn Format>],
    /// The rows of formats that are assembled at the end; none for the others.
    gathered: Vec<Option<Vec<u8>>>,
    bar: ProgressBar,
    /// Bytes of the inputs already done.
    before: u64,
}

impl<'a> Reports<'a> {
    fn begin(mut outputs: Vec<Output>, formats: &'a [Box<dyn Format>], bar: ProgressBar) -> Result<Self> {
        for (format, output) in formats.iter().zip(&mut outputs) {
            let mut head = Vec::new();
            format.head(&mut head);
            output.write(&head)?;
        }
        let gathered = formats.iter().map(|f| f.is_assembled().then(Vec::new)).collect();
        Ok(Self { outputs, formats, gathered, bar, before: 0 })
    }

    fn finish(self, summary: &Summary) -> Result<()> {
        self.bar.finish_and_clear();
        let mut outputs = self.outputs;
        for ((format, output), gathered) in self.formats.iter().zip(&mut outputs).zip(self.gathered) {
            let mut tail = match gathered {
                Some(rows) => format.assemble(rows, summary)?,
                None => Vec::new(),
            };
            format.tail(summary, &mut tail);
            output.write(&tail)?;
        }
        outputs.iter_mut().try_for_each(Output::complete)?;
        outputs.into_iter().try_for_each(Output::appear)
    }
}

impl Sink for Reports<'_> {
    fn write(&mut self, rendered: &[Vec<u8>], read: u64) -> Result<()> {
        self.bar.set_position(self.before + read);
        let outputs = self.outputs.iter_mut().zip(&mut self.gathered).zip(self.formats);
        for (((output, gathered), format), bytes) in outputs.zip(rendered) {
            match gathered {
                Some(rows) => format.gather(rows, bytes),
                None => output.write(bytes)?,
            }
        }
        Ok(())
    }
}
