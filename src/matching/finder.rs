//! Finds the words of a list in a text that is read letter by letter: an Aho–Corasick automaton over characters.
//!
//! The aho-corasick crate reads bytes: three steps for a Han character, each through a state with many transitions. Over
//! characters, nearly every step of a filing stays at the root, which is one look-up in a bit set. All occurrences are
//! found, also inside and across each other.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use crate::text::plane::{PLANE, Plane};

/// The state in which no word has begun. As the target of a transition it means that there is none.
const ROOT: u32 = 0;

/// The automaton of a list of words.
#[derive(Debug)]
pub(super) struct Finder {
    /// For each character of the first plane the root's transition.
    from_root: Vec<u32>,
    /// The characters of the first plane for which the root has a transition. Most have none, and this set is small enough for
    /// the first-level cache.
    first: Plane,
    /// The root's transitions for characters of the other planes.
    from_root_beyond: HashMap<char, u32>,
    nodes: Vec<Node>,
    /// The transitions of all states but the root, those of one state side by side and sorted: a list of an office's own
    /// terms may give a state thousands.
    transitions: Vec<(char, u32)>,
    /// The indices of the words, those of one state side by side.
    words: Vec<usize>,
}

/// One state.
#[derive(Clone, Debug, Default)]
struct Node {
    transitions: Section,
    /// The failure transition, for a letter without a transition: the state of the longest proper suffix that a word begins
    /// with.
    failure: u32,
    /// The words that end in this state.
    words: Section,
    /// The first state with a word on the chain of failure transitions, this state included.
    output: u32,
    /// The next state with a word on that chain: the output link.
    next_output: u32,
}

/// A section of a list. Half the size of a `Range<usize>`, which matters because every second letter loads a [`Node`].
#[derive(Clone, Copy, Debug, Default)]
struct Section {
    start: u32,
    end: u32,
}

impl Section {
    fn new(range: Range<usize>) -> Self {
        Self {
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }

    fn of<T>(self, list: &[T]) -> &[T] {
        &list[self.start as usize..self.end as usize]
    }

    fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A state whose transitions have yet to be added.
struct Open {
    state: u32,
    /// The words, in the sorted list, that begin with the letters of the state.
    within: Range<usize>,
    /// How many bytes these are.
    depth: usize,
}

impl Finder {
    /// Prepares to find words, each of which is known by its index. Empty words are never found.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        // UTF-8 sorts as its characters do.
        let mut sorted: Vec<(&str, usize)> = Vec::new();
        sorted.extend(words.into_iter().zip(0..).filter(|(word, _)| !word.is_empty()));
        sorted.sort_unstable();

        let mut finder = Self {
            from_root: vec![ROOT; PLANE],
            first: Plane::empty(),
            from_root_beyond: HashMap::new(),
            nodes: vec![Node::default()],
            transitions: Vec::new(),
            words: sorted.iter().map(|(_, index)| *index).collect(),
        };
        finder.add_states(&sorted);
        finder.link_outputs();
        finder
    }

    /// Adds the states breadth first, so that the failure transition of a state, whose target is shorter, can be followed
    /// when the state is added.
    fn add_states(&mut self, sorted: &[(&str, usize)]) {
        let mut open = VecDeque::from([Open { state: ROOT, within: 0..sorted.len(), depth: 0 }]);
        while let Some(Open { state, within, depth }) = open.pop_front() {
            // Words that end in this state sort before the longer ones.
            let ending = sorted[within.clone()].iter().take_while(|(word, _)| word.len() == depth).count();
            let mut start = within.start + ending;
            self.nodes[state as usize].words = Section::new(within.start..start);

            let first = self.transitions.len();
            while start < within.end {
                let rest = &sorted[start].0[depth..];
                let Some(letter) = rest.chars().next() else { break };
                let begun = &rest[..letter.len_utf8()];
                let same = sorted[start..within.end].partition_point(|(word, _)| word[depth..].starts_with(begun));
                let target = self.add_transition(state, letter);
                open.push_back(Open { state: target, within: start..start + same, depth: depth + begun.len() });
                start += same;
            }
            if state != ROOT {
                self.nodes[state as usize].transitions = Section::new(first..self.transitions.len());
            }
        }
    }

    /// Adds a transition to a new state.
    fn add_transition(&mut self, state: u32, letter: char) -> u32 {
        let new = u32::try_from(self.nodes.len()).unwrap_or(ROOT);
        let failure = if state == ROOT { ROOT } else { self.step(self.nodes[state as usize].failure, letter) };
        self.nodes.push(Node { failure, ..Node::default() });

        if state != ROOT {
            self.transitions.push((letter, new));
        } else if let Some(target) = self.from_root.get_mut(letter as usize) {
            *target = new;
            self.first.add([letter]);
        } else {
            self.from_root_beyond.insert(letter, new);
        }
        new
    }

    /// Sets the output links. States are in breadth-first order, so the target of a failure transition has its links already.
    fn link_outputs(&mut self) {
        for state in 1..self.nodes.len() {
            let failure = self.nodes[state].failure;
            let next_output = self.nodes[failure as usize].output;
            let node = &mut self.nodes[state];
            node.next_output = next_output;
            node.output = if node.words.is_empty() { next_output } else { u32::try_from(state).unwrap_or(ROOT) };
        }
    }

    /// The state before the first letter.
    pub(super) fn start() -> u32 {
        ROOT
    }

    /// The state after one more letter.
    #[inline]
    pub(super) fn step(&self, state: u32, letter: char) -> u32 {
        if state == ROOT { self.step_from_root(letter) } else { self.step_inside(state, letter) }
    }

    #[inline]
    fn step_from_root(&self, letter: char) -> u32 {
        let number = letter as usize;
        if self.first.contains(number) {
            self.from_root[number]
        } else if number < PLANE {
            ROOT
        } else {
            self.from_root_beyond.get(&letter).copied().unwrap_or(ROOT)
        }
    }

    /// The state after one more letter, if some word has begun.
    fn step_inside(&self, mut state: u32, letter: char) -> u32 {
        while state != ROOT {
            let node = &self.nodes[state as usize];
            let transitions = node.transitions.of(&self.transitions);
            if let Ok(at) = transitions.binary_search_by_key(&letter, |(letter, _)| *letter) {
                return transitions[at].1;
            }
            state = node.failure;
        }
        self.step_from_root(letter)
    }

    /// Whether a word ends in a state.
    #[inline]
    pub(super) fn ends(&self, state: u32) -> bool {
        state != ROOT && self.nodes[state as usize].output != ROOT
    }

    /// The indices of the words that end in a state, the longest first.
    #[inline]
    pub(super) fn ending(&self, state: u32) -> Ending<'_> {
        let output = self.nodes[state as usize].output;
        Ending { finder: self, words: self.words_of(output), next_output: self.next_output(output) }
    }

