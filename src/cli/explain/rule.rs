//! One rule: what it searches for, on what ground, with its examples and what its surroundings change.

use std::collections::BTreeSet;

use anyhow::Result;

use mingcha::message::cli::{CliError, Explained};
use mingcha::rules::{Rule, RuleSet};

use super::Explanation;
use crate::cli::exit::Exit;

/// Between the parts of a list, as in the files of rules.
const BAR: &str = " | ";

impl Explanation<'_> {
    /// Explains the rule of an id or a term, which has no verdict to tell by the status.
    pub(super) fn rule(&mut self, name: &str) -> Result<Exit> {
        let book = self.checker.book();
        let Some(rule) = book.rule(name) else {
            return Err(CliError::NoRule { name: name.to_owned() }.into());
        };

        self.line(&Explained::Rule {
            id: rule.id.to_string(),
            spelled: rule.spelled.clone(),
            term: rule.term.to_string(),
            tier: self.lang.tier_of(rule.tier, rule.is_own).to_owned(),
            verdict: self.default_verdict(rule).to_owned(),
        });

        let fields: Vec<String> = rule.fields.listed().map(|field| self.lang.field(field).to_owned()).collect();
        if !fields.is_empty() {
            self.line(&Explained::Fields { fields });
        }
        self.line_if(&rule.clause, |clause| Explained::Clause { clause });
        self.line_if(&rule.quote, |quote| Explained::Quote { quote });
        self.line_if(&rule.reason, |reason| Explained::Reason { reason });
        let spellings: Vec<&str> = book.spellings(rule).collect();
        self.line_if(&spellings.join(BAR), |spellings| Explained::Spellings { spellings });
        self.line_if(&rule.must_match.join(BAR), |examples| Explained::MustMatch { examples });
        self.line_if(&rule.must_not.join(BAR), |examples| Explained::MustNot { examples });
        self.line_if(&rule.place, |place| Explained::DefinedAt { place });

        for set in &book.sets {
            self.contexts(set, rule);
        }
        Ok(Exit::Done)
    }

    /// Appends a line about a value, unless it is empty.
    fn line_if(&mut self, value: &str, line: impl FnOnce(String) -> Explained) {
        if !value.is_empty() {
            self.line(&line(value.to_owned()));
        }
    }

    /// The verdict of a finding of this rule outside all contexts.
    fn default_verdict(&self, rule: &Rule) -> &'static str {
        let profile = self.checker.profile();
        self.lang.verdict(profile.verdict(rule.tier, rule.verdict, &BTreeSet::new()))
    }

    fn contexts(&mut self, set: &RuleSet, rule: &Rule) {
        for context in set.contexts.iter().filter(|context| set.concerns(context, rule)) {
            let id = context.id.to_string();
            let tag = context.tag.to_string();
            let examples = context.must.join(BAR);
            let words = self.lang.context(&tag).to_owned();
            let effect = context.said(self.lang).to_owned();
            self.line(&Explained::Effect { effect, id, tag, words, examples });
        }
    }
}
