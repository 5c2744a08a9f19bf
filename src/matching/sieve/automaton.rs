//! Automata over codes that tell whether a text contains some word, and nothing else.
//!
//! These are Aho–Corasick automata with all transitions in a table. Those of the aho-corasick crate cannot stay in their
//! state at a separator, and a branch for that, taken at one character in five, is mispredicted too often. Here a step is one
//! load, whatever the character.

use std::collections::VecDeque;

/// How many codes there are: a row of the table holds a state for each.
const CODES: usize = 1 << CODE_BITS;
/// The first number that is not a code.
pub(super) const CODES_END: u16 = 1 << CODE_BITS;
const CODE_BITS: u32 = 8;
/// The state in which no word has begun. In a table that is not complete it means that there is no transition.
const ROOT: u16 = 0;
/// The state in which a word has been found; it is never left.
const FOUND: u16 = 1;
/// The most states, at 1 KiB each. Longer words are cut off at a length that needs fewer.
const MOST_STATES: usize = 1 << 14;

/// The code of a character that words reach across.
pub(super) const SKIPPED: u16 = 1;

/// Several automata in one table, which needs fewer registers than a table for each.
///
/// A state is the offset of its row, so that a step is one dependent load.
#[derive(Debug)]
pub(super) struct Automata<const N: usize> {
    next: Vec<u32>,
    /// The states before the first character.
    pub(super) starts: [u32; N],
}

impl<const N: usize> Automata<N> {
    /// Builds an automaton for each list of words. A word has at least one code, and all codes are below [`CODES_END`].
    ///
    /// If the words need too many states, their beginnings are searched for, as long as fit.
    pub(super) fn new(words: [&[Vec<u16>]; N]) -> Self {
        let mut automata = Self { next: Vec::new(), starts: [0; N] };
        for (way, words) in words.into_iter().enumerate() {
            let automaton = Automaton::new(words);
            let start = u32::try_from(automata.next.len()).unwrap_or_default();
            automata.starts[way] = start;
            automata.next.extend(automaton.next.into_iter().map(|state| start + offset_of(state)));
        }
        automata
    }

    /// The state of one automaton after one more code.
    #[inline]
    pub(super) fn step(&self, state: u32, code: u16) -> u32 {
        self.next[(state | u32::from(code)) as usize]
    }

    /// Whether one of the first `M` automata has found a word, by their states.
    #[inline]
    pub(super) fn found<const M: usize>(&self, states: [u32; M]) -> bool {
        self.starts.iter().zip(states).any(|(start, state)| state == start + offset_of(FOUND))
    }
}

/// The offset of a state's row in the table of one automaton.
fn offset_of(state: u16) -> u32 {
    u32::from(state) << CODE_BITS
}

/// One automaton: for each state and code the next state.
#[derive(Debug)]
struct Automaton {
    next: Vec<u16>,
}

impl Automaton {
    fn new(words: &[Vec<u16>]) -> Self {
        let longest = words.iter().map(Vec::len).max().unwrap_or(1);
        let mut automaton = Self::empty();
        for length in (1..=longest).rev() {
            if let Some(trie) = Self::trie(words, length) {
                automaton = trie;
                break;
            }
        }
        automaton.complete();
        automaton
    }

    /// Rows for the root and for [`FOUND`], without transitions.
    fn empty() -> Self {
        Self { next: vec![ROOT; 2 * CODES] }
    }

    fn states(&self) -> usize {
        self.next.len() / CODES
    }

    /// The trie of the words, each cut off after `length` codes. Returns `None` if it has too many states.
    fn trie(words: &[Vec<u16>], length: usize) -> Option<Self> {
        let mut trie = Self::empty();
        // One state for each code at most. Memory for all of them means that the table is not moved while it grows.
        let most = words.iter().map(|word| word.len().min(length)).sum::<usize>().min(MOST_STATES);
        trie.next.reserve(most * CODES);
        for word in words {
            if !trie.insert(&word[..word.len().min(length)]) {
                return None;
            }
        }
        Some(trie)
    }

