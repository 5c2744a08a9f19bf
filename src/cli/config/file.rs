//! A file of settings: TOML with one key for each option, named as the option is.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use memchr::memchr_iter;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use mingcha::digest::Digest;
use mingcha::input::decode_file;
use mingcha::message::cli::{CliError, SettingPlace};
use mingcha::rules::Profile;
use mingcha::text::path::shown;

use super::{Key, Setting};
use crate::cli::rules::BUILT_IN;

/// The settings whose values are files that are read. Their paths begin at the folder of the file of settings.
const PATHS: [&str; 4] = ["profile", "rules", "terms", "decisions"];

/// How similar a key is that may be meant, from 0 to 1.
const NEAR: f64 = 0.8;

/// What a file says.
pub(super) struct Read {
    pub(super) settings: Vec<Setting>,
    pub(super) digest: Digest,
}

/// Reads a file. A key that is unknown, or a value of another type than its option has, is an error with its line.
pub(super) fn read(path: &OsStr, keys: &[Key]) -> Result<Read, CliError> {
    let file = shown(Path::new(path));
    let bytes = fs::read(path).map_err(|cause| CliError::ConfigNotRead { file: file.clone(), cause })?;
    let text = decode_file(&bytes).ok_or_else(|| CliError::ConfigEncoding { file: file.clone() })?;
    let mut digest = Digest::default();
    digest.add(&bytes);

    let table = DeTable::parse(&text).map_err(|error| CliError::ConfigNotToml {
        place: place_of(&file, &text, error.span().unwrap_or_default()),
        cause: error.message().to_owned(),
    })?;

    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut settings = Vec::new();
    for (name, value) in table.into_inner() {
        let place = place_of(&file, &text, name.span());
        let Some(key) = keys.iter().find(|key| key.name() == *name.get_ref()) else {
            return Err(unknown(place, name.get_ref(), keys));
        };
        let values = values(key, value.get_ref()).ok_or_else(|| key.wrong_type(place.clone()))?;
        let values = values.into_iter().map(|value| from_folder(folder, key, value)).collect();
        settings.push(Setting { key: key.clone(), values, place });
    }
    // As they stand in the file, so that the first mistake is named first.
    settings.sort_by_key(|setting| match &setting.place {
        SettingPlace::Line { line, .. } => *line,
        SettingPlace::Variable { .. } => 0,
    });
    Ok(Read { settings, digest })
}

/// The error for a key that names no option, with the one that is nearest if one is near.
fn unknown(place: SettingPlace, key: &str, keys: &[Key]) -> CliError {
    let known = || keys.iter().map(Key::name);
    let similarity = |name: &str| strsim::jaro(&name.replace('-', "_"), &key.to_ascii_lowercase().replace('-', "_"));
    let nearest = known().max_by(|one, other| similarity(one).total_cmp(&similarity(other)));
    let key = key.to_owned();
    match nearest.filter(|name| similarity(name) > NEAR) {
        Some(nearest) => CliError::SettingNearly { place, key, nearest: nearest.to_owned() },
        None => CliError::SettingUnknown { place, key, known: known().map(str::to_owned).collect() },
    }
}

/// The line of a file where a span of its text begins.
fn place_of(file: &str, text: &str, span: Range<usize>) -> SettingPlace {
    let before = text.as_bytes().get(..span.start).unwrap_or_default();
    let line = memchr_iter(b'\n', before).count() + 1;
    SettingPlace::Line { file: file.to_owned(), line }
}

/// The values of a key. Returns `None` if they are of another type than the option has.
fn values(key: &Key, value: &DeValue<'_>) -> Option<Vec<OsString>> {
    match value {
        DeValue::Boolean(is_on) if key.is_switch() => Some(vec![is_on.to_string().into()]),
        _ if key.is_switch() => None,
        DeValue::Array(values) if key.is_list() => {
            values.iter().map(Spanned::get_ref).map(scalar).collect::<Option<Vec<_>>>()
        }
        value => Some(vec![scalar(value)?]),
    }
}

/// A text, a whole number or a date, as it would be typed.
fn scalar(value: &DeValue<'_>) -> Option<OsString> {
    match value {
        DeValue::String(text) => Some(text.as_ref().into()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().into()),
        DeValue::Datetime(day) if day.time.is_none() => Some(day.to_string().into()),
        _ => None,
    }
}

/// The path of a file that is read, from the working folder on.
fn from_folder(folder: &Path, key: &Key, value: OsString) -> OsString {
    let is_built_in = value.as_encoded_bytes().starts_with(BUILT_IN.as_bytes())
        || (key.name() == "profile" && value.to_str().is_some_and(|name| Profile::built_in(name).is_ok()));
    if is_built_in || folder.as_os_str().is_empty() || !PATHS.contains(&key.name()) {
        return value;
    }
    let path: PathBuf = folder.join(value);
    path.into_os_string()
}
