//! Terms that are made of parts: each part is a list of alternatives, and every combination is a spelling.
#![allow(unreachable_pub, reason = "the macro makes public enums")]

use std::ops::Range;

use super::spelling::{Join, Occurrence, Spelling};
use crate::text::class::{Classes, Gap};
use crate::text::fold::{Fold, Kinds};
use crate::text::folded::Folded;
use crate::verdict::keyed::keyed;

/// How many spellings the parts of one rule may make.
pub(super) const MOST: usize = 20_000;

keyed! {
    /// All forms.
    pub const ALL;

    /// The only form in which a combination is a hit, where it is an ordinary text in any other.
    pub enum Only {
        /// A part is in brackets or quotation marks: 货币（虚拟）.
        Quoted => "quoted",
        /// A sign is written for a character: ₿交易.
        Sign => "sign",
        /// Nothing but blanks is between the letters.
        Touching => "touching",
    }
}

/// The spellings that the parts of a rule make.
#[derive(Debug)]
pub(crate) struct Compound {
    pub(crate) spellings: Vec<Spelling>,
    only: Option<Only>,
}

/// The texts that the parts make, in the order of the lists; with `is_turned` each also from the last part to the first.
pub(super) fn combinations(parts: &[Vec<&str>], is_turned: bool) -> Vec<String> {
    let all = |join: fn(&str, &str) -> String| {
        let mut made = vec![String::new()];
        for part in parts {
            made = made.iter().flat_map(|begun| part.iter().map(move |next| join(begun, next))).collect();
        }
        made
    };
    let mut made = all(joined);
    if is_turned {
        made.append(&mut all(|begun, next| joined(next, begun)));
    }
    made
}

/// Two texts, with a blank between two words in Latin letters, which may also touch.
fn joined(before: &str, behind: &str) -> String {
    let is_seam = before.ends_with(|c: char| c.is_ascii_alphanumeric())
        && behind.starts_with(|c: char| c.is_ascii_alphanumeric());
    let between = if is_seam { " " } else { "" };
    [before, between, behind].concat()
}

impl Compound {
    pub(super) fn new(spellings: Vec<Spelling>, only: Option<Only>) -> Self {
        Self { spellings, only }
    }

    /// Whether these letters are a spelling that is found as it is.
    pub(super) fn spells(&self, letters: &str) -> bool {
        let is_found_as_it_is = !matches!(self.only, Some(Only::Quoted | Only::Sign));
        is_found_as_it_is && self.spellings.iter().any(|spelling| spelling.letters == letters)
    }

    /// Whether an occurrence has the form that the rule demands.
    pub(super) fn admits(&self, cell: &str, folded: &Folded, occurrence: &Occurrence) -> bool {
        match self.only {
            None => true,
            Some(Only::Quoted) => occurrence.join == Join::Quoted,
            Some(Only::Touching) => is_without_marks(folded, &occurrence.units),
            Some(Only::Sign) => has_sign(cell, folded, &occurrence.units),
        }
    }
}

/// Whether nothing but blanks is between the letters of these units.
fn is_without_marks(folded: &Folded, units: &Range<usize>) -> bool {
    let classes = Classes::builtin();
    folded.text[folded.text_of(units)].chars().all(|c| c.is_whitespace() || classes.gap(c) == Gap::None)
}

/// Whether a sign is written for a letter of these units.
fn has_sign(cell: &str, folded: &Folded, units: &Range<usize>) -> bool {
    folded.units[units.clone()].iter().any(|unit| {
        let written = cell[unit.original_at as usize..].chars().next();
        written.is_some_and(|c| Fold::builtin().kinds(c).contains(Kinds::SIGN))
    })
}
