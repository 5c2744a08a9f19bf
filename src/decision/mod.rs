//! A registrar's decisions from an earlier report. They apply to a filing by its key, which changes with its text.

mod date;
mod file;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::escape::is_blank;
pub use crate::message::{DecidedRow, DecisionError, DecisionNote, NoEffect};
use crate::table::Table;
use crate::text::fold::Fold;
pub use crate::verdict::Ruling;
use date::{NotADate, last_day};

/// How many letters or Han characters a reason has at least.
const FEWEST_LETTERS: usize = 2;

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was decided.
    pub decision: Ruling,
    /// Why. An allowance whose reason says nothing has no effect.
    pub reason: String,
    /// The last day on which it holds; `None` if it has no end.
    #[serde(serialize_with = "date_or_empty")]
    pub until: Option<Date>,
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn date_or_empty<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_str(""),
    }
}

/// The decisions of one or several files that hold on a day, and notes on the others.
#[derive(Debug, Default)]
pub struct Decisions {
    by_key: HashMap<String, Entry>,
    /// Decisions that have no effect: expired, without a reason, not understood, contradictory, of an earlier version, in a
    /// broken row, withdrawn. In the order of the files.
    pub rejected: Vec<DecisionNote>,
}

/// What a file says on a key.
#[derive(Debug)]
struct Entry {
    said: Said,
    /// The `file:line` of its first row.
    place: String,
    /// What it was made on.
    row: DecidedRow,
    /// The decision; `None` if it has no effect.
    held: Option<Arc<Decision>>,
    /// Whether its row is in another list than the one that is checked, so that nobody misses it.
    is_of_other: bool,
    /// Whether a row with its key was checked.
    used: AtomicBool,
    /// What it leaves undecided of that row.
    short: OnceLock<NoEffect>,
}

/// What a row of an earlier report says, as far as it is understood. Two rows on one key say the same or are contradictory.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    ruling: Option<Ruling>,
    reason: String,
    until: Result<Option<Date>, NotADate>,
}

/// The cells of one row of an earlier report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filled<'a> {
    /// The row's number, for messages; empty if it is not known.
    pub row: &'a str,
    /// The row's name, for messages; empty if it is not known.
    pub name: &'a str,
    /// The row's key.
    pub key: &'a str,
    /// The decision column.
    pub decision: &'a str,
    /// The reason column.
    pub reason: &'a str,
    /// The until column.
    pub until: &'a str,
}

impl Filled<'_> {
    /// Whether the row has no decision.
    fn is_undecided(&self) -> bool {
        self.decision.chars().all(is_blank)
    }

    /// What was filled in beside an empty decision, if anything was.
    fn left_undecided(&self) -> Option<NoEffect> {
        if !self.reason.chars().all(is_blank) {
            return Some(NoEffect::ReasonAlone);
        }
        (!self.until.chars().all(is_blank)).then_some(NoEffect::LastDayAlone)
    }

    /// The row as people find it again, with what it says.
    fn decided(&self) -> DecidedRow {
        let [row, name, decision, reason] =
            [self.row, self.name, self.decision.trim(), self.reason.trim()].map(str::to_owned);
        DecidedRow { row, name, decision, reason }
    }
}

