//! What is found, where, and by which rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::{Evidence, Field, Tier, Verdict};

/// A term found in a cell, with everything that a registrar needs to justify a decision.
///
/// The order of the fields is the order of the keys in jsonl.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The part of the filing that the column contains.
    pub field: Field,
    /// The column's header as written in the input.
    pub column: Arc<str>,
    /// The rule's canonical form: the named word, for its aliases too.
    pub term: Arc<str>,
    /// The stable id of the rule.
    pub rule: Arc<str>,
    /// How the rule is grounded.
    pub tier: Tier,
    /// The verdict of a row that has this finding alone.
    pub verdict: Verdict,
    /// The cited clause, such as 银发〔2026〕42号（八）; empty for an own term without one.
    pub clause: Arc<str>,
    /// The cited words, verbatim; empty if there is no clause.
    pub quote: Arc<str>,
    /// The original text, whole grapheme clusters.
    pub matched: String,
    /// Offset of `matched` in the decoded cell, in Unicode scalar values from 0.
    pub start: usize,
    /// Offset of the end of `matched`, exclusive, in Unicode scalar values.
    pub end: usize,
    /// How the original differs from the term; empty means exact.
    pub evidence: BTreeSet<Evidence>,
    /// Tags of the context, such as `negated`.
    pub context: BTreeSet<Arc<str>>,
    /// The original text around the match; empty in a column that is neither name nor scope.
    pub excerpt: String,
    /// Whether the rule is one of words that combine. Documents for people call such a match a combination of words.
    #[serde(skip)]
    pub is_combined: bool,
    /// Whether the rule is one of an office's own terms. Documents for people do not call such a term a word of the notice.
    #[serde(skip)]
    pub is_own: bool,
}
