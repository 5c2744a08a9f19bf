//! The sieve: recognises most texts without a finding, so that almost no text is folded.
//!
//! It is derived from the rules and the fold table, never written by hand. It has two steps. Both may let a text through that
//! has no finding; neither may stop one that has:
//! - over a whole block: where may a term be? With disguises, its characters are walked over (`walk`). Without them, its bytes
//!   are scanned for a rare letter of some term, in any written form, beside letters that are its neighbours (`scan`).
//! - over the characters of one cell: does a whole term occur, separators and invisible characters aside?

mod buckets;
mod bytes;
mod letters;
mod pairs;
mod required;
mod scan;
mod suspects;
mod walk;
mod words;

use super::alphabet::{Alphabet, Coded};
use super::disguise::Disguises;
use crate::both::both;
use crate::rules::{RuleBook, RulesError};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::garbled::misread_characters;
use crate::verdict::Tier;
use bytes::{Anchors, scan_for};
use letters::{BEGINS_ESCAPE, Flags, IS_LOST, Letters, PARTS, SEVERAL, STRANGE, TURNS, WAYS, coded};
use pairs::{Colours, Pairs};
use required::Required;
use walk::Walk;

pub use suspects::Suspects;

/// A character that words reach across.
const INVISIBLE: char = '\u{200B}';

/// What a walk over a cell has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Sifted {
    /// The cell contains some word, so there may be a finding.
    pub may_hold: bool,
    /// The cell contains a syllable of some term in Latin letters: it may sound like the term.
    pub has_syllable: bool,
    /// The cell contains U+FFFD: text was lost before it came here.
    pub has_lost: bool,
    /// The cell contains a control that shows text right to left: a reader sees another order than is checked.
    pub is_reordered: bool,
    /// The cell contains a character that is common in garbled text and hardly occurs elsewhere.
    pub is_strange: bool,
    /// The cell contains a character that begins an escape, such as `&`.
    pub has_escape: bool,
}

impl Sifted {
    /// Whether there is nothing to report about the cell.
    #[must_use]
    pub fn finds_nothing(self) -> bool {
        !self.may_hold && !self.has_lost && !self.is_reordered && !self.is_strange
    }
}

/// The words of each way to read a text, and the syllables of terms in Latin letters, in codes.
fn coded_words(required: &[Vec<char>], disguises: Option<&Disguises>) -> ([Coded; WAYS], Vec<Vec<u16>>) {
    let Some(disguises) = disguises else {
        let exact = Alphabet::of_letters(required.to_vec());
        return (coded(&[exact, Alphabet::default(), Alphabet::default()]), Vec::new());
    };

    let [looks, parts] = disguises.looks_and_parts(required.to_vec());
    let before = parts.words.len();
    let parts = parts.with_words(disguises.syllables());
    let mut words = coded(&[looks, disguises.sounds(), parts]);
    let syllables = words[PARTS].words.split_off(before);
    (words, syllables)
}

/// The codes of characters, and the walk for the words of each way to read a text.
fn letters_and_walk(fold: &Fold, required: &Required, disguises: Option<&Disguises>) -> (Letters, Walk) {
    let (words, syllables) = coded_words(&required.words, disguises);
    let mut letters = Letters::new(fold, Classes::builtin(), &words);
    // With disguises each cell is walked anyway. A scan over bytes could not tell these from other Han characters.
    if disguises.is_some() {
        letters.add_strange(misread_characters());
    }
    let mut colours = Colours::default();
    let pairs = std::array::from_fn(|way| {
        Pairs::choose(way, &letters, &words[way].words, &required.common, required.are_bounded, &mut colours)
    });
    let syllables = Pairs::choose(PARTS, &letters, &syllables, &required.common, false, &mut colours);
    let walk = Walk::new(&letters, pairs, syllables);
    (letters, walk)
}

/// Tells of a text, without folding it, whether it may contain a finding.
#[derive(Debug)]
pub struct Sieve {
    letters: Letters,
    walk: Walk,
    /// `None` if blocks cannot be sieved as raw bytes.
    anchors: Option<Anchors>,
}

impl Sieve {
    /// Derives the sieve of the rules of all tiers that are searched for, and of their disguises if these are given.
    pub(crate) fn new(
        book: &RuleBook,
        is_searched: impl Fn(Tier) -> bool,
        disguises: Option<&Disguises>,
    ) -> Result<Self, RulesError> {
        let fold = Fold::builtin();
        let required = Required::new(fold, book, is_searched, disguises.is_none())?;
        // A disguise may replace the rare letter: in 代X发行 only common characters remain for a scan over bytes.
        let (scan, (letters, walk)) = match disguises {
            None => both(|| scan_for(fold, &required), || letters_and_walk(fold, &required, None)),
            Some(_) => (None, letters_and_walk(fold, &required, disguises)),
        };
        let anchors = scan.map(|scan| Anchors::new(scan, &required, &letters));
        Ok(Self { letters, walk, anchors })
    }

    /// Marks the parts of a block of UTF-8 in which [`Sieve::sift`] may report something: a term, a U+FFFD, a control.
    ///
    /// Without anchors the block is walked over. There are none with disguises, nor for a book of very many or very common
    /// characters.
    pub fn suspects(&self, block: &str, suspects: &mut Suspects) {
        match &self.anchors {
            Some(anchors) => anchors.mark(block, &self.letters, suspects),
            None => self.walk.mark(block, &self.letters, suspects),
        }
    }

    /// Whether blocks are sieved as raw bytes, which is fastest.
    #[must_use]
    pub fn has_anchors(&self) -> bool {
        self.anchors.is_some()
    }

    /// Walks over a cell, without folding it.
    #[must_use]
    pub fn sift(&self, cell: &str) -> Sifted {
        let mut seen = self.walk.over(cell, &self.letters);
        if seen.flags & SEVERAL != 0 {
            let expanded = self.walk.over(&self.expanded(cell), &self.letters);
            seen.has_word = expanded.has_word;
            seen.has_syllable = expanded.has_syllable;
        }
        let has = |flag: Flags| seen.flags & flag != 0;
        Sifted {
            may_hold: seen.has_word,
            has_syllable: seen.has_syllable,
            has_lost: has(IS_LOST),
            is_reordered: has(TURNS),
            is_strange: has(STRANGE),
            has_escape: has(BEGINS_ESCAPE),
        }
    }

    /// A cell with the letters that some characters fold to, for characters that fold to several. Each of
    /// them is between characters that words reach across: nobody can tell whether it is inside a Latin word.
    #[cold]
    fn expanded(&self, cell: &str) -> String {
        let mut expanded = String::with_capacity(2 * cell.len());
        for c in cell.chars() {
            if self.letters.get(c).flags() & SEVERAL != 0
                && let Some(folded) = Fold::builtin().folded(c)
            {
                folded.chars().for_each(|letter| expanded.extend([INVISIBLE, letter]));
                expanded.push(INVISIBLE);
            } else {
                expanded.push(c);
            }
        }
        expanded
    }
}
