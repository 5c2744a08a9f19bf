//! One cell, step by step: what was folded, what occurs where, what the surroundings made of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mingcha::checker::{Cell, Examined};
use mingcha::escape::visible;
use mingcha::message::Coloured;
use mingcha::message::cli::Explained;
use mingcha::rules::Context;
use mingcha::text::fold::Fold;
use mingcha::text::scalars::Scalars;
use mingcha::verdict::{Evidence, Finding};

use super::Explanation;

impl Explanation<'_> {
    /// Explains one cell of a row with these names. `cut` are the findings that begin in it and end in the next one.
    pub(super) fn cell(&mut self, cell: Cell<'_>, names: &[&str], cut: &[&Finding]) {
        let examined = self.checker.examine_beside(cell, names);
        let Cell { column, text: cell, .. } = cell;
        let findings: Vec<Finding> = examined.iter().filter_map(|place| place.finding.clone()).collect();

        let text = self.highlighted(cell, &findings);
        self.line(&Explained::Cell { column: column.to_string(), text: Coloured(text) });

        let folded = Fold::builtin().fold(cell);
        if folded != cell {
            self.line(&Explained::Folded { text: folded });
            self.folding(cell);
        }

        for place in &examined {
            self.place(place);
        }
        for finding in cut {
            self.finding(finding, &[], &[]);
        }
        if examined.is_empty() && cut.is_empty() {
            self.line(&Explained::Nothing);
        }
    }

    /// The cell with its findings marked. Of findings that overlap, the first is marked.
    fn highlighted(&self, cell: &str, findings: &[Finding]) -> String {
        let mut marked = String::new();
        let mut reached = 0;
        let mut offsets = Scalars::new(cell);
        for finding in findings {
            let start = offsets.byte(finding.start);
            let end = offsets.byte(finding.end);
            if start >= reached {
                let before = visible(&cell[reached..start]);
                let matched = visible(&cell[start..end]);
                let _ = write!(marked, "{before}{}{matched}{}", self.mark.start, self.mark.end);
                reached = end;
            }
        }
        marked + &visible(&cell[reached..])
    }

    /// The characters that folding changed, each once.
    fn folding(&mut self, cell: &str) {
        let mut seen = BTreeSet::new();
        for c in cell.chars() {
            if !seen.insert(c) {
                continue;
            }
            let Some((folded, kinds)) = Fold::builtin().get(c) else {
                continue;
            };

            let character = c.to_string();
            let code = format!("U+{:04X}", u32::from(c));
            let differences = kinds.iter().map(|kind| self.lang.evidence(Evidence::from(kind)).to_owned()).collect();
            self.line(&if folded.is_empty() {
                Explained::Dropped { character, code, differences }
            } else {
                Explained::Replaced { character, code, to: folded.to_owned(), differences }
            });
        }
    }

    fn place(&mut self, place: &Examined<'_>) {
        match &place.finding {
            Some(finding) => self.finding(finding, &place.read, &place.contexts),
            None => self.masked(place),
        }
    }

    /// What is no hit because a longer phrase means something else.
    fn masked(&mut self, place: &Examined<'_>) {
        for mask in place.contexts.iter().filter(|context| context.action.hides()) {
            self.line(&Explained::Masked {
                matched: place.matched.to_owned(),
                term: place.rule.term.to_string(),
                context: mask.id.to_string(),
                reason: mask.reason.clone(),
            });
        }
    }

    pub(super) fn finding(&mut self, finding: &Finding, read: &[(String, char)], contexts: &[&Context]) {
        self.line(&Explained::Match {
            matched: finding.matched.clone(),
            start: finding.start,
            end: finding.end,
            term: finding.term.to_string(),
            tier: self.lang.tier_of(finding.tier, finding.is_own).to_owned(),
            rule: finding.rule.to_string(),
        });

        let differences: Vec<String> = self.lang.evidence_of(finding).into_iter().map(str::to_owned).collect();
        if !differences.is_empty() {
            self.line(&Explained::Differs { differences });
        }
        if !read.is_empty() {
            self.line(&Explained::ReadAs { reading: mapping(read) });
        }
        for context in contexts {
            self.line(&Explained::Context {
                id: context.id.to_string(),
                tag: context.tag.to_string(),
                words: self.lang.context(&context.tag).to_owned(),
                reason: context.reason.clone(),
            });
        }
        if !finding.clause.is_empty() {
            self.line(&Explained::Ground { clause: finding.clause.to_string(), quote: finding.quote.to_string() });
        }
        self.line(&Explained::Judged { verdict: self.lang.verdict(finding.verdict).to_owned() });
    }
}

/// Character by character: what occurs there and, where it differs, what it is read as.
fn mapping(read: &[(String, char)]) -> String {
    let mut shown = Vec::new();
    for (found, c) in read {
        shown.push(if *found == c.to_string() { found.clone() } else { format!("{found}→{c}") });
    }
    shown.join(" ")
}
