//! The examples of a rule set, run as its tests: what each rule must hit and must not, and where each context must hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::checker::{Cell, Checker, Examined};
pub use crate::message::ExampleFailure;
use crate::rules::{Context, Example, Profile, Rule, RuleBook, RuleSet, RulesError};
use crate::verdict::Field;

/// The profile of the tests: it searches for all tiers.
const PROFILE: &str = "filing";

/// What came of the examples of a rule set.
#[derive(Debug, Default)]
pub struct Tested {
    /// How many examples there are.
    pub examples: usize,
    /// How many rules and contexts lack an example on one of the two sides.
    pub without: usize,
    /// The examples that do not behave as their row says.
    pub failures: Vec<ExampleFailure>,
}

impl Tested {
    /// Tests a set on its own. Returns it together with what came of its examples.
    ///
    /// # Errors
    /// Those of [`Checker::new`].
    pub fn alone(set: RuleSet) -> Result<(Self, RuleSet), RulesError> {
        let checker = Checker::new(RuleBook { sets: vec![set] }, Profile::built_in(PROFILE)?)?;
        let mut tested = Self::default();
        for set in &checker.book().sets {
            tested.add_set(&checker, set);
        }
        let set = checker.into_book().sets.remove(0);
        Ok((tested, set))
    }

    /// Tests the rules and contexts of a set that a checker applies.
    pub fn add_set(&mut self, checker: &Checker, set: &RuleSet) {
        for rule in &set.rules {
            self.add_rule(checker, rule);
        }
        for context in &set.contexts {
            self.add_context(checker, set, context);
        }
    }

    fn count(&mut self, must: &[String], must_not: &[String]) {
        self.examples += must.len() + must_not.len();
        self.without += usize::from(must.is_empty() || must_not.is_empty());
    }

    /// Tests the examples of one rule of a checker.
    pub fn add_rule(&mut self, checker: &Checker, rule: &Rule) {
        self.count(&rule.must_match, &rule.must_not);
        for text in &rule.must_match {
            // In each of its fields.
            let is_missed = fields_of(&[rule]).into_iter().any(|field| !is_hit(checker, rule, field, text));
            if is_missed {
                let (place, term, text) = (rule.place.clone(), rule.spelled.clone(), text.clone());
                self.failures.push(ExampleFailure::Missed { place, term, text });
            }
        }
        for text in &rule.must_not {
            if fields_of(&[rule]).into_iter().any(|field| is_hit(checker, rule, field, text)) {
                let (place, term, text) = (rule.place.clone(), rule.spelled.clone(), text.clone());
                self.failures.push(ExampleFailure::Hit { place, term, text });
            }
        }
    }

    fn add_context(&mut self, checker: &Checker, set: &RuleSet, context: &Context) {
        self.count(&context.must, &context.must_not);
        let concerned: Vec<&Rule> = set.rules.iter().filter(|rule| set.concerns(context, rule)).collect();
        let must = context.must.iter().map(|text| (text, true));
        for (text, must_hold) in must.chain(context.must_not.iter().map(|text| (text, false))) {
            let (place, id, text) = (context.place.clone(), context.id.to_string(), text.clone());
            match holds(checker, context, &concerned, &text) {
                None => self.failures.push(ExampleFailure::NoHit { place, id, text }),
                Some(holds) if holds == must_hold => {}
                Some(true) => self.failures.push(ExampleFailure::Holds { place, id, text }),
                Some(false) => self.failures.push(ExampleFailure::HoldsNot { place, id, text }),
            }
        }
    }
}

/// The fields in which the examples of rules are tested: those that the rules list, or scopes.
fn fields_of(rules: &[&Rule]) -> BTreeSet<Field> {
    let mut fields = BTreeSet::new();
    for rule in rules {
        if rule.fields.are_all() {
            fields.insert(Field::Scope);
        }
        fields.extend(rule.fields.listed());
    }
    fields
}

fn is_hit(checker: &Checker, rule: &Rule, field: Field, text: &str) -> bool {
    let Example { name, text } = Example::parse(text);
    let column: Arc<str> = field.key().into();
    let findings = checker.check_beside(Cell { field, column: &column, text }, name.as_slice());
    findings.iter().any(|finding| finding.rule == rule.id)
}

/// Whether a context holds for a hit in an example. Returns `None` if no rule that it concerns has a hit there.
fn holds(checker: &Checker, context: &Context, concerned: &[&Rule], text: &str) -> Option<bool> {
    let Example { name, text } = Example::parse(text);
    let mut holds = None;
    for field in fields_of(concerned) {
        let column: Arc<str> = field.key().into();
        for examined in checker.examine_beside(Cell { field, column: &column, text }, name.as_slice()) {
            if concerned.iter().any(|rule| rule.id == examined.rule.id) {
                let is_known = holds.unwrap_or_default();
                holds = Some(is_known || is_in(&examined, context));
            }
        }
    }
    holds
}

fn is_in(examined: &Examined<'_>, context: &Context) -> bool {
    examined.contexts.iter().any(|other| other.id == context.id && other.place == context.place)
}
