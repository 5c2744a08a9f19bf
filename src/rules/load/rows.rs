//! From the rows of terms.csv, compounds.csv and parts.csv to rules.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::LazyLock;

use crate::message::{RowError, RulesError};
use crate::rules::book::Rule;
use crate::rules::compound::{Compound, MOST, Only, combinations};
use crate::rules::fields::Fields;
use crate::rules::parts::Parts;
use crate::rules::profile::{parse_tier, parse_verdict};
use crate::rules::search::Search;
use crate::rules::slot::Slotted;
use crate::rules::spelling::Spelling;
use crate::table::{Table, TableRow};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::verdict::{Evidence, Tier};

/// The column of the words that are searched for.
const TERM: &str = "term";
const TERMS: [&str; 12] =
    ["id", "term", "also", "names", "tier", "verdict", "slot", "clause", "quote", "must_match", "must_not", "reason"];
/// The columns of terms.csv that may be missing.
const MORE_OF_TERMS: [&str; 3] = ["evidence", FIELD, "only"];
/// The column of the fields that a rule concerns. It may be missing.
const FIELD: &str = "field";
const COMPOUNDS: [&str; 14] = [
    "id",
    "names",
    "part1",
    "part2",
    "part3",
    "turned",
    "only",
    "evidence",
    "verdict",
    "clause",
    "quote",
    "must_match",
    "must_not",
    "reason",
];
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

/// How many characters of a wrong header are shown.
const MOST_SHOWN: usize = 20;

/// What the rows of a rule set may cite: the notice's document number and its clauses by name.
pub(super) struct Citable<'a> {
    pub(super) number: &'a str,
    /// The notice's title, by which a chain may cite it as well.
    pub(super) title: &'a str,
    pub(super) clauses: HashMap<String, String>,
}

impl Citable<'_> {
    /// Refuses words that the notice's own clause does not have. What another instrument says is not in clauses.csv.
    pub(super) fn check_quote(&self, instrument: &str, clause: &str, quote: &str) -> Result<(), RowError> {
        let title = instrument.trim_start_matches('《').trim_end_matches('》');
        let is_own = instrument == self.number || (!self.title.is_empty() && title == self.title);
        if !is_own {
            return Ok(());
        }
        let Some(text) = self.clauses.get(clause) else {
            return Err(RowError::UnknownClause { clause: clause.to_owned() });
        };
        if !text.contains(quote) {
            return Err(RowError::NotInClause { quote: quote.to_owned(), clause: clause.to_owned() });
        }
        Ok(())
    }
}

/// The rules read so far, and what a further row must not repeat.
pub(super) struct Loader<'a> {
    /// What precedes the ids of all rules.
    prefix: &'a str,
    /// `None` for own terms, which cite what they like.
    citable: Option<Citable<'a>>,
    /// The folded letters of every spelling, and the rows that have it.
    letters: HashMap<String, Spelled>,
    ids: HashSet<String>,
    pub(super) rules: Vec<Rule>,
}

/// A row with a spelling.
struct Spelled {
    place: Rc<str>,
    fields: Fields,
    /// Another row with it, for other fields. Hardly any spelling has one.
    other: Option<Box<Spelled>>,
}

impl Spelled {
    fn new(place: Rc<str>, fields: Fields) -> Self {
        Self { place, fields, other: None }
    }

    /// The first row whose fields pass a test.
    fn find(&self, is_same: impl Fn(Fields) -> bool) -> Option<&Self> {
        let mut row = self;
        loop {
            if is_same(row.fields) {
                return Some(row);
            }
            row = row.other.as_deref()?;
        }
    }

    fn add(&mut self, mut row: Self) {
        row.other = self.other.take();
        self.other = Some(Box::new(row));
    }
}

/// The rows of a compounds.csv, and what each of them combines. They are thousands of spellings, which need nothing of other
/// rows.
pub(super) struct Compounds {
    table: Table,
    combined: Vec<Result<Combined, RowError>>,
}

/// The folded combinations of a row of compounds.csv.
struct Combined {
    spellings: Vec<Spelling>,
    fields: Fields,
    only: Option<Only>,
}

impl Compounds {
    pub(super) fn read(file: &str, csv: &str) -> Result<Self, RulesError> {
        let known = [&COMPOUNDS[..], &[FIELD]].concat();
        let table = Table::parse_some(file, csv, &known, &COMPOUNDS)?;
        let combined = table.rows().map(|row| Combined::of(&row)).collect();
        Ok(Self { table, combined })
    }
}

