//! A file of decisions is refused with its name, or every decision in it holds, is listed or differs from one that is; and a report that comes back
//! with every row decided decides every row.

use std::collections::BTreeSet;

use jiff::civil::Date;
use mingcha::decision::{DecisionNote, Decisions, Filled, Ruling};
use mingcha::input::Source;

use super::made::Choices;
use super::round_trip;

pub const AS_OF: Date = Date::constant(2026, 3, 1);

const WORDS: [&str; 8] = ["准予", "allow", "驳回", "refuse", "ALLOW ", "maybe", "", "准　予"];
const DATES: [&str; 8] = ["", "2026-12-31", "2026/2/7", "46060.5", "2026年3月1日", "TBD", "20260301", "202612"];

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    match how {
        0..0x40 => any_file(choices.rest()),
        0x40..0xC0 => every_decision_holds_or_is_listed(&mut choices),
        _ => round_trip::hold(how, &mut choices),
    }
}

fn any_file(bytes: &[u8]) {
    let source = match Source::from_bytes("back.csv", bytes.to_vec()) {
        Ok(source) => source,
        Err(error) => return assert!(error.to_string().starts_with("back.csv"), "{error}"),
    };
    match Decisions::read(source, AS_OF) {
        Ok(decisions) => {
            for note in decisions.rejected.iter().chain(&decisions.unmatched()) {
                assert!(note.to_string().starts_with("back.csv"), "{note}");
            }
        }
        Err(error) => assert!(error.to_string().starts_with("back.csv"), "{error}"),
    }
}

fn every_decision_holds_or_is_listed(choices: &mut Choices<'_>) {
    let mut decisions = Decisions::default();
    let (mut asked, mut keys) = (0, BTreeSet::new());
    while !choices.is_empty() {
        let key = format!("k{}", choices.take() % 8);
        let word = choices.one_of(&WORDS).copied().unwrap_or_default();
        let reason = choices.piece();
        let until = match choices.take() {
            0x80.. => choices.text(4),
            n => format!("{}{}", DATES[usize::from(n & 7)], digits(n >> 3, choices)),
        };
        let before = decisions.rejected.len();
        decisions.add(
            Filled { key: &key, decision: word, reason: &reason, until: &until, ..Filled::default() },
            "back.csv:2",
            AS_OF,
        );
        if decisions.rejected.len() == before && !word.trim().is_empty() {
            asked += 1;
            keys.insert(key.clone());
        }
        if let Some(held) = decisions.on(&key) {
            assert!(held.until.is_none_or(|day| day >= AS_OF), "{held:?}");
            assert!(held.decision == Ruling::Refuse || !held.reason.chars().all(mingcha::escape::is_blank), "{held:?}");
        }
    }
    for key in keys {
        let differs = decisions
            .rejected
            .iter()
            .any(|note| matches!(note, DecisionNote::Contradictory { key: of, .. } if *of == key));
        assert!(decisions.on(&key).is_some() != differs, "{asked} taken, {decisions:?}");
    }
}

fn digits(count: u8, choices: &mut Choices<'_>) -> String {
    (0..count).map(|_| char::from(b'0' + choices.take() % 10)).collect()
}
