//! Words in classes of letters, and the codes of the classes.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::plane::Plane;

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
        let class_of = distinct(&words).into_iter().map(|letter| (letter, letter)).collect();
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
        let classes = Numbered { classes: distinct(&self.words), codes };

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

/// The letters of words, each once, sorted.
fn distinct(words: &[Vec<char>]) -> Vec<char> {
    // Nearly all are of the first plane.
    let mut of_plane = Plane::empty();
    let mut others = BTreeSet::new();
    for letter in words.iter().flatten().copied() {
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
    /// Sorted.
    classes: Vec<char>,
    codes: Range<u16>,
}

impl Numbered {
    /// The code of a class. Returns `None` if the class occurs in no word.
    fn code(&self, class: char) -> Option<u16> {
        let at = self.classes.binary_search(&class).ok()?;
        let code = u16::try_from(at % self.codes.len()).ok()?;
        Some(self.codes.start + code)
    }

    fn code_all(&self, word: &[char]) -> Vec<u16> {
        word.iter().filter_map(|class| self.code(*class)).collect()
    }
}
