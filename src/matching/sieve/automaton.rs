//! Automata over codes that tell whether a text holds some word, and nothing else.
//!
//! The aho-corasick crate's automata cannot be told to stay where they are at a separator, and a branch for that, taken at
//! one character in five, is mispredicted too often. Here a step is a load, whatever the character.

use std::collections::VecDeque;

/// How many codes there are: a row of the table holds a state for each.
const CODES: usize = 1 << CODE_BITS;
/// The first number that is no code.
pub(super) const CODES_END: u16 = 1 << CODE_BITS;
const CODE_BITS: u32 = 8;
/// The state in which no word has begun.
const ROOT: u16 = 0;
/// The state in which a word has been found; it is never left.
const FOUND: u16 = 1;
/// The most states, at 1 KiB each. Longer words are cut off at a length that needs fewer.
const MOST_STATES: usize = 1 << 14;

/// The code of a character that words reach across.
pub(super) const SKIPPED: u16 = 1;

/// Several automata in one table, which costs a step fewer registers than a table each.
///
/// A state is where its row begins, so that the next step waits for nothing but the load of the one before.
#[derive(Debug)]
pub(super) struct Automata<const N: usize> {
    next: Vec<u32>,
    /// The states before the first character.
    pub(super) starts: [u32; N],
}

impl<const N: usize> Automata<N> {
    /// Builds an automaton for each list of words of at least one code, all codes below [`CODES_END`].
    ///
    /// Words that need too many states are sought by their beginnings, the longest that fit.
    pub(super) fn new(words: [&[Vec<u16>]; N]) -> Self {
        let mut automata = Self { next: Vec::new(), starts: [0; N] };
        for (start, words) in automata.starts.iter_mut().zip(words) {
            let own = Automaton::new(words).next;
            *start = u32::try_from(automata.next.len()).unwrap_or_default();
            automata.next.extend(own.into_iter().map(|state| *start + row_of(state)));
        }
        automata
    }

    /// The state of one automaton after one more code.
    #[inline]
    pub(super) fn step(&self, state: u32, code: u16) -> u32 {
        self.next[(state | u32::from(code)) as usize]
    }

    /// Whether some automaton has found a word, by the states of the first of them.
    #[inline]
    pub(super) fn found<const M: usize>(&self, states: [u32; M]) -> bool {
        self.starts.iter().zip(states).any(|(start, state)| state == start + row_of(FOUND))
    }
}

/// Where the row of a state begins in the table of one automaton.
fn row_of(state: u16) -> u32 {
    u32::from(state) << CODE_BITS
}

/// For each state and code the next state.
#[derive(Debug)]
struct Automaton {
    next: Vec<u16>,
}

impl Automaton {
    fn new(words: &[Vec<u16>]) -> Self {
        let longest = words.iter().map(Vec::len).max().unwrap_or(1);
        let mut lengths = (1..=longest).rev();
        let mut automaton = lengths.find_map(|length| Self::of_beginnings(words, length)).unwrap_or_else(Self::empty);
        automaton.complete();
        automaton
    }

    fn empty() -> Self {
        Self { next: vec![ROOT; 2 * CODES] }
    }

    fn states(&self) -> usize {
        self.next.len() / CODES
    }

    /// The words as a tree, not yet told where to go on when a word breaks off; none if it has too many states.
    fn of_beginnings(words: &[Vec<u16>], length: usize) -> Option<Self> {
        let mut tree = Self::empty();
        // Room for a state a letter, so that the table is not moved while it grows.
        let most = words.iter().map(|word| word.len().min(length)).sum::<usize>().min(MOST_STATES);
        tree.next.reserve(most * CODES);
        words.iter().all(|word| tree.insert(&word[..word.len().min(length)])).then_some(tree)
    }

    /// Adds a word; false if there is no room for it.
    fn insert(&mut self, word: &[u16]) -> bool {
        let Some((last, beginning)) = word.split_last() else { return true };
        let mut state = ROOT;
        for code in beginning {
            let at = place(state, *code);
            if self.next[at] == FOUND {
                return true;
            }
            if self.next[at] == ROOT {
                let Some(new) = u16::try_from(self.states()).ok().filter(|new| usize::from(*new) < MOST_STATES) else {
                    return false;
                };
                self.next[at] = new;
                self.next.resize(self.next.len() + CODES, ROOT);
            }
            state = self.next[at];
        }
        self.next[place(state, *last)] = FOUND;
        true
    }

    /// Lets every state go on as the longest of its endings that a word begins with, the shorter states first.
    fn complete(&mut self) {
        let mut open = VecDeque::from([(ROOT, ROOT)]);
        while let Some((state, ending)) = open.pop_front() {
            for code in 0..CODES {
                let (at, other) = (start_of(state) + code, self.next[start_of(ending) + code]);
                match self.next[at] {
                    FOUND => {}
                    ROOT => self.next[at] = other,
                    _ if state != ROOT && other == FOUND => self.next[at] = FOUND,
                    longer => open.push_back((longer, if state == ROOT { ROOT } else { other })),
                }
            }
            self.next[place(state, SKIPPED)] = state;
        }
        self.next[start_of(FOUND)..][..CODES].fill(FOUND);
    }
}

#[inline]
fn start_of(state: u16) -> usize {
    usize::from(state) << CODE_BITS
}

#[inline]
fn place(state: u16, code: u16) -> usize {
    start_of(state) | usize::from(code)
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
        fn a_word_is_found_wherever_it_stands_and_nothing_else(
            words in prop::collection::vec(prop::collection::vec(2_u16..5, 1..5), 0..6),
            others in prop::collection::vec(prop::collection::vec(2_u16..5, 1..5), 0..6),
            text in prop::collection::vec(0_u16..5, 0..12),
        ) {
            let automata = Automata::new([&words, &others]);
            let letters: Vec<u16> = text.iter().copied().filter(|code| *code != SKIPPED).collect();
            let stands = [&words, &others]
                .map(|words| words.iter().any(|word| letters.windows(word.len()).any(|window| window == word)));
            prop_assert_eq!(finds(&automata, &text), stands);
        }
    }

    #[test]
    fn words_for_which_there_is_no_room_are_still_found() {
        let word = |n: usize| (0..3).map(|k| u16::try_from(2 + n / 40_usize.pow(k) % 40).unwrap()).chain([7]).collect();
        let words: Vec<Vec<u16>> = (0..40 * 40 * 40).map(word).collect();
        assert!(Automaton::new(&words).states() <= MOST_STATES);
        let automata = Automata::new([&words, &words]);
        assert!(words.iter().all(|word| finds(&automata, word) == [true; 2]));
        assert_eq!(finds(&automata, &[200, 2, 200]), [false; 2]);
    }
}
