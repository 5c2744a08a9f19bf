//! From the CSV files of a rule set to rules, refusing loudly whatever could fail silently later.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::book::{Origin, Rule, RuleBook, RuleSet, Sought};
use super::context::{Action, Context, Shape, Texts};
use super::cues::Cues;
use super::matcher::Matcher;
use super::parts::Parts;
use super::slot::Slotted;
use super::spelling::Spelling;
use crate::hex;
use crate::table::{Row, Table};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::verdict::{Tier, Verdict};

const RULESET: [&str; 5] = ["id", "title", "number", "from", "until"];
const CLAUSES: [&str; 2] = ["clause", "text"];
const TERMS: [&str; 12] =
    ["id", "term", "also", "names", "tier", "verdict", "slot", "clause", "quote", "must_match", "must_not", "reason"];
const PARTS: [&str; 12] = [
    "id",
    "names",
    "part1",
    "part2",
    "part3",
    "within",
    "verdict",
    "clause",
    "quote",
    "must_match",
    "must_not",
    "reason",
];
const CONTEXTS: [&str; 9] = ["id", "action", "applies_to", "pattern", "reach", "tag", "must", "must_not", "reason"];

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
        let clauses = self.clauses()?;
        let mut loader = Loader {
            number: &origin.number,
            prefix: &origin.id,
            clauses: Some(clauses),
            letters: HashMap::new(),
            ids: HashSet::new(),
            rules: Vec::new(),
        };
        loader.terms(&format!("{}/terms.csv", self.folder), &self.terms, &TERMS)?;
        if !self.parts.is_empty() {
            loader.parts(&format!("{}/parts.csv", self.folder), &self.parts)?;
        }
        let rules = loader.rules;
        let contexts = if self.contexts.is_empty() {
            Vec::new()
        } else {
            contexts(&format!("{}/contexts.csv", self.folder), &self.contexts, &rules)?
        };
        let set = RuleSet { origin, rules, contexts, cues: Cues::default() };
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

impl RuleSet {
    /// An office's own terms: a terms.csv of which only the column `term` is required. A row without a tier is content,
    /// so that a finding is for review; a clause is whatever the office cites.
    pub fn of_terms(id: &str, file: &str, csv: &str) -> Result<Self> {
        let mut loader = Loader {
            number: "",
            prefix: id,
            clauses: None,
            letters: HashMap::new(),
            ids: HashSet::new(),
            rules: Vec::new(),
        };
        loader.terms(file, csv, &["term"])?;
        let origin = Origin {
            id: id.to_owned(),
            title: file.to_owned(),
            number: String::new(),
            from: Date::MIN,
            until: None,
            sha256: hex(&Sha256::digest(csv)),
        };
        let set = Self { origin, rules: loader.rules, contexts: Vec::new(), cues: Cues::default() };
        set.check_patterns()?;
        every_rule_can_match(set)
    }
}

/// The rules read so far, and what a further row must not repeat.
struct Loader<'a> {
    number: &'a str,
    prefix: &'a str,
    /// The clauses that rows may cite; own terms cite freely.
    clauses: Option<HashMap<String, String>>,
    /// Folded letters of every spelling, and the place of its row.
    letters: HashMap<String, String>,
    ids: HashSet<String>,
    rules: Vec<Rule>,
}

