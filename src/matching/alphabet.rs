//! Words in classes of letters, and the codes of the classes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::text::plane::{PLANE, Plane};

/// Words in which one letter, the class, is written for all letters that count as equal to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Alphabet {
    /// Letters with their class.
    pub(super) class_of: Vec<(char, char)>,
    /// The words, in classes.
    pub(super) words: Vec<Vec<char>>,
}

impl Alphabet {
    /// Words in which each letter is its own class.
    pub(super) fn of_letters(words: Vec<Vec<char>>) -> Self {
        let class_of = distinct(words.iter().flatten().copied()).into_iter().map(|letter| (letter, letter)).collect();
        Self { class_of, words }
    }

    /// Adds words in which each letter is its own class. Their letters must not have another.
    pub(super) fn with_words(mut self, words: Vec<Vec<char>>) -> Self {
        let more = Self::of_letters(words);
        self.class_of.extend(more.class_of);
        self.words.extend(more.words);
        self
    }

    /// The letters and words in codes. Classes share codes if there are more classes than codes.
    pub(super) fn coded(&self, codes: Range<u16>) -> Coded {
        let classes = distinct(self.words.iter().flatten().copied());
        let classes = Numbered { numbers: Numbers::of(&classes), codes };

        let mut letters = Vec::with_capacity(self.class_of.len());
        for (letter, class) in &self.class_of {
            if let Some(code) = classes.code(*class) {
                letters.push((*letter, code));
            }
        }
        let words = self.words.iter().map(|word| classes.code_all(word)).collect();
        Coded { letters, words }
    }
}

/// Letters, each once, sorted.
pub(super) fn distinct(letters: impl Iterator<Item = char>) -> Vec<char> {
    // Nearly all are of the first plane.
    let mut of_plane = Plane::empty();
    let mut others = BTreeSet::new();
    for letter in letters {
        if letter <= '\u{FFFF}' {
            of_plane.add([letter]);
        } else {
            others.insert(letter);
        }
    }
    of_plane.characters().chain(others).collect()
}

/// An alphabet with numbers for classes.
#[derive(Debug)]
pub(super) struct Coded {
    /// Letters with the code of their class.
    pub(super) letters: Vec<(char, u16)>,
    /// The words, in codes.
    pub(super) words: Vec<Vec<u16>>,
}

/// The numbers of letters: what each is among all, which are sorted.
pub(super) struct Numbers {
    /// For each letter of the first plane one more than its number, or 0 for what is no letter. Plain numbers, so that the
    /// operating system provides zeroed memory.
    of_plane: Vec<u16>,
    others: BTreeMap<char, usize>,
}

impl Numbers {
    pub(super) fn of(letters: &[char]) -> Self {
        let mut numbers = Self { of_plane: vec![0; PLANE], others: BTreeMap::new() };
        for (number, letter) in letters.iter().enumerate() {
            match (numbers.of_plane.get_mut(*letter as usize), u16::try_from(number + 1)) {
                (Some(next), Ok(number)) => *next = number,
                _ => drop(numbers.others.insert(*letter, number)),
            }
        }
        numbers
    }

    #[inline]
    pub(super) fn get(&self, letter: char) -> Option<usize> {
        match self.of_plane.get(letter as usize) {
            Some(0) | None => self.others.get(&letter).copied(),
            Some(next) => Some(usize::from(*next) - 1),
        }
    }
}

/// The classes that occur in words, and their codes.
struct Numbered {
    numbers: Numbers,
    codes: Range<u16>,
}

impl Numbered {
    /// The code of a class. Returns `None` if the class occurs in no word.
    fn code(&self, class: char) -> Option<u16> {
        let code = u16::try_from(self.numbers.get(class)? % self.codes.len()).ok()?;
        Some(self.codes.start + code)
    }

    fn code_all(&self, word: &[char]) -> Vec<u16> {
        word.iter().filter_map(|class| self.code(*class)).collect()
    }
}
