//! A run over all chosen files, one after the other. A file that cannot be read does not keep the others from being checked.

use jiff::civil::Date;
use mingcha::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{self, Block, Input, InputError, InputHash, Opened, Options, Typed};
use mingcha::message::{Bilingual, PipelineError, Refusal, Skipped};
use mingcha::pipeline::{self, Job, Sink, Tally};
use mingcha::report::{InputSummary, Piece, Report, ReportError, Summary, UnreadPart, Writing};
use mingcha::verdict::Verdict;

use crate::advice;
use crate::host;
use crate::list::Rows;
use crate::request::{FileRef, InputFile, Request};

/// How many bytes of a report are handed to the page at once.
const WRITTEN: usize = 1 << 20;

/// What a run applies.
pub(crate) struct Applied<'a> {
    pub(crate) checker: &'a Checker,
    pub(crate) decisions: &'a Decisions,
    pub(crate) day: Date,
}

/// What becomes of the rows of a run.
pub(crate) enum Purpose<'a> {
    /// They are listed in the page.
    List(&'a Rows),
    /// They are written to a file.
    Write,
}

/// What a run came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) summary: Summary,
    /// The files that could not be read.
    pub(crate) refused: Vec<UnreadPart>,
    /// The files in which there is nothing to check, if no input could be checked at all.
    pub(crate) skipped: Vec<Skipped>,
    /// The chosen files that were refused as a whole, by their places in the page's list.
    pub(crate) refused_files: Vec<(u32, Bilingual)>,
}

/// Why a run ends without an outcome.
pub(crate) enum RunError {
    /// The report cannot be made.
    Report(ReportError),
    /// What was typed cannot be read.
    Input(PipelineError),
    /// A file that was read when it was checked cannot be read again for the report.
    File { name: String, reason: Bilingual },
}

/// An input with what is known of it before reading.
struct Described {
    input: Input,
    summary: InputSummary,
}

struct Run<'a> {
    applied: &'a Applied<'a>,
    reports: &'a [Report],
    /// Whether the report shows the hashes of the inputs.
    hashed: bool,
    purpose: Purpose<'a>,
    outcome: Outcome,
    output: Output<'a>,
}

/// Checks everything that was asked for.
///
/// # Errors
/// The report cannot be made. A file that cannot be opened is part of the outcome.
pub(crate) fn run<'a>(
    request: &Request,
    applied: &'a Applied<'a>,
    report: &'a Report,
    hashed: bool,
    purpose: Purpose<'a>,
) -> Result<Outcome, RunError> {
    let (writing, head) = Writing::begin(report);
    let listed = match purpose {
        Purpose::List(rows) => Some(rows),
        Purpose::Write => None,
    };
    let mut run = Run {
        applied,
        reports: std::slice::from_ref(report),
        hashed,
        purpose,
        outcome: Outcome { summary: Summary::new(applied.checker, applied.day), ..Outcome::default() },
        output: Output { writing, bytes: head, listed, file: 0 },
    };

    let options = request.options();
    if let Some(typed) = request.typed() {
        run.check_typed(&typed, &options)?;
    }
    for file in &request.inputs {
        run.check(file, &options)?;
    }
    run.finish()
}

