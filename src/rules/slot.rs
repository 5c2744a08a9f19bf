//! A term with an inner slot: the long word as people write it, 现实世界资产的代币化.

use std::ops::Range;

use regex_syntax::hir::{Class, Hir, HirKind};

use super::pattern::{Exceeded, Pattern};
use super::spelling::Spelling;
use crate::message::RowError;
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::Folded;

/// The character that marks the slot in a term.
const SLOT: char = '…';

/// Two halves and the text that may be between them.
#[derive(Debug)]
pub(crate) struct Slotted {
    /// The letters before and behind the slot, without separators; together if nothing but separators may be in the slot.
    pub(crate) letters: Vec<String>,
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
        let mut letters: Vec<String> =
            [head, tail].iter().map(|half| Folded::new(fold, Classes::builtin(), half).letters()).collect();
        if is_of_separators(slot) {
            letters = vec![letters.concat()];
        }
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
        self.pattern.walk(&folded.text, exceeded, |found| {
            let units = folded.units_of_text(found.range());
            if !is_inside_latin(folded, units.start) && !is_inside_latin(folded, units.end) {
                places.push(units);
            }
            found.end()
        });
        places
    }
}

/// Whether a regular expression matches nothing but separators.
fn is_of_separators(slot: &str) -> bool {
    regex_syntax::parse(slot).is_ok_and(|hir| has_separators_alone(&hir))
}

fn has_separators_alone(hir: &Hir) -> bool {
    let classes = Classes::builtin();
    let is_separator = |c: char| classes.gap(c) != Gap::None;
    match hir.kind() {
        HirKind::Empty => true,
        HirKind::Literal(literal) => str::from_utf8(&literal.0).is_ok_and(|text| text.chars().all(is_separator)),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().all(|range| (range.start()..=range.end()).all(is_separator))
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => false,
        HirKind::Repetition(repetition) => has_separators_alone(&repetition.sub),
        HirKind::Capture(capture) => has_separators_alone(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(has_separators_alone),
    }
}

/// Whether a unit and the one before it touch and are Latin letters.
fn is_inside_latin(folded: &Folded, unit: usize) -> bool {
    let (Some(own), Some(before)) = (folded.units.get(unit), unit.checked_sub(1)) else { return false };
    let classes = Classes::builtin();
    own.gap == Gap::None && classes.is_latin(own.folded) && classes.is_latin(folded.units[before].folded)
}
