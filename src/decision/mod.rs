//! A registrar's decisions from an earlier report. They apply to a filing by its key, which changes with its text.

mod date;
mod file;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::escape::is_blank;
pub use crate::message::{DecisionError, DecisionNote};
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
    /// Decisions that have no effect: expired, without a reason, not understood, contradictory, of an earlier version. In the
    /// order of the files.
    pub rejected: Vec<DecisionNote>,
}

/// What a file says on a key.
#[derive(Debug)]
struct Entry {
    said: Said,
    /// The `file:line` of its first row.
    place: String,
    /// The decision; `None` if it has no effect.
    held: Option<Arc<Decision>>,
    /// Whether a row with its key was checked.
    used: AtomicBool,
}

/// What a row of an earlier report says, as far as it is understood. Two rows on one key say the same or are contradictory.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    ruling: Option<Ruling>,
    reason: String,
    until: Result<Option<Date>, NotADate>,
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
    /// does not hold on the day `as_of` is rejected. If rows on one key differ, none of them holds.
    pub fn add(&mut self, row: Filled<'_>, place: &str, as_of: Date) {
        if row.decision.chars().all(is_blank) {
            return;
        }
        let key = row.key.trim();
        let place = place.to_owned();
        if key.is_empty() {
            self.rejected.push(DecisionNote::NoKey { place });
            return;
        }
        if is_key_of_first_version(key) {
            self.rejected.push(DecisionNote::EarlierVersion { place, key: key.to_owned() });
            return;
        }

        let said = Said::of(row);
        let held = said.held(row, &place, as_of);
        if let Err(
            note @ (DecisionNote::UnknownDecision { .. }
            | DecisionNote::NotADate { .. }
            | DecisionNote::NoReason { .. }),
        ) = held
        {
            // It says nothing, so it contradicts nothing.
            self.rejected.push(note);
            return;
        }
        if let Some(earlier) = self.by_key.get_mut(key)
            && earlier.said != said
        {
            earlier.held = None;
            let other = earlier.place.clone();
            self.rejected.push(DecisionNote::Contradictory { place, key: key.to_owned(), other });
            return;
        }

        let held = match held {
            Ok(decision) => Some(Arc::new(decision)),
            Err(note) => {
                self.rejected.push(note);
                None
            }
        };
        let entry = Entry { said, place, held, used: AtomicBool::new(false) };
        self.by_key.entry(key.to_owned()).or_insert(entry);
    }

    /// Adds the decisions of a later file. What it says on a key takes the place of what was said before, so that a decision
    /// can be renewed or withdrawn.
    pub fn renew(&mut self, later: Self) {
        self.rejected.retain(|note| note.key().is_none_or(|key| !later.by_key.contains_key(key.trim())));
        self.rejected.extend(later.rejected);
        self.by_key.extend(later.by_key);
    }

    /// The decision on the row with this key.
    #[must_use]
    pub fn on(&self, key: &str) -> Option<Arc<Decision>> {
        if key.is_empty() {
            return None;
        }
        let entry = self.by_key.get(key)?;
        entry.used.store(true, Ordering::Relaxed);
        entry.held.clone()
    }

    /// The decisions whose key no row had, in the order of their places as texts.
    #[must_use]
    pub fn unmatched(&self) -> Vec<DecisionNote> {
        let mut notes = Vec::new();
        for (key, entry) in &self.by_key {
            if entry.held.is_some() && !entry.used.load(Ordering::Relaxed) {
                notes.push(DecisionNote::Unmatched { place: entry.place.clone(), key: key.clone() });
            }
        }
        notes.sort_by_cached_key(ToString::to_string);
        notes
    }
}

impl Said {
    fn of(row: Filled<'_>) -> Self {
        let reason = row.reason.trim().to_owned();
        Self { ruling: ruling(row.decision), reason, until: last_day(row.until) }
    }

