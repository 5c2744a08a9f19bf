//! Outputs that would replace what the run reads, or each other, are refused before any work.

use std::path::Path;

use mingcha::input::STDIN;
use mingcha::message::cli::{CliError, OutputName};
use mingcha::rules::{Profile, RuleFiles};
use mingcha::text::path::shown;

use super::plan::Plan;
use crate::cli::args::Check;
use crate::cli::same_file::FileId;

/// A file that the run reads.
struct Read {
    id: FileId,
    /// Its path, unless it is an input.
    path: Option<String>,
}

/// Refuses an output that is one file with anything that is read, or with another output.
pub(super) fn refuse(plan: &Plan, args: &Check) -> Result<(), CliError> {
    let read = files_read(args);
    let mut written: Vec<FileId> = Vec::new();

    for (output, id) in outputs(plan) {
        let Some(id) = id else { continue };
        match read.iter().find(|file| file.id == id) {
            Some(Read { path: None, .. }) => return Err(CliError::OutputIsInput { output }),
            Some(Read { path: Some(file), .. }) => return Err(CliError::OutputIsRead { output, file: file.clone() }),
            None if written.contains(&id) => return Err(CliError::SameOutput { output }),
            None => written.push(id),
        }
    }
    Ok(())
}

/// The outputs of the run, each with its file. `/dev/stdout` may be named where no other report goes there.
fn outputs(plan: &Plan) -> Vec<(OutputName, Option<FileId>)> {
    let mut outputs = Vec::new();
    for path in plan.reports.iter().map(|report| report.path.as_ref()).chain(plan.manifest.iter().map(Some)) {
        outputs.push(match path {
            Some(path) => (OutputName::File(path.clone()), FileId::written(Path::new(path))),
            None => (OutputName::Stdout, FileId::stdout()),
        });
    }
    outputs
}

fn files_read(args: &Check) -> Vec<Read> {
    let mut read = Vec::new();
    for path in &args.files {
        let id = if path == STDIN { FileId::stdin() } else { FileId::existing(Path::new(path)) };
        read.extend(id.map(|id| Read { id, path: None }));
    }

    let profile = &args.rules.profile;
    if Profile::built_in(profile).is_err() {
        read.extend(named(Path::new(profile)));
    }
    for path in args.decisions.iter().chain(&args.rules.terms) {
        read.extend(named(Path::new(path)));
    }
    for folder in &args.rules.rules {
        read.extend(RuleFiles::NAMES.iter().filter_map(|name| named(&Path::new(folder).join(name))));
    }
    read
}

/// A file beside the inputs. Decisions may come from standard input, too.
fn named(path: &Path) -> Option<Read> {
    let id = if path.as_os_str() == STDIN { FileId::stdin() } else { FileId::existing(path) };
    Some(Read { id: id?, path: Some(shown(path)) })
}
