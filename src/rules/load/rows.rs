//! From the rows of terms.csv and parts.csv to rules.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};

use crate::rules::book::Rule;
use crate::rules::parts::Parts;
use crate::rules::search::Search;
use crate::rules::slot::Slotted;
use crate::rules::spelling::Spelling;
use crate::table::{Row, Table};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::verdict::{Tier, Verdict};

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

/// The rules read so far, and what a further row must not repeat.
pub(super) struct Loader<'a> {
    prefix: &'a str,
    /// The notice's number and the clauses that rows may cite; own terms cite freely.
    clauses: Option<(&'a str, HashMap<String, String>)>,
    /// Folded letters of every spelling, and the place of its row.
    letters: HashMap<String, String>,
    ids: HashSet<String>,
    pub(super) rules: Vec<Rule>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(prefix: &'a str, clauses: Option<(&'a str, HashMap<String, String>)>) -> Self {
        Self { prefix, clauses, letters: HashMap::new(), ids: HashSet::new(), rules: Vec::new() }
    }

    /// Adds the rules of a terms.csv. Own terms need not have its other columns.
    pub(super) fn terms(&mut self, origin: &str, csv: &str) -> Result<()> {
        let required = if self.clauses.is_some() { &TERMS[..] } else { &["term"] };
        for row in Table::parse_some(origin, csv, &TERMS, required)?.rows() {
            let term = row.get("term");
            let search = if row.get("slot").is_empty() {
                Search::Spelled(self.spellings(&row)?)
            } else {
                ensure!(row.get("also").is_empty(), "{}: a term with a slot has no further spellings", row.place());
                Search::Slotted(Slotted::new(Fold::builtin(), term, row.get("slot")).with_context(|| row.place())?)
            };
            let tier = match (row.get("tier"), &self.clauses) {
                ("", None) => Tier::Content,
                (key, _) => Tier::from_key(key).with_context(|| {
                    format!("{}: unknown tier `{key}`; known are named, content, related", row.place())
                })?,
            };
            self.push(&row, term, tier, search)?;
        }
        Ok(())
    }

    /// Adds the rules of a parts.csv.
    pub(super) fn parts(&mut self, origin: &str, csv: &str) -> Result<()> {
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
            self.push(&row, row.get("names"), Tier::Content, Search::Parts(parts))?;
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

    fn push(&mut self, row: &Row<'_>, spelled: &str, tier: Tier, search: Search) -> Result<()> {
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
            search,
        });
        Ok(())
    }

    fn citation(&self, row: &Row<'_>) -> Result<(Arc<str>, Arc<str>)> {
        let (clause, quote) = (row.get("clause"), row.get("quote"));
        if clause.is_empty() && quote.is_empty() {
            return Ok(("".into(), "".into()));
        }
        let Some((number, clauses)) = &self.clauses else {
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
        Ok((format!("{number}{clause}").into(), quote.into()))
    }
}
