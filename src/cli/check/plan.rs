//! Which reports are written, in which format, and where.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use anyhow::Result;

use mingcha::input::STDIN;
use mingcha::message::cli::CliError;
use mingcha::report::FormatName;

use crate::cli::args::Check;

/// The reports to write: format, and path or standard output.
pub(super) type Plan = Vec<(FormatName, Option<String>)>;

pub(super) fn plan(args: &Check) -> Result<Plan> {
    let mut plan = Vec::new();
    if args.output.is_empty() || args.format.is_some() {
        let usual = if io::stdout().is_terminal() { FormatName::Text } else { FormatName::Csv };
        let format = args.format.unwrap_or(usual);
        if format == FormatName::Xlsx && io::stdout().is_terminal() {
            return Err(CliError::WorkbookOnTerminal.into());
        }
        plan.push((format, None));
    }
    for output in &args.output {
        let (format, path) = format_and_path(output)?;
        plan.push((format, Some(path.to_owned())));
    }
    Ok(plan)
}

/// Refuses to put a report in the place of a file that is checked.
pub(super) fn refuse_own_inputs(args: &Check, plan: &Plan) -> Result<()> {
    let named = args.files.iter().filter(|file| *file != STDIN);
    let inputs: Vec<PathBuf> = named.filter_map(|file| real_file(file)).collect();

    let outputs = plan.iter().filter_map(|(_, path)| path.as_ref());
    for path in outputs.chain(&args.manifest) {
        if real_file(path).is_some_and(|file| inputs.contains(&file)) {
            return Err(CliError::OutputIsInput { path: path.clone() }.into());
        }
    }
    Ok(())
}

/// The path of a file that exists, without links and relative parts.
fn real_file(path: &str) -> Option<PathBuf> {
    fs::canonicalize(path).ok().filter(|real| real.is_file())
}

/// Whether a report in this format shows the hashes of its inputs, by the options that were typed.
pub(super) fn shows_hashes(format: FormatName, args: &Check) -> bool {
    format.shows_hashes() && !(format == FormatName::Jsonl && args.no_summary)
}

/// The format and path of `[FORMAT=]PATH`.
fn format_and_path(output: &str) -> Result<(FormatName, &str)> {
    if let Some((word, path)) = output.split_once('=')
        && let Some(format) = FormatName::from_key_or_ending(word)
    {
        return Ok((format, path));
    }

    let ending = output.rsplit_once('.').map_or("", |(_, ending)| ending);
    match FormatName::from_key_or_ending(ending) {
        Some(format) => Ok((format, output)),
        None => Err(CliError::NoFormat { output: output.to_owned() }.into()),
    }
}
