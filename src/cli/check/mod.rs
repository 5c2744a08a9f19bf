//! `mingcha check`: what was typed becomes a plan; then inputs are read, reports written, and the figures told.

mod conflicts;
mod formats;
mod inputs;
mod plan;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use anyhow::Result;
use jiff::Timestamp;

use mingcha::checker::Checker;
use mingcha::input;
use mingcha::message::Lang;
use mingcha::message::cli::{CliError, Notice};
use mingcha::pipeline::{self, Job};
use mingcha::report::{Counts, FormatName, Summary};

use super::advice::Reader;
use super::args::{Check, Switch};
use super::decisions::Decided;
use super::exit::Exit;
use super::hashed::Hashed;
use super::manifest::{self, Checked, InputRecord};
use super::output::{self, Output};
use super::progress::Progress;
use super::prose;
use super::reports::Reports;
use super::rules::Applied;
use super::series::Series;
use inputs::{Opened, open_inputs};
use plan::Plan;

/// Checks all inputs of one run of a series. All that can be refused is refused before any row is read.
pub(super) fn run(args: &Check, lang: Lang, series: &mut Series) -> Result<Exit> {
    let begun = Instant::now();
    let started = Timestamp::now();

    let plan = Plan::new(args, lang)?;
    // Before any thread is there: what it blocks, they inherit.
    output::leave_nothing_when_interrupted()?;
    if plan.typed.is_none() {
        // Where the system gives no thread, this is done when the first input is opened.
        drop(thread::Builder::new().spawn(input::prepare));
    }
    conflicts::refuse(&plan, args, &series.settings)?;
    let applied = series.apply(&args.rules)?;
    let mut decided = Decided::of(&args.decisions, applied.day)?;
    decided.add_earlier(&std::mem::take(&mut series.earlier), applied.day, lang);
    let decisions = &decided.decisions;
    // A name that was typed is checked at once.
    let shows_progress = !args.quiet && !args.no_progress && plan.typed.is_none();
    let mut progress = Progress::new(series.place(plan.files.list.len()), shows_progress, series.reader, lang);
    let (mut inputs, unread) = open_inputs(&plan, &applied.checker, &progress, series.reader)?;
    require_columns(args, &inputs, lang)?;
    let kept = kept_headers(&inputs)?;
    let reports = formats::reports(&plan, &kept, &applied.checker, series.reader);

    let shares: Option<u64> = inputs.iter().map(|opened| opened.share).sum();
    progress.begins(series.before, shares.map(|shares| series.before + shares + series.after));
    let mut outputs = Reports::begin(plan.open_outputs()?, &reports, progress, &mut series.has_head)?;
    let manifest = plan.manifest.as_deref().map(Output::file).transpose()?;

    let job = Job { checker: &applied.checker, reports: &reports, decisions, only: plan.only, threads: plan.threads };
    // Elsewhere the summary has a table of the inputs.
    let is_dragged = series.reader == Reader::Drags;
    let told = (!args.quiet && is_dragged).then_some(lang);
    let settings = series.settings.named.clone();
    let skipped = plan.files.passed.clone();
    let summary = Summary { unread, skipped, settings, ..Summary::new(&applied.checker, applied.day) };
    let (mut summary, records) = check(&mut inputs, &job, &mut outputs, summary, told)?;
    summary.no_effect = decisions.without_effect();
    let exit = plan.failing.exit(&summary);

    let outputs = outputs.complete(&summary)?;
    let record = manifest::Run {
        args,
        lang,
        started,
        settings: series.settings.file.clone(),
        profile_file: applied.profile_file.clone(),
        decisions: decided.files,
        inputs: records,
        summary: &summary,
        exit_status: exit.status(),
    };
    appear(outputs, manifest, &plan, record)?;

    if args.quiet || plan.has_text_on_stdout() {
        tell_unread_parts(&summary, lang);
    }
    if !args.quiet {
        if let Some(notice) = series.notice.take() {
            prose::tell(&notice, lang);
        }
        if !std::mem::replace(&mut series.has_warned, true) {
            warn(args, &applied, lang);
        }
        for note in &summary.no_effect {
            prose::tell(note, lang);
        }
        let figures = match (plan.has_text_on_stdout(), is_dragged) {
            (true, _) => prose::Figures::Elsewhere,
            (false, true) => prose::Figures::Whole,
            (false, false) => prose::Figures::Folded,
        };
        prose::sum_up(&summary, begun.elapsed(), figures, series.reader, lang);
    }
    Ok(exit)
}

