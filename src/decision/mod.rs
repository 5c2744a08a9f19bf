//! A registrar's decisions from an earlier report. They apply to a filing by its key, which changes with its text.

mod file;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use jiff::Span;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

pub use crate::message::{DecisionError, DecisionNote};
use crate::table::Table;
use crate::text::fold::Fold;
pub use crate::verdict::Ruling;

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was decided.
    pub decision: Ruling,
    /// Why. An allowance without a reason has no effect.
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

/// The decisions of a file that hold on a day, and notes on the others.
#[derive(Debug, Default)]
pub struct Decisions {
    by_key: HashMap<String, Held>,
    /// Decisions that have no effect: expired, without a reason, not understood, contradictory. In the order of the file.
    pub rejected: Vec<DecisionNote>,
}

/// A decision that holds.
#[derive(Debug)]
struct Held {
    decision: Arc<Decision>,
    /// Its `file:line`.
    place: String,
    /// Whether a row with its key was checked.
    used: AtomicBool,
}

/// The cells of one row of an earlier report.
#[derive(Clone, Copy, Debug)]
pub struct Filled<'a> {
    /// The row's key.
    pub key: &'a str,
    /// The decision column.
    pub decision: &'a str,
    /// The reason column.
    pub reason: &'a str,
    /// The until column.
    pub until: &'a str,
}

impl Decisions {
    /// Adds a row of an earlier report; `place` is its `file:line`. A row without a decision is ignored, and a decision that
    /// does not hold on the day `as_of` is rejected.
    pub fn add(&mut self, row: Filled<'_>, place: &str, as_of: Date) {
        if row.decision.trim().is_empty() {
            return;
        }
        match held(row, place, as_of) {
            Ok(decision) => self.insert(row.key.trim(), decision, place),
            Err(note) => self.rejected.push(note),
        }
    }

    /// Adds a decision that holds. If two decisions on one key differ, the refusal holds; else the first one.
    fn insert(&mut self, key: &str, decision: Decision, place: &str) {
        if let Some(earlier) = self.by_key.get(key) {
            if earlier.decision.decision == decision.decision {
                return;
            }
            let other = earlier.place.clone();
            let note = DecisionNote::Contradictory { place: place.to_owned(), key: key.to_owned(), other };
            self.rejected.push(note);
            if decision.decision != Ruling::Refuse {
                return;
            }
        }

        let held = Held { decision: Arc::new(decision), place: place.to_owned(), used: AtomicBool::new(false) };
        self.by_key.insert(key.to_owned(), held);
    }

    /// The decision on the row with this key.
    #[must_use]
    pub fn on(&self, key: &str) -> Option<Arc<Decision>> {
        if key.is_empty() {
            return None;
        }
        let held = self.by_key.get(key)?;
        held.used.store(true, Ordering::Relaxed);
        Some(held.decision.clone())
    }

    /// The decisions whose key no row had, in the order of their places as texts.
    #[must_use]
    pub fn unmatched(&self) -> Vec<DecisionNote> {
        let mut notes = Vec::new();
        for (key, held) in &self.by_key {
            if !held.used.load(Ordering::Relaxed) {
                notes.push(DecisionNote::Unmatched { place: held.place.clone(), key: key.clone() });
            }
        }
        notes.sort_by_cached_key(ToString::to_string);
        notes
    }
}

/// The decision of a row, if it holds on a day.
fn held(row: Filled<'_>, place: &str, as_of: Date) -> Result<Decision, DecisionNote> {
    let place = place.to_owned();
    let key = row.key.to_owned();

    let Some(decision) = ruling(row.decision) else {
        let decision = row.decision.trim().to_owned();
        return Err(DecisionNote::UnknownDecision { place, key, decision });
    };
    let Ok(until) = last_day(row.until) else {
        let until = row.until.trim().to_owned();
        return Err(DecisionNote::NotADate { place, key, until });
    };

    if key.trim().is_empty() {
        return Err(DecisionNote::NoKey { place });
    }
    let reason = row.reason.trim().to_owned();
    if decision == Ruling::Allow && reason.is_empty() {
        return Err(DecisionNote::NoReason { place, key });
    }
    if let Some(until) = until.filter(|until| *until < as_of) {
        return Err(DecisionNote::Expired { place, key, until });
    }
    Ok(Decision { decision, reason, until })
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
        let ruling = Ruling::from_key(row.get("decision")).expect("a decision is allow or refuse");
        rulings.insert(Fold::builtin().fold(row.get("word")), ruling);
    }
    rulings
}

/// A text that is not a date.
#[derive(Debug)]
struct NotADate;

