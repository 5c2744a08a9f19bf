//! Equal findings of a row, so that a document lists them once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::verdict::{Evidence, Finding, Verdict};

/// Equal findings of a row.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) finding: &'a Finding,
    /// Their numbers in the row, from 1.
    pub(super) numbers: Vec<usize>,
}

impl Group<'_> {
    /// The numbers as `1,3,4`, at most `most` of them.
    pub(super) fn shown_numbers(&self, most: usize) -> String {
        let numbers: Vec<_> = self.numbers.iter().take(most).map(usize::to_string).collect();
        let more = if self.numbers.len() > most { "…" } else { "" };
        numbers.join(",") + more
    }
}

/// The findings grouped, in the order of the first of each group.
pub(super) fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut indexes: HashMap<_, usize> = HashMap::new();
    for (number, finding) in findings.iter().enumerate() {
        let index = *indexes.entry(Likeness::of(finding)).or_insert(groups.len());
        if index == groups.len() {
            groups.push(Group { finding, numbers: Vec::new() });
        }
        groups[index].numbers.push(number + 1);
    }
    groups
}

/// What equal findings have in common.
#[derive(PartialEq, Eq, Hash)]
struct Likeness<'a> {
    rule: &'a Arc<str>,
    clause: &'a Arc<str>,
    verdict: Verdict,
    matched: &'a str,
    evidence: &'a BTreeSet<Evidence>,
    context: &'a BTreeSet<Arc<str>>,
}

impl<'a> Likeness<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            rule: &finding.rule,
            clause: &finding.clause,
            verdict: finding.verdict,
            matched: &finding.matched,
            evidence: &finding.evidence,
            context: &finding.context,
        }
    }
}
