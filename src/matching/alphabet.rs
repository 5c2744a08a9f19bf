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

    /// The letters and words in codes, of which 0 is none. Classes share codes if there are more classes than codes.
    pub(super) fn coded(&self, codes: Range<u16>) -> Coded {
        let classes = Numbered::new(distinct(self.words.iter().flatten().copied()), codes);

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

/// The classes that occur in words.
struct Numbered {
    /// For each character of the first plane its code, or 0, which is none. Plain numbers, so that the operating system provides
    /// zeroed memory.
    of_plane: Vec<u16>,
    /// The codes of characters of other planes.
    others: BTreeMap<char, u16>,
    codes: Range<u16>,
}

impl Numbered {
    fn new(classes: Vec<char>, codes: Range<u16>) -> Self {
        let mut numbered = Self { of_plane: vec![0; PLANE], others: BTreeMap::new(), codes };
        for (class, code) in classes.into_iter().zip(numbered.codes.clone().cycle()) {
            match numbered.of_plane.get_mut(class as usize) {
                Some(of_class) => *of_class = code,
                None => drop(numbered.others.insert(class, code)),
            }
        }
        numbered
    }

    /// The code of a class. Returns `None` if the class occurs in no word.
    fn code(&self, class: char) -> Option<u16> {
        match self.of_plane.get(class as usize) {
            Some(0) => None,
            Some(code) => Some(*code),
            None => self.others.get(&class).copied(),
        }
    }

    fn code_all(&self, word: &[char]) -> Vec<u16> {
        word.iter().filter_map(|class| self.code(*class)).collect()
    }
}
