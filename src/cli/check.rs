//! `mingcha check`: what was typed becomes inputs, rules and outputs; then the pipeline runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZero;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail, ensure};
use jiff::Timestamp;

use mingcha::checker::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{self, Input, InputHash, Keep, Limits, Opening, Options, STDIN, Source, Wanted};
use mingcha::pipeline::{self, Job, Tally};
use mingcha::report::{
    Counts, Csv, Format, Github, Html, InputSummary, Jsonl, Junit, Sarif, SarifRule, Summary, Text, Xlsx,
};
use mingcha::rules::Rule;
use mingcha::verdict::{Field, Verdict};

use super::args::{Check, FailOn, FormatName, Switch};
use super::exit::Exit;
use super::manifest::{self, Checked, Hashed, InputRecord};
use super::output::{self, Output};
use super::reports::Reports;
use super::{progress, prose, rules, terminal};

const SLOW_ZH: &str = "自定规则的用字过多或过于常见，不能先按字节筛选，逐格检查，速度较慢";
const SLOW_EN: &str =
    "own rules have too many letters or too common ones to sieve raw bytes; every cell is looked at, which is slower";

/// An opened input with what is known of it before reading.
struct Opened {
    input: Input,
    /// Which of the files it is in, as they were given.
    file: usize,
    path: String,
    hash: Option<InputHash>,
    size: Option<u64>,
    /// Sheets of the same workbook that are not checked.
    skipped: Vec<String>,
    /// The headers of columns that are not checked though they read like a name or a scope.
    overlooked: Vec<String>,
    /// What no column was found for.
    missing: Option<Field>,
}

/// Checks everything that was asked for. All that can be refused is refused before any row is read.
pub(super) fn run(args: &Check) -> Result<Exit> {
    let (begun, started) = (Instant::now(), Timestamp::now());
    let rules::Applied { checker, profile_file, day, warnings } = rules::apply(&args.rules)?;
    let (decisions, decisions_file) = match &args.decisions {
        Some(path) => {
            let source = Source::open_as(path, Opening { hashed: true, unread: false })?;
            let hash = source.hash.clone();
            (Decisions::read(source, day)?, hash.map(|hash| Hashed::new(path, &hash.digest())))
        }
        None => (Decisions::default(), None),
    };
    let plan = plan(args)?;
    let hashes = args.manifest.is_some() || plan.iter().any(|(format, _)| format.shows_hashes(args));
    let mut inputs = open_inputs(args, hashes)?;
    let kept = inputs.first().map_or_else(Vec::new, |opened| opened.input.kept_headers());
    ensure!(
        inputs.iter().all(|o| o.input.kept_headers() == kept),
        "the inputs do not have the same columns to --keep; check them one by one"
    );
    let formats: Vec<_> =
        plan.iter().map(|(name, path)| format(*name, path.is_none(), args, &kept, &checker)).collect();
    refuse_own_inputs(args, &plan)?;
    let total = inputs.iter().map(|o| o.size).sum();
    let bar = progress::bar(total, !args.quiet && !args.no_progress);
    output::leave_nothing_when_interrupted()?;
    let mut reports = Reports::begin(outputs(args, &plan)?, &formats, bar)?;
    let manifest = args.manifest.as_deref().map(Output::file).transpose()?;
    let job = Job {
        checker: &checker,
        formats: &formats,
        decisions: &decisions,
        only: args.only.map_or(Verdict::Clear, Into::into),
        threads: if args.threads == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { args.threads },
    };
    let (summary, records) = check(&mut inputs, &job, &mut reports, blank_summary(&checker, day.to_string()))?;
    let exit = exit(args, &summary.counts);
    let outputs = reports.complete(&summary)?;
    let run = manifest::Run {
        args,
        started,
        profile_file,
        decisions: decisions_file,
        inputs: records,
        summary: &summary,
        exit_status: exit.status(),
    };
    appear(outputs, manifest, &plan, run)?;
    if !args.quiet {
        prose::warn(&warnings);
        if args.verbose && is_slowed_by_own_rules(args, &checker) {
            prose::warn(&[args.prose.lang().pick(SLOW_ZH, SLOW_EN).to_owned()]);
        }
        prose::warn(&decisions.rejected);
        prose::warn(&decisions.unmatched());
        // Text has the figures at its own end already.
        let figures = !plan.contains(&(FormatName::Text, None));
        let summary = prose::summary(args.prose.lang(), &summary, begun.elapsed(), figures);
        let _ = io::stderr().write_all(summary.as_bytes());
    }
    Ok(exit)
}

