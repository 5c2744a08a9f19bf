//! The spellings that are searched for in disguise.

use crate::rules::{Rule, RuleBook, Sought};
use crate::verdict::Tier;

/// A spelling that may be disguised.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) set: usize,
    pub(super) rule: usize,
    pub(super) spelling: usize,
    pub(super) tier: Tier,
    pub(super) letters: Vec<char>,
}

/// The spellings of the named and content rules that are words of Han characters or kana. A Latin word has no disguise here.
pub(super) fn targets(book: &RuleBook, sought: impl Fn(Tier) -> bool) -> Vec<Target> {
    let may_be_disguised = |rule: &Rule| rule.tier != Tier::Related && sought(rule.tier);
    let mut targets = Vec::new();
    for (set, rules) in book.sets.iter().enumerate() {
        for (index, rule) in rules.rules.iter().enumerate().filter(|(_, rule)| may_be_disguised(rule)) {
            let Sought::Spelled(spellings) = &rule.sought else { continue };
            let words = spellings.iter().map(|s| s.letters.chars().collect::<Vec<_>>()).enumerate();
            let words = words.filter(|(_, letters)| letters.len() > 1 && letters.iter().all(|c| !c.is_ascii()));
            targets.extend(words.map(|(spelling, letters)| Target {
                set,
                rule: index,
                spelling,
                tier: rule.tier,
                letters,
            }));
        }
    }
    targets
}
