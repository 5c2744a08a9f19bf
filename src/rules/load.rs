//! From the CSV files of a rule set to rules, refusing loudly whatever could fail silently later.

mod contexts;
mod rows;

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::book::{Origin, RuleBook, RuleSet};
use crate::digest::hex;
use crate::table::Table;
use contexts::contexts;
use rows::Loader;

const RULESET: [&str; 5] = ["id", "title", "number", "from", "until"];
const CLAUSES: [&str; 2] = ["clause", "text"];

/// The files of one rule set, unread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleFiles {
    /// The folder, for messages.
    pub folder: String,
    /// ruleset.csv: id, title, number and dates.
    pub ruleset: String,
    /// clauses.csv: the cited clauses, verbatim.
    pub clauses: String,
    /// terms.csv: what is sought.
    pub terms: String,
    /// parts.csv: content rules of several parts; may be absent.
    pub parts: String,
    /// contexts.csv: masks, tags and promotions; may be absent.
    pub contexts: String,
    /// Whether it is part of the program, whose tests have shown what is otherwise shown at every start: that each pattern
    /// can be compiled and each rule can match.
    pub is_tested: bool,
}

macro_rules! built_in {
    ($folder:literal) => {
        RuleFiles {
            folder: concat!("data/rules/", $folder).to_owned(),
            ruleset: include_str!(concat!("../../data/rules/", $folder, "/ruleset.csv")).to_owned(),
            clauses: include_str!(concat!("../../data/rules/", $folder, "/clauses.csv")).to_owned(),
            terms: include_str!(concat!("../../data/rules/", $folder, "/terms.csv")).to_owned(),
            parts: include_str!(concat!("../../data/rules/", $folder, "/parts.csv")).to_owned(),
            contexts: include_str!(concat!("../../data/rules/", $folder, "/contexts.csv")).to_owned(),
            is_tested: true,
        }
    };
}

impl RuleFiles {
    /// The rule sets in the binary.
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        vec![built_in!("yinfa-2026-42")]
    }

    /// Reads the files of a folder; parts.csv and contexts.csv may be absent.
    pub fn read(folder: &Path) -> Result<Self> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path)
                .with_context(|| format!("{}: a rule set needs this file, in UTF-8", path.display()))
        };
        let optional = |name: &str| if folder.join(name).exists() { read(name) } else { Ok(String::new()) };
        Ok(Self {
            folder: folder.display().to_string(),
            ruleset: read("ruleset.csv")?,
            clauses: read("clauses.csv")?,
            terms: read("terms.csv")?,
            parts: optional("parts.csv")?,
            contexts: optional("contexts.csv")?,
            is_tested: false,
        })
    }

    /// SHA-256 over all files, each with its length, in lower-case hex.
    fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for file in [&self.ruleset, &self.clauses, &self.terms, &self.parts, &self.contexts] {
            hash.update((file.len() as u64).to_le_bytes());
            hash.update(file);
        }
        hex(&hash.finalize())
    }

    /// When the rule set is in force and whence it comes, without reading its rules.
    pub fn origin(&self) -> Result<Origin> {
        let table = Table::parse(&format!("{}/ruleset.csv", self.folder), &self.ruleset, &RULESET)?;
        let mut rows = table.rows();
        let (Some(row), None) = (rows.next(), rows.next()) else {
            bail!("{}/ruleset.csv: a rule set is described by exactly one row", self.folder);
        };
        let date = |column: &str| -> Result<_> {
            row.get(column).parse().with_context(|| format!("{}: `{column}` is a date such as 2026-02-06", row.place()))
        };
        ensure!(!row.get("id").is_empty(), "{}: a rule set needs an id", row.place());
        Ok(Origin {
            id: row.get("id").to_owned(),
            title: row.get("title").to_owned(),
            number: row.get("number").to_owned(),
            from: date("from")?,
            until: if row.get("until").is_empty() { None } else { Some(date("until")?) },
            sha256: self.sha256(),
        })
    }

    /// Reads and checks the whole rule set.
    pub fn load(&self) -> Result<RuleSet> {
        let origin = self.origin()?;
        let mut loader = Loader::new(&origin.id, Some((&origin.number, self.clauses()?)));
        loader.terms(&format!("{}/terms.csv", self.folder), &self.terms)?;
        if !self.parts.is_empty() {
            loader.parts(&format!("{}/parts.csv", self.folder), &self.parts)?;
        }
        let rules = loader.rules;
        let contexts = if self.contexts.is_empty() {
            Vec::new()
        } else {
            contexts(&format!("{}/contexts.csv", self.folder), &self.contexts, &rules)?
        };
        let set = RuleSet::new(origin, rules, contexts);
        if self.is_tested {
            return Ok(set);
        }
        set.check_patterns()?;
        every_rule_can_match(set)
    }

    fn clauses(&self) -> Result<HashMap<String, String>> {
        let table = Table::parse(&format!("{}/clauses.csv", self.folder), &self.clauses, &CLAUSES)?;
        let mut clauses = HashMap::new();
        for row in table.rows() {
            if clauses.insert(row.get("clause").to_owned(), row.get("text").to_owned()).is_some() {
                bail!("{}: the clause `{}` stands there twice", row.place(), row.get("clause"));
            }
        }
        Ok(clauses)
    }
}

impl RuleBook {
    /// The built-in rule sets that are in force on a day; none of them may be, and then nothing is sought.
    pub fn in_force(day: Date) -> Result<Self> {
        let mut sets = RuleFiles::built_in().iter().map(RuleFiles::load).collect::<Result<Vec<_>>>()?;
        sets.retain(|set| set.origin.in_force(day));
        Ok(Self { sets })
    }
}

impl RuleSet {
    /// An office's own terms: a terms.csv of which only the column `term` is required. A row without a tier is content,
    /// so that a finding is for review; a clause is whatever the office cites.
    pub fn of_terms(id: &str, file: &str, csv: &str) -> Result<Self> {
        let mut loader = Loader::new(id, None);
        loader.terms(file, csv)?;
        let origin = Origin {
            id: id.to_owned(),
            title: file.to_owned(),
            number: String::new(),
            from: Date::MIN,
            until: None,
            sha256: hex(&Sha256::digest(csv)),
        };
        let set = Self::new(origin, loader.rules, Vec::new());
        set.check_patterns()?;
        every_rule_can_match(set)
    }
}

/// Returns an error if a rule cannot match its own text, because it would match nothing anywhere.
fn every_rule_can_match(set: RuleSet) -> Result<RuleSet> {
    for rule in &set.rules {
        let (place, spelled) = (&rule.place, &rule.spelled);
        ensure!(rule.search.can_match(spelled), "{place}: `{spelled}` can never match, not even its own text");
    }
    Ok(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_passes_the_checks_that_its_loading_leaves_out() {
        for files in RuleFiles::built_in() {
            RuleFiles { is_tested: false, ..files }.load().unwrap();
        }
    }
}