/// Whether own rules are the reason that every cell is looked at. Where disguises are sought that is so by design.
fn is_slowed_by_own_rules(args: &Check, checker: &Checker) -> bool {
    args.rules.disguises != Switch::On && !checker.sieve().has_anchors()
}

/// Checks the inputs one after the other. Returns the figures of all, and the record of each file.
fn check(
    inputs: &mut [Opened],
    job: &Job<'_>,
    reports: &mut Reports<'_>,
    mut summary: Summary,
) -> Result<(Summary, Vec<InputRecord>)> {
    let mut records = BTreeMap::new();
    for opened in inputs {
        let tally = pipeline::run(&mut opened.input, job, reports)?;
        reports.before += tally.bytes;
        summary.counts.add(&tally.counts);
        summary.inputs.push(input_summary(opened, &tally));
        if let Some(hash) = &opened.hash {
            let file = || InputRecord { file: Hashed::new(&opened.path, &hash.digest()), checked: Vec::new() };
            records.entry(opened.file).or_insert_with(file).checked.push(Checked {
                name: opened.input.name.clone(),
                encoding: opened.input.encoding(),
                columns: opened.input.layout.checked.iter().map(|column| column.index + 1).collect(),
                rows: tally.counts.total(),
            });
        }
    }
    Ok((summary, records.into_values().collect()))
}

/// The opened outputs.
fn outputs(args: &Check, plan: &[(FormatName, Option<String>)]) -> Result<Vec<Output>> {
    let output = |path: &Option<String>| path.as_deref().map_or_else(|| Ok(Output::stdout()), Output::file);
    plan.iter().map(|(_, path)| Ok(output(path)?.hashed(args.manifest.is_some()))).collect()
}

/// Lets the reports appear, and the manifest last: where it is, all is.
fn appear(
    outputs: Vec<Output>,
    manifest: Option<Output>,
    plan: &[(FormatName, Option<String>)],
    run: manifest::Run<'_>,
) -> Result<()> {
    let Some(mut manifest) = manifest else { return outputs.into_iter().try_for_each(Output::appear) };
    let named: Vec<_> = plan.iter().map(|(format, _)| *format).zip(&outputs).collect();
    manifest.write(&run.record(&named)?)?;
    manifest.complete()?;
    outputs.into_iter().chain([manifest]).try_for_each(Output::appear)
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
    for path in plan.iter().filter_map(|(_, path)| path.as_ref()).chain(&args.manifest) {
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
    for (file, path) in args.files.iter().enumerate() {
        inputs.extend(open(file, path, &options, hashes)?);
    }
    Ok(inputs)
}

/// The inputs of one path: its own text, or the sheets of a workbook.
fn open(file: usize, path: &str, options: &Options, hashed: bool) -> Result<Vec<Opened>> {
    let unread = options.format == Some(input::InputFormat::Jsonl);
    let source = Source::open_as(path, Opening { hashed, unread })?;
    let hash = source.hash.clone();
    let size = source.size;
    let mut opened = input::open(source, options)?;
    let is_alone = opened.inputs.len() == 1;
    let wanted = &options.wanted;
    let described = |input: Input| Opened {
        overlooked: input.layout.overlooked(wanted),
        missing: input.layout.missing(wanted),
        input,
        file,
        path: path.to_owned(),
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
    let of_layout = opened.input.layout.checked.iter().map(|c| &c.header).zip(tally.filled.iter().copied());
    let of_objects = tally.keys.iter().map(|(key, filled)| (key, *filled));
    let columns: Vec<_> = of_layout.chain(of_objects).map(|(header, filled)| (header.to_string(), filled)).collect();
    let empty = columns.iter().filter(|(_, filled)| !filled && tally.counts.total() > 0);
    InputSummary {
        name: opened.input.name.clone(),
        encoding: opened.input.encoding().to_owned(),
        empty_columns: empty.map(|(header, _)| header.clone()).collect(),
        columns: columns.into_iter().map(|(header, _)| header).collect(),
        overlooked: opened.overlooked.clone(),
        missing: opened.missing,
        titles: opened.input.titles,
        skipped: opened.skipped.clone(),
        sha256: opened.hash.as_ref().map(|hash| hash.digest().hex()),
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