impl Decisions {
    /// Whether there is nothing: no decision, with effect or without.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty() && self.rejected.is_empty()
    }

    /// Adds a row of an earlier report; `place` is its `file:line`. A row into which nothing was filled is ignored, and a
    /// decision that does not hold on the day `as_of` is rejected. If rows on one key differ, none of them holds.
    pub fn add(&mut self, row: Filled<'_>, place: &str, as_of: Date) {
        if row.is_undecided() {
            if let Some(why) = row.left_undecided() {
                self.reject(row, place, why);
            }
            return;
        }
        let key = row.key.trim();
        if key.is_empty() {
            self.reject(row, place, NoEffect::NoKey);
            return;
        }
        if is_key_of_first_version(key) {
            self.reject(row, place, NoEffect::EarlierVersion);
            return;
        }

        let said = Said::of(row);
        let held = said.held(row, as_of);
        if let Err(why @ (NoEffect::UnknownDecision { .. } | NoEffect::NotADate { .. } | NoEffect::NoReason)) = held {
            // It says nothing, so it contradicts nothing.
            self.reject(row, place, why);
            return;
        }
        if let Some(earlier) = self.by_key.get_mut(key)
            && earlier.said != said
            && !earlier.is_of_other
        {
            earlier.held = None;
            let other = earlier.place.clone();
            self.reject(row, place, NoEffect::Contradictory { other });
            return;
        }

        let held = match held {
            Ok(decision) => Some(Arc::new(decision)),
            Err(why) => {
                self.reject(row, place, why);
                None
            }
        };
        let entry = Entry {
            said,
            place: place.to_owned(),
            row: row.decided(),
            held,
            is_of_other: false,
            used: AtomicBool::new(false),
            short: OnceLock::new(),
        };
        match self.by_key.get(key) {
            Some(earlier) if !earlier.is_of_other => {}
            _ => drop(self.by_key.insert(key.to_owned(), entry)),
        }
    }

    /// Adds a row of another list, of whose decisions without effect nobody is told now. A row of the list itself goes first.
    fn add_of_other(&mut self, row: Filled<'_>, place: &str, as_of: Date) {
        let mut other = Self::default();
        other.add(row, place, as_of);
        for (key, entry) in other.by_key {
            if entry.held.is_some() {
                self.by_key.entry(key).or_insert(Entry { is_of_other: true, ..entry });
            }
        }
    }

    /// Whether something was filled in for the list that is checked.
    #[must_use]
    pub fn has_own(&self) -> bool {
        !self.rejected.is_empty() || self.by_key.values().any(|entry| !entry.is_of_other)
    }

    /// Notes that the decision of a row has no effect.
    fn reject(&mut self, row: Filled<'_>, place: &str, why: NoEffect) {
        let key = row.key.trim().to_owned();
        self.rejected.push(DecisionNote { place: place.to_owned(), row: row.decided(), key, why });
    }

    /// Withdraws the decision on a key, if there is one: the report `by`, which was changed later, lists its row without any.
    fn withdraw(&mut self, key: &str, by: &str) {
        let Some(entry) = self.by_key.remove(key) else { return };
        if entry.held.is_none() || entry.is_of_other {
            return;
        }
        let why = NoEffect::Withdrawn { by: by.to_owned() };
        self.rejected.push(DecisionNote { place: entry.place, row: entry.row, key: key.to_owned(), why });
    }

    /// Adds the decisions of a later file. What it says on a key takes the place of what was said before, so that a decision
    /// can be renewed or withdrawn.
    pub fn renew(&mut self, later: Self) {
        self.rejected.retain(|note| !later.by_key.contains_key(&note.key));
        self.rejected.extend(later.rejected);
        self.by_key.extend(later.by_key);
    }

    /// The decision on the row with this key.
    #[inline]
    #[must_use]
    pub fn on(&self, key: &str) -> Option<Arc<Decision>> {
        // Nearly all rows are clear and have no key.
        if key.is_empty() { None } else { self.on_key(key) }
    }

    fn on_key(&self, key: &str) -> Option<Arc<Decision>> {
        let entry = self.by_key.get(key)?;
        entry.used.store(true, Ordering::Relaxed);
        entry.held.clone()
    }

    /// Notes what the decision on a key leaves undecided of its row. Rows of one key have the same content.
    pub(crate) fn falls_short(&self, key: &str, why: NoEffect) {
        if let Some(entry) = self.by_key.get(key) {
            let _ = entry.short.set(why);
        }
    }

    /// The decisions whose key no row had, in the order of their places.
    #[must_use]
    pub fn unmatched(&self) -> Vec<DecisionNote> {
        let is_unmatched =
            |entry: &Entry| entry.held.is_some() && !entry.is_of_other && !entry.used.load(Ordering::Relaxed);
        self.notes(|entry| is_unmatched(entry).then_some(NoEffect::Unmatched))
    }

    /// All decisions that have no effect or not all of it, once every row has been checked: by file, and in it by the rows of
    /// the list.
    #[must_use]
    pub fn without_effect(&self) -> Vec<DecisionNote> {
        let mut notes = self.rejected.clone();
        notes.extend(self.unmatched());
        notes.extend(self.notes(|entry| entry.short.get().cloned()));
        notes.sort_by_cached_key(DecisionNote::order);
        notes
    }

    /// A note on each decision that `why` has something to say of, in the order of their places.
    fn notes(&self, why: impl Fn(&Entry) -> Option<NoEffect>) -> Vec<DecisionNote> {
        let mut notes = Vec::new();
        for (key, entry) in &self.by_key {
            let Some(why) = why(entry) else { continue };
            notes.push(DecisionNote { place: entry.place.clone(), row: entry.row.clone(), key: key.clone(), why });
        }
        notes.sort_by_cached_key(DecisionNote::order);
        notes
    }
}