impl Combined {
    fn of(row: &TableRow<'_>) -> Result<Self, RowError> {
        let columns = ["part1", "part2", "part3"];
        let mut parts: Vec<Vec<&str>> = columns.iter().map(|column| row.list(column).collect()).collect();
        parts.retain(|part| !part.is_empty());
        if parts.len() < 2 {
            return Err(RowError::TooFewParts);
        }
        let is_turned = listed(row, "turned", &["yes"], |text| (text == "yes").then_some(()))?.is_some();
        let only = listed(row, "only", &Only::ALL.map(Only::key), Only::from_key)?;

        let ways = if is_turned { 2 } else { 1 };
        let number = parts.iter().map(Vec::len).fold(ways, usize::saturating_mul);
        if number > MOST {
            return Err(RowError::TooManyCombinations { number, most: MOST });
        }
        let fields = Fields::parse(row.list(FIELD))?;
        let mut spellings = Vec::with_capacity(number);
        for text in combinations(&parts, is_turned) {
            let spelling = Spelling::new(Fold::builtin(), Classes::builtin(), &text);
            if spelling.letters.is_empty() {
                return Err(RowError::FoldsToNothing { term: text });
            }
            Spelling::check_length(&spelling.letters)?;
            spellings.push(spelling);
        }
        Ok(Self { spellings, fields, only })
    }
}

impl<'a> Loader<'a> {
    pub(super) fn new(prefix: &'a str, citable: Option<Citable<'a>>) -> Self {
        Self { prefix, citable, letters: HashMap::new(), ids: HashSet::new(), rules: Vec::new() }
    }

    /// Adds the rules of a terms.csv. Own terms need the column `term` only, which may have a Chinese name.
    pub(super) fn terms(&mut self, file: &str, csv: &str) -> Result<(), RulesError> {
        let known = [&TERMS[..], &MORE_OF_TERMS].concat();
        let table = if self.citable.is_some() {
            Table::parse_some(file, csv, &known, &TERMS)?
        } else {
            check_header(file, csv)?;
            Table::parse_called(file, csv, &known, &[TERM], |header| if is_term(header) { TERM } else { header })?
        };
        for row in table.rows() {
            self.term(&row).map_err(|error| error.at(row.place()))?;
        }
        Ok(())
    }

    fn term(&mut self, row: &TableRow<'_>) -> Result<(), RowError> {
        let term = row.get("term");
        let slot = row.get("slot");
        let only = listed(row, "only", &Only::ALL.map(Only::key), Only::from_key)?;
        let search = if slot.is_empty() {
            let spellings = self.spellings(row)?;
            if only.is_some() { Search::Compound(Compound::new(spellings, only)) } else { Search::Spelled(spellings) }
        } else {
            for column in ["also", "only"] {
                if !row.get(column).is_empty() {
                    return Err(RowError::SlotWithSpellings { column: column.to_owned() });
                }
            }
            Search::Slotted(Slotted::new(Fold::builtin(), term, slot)?)
        };

        let is_own = self.citable.is_none();
        let tier = match row.get("tier") {
            "" if is_own => Tier::Content,
            key => parse_tier(key)?,
        };
        self.push(row, term, tier, search)
    }

    /// Adds the rules of a compounds.csv after those of terms.csv: what a row of that spells stays a hit of that row.
    pub(super) fn compounds(&mut self, compounds: Compounds) -> Result<(), RulesError> {
        self.letters.reserve(compounds.combined.iter().flatten().map(|combined| combined.spellings.len()).sum());
        for (row, combined) in compounds.table.rows().zip(compounds.combined) {
            combined.and_then(|combined| self.compound(&row, combined)).map_err(|error| error.at(row.place()))?;
        }
        Ok(())
    }

    fn compound(&mut self, row: &TableRow<'_>, combined: Combined) -> Result<(), RowError> {
        let place: Rc<str> = row.place().into();
        let Combined { mut spellings, fields, only } = combined;
        spellings.retain(|spelling| self.is_new(&spelling.letters, Spelled::new(place.clone(), fields)));
        if spellings.is_empty() {
            return Err(RowError::NoNewWord);
        }
        let term = row.get("names");
        if term.is_empty() {
            return Err(RowError::NoName { column: "names".to_owned() });
        }
        self.push(row, term, Tier::Content, Search::Compound(Compound::new(spellings, only)))
    }

    /// Whether no earlier row has a spelling with these letters for the fields of this one, which has it from now on.
    fn is_new(&mut self, letters: &str, row: Spelled) -> bool {
        match self.letters.get_mut(letters) {
            Some(known) if known.find(|known| known.cover(row.fields)).is_some() => return false,
            Some(known) => known.add(row),
            None => drop(self.letters.insert(letters.to_owned(), row)),
        }
        true
    }

    /// Adds the rules of a parts.csv.
    pub(super) fn parts(&mut self, file: &str, csv: &str) -> Result<(), RulesError> {
        let known = [&PARTS[..], &[FIELD]].concat();
        for row in Table::parse_some(file, csv, &known, &PARTS)?.rows() {
            self.parts_of_row(&row).map_err(|error| error.at(row.place()))?;
        }
        Ok(())
    }

    fn parts_of_row(&mut self, row: &TableRow<'_>) -> Result<(), RowError> {
        let mut parts: Vec<Vec<&str>> = vec![row.list("part1").collect(), row.list("part2").collect()];
        let third: Vec<&str> = row.list("part3").collect();
        if !third.is_empty() {
            parts.push(third);
        }

        let Ok(within) = row.get("within").parse() else {
            return Err(RowError::NotANumber { column: "within".to_owned(), text: row.get("within").to_owned() });
        };
        let parts = Parts::new(Fold::builtin(), &parts, within)?;

        let term = row.get("names");
        if term.is_empty() {
            return Err(RowError::NoName { column: "names".to_owned() });
        }
        self.push(row, term, Tier::Content, Search::Parts(parts))
    }

