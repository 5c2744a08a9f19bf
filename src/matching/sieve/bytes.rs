//! The first step: where in a block of raw UTF-8 does an anchor stand, in any written form?

use std::collections::BTreeSet;

use super::automaton::CODES_END;
use super::letters::Letters;
use super::scan::{Scan, is_odd_form};
use super::suspects::Suspects;
use super::words::{MOST_ANCHORS, Required};
use crate::text::fold::Fold;

/// The most forms that are sought; more would be found in every line.
const MOST_FORMS: usize = 64;

/// All written forms of the anchors, and what may stand beside each anchor.
///
/// Most forms of Latin letters are found by looking for bytes that Chinese text hardly has; what is left is few enough to be
/// looked for one by one.
#[derive(Debug)]
pub(super) struct Anchors {
    scan: Scan,
    neighbours: Neighbours,
}

impl Anchors {
    /// All forms of the anchors; none if there are more than can be sought at once, or one that a scan cannot look for.
    pub(super) fn new(fold: &Fold, words: &Required, letters: &Letters) -> Option<Self> {
        if words.anchors.len() > MOST_ANCHORS {
            return None;
        }
        let forms: Vec<char> = forms(fold, &words.anchors).into_iter().filter(|c| !is_odd_form(*c)).collect();
        if forms.len() > MOST_FORMS {
            return None;
        }
        Some(Self { scan: Scan::new(&forms, &words.common)?, neighbours: Neighbours::new(words, letters) })
    }

    pub(super) fn mark(&self, block: &str, letters: &Letters, suspects: &mut Suspects) {
        suspects.clear();
        self.scan.mark(block.as_bytes(), &mut suspects.marks, |at| {
            block.get(at..).is_some_and(|anchor| self.neighbours.fit(&block[..at], anchor, letters))
        });
    }
}

/// The letters, and all characters that fold to one of them or to several with one among them.
fn forms(fold: &Fold, letters: &BTreeSet<char>) -> BTreeSet<char> {
    let folded = letters.iter().flat_map(|letter| fold.forms_of(*letter));
    letters.iter().copied().chain(folded.map(|(c, _)| c)).collect()
}

/// What stands before and behind an anchor in the words that it is an anchor of, by its code: 上 alone is common, but a word
/// has 链 on one side of it.
#[derive(Debug)]
struct Neighbours(Vec<Vec<(Side, Side)>>);

/// The code that a word wants on one side; none at its edge.
type Side = Option<u16>;

impl Neighbours {
    fn new(words: &Required, letters: &Letters) -> Self {
        let mut neighbours = Self(vec![Vec::new(); usize::from(CODES_END)]);
        for word in &words.words {
            let code = |at: usize| word.get(at).map(|letter| letters.looks_of(*letter));
            for (at, _) in word.iter().enumerate().filter(|(_, letter)| words.anchors.contains(letter)) {
                let sides = (at.checked_sub(1).and_then(code), code(at + 1));
                let known = &mut neighbours.0[usize::from(code(at).unwrap_or_default())];
                if !known.contains(&sides) {
                    known.push(sides);
                }
            }
        }
        neighbours
    }

    /// Whether a text begins with an anchor, in any form, beside such characters as stand beside it in some word. What words
    /// reach across, and what folds to several letters, may be followed by anything.
    fn fit(&self, before: &str, anchor: &str, letters: &Letters) -> bool {
        let code = |c: Option<char>| c.and_then(|c| letters.only_code(c));
        let mut anchor = anchor.chars();
        let Some(code_of_anchor) = code(anchor.next()) else { return true };
        let known = &self.0[usize::from(code_of_anchor)];
        if known.is_empty() {
            return false;
        }
        let (left, right) = (code(before.chars().next_back()), code(anchor.next()));
        let fits = |wanted: Side, found: Side| wanted.is_none() || found.is_none() || wanted == found;
        known.iter().any(|&(wanted_left, wanted_right)| fits(wanted_left, left) && fits(wanted_right, right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::sieve::words::words;
    use crate::rules::{RuleBook, RuleFiles};

    #[test]
    fn no_term_that_is_added_slows_all_batches_down_unnoticed() {
        let sets = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
        let words = words(Fold::builtin(), &RuleBook { sets }, |_| true).unwrap();
        let forms = forms(Fold::builtin(), &words.anchors).into_iter().filter(|c| !is_odd_form(*c)).count();
        assert!(forms <= 34, "{forms} forms of {:?}; measure before this is raised", words.anchors);
    }
}
