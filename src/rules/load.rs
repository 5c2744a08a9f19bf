//! From the CSV files of a rule set to rules. Whatever could fail silently later is an error here.

mod chain;
mod contexts;
mod rows;

use std::io::ErrorKind;
use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::book::{Clause, Origin, RuleBook, RuleSet};
use crate::both::both;
use crate::digest::hex;
use crate::message::{RowError, RulesError};
use crate::table::{Table, TableRow};
use crate::text::path::shown;
use contexts::contexts;
use rows::{Citable, Compounds, Loader};

const RULESET: [&str; 5] = ["id", "title", "number", "from", "until"];
/// The column of ruleset.csv that may be missing.
const FAMILY: &str = "family";
const CLAUSES: [&str; 2] = ["clause", "text"];
/// The column of clauses.csv that may be missing.
const SOURCE: &str = "source";

/// The files of one rule set, unparsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleFiles {
    /// The folder, for messages.
    pub folder: String,
    /// ruleset.csv: id, title, number and dates.
    pub ruleset: String,
    /// clauses.csv: the cited clauses, verbatim.
    pub clauses: String,
    /// terms.csv: what is searched for.
    pub terms: String,
    /// parts.csv: content rules of several parts; empty if there is no such file.
    pub parts: String,
    /// compounds.csv: terms of parts with alternatives; empty if there is no such file.
    pub compounds: String,
    /// contexts.csv: masks, tags and promotions; empty if there is no such file.
    pub contexts: String,
    /// chain.csv: what follows under which provisions; empty if there is no such file.
    pub chain: String,
    /// Whether the program's tests have shown that each pattern can be compiled and each rule can match, as they have for the
    /// built-in sets. Loading then skips these checks.
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
            compounds: include_str!(concat!("../../data/rules/", $folder, "/compounds.csv")).to_owned(),
            contexts: include_str!(concat!("../../data/rules/", $folder, "/contexts.csv")).to_owned(),
            chain: include_str!(concat!("../../data/rules/", $folder, "/chain.csv")).to_owned(),
            is_tested: true,
        }
    };
}

impl RuleFiles {
    /// The names of the files in a folder. The last four may be missing.
    pub const NAMES: [&str; 7] =
        ["ruleset.csv", "clauses.csv", "terms.csv", "parts.csv", "compounds.csv", "contexts.csv", "chain.csv"];

