//! The second step: does some word stand in a cell, separators aside?
//!
//! Each character is one code of one byte, so that an automaton over bytes reads a letter a step. Letters share codes where
//! there are more than codes: that lets more through, never less.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input};
use anyhow::Result;

use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;

/// Code of a letter of no word.
const OTHER: u8 = 0;
/// Code of a character that words reach across: a separator, or one that folds to nothing.
const SKIPPED: u8 = 1;
/// Code of a character that folds to several letters.
const SEVERAL: u8 = 2;
/// The first code of a letter.
const FIRST: u8 = 3;
/// How many characters share a page of the table.
const PAGE: usize = 256;
const PAGES: usize = 0x11_0000 / PAGE;
/// The automaton of this many words or fewer is a DFA; a larger one would cost memory and start-up time.
const DFA_WORDS: usize = 500;

/// Characters as codes, and the words in them.
#[derive(Debug)]
pub(in crate::rules) struct Letters {
    /// For each page its place in `codes`; pages without any letter or separator share the first.
    pages: Vec<u16>,
    codes: Vec<u8>,
    several: HashMap<char, Vec<u8>>,
    words: AhoCorasick,
}

impl Letters {
    pub(super) fn new(fold: &Fold, classes: &Classes, words: &[Vec<char>]) -> Result<Self> {
        let distinct: BTreeSet<char> = words.iter().flatten().copied().collect();
        Self::in_classes(fold, classes, &distinct.into_iter().map(|letter| (letter, letter)).collect(), words)
    }

    /// The same for words whose letters are classes: a character of the text counts as a letter of its class.
    pub(in crate::rules) fn in_classes(
        fold: &Fold,
        classes: &Classes,
        class_of: &BTreeMap<char, char>,
        words: &[Vec<char>],
    ) -> Result<Self> {
        let distinct: BTreeSet<char> = words.iter().flatten().copied().collect();
        let ids: HashMap<char, u8> = distinct.into_iter().zip((FIRST..=u8::MAX).cycle()).collect();
        let kind = (words.len() <= DFA_WORDS).then_some(AhoCorasickKind::DFA);
        let coded = words.iter().map(|word| word.iter().map(|letter| ids[letter]).collect::<Vec<u8>>());
        let mut letters = Self {
            pages: vec![0; PAGES],
            codes: vec![OTHER; PAGE],
            several: HashMap::new(),
            words: AhoCorasick::builder().kind(kind).prefilter(false).build(coded)?,
        };
        for (letter, id) in class_of.iter().filter_map(|(letter, class)| Some((*letter, *ids.get(class)?))) {
            letters.set(letter, id);
        }
        for c in classes.separators() {
            letters.set(c, SKIPPED);
        }
        for (c, folded, _) in fold.entries() {
            letters.set_folded(c, folded, classes);
        }
        Ok(letters)
    }

    /// Whether some word stands in the cell; `codes` is memory to work in.
    pub(in crate::rules) fn may_hold(&self, cell: &str, codes: &mut Vec<u8>) -> bool {
        codes.clear();
        for c in cell.chars() {
            match self.code(c) {
                SKIPPED => {}
                SEVERAL => codes.extend_from_slice(&self.several[&c]),
                code => codes.push(code),
            }
        }
        self.words.find(Input::new(codes).anchored(Anchored::No).earliest(true)).is_some()
    }

    fn code(&self, c: char) -> u8 {
        let c = c as usize;
        self.codes[usize::from(self.pages[c / PAGE]) * PAGE + c % PAGE]
    }

    fn set(&mut self, c: char, code: u8) {
        let c = c as usize;
        if self.pages[c / PAGE] == 0 {
            self.pages[c / PAGE] = u16::try_from(self.codes.len() / PAGE).unwrap_or(0);
            self.codes.resize(self.codes.len() + PAGE, OTHER);
        }
        self.codes[usize::from(self.pages[c / PAGE]) * PAGE + c % PAGE] = code;
    }

    /// What folds takes the codes of what it folds to, which folds no further.
    fn set_folded(&mut self, c: char, folded: &str, classes: &Classes) {
        let mut letters = folded.chars().filter(|f| classes.gap(*f) == Gap::None);
        match (letters.next(), letters.next()) {
            (None, _) => self.set(c, SKIPPED),
            (Some(one), None) => {
                let code = self.code(one);
                // What is other stays other without a page of its own.
                if code != self.code(c) {
                    self.set(c, code);
                }
            }
            (Some(first), Some(second)) => {
                let codes = [first, second].into_iter().chain(letters).map(|f| self.code(f)).collect();
                self.set(c, SEVERAL);
                self.several.insert(c, codes);
            }
        }
    }
}
