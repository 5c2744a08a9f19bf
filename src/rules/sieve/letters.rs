//! The second step: do both letters of some pair stand side by side in a cell?

use std::collections::{BTreeSet, HashMap};

use super::pairs::Pair;
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;

/// Code of a character that ends a pair: a letter of no pair.
const OTHER: u16 = 0;
/// Code of a character that a pair reaches across: a separator, or one that folds to nothing.
const SKIPPED: u16 = 1;
/// The first code of a letter of some pair.
const FIRST: u16 = 2;
/// Codes from here on are indices into the list of characters that fold to several letters.
const SEVERAL: u16 = 0x8000;
/// How many characters share a page of the table.
const PAGE: usize = 256;
const PAGES: usize = 0x11_0000 / PAGE;
/// The most bits that pairs are looked up in; with more letters than fit, pairs share bits.
const MOST_BITS: usize = 1 << 19;

/// Characters as codes, and which two codes are a pair.
#[derive(Debug)]
pub(super) struct Letters {
    /// For each page its place in `codes`; pages without any letter or separator share the first.
    pages: Vec<u16>,
    codes: Vec<u16>,
    several: Vec<Vec<u16>>,
    /// For each code whether the letter alone is enough.
    alone: Vec<bool>,
    stride: usize,
    pairs: Vec<u64>,
}

impl Letters {
    pub(super) fn new(fold: &Fold, classes: &Classes, pairs: &BTreeSet<Pair>) -> Self {
        let ids = ids(pairs);
        let stride = (ids.len() + usize::from(FIRST)).next_power_of_two();
        let bits = (stride * stride).min(MOST_BITS);
        let mut letters = Self {
            pages: vec![0; PAGES],
            codes: vec![OTHER; PAGE],
            several: Vec::new(),
            alone: vec![false; stride],
            stride,
            pairs: vec![0; bits.div_ceil(64)],
        };
        for (&letter, &id) in &ids {
            letters.set(letter, id);
        }
        for c in classes.separators() {
            letters.set(c, SKIPPED);
        }
        for (c, folded, _) in fold.entries() {
            letters.set_folded(c, folded, classes, &ids);
        }
        for pair in pairs {
            let (first, second) = pair.letters;
            match second {
                None => letters.alone[usize::from(ids[&first])] = true,
                Some(second) => letters.set_pair(ids[&first], ids[&second]),
            }
        }
        letters
    }

    /// Whether some pair stands in the cell, or a letter that is enough alone.
    pub(super) fn may_hold(&self, cell: &str) -> bool {
        let mut before = OTHER;
        for c in cell.chars() {
            let code = self.code(c);
            if code == SKIPPED {
                continue;
            }
            if code < SEVERAL {
                if self.meets(before, code) {
                    return true;
                }
                before = code;
                continue;
            }
            for &code in &self.several[usize::from(code - SEVERAL)] {
                if self.meets(before, code) {
                    return true;
                }
                before = code;
            }
        }
        false
    }

    fn meets(&self, before: u16, code: u16) -> bool {
        if code < FIRST {
            return false;
        }
        let bit = self.bit(before, code);
        self.alone[usize::from(code)] || (before >= FIRST && self.pairs[bit / 64] >> (bit % 64) & 1 == 1)
    }

    fn bit(&self, before: u16, code: u16) -> usize {
        (usize::from(before) * self.stride + usize::from(code)) & (self.pairs.len() * 64 - 1)
    }

    fn set_pair(&mut self, first: u16, second: u16) {
        let bit = self.bit(first, second);
        self.pairs[bit / 64] |= 1 << (bit % 64);
    }

    fn code(&self, c: char) -> u16 {
        let c = c as usize;
        self.codes[usize::from(self.pages[c / PAGE]) * PAGE + c % PAGE]
    }

    fn set(&mut self, c: char, code: u16) {
        let c = c as usize;
        if self.pages[c / PAGE] == 0 {
            self.pages[c / PAGE] = u16::try_from(self.codes.len() / PAGE).unwrap_or(0);
            self.codes.resize(self.codes.len() + PAGE, OTHER);
        }
        self.codes[usize::from(self.pages[c / PAGE]) * PAGE + c % PAGE] = code;
    }

    fn set_folded(&mut self, c: char, folded: &str, classes: &Classes, ids: &HashMap<char, u16>) {
        let letters = folded.chars().filter(|f| classes.gap(*f) == Gap::None);
        let codes: Vec<u16> = letters.map(|f| ids.get(&f).copied().unwrap_or(OTHER)).collect();
        match codes[..] {
            [] => self.set(c, SKIPPED),
            // What is other stays other without a page of its own.
            [OTHER] if self.code(c) == OTHER => {}
            [one] => self.set(c, one),
            _ => {
                let index = u16::try_from(self.several.len()).unwrap_or(u16::MAX);
                self.set(c, SEVERAL.saturating_add(index));
                self.several.push(codes);
            }
        }
    }
}

/// A code for each letter of a pair. Letters beyond the last code share it: that lets more through, never less.
fn ids(pairs: &BTreeSet<Pair>) -> HashMap<char, u16> {
    let letters: BTreeSet<char> = pairs.iter().flat_map(|p| [Some(p.letters.0), p.letters.1]).flatten().collect();
    letters.into_iter().zip((FIRST..SEVERAL).chain(std::iter::repeat(SEVERAL - 1))).collect()
}
