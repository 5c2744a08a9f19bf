//! Outputs that would replace what the run reads, or each other, are refused before any work.

use std::path::Path;

use mingcha::message::cli::{CliError, OutputName};

use super::plan::Plan;
use crate::cli::args::Check;
use crate::cli::config::Settings;
use crate::cli::same_file::{FileId, ReadFile};

/// Refuses an output that is one file with anything that is read, or with another output.
pub(super) fn refuse(plan: &Plan, args: &Check, settings: &Settings) -> Result<(), CliError> {
    let read = files_read(plan, args, settings);
    let mut written: Vec<FileId> = Vec::new();

    for (output, id) in outputs(plan) {
        let Some(id) = id else { continue };
        match read.iter().find(|file| file.id == id) {
            Some(file) => return Err(file.refusal(output)),
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

fn files_read(plan: &Plan, args: &Check, settings: &Settings) -> Vec<ReadFile> {
    let mut read: Vec<ReadFile> = plan.files.list.iter().filter_map(|file| ReadFile::input(&file.path)).collect();
    read.extend(args.files_from.iter().filter_map(|path| ReadFile::named(Path::new(path))));
    read.extend(settings.path.iter().filter_map(|path| ReadFile::named(Path::new(path))));
    read.extend(args.decisions.iter().filter_map(|path| ReadFile::named(Path::new(path))));
    read.extend(ReadFile::of_rules(&args.rules.profile, &args.rules.terms, &args.rules.rules));
    read
}
