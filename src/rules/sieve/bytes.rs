//! The first step: where in a block of raw UTF-8 does an anchor stand, in any written form?

use std::collections::BTreeSet;

use super::automaton::CODES_END;
use super::letters::Letters;
use super::scan::{Scan, is_odd_form};
use super::words::{MOST_ANCHORS, Required};
use crate::text::fold::Fold;

/// How many bytes share a mark.
pub(super) const CHUNK: usize = 64;
/// How many marks are kept in one number.
pub(super) const MARKS: usize = 64;
/// The most forms that are sought; more would be found in every line.
const MOST_FORMS: usize = 64;

/// Marks on a block: where something may stand that a walk over the cell finds.
#[derive(Debug, Default)]
pub struct Suspects {
    /// A bit for each chunk, the lowest first.
    marks: Vec<u64>,
    everywhere: bool,
}

impl Suspects {
    /// Marks on the whole of any block.
    #[must_use]
    pub fn everywhere() -> Self {
        Self { marks: Vec::new(), everywhere: true }
    }

    /// Whether a finding may stand between two bytes of the block.
    #[must_use]
    pub fn within(&self, start: usize, end: usize) -> bool {
        if self.everywhere || end <= start {
            return self.everywhere;
        }
        let (first, last) = (start / CHUNK, (end - 1) / CHUNK);
        let Some(marks) = self.marks.get(first / MARKS..=last / MARKS) else { return true };
        // Bits outside the chunks count for nothing.
        let (from, upto) = (u64::MAX << (first % MARKS), u64::MAX >> (MARKS - 1 - last % MARKS));
        match marks {
            [only] => only & from & upto != 0,
            [first, between @ .., last] => first & from != 0 || last & upto != 0 || between.iter().any(|m| *m != 0),
            [] => true,
        }
    }

    /// Whether the whole block is marked, so that a mark says nothing of a cell.
    #[must_use]
    pub fn are_everywhere(&self) -> bool {
        self.everywhere
    }

    /// Marks the whole block.
    pub fn mark_all(&mut self) {
        self.everywhere = true;
    }

    fn clear(&mut self) {
        self.everywhere = false;
        self.marks.clear();
    }
}

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
    use crate::rules::sieve::words::words;
    use crate::rules::{RuleBook, RuleFiles};

    #[test]
    fn a_mark_counts_for_what_lies_in_its_chunk() {
        let marked = [0, 63, 64, 130, 200];
        let mut marks = vec![0; 4];
        for chunk in marked {
            marks[chunk / MARKS] |= 1 << (chunk % MARKS);
        }
        let suspects = Suspects { marks, everywhere: false };
        let chunks = [0, 1, 2, 62, 63, 64, 65, 127, 128, 129, 130, 131, 191, 192, 199, 200, 201, 255];
        for (first, last) in chunks.iter().flat_map(|first| chunks.map(|last| (*first, last))) {
            for (start, end) in [(first * CHUNK, last * CHUNK + 1), (first * CHUNK + CHUNK - 1, last * CHUNK + CHUNK)] {
                let holds = first <= last && marked.iter().any(|chunk| (first..=last).contains(chunk));
                assert_eq!(suspects.within(start, end), holds, "{start}..{end}");
            }
        }
        assert!(suspects.within(256 * CHUNK, 257 * CHUNK), "what lies beyond is unknown");
    }

    #[test]
    fn no_term_that_is_added_slows_all_batches_down_unnoticed() {
        let sets = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
        let words = words(Fold::builtin(), &RuleBook { sets }, |_| true).unwrap();
        let forms = forms(Fold::builtin(), &words.anchors).into_iter().filter(|c| !is_odd_form(*c)).count();
        assert!(forms <= 34, "{forms} forms of {:?}; measure before this is raised", words.anchors);
    }
}
