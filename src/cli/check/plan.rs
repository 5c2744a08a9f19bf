//! Which reports are written, in which format, and where.

use std::fs;
use std::io::{self, IsTerminal as _};

use anyhow::Result;

use mingcha::input::STDIN;
use mingcha::message::cli::CliError;

use crate::cli::args::{Check, FormatName};

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
        let (format, path) = FormatName::of_output(output)?;
        plan.push((format, Some(path.to_owned())));
    }
    Ok(plan)
}

/// Refuses to put a report in the place of a file that is checked.
pub(super) fn refuse_own_inputs(args: &Check, plan: &Plan) -> Result<()> {
    let real = |path: &String| fs::canonicalize(path).ok().filter(|p| p.is_file());
    let inputs: Vec<_> = args.files.iter().filter(|f| *f != STDIN).filter_map(real).collect();
    for path in plan.iter().filter_map(|(_, path)| path.as_ref()).chain(&args.manifest) {
        if real(path).is_some_and(|real| inputs.contains(&real)) {
            return Err(CliError::OutputIsInput { path: path.clone() }.into());
        }
    }
    Ok(())
}

impl FormatName {
    /// Whether a report in this format shows the hashes of its inputs.
    pub(super) fn shows_hashes(self, args: &Check) -> bool {
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
            None => Err(CliError::NoFormat { output: output.to_owned() }.into()),
        }
    }
}