    /// The spellings of a row, without those that differ only in gaps.
    fn spellings(&mut self, row: &TableRow<'_>) -> Result<Vec<Spelling>, RowError> {
        let fields = Fields::parse(row.list(FIELD))?;
        let mut spellings: Vec<Spelling> = Vec::new();
        for term in std::iter::once(row.get("term")).chain(row.list("also")) {
            let spelling = Spelling::new(Fold::builtin(), Classes::builtin(), term);
            if spelling.letters.is_empty() {
                return Err(RowError::FoldsToNothing { term: term.to_owned() });
            }
            Spelling::check_length(&spelling.letters)?;

            if let Some(same) = spellings.iter_mut().find(|other| other.letters == spelling.letters) {
                same.widen(&spelling);
                continue;
            }
            // One word may have a rule for names and another for scopes.
            let own = Spelled::new(row.place().into(), fields);
            match self.letters.entry(spelling.letters.clone()) {
                Entry::Occupied(mut known) => {
                    if let Some(other) = known.get().find(|known| known.overlap(fields)) {
                        return Err(RowError::SameOnceFolded { term: term.to_owned(), other: other.place.to_string() });
                    }
                    known.get_mut().add(own);
                }
                Entry::Vacant(letters) => {
                    letters.insert(own);
                }
            }
            spellings.push(spelling);
        }
        Ok(spellings)
    }

    fn push(&mut self, row: &TableRow<'_>, spelled: &str, tier: Tier, search: Search) -> Result<(), RowError> {
        let id = match row.get("id") {
            "" => format!("{}/{spelled}", self.prefix),
            id => format!("{}/{id}", self.prefix),
        };
        if !self.ids.insert(id.clone()) {
            return Err(RowError::DuplicateId { id });
        }

        let verdict = match row.get("verdict") {
            "" => None,
            key => Some(parse_verdict(key)?),
        };
        let evidence = listed(row, "evidence", &Evidence::ALL.map(Evidence::key), Evidence::from_key)?;
        let (clause, quote) = self.citation(row)?;
        let term = if row.get("names").is_empty() { spelled } else { row.get("names") };

        self.rules.push(Rule {
            id: id.into(),
            term: term.into(),
            spelled: spelled.to_owned(),
            tier,
            fields: Fields::parse(row.list(FIELD))?,
            verdict,
            clause,
            quote,
            must_match: row.list("must_match").map(str::to_owned).collect(),
            must_not: row.list("must_not").map(str::to_owned).collect(),
            reason: row.get("reason").to_owned(),
            place: row.place(),
            is_own: self.citable.is_none(),
            evidence,
            search,
        });
        Ok(())
    }

    /// The clause with the document number, and the quote, both empty if the row cites nothing.
    fn citation(&self, row: &TableRow<'_>) -> Result<(Arc<str>, Arc<str>), RowError> {
        let clause = row.get("clause");
        let quote = row.get("quote");
        if clause.is_empty() && quote.is_empty() {
            return Ok(("".into(), "".into()));
        }

        let Some(citable) = &self.citable else {
            return Ok((clause.into(), quote.into()));
        };
        let Some(text) = citable.clauses.get(clause) else {
            return Err(RowError::UnknownClause { clause: clause.to_owned() });
        };
        if quote.is_empty() || !text.contains(quote) {
            return Err(RowError::NotInClause { quote: quote.to_owned(), clause: clause.to_owned() });
        }
        Ok((format!("{}{clause}", citable.number).into(), quote.into()))
    }
}

/// Refuses own terms without the one column that they need. People write a list of words without any header, or with one of
/// their own.
fn check_header(file: &str, csv: &str) -> Result<(), RulesError> {
    let header = Table::header(csv);
    if header.iter().any(|column| is_term(column)) {
        return Ok(());
    }
    let found = header.first().map(|first| first.chars().take(MOST_SHOWN).collect());
    Err(RulesError::NoTermHeader { place: format!("{file}:1"), found: found.unwrap_or_default() })
}

/// Whether a header of own terms is that of the terms: `term`, or a name in data/term-headers.csv.
fn is_term(header: &str) -> bool {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let csv = include_str!("../../../data/term-headers.csv");
        Table::built_in_list("data/term-headers.csv", csv, ["header", "kind"])
    });
    header == TERM || NAMES.iter().any(|name| name == header)
}

/// The value that a cell names by one of the known words; `None` if it is empty.
pub(super) fn listed<T>(
    row: &TableRow<'_>,
    column: &str,
    known: &[&str],
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, RowError> {
    let text = row.get(column);
    if text.is_empty() {
        return Ok(None);
    }
    let not_listed = || RowError::NotListed {
        column: column.to_owned(),
        text: text.to_owned(),
        known: known.iter().map(|word| (*word).to_owned()).collect(),
    };
    read(text).map(Some).ok_or_else(not_listed)
}
