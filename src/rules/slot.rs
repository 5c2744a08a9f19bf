//! A term with an inner slot: the long word as people write it, 现实世界资产的代币化.

use anyhow::{Context as _, Result, bail};

use super::pattern::Pattern;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;

/// The character that marks the slot in a term.
const SLOT: char = '…';

/// Two halves and the text that may stand between them.
#[derive(Debug)]
pub(crate) struct Slotted {
    /// The letters that must stand before and after the slot, without separators.
    pub(crate) letters: [String; 2],
    pattern: Pattern,
}

impl Slotted {
    /// Builds the rule from `head…tail` and a regular expression for the slot, read on folded text.
    pub(crate) fn new(fold: &Fold, term: &str, slot: &str) -> Result<Self> {
        let Some((head, tail)) = term.split_once(SLOT) else {
            bail!("a term with a slot says where it is with {SLOT}: `{term}` does not");
        };
        let (head, tail) = (fold.fold(head), fold.fold(tail));
        if head.is_empty() || tail.is_empty() || tail.contains(SLOT) {
            bail!("`{term}`: a slot needs letters on both sides, and a term can have one");
        }
        let pattern = format!("{}(?:{slot}){}", regex::escape(&head), regex::escape(&tail));
        let letters = [head, tail].map(|half| Folded::new(fold, Classes::builtin(), &half).letters());
        Ok(Self { letters, pattern: Pattern::new(pattern) })
    }

    /// Whether the slot is a regular expression that can be run.
    pub(super) fn check(&self) -> Result<()> {
        self.pattern.check().map(drop).context("the slot")
    }

    /// The units of each place where the term stands.
    pub(crate) fn find<'a>(&'a self, folded: &'a Folded) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
        self.pattern.regex().find_iter(&folded.text).map(|m| folded.units_of_text(m.range()))
    }
}
