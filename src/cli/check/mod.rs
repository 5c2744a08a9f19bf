//! `mingcha check`: what was typed becomes inputs, rules and outputs; then the pipeline runs.

mod formats;
mod inputs;
mod plan;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread;
use std::time::Instant;

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;

use mingcha::checker::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{Opening, Source};
use mingcha::message::Lang;
use mingcha::message::cli::{CliError, Notice};
use mingcha::pipeline::{self, Job};
use mingcha::report::{Counts, FormatName, Summary};
use mingcha::verdict::Verdict;

use super::args::{Check, FailOn, Switch};
use super::exit::Exit;
use super::hashed::Hashed;
use super::manifest::{self, Checked, InputRecord};
use super::output::{self, Output};
use super::reports::Reports;
use super::{progress, prose, rules};
use inputs::{Opened, open_inputs};
use plan::{Plan, plan, refuse_own_inputs, shows_hashes};

/// Checks everything that was asked for. All that can be refused is refused before any row is read.
pub(super) fn run(args: &Check, lang: Lang) -> Result<Exit> {
    let (begun, started) = (Instant::now(), Timestamp::now());
    let rules::Applied { checker, profile_file, day, warnings } = rules::apply(&args.rules)?;
    let (decisions, decisions_file) = decisions(args, day)?;
    let plan = plan(args)?;
    let hashes = args.manifest.is_some() || plan.iter().any(|(format, _)| shows_hashes(*format, args));
    let mut inputs = open_inputs(args, hashes)?;
    let kept = inputs.first().map_or_else(Vec::new, |opened| opened.input.kept_headers());
    if inputs.iter().any(|opened| opened.input.kept_headers() != kept) {
        return Err(CliError::DifferentKept.into());
    }
    let reports = formats::reports(&plan, args, lang, &kept, &checker);
    refuse_own_inputs(args, &plan)?;
    let total = inputs.iter().map(|o| o.size).sum();
    let bar = progress::bar(total, !args.quiet && !args.no_progress);
    output::leave_nothing_when_interrupted()?;
    let mut outputs = Reports::begin(outputs(args, &plan)?, &reports, bar)?;
    let manifest = args.manifest.as_deref().map(Output::file).transpose()?;
    let job = Job {
        checker: &checker,
        reports: &reports,
        decisions: &decisions,
        only: args.only.map_or(Verdict::Clear, Into::into),
        threads: if args.threads == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { args.threads },
    };
    let (summary, records) = check(&mut inputs, &job, &mut outputs, Summary::new(&checker, day))?;
    let exit = exit(args, &summary.counts);
    let outputs = outputs.complete(&summary)?;
    let run = manifest::Run {
        args,
        lang,
        started,
        profile_file,
        decisions: decisions_file,
        inputs: records,
        summary: &summary,
        exit_status: exit.status(),
    };
    appear(outputs, manifest, &plan, run)?;
    if !args.quiet {
        for warning in &warnings {
            prose::tell(warning, lang);
        }
        if args.verbose && is_slowed_by_own_rules(args, &checker) {
            prose::tell(&Notice::SlowRules, lang);
        }
        for decision in decisions.rejected.iter().chain(&decisions.unmatched()) {
            prose::tell(decision, lang);
        }
        // A text report on standard output ends with the figures already.
        let figures = !plan.contains(&(FormatName::Text, None));
        prose::sum_up(&summary, begun.elapsed(), figures, lang);
    }
    Ok(exit)
}

/// The decisions of an earlier report, and its hash.
fn decisions(args: &Check, day: Date) -> Result<(Decisions, Option<Hashed>)> {
    let Some(path) = &args.decisions else { return Ok(Default::default()) };
    let source = Source::open_as(path, Opening { hashed: true, unread: false })?;
    let hash = source.hash.clone();
    Ok((Decisions::read(source, day)?, hash.map(|hash| Hashed::new(path, &hash.digest()))))
}

/// Whether own rules are the reason that every cell is looked at. Where disguises are sought that is so by design.
fn is_slowed_by_own_rules(args: &Check, checker: &Checker) -> bool {
    args.rules.disguises != Switch::On && !checker.sieve().has_anchors()
}

/// Checks the inputs one after the other. Returns the figures of all, and the record of each file.
fn check(
    inputs: &mut [Opened],
    job: &Job<'_>,
    outputs: &mut Reports<'_>,
    mut summary: Summary,
) -> Result<(Summary, Vec<InputRecord>)> {
    let mut records = BTreeMap::new();
    for opened in inputs {
        let tally = pipeline::run(&mut opened.input, job, outputs)?;
        outputs.before += tally.bytes;
        summary.add(opened.summary(), &opened.input, &tally);
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
fn outputs(args: &Check, plan: &Plan) -> Result<Vec<Output>> {
    let output = |path: &Option<String>| path.as_deref().map_or_else(|| Ok(Output::stdout()), Output::file);
    plan.iter().map(|(_, path)| Ok(output(path)?.hashed(args.manifest.is_some()))).collect()
}

/// Lets the reports appear, and the manifest last: where it is, all is.
fn appear(outputs: Vec<Output>, manifest: Option<Output>, plan: &Plan, run: manifest::Run<'_>) -> Result<()> {
    let Some(mut manifest) = manifest else { return outputs.into_iter().try_for_each(Output::appear) };
    let named: Vec<_> = plan.iter().map(|(format, _)| *format).zip(&outputs).collect();
    manifest.write(&run.record(&named)?)?;
    manifest.complete()?;
    outputs.into_iter().chain([manifest]).try_for_each(Output::appear)
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