    fn words_of(&self, state: u32) -> &[usize] {
        self.nodes[state as usize].words.of(&self.words)
    }

    fn next_output(&self, state: u32) -> u32 {
        self.nodes[state as usize].next_output
    }

    /// Calls `found` with the index of each word that occurs in the text and the number of letters up to its end.
    pub(super) fn find(&self, letters: impl IntoIterator<Item = char>, mut found: impl FnMut(usize, usize)) {
        let mut state = ROOT;
        for (before, letter) in letters.into_iter().enumerate() {
            if state == ROOT && !self.first.may_contain(letter) {
                continue;
            }
            state = self.step(state, letter);
            if self.ends(state) {
                for word in self.ending(state) {
                    found(word, before + 1);
                }
            }
        }
    }
}

/// The words that end in a state, along its output links. No word ends in the root, where the chain ends.
pub(super) struct Ending<'a> {
    finder: &'a Finder,
    words: &'a [usize],
    next_output: u32,
}

impl Iterator for Ending<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.words.is_empty() {
            self.words = self.finder.words_of(self.next_output);
            self.next_output = self.finder.next_output(self.next_output);
        }
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(*first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn every_occurrence_of_every_word_is_found_and_nothing_else(
            words in prop::collection::vec("[甲乙𠀀]{0,4}", 0..8),
            text in "[甲乙丙𠀀]{0,12}",
        ) {
            let letters: Vec<char> = text.chars().collect();
            let mut expected = Vec::new();
            for end in 1..=letters.len() {
                let before: String = letters[..end].iter().collect();
                for (index, word) in words.iter().enumerate() {
                    if !word.is_empty() && before.ends_with(word) {
                        expected.push((index, end));
                    }
                }
            }

            let mut found = Vec::new();
            Finder::new(words.iter().map(String::as_str)).find(letters, |word, end| found.push((word, end)));

            found.sort_unstable_by_key(|(word, end)| (*end, *word));
            prop_assert_eq!(found, expected);
        }
    }
}
