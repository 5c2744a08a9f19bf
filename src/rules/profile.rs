//! Profiles: the verdict for each tier and context. A small table, so that an office can read and change it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::message::{RowError, RulesError};
use crate::table::{Table, TableRow};
use crate::verdict::{Tier, Verdict};

const FILE: &str = "data/profiles.csv";
const BUILT_IN: &str = include_str!("../../data/profiles.csv");
const COLUMNS: [&str; 5] = ["profile", "tier", "context", "verdict", "reason"];
const REQUIRED: [&str; 3] = ["profile", "tier", "verdict"];

/// One profile of `data/profiles.csv` or of an office's own file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name shown in reports.
    pub name: String,
    /// Whether it is one of `data/profiles.csv`. An own profile may have the name of a built-in one.
    is_built_in: bool,
    /// The verdict for a tier and a context tag. The empty tag stands for no context.
    verdicts: BTreeMap<(Tier, String), Verdict>,
}

impl Profile {
    /// The name of the built-in profile that is applied if none is given.
    pub const DEFAULT: &'static str = "filing";

    /// The built-in profile of this name: filing, stock, advertising or literal.
    ///
    /// # Errors
    /// No built-in profile has this name. The error lists the names.
    pub fn built_in(name: &str) -> Result<Self, RulesError> {
        let mut known = Vec::new();
        for profile in Self::parse(FILE, BUILT_IN)? {
            if profile.name == name {
                return Ok(Self { is_built_in: true, ..profile });
            }
            known.push(profile.name);
        }
        Err(RulesError::UnknownProfile { name: name.to_owned(), known })
    }

    /// The names of the built-in profiles.
    ///
    /// # Errors
    /// The table in the program is damaged.
    pub fn names() -> Result<Vec<String>, RulesError> {
        Ok(Self::parse(FILE, BUILT_IN)?.into_iter().map(|profile| profile.name).collect())
    }

    /// Reads all profiles of a table with the columns of `data/profiles.csv`. `file` is named in errors.
    ///
    /// # Errors
    /// The text is not such a table; a row has an unknown tier or verdict, or repeats another; a profile has a row for a tier
    /// in a context but none for the tier alone.
    pub fn parse(file: &str, csv: &str) -> Result<Vec<Self>, RulesError> {
        let table = Table::parse_some(file, csv, &COLUMNS, &REQUIRED)?;
        let mut profiles: Vec<Self> = Vec::new();
        for row in table.rows() {
            add_row(&mut profiles, &row).map_err(|error| error.at(row.place()))?;
        }

        for profile in &profiles {
            profile.check(file)?;
        }
        Ok(profiles)
    }

    /// Whether it is an office's own profile, which people call by its name.
    #[must_use]
    pub fn is_own(&self) -> bool {
        !self.is_built_in
    }

    fn check(&self, file: &str) -> Result<(), RulesError> {
        for (tier, tag) in self.verdicts.keys() {
            if !self.seeks(*tier) {
                return Err(RulesError::NoDefault {
                    file: file.to_owned(),
                    profile: self.name.clone(),
                    tier: tier.to_string(),
                    context: tag.clone(),
                });
            }
        }
        Ok(())
    }

    /// Whether terms of this tier are searched for at all.
    #[must_use]
    pub fn seeks(&self, tier: Tier) -> bool {
        self.verdicts.contains_key(&(tier, String::new()))
    }

    /// The verdict of a finding: that of its tier, or `own` if the rule has one, lowered by each tag that the profile lists.
    #[must_use]
    pub fn verdict(&self, tier: Tier, own: Option<Verdict>, tags: &BTreeSet<Arc<str>>) -> Verdict {
        let mut verdict = own.or_else(|| self.listed(tier, "")).unwrap_or(Verdict::Notice);
        for tag in tags {
            if let Some(lowered) = self.listed(tier, tag) {
                verdict = verdict.min(lowered);
            }
        }
        verdict
    }

    /// Whether it gives no lower verdict than another profile to any finding, and searches for all that the other searches for.
    #[must_use]
    pub fn is_as_strict_as(&self, other: &Self) -> bool {
        // A tag that is not listed lowers no verdict, whatever a rule of its own gives.
        let highest = |profile: &Self, tier, tag: &str| profile.listed(tier, tag).unwrap_or(Verdict::Reject);
        let of_tiers = Tier::ALL.into_iter().all(|tier| match other.listed(tier, "") {
            Some(verdict) => self.listed(tier, "").is_some_and(|own| own >= verdict),
            None => true,
        });
        let tags = self.verdicts.keys().filter(|(_, tag)| !tag.is_empty());
        let mut of_tags = tags.map(|(tier, tag)| highest(self, *tier, tag) >= highest(other, *tier, tag));
        of_tiers && of_tags.all(|is_strict| is_strict)
    }