    /// Adds a word. Returns `false` if that takes too many states.
    fn insert(&mut self, word: &[u16]) -> bool {
        let Some((last, beginning)) = word.split_last() else { return true };
        let mut state = ROOT;
        for code in beginning {
            let cell = index(state, *code);
            match self.next[cell] {
                // A shorter word is a beginning of this one, so this one adds nothing.
                FOUND => return true,
                ROOT => {
                    let Some(new) = self.add_state() else { return false };
                    self.next[cell] = new;
                    state = new;
                }
                known => state = known,
            }
        }
        self.next[index(state, *last)] = FOUND;
        true
    }

    /// Adds a state without transitions. Returns `None` if there are too many.
    fn add_state(&mut self) -> Option<u16> {
        let states = self.states();
        if states >= MOST_STATES {
            return None;
        }
        self.next.resize(self.next.len() + CODES, ROOT);
        u16::try_from(states).ok()
    }

    /// Turns the trie into the complete automaton, breadth first: where a state has no transition it takes that of its
    /// failure state, the state of its longest proper suffix that a word begins with.
    fn complete(&mut self) {
        let mut open = VecDeque::from([(ROOT, ROOT)]);
        while let Some((state, failure)) = open.pop_front() {
            for code in 0..CODES_END {
                let cell = index(state, code);
                let of_failure = self.next[index(failure, code)];
                match self.next[cell] {
                    FOUND => {}
                    ROOT => self.next[cell] = of_failure,
                    // A suffix is a whole word, so the state need not be known any further.
                    _ if state != ROOT && of_failure == FOUND => self.next[cell] = FOUND,
                    longer if state == ROOT => open.push_back((longer, ROOT)),
                    longer => open.push_back((longer, of_failure)),
                }
            }
            self.next[index(state, SKIPPED)] = state;
        }
        self.next[index(FOUND, 0)..][..CODES].fill(FOUND);
    }
}

/// The index of a state's transition for a code.
#[inline]
fn index(state: u16, code: u16) -> usize {
    usize::from(state) << CODE_BITS | usize::from(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn finds(automata: &Automata<2>, text: &[u16]) -> [bool; 2] {
        let states = automata.starts.map(|start| text.iter().fold(start, |state, code| automata.step(state, *code)));
        [0, 1].map(|way| {
            let mut only = automata.starts;
            only[way] = states[way];
            automata.found(only)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn every_word_is_found_across_skipped_codes_and_nothing_else(
            words in prop::collection::vec(prop::collection::vec(2_u16..5, 1..5), 0..6),
            others in prop::collection::vec(prop::collection::vec(2_u16..5, 1..5), 0..6),
            text in prop::collection::vec(0_u16..5, 0..12),
        ) {
            let automata = Automata::new([&words, &others]);
            let letters: Vec<u16> = text.iter().copied().filter(|code| *code != SKIPPED).collect();
            let occurs = [&words, &others]
                .map(|words| words.iter().any(|word| letters.windows(word.len()).any(|window| window == word)));
            prop_assert_eq!(finds(&automata, &text), occurs);
        }
    }

    #[test]
    fn words_that_need_too_many_states_are_still_found() {
        let word = |n: usize| (0..3).map(|k| u16::try_from(2 + n / 40_usize.pow(k) % 40).unwrap()).chain([7]).collect();
        let words: Vec<Vec<u16>> = (0..40 * 40 * 40).map(word).collect();
        assert!(Automaton::new(&words).states() <= MOST_STATES);
        let automata = Automata::new([&words, &words]);
        assert!(words.iter().all(|word| finds(&automata, word) == [true; 2]));
        assert_eq!(finds(&automata, &[200, 2, 200]), [false; 2]);
    }
}
