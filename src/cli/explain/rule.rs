//! One rule: what it seeks, on what ground, with its examples and what its surroundings change.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use mingcha::rules::{Rule, RuleSet};
use mingcha::verdict::Verdict;

use super::Explanation;

impl Explanation<'_> {
    /// Explains the rule of an id or a term.
    pub(super) fn rule(&self, name: &str) -> Result<String> {
        let book = self.checker.book();
        let Some(rule) = book.rule(name) else {
            bail!("no rule in force is called `{name}`; `mingcha terms` lists them");
        };
        let mut text = String::new();
        let tier = self.lang.tier(rule.tier);
        let _ =
            writeln!(text, "{}: {} → {} ({tier}, {})", rule.id, rule.spelled, rule.term, self.default_verdict(rule));
        let mut line = |label: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(text, "  {label}: {value}");
            }
        };
        let pick = |zh, en| self.lang.pick(zh, en);
        line(pick("依据", "clause"), &rule.clause);
        line(pick("原文", "quote"), &rule.quote);
        line(pick("理由", "reason"), &rule.reason);
        line(pick("另写作", "sought as"), &book.spellings(rule).collect::<Vec<_>>().join(" | "));
        line(pick("应当命中", "must match"), &rule.must_match.join(" | "));
        line(pick("不应命中", "must not match"), &rule.must_not.join(" | "));
        line(pick("出处", "defined at"), &rule.place);
        for set in &book.sets {
            self.contexts(set, rule, &mut text);
        }
        Ok(text)
    }

    fn default_verdict(&self, rule: &Rule) -> &'static str {
        let verdict: Verdict =
            self.checker.profile().verdict(rule.tier, rule.verdict, &std::collections::BTreeSet::new());
        self.lang.verdict(verdict)
    }

    fn contexts(&self, set: &RuleSet, rule: &Rule, text: &mut String) {
        for context in set.contexts.iter().filter(|c| set.concerns(c, rule)) {
            let does = context.action.said(self.lang);
            let _ = writeln!(text, "  {does} {} {}: {}", context.id, context.tag, context.must.join(" | "));
        }
    }
}
