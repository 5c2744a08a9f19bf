//! One cell, step by step: what was folded, what stands where, what the surroundings made of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use mingcha::checker::{Cell, Examined};
use mingcha::text::escape::visible;
use mingcha::text::fold::{Fold, Kind};
use mingcha::text::scalars::Scalars;
use mingcha::verdict::{Field, Finding};

use super::Explanation;

impl Explanation<'_> {
    /// Explains one cell and returns its findings.
    pub(super) fn cell(&self, field: Field, column: &Arc<str>, cell: &str, text: &mut String) -> Vec<Finding> {
        let examined = self.checker.examine(Cell { field, column, text: cell });
        let findings: Vec<_> = examined.iter().filter_map(|e| e.finding.clone()).collect();
        let _ = writeln!(text, "{column}: {}", self.highlighted(cell, &findings));
        let folded = Fold::builtin().fold(cell);
        if folded != cell {
            let _ = writeln!(text, "  {}: {}", self.lang.pick("折叠后", "folded"), visible(&folded));
            self.folding(cell, text);
        }
        for place in &examined {
            self.place(place, text);
        }
        if examined.is_empty() {
            let _ = writeln!(text, "  {}", self.lang.pick("没有与规则相符之处", "no rule matches anywhere"));
        }
        findings
    }

    fn highlighted(&self, cell: &str, findings: &[Finding]) -> String {
        let mut marked = String::new();
        let mut reached = 0;
        let mut places = Scalars::new(cell);
        for finding in findings {
            let (start, end) = (places.byte(finding.start), places.byte(finding.end));
            if start >= reached {
                let (before, matched) = (visible(&cell[reached..start]), visible(&cell[start..end]));
                let _ = write!(marked, "{before}{}{matched}{}", self.mark.start, self.mark.end);
                reached = end;
            }
        }
        marked + &visible(&cell[reached..])
    }

    /// The characters that folding changed, each once.
    fn folding(&self, cell: &str, text: &mut String) {
        let mut seen = BTreeSet::new();
        for c in cell.chars().filter(|c| seen.insert(*c)) {
            if let Some((folded, kinds)) = Fold::builtin().get(c) {
                let to = if folded.is_empty() {
                    self.lang.pick("（略去）", "(dropped)").to_owned()
                } else {
                    visible(folded)
                };
                let kinds: Vec<_> = kinds.iter().map(Kind::key).collect();
                let _ =
                    writeln!(text, "    {} U+{:04X} → {to} {}", visible(&c.to_string()), u32::from(c), kinds.join(","));
            }
        }
    }

    fn place(&self, place: &Examined<'_>, text: &mut String) {
        let Examined { rule, contexts, finding, matched, read } = place;
        let matched = visible(matched);
        let Some(finding) = finding else {
            let masks: Vec<_> = contexts.iter().filter(|c| c.action.hides()).collect();
            for mask in masks {
                let _ = writeln!(
                    text,
                    "  {matched} ~ {}: {} {} ({})",
                    rule.term,
                    self.lang.pick("不算命中，因其属于", "no hit, masked by"),
                    mask.id,
                    mask.reason
                );
            }
            return;
        };
        let evidence: Vec<_> = finding.evidence.iter().map(|e| self.lang.evidence(*e)).collect();
        let tier = self.lang.tier(finding.tier);
        let _ = writeln!(
            text,
            "  {matched} [{}..{}] → {} ({tier}, {})",
            finding.start, finding.end, finding.term, finding.rule
        );
        if !evidence.is_empty() {
            let _ = writeln!(
                text,
                "    {}: {}",
                self.lang.pick("与原词的差别", "differs by"),
                evidence.join(self.lang.pick("，", ", "))
            );
        }
        if !read.is_empty() {
            let _ = writeln!(text, "    {}: {}", self.lang.pick("逐字读作", "read as"), mapping(read));
        }
        for context in contexts {
            let _ = writeln!(
                text,
                "    {}: {} {} ({})",
                self.lang.pick("语境", "context"),
                context.id,
                context.tag,
                context.reason
            );
        }
        if !finding.clause.is_empty() {
            let _ = writeln!(text, "    {}: {} {}", self.lang.pick("依据", "clause"), finding.clause, finding.quote);
        }
        let _ = writeln!(text, "    {}: {}", self.lang.pick("判定", "verdict"), self.lang.verdict(finding.verdict));
    }
}

/// Character by character: what stands there and, where it differs, what it is read as.
fn mapping(read: &[(String, char)]) -> String {
    let one = |(found, c): &(String, char)| {
        let shown = visible(found);
        if *found == c.to_string() { shown } else { format!("{shown}→{c}") }
    };
    read.iter().map(one).collect::<Vec<_>>().join(" ")
}