    /// The rule sets in the binary that are applied when they are in force.
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        vec![built_in!("yinfa-2026-42")]
    }

    /// The rule sets in the binary that are applied only if a user adds them: neighbouring duties of the same registrar.
    #[must_use]
    pub fn optional() -> Vec<Self> {
        vec![built_in!("guoling-737"), built_in!("guoling-768")]
    }

    /// The rule set in the binary with this id, of either kind. Returns `None` if there is none.
    #[must_use]
    pub fn with_id(id: &str) -> Option<Self> {
        let mut all = Self::built_in().into_iter().chain(Self::optional());
        all.find(|files| files.origin().is_ok_and(|origin| origin.id == id))
    }

    /// Reads the files of a folder. It need not have parts.csv, compounds.csv, contexts.csv and chain.csv.
    ///
    /// # Errors
    /// A file is missing, cannot be read, or is not UTF-8.
    pub fn read(folder: &Path) -> Result<Self, RulesError> {
        Ok(Self {
            folder: shown(folder),
            ruleset: read_file(folder, "ruleset.csv")?,
            clauses: read_file(folder, "clauses.csv")?,
            terms: read_file(folder, "terms.csv")?,
            parts: read_if_present(folder, "parts.csv")?,
            compounds: read_if_present(folder, "compounds.csv")?,
            contexts: read_if_present(folder, "contexts.csv")?,
            chain: read_if_present(folder, "chain.csv")?,
            is_tested: false,
        })
    }

    /// SHA-256 over all files, each preceded by its length, in lower-case hex.
    fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for file in [&self.ruleset, &self.clauses, &self.terms, &self.parts, &self.compounds, &self.contexts] {
            hash.update((file.len() as u64).to_le_bytes());
            hash.update(file);
        }
        // A set without a chain keeps the hash that it had before there were any.
        if !self.chain.is_empty() {
            hash.update((self.chain.len() as u64).to_le_bytes());
            hash.update(&self.chain);
        }
        hex(&hash.finalize())
    }

    /// Id, title, number and dates of the rule set. Does not parse its rules.
    ///
    /// # Errors
    /// ruleset.csv is not a table of one row with an id and dates.
    pub fn origin(&self) -> Result<Origin, RulesError> {
        let file = self.path("ruleset.csv");
        let known = [&RULESET[..], &[FAMILY]].concat();
        let table = Table::parse_some(&file, &self.ruleset, &known, &RULESET)?;

        let mut rows = table.rows();
        let (Some(row), None) = (rows.next(), rows.next()) else {
            return Err(RulesError::NotOneRow { file });
        };
        self.origin_of_row(&row).map_err(|error| error.at(row.place()))
    }

    fn origin_of_row(&self, row: &TableRow<'_>) -> Result<Origin, RowError> {
        if row.get("id").is_empty() {
            return Err(RowError::MissingId);
        }
        let until = if row.get("until").is_empty() { None } else { Some(parse_date(row, "until")?) };
        let from = parse_date(row, "from")?;
        if let Some(until) = until.filter(|until| *until < from) {
            return Err(RowError::EndsBeforeItBegins { from: from.to_string(), until: until.to_string() });
        }
        Ok(Origin {
            id: row.get("id").to_owned(),
            title: row.get("title").to_owned(),
            number: row.get("number").to_owned(),
            family: row.get(FAMILY).to_owned(),
            from,
            until,
            sha256: self.sha256(),
        })
    }

    /// Parses and checks the whole rule set.
    ///
    /// # Errors
    /// The first thing that is wrong, with file and line.
    pub fn load(&self) -> Result<RuleSet, RulesError> {
        let origin = self.origin()?;
        let clauses = self.parse_clauses(&origin.number)?;
        let by_name = clauses.iter().map(|clause| (clause.name.to_string(), clause.text.to_string())).collect();
        let citable = Citable { number: &origin.number, title: &origin.title, clauses: by_name };

        let mut chain = Vec::new();
        if !self.chain.is_empty() {
            chain = self::chain::chain(&self.path("chain.csv"), &self.chain, &citable)?;
        }

        let mut loader = Loader::new(&origin.id, Some(citable));
        let (compounds, terms) = both(|| self.read_compounds(), || loader.terms(&self.path("terms.csv"), &self.terms));
        terms?;
        if let Some(compounds) = compounds? {
            loader.compounds(compounds)?;
        }
        if !self.parts.is_empty() {
            loader.parts(&self.path("parts.csv"), &self.parts)?;
        }

        let rules = loader.rules;
        let mut contexts_of_set = Vec::new();
        if !self.contexts.is_empty() {
            contexts_of_set = contexts(&self.path("contexts.csv"), &self.contexts, &rules)?;
        }

        let mut set = RuleSet::new(origin, rules, contexts_of_set);
        set.chain = chain;
        set.clauses = clauses;
        if !self.is_tested {
            check(&set)?;
        }
        Ok(set)
    }

    /// The rows of compounds.csv, if there is one.
    fn read_compounds(&self) -> Result<Option<Compounds>, RulesError> {
        if self.compounds.is_empty() {
            return Ok(None);
        }
        Compounds::read(&self.path("compounds.csv"), &self.compounds).map(Some)
    }

    /// The clauses of the notice with this number.
    fn parse_clauses(&self, number: &str) -> Result<Vec<Clause>, RulesError> {
        let known = [&CLAUSES[..], &[SOURCE]].concat();
        let table = Table::parse_some(&self.path("clauses.csv"), &self.clauses, &known, &CLAUSES)?;
        let mut clauses: Vec<Clause> = Vec::new();
        for row in table.rows() {
            let name = row.get("clause");
            if clauses.iter().any(|clause| *clause.name == *name) {
                return Err(RowError::DuplicateClause { clause: name.to_owned() }.at(row.place()));
            }
            clauses.push(Clause { instrument: number.into(), name: name.into(), text: row.get("text").into() });
        }
        Ok(clauses)
    }

    /// A file of the set, for messages.
    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }
}

