//! Finds the words of a list in a text that is read letter by letter.
//!
//! The aho-corasick crate reads bytes: three steps for a Han character, each through a state with many ways out. Over letters
//! nearly every step of a filing stays where no word has begun, which is one look-up. Words are found wherever they stand,
//! also within and across each other.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

/// The first plane, whose characters are looked up by number; the others are few and rare.
const PLANE: usize = 0x1_0000;
/// The state in which no word has begun. As a way out it says that there is none.
const ROOT: u32 = 0;

/// The words of a list, ready to be found.
#[derive(Debug)]
pub(super) struct Finder {
    /// For each character of the first plane the state that it leads to from the root.
    begins: Vec<u32>,
    /// A bit for each of these characters, whether there is such a state: most have none, and this is read from the fewest
    /// lines of memory.
    is_first: Vec<u64>,
    /// The same for the other planes.
    begins_beyond: HashMap<char, u32>,
    states: Vec<State>,
    /// The ways out of all states but the root, those of one state side by side and sorted: own terms may have thousands.
    ways: Vec<(char, u32)>,
    /// The indices of the words, those of one state side by side.
    words: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
struct State {
    ways: Stretch,
    /// Where to go on when no way fits: the state of the longest ending that a word begins with.
    ending: u32,
    /// The words that end here.
    words: Stretch,
    /// Where a word ends first: here or in the longest of its endings in which one does.
    first: u32,
    /// The next of its endings in which a word ends.
    also: u32,
}

/// Neighbours in a list. A range that takes half the memory: a state is looked at for every other letter.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    start: u32,
    end: u32,
}

impl Stretch {
    fn new(range: Range<usize>) -> Self {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: number(range.start), end: number(range.end) }
    }

    fn of<T>(self, list: &[T]) -> &[T] {
        &list[self.start as usize..self.end as usize]
    }

    fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl Finder {
    /// Prepares to find words, each of which is known by its index. Empty ones are never found.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = words.into_iter().map(|word| word.chars().collect());
        let mut sorted: Vec<(Vec<char>, usize)> =
            words.zip(0..).filter(|(word, _): &(Vec<char>, _)| !word.is_empty()).collect();
        sorted.sort_unstable();
        let mut finder = Self {
            begins: vec![ROOT; PLANE],
            is_first: vec![0; PLANE / 64],
            begins_beyond: HashMap::new(),
            states: vec![State::default()],
            ways: Vec::new(),
            words: sorted.iter().map(|(_, index)| *index).collect(),
        };
        finder.grow(&sorted);
        finder
    }

    /// Whether there is nothing to be found.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds the states level by level, so that the endings of a state, which are shorter, are there before it.
    fn grow(&mut self, sorted: &[(Vec<char>, usize)]) {
        // A state, the words that begin with its letters, and how many letters these are.
        let mut open = VecDeque::from([(ROOT, 0..sorted.len(), 0)]);
        while let Some((state, within, depth)) = open.pop_front() {
            let whole = sorted[within.clone()].iter().take_while(|(word, _)| word.len() == depth).count();
            let mut from = within.start + whole;
            self.states[state as usize].words = Stretch::new(within.start..from);
            let first_way = self.ways.len();
            while from < within.end {
                let letter = sorted[from].0[depth];
                let to = from + sorted[from..within.end].partition_point(|(word, _)| word[depth] == letter);
                let longer = self.add(state, letter);
                open.push_back((longer, from..to, depth + 1));
                from = to;
            }
            if state != ROOT {
                self.states[state as usize].ways = Stretch::new(first_way..self.ways.len());
            }
        }
        for state in 1..self.states.len() {
            let ending = self.states[state].ending;
            let also = self.states[ending as usize].first;
            let own = u32::try_from(state).unwrap_or(ROOT);
            let first = if self.states[state].words.is_empty() { also } else { own };
            (self.states[state].first, self.states[state].also) = (first, also);
        }
    }

    fn add(&mut self, state: u32, letter: char) -> u32 {
        let new = u32::try_from(self.states.len()).unwrap_or(ROOT);
        let ending = if state == ROOT { ROOT } else { self.step(self.states[state as usize].ending, letter) };
        self.states.push(State { ending, ..State::default() });
        if state != ROOT {
            self.ways.push((letter, new));
        } else if let Some(begins) = self.begins.get_mut(letter as usize) {
            *begins = new;
            self.is_first[letter as usize / 64] |= 1 << (letter as usize % 64);
        } else {
            self.begins_beyond.insert(letter, new);
        }
        new
    }

    /// The state before the first letter.
    pub(super) fn start() -> u32 {
        ROOT
    }

    /// The state after one more letter.
    #[inline]
    pub(super) fn step(&self, mut state: u32, letter: char) -> u32 {
        while state != ROOT {
            let State { ways, ending, .. } = &self.states[state as usize];
            let ways = ways.of(&self.ways);
            if let Ok(way) = ways.binary_search_by_key(&letter, |(letter, _)| *letter) {
                return ways[way].1;
            }
            state = *ending;
        }
        match self.is_first.get(letter as usize / 64) {
            Some(bits) if bits >> (letter as usize % 64) & 1 == 0 => ROOT,
            Some(_) => self.begins[letter as usize],
            None => self.begins_beyond.get(&letter).copied().unwrap_or(ROOT),
        }
    }

    /// The words that end in a state.
    pub(super) fn ending(&self, state: u32) -> impl Iterator<Item = usize> + '_ {
        let some = |state: u32| Some(state).filter(|state| *state != ROOT);
        let first = some(self.states[state as usize].first);
        let states = std::iter::successors(first, move |state| some(self.states[*state as usize].also));
        states.flat_map(|state| self.states[state as usize].words.of(&self.words).iter().copied())
    }

    /// Calls `found` with the index of each word that stands in the text and the number of letters up to its end.
    pub(super) fn find(&self, letters: impl IntoIterator<Item = char>, mut found: impl FnMut(usize, usize)) {
        let mut state = ROOT;
        for (before, letter) in letters.into_iter().enumerate() {
            state = self.step(state, letter);
            // In most states no word has begun, and in most others none ends.
            if state != ROOT && self.states[state as usize].first != ROOT {
                self.ending(state).for_each(|word| found(word, before + 1));
            }
        }
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
        fn every_word_is_found_wherever_it_stands_and_nothing_else(
            words in prop::collection::vec("[甲乙𠀀]{0,4}", 0..8),
            text in "[甲乙丙𠀀]{0,12}",
        ) {
            let letters: Vec<char> = text.chars().collect();
            let mut expected = Vec::new();
            for end in 1..=letters.len() {
                let before: String = letters[..end].iter().collect();
                let ends = |word: &&String| !word.is_empty() && before.ends_with(*word);
                expected.extend((0..words.len()).filter(|k| ends(&&words[*k])).map(|word| (word, end)));
            }
            let mut found = Vec::new();
            Finder::new(words.iter().map(String::as_str)).find(letters, |word, end| found.push((word, end)));
            found.sort_unstable_by_key(|(word, end)| (*end, *word));
            prop_assert_eq!(found, expected);
        }
    }
}
