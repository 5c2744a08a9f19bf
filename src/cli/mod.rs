//! The program: what was typed, what it means, and the exit status.

mod advice;
mod args;
mod bare;
mod beside;
mod check;
mod config;
mod decisions;
mod exit;
mod explain;
mod files;
mod fold;
mod hashed;
mod help;
mod interactive;
mod interrupt;
mod lang;
mod lists;
mod manifest;
mod manual;
mod office;
mod output;
mod parse_error;
mod progress;
mod prose;
mod reports;
pub mod rules;
mod same_file;
mod series;
mod terminal;
mod terms;
mod test;
mod version;
mod window;

use std::ffi::OsString;
use std::panic;
use std::path::Path;

use anyhow::Result;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use mingcha::message::Lang;
use mingcha::message::cli::CliError;
use mingcha::text::path::shown;

pub use advice::{Reader, told};
use args::{Args, Command};
use bare::Bare;
use config::Settings;
pub use exit::Exit;
use series::Series;

/// Runs the program with these arguments, of which the first is its own name. It speaks on standard output and standard error,
/// and an interrupt ends the process.
#[must_use]
pub fn main(arguments: Vec<OsString>) -> Exit {
    silence_caught_panics();
    // Whatever goes wrong, 101 would tell nobody what to do: the panic has been reported.
    panic::catch_unwind(|| start_bare(arguments)).unwrap_or(Exit::Failed)
}

/// The language of the user of this process: that of the locale, and Chinese if it is neither.
#[must_use]
pub fn lang_of_user() -> Lang {
    lang::of(&[])
}

/// Keeps panics silent that the library turns into an error message; all others are reported as usual.
fn silence_caught_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !mingcha::input::is_catching_panics() {
            report(info);
        }
    }));
}

/// Runs one command, or what a command line without a command means.
fn start_bare(arguments: Vec<OsString>) -> Exit {
    interrupt::outlive_large_files();
    window::show_colours();
    let lang = lang::of(&arguments);
    let arguments = match lists::with_files(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return exit::report(&error.into(), Reader::Types, lang),
    };
    let lang = lang::of(&arguments);
    let exit = match Bare::of(&lang::without_option(arguments.clone())) {
        Some(Bare::Check(line)) => bare::check_line(&line, lang),
        Some(Bare::Lists(paths)) => bare::check_each(&paths, lang),
        Some(Bare::Missing(path)) => {
            let error = CliError::NoSuchFile { path: shown(Path::new(&path)) };
            exit::report(&error.into(), Reader::Types, lang)
        }
        Some(Bare::Name(name)) => bare::check_name(&name, lang),
        Some(Bare::Prompt) => return interactive::prompt(lang),
        None => start(&lang::for_parsing(arguments), lang),
    };
    window::keep_open(lang);
    exit
}

/// Parses the arguments and runs their command.
fn start(arguments: &[OsString], lang: Lang) -> Exit {
    start_in(&mut Series::of_command(), arguments, lang)
}

/// Parses the arguments and runs their command as one of a series.
fn start_in(series: &mut Series, arguments: &[OsString], lang: Lang) -> Exit {
    let (typed, matches) = match parse(arguments, lang, None) {
        Ok(parsed) => parsed,
        Err(error) => return parse_error::show(&error, lang),
    };

    // What was typed has been understood, so that only settings can be wrong now.
    let configured = configured(typed, &matches, arguments, lang, series);
    let (args, lang) = match configured {
        Ok(configured) => configured,
        Err(error) => return exit::report(&error, series.reader, lang),
    };
    run(args.command, lang, series).unwrap_or_else(|error| exit::report(&error, series.reader, lang))
}

/// The arguments with settings in place of what was not typed, and the language. `typed` and `matches` are what was typed.
fn configured(
    typed: Args,
    matches: &ArgMatches,
    arguments: &[OsString],
    lang: Lang,
    series: &mut Series,
) -> Result<(Args, Lang)> {
    let configuration = typed.command.configuration().cloned();
    let (Some(configuration), Some((command, matches))) = (configuration, matches.subcommand()) else {
        let lang = typed.lang.map_or(lang, Lang::from);
        return Ok((typed, lang));
    };

    let settings = Settings::of(command, &configuration, series.is_command)?;
    let lang = typed.lang.map(Lang::from).or(settings.lang()).unwrap_or(lang);
    let mut args =
        if settings.is_empty() { typed } else { parse(arguments, lang, Some((&settings, command, matches)))?.0 };
    if let Command::Check(check) = &mut args.command {
        check.beside = settings.fields_beside(matches);
    }
    series.settings = settings;
    Ok((args, lang))
}

/// Parses the arguments, with settings for a command and its line as it was typed.
fn parse(
    arguments: &[OsString],
    lang: Lang,
    settings: Option<(&Settings, &str, &ArgMatches)>,
) -> Result<(Args, ArgMatches), clap::Error> {
    let parse_as = |mut command: clap::Command| {
        if let Some((settings, name, typed)) = settings {
            command = settings.apply(command, name, typed);
        }
        let matches = command.try_get_matches_from_mut(arguments)?;
        let args = Args::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
        Ok((args, matches))
    };
    // Only help and errors have words for people, and to give the commands these takes longer than to parse.
    parse_as(Args::command()).or_else(|_: clap::Error| parse_as(help::for_terminal(lang, terminal::help_width())))
}

fn run(command: Command, lang: Lang, series: &mut Series) -> Result<Exit> {
    match command {
        Command::Check(mut args) => {
            series.extend(&mut args.rules);
            check::run(&args, lang, series)
        }
        Command::Explain(args) => explain::run(&args, lang),
        Command::Terms(args) => terms::run(&args, lang),
        Command::Rules(args) => test::run(&args, lang),
        Command::Fold(args) => fold::run(&args),
        Command::Completions(args) => manual::completions(&args, lang),
        Command::Man(args) => manual::page(&args, lang),
    }
}