    fn listed(&self, tier: Tier, tag: &str) -> Option<Verdict> {
        self.verdicts.get(&(tier, tag.to_owned())).copied()
    }

    /// The rows of the profile: tier, context tag, verdict.
    pub fn rows(&self) -> impl Iterator<Item = (Tier, &str, Verdict)> {
        self.verdicts.iter().map(|((tier, tag), verdict)| (*tier, tag.as_str(), *verdict))
    }
}

/// Adds a row to the profile that it names.
fn add_row(profiles: &mut Vec<Profile>, row: &TableRow<'_>) -> Result<(), RowError> {
    let tier = parse_tier(row.get("tier"))?;
    let verdict = parse_verdict(row.get("verdict"))?;

    let name = row.get("profile");
    let at = profiles.iter().position(|profile| profile.name == name).unwrap_or(profiles.len());
    if at == profiles.len() {
        profiles.push(Profile { name: name.to_owned(), is_built_in: false, verdicts: BTreeMap::new() });
    }

    let case = (tier, row.get("context").to_owned());
    if profiles[at].verdicts.insert(case, verdict).is_some() {
        return Err(RowError::DuplicateCase { profile: name.to_owned() });
    }
    Ok(())
}

/// The tier with this key.
pub(super) fn parse_tier(key: &str) -> Result<Tier, RowError> {
    Tier::from_key(key).ok_or_else(|| {
        let known = Tier::ALL.map(|tier| tier.key().to_owned());
        RowError::UnknownTier { tier: key.to_owned(), known: known.into() }
    })
}

/// The verdict with this key, if a finding can have it.
pub(super) fn parse_verdict(key: &str) -> Result<Verdict, RowError> {
    if let Some(verdict) = Verdict::from_key(key)
        && verdict.is_of_finding()
    {
        return Ok(verdict);
    }
    let of_findings = Verdict::ALL.into_iter().filter(|verdict| verdict.is_of_finding());
    let known = of_findings.map(|verdict| verdict.key().to_owned()).collect();
    Err(RowError::UnknownVerdict { verdict: key.to_owned(), known })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_of_the_tags_decides_and_an_unlisted_tag_changes_nothing() {
        let csv = "profile,tier,context,verdict\nstock,named,,reject\nstock,named,negated,review\n";
        let profile = &Profile::parse("p.csv", csv).unwrap()[0];
        let tags = |tags: &[&str]| tags.iter().map(|t| Arc::from(*t)).collect();
        assert_eq!(profile.verdict(Tier::Named, None, &tags(&[])), Verdict::Reject);
        assert_eq!(profile.verdict(Tier::Named, None, &tags(&["other"])), Verdict::Reject);
        assert_eq!(profile.verdict(Tier::Named, None, &tags(&["negated", "other"])), Verdict::Review);
        assert!(!profile.seeks(Tier::Related));
    }

    #[test]
    fn a_profile_with_one_lower_verdict_or_one_tier_less_is_not_as_strict() {
        let filing = Profile::built_in("filing").unwrap();
        for name in ["stock", "advertising", "literal"] {
            assert!(!Profile::built_in(name).unwrap().is_as_strict_as(&filing), "{name}");
        }
        assert!(filing.is_as_strict_as(&filing));
        let of =
            |rows: &str| Profile::parse("p.csv", &format!("profile,tier,context,verdict\n{rows}")).unwrap().remove(0);
        let strict = of("p,named,,reject\np,content,,reject\np,related,,review\n");
        assert!(strict.is_as_strict_as(&filing) && !filing.is_as_strict_as(&strict));
        let lowered = of("p,named,,reject\np,content,,reject\np,related,,review\np,content,loan,review\n");
        assert!(!lowered.is_as_strict_as(&filing), "a rule of its own may reject");
    }

    #[test]
    fn a_profile_cannot_clear_a_word_or_name_an_unknown_tier() {
        for row in ["p,named,,clear", "p,named,,unchecked", "p,banned,,reject", "p,named,negated,review"] {
            assert!(Profile::parse("p.csv", &format!("profile,tier,context,verdict\n{row}\n")).is_err(), "{row}");
        }
    }
}