/// The last day of a decision. Returns `Ok(None)` if the text is blank: the decision has no end.
fn last_day(text: &str) -> Result<Option<Date>, NotADate> {
    let folded = Fold::builtin().fold(text);
    let folded = folded.trim();
    if folded.is_empty() {
        return Ok(None);
    }
    // A time may follow, after a blank or a T.
    let day = folded.split([' ', 't']).next().unwrap_or_default();
    date(day).map(Some).ok_or(NotADate)
}

/// A date as people and spreadsheets write it: 2026-02-07, 2026/2/7, 2026年2月7日, 20260207 or 46060. Returns `None` if the
/// text is not a date.
fn date(day: &str) -> Option<Date> {
    let is_compact = day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit());
    if let Ok(serial) = day.parse::<f64>()
        && !(10_000_000.0..100_000_000.0).contains(&serial)
    {
        return spreadsheet_date(day);
    }

    let numbers: Vec<i16> = if is_compact {
        vec![day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?]
    } else {
        let parts = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        parts.map(|part| part.parse().ok()).collect::<Option<_>>()?
    };
    let [year, month, day] = numbers[..] else { return None };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The date that a spreadsheet stores as a number of days, maybe with a fraction for the time.
fn spreadsheet_date(serial: &str) -> Option<Date> {
    /// Day 0. Spreadsheets take 1900 for a leap year, so day 60 is 1900-02-29 and later days are off by one.
    const DAY_0: Date = Date::constant(1899, 12, 30);

    let days = serial.split('.').next()?.parse::<i32>().ok()?;
    let span = Span::new().try_days(days).ok()?;
    DAY_0.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_people_and_spreadsheets_write_it() {
        let expected = Some(Date::constant(2026, 2, 7));
        for text in [
            "2026-02-07",
            "2026/2/7",
            "2026年2月7日",
            "20260207",
            "46060",
            "46060.5",
            "2026/2/7 0:00:00",
            "2026-02-07T00:00:00",
            "２０２６．２．７",
        ] {
            assert_eq!(last_day(text).unwrap(), expected, "{text}");
        }
        assert_eq!(last_day(" ").unwrap(), None);
        for text in ["2026-02-30", "soon", "2026-02", "7.2", "99999999"] {
            assert!(last_day(text).is_err() || last_day(text).unwrap() != expected, "{text}");
        }
        assert!(last_day("soon").is_err() && last_day("2026-02-30").is_err() && last_day("2026-02").is_err());
    }

    #[test]
    fn a_decision_does_not_hold_for_ever_because_its_last_day_begins_with_t_or_a_blank() {
        for text in ["tbd", "T", "to be decided", "t2026-12-31"] {
            assert!(last_day(text).is_err(), "{text}");
        }
        assert_eq!(last_day("\u{200b} 2026-02-07").unwrap(), Some(Date::constant(2026, 2, 7)));
        assert_eq!(last_day("\u{200b} \u{3000}").unwrap(), None);
    }

    #[test]
    fn a_number_of_days_beyond_every_calendar_is_no_date_and_no_panic() {
        for text in ["7304485", "9999999", "100000000", "2147483647", "-2147483648", "1e300", "nan", "inf"] {
            assert!(last_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_a_reasoned_allowance_in_time_does_something() {
        let as_of = Date::constant(2026, 3, 1);
        let mut decisions = Decisions::default();
        for (n, (key, decision, reason, until)) in [
            ("k1", "准予", "已核实", ""),
            ("k2", "allow", "", ""),
            ("k3", "Allow", "x", "2026/2/28"),
            ("k4", "ALLOW", "x", "2026-03-01"),
            ("k5", "maybe", "x", ""),
            ("k6", "驳回", "", ""),
            ("", "准予", "x", ""),
            ("k7", "准予", "x", "soon"),
            ("k8", "", "", ""),
            ("k9", "准予", "x", ""),
            ("k9", "驳回", "x", ""),
        ]
        .into_iter()
        .enumerate()
        {
            decisions.add(Filled { key, decision, reason, until }, &format!("d.csv:{}", n + 2), as_of);
        }
        let held: Vec<_> = ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9"]
            .iter()
            .filter(|k| decisions.on(k).is_some())
            .collect();
        assert_eq!(held, [&"k1", &"k4", &"k6", &"k9"]);
        assert_eq!(decisions.on("k9").unwrap().decision, Ruling::Refuse);
        assert_eq!(decisions.rejected.len(), 6, "{:#?}", decisions.rejected);
        assert!(
            matches!(&decisions.rejected[0], DecisionNote::NoReason { place, key } if place == "d.csv:3" && key == "k2")
        );
        assert!(decisions.unmatched().is_empty());
    }
}
