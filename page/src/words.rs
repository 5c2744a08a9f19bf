//! The words of the page, from the library's own entries.

use mingcha::escape::{is_blank, visible};
use mingcha::message::Lang;
use mingcha::report::MARKS;
use mingcha::rules::RuleFiles;
use mingcha::verdict::{Ruling, Verdict};
use serde_json::{Map, Value, json};

/// The built-in profiles, the usual one first.
const PROFILES: [&str; 4] = ["filing", "stock", "advertising", "literal"];

/// All words in both languages.
pub(crate) fn words() -> Value {
    json!({
        "zh": in_language(Lang::Zh),
        "en": in_language(Lang::En),
        "version": env!("CARGO_PKG_VERSION"),
        "marks": MARKS,
    })
}

fn in_language(lang: Lang) -> Value {
    let mut labels = Map::new();
    for (id, text) in lang.document_labels().chain(lang.page_labels()) {
        labels.insert(id.to_owned(), text.into());
    }
    let verdicts: Vec<_> =
        Verdict::ALL.map(|verdict| json!([verdict.key(), lang.verdict(verdict), lang.advice(verdict)])).into();
    let profiles: Vec<_> = PROFILES.map(|profile| json!([profile, lang.profile(profile)])).into();
    let rulings: Vec<_> = Ruling::ALL.map(|ruling| json!([ruling.key(), lang.choice(ruling)])).into();
    json!({
        "tag": lang.tag(),
        "mark": lang.report_mark(),
        "labels": labels,
        "verdicts": verdicts,
        "profiles": profiles,
        "rulings": rulings,
        "ruleSets": rule_sets(),
    })
}

/// The rule sets that can be added, by id and document number.
fn rule_sets() -> Vec<Value> {
    let origins = RuleFiles::optional().into_iter().filter_map(|files| files.origin().ok());
    origins.map(|origin| json!([origin.id, origin.number, origin.title])).collect()
}

/// The ranges of characters that the library shows as `\u{…}`.
pub(crate) fn hidden() -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let shown_otherwise = |c: char| visible(c.encode_utf8(&mut [0; 4])) != c.to_string();
    for c in (char::MIN..=char::MAX).filter(|c| c.is_control() || is_blank(*c)).filter(|c| shown_otherwise(*c)) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == u32::from(c) => *last = u32::from(c),
            _ => ranges.push((c.into(), c.into())),
        }
    }
    ranges
}
