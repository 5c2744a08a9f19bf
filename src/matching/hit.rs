//! A place where a rule's term was found.

use std::ops::Range;

use crate::rules::Join;
use crate::verdict::Evidence;

/// A place where a rule's term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The rule set's index in the book.
    pub set: usize,
    /// The rule's index in its rule set.
    pub rule: usize,
    /// The spelling's index in its rule; none for a rule that is not spelled.
    pub spelling: Option<usize>,
    /// The units of the folded text.
    pub units: Range<usize>,
    /// How its letters are joined.
    pub join: Join,
    /// Whether only a change of case sets it apart from the letters around it.
    pub camel: bool,
    /// How a disguised form is read as the term; none for letters that the fold equates.
    pub disguise: Option<Disguise>,
}

/// How a disguised place is read as a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disguise {
    /// Sound, shape or split.
    pub kind: Evidence,
    /// For each character of the folded term the units that stand for it.
    pub read: Vec<(Range<usize>, char)>,
}
