//! The first step: where in a block of raw UTF-8 does an anchor occur, in any written form?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::letters::{LOOKS, Letters};
use super::required::{MOST_ANCHORS, Required};
use super::scan::{Scan, is_odd_form};
use super::suspects::Suspects;
use super::words::{Around, Word, Words, among_han};
use crate::text::fold::Fold;
use crate::text::garbled::REPLACED;

/// The most forms that the scan searches for. With more, every line would contain one.
const MOST_FORMS: usize = 64;

/// All written forms of the anchors, and the words around each anchor.
///
/// Most forms of Latin letters begin with a byte that is rare in Chinese text, and the scan marks those bytes anyway. So few
/// forms remain that it can search for each.
#[derive(Debug)]
pub(super) struct Anchors {
    scan: Scan,
    words: Words,
}

impl Anchors {
    /// The words around their anchors, which a scan for these finds.
    pub(super) fn new(scan: Scan, required: &Required, letters: &Letters) -> Self {
        Self { scan, words: words(required, letters) }
    }

    pub(super) fn mark(&self, block: &str, letters: &Letters, suspects: &mut Suspects) {
        suspects.clear();
        self.scan.mark(block.as_bytes(), &mut suspects.marks, |offset| {
            if among_han(block, offset, letters).is_some_and(|three| !self.words.may_fit_among(three)) {
                return false;
            }
            // An offset inside a character is none of a form.
            let Some(after) = block.get(offset..) else { return false };
            let fits = || Around::new(block, offset, letters).is_some_and(|around| self.words.fit(&around));
            after.starts_with(REPLACED) || fits()
        });
    }
}

/// The scan for all forms of the anchors. Returns `None` if there are more than one scan can search for, or one that it cannot.
pub(super) fn scan_for(fold: &Fold, required: &Required) -> Option<Scan> {
    if required.anchors.len() > MOST_ANCHORS {
        return None;
    }
    let mut forms = forms(fold, &required.anchors);
    forms.retain(|form| !is_odd_form(*form));
    if forms.len() > MOST_FORMS {
        return None;
    }
    forms.insert(REPLACED);
    let forms: Vec<char> = forms.into_iter().collect();
    Scan::new(&forms, &required.common)
}

/// Letters and all characters that fold to one of them, or to several characters with one among them.
fn forms(fold: &Fold, letters: &BTreeSet<char>) -> BTreeSet<char> {
    let mut forms = letters.clone();
    for letter in letters {
        forms.extend(fold.forms_of(*letter).map(|(form, _)| form));
    }
    forms
}

/// The words around their anchors.
fn words(required: &Required, letters: &Letters) -> Words {
    let common: HashMap<char, u64> = required.common.iter().copied().collect();
    let per_mille = |anchor: &char| (*anchor, common.get(anchor).copied().unwrap_or_default());
    let anchors: BTreeMap<char, u64> = required.anchors.iter().map(per_mille).collect();

    let mut words = Vec::with_capacity(required.words.len());
    for word in &required.words {
        if let Some(index) = anchor_of(word, &anchors) {
            let codes: Vec<u16> = word.iter().map(|letter| letters.looks_of(*letter)).collect();
            words.push(Word::new(&codes, index, false));
        }
    }
    Words::new(LOOKS, words)
}

/// The index of the anchor of a word that stops the scan least: one with a letter on both sides, and a rare one. `anchors` has
/// in how many filings of a thousand each occurs.
fn anchor_of(word: &[char], anchors: &BTreeMap<char, u64>) -> Option<usize> {
    let in_word = word.iter().enumerate().filter_map(|(index, letter)| Some((index, anchors.get(letter)?)));
    let best = in_word.min_by_key(|(index, per_mille)| (*index == 0 || index + 1 == word.len(), **per_mille));
    best.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleBook, RuleFiles};

    #[test]
    fn no_term_that_is_added_slows_all_batches_down_unnoticed() {
        let sets = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
        let required = Required::new(Fold::builtin(), &RuleBook { sets }, |_| true, true).unwrap();
        let forms = forms(Fold::builtin(), &required.anchors).into_iter().filter(|c| !is_odd_form(*c)).count();
        assert!(forms <= 46, "{forms} forms of {:?}; measure before this is raised", required.anchors);
    }
}
