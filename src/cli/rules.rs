//! The rules that a command applies: built in, an office's own, for a day and under a profile.

use std::fs;
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;
use jiff::{Timestamp, tz};

use mingcha::checker::Checker;
use mingcha::digest::Digest;
use mingcha::input::decode_file;
use mingcha::message::cli::{CliError, Notice};
use mingcha::rules::{Profile, RuleBook, RuleFiles, RuleSet};
use mingcha::text::path::shown;

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
    /// What people should know of the rules that they named.
    pub(super) warnings: Vec<Notice>,
}

/// Loads and checks all rules that were named.
pub(super) fn apply(rules: &Rules) -> Result<Applied> {
    let day = rules.as_of.unwrap_or_else(today);
    let mut warnings = Vec::new();
    let (profile, profile_file) = profile(&rules.profile)?;

    let mut book = RuleBook::in_force(day)?;
    for folder in &rules.rules {
        let set = RuleFiles::read(Path::new(folder))?.load()?;
        if set.origin.in_force(day) {
            book.sets.push(set);
        } else {
            let id = set.origin.id.clone();
            warnings.push(Notice::NotInForce { folder: shown(Path::new(folder)), id, day: day.to_string() });
        }
    }
    if book.sets.is_empty() {
        return Err(no_rules(day).into());
    }

    for file in &rules.terms {
        let own = own_terms(Path::new(file))?;
        for (mine, theirs) in book.repeated_in(&own) {
            warnings.push(Notice::Repeated { place: mine.place.clone(), id: theirs.id.to_string() });
        }
        book.sets.push(own);
    }
    refuse_same_ids(&book)?;

    let checker = match rules.disguises {
        Switch::On => Checker::new(book, profile)?,
        Switch::Off => Checker::without_disguises(book, profile)?,
    };
    Ok(Applied { checker, profile_file, day, warnings })
}

fn no_rules(day: Date) -> CliError {
    let mut first: Option<Date> = None;
    for files in RuleFiles::built_in() {
        if let Ok(origin) = files.origin() {
            first = Some(first.map_or(origin.from, |first| first.min(origin.from)));
        }
    }
    match first {
        Some(first) => CliError::NoRulesYet { day: day.to_string(), first: first.to_string() },
        None => CliError::NoRulesInForce { day: day.to_string() },
    }
}

fn refuse_same_ids(book: &RuleBook) -> Result<(), CliError> {
    let mut ids: Vec<&String> = book.sets.iter().map(|set| &set.origin.id).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if pair[0] == pair[1] {
            return Err(CliError::SameRuleSet { id: pair[0].clone() });
        }
    }
    Ok(())
}

/// An office's own terms, from UTF-8 or from what Excel saves.
pub(super) fn own_terms(path: &Path) -> Result<RuleSet> {
    let file = shown(path);
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(cause) => return Err(CliError::TermsNotRead { file, cause }.into()),
    };
    let Some(text) = decode_file(&bytes) else {
        return Err(CliError::TermsEncoding { file }.into());
    };

    // The name of the file is the id of the set.
    let stem = path.file_stem();
    let id = stem.map_or_else(|| file.clone(), |stem| shown(Path::new(stem)));
    Ok(RuleSet::of_terms(&id, &file, &text)?)
}

/// The profile of this name, or the only one of a file.
pub(super) fn profile(name: &str) -> Result<(Profile, Option<Hashed>)> {
    let refusal = match Profile::built_in(name) {
        Ok(profile) => return Ok((profile, None)),
        Err(refusal) => refusal,
    };
    let text = fs::read_to_string(name).map_err(|cause| CliError::NoProfile { refusal: Box::new(refusal), cause })?;
    let mut own = Profile::parse(name, &text)?;
    if own.len() != 1 {
        return Err(CliError::SeveralProfiles { file: name.to_owned(), found: own.len() }.into());
    }

    let mut digest = Digest::default();
    digest.add(text.as_bytes());
    Ok((own.remove(0), Some(Hashed::new(name.to_owned(), &digest))))
}

fn today() -> Date {
    tz::Offset::constant(BEIJING).to_datetime(Timestamp::now()).date()
}