/// Refuses an input without a required column. Lines of JSON have their columns in each line.
fn require_columns(args: &Check, inputs: &[Opened], lang: Lang) -> Result<(), CliError> {
    for opened in inputs.iter().filter(|opened| !opened.input.is_lines_of_json()) {
        for field in &args.require {
            if opened.input.layout.lacks(*field) {
                let input = opened.input.name.clone();
                return Err(CliError::RequiredColumn { input, field: lang.field(*field).to_owned() });
            }
        }
    }
    Ok(())
}

/// The headers of the columns that are carried along, which must be the same in all inputs.
fn kept_headers(inputs: &[Opened]) -> Result<Vec<Arc<str>>, CliError> {
    let kept = inputs.first().map_or_else(Vec::new, |opened| opened.input.kept_headers());
    if inputs.iter().any(|opened| opened.input.kept_headers() != kept) {
        return Err(CliError::DifferentKept);
    }
    Ok(kept)
}

/// Checks the inputs one after the other, and says what each file came to if people are to be told. Returns the figures of
/// all, and the record of each file.
fn check(
    inputs: &mut [Opened],
    job: &Job<'_>,
    outputs: &mut Reports<'_>,
    mut summary: Summary,
    told: Option<Lang>,
) -> Result<(Summary, Vec<InputRecord>)> {
    let mut records = BTreeMap::new();
    let mut of_file = Counts::default();
    let mut rest = inputs;
    while let Some((opened, behind)) = rest.split_first_mut() {
        outputs.progress.checks(opened.file, Path::new(&opened.path), opened.share);
        let tally = pipeline::run(&mut opened.input, job, outputs)?;
        outputs.progress.has_read(tally.bytes);
        of_file.add(&tally.counts);
        // A workbook or an archive may have several inputs.
        if behind.first().is_none_or(|next| next.file != opened.file) {
            let counts = std::mem::take(&mut of_file);
            if let Some(lang) = told.filter(|_| !opened.is_typed) {
                outputs.progress.aside(|| prose::tell_file(&opened.path, &counts, lang));
            }
        }
        rest = behind;

        summary.add(opened.summary(), &opened.input, &tally);
        if opened.is_typed {
            summary.inputs.iter_mut().for_each(|input| input.missing.clear());
        }

        // The sheets of a workbook share the record of their file.
        if let Some(hash) = &opened.hash {
            let record = records.entry(opened.file).or_insert_with(|| InputRecord {
                file: Hashed::new(opened.path.clone(), &hash.digest()),
                checked: Vec::new(),
            });
            record.checked.push(Checked {
                name: opened.input.name.clone(),
                encoding: opened.input.encoding(),
                columns: opened.input.layout.checked.iter().map(|column| column.index + 1).collect(),
                rows: tally.counts.total(),
            });
        }
    }
    Ok((summary, records.into_values().collect()))
}

/// Lets the reports appear, and the record last: where it is, all is.
fn appear(outputs: Vec<Output>, manifest: Option<Output>, plan: &Plan, run: manifest::Run<'_>) -> Result<()> {
    let Some(mut manifest) = manifest else {
        return all_appear(outputs);
    };
    let formats = plan.reports.iter().map(|report| report.format);
    let named: Vec<(FormatName, &Output)> = formats.zip(&outputs).collect();
    manifest.append(&run.record(&named)?)?;
    manifest.complete()?;
    all_appear(outputs)?;
    manifest.appear()
}

/// Lets each report appear that can. One that another program holds open does not keep the others from it.
fn all_appear(outputs: Vec<Output>) -> Result<()> {
    let mut failed = None;
    for output in outputs {
        if let Err(error) = output.appear() {
            failed.get_or_insert(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Says why the run failed where its summary does not say so on standard error.
fn tell_unread_parts(summary: &Summary, lang: Lang) {
    for beside in summary.notes_beside().iter().filter(|beside| beside.note.leaves_unread()) {
        prose::tell(beside, lang);
    }
    for input in &summary.inputs {
        for note in summary.notes_on(input).iter().filter(|note| note.leaves_unread()) {
            prose::tell(note, lang);
        }
    }
}

/// Says what people should know of the rules that they named.
fn warn(args: &Check, applied: &Applied, lang: Lang) {
    for warning in &applied.warnings {
        prose::tell(warning, lang);
    }
    if args.verbose && is_slowed_by_own_rules(args, &applied.checker) {
        prose::tell(&Notice::SlowRules, lang);
    }
}

/// Whether own rules are the reason that every cell is looked at. With disguises that is so by design.
fn is_slowed_by_own_rules(args: &Check, checker: &Checker) -> bool {
    args.rules.disguises != Switch::On && !checker.sieve().has_anchors()
}
