//! The rules that laws are tested under, made once.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use mingcha::checker::{Cell, Checker};
use mingcha::rules::{Profile, RuleBook, RuleFiles, RulesError};
use mingcha::verdict::{Field, Finding, Verdict};

/// The built-in rules under the strict profile.
pub static FILING: LazyLock<Checker> = LazyLock::new(|| make("filing", Checker::new));
/// The same rules, which search only for what the fold equates.
pub static EXACT: LazyLock<Checker> = LazyLock::new(|| make("filing", Checker::without_disguises));
/// The built-in rules under the profile in which contexts lower verdicts.
pub static STOCK: LazyLock<Checker> = LazyLock::new(|| make("stock", Checker::new));
static COLUMN: LazyLock<Arc<str>> = LazyLock::new(|| "经营范围".into());

fn make(profile: &str, new: impl Fn(RuleBook, Profile) -> Result<Checker, RulesError>) -> Checker {
    let sets = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
    new(RuleBook { sets }, Profile::built_in(profile).unwrap()).unwrap()
}

/// The findings in a scope.
pub fn findings(checker: &Checker, text: &str) -> Vec<Finding> {
    checker.check(Cell { field: Field::Scope, column: &COLUMN, text })
}

/// What a finding says, its place and the original aside.
pub type Said = (Arc<str>, Verdict, BTreeSet<Arc<str>>);

pub fn said(finding: &Finding) -> Said {
    (finding.rule.clone(), finding.verdict, finding.context.clone())
}
