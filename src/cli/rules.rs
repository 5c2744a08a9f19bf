//! The rules that a command applies.

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use jiff::{Timestamp, tz};

use mingcha::checker::Checker;
use mingcha::rules::{Profile, RuleBook, RuleFiles};

use super::args::Rules;

/// Hours by which Beijing, whose date decides which rules are in force, is ahead of UTC.
const BEIJING: i8 = 8;
/// How much of a rule set's hash the version shows.
const SHORT_HASH: usize = 12;

/// A checker, and the day whose rules it applies.
pub(super) fn checker(rules: &Rules) -> Result<(Checker, Date)> {
    let day = rules.as_of.unwrap_or_else(today);
    let mut book = RuleBook::default();
    for files in RuleFiles::built_in() {
        if files.origin()?.in_force(day) {
            book.sets.push(files.load()?);
        }
    }
    if book.sets.is_empty() {
        let first = RuleFiles::built_in().iter().filter_map(|f| f.origin().ok()).map(|o| o.from).min();
        let first = first.map_or_else(String::new, |from| format!("; the first is in force from {from}"));
        bail!("no rule set is in force on {day}{first}. Choose another day with --as-of");
    }
    let profiles = Profile::parse("data/profiles.csv", include_str!("../../data/profiles.csv"))?;
    let profile =
        profiles.into_iter().find(|p| p.name == "filing").context("data/profiles.csv has no profile `filing`")?;
    Ok((Checker::new(book, profile)?, day))
}

fn today() -> Date {
    tz::Offset::constant(BEIJING).to_datetime(Timestamp::now()).date()
}

/// The version with the rule sets in the binary.
pub(super) fn version() -> String {
    let sets = RuleFiles::built_in().into_iter().filter_map(|files| files.origin().ok());
    let lines = sets
        .map(|origin| format!("\n{} {} {} {}", origin.id, origin.number, origin.from, &origin.sha256[..SHORT_HASH]));
    std::iter::once(env!("CARGO_PKG_VERSION").to_owned()).chain(lines).collect()
}
