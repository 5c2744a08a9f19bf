//! The sieve: tells in passing which texts can hold no finding, so that almost no text is folded.
//!
//! It is derived from rules and fold table, never written by hand. Every way of seeking a term needs two certain letters
//! next to each other, separators and invisible characters aside; the rarest such pair of each term is kept. Two steps make
//! use of it, both free to let too much through and never too little:
//! - on raw bytes, for a whole block: does one letter of each pair, in any written form, stand here at all?
//! - on characters, for one cell: do both letters of a pair stand side by side?

mod bytes;
mod letters;
mod pairs;

use anyhow::Result;

use super::book::RuleBook;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::verdict::Tier;
use bytes::Anchors;
use letters::Letters;
use pairs::pairs;

pub use bytes::Suspects;

/// What can be said of a text without folding it.
#[derive(Debug)]
pub struct Sieve {
    letters: Letters,
    anchors: Option<Anchors>,
}

impl Sieve {
    /// Derives the sieve of the rules that are sought.
    pub fn new(book: &RuleBook, sought: impl Fn(Tier) -> bool) -> Result<Self> {
        let (fold, classes) = (Fold::builtin(), Classes::builtin());
        let pairs = pairs(book, sought)?;
        Ok(Self { letters: Letters::new(fold, classes, &pairs), anchors: Anchors::new(fold, &pairs) })
    }

    /// Marks where in a block of UTF-8 a finding may stand. Without anchors, which a book of very many or very common
    /// characters does not have, that is everywhere.
    pub fn suspects(&self, block: &[u8], suspects: &mut Suspects) {
        match &self.anchors {
            Some(anchors) => anchors.mark(block, suspects),
            None => suspects.mark_all(),
        }
    }

    /// Whether blocks are sieved as raw bytes, which is what makes checking fast.
    #[must_use]
    pub fn has_anchors(&self) -> bool {
        self.anchors.is_some()
    }

    /// Whether a cell may hold a finding.
    #[must_use]
    pub fn may_hold(&self, cell: &str) -> bool {
        self.letters.may_hold(cell)
    }
}
