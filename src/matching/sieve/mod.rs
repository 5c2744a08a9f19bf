//! The sieve: tells in passing which texts can hold no finding, so that almost no text is folded.
//!
//! It is derived from rules and fold table, never written by hand. Two steps, both free to let too much through and never
//! too little:
//! - on raw bytes, for a whole block: does one rare letter of some term, in any written form, stand here beside its
//!   neighbours?
//! - on characters, for one cell: does a whole term stand here, separators and invisible characters aside?

mod automaton;
mod buckets;
mod bytes;
mod letters;
mod scan;
mod suspects;
mod words;

use anyhow::Result;

use super::alphabet::Alphabet;
use super::disguise::Disguises;
use crate::rules::RuleBook;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::verdict::Tier;
use bytes::Anchors;
use letters::Letters;
use words::words;

pub use letters::Sifted;
pub use suspects::Suspects;

/// What can be said of a text without folding it.
#[derive(Debug)]
pub struct Sieve {
    letters: Letters,
    anchors: Option<Anchors>,
}

impl Sieve {
    /// Derives the sieve of the rules that are sought, and of their disguises if these are sought too.
    pub fn new(book: &RuleBook, sought: impl Fn(Tier) -> bool, disguises: Option<&Disguises>) -> Result<Self> {
        let (fold, classes) = (Fold::builtin(), Classes::builtin());
        let words = words(fold, book, sought)?;
        // A disguise leaves no rare letter that raw bytes could be searched for: in 代X发行 all that is left is common.
        if let Some(disguises) = disguises {
            let words = [disguises.looks(words.words), disguises.sounds(), disguises.parts()];
            return Ok(Self { letters: Letters::new(fold, classes, &words, false), anchors: None });
        }
        let exact = [Alphabet::of_letters(words.words.clone()), Alphabet::default(), Alphabet::default()];
        let letters = Letters::new(fold, classes, &exact, words.are_bounded);
        Ok(Self { anchors: Anchors::new(fold, &words, &letters), letters })
    }

    /// Marks where in a block of UTF-8 something may stand that [`Sieve::sift`] finds: a finding, a U+FFFD, a control.
    /// Without anchors, which disguises do not have, nor a book of very many or very common characters, that is everywhere.
    pub fn suspects(&self, block: &str, suspects: &mut Suspects) {
        match &self.anchors {
            Some(anchors) => anchors.mark(block, &self.letters, suspects),
            None => suspects.mark_all(),
        }
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
