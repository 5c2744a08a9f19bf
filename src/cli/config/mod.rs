//! Settings beside the command line: those of the environment, and those of a file. What is typed counts before the environment,
//! and the environment before the file.
//!
//! A setting becomes the default of its option, so that the parser reads and refuses its value as it does a typed one. A file
//! that was found in the working folder, and not named, may come from anybody: it cannot weaken a check.

mod file;
mod keys;
mod weak;

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory as _};

use mingcha::message::Lang;
use mingcha::message::cli::{CliError, SettingPlace};
use mingcha::report::Settings as NamedSettings;
use mingcha::text::path::shown;
use mingcha::verdict::Field;

use super::args::{Args, Configuration};
use super::hashed::Hashed;
use super::parse_error;
use keys::{EXCLUSIVE, Key, PREFIX, keys};

/// The file that is looked for in the working folder.
const FOUND: &str = "mingcha.toml";
/// The setting that is known before the others are applied.
const LANG: &str = "lang";
/// The variable that names another file.
const VARIABLE: &str = "MINGCHA_CONFIG";

/// A value for an option, and where it was set.
#[derive(Clone, Debug)]
struct Setting {
    key: Key,
    values: Vec<OsString>,
    place: SettingPlace,
}

/// The settings of a run, besides those that were typed.
#[derive(Debug, Default)]
pub(super) struct Settings {
    set: Vec<Setting>,
    /// What reports say of them.
    pub(super) named: NamedSettings,
    /// The file that they are from, as the run's record names it.
    pub(super) file: Option<Hashed>,
    /// The path of that file.
    pub(super) path: Option<OsString>,
    /// Whether that file was found and not named.
    is_found: bool,
}

impl Settings {
    /// The settings for a command line of `command`. Without `is_at_home`, only a file that is named counts.
    pub(super) fn of(command: &str, configuration: &Configuration, is_at_home: bool) -> Result<Self, CliError> {
        let keys = LazyCell::new(keys);
        let mut settings = if is_at_home && is_variable_set() { of_environment(&keys) } else { Vec::new() };
        settings.iter().try_for_each(refuse_bad_value)?;

        let mut file = None;
        let mut path = None;
        let mut is_file_found = false;
        if let Some((named, is_found)) = path_of_file(configuration, is_at_home) {
            let read = file::read(&named, &keys)?;
            if is_found {
                read.settings.iter().try_for_each(|setting| weak::refuse(setting, &named))?;
            }
            read.settings.iter().try_for_each(refuse_bad_value)?;
            for setting in read.settings {
                if settings.iter().all(|other| other.key != setting.key) {
                    settings.push(setting);
                }
            }
            file = Some(Hashed::new(shown(Path::new(&named)), &read.digest));
            path = Some(named);
            is_file_found = is_found;
        }

        settings.retain(|setting| setting.key.concerns(command));
        let mut environment = Vec::new();
        for setting in &settings {
            if let SettingPlace::Variable { name } = &setting.place {
                environment.push(name.clone());
            }
        }
        let named = NamedSettings { file: file.as_ref().map(Hashed::as_settings), environment };
        Ok(Self { set: settings, named, file, path, is_found: is_file_found })
    }

    /// Whether nothing was set.
    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// The fields whose columns a file gives that was found and not named. Whoever put it there takes no column out of the check:
    /// such columns are checked beside those that are known.
    pub(super) fn fields_beside(&self, typed: &ArgMatches) -> BTreeSet<Field> {
        let is_of_file = |field: &Field| {
            let mut of_file = self.set.iter().filter(|setting| matches!(setting.place, SettingPlace::Line { .. }));
            let is_typed = typed.value_source(field.key()) == Some(ValueSource::CommandLine);
            self.is_found && !is_typed && of_file.any(|setting| setting.key.name() == field.key())
        };
        Field::CHECKED.into_iter().filter(is_of_file).collect()
    }

    /// The language that was set.
    pub(super) fn lang(&self) -> Option<Lang> {
        let set = self.set.iter().find(|setting| setting.key.name() == LANG)?;
        match set.values.first()?.to_str()? {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// Makes each setting the default of its option. `typed` is the command line, parsed without settings.
    pub(super) fn apply(&self, program: Command, command: &str, typed: &ArgMatches) -> Command {
        let mut defaults = BTreeMap::new();
        for setting in self.set.iter().filter(|setting| setting.key.name() != LANG) {
            let (id, values) = setting.key.default(&setting.values);
            if !is_excluded(id, typed) {
                defaults.insert(id.to_owned(), values);
            }
        }

        // In place: a parser that is built already finds its arguments by their numbers.
        program.mut_subcommands(|inner| {
            if inner.get_name() != command {
                return inner;
            }
            inner.mut_args(|arg| match defaults.get(arg.get_id().as_str()) {
                Some(values) => arg.default_values(values.clone()),
                None => arg,
            })
        })
    }
}

/// Whether an option is typed that excludes this one.
fn is_excluded(id: &str, typed: &ArgMatches) -> bool {
    let is_typed = |id: &&str| typed.value_source(id) == Some(ValueSource::CommandLine);
    EXCLUSIVE.iter().any(|pair| pair.contains(&id) && pair.iter().any(is_typed))
}

/// The file of settings, and whether it was found and not named.
fn path_of_file(configuration: &Configuration, is_at_home: bool) -> Option<(OsString, bool)> {
    if let Some(file) = &configuration.config {
        return Some((file.clone(), false));
    }
    if configuration.no_config || !is_at_home {
        return None;
    }
    match env::var_os(VARIABLE).filter(|file| !file.is_empty()) {
        Some(file) => Some((file, false)),
        None => Path::new(FOUND).is_file().then(|| (FOUND.into(), true)),
    }
}

/// Whether the environment may have a setting. Windows does not tell names in capitals from others.
fn is_variable_set() -> bool {
    let mut names = env::vars_os().map(|(name, _)| name.to_string_lossy().to_ascii_uppercase());
    names.any(|name| name.starts_with(PREFIX))
}

/// The settings of the environment, in the order of the options. Only variables of known options are looked up.
fn of_environment(keys: &[Key]) -> Vec<Setting> {
    let mut settings = Vec::new();
    for key in keys {
        let name = key.variable();
        let Some(value) = env::var_os(&name).filter(|value| !value.is_empty()) else { continue };
        let values = if key.is_list() { lines(&value) } else { vec![value] };
        settings.push(Setting { key: key.clone(), values, place: SettingPlace::Variable { name } });
    }
    settings
}

/// The values of a variable that can have several: one a line.
fn lines(value: &OsStr) -> Vec<OsString> {
    match value.to_str() {
        Some(text) => text.lines().filter(|line| !line.is_empty()).map(OsString::from).collect(),
        None => vec![value.to_owned()],
    }
}

/// Refuses a value that the option would not take.
fn refuse_bad_value(setting: &Setting) -> Result<(), CliError> {
    let refused = |reason| CliError::SettingRefused { place: setting.place.clone(), reason };
    for value in &setting.values {
        let line = setting.key.command_line(value).map_err(refused)?;
        if let Err(error) = Args::command().try_get_matches_from(line) {
            return Err(refused(parse_error::reason_of(&error)));
        }
    }
    Ok(())
}
