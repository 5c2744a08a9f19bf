//! What is found, where, and by which rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::{Evidence, Field, Tier, Verdict};

/// A term found in a cell, with all that a registrar needs to stand by it.
///
/// The order of the fields is the order of the keys in jsonl.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Name or scope.
    pub field: Field,
    /// The column's header as it stands in the input.
    pub column: Arc<str>,
    /// The rule's canonical form: the named word, for its aliases too.
    pub term: Arc<str>,
    /// The stable id of the rule.
    pub rule: Arc<str>,
    /// How the rule is grounded.
    pub tier: Tier,
    /// What this finding alone would make of the row.
    pub verdict: Verdict,
    /// The cited clause, such as 银发〔2026〕42号（八）; empty for an own term without one.
    pub clause: Arc<str>,
    /// The cited words, verbatim; empty where there is no clause.
    pub quote: Arc<str>,
    /// The original text, whole grapheme clusters.
    pub matched: String,
    /// Where `matched` begins, in Unicode scalar values from the start of the decoded cell.
    pub start: usize,
    /// Where `matched` ends, exclusive, in the same unit.
    pub end: usize,
    /// How the original differs from the term; empty means exact.
    pub evidence: BTreeSet<Evidence>,
    /// Tags of the context, such as `negated`.
    pub context: BTreeSet<Arc<str>>,
    /// The original text around the match.
    pub excerpt: String,
}