impl Said {
    fn of(row: Filled<'_>) -> Self {
        let reason = row.reason.trim().to_owned();
        Self { ruling: ruling(row.decision), reason, until: last_day(row.until) }
    }

    /// The decision, if it holds on a day.
    fn held(&self, row: Filled<'_>, as_of: Date) -> Result<Decision, NoEffect> {
        let Some(decision) = self.ruling else {
            return Err(NoEffect::UnknownDecision { decision: row.decision.trim().to_owned() });
        };
        let Ok(until) = self.until else {
            return Err(NoEffect::NotADate { until: row.until.trim().to_owned() });
        };
        if decision.needs_reason() && !says_something(&self.reason) {
            return Err(NoEffect::NoReason);
        }
        if let Some(until) = until.filter(|until| *until < as_of) {
            return Err(match decision {
                Ruling::Refuse => NoEffect::RefusalExpired { until },
                _ => NoEffect::Expired { until },
            });
        }
        Ok(Decision { decision, reason: self.reason.clone(), until })
    }
}

/// Whether a key is one of the first version, which held the ids of the rule sets and rules but not what they said: `k` and 32
/// hexadecimal digits.
fn is_key_of_first_version(key: &str) -> bool {
    const DIGITS: usize = 32;
    let digits = key.strip_prefix('k').unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a reason is one: it has two letters or Han characters, and is neither 准予 nor 驳回 nor in data/no-reasons.csv. That
/// the original was looked at is a reason.
fn says_something(reason: &str) -> bool {
    static NONE: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let csv = include_str!("../../data/no-reasons.csv");
        let texts = Table::built_in_list("data/no-reasons.csv", csv, ["text", "why"]);
        texts.iter().map(|text| letters(text)).collect()
    });
    let letters = letters(reason);
    letters.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_LETTERS
        && !NONE.contains(&letters)
        && !matches!(ruling(&letters), Some(Ruling::Allow | Ruling::Refuse))
}

/// The letters and digits of a text, folded.
fn letters(text: &str) -> String {
    Fold::builtin().fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a word of a decision column means, by data/decisions.csv.
fn ruling(word: &str) -> Option<Ruling> {
    static RULINGS: LazyLock<HashMap<String, Ruling>> =
        LazyLock::new(|| rulings(include_str!("../../data/decisions.csv")));
    RULINGS.get(&Fold::builtin().fold(word.trim())).copied()
}

/// Parses the built-in words, which every test of decisions checks.
fn rulings(csv: &str) -> HashMap<String, Ruling> {
    let table = Table::parse("data/decisions.csv", csv, &["word", "decision", "seen_in"]);
    let table = table.expect("data/decisions.csv has these columns");

    let mut rulings = HashMap::new();
    for row in table.rows() {
        let ruling = Ruling::from_key(row.get("decision")).expect("a decision is one of the rulings");
        rulings.insert(Fold::builtin().fold(row.get("word")), ruling);
    }
    rulings
}
