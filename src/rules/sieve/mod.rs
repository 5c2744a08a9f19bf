//! The sieve: tells in passing which texts can hold no finding, so that almost no text is folded.
//!
//! It is derived from rules and fold table, never written by hand. Two steps, both free to let too much through and never
//! too little:
//! - on raw bytes, for a whole block: does one rare letter of each term, in any written form, stand here at all?
//! - on characters, for one cell: does a whole term stand here, separators and invisible characters aside?

mod bytes;
mod letters;
mod words;

use anyhow::Result;

use super::book::RuleBook;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::verdict::Tier;
use bytes::Anchors;
use words::{Words, words};

pub use bytes::Suspects;
pub(super) use letters::Letters;

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
        let Words { words, anchors } = words(book, sought)?;
        Ok(Self { letters: Letters::new(fold, classes, &words)?, anchors: Anchors::new(fold, &anchors) })
    }

    /// Marks where in a block of UTF-8 a finding or a U+FFFD, a character lost before, may stand. Without anchors, which a book of very many or very common
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

    /// Whether a cell may hold a finding; `memory` is used again from cell to cell.
    #[must_use]
    pub fn may_hold(&self, cell: &str, memory: &mut Vec<u8>) -> bool {
        self.letters.may_hold(cell, memory)
    }
}
