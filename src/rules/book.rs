//! Rule sets in memory, after loading.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::chain::Citation;
use super::context::Context;
use super::fields::Fields;
use super::search::Search;
use crate::message::RulesError;
use crate::verdict::{Evidence, Tier, Verdict};

/// The source of a rule set and the days on which it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The stable id, such as `yinfa-2026-42`.
    pub id: String,
    /// The notice's title.
    pub title: String,
    /// The notice's document number, such as 银发〔2026〕42号.
    pub number: String,
    /// The sets that stand for one another over time: while none of a family is in force, that is an error. Empty for sets on
    /// clause (八).
    pub family: String,
    /// The first day on which it is in force.
    pub from: Date,
    /// The last day on which it is in force; `None` while it is not repealed.
    pub until: Option<Date>,
    /// SHA-256 of the rule set's files, in lower-case hex.
    pub sha256: String,
}

impl Origin {
    /// Whether the rule set is in force on a day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// One rule: a row of terms.csv, compounds.csv or parts.csv.
#[derive(Debug)]
pub struct Rule {
    /// The stable id, with the rule set's id in front: `yinfa-2026-42/rwa`.
    pub id: Arc<str>,
    /// The term that findings report: for an alias, the word that it is an alias of.
    pub term: Arc<str>,
    /// The term as its row spells it.
    pub spelled: String,
    /// The rule's basis in the notice.
    pub tier: Tier,
    /// The fields that it is searched for in.
    pub fields: Fields,
    /// The verdict of a finding; `None` leaves it to the profile.
    pub verdict: Option<Verdict>,
    /// The cited clause with the document number; may be empty.
    pub clause: Arc<str>,
    /// The words quoted from the clause; may be empty.
    pub quote: Arc<str>,
    /// Texts that the rule must hit.
    pub must_match: Vec<String>,
    /// Near misses that the rule must not hit.
    pub must_not: Vec<String>,
    /// Why the rule exists, in this tier.
    pub reason: String,
    /// File and line of the rule's row.
    pub place: String,
    /// Whether it is one of an office's own terms, which stand in no rule set.
    pub is_own: bool,
    /// What all findings of the rule have as evidence.
    pub evidence: Option<Evidence>,
    /// How the rule is searched for.
    pub(crate) search: Search,
}

impl Rule {
    /// Whether a clause names the term for all fields.
    pub(crate) fn is_named_for_all(&self) -> bool {
        self.tier == Tier::Named && !self.clause.is_empty() && self.fields.are_all()
    }

    /// Whether the term is searched for in other columns, too: a clause names it, and the rule has no verdict of its own.
    pub(crate) fn is_swept_for(&self) -> bool {
        self.is_named_for_all() && self.verdict.is_none()
    }

    /// Whether findings report another term than the one that the row spells.
    #[must_use]
    pub fn is_alias(&self) -> bool {
        *self.term != *self.spelled
    }

    /// Whether the rule is one of words that combine, or of two halves.
    pub(crate) fn is_combined(&self) -> bool {
        matches!(self.search, Search::Compound(_) | Search::Slotted(_))
    }

    /// The characters of one spelling as the row has them, one for each folded letter. Empty for a rule without spellings.
    #[must_use]
    pub fn spelled_characters(&self, spelling: Option<usize>) -> &[char] {
        let spelling = spelling.and_then(|index| self.search.spellings().get(index));
        spelling.map_or(&[], |spelling| &spelling.spelled)
    }
}

/// A clause of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The notice's document number.
    pub instrument: Arc<str>,
    /// The clause's name, such as （八）. Findings cite it behind the number.
    pub name: Arc<str>,
    /// Its words, verbatim.
    pub text: Arc<str>,
}

/// All rules of one notice or of one office.
#[derive(Debug)]
pub struct RuleSet {
    /// The source and the dates.
    pub origin: Origin,
    /// The rules, in the order of the files.
    pub rules: Vec<Rule>,
    /// The contexts, which change what a hit means.
    pub contexts: Vec<Context>,
    /// The clauses that its rules may cite, in the order of clauses.csv.
    pub clauses: Vec<Clause>,
    /// What follows from its findings under which provisions, in the order in which it is said; may be empty.
    pub chain: Vec<Citation>,
    /// For each rule the contexts that apply to it.
    pub(crate) contexts_of: Vec<Concerning>,
}

/// The contexts that apply to one rule, by index.
#[derive(Debug, Default)]
pub(crate) struct Concerning {
    /// Those that hide a hit.
    pub(crate) masks: Vec<usize>,
    /// All others.
    pub(crate) others: Vec<usize>,
}

impl RuleSet {
    pub(super) fn new(origin: Origin, rules: Vec<Rule>, contexts: Vec<Context>) -> Self {
        let mut contexts_of = Vec::with_capacity(rules.len());
        for rule in 0..rules.len() {
            let mut concerning = Concerning::default();
            for (index, context) in contexts.iter().enumerate() {
                if !context.applies_to[rule] {
                    continue;
                }
                if context.action.hides() {
                    concerning.masks.push(index);
                } else {
                    concerning.others.push(index);
                }
            }
            contexts_of.push(concerning);
        }
        Self { origin, rules, contexts, clauses: Vec::new(), chain: Vec::new(), contexts_of }
    }

    /// Parses and compiles every pattern, so that a mistake in one is an error with its file and line.
    pub(super) fn check_patterns(&self) -> Result<(), RulesError> {
        for context in &self.contexts {
            context.check().map_err(|error| error.at(context.place.clone()))?;
        }
        for rule in &self.rules {
            rule.search.check().map_err(|error| error.at(rule.place.clone()))?;
        }
        Ok(())
    }

    /// Whether a context of this set applies to one of its rules.
    #[must_use]
    pub fn concerns(&self, context: &Context, rule: &Rule) -> bool {
        self.rules.iter().zip(&context.applies_to).any(|(own, applies)| *applies && own.id == rule.id)
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

    /// The rules of another set whose term this book searches for already, each with the rule of this book that does so.
    pub fn repeated_in<'a>(&'a self, other: &'a RuleSet) -> impl Iterator<Item = (&'a Rule, &'a Rule)> {
        let mut known: HashMap<&str, Vec<&Rule>> = HashMap::new();
        for rule in self.rules() {
            for letters in self.spellings(rule) {
                known.entry(letters).or_default().push(rule);
            }
        }
        other.rules.iter().filter_map(move |rule| {
            let mut same = self.spellings(rule).filter_map(|letters| known.get(letters)).flatten();
            let repeated = same.find(|known| known.fields.overlap(rule.fields))?;
            Some((rule, *repeated))
        })
    }

    /// The folded letters of a rule's spellings. Empty for a rule without spellings.
    pub fn spellings<'a>(&self, rule: &'a Rule) -> impl Iterator<Item = &'a str> + use<'a> {
        rule.search.spellings().iter().map(|spelling| &*spelling.letters)
    }

    /// The rule with this id, with or without its rule set's id in front, or else with this term. Returns `None` if there is
    /// no such rule.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        // An id goes before the term of any rule, so each kind of name is tried on all rules before the next kind.
        self.rules()
            .find(|rule| *rule.id == *name)
            .or_else(|| self.rules().find(|rule| rule.id.rsplit('/').next() == Some(name)))
            .or_else(|| self.rules().find(|rule| rule.spelled == name))
            .or_else(|| self.rules().find(|rule| *rule.term == *name))
    }
}
