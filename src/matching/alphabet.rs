//! Words in classes of letters, and the codes that stand for the classes.

use std::collections::BTreeSet;

/// Words in letters that stand for all letters of a class.
#[derive(Clone, Debug, Default)]
pub(super) struct Alphabet {
    /// The class of each letter that is in one.
    pub(super) class_of: Vec<(char, char)>,
    /// The words, in classes.
    pub(super) words: Vec<Vec<char>>,
}

impl Alphabet {
    /// Words whose letters stand for themselves alone.
    pub(super) fn of_letters(words: Vec<Vec<char>>) -> Self {
        Self { class_of: words.iter().flatten().map(|letter| (*letter, *letter)).collect(), words }
    }

    /// A code for each letter, and the words in codes.
    pub(super) fn coded(&self, codes: std::ops::Range<u16>) -> (Vec<(char, u16)>, Vec<Vec<u16>>) {
        let distinct: BTreeSet<char> = self.words.iter().flatten().copied().collect();
        let letters: Vec<char> = distinct.into_iter().collect();
        let ids: Vec<u16> = codes.cycle().take(letters.len()).collect();
        let id = |letter: &char| letters.binary_search(letter).ok().map(|at| ids[at]);
        let words: Vec<Vec<u16>> = self.words.iter().map(|word| word.iter().filter_map(id).collect()).collect();
        (self.class_of.iter().filter_map(|(letter, class)| Some((*letter, id(class)?))).collect(), words)
    }
}
