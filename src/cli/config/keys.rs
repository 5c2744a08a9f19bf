//! What can be set: the options of `check` that are no part of one command line alone.

use std::ffi::{OsStr, OsString};

use clap::{ArgAction, CommandFactory as _};

use mingcha::message::Bilingual;
use mingcha::message::cli::{CliError, SettingPlace};
use mingcha::message::parse::ValueError;

use crate::cli::args::Args;

/// What the name of a variable begins with.
pub(super) const PREFIX: &str = "MINGCHA_";
/// Options that are no settings: what is checked, and where settings come from.
const NO_SETTINGS: [&str; 11] = [
    "files_from",
    "null",
    "name_text",
    "scope_text",
    "text_text",
    "config",
    "no_config",
    "block_size",
    "no_summary",
    "help",
    "version",
];
/// The settings that concern `explain` too. Its other options of the same names have texts, not columns.
const OF_EXPLAIN: [&str; 7] = ["as-of", "profile", "rules", "terms", "disguises", "color", "lang"];
/// Options of which only one counts: where one is typed, the settings of both are left out.
pub(super) const EXCLUSIVE: [[&str; 2]; 2] = [["summary", "no_summary"], ["quiet", "verbose"]];
/// How a switch is written in a variable.
const ON: [&str; 4] = ["1", "true", "on", "yes"];
const OFF: [&str; 4] = ["0", "false", "off", "no"];

/// An option that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    id: String,
    /// As it is typed, without `--`.
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `true` or `false`.
    Switch,
    /// One value.
    Value,
    /// Any number of values.
    List,
}

/// All that can be set, in the order in which help lists it.
pub(super) fn keys() -> Vec<Key> {
    let mut program = Args::command();
    program.build();
    let Some(check) = program.find_subcommand("check") else { return Vec::new() };

    let mut keys = Vec::new();
    for arg in check.get_arguments() {
        let (id, Some(name)) = (arg.get_id().as_str(), arg.get_long()) else { continue };
        if NO_SETTINGS.contains(&id) {
            continue;
        }
        let kind = match arg.get_action() {
            ArgAction::SetTrue => Kind::Switch,
            ArgAction::Append => Kind::List,
            _ => Kind::Value,
        };
        keys.push(Key { id: id.to_owned(), name: name.to_owned(), kind });
    }
    keys
}

impl Key {
    /// As it is typed, without `--`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The variable of the environment.
    pub(super) fn variable(&self) -> String {
        PREFIX.to_owned() + &self.name.replace('-', "_").to_ascii_uppercase()
    }

    pub(super) fn is_switch(&self) -> bool {
        self.kind == Kind::Switch
    }

    pub(super) fn is_list(&self) -> bool {
        self.kind == Kind::List
    }

    /// Whether the setting concerns a command.
    pub(super) fn concerns(&self, command: &str) -> bool {
        command == "check" || (command == "explain" && OF_EXPLAIN.contains(&&*self.name))
    }

    /// The id of the option with its defaults. A summary that is not wanted is an option of its own.
    pub(super) fn default(&self, values: &[OsString]) -> (&str, Vec<OsString>) {
        let is_on = values.first().and_then(|value| switched(value));
        match (self.kind, is_on) {
            (Kind::Switch, Some(false)) if self.id == "summary" => ("no_summary", vec!["true".into()]),
            (Kind::Switch, Some(is_on)) => (&self.id, vec![is_on.to_string().into()]),
            _ => (&self.id, values.to_vec()),
        }
    }

    /// The command line with this option alone.
    pub(super) fn command_line(&self, value: &OsStr) -> Result<Vec<OsString>, Bilingual> {
        let mut line: Vec<OsString> = vec!["mingcha".into(), "check".into()];
        if self.is_switch() {
            return match switched(value) {
                Some(_) => Ok(line),
                None => Err(Bilingual::of(&ValueError::Switch)),
            };
        }
        let mut option = OsString::from(format!("--{}=", self.name));
        option.push(value);
        line.push(option);
        Ok(line)
    }

    /// Why a value in a file is refused whose type is another one.
    pub(super) fn wrong_type(&self, place: SettingPlace) -> CliError {
        let wanted = match self.kind {
            Kind::Switch => ValueError::Switch,
            Kind::Value => ValueError::OneValue,
            Kind::List => ValueError::List,
        };
        CliError::SettingType { place, key: self.name.clone(), wanted }
    }
}

/// Whether a switch is on. Returns `None` if the value is neither.
fn switched(value: &OsStr) -> Option<bool> {
    let value = value.to_str()?.to_ascii_lowercase();
    if ON.contains(&&*value) {
        return Some(true);
    }
    OFF.contains(&&*value).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_variable_of_a_setting_is_one_that_tests_and_builds_use() {
        let keys = keys();
        assert!(keys.len() > 25, "{keys:?}");
        for key in &keys {
            let variable = key.variable();
            assert!(!variable.starts_with("MINGCHA_REQUIRE_") && !variable.starts_with("MINGCHA_SPARK_"), "{variable}");
            assert!(!["MINGCHA_WORDS", "MINGCHA_REGENERATE", "MINGCHA_FILINGS"].contains(&&*variable), "{variable}");
        }
        for name in OF_EXPLAIN {
            assert!(keys.iter().any(|key| key.name == name), "{name} is no setting");
        }
    }
}
