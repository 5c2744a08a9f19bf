//! A command line without a command: files that were dragged onto the program, or one name.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};
use clap::Subcommand as _;

use mingcha::input::{STDIN, is_typed_name};
use mingcha::message::Lang;
use mingcha::message::cli::{CliError, Notice};
use mingcha::text::path::shown;

use super::advice::Reader;
use super::beside::{self, Beside, Earlier};
use super::exit::{self, Exit};
use super::series::Series;
use super::{args, files, parse, prose, run, start_in, terminal, window};

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
    // Who types a name alone types no options.
    check_line_for(Reader::Drags, &line, lang)
}

/// Runs a command line of `check` that was typed without the command: with the rules beside the program.
pub(super) fn check_line(line: &[OsString], lang: Lang) -> Exit {
    check_line_for(Reader::Types, line, lang)
}

fn check_line_for(reader: Reader, line: &[OsString], lang: Lang) -> Exit {
    match Series::with_office() {
        Ok(mut series) => {
            series.reader = reader;
            start_in(&mut series, line, lang)
        }
        Err(error) => exit::report(&error.into(), reader, lang),
    }
}

/// Checks each of these files and folders. Returns the highest status.
pub(super) fn check_each(paths: &[OsString], lang: Lang) -> Exit {
    try_each(paths, lang).unwrap_or_else(|error| exit::report(&error, Reader::Drags, lang))
}

fn try_each(arguments: &[OsString], lang: Lang) -> Result<Exit> {
    let paths = expanded(arguments, lang)?;
    let (reports, lists): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| is_own(Path::new(path)));
    if lists.is_empty() {
        let path = reports.first().map(|path| shown(Path::new(path))).unwrap_or_default();
        return Err(CliError::OnlyReports { path }.into());
    }
    let mut series = Series::with_office()?;
    series.reader = Reader::Drags;
    load_rules(&mut series, lang)?;

    let sizes: Vec<u64> = lists.iter().map(|list| if lists.len() > 1 { size(list) } else { 0 }).collect();
    series.after = sizes.iter().sum();
    series.lists = lists.len();
    let mut highest = Exit::Done;
    for (list, size) in lists.iter().zip(sizes) {
        series.after -= size;
        // A report by the name of one of the lists is of no other.
        let of_list = |report: &&OsString| {
            let owner = lists.iter().find(|list| beside::is_report_of(Path::new(report), Path::new(list)));
            owner.is_none_or(|owner| owner == list)
        };
        let reports: Vec<OsString> = reports.iter().filter(of_list).cloned().collect();
        let exit = check_list(list, &reports, &mut series, lang)
            .unwrap_or_else(|error| exit::report(&error, Reader::Drags, lang));
        highest = highest.max(exit);
        series.before += size;
        series.done += 1;
    }
    Ok(highest)
}

/// The files and folders that these arguments name, in place of patterns that no shell has expanded.
fn expanded(arguments: &[OsString], lang: Lang) -> Result<Vec<OsString>> {
    let mut paths = Vec::new();
    let mut passed = Vec::new();
    for argument in arguments {
        if Path::new(argument).exists() {
            paths.push(argument.clone());
        } else {
            let files = files::Files::of(std::slice::from_ref(argument))?;
            paths.extend(files.list.into_iter().map(|file| file.path));
            passed.extend(files.passed);
        }
    }
    if !passed.is_empty() {
        prose::tell(&Notice::PassedFiles { files: passed }, lang);
    }
    Ok(paths)
}

/// Whether a path is a document of an earlier check.
fn is_own(path: &Path) -> bool {
    !path.is_dir() && files::is_report(path)
}

/// Loads the rules of all lists, so that what cannot be applied is said once and nothing is checked.
fn load_rules(series: &mut Series, lang: Lang) -> Result<()> {
    let (args, _) = parse(&["mingcha", "check"].map(OsString::from), lang, None)?;
    if let args::Command::Check(mut check) = args.command {
        series.extend(&mut check.rules);
        series.apply(&check.rules)?;
    }
    Ok(())
}

/// The bytes of a file, or of the lists of a folder.
fn size(list: &OsString) -> u64 {
    let files = files::Files::of(std::slice::from_ref(list)).unwrap_or_default();
    files.list.iter().filter_map(|file| fs::metadata(&file.path).ok()).map(|file| file.len()).sum()
}

/// Checks one file or folder. `reports` are documents of earlier checks that were named with it.
fn check_list(list: &OsStr, reports: &[OsString], series: &mut Series, lang: Lang) -> Result<Exit> {
    let path = Path::new(list);
    let no_name = || Error::from(CliError::NoNameBeside { path: shown(path) });
    let beside = Beside::of(path, lang).ok_or_else(no_name)?;

    if let Some((changed, newest)) = &beside.changed {
        prose::tell(&Notice::ChangedLater { report: shown(changed), last: shown(newest) }, lang);
    }
    series.earlier = earlier(path, &beside, reports);

    let mut line: Vec<OsString> = vec!["mingcha".into(), "check".into()];
    for (format, report) in &beside.reports {
        let report = report.to_str().ok_or_else(no_name)?;
        line.extend(["--output".into(), format!("{format}={report}").into()]);
    }
    if !terminal::shows_stdout() {
        line.extend(["--format".into(), "csv".into()]);
    }
    line.extend(["--".into(), list.to_owned()]);

    let (args, _) = parse(&line, lang, None)?;
    let exit = run(args.command, lang, series)?;
    for (_, report) in &beside.reports {
        prose::tell(&Notice::Written { path: shown(report) }, lang);
    }
    Ok(exit)
}

/// The reports whose decisions count for a list, in the order in which they do: those beside it, or of a folder those in it as
/// well, and behind them those that were named with it.
fn earlier(list: &Path, beside: &Beside, named: &[OsString]) -> Vec<Earlier> {
    let own = beside.earlier.clone();
    let mut earlier = if list.is_dir() {
        let files = files::Files::of(&[list.as_os_str().to_owned()]).unwrap_or_default();
        beside::of_folder(files.reports, own)
    } else {
        own
    };
    for report in named.iter().map(PathBuf::from).filter(|report| files::takes_decisions(report)) {
        let is_known = earlier.iter().any(|known| known.newest_first.first() == Some(&report));
        if !is_known {
            earlier.push(Earlier::own(vec![report]));
        }
    }
    earlier
}

fn is_command(argument: &OsStr) -> bool {
    argument == "help" || argument.to_str().is_some_and(args::Command::has_subcommand)
}

fn is_option(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-")
}

/// Whether there is something to check: standard input, a file, a folder, or a pattern that may name some.
fn exists(argument: &OsStr) -> bool {
    argument == STDIN || Path::new(argument).exists() || argument.as_encoded_bytes().contains(&b'*')
}
