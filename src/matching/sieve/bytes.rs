//! The first step: where in a block of raw UTF-8 does an anchor occur, in any written form?

use std::collections::BTreeSet;

use super::automaton::CODES_END;
use super::letters::Letters;
use super::required::{MOST_ANCHORS, Required};
use super::scan::{Scan, is_odd_form};
use super::suspects::Suspects;
use crate::text::fold::Fold;
use crate::text::garbled::REPLACED;

/// The most forms that the scan searches for. With more, every line would contain one.
const MOST_FORMS: usize = 64;

/// All written forms of the anchors, and the neighbours that each anchor may have.
///
/// Most forms of Latin letters begin with a byte that is rare in Chinese text, and the scan marks those bytes anyway. So few
/// forms remain that it can search for each.
#[derive(Debug)]
pub(super) struct Anchors {
    scan: Scan,
    neighbours: Neighbours,
    /// For each ASCII character, whether it is a form of an anchor.
    is_ascii_form: [bool; 128],
    /// The first of them. Most codes, dates and numbers have only bytes before it.
    first_ascii_form: u8,
}

impl Anchors {
    /// All forms of the anchors. Returns `None` if there are more than one scan can search for, or one that it cannot.
    pub(super) fn new(fold: &Fold, required: &Required, letters: &Letters) -> Option<Self> {
        if required.anchors.len() > MOST_ANCHORS {
            return None;
        }
        let mut forms = forms(fold, &required.anchors);
        let mut is_ascii_form = [false; 128];
        for form in forms.iter().filter(|form| form.is_ascii()) {
            is_ascii_form[*form as usize] = true;
        }
        forms.retain(|form| !is_odd_form(*form));
        if forms.len() > MOST_FORMS {
            return None;
        }
        forms.insert(REPLACED);
        let forms: Vec<char> = forms.into_iter().collect();
        let scan = Scan::new(&forms, &required.common)?;
        let first_ascii_form = (0..128).find(|byte| is_ascii_form[usize::from(*byte)]).unwrap_or(128);
        Some(Self { scan, neighbours: Neighbours::new(required, letters), is_ascii_form, first_ascii_form })
    }

    /// Whether an anchor may occur in a cell. Codes, dates and numbers are ASCII, and one look at each byte tells.
    pub(super) fn may_occur(&self, cell: &str, letters: &Letters, marks: &mut Vec<u64>) -> bool {
        if cell.bytes().all(|byte| byte < self.first_ascii_form) {
            return false;
        }
        if cell.is_ascii() {
            let mut forms = cell.bytes().enumerate().filter(|(_, byte)| self.is_ascii_form[usize::from(*byte)]);
            return forms.any(|(at, _)| self.neighbours.fit(&cell[..at], &cell[at..], letters));
        }
        marks.clear();
        self.scan.mark(cell.as_bytes(), marks, |offset| {
            cell.get(offset..).is_some_and(|after| self.neighbours.fit(&cell[..offset], after, letters))
        });
        marks.iter().any(|marks| *marks != 0)
    }

    pub(super) fn mark(&self, block: &str, letters: &Letters, suspects: &mut Suspects) {
        suspects.clear();
        self.scan.mark(block.as_bytes(), &mut suspects.marks, |offset| {
            // An offset inside a character is none of a form.
            block.get(offset..).is_some_and(|after| {
                after.starts_with(REPLACED) || self.neighbours.fit(&block[..offset], after, letters)
            })
        });
    }
}

/// Letters and all characters that fold to one of them, or to several characters with one among them.
fn forms(fold: &Fold, letters: &BTreeSet<char>) -> BTreeSet<char> {
    let mut forms = letters.clone();
    for letter in letters {
        forms.extend(fold.forms_of(*letter).map(|(form, _)| form));
    }
    forms
}

/// The letters before and after the anchor of each word, by the anchor's code: 上 alone is common, but the words have 链 on one
/// side of it. One anchor of a word is enough.
#[derive(Debug)]
struct Neighbours(Vec<Vec<(Neighbour, Neighbour)>>);

/// The code of the letter on one side. `None` at the edge of a word or of a text, or where the text has a character that
/// words reach across or that folds to several letters.
type Neighbour = Option<u16>;

impl Neighbours {
    fn new(required: &Required, letters: &Letters) -> Self {
        let mut neighbours = Self(vec![Vec::new(); usize::from(CODES_END)]);
        for word in &required.words {
            let Some(index) = anchor_of(word, required) else { continue };
            let code = |index: usize| word.get(index).map(|letter| letters.looks_of(*letter));
            let pair = (index.checked_sub(1).and_then(code), code(index + 1));
            let known = &mut neighbours.0[usize::from(letters.looks_of(word[index]))];
            if !known.contains(&pair) {
                known.push(pair);
            }
        }
        neighbours
    }

    /// Whether the text that begins with `anchor` may be an anchor of some word, going by the characters on either side.
    fn fit(&self, before: &str, anchor: &str, letters: &Letters) -> bool {
        let mut characters = anchor.chars();
        let Some(code) = only_code(letters, characters.next()) else { return true };
        let known = &self.0[usize::from(code)];
        if known.is_empty() {
            return false;
        }
        let left = only_code(letters, before.chars().next_back());
        let right = only_code(letters, characters.next());
        known.iter().any(|(wanted_left, wanted_right)| agree(*wanted_left, left) && agree(*wanted_right, right))
    }
}

/// The index of the anchor of a word that stops the scan least: one with a letter on both sides, and a rare one.
fn anchor_of(word: &[char], required: &Required) -> Option<usize> {
    let per_mille = |letter: char| required.common.iter().find(|(c, _)| *c == letter).map_or(0, |(_, n)| *n);
    let anchors = (0..word.len()).filter(|index| required.anchors.contains(&word[*index]));
    anchors.min_by_key(|&index| (index == 0 || index + 1 == word.len(), per_mille(word[index])))
}

fn only_code(letters: &Letters, c: Option<char>) -> Neighbour {
    letters.only_code(c?)
}

/// Whether a text may have the neighbour that a word has. One that is not known agrees with any.
fn agree(wanted: Neighbour, found: Neighbour) -> bool {
    wanted.is_none() || found.is_none() || wanted == found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleBook, RuleFiles};

    #[test]
    fn no_term_that_is_added_slows_all_batches_down_unnoticed() {
        let sets = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
        let required = Required::new(Fold::builtin(), &RuleBook { sets }, |_| true).unwrap();
        let forms = forms(Fold::builtin(), &required.anchors).into_iter().filter(|c| !is_odd_form(*c)).count();
        assert!(forms <= 36, "{forms} forms of {:?}; measure before this is raised", required.anchors);
    }
}