    /// The decision, if it holds on a day.
    fn held(&self, row: Filled<'_>, place: &str, as_of: Date) -> Result<Decision, DecisionNote> {
        let place = place.to_owned();
        let key = row.key.trim().to_owned();
        let reason = self.reason.clone();

        let Some(decision) = self.ruling else {
            let decision = row.decision.trim().to_owned();
            return Err(DecisionNote::UnknownDecision { place, key, decision });
        };
        let Ok(until) = self.until else {
            let until = row.until.trim().to_owned();
            return Err(DecisionNote::NotADate { place, key, until });
        };
        if decision == Ruling::Allow && !says_something(&reason) {
            return Err(DecisionNote::NoReason { place, key });
        }
        if let Some(until) = until.filter(|until| *until < as_of) {
            return Err(DecisionNote::Expired { place, key, until });
        }
        Ok(Decision { decision, reason, until })
    }
}

/// Whether a key is one of the first version, which held the ids of the rule sets and rules but not what they said: `k` and 32
/// hexadecimal digits.
fn is_key_of_first_version(key: &str) -> bool {
    const DIGITS: usize = 32;
    let digits = key.strip_prefix('k').unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a reason is one: it has two letters or Han characters, and is neither a decision nor in data/no-reasons.csv.
fn says_something(reason: &str) -> bool {
    static NONE: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let csv = include_str!("../../data/no-reasons.csv");
        let texts = Table::built_in_list("data/no-reasons.csv", csv, ["text", "why"]);
        texts.iter().map(|text| letters(text)).collect()
    });
    let letters = letters(reason);
    letters.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_LETTERS
        && !NONE.contains(&letters)
        && ruling(&letters).is_none()
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
        let ruling = Ruling::from_key(row.get("decision")).expect("a decision is allow or refuse");
        rulings.insert(Fold::builtin().fold(row.get("word")), ruling);
    }
    rulings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_reasoned_allowance_in_time_does_something() {
        let as_of = Date::constant(2026, 3, 1);
        let mut decisions = Decisions::default();
        for (n, (key, decision, reason, until)) in [
            ("k1", "准予", "已核实", ""),
            ("k2", "allow", "", ""),
            ("k3", "Allow", "已核实", "2026/2/28"),
            ("k4", "ALLOW", "已核实", "2026-03-01"),
            ("k5", "maybe", "已核实", ""),
            ("k6", "驳回", "", ""),
            ("", "准予", "已核实", ""),
            ("k7", "准予", "已核实", "soon"),
            ("k8", "", "", ""),
            ("k9", "准予", "已核实", ""),
            ("k9", "驳回", "已核实", ""),
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
        assert_eq!(held, [&"k1", &"k4", &"k6"]);
        assert_eq!(decisions.rejected.len(), 6, "{:#?}", decisions.rejected);
        assert!(
            matches!(&decisions.rejected[0], DecisionNote::NoReason { place, key } if place == "d.csv:3" && key == "k2")
        );
        assert!(decisions.unmatched().is_empty());
    }

    /// Adds rows of key, decision, reason and last day, on lines from 2 on.
    fn file(name: &str, rows: &[[&str; 4]]) -> Decisions {
        let mut decisions = Decisions::default();
        for (n, [key, decision, reason, until]) in rows.iter().enumerate() {
            let place = format!("{name}:{}", n + 2);
            decisions.add(Filled { key, decision, reason, until }, &place, Date::constant(2026, 3, 1));
        }
        decisions
    }

    fn said(notes: &[DecisionNote]) -> Vec<String> {
        notes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_reason_that_says_nothing_is_none() {
        for reason in [
            "",
            " ",
            "\u{3000}\u{a0}",
            "\u{200b}",
            "\u{feff}\u{3164}",
            "\0",
            "\u{2800}\u{e0041}",
            "\u{200b}。",
            "无",
            "－",
            "-",
            "——",
            "/",
            "x",
            "暂无",
            "暫無。",
            "N/A",
            "Null",
            "同意",
            "准予",
            "ok",
            "1",
            "2026",
            "。。。。",
            "无理由",
        ] {
            let decisions = file("d.csv", &[["k1", "allow", reason, ""]]);
            assert!(decisions.on("k1").is_none(), "{reason:?}");
            assert!(matches!(decisions.rejected[..], [DecisionNote::NoReason { .. }]), "{reason:?}");
        }
        for reason in ["合规", "已核", "see file 7", "游戏币", "见 2026 年第 3 号函", "无关虚拟货币"]
        {
            assert!(file("d.csv", &[["k1", "allow", reason, ""]]).on("k1").is_some(), "{reason}");
        }
    }

    #[test]
    fn rows_of_one_file_that_differ_on_a_key_do_nothing_and_are_both_named() {
        let one = ["k1", "准予", "已核实", "2026-12-31"];
        for other in [
            ["k1", "驳回", "已核实", "2026-12-31"],
            ["k1", "准予", "已核准", "2026-12-31"],
            ["k1", "准予", "已核实", ""],
        ] {
            for rows in [[one, other], [other, one]] {
                let decisions = file("d.csv", &rows);
                assert!(decisions.on("k1").is_none(), "{rows:?}");
                let notes = said(&decisions.rejected);
                let named = notes.iter().any(|note| note.contains("d.csv:3") && note.contains("d.csv:2"));
                assert!(named, "{rows:?}: {notes:?}");
                assert!(decisions.unmatched().is_empty(), "{rows:?}");
            }
        }
        let again = file("d.csv", &[one, ["k1", "ALLOW", " 已核实", "2026/12/31"], ["k1", "", "", ""]]);
        assert!(again.on("k1").is_some() && again.rejected.is_empty(), "{again:?}");
        let third = file("d.csv", &[one, ["k1", "驳回", "", ""], one]);
        assert!(third.on("k1").is_none(), "a third row settles nothing: {third:?}");
    }

    #[test]
    fn a_row_that_is_not_understood_does_nothing_to_the_others_and_is_named() {
        let one = ["k1", "准予", "已核实", "2026-12-31"];
        for wrong in [
            ["k1", "准予", "已核实", "待定"],
            ["k1", "准予", "", "2026-12-31"],
            ["k1", "准予", "无", "2026-12-31"],
            ["k1", "再议", "已核实", "2026-12-31"],
        ] {
            for (rows, line) in [([one, wrong], "d.csv:3"), ([wrong, one], "d.csv:2")] {
                let decisions = file("d.csv", &rows);
                assert!(decisions.on("k1").is_some(), "{rows:?}");
                let notes = said(&decisions.rejected);
                assert!(notes.len() == 1 && notes[0].contains(line), "{rows:?}: {notes:?}");
            }
            let mut earlier = file("a.csv", &[one]);
            earlier.renew(file("b.csv", &[wrong]));
            assert!(earlier.on("k1").is_some(), "{wrong:?}");
            assert!(said(&earlier.rejected)[0].contains("b.csv:2"), "{wrong:?}");
        }
    }

    #[test]
    fn a_later_file_renews_or_withdraws_a_decision() {
        let earlier = || {
            file(
                "a.csv",
                &[
                    ["k1", "准予", "甲处", "2026-02-01"],
                    ["k2", "准予", "乙处", ""],
                    ["k3", "准予", "丙处", ""],
                    ["k4", "准予", "丁处", ""],
                    ["k5", "准予", "戊处", "2026-02-01"],
                ],
            )
        };
        let mut decisions = earlier();
        decisions.renew(file(
            "b.csv",
            &[["k1", "准予", "甲处", "2026-12-31"], ["k2", "驳回", "", ""], ["k4", "准予", "丁处", "待定"]],
        ));
        assert_eq!(decisions.on("k1").unwrap().until, Some(Date::constant(2026, 12, 31)));
        assert_eq!(decisions.on("k2").unwrap().decision, Ruling::Refuse);
        assert!(decisions.on("k3").is_some());
        assert!(decisions.on("k4").is_some(), "what the later file says is not understood, so it does nothing");
        let notes = said(&decisions.rejected);
        assert!(notes.len() == 2 && notes[0].contains("a.csv:6") && notes[1].contains("b.csv:4"), "{notes:?}");
    }

    #[test]
    fn a_decision_with_a_key_of_an_earlier_version_is_named_as_such() {
        let old = format!("k{}", "0a".repeat(16));
        let decisions =
            file("d.csv", &[[&old, "准予", "已核实", ""], [&format!("k2{}", "0a".repeat(16)), "准予", "已核实", ""]]);
        assert!(decisions.on(&old).is_none());
        assert!(matches!(decisions.rejected[..], [DecisionNote::EarlierVersion { .. }]), "{decisions:?}");
        assert_eq!(decisions.unmatched().len(), 1);
    }
}
