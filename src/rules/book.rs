//! Rule sets as they stand in memory after loading.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::context::{Action, Context};
use super::parts::Parts;
use super::slot::Slotted;
use super::spelling::Spelling;
use crate::message::RulesError;
use crate::verdict::{Tier, Verdict};

/// Where a rule set comes from and when it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The stable id, such as `yinfa-2026-42`.
    pub id: String,
    /// The notice's title.
    pub title: String,
    /// The notice's document number, such as 银发〔2026〕42号.
    pub number: String,
    /// The first day on which it is in force.
    pub from: Date,
    /// The last day on which it is in force; none while it stands.
    pub until: Option<Date>,
    /// SHA-256 over the rule set's files, in lower-case hex.
    pub sha256: String,
}

impl Origin {
    /// Whether the rule set is in force on a day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// One rule: a row of terms.csv or parts.csv.
#[derive(Debug)]
pub struct Rule {
    /// The stable id, with the rule set's id in front: `yinfa-2026-42/rwa`.
    pub id: Arc<str>,
    /// The term as findings report it: the named word, for its aliases too.
    pub term: Arc<str>,
    /// The term as its row spells it.
    pub spelled: String,
    /// How the rule is grounded.
    pub tier: Tier,
    /// What a finding makes of a row, where the profile's default does not decide.
    pub verdict: Option<Verdict>,
    /// The cited clause with the document number; empty if none.
    pub clause: Arc<str>,
    /// The cited words; empty if none.
    pub quote: Arc<str>,
    /// Texts that the rule must hit.
    pub must_match: Vec<String>,
    /// Near misses that the rule must not hit.
    pub must_not: Vec<String>,
    /// Why the rule is there, in this tier.
    pub reason: String,
    /// File and line of the rule's row.
    pub place: String,
    pub(crate) sought: Sought,
}

impl Rule {
    /// Whether findings report another term than the one that was sought.
    #[must_use]
    pub fn is_alias(&self) -> bool {
        *self.term != *self.spelled
    }

    /// The characters of the term as the row spells one of its spellings; empty for a rule that is not spelled.
    #[must_use]
    pub fn spelled_characters(&self, spelling: Option<usize>) -> &[char] {
        match (&self.sought, spelling) {
            (Sought::Spelled(spellings), Some(k)) => &spellings[k].spelled,
            _ => &[],
        }
    }
}

/// How a rule is looked for.
#[derive(Debug)]
pub(crate) enum Sought {
    /// By its spellings, across separators.
    Spelled(Vec<Spelling>),
    /// As two halves with a known kind of text between them.
    Slotted(Slotted),
    /// As several words near each other.
    Parts(Parts),
}

/// All rules of one notice or of one office.
#[derive(Debug)]
pub struct RuleSet {
    /// Where it comes from.
    pub origin: Origin,
    /// Its rules, in the order of its files.
    pub rules: Vec<Rule>,
    /// What surroundings make of its findings.
    pub contexts: Vec<Context>,
    /// For each rule the contexts that concern it.
    pub(crate) contexts_of: Vec<Concerning>,
}

/// The contexts that concern one rule, by number.
#[derive(Debug)]
pub(crate) struct Concerning {
    pub(crate) masks: Vec<usize>,
    pub(crate) others: Vec<usize>,
}

impl RuleSet {
    pub(super) fn new(origin: Origin, rules: Vec<Rule>, contexts: Vec<Context>) -> Self {
        let concerning = |rule: usize| {
            let all = (0..contexts.len()).filter(|number| contexts[*number].applies_to[rule]);
            let (masks, others) = all.partition(|number| contexts[*number].action == Action::Mask);
            Concerning { masks, others }
        };
        let contexts_of = (0..rules.len()).map(concerning).collect();
        Self { origin, rules, contexts, contexts_of }
    }

    /// Reads and compiles every pattern, so that what is wrong with one is an error with its place.
    pub(super) fn check_patterns(&self) -> Result<(), RulesError> {
        for context in &self.contexts {
            context.check().map_err(|error| error.at(context.place.clone()))?;
        }
        for rule in &self.rules {
            if let Sought::Slotted(slotted) = &rule.sought {
                slotted.check().map_err(|error| error.at(rule.place.clone()))?;
            }
        }
        Ok(())
    }

    /// Whether a context of this set concerns one of its rules.
    #[must_use]
    pub fn concerns(&self, context: &Context, rule: &Rule) -> bool {
        self.rules.iter().zip(&context.applies_to).any(|(r, applies)| *applies && r.id == rule.id)
    }
}

/// The rule sets that are applied together.
#[derive(Debug, Default)]
pub struct RuleBook {
    /// The rule sets, the built-in ones first.
    pub sets: Vec<RuleSet>,
}

impl RuleBook {
    /// All rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.sets.iter().flat_map(|set| &set.rules)
    }

    /// The rules of another set that are sought here already, each with the rule that seeks it.
    pub fn repeated_in<'a>(&'a self, other: &'a RuleSet) -> impl Iterator<Item = (&'a Rule, &'a Rule)> {
        let sought: HashMap<&str, &Rule> = self.rules().flat_map(|r| self.spellings(r).map(move |s| (s, r))).collect();
        other.rules.iter().filter_map(move |mine| {
            self.spellings(mine).find_map(|letters| sought.get(letters)).map(|theirs| (mine, *theirs))
        })
    }

    /// The folded letters of a rule's spellings; none for a rule that is not spelled.
    pub fn spellings<'a>(&self, rule: &'a Rule) -> impl Iterator<Item = &'a str> + use<'a> {
        let spelled = match &rule.sought {
            Sought::Spelled(spellings) => &spellings[..],
            Sought::Slotted(_) | Sought::Parts(_) => &[],
        };
        spelled.iter().map(|spelling| &*spelling.letters)
    }

    /// The rule with this id, with or without its rule set's id in front, or else with this term.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        let by = |fits: fn(&Rule, &str) -> bool| self.rules().find(|r| fits(r, name));
        by(|r, name| *r.id == *name)
            .or_else(|| by(|r, name| r.id.rsplit('/').next() == Some(name)))
            .or_else(|| by(|r, name| r.spelled == name))
            .or_else(|| by(|r, name| *r.term == *name))
    }
}
