//! The inputs that were named, opened.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::Result;

use mingcha::checker::Checker;
use mingcha::input::{self, Block, Input, InputHash, Opening, STDIN, Source, Typed};
use mingcha::message::cli::CliError;
use mingcha::message::{Bilingual, Lang, Refusal};
use mingcha::pipeline;
use mingcha::report::{InputSummary, UnreadPart};
use mingcha::text::path::shown;

use super::plan::Plan;
use crate::cli::advice::{self, Reader};
use crate::cli::progress::Progress;

/// An opened input with what is known of it before reading.
pub(super) struct Opened {
    pub(super) input: Input,
    /// Whether it is a filing that was typed.
    pub(super) is_typed: bool,
    /// Which of the files it is in, as they were given.
    pub(super) file: usize,
    pub(super) path: String,
    pub(super) hash: Option<InputHash>,
    /// What it counts for in the progress of the run, in bytes. Of a packed file it is less than what is read.
    pub(super) share: Option<u64>,
    /// What a summary says of it, except for what is known only when it has been read.
    described: InputSummary,
}

impl Opened {
    /// What a summary says of it, with its hash if it has been hashed to its end.
    pub(super) fn summary(&self) -> InputSummary {
        let sha256 = self.hash.as_ref().map(|hash| hash.digest().hex());
        InputSummary { sha256, ..self.described.clone() }
    }
}

/// Opens all inputs of the plan. Returns them, and the files of folders and lists that cannot be read.
pub(super) fn open_inputs(
    plan: &Plan,
    checker: &Checker,
    progress: &Progress,
    reader: Reader,
) -> Result<(Vec<Opened>, Vec<UnreadPart>)> {
    if plan.files.list.iter().filter(|file| file.path == STDIN).count() > 1 {
        return Err(CliError::StdinTwice.into());
    }

    let mut inputs: Vec<Opened> = Vec::new();
    if let Some(typed) = &plan.typed {
        inputs.push(open_typed(typed, plan)?);
    }
    let mut refused = Vec::new();
    for (number, file) in plan.files.list.iter().enumerate() {
        progress.opens(number, Path::new(&file.path));
        let opened = open(number, &file.path, plan, checker, reader).and_then(|opened| {
            let is_packed = opened.iter().any(|opened| opened.input.size.is_none());
            if file.is_found && is_packed {
                read_through(&file.path, plan)?;
            }
            Ok(opened)
        });
        match opened {
            Ok(opened) => inputs.extend(opened),
            // One of the files of a folder does not keep the others from being checked.
            Err(error) if file.is_found => refused.push((shown(Path::new(&file.path)), error)),
            Err(error) => return Err(error),
        }
    }
    if inputs.is_empty() && refused.len() == 1 {
        return Err(refused.swap_remove(0).1);
    }
    let unread: Vec<UnreadPart> = refused.iter().map(|refused| unread_file(refused, reader)).collect();
    if inputs.is_empty() && !unread.is_empty() {
        let files = unread.into_iter().map(in_a_list).collect();
        return Err(CliError::NothingRead { files }.into());
    }
    Ok((inputs, unread))
}

/// Unpacks a file to its end. Only there it may turn out to be damaged, when the rows of other files have been written.
fn read_through(path: &OsStr, plan: &Plan) -> Result<()> {
    let mut block = Block::default();
    for mut input in input::open(Source::open(path)?, &plan.reading)?.inputs {
        while input.next(&mut block)? {}
    }
    Ok(())
}

/// A file of a folder that cannot be read.
fn unread_file((name, error): &(String, anyhow::Error), reader: Reader) -> UnreadPart {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| advice::told_of_file(error, reader, lang));
    UnreadPart { name: name.clone(), reason: Bilingual { zh, en } }
}

/// A part that cannot be read, as a list of such parts names it.
fn in_a_list(UnreadPart { name, reason }: UnreadPart) -> Bilingual {
    Bilingual { zh: format!("{name}（{}）", reason.zh), en: format!("{name} ({})", reason.en) }
}

/// The filing that was typed. It has the columns that it has: none is missed.
fn open_typed(typed: &Typed, plan: &Plan) -> Result<Opened> {
    let source = typed.source()?;
    let path = source.name.clone();
    let input = Input::open(source, &typed.options(&plan.reading))?;
    let (name, file) = (input.name.clone(), input.file.clone());
    let described = InputSummary { name, file, is_typed: true, ..InputSummary::default() };
    Ok(Opened { input, is_typed: true, file: 0, path, hash: None, share: None, described })
}

/// The inputs of one path: its own text, or the sheets of a workbook.
fn open(file: usize, file_path: &OsStr, plan: &Plan, checker: &Checker, reader: Reader) -> Result<Vec<Opened>> {
    let options = &plan.reading;
    let unread = options.format == Some(input::InputFormat::Jsonl);
    let source = Source::open_as(file_path, Opening { hashed: plan.hashes, unread })?;
    let hash = source.hash.clone();
    let path = source.name.clone();
    let opened_file = source.file.clone();
    let stored = opened_file.is_some().then(|| fs::metadata(file_path).ok()).flatten().map(|file| file.len());
    let mut opened = input::open(source, options)?;
    // Each is opened again when its turn comes: a process may have few files open.
    if let Some(file) = opened_file {
        file.close();
    }
    let parts = opened.inputs.len() as u64;

    let mut asides = std::mem::take(&mut opened.asides);
    let mut described = Vec::with_capacity(opened.inputs.len());
    for mut input in opened.inputs {
        // The parts that are not checked, and the texts of the whole file, are named once, with the first that is.
        asides.append(&mut input.above);
        let swept = pipeline::sweep(&std::mem::take(&mut asides), checker);
        let skipped = std::mem::take(&mut opened.skipped);
        let unread = std::mem::take(&mut opened.unread).iter().map(|part| unread_part(part, reader)).collect();
        described.push(Opened {
            described: InputSummary { skipped, unread, swept, ..InputSummary::before_reading(&input, &options.wanted) },
            share: input.size.or(stored.map(|bytes| bytes / parts)),
            input,
            is_typed: false,
            file,
            path: path.clone(),
            hash: hash.clone(),
        });
    }
    Ok(described)
}

/// A part of an input that cannot be read, with the advice that only the command line can give.
fn unread_part(refusal: &Refusal, reader: Reader) -> UnreadPart {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| advice::told_of(refusal, reader, lang));
    UnreadPart { name: refusal.sheet.clone(), reason: Bilingual { zh, en } }
}
