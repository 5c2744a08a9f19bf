//! A registrar's decisions, from an earlier report: they follow the filing by its key and die when its text changes.

mod file;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use anyhow::{Context as _, Result, bail};
use jiff::Span;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::table::{Table, TableRow};
use crate::text::fold::Fold;
pub use crate::verdict::Ruling;

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was decided.
    pub decision: Ruling,
    /// Why; an allowance without a reason does nothing.
    pub reason: String,
    /// The last day on which it holds; none if it holds on.
    #[serde(serialize_with = "date_or_empty")]
    pub until: Option<Date>,
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn date_or_empty<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.map_or_else(String::new, |date| date.to_string()))
}

/// The decisions of a file that hold on a day, and what is to be said of the others.
#[derive(Debug, Default)]
pub struct Decisions {
    by_key: HashMap<String, Entry>,
    /// One line for each decision that does nothing: expired, without a reason, not understood, contradicted.
    pub rejected: Vec<String>,
}

#[derive(Debug)]
struct Entry {
    decision: Arc<Decision>,
    place: String,
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
    /// Takes in a row of an earlier report; `place` is its file and line. Rows without a decision say nothing.
    pub fn add(&mut self, row: Filled<'_>, place: &str, as_of: Date) {
        let Filled { key, decision: word, reason, until } = row;
        if word.trim().is_empty() {
            return;
        }
        let reject = |why: &str| format!("{place}: the decision on {key} does nothing: {why}");
        let Some(ruling) = ruling(word) else {
            self.rejected.push(reject(&format!("`{}` is neither allow (准予) nor refuse (驳回)", word.trim())));
            return;
        };
        let Ok(until) = day(until) else {
            self.rejected.push(reject(&format!("`{}` is no date such as 2026-12-31", until.trim())));
            return;
        };
        let problem = match (ruling, until) {
            _ if key.trim().is_empty() => Some("the row has no key"),
            (Ruling::Allow, _) if reason.trim().is_empty() => Some("it has no reason"),
            (_, Some(until)) if until < as_of => Some("it has expired"),
            _ => None,
        };
        if let Some(problem) = problem {
            self.rejected.push(reject(problem));
            return;
        }
        let decision = Decision { decision: ruling, reason: reason.trim().to_owned(), until };
        self.insert(key.trim(), decision, place);
    }

    fn insert(&mut self, key: &str, decision: Decision, place: &str) {
        let entry = Entry { decision: Arc::new(decision), place: place.to_owned(), used: AtomicBool::new(false) };
        match self.by_key.get(key) {
            Some(other) if other.decision.decision != entry.decision.decision => {
                let why = format!("{} decides otherwise; refuse holds", other.place);
                self.rejected.push(format!("{place}: the decision on {key} contradicts another: {why}"));
                if entry.decision.decision == Ruling::Refuse {
                    self.by_key.insert(key.to_owned(), entry);
                }
            }
            Some(_) => {}
            None => {
                self.by_key.insert(key.to_owned(), entry);
            }
        }
    }

    /// The decision on the row with this key.
    #[must_use]
    pub fn on(&self, key: &str) -> Option<Arc<Decision>> {
        if key.is_empty() {
            return None;
        }
        let entry = self.by_key.get(key)?;
        entry.used.store(true, Ordering::Relaxed);
        Some(entry.decision.clone())
    }

    /// One line for each decision that no row asked for, by place.
    #[must_use]
    pub fn unmatched(&self) -> Vec<String> {
        let unused = self.by_key.iter().filter(|(_, entry)| !entry.used.load(Ordering::Relaxed));
        let mut lines: Vec<_> = unused
            .map(|(key, entry)| {
                format!("{}: the decision on {key} does nothing: no row has this key any more", entry.place)
            })
            .collect();
        lines.sort();
        lines
    }
}

/// What a word of a decision column means, by data/decisions.csv.
fn ruling(word: &str) -> Option<Ruling> {
    static WORDS: LazyLock<HashMap<String, Ruling>> = LazyLock::new(|| {
        words(include_str!("../../data/decisions.csv")).expect("data/decisions.csv is checked by a test")
    });
    WORDS.get(&Fold::builtin().fold(word.trim())).copied()
}

fn words(csv: &str) -> Result<HashMap<String, Ruling>> {
    let table = Table::parse("data/decisions.csv", csv, &["word", "decision", "seen_in"])?;
    let entry = |row: TableRow<'_>| match row.get("decision") {
        "allow" => Ok((Fold::builtin().fold(row.get("word")), Ruling::Allow)),
        "refuse" => Ok((Fold::builtin().fold(row.get("word")), Ruling::Refuse)),
        other => bail!("{}: unknown decision `{other}`", row.place()),
    };
    table.rows().map(entry).collect()
}

/// A date as people and spreadsheets write it: 2026-02-07, 2026/2/7, 2026年2月7日, 20260207, 46060, with or without a time.
fn day(text: &str) -> Result<Option<Date>> {
    /// The day before the first of a spreadsheet's count, which takes 1900 for a leap year.
    const SPREADSHEET: Date = Date::constant(1899, 12, 30);
    let text = Fold::builtin().fold(text.trim());
    let day = text.split([' ', 't']).next().unwrap_or_default();
    if day.is_empty() {
        return Ok(None);
    }
    if let Ok(serial) = day.parse::<f64>()
        && !(10_000_000.0..100_000_000.0).contains(&serial)
    {
        let days = day.split('.').next().unwrap_or_default().parse::<i32>()?;
        return Ok(Some(SPREADSHEET.checked_add(Span::new().try_days(days)?)?));
    }
    let numbers: Vec<i16> = if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        vec![day[..4].parse()?, day[4..6].parse()?, day[6..].parse()?]
    } else {
        let parts = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        parts.map(str::parse).collect::<Result<_, _>>()?
    };
    let [year, month, date] = numbers[..] else { bail!("a date has a year, a month and a day") };
    Ok(Some(Date::new(year, i8::try_from(month)?, i8::try_from(date)?).context("no such day")?))
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
            assert_eq!(day(text).unwrap(), expected, "{text}");
        }
        assert_eq!(day(" ").unwrap(), None);
        for text in ["2026-02-30", "soon", "2026-02", "7.2", "99999999"] {
            assert!(day(text).is_err() || day(text).unwrap() != expected, "{text}");
        }
        assert!(day("soon").is_err() && day("2026-02-30").is_err() && day("2026-02").is_err());
    }

    #[test]
    fn a_number_of_days_beyond_every_calendar_is_no_date_and_no_panic() {
        for text in ["7304485", "9999999", "100000000", "2147483647", "-2147483648", "1e300", "nan", "inf"] {
            assert!(day(text).is_err(), "{text}");
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
        assert!(decisions.rejected[0].starts_with("d.csv:3: the decision on k2 does nothing: it has no reason"));
        assert!(decisions.unmatched().is_empty());
    }
}
