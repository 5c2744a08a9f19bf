//! The rules that a command applies: built in, an office's own, for a day and under a profile.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use jiff::civil::Date;
use jiff::{Timestamp, tz};

use mingcha::checker::Checker;
use mingcha::digest::Digest;
use mingcha::input::decode_file;
use mingcha::rules::{Profile, RuleBook, RuleFiles, RuleSet};

use super::args::{Rules, Switch};
use super::hashed::Hashed;

/// Hours by which Beijing, whose date decides which rules are in force, is ahead of UTC.
const BEIJING: i8 = 8;
/// What a command applies.
pub(super) struct Applied {
    pub(super) checker: Checker,
    /// The file that the profile was read from, if it is not built in.
    pub(super) profile_file: Option<Hashed>,
    /// The day whose rules are applied.
    pub(super) day: Date,
    /// What people should know of the rules they asked for, one line each.
    pub(super) warnings: Vec<String>,
}

/// Loads and checks all rules that were asked for.
pub(super) fn apply(rules: &Rules) -> Result<Applied> {
    let (day, mut warnings) = (rules.as_of.unwrap_or_else(today), Vec::new());
    let (profile, profile_file) = profile(&rules.profile)?;
    let mut book = RuleBook::in_force(day)?;
    for folder in &rules.rules {
        let set = RuleFiles::read(Path::new(folder))?.load()?;
        if set.origin.in_force(day) {
            book.sets.push(set);
        } else {
            warnings
                .push(format!("{folder}: the rule set {} is not in force on {day} and is not applied", set.origin.id));
        }
    }
    if book.sets.is_empty() {
        let built_in = RuleFiles::built_in();
        let first = built_in.iter().filter_map(|f| f.origin().ok()).map(|o| o.from).min();
        let first = first.map_or_else(String::new, |from| format!("; the first built-in one is in force from {from}"));
        bail!("no rule set is in force on {day}{first}. Choose another day with --as-of or add one with --rules");
    }
    for file in &rules.terms {
        let own = own_terms(file)?;
        warnings.extend(
            book.repeated_in(&own).map(|(mine, theirs)| format!("{}: is sought already as {}", mine.place, theirs.id)),
        );
        book.sets.push(own);
    }
    let mut ids: Vec<_> = book.sets.iter().map(|set| &set.origin.id).collect();
    ids.sort_unstable();
    if let Some([twice, _]) = ids.array_windows().find(|[one, next]| one == next) {
        bail!("two rule sets bear the id `{twice}`; rename one of them");
    }
    let make = if rules.disguises == Switch::On { Checker::new } else { Checker::without_disguises };
    let checker = make(book, profile)?;
    Ok(Applied { checker, profile_file, day, warnings })
}

/// An office's own terms, from UTF-8 or from what Excel saves.
pub(super) fn own_terms(path: &str) -> Result<RuleSet> {
    let bytes = fs::read(path).with_context(|| format!("{path}: cannot be read; check the path"))?;
    let text = decode_file(&bytes).with_context(|| format!("{path}: is in no known encoding; save it as UTF-8"))?;
    let stem = Path::new(path).file_stem().map_or_else(|| path.to_owned(), |s| s.to_string_lossy().into_owned());
    Ok(RuleSet::of_terms(&stem, path, &text)?)
}

/// The profile of this name, or the only one of a file.
pub(super) fn profile(name: &str) -> Result<(Profile, Option<Hashed>)> {
    let refusal = match Profile::built_in(name) {
        Ok(profile) => return Ok((profile, None)),
        Err(refusal) => refusal,
    };
    let text = fs::read_to_string(name)
        .with_context(|| format!("{refusal}, and no file of this name can be read as UTF-8"))?;
    let mut own = Profile::parse(name, &text)?;
    ensure!(own.len() == 1, "{name}: an own profile is one profile; the file has {}", own.len());
    let mut digest = Digest::default();
    digest.add(text.as_bytes());
    Ok((own.remove(0), Some(Hashed::new(name, &digest))))
}

fn today() -> Date {
    tz::Offset::constant(BEIJING).to_datetime(Timestamp::now()).date()
}
