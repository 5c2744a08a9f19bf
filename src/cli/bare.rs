//! A command line without a command: files that were dragged onto the program, or one name.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use anyhow::{Error, Result};
use clap::CommandFactory as _;

use mingcha::input::{STDIN, is_typed_name};
use mingcha::message::Lang;
use mingcha::message::cli::{CliError, Notice};
use mingcha::text::path::shown;

use super::args::Args;
use super::beside::{Beside, is_own_report};
use super::exit::{self, Exit};
use super::{check, parse, prose, run, start, terminal, window};

/// What a command line without a command means.
pub(super) enum Bare {
    /// A command line of `check`, since it has options, or reads standard input, beside which no document can appear.
    Check(Vec<OsString>),
    /// Each file or folder is checked, and documents appear beside it.
    Lists(Vec<OsString>),
    /// The name of one entity.
    Name(String),
    /// The program asks what to check.
    Prompt,
    /// What was typed is no file and no command.
    Missing(OsString),
}

impl Bare {
    /// What these arguments mean, of which the first is the program. Returns `None` if they have a command, or are none.
    pub(super) fn of(arguments: &[OsString]) -> Option<Self> {
        let (program, rest) = arguments.split_first()?;
        let Some(first) = rest.first() else {
            return window::is_owned().then_some(Self::Prompt);
        };
        if rest == ["--interactive"] {
            return Some(Self::Prompt);
        }
        if is_command(first) || (is_option(first) && first != STDIN) {
            return None;
        }

        if !exists(first) {
            if let ([_], Some(name)) = (rest, first.to_str())
                && terminal::shows_stdout()
                && is_typed_name(name)
            {
                return Some(Self::Name(name.to_owned()));
            }
            // A mistyped command is told what commands there are.
            let is_word = first.to_str().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            return if is_word { None } else { Some(Self::Missing(first.clone())) };
        }
        // `-` looks like an option, too.
        if rest.iter().any(|argument| is_option(argument)) {
            let check = [program.clone(), "check".into()];
            return Some(Self::Check(check.into_iter().chain(rest.iter().cloned()).collect()));
        }
        Some(Self::Lists(rest.to_vec()))
    }
}

/// Checks one name, and says that it is taken for a name.
pub(super) fn check_name(name: &str, lang: Lang) -> Exit {
    prose::tell(&Notice::NamesOneFirm { name: name.to_owned() }, lang);
    let line = ["mingcha", "check", "--name-text", name].map(OsString::from);
    start(line.into(), lang)
}

/// Checks each of these files and folders. Returns the highest status.
pub(super) fn check_each(paths: &[OsString], lang: Lang) -> Exit {
    let paths = match expanded(paths) {
        Ok(paths) => paths,
        Err(error) => return exit::report(&error, lang),
    };
    let (reports, lists): (Vec<_>, Vec<_>) =
        paths.iter().cloned().partition(|path| is_own_report(Path::new(path).file_name().unwrap_or_default()));
    if lists.is_empty() {
        let path = reports.first().map(|path| shown(Path::new(path))).unwrap_or_default();
        return exit::report(&CliError::OnlyReports { path }.into(), lang);
    }

    let mut highest = Exit::Done;
    for list in &lists {
        let exit = check_list(list, &reports, lang).unwrap_or_else(|error| exit::report(&error, lang));
        highest = highest.max(exit);
    }
    highest
}

/// The files and folders that these arguments name, in place of patterns that no shell has expanded.
fn expanded(arguments: &[OsString]) -> Result<Vec<OsString>> {
    let mut paths = Vec::new();
    for argument in arguments {
        if Path::new(argument).exists() {
            paths.push(argument.clone());
        } else {
            paths.extend(check::named(argument)?);
        }
    }
    Ok(paths)
}

/// Checks one file or folder. `reports` are documents of earlier checks that were named with it.
fn check_list(list: &OsStr, reports: &[OsString], lang: Lang) -> Result<Exit> {
    let path = Path::new(list);
    let no_name = || Error::from(CliError::NoNameBeside { path: shown(path) });
    let beside = Beside::of(path, lang).ok_or_else(no_name)?;

    let mut line: Vec<OsString> = vec!["mingcha".into(), "check".into()];
    for workbook in beside.earlier.iter().map(|path| path.as_os_str()).chain(reports.iter().map(OsString::as_os_str)) {
        let is_workbook = Path::new(workbook).extension() == Some(OsStr::new("xlsx"));
        if is_workbook {
            line.extend(["--decisions".into(), workbook.to_owned()]);
        }
    }
    for (format, report) in &beside.reports {
        let report = report.to_str().ok_or_else(no_name)?;
        line.extend(["--output".into(), format!("{format}={report}").into()]);
    }
    if !terminal::shows_stdout() {
        line.extend(["--format".into(), "csv".into()]);
    }
    line.extend(["--".into(), list.to_owned()]);

    let args = parse(line, lang)?;
    let exit = run(&args.command, lang)?;
    for (_, report) in &beside.reports {
        prose::tell(&Notice::Written { path: shown(report) }, lang);
    }
    Ok(exit)
}

fn is_command(argument: &OsStr) -> bool {
    argument == "help" || Args::command().get_subcommands().any(|command| argument == command.get_name())
}

fn is_option(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-")
}

/// Whether there is something to check: standard input, a file, a folder, or a pattern that may name some.
fn exists(argument: &OsStr) -> bool {
    argument == STDIN || Path::new(argument).exists() || argument.as_encoded_bytes().contains(&b'*')
}