fn read_file(folder: &Path, name: &str) -> Result<String, RulesError> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).map_err(|error| {
        let path = shown(&path);
        match error.kind() {
            ErrorKind::InvalidData => RulesError::NotUtf8 { path },
            _ => RulesError::UnreadableFile { path, error },
        }
    })
}

/// The file's text, empty if there is no such file.
fn read_if_present(folder: &Path, name: &str) -> Result<String, RulesError> {
    if folder.join(name).exists() { read_file(folder, name) } else { Ok(String::new()) }
}

fn parse_date(row: &TableRow<'_>, column: &str) -> Result<Date, RowError> {
    let text = row.get(column);
    text.parse().map_err(|_| RowError::NotADate { column: column.to_owned(), text: text.to_owned() })
}

impl RuleBook {
    /// The built-in rule sets that are in force on a day. There may be none, and then nothing is found.
    ///
    /// # Errors
    /// Never in a release: tests load the same rule sets.
    pub fn in_force(day: Date) -> Result<Self, RulesError> {
        let mut sets = Vec::new();
        for files in RuleFiles::built_in() {
            let set = files.load()?;
            if set.origin.in_force(day) {
                sets.push(set);
            }
        }
        Ok(Self { sets })
    }
}

impl RuleSet {
    /// An office's own terms: a terms.csv that needs the column `term` only. A row without a tier is content, so its findings
    /// are for review. A row may cite any clause. `id` precedes the ids of the rules, and `file` is named in errors.
    ///
    /// # Errors
    /// The first row that is wrong, with its line.
    pub fn of_terms(id: &str, file: &str, csv: &str) -> Result<Self, RulesError> {
        Self::of_terms_in(id, (file, csv), ("", ""))
    }

    /// Own terms as [`RuleSet::of_terms`] reads them, with the contexts of a contexts.csv. Both files are given with their names.
    ///
    /// # Errors
    /// The first row that is wrong, with its line.
    pub fn of_terms_in(
        id: &str,
        (file, csv): (&str, &str),
        (contexts_file, contexts_csv): (&str, &str),
    ) -> Result<Self, RulesError> {
        let mut loader = Loader::new(id, None);
        loader.terms(file, csv)?;
        let mut contexts_of_set = Vec::new();
        if !contexts_csv.is_empty() {
            contexts_of_set = contexts(contexts_file, contexts_csv, &loader.rules)?;
        }

        let origin = Origin {
            id: id.to_owned(),
            title: file.to_owned(),
            number: String::new(),
            family: String::new(),
            from: Date::MIN,
            until: None,
            sha256: hex(&Sha256::digest(csv)),
        };
        let set = Self::new(origin, loader.rules, contexts_of_set);
        check(&set)?;
        Ok(set)
    }
}

/// Refuses a set with a pattern that cannot be compiled or a term that can never match.
fn check(set: &RuleSet) -> Result<(), RulesError> {
    set.check_patterns()?;
    for rule in &set.rules {
        if !rule.search.can_match(&rule.spelled) {
            return Err(RowError::NeverMatches { term: rule.spelled.clone() }.at(rule.place.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rule_sets_pass_the_checks_that_loading_them_skips() {
        for files in RuleFiles::built_in().into_iter().chain(RuleFiles::optional()) {
            RuleFiles { is_tested: false, ..files }.load().unwrap();
        }
    }
}
