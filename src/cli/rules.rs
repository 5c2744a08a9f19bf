//! The rules that a command applies: built in, an office's own, for a day and under a profile.

use std::ffi::{OsStr, OsString};
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
pub struct Applied {
    /// The checker, made from the rules and the profile.
    pub checker: Checker,
    /// The file that the profile was read from, if it is not built in.
    pub(super) profile_file: Option<Hashed>,
    /// The day whose rules are applied.
    pub day: Date,
    /// What people should know of the rules that they named.
    pub warnings: Vec<Notice>,
}

/// Rules as they were read, before they are loaded. They can be kept, and applied again on another machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSources {
    /// The profile.
    pub profile: ProfileSource,
    /// Rule sets beside those that are always in force.
    pub rules: Vec<RulesSource>,
    /// An office's own terms.
    pub terms: Vec<TermsSource>,
}

/// A profile as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileSource {
    /// The name of a built-in profile, or the path of a file.
    pub name: String,
    /// The text of the file; `None` for a built-in profile.
    pub text: Option<String>,
}

/// A rule set as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesSource {
    /// What it is called in messages.
    pub called: String,
    /// Its files.
    pub files: RuleFiles,
}

/// A file of own terms as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsSource {
    /// The id of its rule set.
    pub id: String,
    /// What it is called in messages.
    pub file: String,
    /// The decoded text.
    pub text: String,
}

/// Loads and checks all rules that were named.
pub(super) fn apply(rules: &Rules) -> Result<Applied> {
    let called = |path: &OsStr| called(path, rules);
    let sources = RuleSources::read_called(&rules.profile, &rules.rules, &rules.terms, called)?;
    sources.apply(rules.as_of.unwrap_or_else(today), matches!(rules.disguises, Switch::On))
}

impl RuleSources {
    /// Reads what is named: a profile that is built in or a file, folders of rules or ids after `built-in:`, and files of terms.
    ///
    /// # Errors
    /// A file is missing, cannot be read or is in an unknown encoding; there is no built-in rule set of this id.
    pub fn read(profile: &str, rules: &[OsString], terms: &[OsString]) -> Result<Self> {
        Self::read_called(profile, rules, terms, |path| shown(Path::new(path)))
    }

    fn read_called(
        profile: &str,
        rules: &[OsString],
        terms: &[OsString],
        called: impl Fn(&OsStr) -> String,
    ) -> Result<Self> {
        let profile = ProfileSource::read(profile)?;
        let mut read = Self { profile, rules: Vec::new(), terms: Vec::new() };
        for folder in rules {
            read.rules.push(RulesSource { called: called(folder), files: rule_files(folder)? });
        }
        for file in terms {
            let path = Path::new(file);
            let file = called(file);
            let text = terms_text(path, &file)?;
            read.terms.push(TermsSource { id: id_of(path), file, text });
        }
        Ok(read)
    }

    /// Loads and checks the rules, and those that are in force on the day.
    ///
    /// # Errors
    /// A rule set or profile is broken, an example of one fails, two rule sets have one id, or no rules are in force on the day.
    pub fn apply(&self, day: Date, disguises: bool) -> Result<Applied> {
        let mut warnings = Vec::new();
        let (profile, profile_file) = self.profile.load()?;

        let mut book = RuleBook::in_force(day)?;
        let mut not_in_force = Vec::new();
        for source in &self.rules {
            let set = source.load()?;
            if set.origin.in_force(day) {
                book.sets.push(set);
            } else {
                let (folder, id) = (source.called.clone(), set.origin.id.clone());
                warnings.push(Notice::NotInForce { folder, id, day: day.to_string() });
                not_in_force.push(set.origin);
            }
        }
        if !has_family(&book, "") {
            return Err(no_rules(day).into());
        }
        refuse_missing_families(&book, &not_in_force, day)?;

        for TermsSource { id, file, text } in &self.terms {
            let own = RuleSet::of_terms(id, file, text)?;
            for (mine, theirs) in book.repeated_in(&own) {
                warnings.push(Notice::Repeated { place: mine.place.clone(), id: theirs.id.to_string() });
            }
            book.sets.push(own);
        }
        refuse_same_ids(&book)?;

        let checker = if disguises { Checker::new(book, profile)? } else { Checker::without_disguises(book, profile)? };
        Ok(Applied { checker, profile_file, day, warnings })
    }
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

impl RulesSource {
    /// A further rule set, whose examples hold.
    fn load(&self) -> Result<RuleSet> {
        if self.files.is_tested {
            return Ok(self.files.load()?);
        }
        let files = RuleFiles { folder: self.called.clone(), ..self.files.clone() };
        let (tested, set) = Tested::alone(files.load()?)?;
        match tested.failures.first() {
            None => Ok(set),
            Some(first) => {
                let failed = tested.failures.len();
                Err(CliError::ExamplesFail { set: files.folder, failed, first: first.clone() }.into())
            }
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
    ProfileSource::read(name)?.load()
}

impl ProfileSource {
    fn read(name: &str) -> Result<Self> {
        let mut text = None;
        if let Err(refusal) = Profile::built_in(name) {
            let unread = |cause| CliError::NoProfile { refusal: Box::new(refusal), cause };
            text = Some(fs::read_to_string(name).map_err(unread)?);
        }
        Ok(Self { name: name.to_owned(), text })
    }

    /// The built-in profile, or the only one of the file.
    fn load(&self) -> Result<(Profile, Option<Hashed>)> {
        let Some(text) = &self.text else { return Ok((Profile::built_in(&self.name)?, None)) };
        let mut own = Profile::parse(&self.name, text)?;
        if own.len() != 1 {
            return Err(CliError::SeveralProfiles { file: self.name.clone(), found: own.len() }.into());
        }

        let mut digest = Digest::default();
        digest.add(text.as_bytes());
        Ok((own.remove(0), Some(Hashed::new(self.name.clone(), &digest))))
    }
}

/// The day in Beijing.
#[must_use]
pub fn today() -> Date {
    tz::Offset::constant(BEIJING).to_datetime(Timestamp::now()).date()
}