impl Run<'_> {
    /// Checks the filing that was typed. It has the columns that it has: none is missed.
    fn check_typed(&mut self, typed: &Typed, options: &Options) -> Result<(), RunError> {
        let options = typed.options(options);
        let opened = typed.source().and_then(|source| Input::open(source, &options));
        let input = opened.map_err(|error| RunError::Input(error.into()))?;
        let (name, file) = (input.name.clone(), input.file.clone());
        let summary = InputSummary { name, file, ..InputSummary::default() };

        let mut described = Described { input, summary };
        let tally = self.pipe(&mut described.input).map_err(RunError::Input)?;
        self.outcome.summary.add(described.summary, &described.input, &tally);
        self.outcome.summary.inputs.iter_mut().for_each(|input| input.missing.clear());
        Ok(())
    }

    /// Checks a file, or notes why it cannot be read. Its rows count only if it was read to its end. A report has the files that
    /// were in sight when it was asked for: it refuses the same ones, and fails if another cannot be read.
    fn check(&mut self, file: &InputFile, options: &Options) -> Result<(), RunError> {
        if let (Purpose::Write, Some(reason)) = (&self.purpose, &file.refused) {
            self.refuse(&file.file, reason.bilingual());
            return Ok(());
        }
        if let Some(broken) = file.broken {
            self.refuse(&file.file, Bilingual::of(&broken.message()));
            return Ok(());
        }
        self.output.file = file.file.file;
        self.output.tell_progress();

        let (mut opened, hash) = match self.open(&file.file, options) {
            Ok(opened) => opened,
            Err(error) => return self.refuse_or_fail(&file.file, advice::told_of_file(&error)),
        };
        let described = describe(&mut opened, options, self.applied.checker);
        if described.is_empty() {
            self.outcome.skipped.append(&mut opened.skipped);
            for refusal in std::mem::take(&mut opened.unread) {
                self.outcome.refused.push(unread_part(refusal));
            }
        }

        let before = self.listed();
        let mut read = Vec::new();
        for Described { mut input, summary } in described {
            match self.pipe(&mut input) {
                Ok(tally) => read.push((summary, input, tally)),
                Err(error) => return self.give_up(&file.file, before, &error),
            }
        }
        // The hash is whole only now.
        for (summary, input, tally) in read {
            let sha256 = hash.as_ref().map(|hash| hash.digest().hex());
            self.outcome.summary.add(InputSummary { sha256, ..summary }, &input, &tally);
        }
        Ok(())
    }

    fn open(&self, file: &FileRef, options: &Options) -> Result<(Opened, Option<InputHash>), InputError> {
        let source = file.source(self.hashed)?;
        let hash = source.hash.clone();
        let opened = input::open(source, options)?;
        // Only at its end a packed file may turn out to be damaged, when its rows have been written.
        let is_packed = opened.inputs.iter().any(|input| input.size.is_none());
        if is_packed && matches!(self.purpose, Purpose::Write) {
            let mut block = Block::default();
            for mut input in input::open(file.source(false)?, options)?.inputs {
                while input.next(&mut block)? {}
            }
        }
        Ok((opened, hash))
    }

    fn pipe(&mut self, input: &mut Input) -> Result<Tally, PipelineError> {
        let job = Job {
            checker: self.applied.checker,
            reports: self.reports,
            decisions: self.applied.decisions,
            only: Verdict::Clear,
            threads: 1,
        };
        pipeline::run(input, &job, &mut self.output)
    }

    /// How many rows have been listed so far.
    fn listed(&self) -> usize {
        match self.purpose {
            Purpose::List(rows) => rows.len(),
            Purpose::Write => 0,
        }
    }

    /// Takes the rows of a file off the list that could not be read to its end. What has been written cannot be taken back.
    fn give_up(&mut self, file: &FileRef, before: usize, error: &PipelineError) -> Result<(), RunError> {
        if let Purpose::List(rows) = self.purpose {
            rows.truncate(before);
        }
        let reason = match error {
            PipelineError::Input { error } => advice::told_of_file(error),
            other => Bilingual::of(other),
        };
        self.refuse_or_fail(file, reason)
    }

    /// A list goes on without a file that cannot be read. A report would lack its rows, which were in the list.
    fn refuse_or_fail(&mut self, file: &FileRef, reason: Bilingual) -> Result<(), RunError> {
        if matches!(self.purpose, Purpose::Write) {
            return Err(RunError::File { name: file.name.clone(), reason });
        }
        self.refuse(file, reason);
        Ok(())
    }

    fn refuse(&mut self, file: &FileRef, reason: Bilingual) {
        self.outcome.refused_files.push((file.file, reason.clone()));
        self.outcome.refused.push(UnreadPart { name: file.name.clone(), reason });
    }

    /// Ends the report. The files that were not read are named if others were.
    fn finish(mut self) -> Result<Outcome, RunError> {
        let Outcome { summary, refused, skipped, .. } = &mut self.outcome;
        if !summary.inputs.is_empty() {
            summary.unread.extend(refused.iter().cloned());
            summary.skipped.append(skipped);
        }

        let Output { writing, bytes, .. } = self.output;
        let mut out = ToPage { bytes };
        writing.finish(summary, &mut out).map_err(RunError::Report)?;
        if matches!(self.purpose, Purpose::Write) {
            out.hand_over();
        }
        Ok(self.outcome)
    }
}

/// The inputs of a file, each with what is known of it before reading. The parts that are not checked, and the texts of the whole
/// file, are named once, with the first that is.
fn describe(opened: &mut Opened, options: &Options, checker: &Checker) -> Vec<Described> {
    let mut asides = std::mem::take(&mut opened.asides);
    let mut described = Vec::with_capacity(opened.inputs.len());
    for mut input in std::mem::take(&mut opened.inputs) {
        asides.append(&mut input.above);
        let swept = pipeline::sweep(&std::mem::take(&mut asides), checker);
        let skipped = std::mem::take(&mut opened.skipped);
        let unread = std::mem::take(&mut opened.unread).into_iter().map(unread_part).collect();
        let summary = InputSummary { skipped, unread, swept, ..InputSummary::before_reading(&input, &options.wanted) };
        described.push(Described { input, summary });
    }
    described
}

fn unread_part(refusal: Refusal) -> UnreadPart {
    UnreadPart { reason: advice::told_of(&refusal), name: refusal.sheet }
}

/// Takes the report as it is written, and hands it to the page.
struct Output<'a> {
    writing: Writing<'a>,
    bytes: Vec<u8>,
    /// The list that the rows go to, if they do.
    listed: Option<&'a Rows>,
    /// Which file is being read.
    file: u32,
}

impl Output<'_> {
    fn tell_progress(&self) {
        host::tell_progress(self.file, self.listed.map_or(0, Rows::checked));
    }
}

impl Sink for Output<'_> {
    type Error = PipelineError;

    fn write(&mut self, pieces: &mut [Piece], _: u64) -> Result<(), PipelineError> {
        for piece in pieces {
            self.bytes.extend_from_slice(self.writing.block(piece));
        }
        if self.bytes.len() >= WRITTEN {
            host::write(&self.bytes);
            self.bytes.clear();
        }
        self.tell_progress();
        Ok(())
    }
}

/// The last bytes of a report on their way to the page.
struct ToPage {
    bytes: Vec<u8>,
}

impl ToPage {
    fn hand_over(&mut self) {
        if !self.bytes.is_empty() {
            host::write(&self.bytes);
            self.bytes.clear();
        }
    }
}

impl std::io::Write for ToPage {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= WRITTEN {
            self.hand_over();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
