//! The spellings whose disguises are searched for.

use crate::rules::RuleBook;
use crate::verdict::Tier;

/// A spelling that may be disguised.
#[derive(Debug)]
pub(super) struct Disguisable {
    /// The rule set's index in the book.
    pub(super) set: usize,
    /// The rule's index in its rule set.
    pub(super) rule: usize,
    /// The spelling's index in its rule.
    pub(super) spelling: usize,
    pub(super) tier: Tier,
    /// The folded letters.
    pub(super) letters: Vec<char>,
}

#[cfg(test)]
impl Disguisable {
    /// A named term alone.
    pub(super) fn of_letters(term: &str) -> Self {
        Self { set: 0, rule: 0, spelling: 0, tier: Tier::Named, letters: term.chars().collect() }
    }
}

/// The spellings of the named and content rules that consist of Han characters or kana. Latin words have no disguises here.
pub(super) fn disguisable(book: &RuleBook, is_searched: impl Fn(Tier) -> bool) -> Vec<Disguisable> {
    let mut found = Vec::new();
    for (set, rules) in book.sets.iter().enumerate() {
        for (rule, row) in rules.rules.iter().enumerate() {
            let tier = row.tier;
            if tier == Tier::Related || !is_searched(tier) || !row.search.is_disguisable() {
                continue;
            }
            for (spelling, spelled) in row.search.spellings().iter().enumerate() {
                let letters: Vec<char> = spelled.letters.chars().collect();
                if letters.len() > 1 && !letters.iter().any(char::is_ascii) {
                    found.push(Disguisable { set, rule, spelling, tier, letters });
                }
            }
        }
    }
    found
}
