//! What a file cannot set that was found and not named: whoever can put a file into a folder could let a word pass.

use std::ffi::OsStr;
use std::path::Path;

use mingcha::message::cli::CliError;
use mingcha::rules::Profile;
use mingcha::text::path::shown;

use super::Setting;

/// Settings that leave out findings, or hide them, or lower the exit status; and those that write a file.
const WEAK: [&str; 11] = [
    "decisions",
    "fail-on",
    "allow-unchecked",
    "disguises",
    "as-of",
    "sheet",
    "encoding",
    "no-headers",
    "quiet",
    "output",
    "manifest",
];

/// Refuses a setting of a found file that could weaken the check.
pub(super) fn refuse(setting: &Setting, file: &OsStr) -> Result<(), CliError> {
    let name = setting.key.name();
    let is_weak = match name {
        "profile" => !setting.values.iter().all(|value| is_strict_profile(value)),
        _ => WEAK.contains(&name),
    };
    if is_weak {
        let file = shown(Path::new(file));
        return Err(CliError::SettingWeakens { place: setting.place.clone(), key: name.to_owned(), file });
    }
    Ok(())
}

/// Whether a profile is built in and gives no lower verdict to anything than the default one.
fn is_strict_profile(value: &OsStr) -> bool {
    let profile = |name| Profile::built_in(name).ok();
    let named = value.to_str().and_then(profile);
    matches!((named, profile(Profile::DEFAULT)), (Some(named), Some(default)) if named.is_as_strict_as(&default))
}
