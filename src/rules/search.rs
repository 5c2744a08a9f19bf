//! How a rule is searched for.
//!
//! A new kind of rule is one more file beside this one and one more variant here; the compiler then names every method of
//! [`Search`] that has to know it. The search itself, which walks over a cell once for all rules, is in `matching/`.

use std::ops::Range;

use super::compound::Compound;
use super::parts::Parts;
use super::pattern::Exceeded;
use super::slot::Slotted;
use super::spelling::{Occurrence, Spelling};
use crate::message::RowError;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;

/// What a rule searches for.
#[derive(Debug)]
pub(crate) enum Search {
    /// A term in one of its spellings, across separators.
    Spelled(Vec<Spelling>),
    /// A term of parts with alternatives, in each of their combinations.
    Compound(Compound),
    /// Two halves with a known kind of text between them.
    Slotted(Slotted),
    /// Several words near each other.
    Parts(Parts),
}

impl Search {
    /// The folded letters that every text with a hit contains, separators aside: for each part of the rule its alternatives,
    /// at least one of which occurs.
    pub(crate) fn required(&self) -> Vec<Vec<&str>> {
        match self {
            Self::Spelled(_) | Self::Compound(_) => {
                vec![self.spellings().iter().map(|spelling| &*spelling.letters).collect()]
            }
            Self::Slotted(Slotted { letters, .. }) | Self::Parts(Parts { letters, .. }) => {
                letters.iter().map(|part| part.iter().map(|word| &**word).collect()).collect()
            }
        }
    }

    /// The spellings. Where the letters of one occur, [`Spelling::judge`] decides whether that is a hit. Empty for a rule
    /// whose hits [`Search::find`] returns.
    pub(crate) fn spellings(&self) -> &[Spelling] {
        match self {
            Self::Spelled(spellings) => spellings,
            Self::Compound(compound) => &compound.spellings,
            Self::Slotted(_) | Self::Parts(_) => &[],
        }
    }

    /// Whether an occurrence of a spelling has the form that the rule demands.
    pub(crate) fn admits(&self, cell: &str, folded: &Folded, occurrence: &Occurrence) -> bool {
        match self {
            Self::Compound(compound) => compound.admits(cell, folded, occurrence),
            Self::Spelled(_) | Self::Slotted(_) | Self::Parts(_) => true,
        }
    }

    /// Whether the rule is about several words near each other, and not about one.
    pub(crate) fn is_of_several_words(&self) -> bool {
        match self {
            Self::Parts(_) => true,
            Self::Spelled(_) | Self::Compound(_) | Self::Slotted(_) => false,
        }
    }

    /// Whether other characters of the same sound or shape are read as the spellings. Not as a combination, which is a
    /// variation of a term already.
    pub(crate) fn is_disguisable(&self) -> bool {
        match self {
            Self::Spelled(_) => true,
            Self::Compound(_) | Self::Slotted(_) | Self::Parts(_) => false,
        }
    }

    /// The units of each hit of a rule that has no spellings, in a text that contains what is required.
    pub(crate) fn find(&self, folded: &Folded, exceeded: &Exceeded) -> Vec<Range<usize>> {
        match self {
            // One walk over the text finds the spellings of all rules.
            Self::Spelled(_) | Self::Compound(_) => Vec::new(),
            Self::Slotted(slotted) => slotted.find(folded, exceeded),
            Self::Parts(parts) => parts.find(folded),
        }
    }

    /// Whether no hit begins inside a Latin word, as RWA does in FORWARD.
    pub(crate) fn keeps_latin_words_whole(&self) -> bool {
        match self {
            Self::Spelled(_) | Self::Compound(_) => true,
            Self::Slotted(slotted) => slotted.letters.len() == 1,
            Self::Parts(_) => false,
        }
    }

    /// Compiles what is compiled late otherwise, so that a mistake in it is an error now.
    pub(super) fn check(&self) -> Result<(), RowError> {
        match self {
            Self::Slotted(slotted) => slotted.check(),
            Self::Spelled(_) | Self::Compound(_) | Self::Parts(_) => Ok(()),
        }
    }

    /// Whether the rule may hit the text that its row spells. A term that does not would hit nothing anywhere.
    pub(super) fn can_match(&self, spelled: &str) -> bool {
        let classes = Classes::builtin();
        let folded = Folded::new(Fold::builtin(), classes, spelled);
        let units = 0..folded.units.len();
        let spellings = match self {
            Self::Spelled(spellings) => spellings,
            // What a row of parts reports need not be one of its combinations.
            Self::Compound(compound) if compound.spells(&folded.letters()) => &compound.spellings,
            Self::Compound(_) | Self::Slotted(_) | Self::Parts(_) => return true,
        };

        spellings.iter().any(|spelling| {
            if spelling.len() != units.len() {
                return false;
            }
            let judged = spelling.judge(classes, spelled, &folded, units.clone(), true);
            judged.is_some_and(|occurrence| self.admits(spelled, &folded, &occurrence))
        })
    }
}
