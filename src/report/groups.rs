//! Findings that say the same of the same words, told once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::verdict::Finding;

/// Equal findings of a row.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) finding: &'a Finding,
    /// Their numbers in the row, from 1.
    pub(super) numbers: Vec<usize>,
}

impl Group<'_> {
    /// `1,3,4`; of more than `most` numbers the rest is left out.
    pub(super) fn shown_numbers(&self, most: usize) -> String {
        let numbers: Vec<_> = self.numbers.iter().take(most).map(usize::to_string).collect();
        let more = if self.numbers.len() > most { "…" } else { "" };
        numbers.join(",") + more
    }
}

/// The findings grouped, in the order of the first of each group.
pub(super) fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places: HashMap<_, usize> = HashMap::new();
    for (number, finding) in findings.iter().enumerate() {
        let place = *places.entry(sameness(finding)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group { finding, numbers: Vec::new() });
        }
        groups[place].numbers.push(number + 1);
    }
    groups
}

type Sameness<'a> = (&'a Arc<str>, &'a Arc<str>, &'a str, &'a str, Vec<&'a str>);

fn sameness(finding: &Finding) -> Sameness<'_> {
    let differs = finding.evidence.iter().map(|e| e.key()).chain(finding.context.iter().map(|tag| &**tag));
    (&finding.rule, &finding.clause, finding.verdict.key(), &finding.matched, differs.collect())
}
