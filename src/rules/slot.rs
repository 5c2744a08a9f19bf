//! A term with an inner slot: the long word as people write it, 现实世界资产的代币化.

use std::collections::BTreeSet;
use std::ops::Range;

use regex_syntax::hir::literal::Extractor;

use super::pattern::{ANYWHERE, Exceeded, Pattern};
use super::spelling::Spelling;
use crate::message::RowError;
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::Folded;

/// The character that marks the slot in a term.
const SLOT: char = '…';

/// How many texts a pattern may match if each of them is searched for as a word.
const MOST_TEXTS: usize = 1000;

/// Two halves and the text that may be between them.
#[derive(Debug)]
pub(crate) struct Slotted {
    /// What every text with a hit contains, separators aside: for each part its alternatives. The parts are the whole term,
    /// if few texts may be in the slot, or else the halves.
    pub(crate) letters: Vec<Vec<String>>,
    pattern: Pattern,
}

impl Slotted {
    /// Builds the rule from `head…tail` and a regular expression for the slot, which is matched with folded text.
    ///
    /// # Errors
    /// The term has no slot, a slot at an edge, or two. Whether `slot` is a regular expression is left to [`Self::check`].
    pub(crate) fn new(fold: &Fold, term: &str, slot: &str) -> Result<Self, RowError> {
        let Some((head, tail)) = term.split_once(SLOT) else {
            return Err(RowError::SlotNotMarked { term: term.to_owned() });
        };

        let head = fold.fold(head);
        let tail = fold.fold(tail);
        if head.is_empty() || tail.is_empty() || tail.contains(SLOT) {
            return Err(RowError::SlotNotInside { term: term.to_owned() });
        }

        let pattern = format!("{}(?:{slot}){}", regex::escape(&head), regex::escape(&tail));
        Spelling::check_length(&head)?;
        Spelling::check_length(&tail)?;
        let halves = || [head, tail].map(|half| vec![Folded::new(fold, Classes::builtin(), &half).letters()]).into();
        let letters = all_letters(&pattern).map_or_else(halves, |whole| vec![whole]);
        Ok(Self { letters, pattern: Pattern::new(pattern) })
    }

    /// Refuses a slot that is not a regular expression that can be run.
    pub(super) fn check(&self) -> Result<(), RowError> {
        match self.pattern.check() {
            Ok(_) => Ok(()),
            Err(error) => Err(RowError::Slot { error }),
        }
    }

    /// The units of each place where the term occurs. A Latin letter at an edge of it is not part of a longer word.
    pub(crate) fn find(&self, folded: &Folded, exceeded: &Exceeded) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        self.pattern.walk(&folded.text, ANYWHERE, exceeded, |found| {
            let units = folded.units_of_text(found.range());
            if !folded.is_inside_latin(units.start) && !folded.is_inside_latin(units.end) {
                places.push(units);
            }
            found.end()
        });
        places
    }
}

/// The letters of every text that a pattern matches, separators aside. Returns `None` if these are not a few.
fn all_letters(pattern: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let texts = Extractor::new().limit_total(MOST_TEXTS).extract(&hir);
    let mut letters = BTreeSet::new();
    for text in texts.literals()? {
        if !text.is_exact() {
            return None;
        }
        let text = str::from_utf8(text.as_bytes()).ok()?;
        letters.insert(text.chars().filter(|c| Classes::builtin().gap(*c) == Gap::None).collect());
    }
    Some(letters.into_iter().collect())
}
