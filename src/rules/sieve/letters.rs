//! The second step: does some word stand in a cell, separators aside?
//!
//! Every raw character has two codes of one byte, which stand for what it folds to: one for what it looks like and one for
//! what it sounds like. Two automata, one a code, walk the cell side by side. Letters share codes where there are more than
//! codes: that lets more through, never less.

use std::collections::{BTreeSet, HashMap};

use super::automaton::{Automaton, SKIPPED};
use crate::text::class::Classes;
use crate::text::fold::Fold;

/// The code of a letter of no word.
const OTHER: u8 = 0;
/// The first code of a letter.
const FIRST: u8 = SKIPPED + 1;
/// How many characters share a page of the table.
const PAGE: usize = 256;
const PAGES: usize = 0x11_0000 / PAGE;
/// The character that stands where bytes were lost.
const LOST: char = '\u{FFFD}';

/// What stands for one character in the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Entry {
    looks: u8,
    sounds: u8,
    /// A set of the flags below.
    flags: u8,
}

/// It folds to several letters, whose entries stand elsewhere.
const SEVERAL: u8 = 1;
/// It folds to a Latin letter, or to several characters with one among them.
const LATIN: u8 = 1 << 1;
/// It is U+FFFD.
const IS_LOST: u8 = 1 << 2;

/// Words in letters that stand for all letters of a class.
#[derive(Clone, Debug, Default)]
pub(in crate::rules) struct Alphabet {
    /// The class of each letter that is in one.
    pub(in crate::rules) class_of: Vec<(char, char)>,
    /// The words, in classes.
    pub(in crate::rules) words: Vec<Vec<char>>,
}

impl Alphabet {
    /// Words whose letters stand for themselves alone.
    pub(super) fn of_letters(words: Vec<Vec<char>>) -> Self {
        Self { class_of: words.iter().flatten().map(|letter| (*letter, *letter)).collect(), words }
    }

    /// A code for each letter, and the automaton of the words.
    fn coded(&self) -> (HashMap<char, u8>, Automaton) {
        let distinct: BTreeSet<char> = self.words.iter().flatten().copied().collect();
        let ids: HashMap<char, u8> = distinct.into_iter().zip((FIRST..=u8::MAX).cycle()).collect();
        let words: Vec<Vec<u8>> =
            self.words.iter().map(|word| word.iter().map(|letter| ids[letter]).collect()).collect();
        let codes = self.class_of.iter().filter_map(|(letter, class)| Some((*letter, *ids.get(class)?)));
        (codes.collect(), Automaton::new(&words))
    }
}

/// What a walk over a cell has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    /// Some word stands there: there may be a finding.
    pub may_hold: bool,
    /// A Latin letter stands there, in any form.
    pub has_latin: bool,
    /// A U+FFFD stands there: text was lost before it came here.
    pub has_lost: bool,
}

/// Characters as codes, and the words in them.
#[derive(Debug)]
pub(super) struct Letters {
    /// For each page where it begins in `entries`; pages without any letter or separator share the first.
    pages: Vec<u32>,
    entries: Vec<Entry>,
    several: HashMap<char, Vec<Entry>>,
    looks: Automaton,
    sounds: Automaton,
}

impl Letters {
    /// Words by their looks, and words by their sounds.
    pub(super) fn new(fold: &Fold, classes: &Classes, looks: &Alphabet, sounds: &Alphabet) -> Self {
        let ((looks, look_words), (sounds, sound_words)) = (looks.coded(), sounds.coded());
        let mut letters = Self {
            pages: vec![0; PAGES],
            entries: vec![Entry::default(); PAGE],
            several: HashMap::new(),
            looks: look_words,
            sounds: sound_words,
        };
        for (letter, code) in looks {
            letters.entry(letter).looks = code;
        }
        for (letter, code) in sounds {
            letters.entry(letter).sounds = code;
        }
        ('a'..='z').for_each(|letter| letters.entry(letter).flags |= LATIN);
        letters.entry(LOST).flags |= IS_LOST;
        for c in classes.separators() {
            letters.skip(c);
        }
        for (c, folded, _) in fold.entries() {
            letters.set_folded(c, folded);
        }
        letters
    }

    /// Walks over a cell.
    pub(super) fn sift(&self, cell: &str) -> Sifted {
        let (mut looks, mut sounds, mut flags) = (Automaton::start(), Automaton::start(), 0);
        for c in cell.chars() {
            let entry = self.get(c);
            flags |= entry.flags;
            looks = self.looks.step(looks, entry.looks);
            sounds = self.sounds.step(sounds, entry.sounds);
        }
        let found = Automaton::is_found(looks) || Automaton::is_found(sounds);
        Sifted {
            may_hold: found || (flags & SEVERAL != 0 && self.holds_expanded(cell)),
            has_latin: flags & LATIN != 0,
            has_lost: flags & IS_LOST != 0,
        }
    }

    /// The same for a cell with characters that fold to several letters.
    fn holds_expanded(&self, cell: &str) -> bool {
        let (mut looks, mut sounds) = (Automaton::start(), Automaton::start());
        let mut step = |entry: &Entry| {
            looks = self.looks.step(looks, entry.looks);
            sounds = self.sounds.step(sounds, entry.sounds);
        };
        for c in cell.chars() {
            match self.several.get(&c) {
                Some(entries) => entries.iter().for_each(&mut step),
                None => step(&self.get(c)),
            }
        }
        Automaton::is_found(looks) || Automaton::is_found(sounds)
    }

    /// The code of the word's letter that this is.
    pub(super) fn looks_of(&self, letter: char) -> u8 {
        self.get(letter).looks
    }

    /// The code of the one letter that a character stands for; none if words reach across it or it stands for several.
    pub(super) fn only_code(&self, c: char) -> Option<u8> {
        let entry = self.get(c);
        (entry.looks != SKIPPED && entry.flags & SEVERAL == 0).then_some(entry.looks)
    }

    #[inline]
    fn get(&self, c: char) -> Entry {
        let c = c as usize;
        self.entries[self.pages[c / PAGE] as usize + c % PAGE]
    }

    /// The entry of a character, on a page of its own block.
    fn entry(&mut self, c: char) -> &mut Entry {
        let c = c as usize;
        if self.pages[c / PAGE] == 0 {
            self.pages[c / PAGE] = u32::try_from(self.entries.len()).unwrap_or(0);
            self.entries.resize(self.entries.len() + PAGE, Entry::default());
        }
        &mut self.entries[self.pages[c / PAGE] as usize + c % PAGE]
    }

    fn skip(&mut self, c: char) {
        let entry = self.entry(c);
        (entry.looks, entry.sounds) = (SKIPPED, SKIPPED);
    }

    /// What folds takes the codes of what it folds to, which folds no further.
    fn set_folded(&mut self, c: char, folded: &str) {
        let entries = folded.chars().map(|f| self.get(f)).filter(|entry| entry.looks != SKIPPED);
        let (mut letters, entries) = (entries.clone(), entries);
        match (letters.next(), letters.next()) {
            (None, _) => self.skip(c),
            (Some(entry), None) => {
                // What is other stays other without a page of its own.
                if entry != self.get(c) {
                    *self.entry(c) = entry;
                }
            }
            (Some(_), Some(_)) => {
                if entries.clone().any(|entry| entry != Entry::default()) {
                    let entries: Vec<_> = entries.collect();
                    let flags = entries.iter().fold(0, |flags, entry| flags | entry.flags);
                    *self.entry(c) = Entry { looks: OTHER, sounds: OTHER, flags: flags | SEVERAL };
                    self.several.insert(c, entries);
                }
            }
        }
    }
}
