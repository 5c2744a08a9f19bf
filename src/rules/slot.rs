//! A term with an inner slot: the long word as people write it, 现实世界资产的代币化.

use std::ops::Range;

use super::pattern::{Exceeded, Pattern};
use super::spelling::Spelling;
use crate::message::RowError;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;

/// The character that marks the slot in a term.
const SLOT: char = '…';

/// Two halves and the text that may be between them.
#[derive(Debug)]
pub(crate) struct Slotted {
    /// The letters before and behind the slot, without separators.
    pub(crate) letters: [String; 2],
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
        let letters = [head, tail].map(|half| Folded::new(fold, Classes::builtin(), &half).letters());
        Ok(Self { letters, pattern: Pattern::new(pattern) })
    }

    /// Refuses a slot that is not a regular expression that can be run.
    pub(super) fn check(&self) -> Result<(), RowError> {
        match self.pattern.check() {
            Ok(_) => Ok(()),
            Err(error) => Err(RowError::Slot { error }),
        }
    }

    /// The units of each place where the term occurs.
    pub(crate) fn find(&self, folded: &Folded, exceeded: &Exceeded) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        self.pattern.walk(&folded.text, exceeded, |found| {
            places.push(folded.units_of_text(found.range()));
            found.end()
        });
        places
    }
}
