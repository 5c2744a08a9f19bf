//! The rules that a command applies: built in, an office's own, for a day and under a profile.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;
use jiff::{Timestamp, tz};

use mingcha::checker::Checker;
use mingcha::digest::Digest;
use mingcha::examples::Tested;
use mingcha::input::decode_file;
use mingcha::message::cli::{CliError, Notice};
use mingcha::rules::{Origin, Profile, RuleBook, RuleFiles, RuleSet};
use mingcha::text::path::shown;

use super::args::{Rules, Switch};
use super::hashed::Hashed;
use super::office;

/// Hours by which Beijing, whose date decides which rules are in force, is ahead of UTC.
const BEIJING: i8 = 8;
/// What precedes the id of a rule set in the program where a folder may be named as well.
pub(super) const BUILT_IN: &str = "built-in:";

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
    let mut not_in_force = Vec::new();
    for folder in &rules.rules {
        let set = rule_set(folder, rules)?;
        if set.origin.in_force(day) {
            book.sets.push(set);
        } else {
            let id = set.origin.id.clone();
            warnings.push(Notice::NotInForce { folder: called(folder, rules), id, day: day.to_string() });
            not_in_force.push(set.origin);
        }
    }
    if !has_family(&book, "") {
        return Err(no_rules(day).into());
    }
    refuse_missing_families(&book, &not_in_force, day)?;

    for file in &rules.terms {
        let own = own_terms(Path::new(file), &called(file, rules))?;
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

/// The files of a rule set: those of a folder, or those in the program after `built-in:`.
pub(super) fn rule_files(named: &OsStr) -> Result<RuleFiles> {
    let Some(id) = named.to_str().and_then(|named| named.strip_prefix(BUILT_IN)) else {
        return Ok(RuleFiles::read(Path::new(named))?);
    };
    RuleFiles::with_id(id).ok_or_else(|| {
        let known = RuleFiles::optional().into_iter().filter_map(|files| files.origin().ok());
        let known = known.map(|origin| origin.id).collect();
        CliError::NoBuiltIn { name: id.to_owned(), known }.into()
    })
}

/// What a file or folder of rules is called: as it was typed, or from the folder of the program on.
fn called(path: &OsStr, rules: &Rules) -> String {
    let path = Path::new(path);
    match &rules.office {
        Some(program) => office::called(path, program),
        None => shown(path),
    }
}

/// A further rule set, whose examples hold.
fn rule_set(named: &OsStr, rules: &Rules) -> Result<RuleSet> {
    let files = rule_files(named)?;
    let folder = if files.is_tested { files.folder } else { called(named, rules) };
    let files = RuleFiles { folder, ..files };
    let set = files.load()?;
    if files.is_tested {
        return Ok(set);
    }
    let (tested, set) = Tested::alone(set)?;
    match tested.failures.first() {
        None => Ok(set),
        Some(first) => {
            let failed = tested.failures.len();
            Err(CliError::ExamplesFail { set: files.folder, failed, first: first.clone() }.into())
        }
    }
}

fn has_family(book: &RuleBook, family: &str) -> bool {
    book.sets.iter().any(|set| set.origin.family == family)
}

/// Refuses a day on which none of the sets of a family is in force that the user added.
fn refuse_missing_families(book: &RuleBook, not_in_force: &[Origin], day: Date) -> Result<(), CliError> {
    let missing = not_in_force.iter().filter(|origin| !has_family(book, &origin.family));
    let mut sets = Vec::new();
    for Origin { id, from, until, .. } in missing {
        let until = until.map(|until| until.to_string()).unwrap_or_default();
        sets.push(format!("{id} ({from}…{until})"));
    }
    if sets.is_empty() { Ok(()) } else { Err(CliError::NoneOfFamily { sets, day: day.to_string() }) }
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

/// An office's own terms, from UTF-8 or from what Excel saves. `file` is what they are called.
fn own_terms(path: &Path, file: &str) -> Result<RuleSet> {
    let text = terms_text(path, file)?;

    Ok(RuleSet::of_terms(&id_of(path), file, &text)?)
}

/// The id of own terms: the name of their file.
pub(super) fn id_of(path: &Path) -> String {
    let stem = path.file_stem();
    stem.map_or_else(|| shown(path), |stem| shown(Path::new(stem)))
}

/// The text of a file of own terms, or of contexts beside it.
pub(super) fn terms_text(path: &Path, file: &str) -> Result<String> {
    let file = file.to_owned();
    match fs::read(path) {
        Ok(bytes) => decode_file(&bytes).ok_or_else(|| CliError::TermsEncoding { file }.into()),
        Err(cause) => Err(CliError::TermsNotRead { file, cause }.into()),
    }
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

pub(super) fn today() -> Date {
    tz::Offset::constant(BEIJING).to_datetime(Timestamp::now()).date()
}
