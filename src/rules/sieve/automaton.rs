//! An automaton over codes of one byte that tells whether a text holds some word, and nothing else.
//!
//! The aho-corasick crate's automata cannot be told to stay where they are at a separator, and a branch for that, taken at
//! one character in five, is mispredicted too often. Here a step is one addition and one load, whatever the character.

use std::collections::VecDeque;

/// How many codes there are: a row of the table holds a state for each.
const CODES: usize = 1 << CODE_BITS;
const CODE_BITS: u32 = 8;
/// The state in which no word has begun.
const ROOT: u32 = 0;
/// The state in which a word has been found; it is never left.
const FOUND: u32 = 1 << CODE_BITS;
/// The most states, at 1 KiB each. Longer words are cut off at a length that needs fewer.
const MOST_STATES: usize = 1 << 14;

/// The code of a character that words reach across.
pub(super) const SKIPPED: u8 = 1;

/// The states, each written as where its row begins in `next`.
#[derive(Debug)]
pub(super) struct Automaton {
    next: Vec<u32>,
}

impl Automaton {
    /// Builds the automaton of words of at least one code.
    ///
    /// Words that need too many states are sought by their beginnings, the longest that fit.
    pub(super) fn new(words: &[Vec<u8>]) -> Self {
        let longest = words.iter().map(Vec::len).max().unwrap_or(0);
        let mut automaton = Self { next: Vec::new() };
        for length in (1..=longest).rev() {
            automaton = Self::of_beginnings(words, length);
            if automaton.next.len() / CODES <= MOST_STATES {
                break;
            }
        }
        if automaton.next.is_empty() {
            automaton = Self::of_beginnings(&[], 0);
        }
        automaton.complete();
        automaton
    }

    /// The state before the first character.
    #[inline]
    pub(super) fn start() -> u32 {
        ROOT
    }

    /// Whether a state says that a word has been found.
    #[inline]
    pub(super) fn is_found(state: u32) -> bool {
        state == FOUND
    }

    /// The state after one more code.
    #[inline]
    pub(super) fn step(&self, state: u32, code: u8) -> u32 {
        self.next[state as usize + usize::from(code)]
    }

    /// The words as a tree, not yet told where to go on when a word breaks off.
    fn of_beginnings(words: &[Vec<u8>], length: usize) -> Self {
        let mut tree = Self { next: vec![ROOT; 2 * CODES] };
        for word in words {
            tree.insert(&word[..word.len().min(length)]);
            if tree.next.len() / CODES > MOST_STATES && length > 1 {
                break;
            }
        }
        tree
    }

    fn insert(&mut self, word: &[u8]) {
        let Some((last, beginning)) = word.split_last() else { return };
        let mut state = ROOT as usize;
        for code in beginning {
            let at = state + usize::from(*code);
            if self.next[at] == FOUND {
                return;
            }
            if self.next[at] == ROOT {
                self.next[at] = u32::try_from(self.next.len()).unwrap_or(FOUND);
                self.next.resize(self.next.len() + CODES, ROOT);
            }
            state = self.next[at] as usize;
        }
        self.next[state + usize::from(*last)] = FOUND;
    }

    /// Lets every state go on as the longest of its endings that a word begins with, the shorter states first.
    fn complete(&mut self) {
        let mut open = VecDeque::from([(ROOT, ROOT)]);
        while let Some((state, ending)) = open.pop_front() {
            for code in 0..CODES {
                let (at, other) = (state as usize + code, self.next[ending as usize + code]);
                match self.next[at] {
                    FOUND => {}
                    ROOT => self.next[at] = other,
                    _ if state != ROOT && other == FOUND => self.next[at] = FOUND,
                    longer => open.push_back((longer, if state == ROOT { ROOT } else { other })),
                }
            }
            self.next[state as usize + usize::from(SKIPPED)] = state;
        }
        self.next[FOUND as usize..][..CODES].fill(FOUND);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finds(automaton: &Automaton, text: &[u8]) -> bool {
        Automaton::is_found(text.iter().fold(Automaton::start(), |state, code| automaton.step(state, *code)))
    }

    proptest! {
        #[test]
        fn a_word_is_found_wherever_it_stands_and_nothing_else(
            words in prop::collection::vec(prop::collection::vec(2_u8..5, 1..5), 0..6),
            text in prop::collection::vec(0_u8..5, 0..12),
        ) {
            let automaton = Automaton::new(&words);
            let letters: Vec<u8> = text.iter().copied().filter(|code| *code != SKIPPED).collect();
            let stands = words.iter().any(|word| letters.windows(word.len()).any(|window| window == word));
            prop_assert_eq!(finds(&automaton, &text), stands);
        }
    }

    #[test]
    fn words_for_which_there_is_no_room_are_still_found() {
        let word = |n: usize| (0..3).map(|k| u8::try_from(2 + n / 40_usize.pow(k) % 40).unwrap()).chain([7]).collect();
        let words: Vec<Vec<u8>> = (0..40 * 40 * 40).map(word).collect();
        let automaton = Automaton::new(&words);
        assert!(automaton.next.len() <= MOST_STATES * CODES);
        assert!(words.iter().all(|word| finds(&automaton, word)));
        assert!(!finds(&automaton, &[200, 2, 200]));
    }
}
