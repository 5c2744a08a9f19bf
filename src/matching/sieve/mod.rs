//! The sieve: recognises most texts without a finding, so that almost no text is folded.
//!
//! It is derived from the rules and the fold table, never written by hand. It has two steps. Both may let a text through that
//! has no finding; neither may stop one that has:
//! - over the raw bytes of a whole block: does a rare letter of some term, in any written form, occur beside letters that are
//!   its neighbours in the term?
//! - over the characters of one cell: does a whole term occur, separators and invisible characters aside?

mod automaton;
mod buckets;
mod bytes;
mod letters;
mod required;
mod scan;
mod suspects;

use super::alphabet::Alphabet;
use super::disguise::Disguises;
use crate::rules::{RuleBook, RulesError};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::garbled::misread_characters;
use crate::verdict::Tier;
use bytes::Anchors;
use letters::Letters;
use required::Required;

pub use letters::Sifted;
pub use suspects::Suspects;

/// Tells of a text, without folding it, whether it may contain a finding.
#[derive(Debug)]
pub struct Sieve {
    letters: Letters,
    /// `None` if blocks cannot be sieved as raw bytes.
    anchors: Option<Anchors>,
    /// The anchors of the named words without disguises, if [`Sieve::anchors`] is `None`.
    named_anchors: Option<Anchors>,
}

impl Sieve {
    /// Derives the sieve of the rules of all tiers that are searched for, and of their disguises if these are given.
    pub(crate) fn new(
        book: &RuleBook,
        is_searched: impl Fn(Tier) -> bool,
        disguises: Option<&Disguises>,
    ) -> Result<Self, RulesError> {
        let fold = Fold::builtin();
        let classes = Classes::builtin();
        let required = Required::new(fold, book, is_searched)?;

        // A disguise may replace the rare letter: in 代X发行 only common characters remain for a scan over bytes.
        if let Some(disguises) = disguises {
            let [looks, parts] = disguises.looks_and_parts(required.words);
            let words = [looks, disguises.sounds(), parts];
            let mut letters = Letters::new(fold, classes, &words, false);
            // Each cell is walked anyway. A scan over bytes could not tell these from other Han characters.
            letters.add_strange(misread_characters());
            let named_anchors = Self::named_anchors(book, &letters)?;
            return Ok(Self { letters, anchors: None, named_anchors });
        }

        let exact = Alphabet::of_letters(required.words.clone());
        let words = [exact, Alphabet::default(), Alphabet::default()];
        let letters = Letters::new(fold, classes, &words, required.are_bounded);
        let anchors = Anchors::new(fold, &required, &letters);
        let named_anchors = if anchors.is_some() { None } else { Self::named_anchors(book, &letters)? };
        Ok(Self { letters, anchors, named_anchors })
    }

    fn named_anchors(book: &RuleBook, letters: &Letters) -> Result<Option<Anchors>, RulesError> {
        let required = Required::new(Fold::builtin(), book, |tier| tier == Tier::Named)?;
        Ok(Anchors::new(Fold::builtin(), &required, letters))
    }

    /// Marks the parts of a block of UTF-8 in which [`Sieve::sift`] may report something: a term, a U+FFFD, a control.
    ///
    /// Without anchors that is the whole block. There are none with disguises, nor for a book of very many or very common
    /// characters.
    pub fn suspects(&self, block: &str, suspects: &mut Suspects) {
        match &self.anchors {
            Some(anchors) => anchors.mark(block, &self.letters, suspects),
            None => suspects.mark_all(),
        }
    }

    /// Whether a cell may contain a named word without a disguise. `marks` is memory for the scan.
    #[inline]
    pub(crate) fn may_name(&self, cell: &str, marks: &mut Vec<u64>) -> bool {
        self.named_anchors.as_ref().is_none_or(|anchors| anchors.may_occur(cell, &self.letters, marks))
    }

    /// Whether blocks are sieved as raw bytes, which is fastest.
    #[must_use]
    pub fn has_anchors(&self) -> bool {
        self.anchors.is_some()
    }

    /// Walks over a cell, once and without folding it.
    #[must_use]
    pub fn sift(&self, cell: &str) -> Sifted {
        self.letters.sift(cell)
    }
}
