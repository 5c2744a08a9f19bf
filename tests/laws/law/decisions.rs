//! A file of decisions is refused with its name, or every decision in it holds, is listed or differs from one that is; and a report that comes back
//! with every row decided decides every row.

use std::collections::BTreeSet;

use jiff::civil::Date;
use mingcha::decision::{Decisions, Filled, NoEffect, Ruling};
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
        0..0x38 => any_file(choices.rest()),
        0x38..0x40 => no_stray_character_makes_a_decision_last_longer(&mut choices),
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
        let differs =
            decisions.rejected.iter().any(|note| note.key == key && matches!(note.why, NoEffect::Contradictory { .. }));
        assert!(decisions.on(&key).is_some() != differs, "{asked} taken, {decisions:?}");
    }
}

/// Decisions that have expired, in a file to which one quote or delimiter was added.
fn no_stray_character_makes_a_decision_last_longer(choices: &mut Choices<'_>) {
    let how = choices.take();
    let at = usize::from(choices.take()) << 8 | usize::from(choices.take());
    let delimiter = [b',', b';', b'\t'][usize::from(how >> 1) % 3];
    let style = if how & 1 == 0 { csv::QuoteStyle::Necessary } else { csv::QuoteStyle::Always };
    let mut rows = csv::WriterBuilder::new().delimiter(delimiter).quote_style(style).from_writer(Vec::new());
    let remark: &[&str] = if how & 0x80 == 0 { &[] } else { &["备注"] };
    rows.write_record([&["name", "key", "decision", "reason", "until"], remark].concat()).unwrap();
    let header = rows.flush().map(|()| rows.get_ref().len()).unwrap();
    for key in ["k0", "k1", "k2"] {
        let [name, reason, kept] = [2, 1, 1].map(|most| choices.text(most).replace(['\n', '\r'], ""));
        let row = [&name, key, "准予", &format!("已核实{reason}"), "2026-02-28", &kept];
        rows.write_record(&row[..5 + remark.len()]).unwrap();
    }

    let mut text = String::from_utf8(rows.into_inner().unwrap()).unwrap();
    let at = header + at % (text.len() - header);
    let stray = if how & 0x40 == 0 { '"' } else { char::from(delimiter) };
    text.insert(text.floor_char_boundary(at), stray);
    let source = Source::from_bytes("back.csv", text.clone().into_bytes()).unwrap();
    let Ok(decisions) = Decisions::read(source, AS_OF) else { return };
    for key in ["k0", "k1", "k2"] {
        assert_eq!(decisions.on(key), None, "{text:?}");
    }
}

fn digits(count: u8, choices: &mut Choices<'_>) -> String {
    (0..count).map(|_| char::from(b'0' + choices.take() % 10)).collect()
}
