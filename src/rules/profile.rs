//! Profiles: what a tier in a context makes of a row. A small table, so that an office can read and change it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

use crate::table::Table;
use crate::verdict::{Tier, Verdict};

const COLUMNS: [&str; 5] = ["profile", "tier", "context", "verdict", "reason"];

/// One profile of `data/profiles.csv` or of an office's own file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name that reports carry.
    pub name: String,
    /// Tier and context tag (empty: whatever the context) to verdict.
    table: BTreeMap<(Tier, String), Verdict>,
}

const BUILT_IN: &str = include_str!("../../data/profiles.csv");

impl Profile {
    /// The built-in profile of this name: filing, stock or literal.
    ///
    /// The error lists the names.
    pub fn built_in(name: &str) -> Result<Self> {
        let profiles = Self::parse("data/profiles.csv", BUILT_IN)?;
        let names = profiles.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ");
        let found = profiles.into_iter().find(|profile| profile.name == name);
        found.with_context(|| format!("`{name}` is no built-in profile ({names})"))
    }

    /// Reads all profiles of a table with the columns of `data/profiles.csv`.
    pub fn parse(origin: &str, csv: &str) -> Result<Vec<Self>> {
        let table = Table::parse_some(origin, csv, &COLUMNS, &["profile", "tier", "verdict"])?;
        let mut profiles: Vec<Self> = Vec::new();
        for row in table.rows() {
            let Some(tier) = Tier::from_key(row.get("tier")) else {
                bail!("{}: unknown tier `{}`; known are named, content, related", row.place(), row.get("tier"));
            };
            let verdict = Verdict::from_key(row.get("verdict")).filter(|v| v.is_of_finding()).with_context(|| {
                format!("{}: unknown verdict `{}`; known are reject, review, notice", row.place(), row.get("verdict"))
            })?;
            let name = row.get("profile");
            let at = profiles.iter().position(|p| p.name == name).unwrap_or_else(|| {
                profiles.push(Self { name: name.to_owned(), table: BTreeMap::new() });
                profiles.len() - 1
            });
            if profiles[at].table.insert((tier, row.get("context").to_owned()), verdict).is_some() {
                bail!("{}: the profile `{name}` already has a row for this tier and context", row.place());
            }
        }
        for profile in &profiles {
            if let Some((tier, tag)) = profile.table.keys().find(|(tier, _)| !profile.seeks(*tier)) {
                bail!(
                    "{origin}: the profile `{}` has {tier} in {tag} but no row for {tier} without a context",
                    profile.name
                );
            }
        }
        Ok(profiles)
    }

    /// Whether findings of a tier are made at all.
    #[must_use]
    pub fn seeks(&self, tier: Tier) -> bool {
        self.table.contains_key(&(tier, String::new()))
    }

    /// The verdict of a finding: the tier's, or `own` where the rule has one, lowered by each tag that the profile lists.
    #[must_use]
    pub fn verdict(&self, tier: Tier, own: Option<Verdict>, tags: &BTreeSet<Arc<str>>) -> Verdict {
        let of = |tag: &str| self.table.get(&(tier, tag.to_owned())).copied();
        let default = own.or_else(|| of("")).unwrap_or(Verdict::Notice);
        tags.iter().filter_map(|tag| of(tag)).fold(default, Verdict::min)
    }

    /// The rows of the profile: tier, context tag, verdict.
    pub fn rows(&self) -> impl Iterator<Item = (Tier, &str, Verdict)> {
        self.table.iter().map(|((tier, tag), verdict)| (*tier, tag.as_str(), *verdict))
    }
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
    fn a_profile_cannot_clear_a_word_or_name_an_unknown_tier() {
        for row in ["p,named,,clear", "p,named,,unchecked", "p,banned,,reject", "p,named,negated,review"] {
            assert!(Profile::parse("p.csv", &format!("profile,tier,context,verdict\n{row}\n")).is_err(), "{row}");
        }
    }
}