impl Loader<'_> {
    fn terms(&mut self, origin: &str, csv: &str, required: &[&str]) -> Result<()> {
        for row in Table::parse_some(origin, csv, &TERMS, required)?.rows() {
            let term = row.get("term");
            let sought = if row.get("slot").is_empty() {
                Sought::Spelled(self.spellings(&row)?)
            } else {
                ensure!(row.get("also").is_empty(), "{}: a term with a slot has no further spellings", row.place());
                Sought::Slotted(Slotted::new(Fold::builtin(), term, row.get("slot")).with_context(|| row.place())?)
            };
            let tier = match (row.get("tier"), &self.clauses) {
                ("", None) => Tier::Content,
                (key, _) => Tier::from_key(key).with_context(|| {
                    format!("{}: unknown tier `{key}`; known are named, content, related", row.place())
                })?,
            };
            self.push(&row, term, tier, sought)?;
        }
        Ok(())
    }

    fn parts(&mut self, origin: &str, csv: &str) -> Result<()> {
        for row in Table::parse(origin, csv, &PARTS)?.rows() {
            let mut parts: Vec<Vec<&str>> = ["part1", "part2", "part3"].map(|c| row.list(c).collect()).into();
            if parts[2].is_empty() {
                parts.pop();
            }
            let within = row
                .get("within")
                .parse()
                .with_context(|| format!("{}: `within` is a number of characters", row.place()))?;
            let parts = Parts::new(Fold::builtin(), &parts, within).with_context(|| row.place())?;
            ensure!(
                !row.get("names").is_empty(),
                "{}: a rule of parts needs `names`, which findings report",
                row.place()
            );
            self.push(&row, row.get("names"), Tier::Content, Sought::Parts(parts))?;
        }
        Ok(())
    }

    fn spellings(&mut self, row: &Row<'_>) -> Result<Vec<Spelling>> {
        let mut spellings: Vec<Spelling> = Vec::new();
        for spelled in std::iter::once(row.get("term")).chain(row.list("also")) {
            let spelling = Spelling::new(Fold::builtin(), Classes::builtin(), spelled);
            if spelling.letters.is_empty() {
                bail!("{}: `{spelled}` folds to nothing, so it can never match", row.place());
            }
            if let Some(same) = spellings.iter_mut().find(|s| s.letters == spelling.letters) {
                same.widen(&spelling);
                continue;
            }
            if let Some(other) = self.letters.insert(spelling.letters.clone(), row.place()) {
                bail!("{}: `{spelled}` is the same as the term at {other} once folded", row.place());
            }
            spellings.push(spelling);
        }
        Ok(spellings)
    }

    fn push(&mut self, row: &Row<'_>, spelled: &str, tier: Tier, sought: Sought) -> Result<()> {
        let id = match row.get("id") {
            "" => format!("{}/{spelled}", self.prefix),
            id => format!("{}/{id}", self.prefix),
        };
        ensure!(self.ids.insert(id.clone()), "{}: the id `{id}` stands there twice", row.place());
        let verdict = match row.get("verdict") {
            "" => None,
            key => Some(Verdict::from_key(key).filter(|v| v.is_of_finding()).with_context(|| {
                format!("{}: unknown verdict `{key}`; known are reject, review, notice", row.place())
            })?),
        };
        let (clause, quote) = self.citation(row)?;
        let term = if row.get("names").is_empty() { spelled } else { row.get("names") };
        self.rules.push(Rule {
            id: id.into(),
            term: term.into(),
            spelled: spelled.to_owned(),
            tier,
            verdict,
            clause,
            quote,
            must_match: row.list("must_match").map(str::to_owned).collect(),
            must_not: row.list("must_not").map(str::to_owned).collect(),
            reason: row.get("reason").to_owned(),
            place: row.place(),
            sought,
        });
        Ok(())
    }

    fn citation(&self, row: &Row<'_>) -> Result<(Arc<str>, Arc<str>)> {
        let (clause, quote) = (row.get("clause"), row.get("quote"));
        if clause.is_empty() && quote.is_empty() {
            return Ok(("".into(), "".into()));
        }
        let Some(clauses) = &self.clauses else {
            return Ok((clause.into(), quote.into()));
        };
        let Some(text) = clauses.get(clause) else {
            bail!("{}: clauses.csv has no clause `{clause}`", row.place());
        };
        ensure!(
            !quote.is_empty() && text.contains(quote),
            "{}: the quote `{quote}` does not stand in clause {clause}",
            row.place()
        );
        Ok((format!("{}{clause}", self.number).into(), quote.into()))
    }
}

fn contexts(origin: &str, csv: &str, rules: &[Rule]) -> Result<Vec<Context>> {
    let mut contexts: Vec<Context> = Vec::new();
    for row in Table::parse(origin, csv, &CONTEXTS)?.rows() {
        let shape =
            Shape::parse(row.get("action"), row.get("pattern"), row.get("reach")).with_context(|| row.place())?;
        let (id, tag) = (row.get("id"), row.get("tag"));
        ensure!(
            !id.is_empty() && !contexts.iter().any(|c| *c.id == *id),
            "{}: the id `{id}` is empty or stands there twice",
            row.place()
        );
        ensure!((shape.action == Action::Tag) <= !tag.is_empty(), "{}: a context that tags needs a tag", row.place());
        let mut applies_to = vec![false; rules.len()];
        for target in row.list("applies_to") {
            let concerned = |rule: &Rule| match target.strip_prefix("tier:") {
                Some(tier) => rule.tier.key() == tier,
                None => target == "*" || rule.id.rsplit('/').next() == Some(target),
            };
            ensure!(rules.iter().any(concerned), "{}: no rule is called `{target}`", row.place());
            applies_to.iter_mut().zip(rules).for_each(|(applies, rule)| *applies |= concerned(rule));
        }
        let texts = Texts {
            must: row.list("must").map(str::to_owned).collect(),
            must_not: row.list("must_not").map(str::to_owned).collect(),
            reason: row.get("reason").to_owned(),
        };
        contexts.push(shape.bind(id, tag, applies_to, texts, row.place()));
    }
    Ok(contexts)
}

/// Seeks every spelled term in its own text: one that is not found there would never be found anywhere.
fn every_rule_can_match(set: RuleSet) -> Result<RuleSet> {
    let book = RuleBook { sets: vec![set] };
    let matcher = Matcher::new(&book, |_| true);
    for (index, rule) in book.sets[0].rules.iter().enumerate().filter(|(_, r)| matches!(r.sought, Sought::Spelled(_))) {
        let folded = Folded::new(Fold::builtin(), Classes::builtin(), &rule.spelled);
        let hits = matcher.find(&book, Classes::builtin(), &rule.spelled, &folded);
        ensure!(
            hits.iter().any(|h| h.rule == index),
            "{}: `{}` can never match, not even its own text",
            rule.place,
            rule.spelled
        );
    }
    let RuleBook { mut sets } = book;
    sets.pop().context("the rule set was just put there")
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
