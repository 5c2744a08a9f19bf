//! A hit: an occurrence of a rule's term in a folded text.

use std::cmp::Reverse;
use std::ops::Range;

use crate::rules::Join;
use crate::verdict::Evidence;

/// An occurrence of a rule's term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The rule set's index in the book.
    pub(crate) set: usize,
    /// The rule's index in its rule set.
    pub(crate) rule: usize,
    /// The spelling's index in its rule; `None` for a rule without spellings.
    pub(crate) spelling: Option<usize>,
    /// The units of the folded text.
    pub(crate) units: Range<usize>,
    /// How the letters are joined.
    pub(crate) join: Join,
    /// Whether only a change of case separates the term from the letters around it.
    pub(crate) camel: bool,
    /// How a disguise is read as the term; `None` if the fold alone makes the text equal to the term.
    pub(crate) disguise: Option<Disguise>,
}

/// How a disguise is read as a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Disguise {
    /// Sound, shape or split.
    pub(crate) kind: Evidence,
    /// For each character of the folded term the units that are read as it.
    pub(crate) read: Vec<(Range<usize>, char)>,
}

impl Hit {
    /// The order of hits in a cell: by position, longer ones first, then in the order of the book.
    pub(crate) fn position(&self) -> (usize, Reverse<usize>, usize, usize) {
        (self.units.start, Reverse(self.units.end), self.set, self.rule)
    }

    /// Whether the hit is in a form that only a person can judge: for review at most.
    pub(crate) fn needs_a_person(&self) -> bool {
        let is_loose = match self.join {
            Join::Touching | Join::Spaced => false,
            Join::Bracketed | Join::Partial | Join::Quoted => true,
        };
        is_loose || self.camel || self.disguise.is_some()
    }
}
