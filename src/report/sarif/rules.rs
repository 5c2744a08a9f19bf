//! Rules as SARIF describes them, and text as its messages hold it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::message::{Say as _, Sentence};
use crate::report::Lang;
use crate::verdict::{ProblemKind, Tier, Verdict};

/// The prefix of the rule ids of problems.
const UNREAD: &str = "unread/";

/// A rule as SARIF lists it.
#[derive(Clone, Debug)]
pub struct SarifRule {
    /// The stable id.
    pub id: Arc<str>,
    /// The term that findings report.
    pub term: Arc<str>,
    /// How the rule is grounded.
    pub tier: Tier,
    /// Whether it is an office's own term.
    pub is_own: bool,
    /// What a finding makes of a row, whatever the context.
    pub verdict: Verdict,
    /// The cited clause; empty if none.
    pub clause: Arc<str>,
    /// The cited words; empty if none.
    pub quote: Arc<str>,
}

pub(super) fn of_rule(lang: Lang, rule: &SarifRule) -> Value {
    let title = Sentence::RuleTitle { tier: lang.tier_of(rule.tier, rule.is_own), term: rule.term.to_string() };
    let short = title.say(lang);
    let ground = lang.ground(&rule.clause, &rule.quote).unwrap_or_else(|| short.clone());
    let help = format!("{ground}\n{}", lang.advice(rule.verdict));
    descriptor(&rule.id, &rule.term, &short, &ground, &help, level(rule.verdict))
}

pub(super) fn of_unread(lang: Lang, kind: ProblemKind) -> Value {
    let said = lang.problem(kind);
    let headline = Sentence::Headline { verdict: lang.verdict(Verdict::Unchecked), subject: said.to_owned() };
    let full = headline.say(lang);
    descriptor(&unread_id(kind), kind.key(), said, &full, lang.advice(Verdict::Unchecked), "warning")
}

/// The public address of the project, which Cargo.toml has. Returns `None` as long as there is none.
pub(super) fn address() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty())
}

fn descriptor(id: &str, name: &str, short: &str, full: &str, help: &str, level: &str) -> Value {
    let mut descriptor = json!({
        "id": id,
        "name": name,
        "shortDescription": { "text": plain(short) },
        "fullDescription": { "text": plain(full) },
        "help": { "text": plain(help) },
        "defaultConfiguration": { "level": level },
    });
    if let Some(address) = address() {
        descriptor["helpUri"] = json!(format!("{address}#verdicts"));
    }
    descriptor
}

pub(super) fn unread_id(kind: ProblemKind) -> String {
    format!("{UNREAD}{}", kind.key())
}

pub(super) fn level(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reject => "error",
        Verdict::Review | Verdict::Unchecked => "warning",
        Verdict::Notice => "note",
        Verdict::Allowed | Verdict::Clear => "none",
    }
}

/// A message without the two things that mean something in it: placeholders `{0}` and links `[text](target)`
/// (SARIF 2.1.0, 3.11.5 and 3.11.6).
pub(super) fn plain(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_make_a_link_or_a_placeholder() {
        assert_eq!(plain("见[这里](http://x) {0}"), "见[这里] (http://x) {{0}}");
    }
}
