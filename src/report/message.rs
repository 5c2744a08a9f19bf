//! Sentences about findings and problems, for every format that speaks to people.

use super::Lang;
use super::snippet::clip;
use crate::decision::Decision;
use crate::message::Say as _;
use crate::row::Row;
use crate::text::escape::visible;
use crate::verdict::{Finding, Problem, Verdict};

/// How much of a name or an id stands in a sentence, in columns.
const LONGEST_SUBJECT: usize = 120;

impl Lang {
    /// What a finding is, without its ground: `经营范围：列名字样“虚拟货币”，不符合`.
    pub(crate) fn finding(self, finding: &Finding) -> String {
        let Finding { column, term, .. } = finding;
        let (tier, verdict) = (self.tier(finding.tier), self.verdict(finding.verdict));
        visible(
            &self.pick(format!("{column}：{tier}“{term}”，{verdict}"), format!("{column}: {tier} {term}, {verdict}")),
        )
    }

    /// Clause and quote; none for an own term without a clause.
    pub(crate) fn ground(self, clause: &str, quote: &str) -> Option<String> {
        let quoted = match quote {
            "" => String::new(),
            marked if marked.starts_with('“') => quote.to_owned(),
            with_marks_inside if with_marks_inside.contains('“') => self.pick(format!("：{quote}"), quote.to_owned()),
            _ => format!("“{quote}”"),
        };
        let cited = self.pick(format!("依据：{clause}{quoted}"), format!("clause: {clause} {quoted}"));
        (!clause.is_empty()).then(|| visible(cited.trim_end()))
    }

    /// How the original differs from the term; none if it does not.
    pub(crate) fn differences(self, finding: &Finding) -> Option<String> {
        let words: Vec<_> = finding.evidence.iter().map(|e| self.evidence(*e)).collect();
        self.labelled("与原词的差别：", "differs by: ", &words)
    }

    /// What the surroundings say; none if nothing.
    pub(crate) fn surroundings(self, finding: &Finding) -> Option<String> {
        let words: Vec<_> = finding.context.iter().map(|tag| self.context(tag)).collect();
        self.labelled("语境：", "context: ", &words)
    }

    fn labelled(self, zh: &str, en: &str, words: &[&str]) -> Option<String> {
        (!words.is_empty()).then(|| visible(&format!("{}{}", self.pick(zh, en), words.join(self.pick("，", ", ")))))
    }

    /// A problem with where and how much.
    pub(crate) fn problem_at(self, problem: &Problem) -> String {
        let (said, detail) = (self.problem(problem.kind), problem.detail.say(self));
        visible(&self.pick(format!("{said}（{detail}）"), format!("{said} ({detail})")))
    }

    /// An earlier decision, with reason and last day as far as it has them.
    pub(crate) fn decision(self, decision: &Decision) -> String {
        let until = decision.until.map(|day| self.pick(format!("至 {day}"), format!("until {day}")));
        let parts = [Some(self.ruling(decision.decision).to_owned()), Some(decision.reason.clone()), until];
        let said: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let said = said.join(self.pick("，", ", "));
        visible(&self.pick(format!("先前决定：{said}"), format!("decided earlier: {said}")))
    }

    /// All of a finding in one sentence.
    pub(crate) fn finding_sentence(self, finding: &Finding) -> String {
        let matched = visible(&finding.matched);
        let parts = [
            Some(self.finding(finding)),
            Some(self.pick(format!("原文：{matched}"), format!("original: {matched}"))),
            self.differences(finding),
            self.surroundings(finding),
            self.ground(&finding.clause, &finding.quote),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(self.pick("；", "; "))
    }

    /// Verdict and whose it is: `不符合：甲公司（91…）`.
    pub(crate) fn headline(self, row: &Row) -> String {
        let said = self.verdict(row.verdict);
        match self.subject(row) {
            subject if subject.is_empty() => said.to_owned(),
            subject => self.pick(format!("{said}：{subject}"), format!("{said}: {subject}")),
        }
    }

    /// Name and id, as far as the row has them.
    pub(crate) fn subject(self, row: &Row) -> String {
        let (name, id) = (clip(row.name.trim(), LONGEST_SUBJECT), clip(row.id.trim(), LONGEST_SUBJECT));
        match (name.is_empty(), id.is_empty()) {
            (false, false) => self.pick(format!("{name}（{id}）"), format!("{name} ({id})")),
            _ => name + &id,
        }
    }

    /// Everything about a row, one sentence an entry, with the advice last.
    pub(crate) fn sentences(self, row: &Row) -> Vec<String> {
        let findings = row.findings.iter().map(|f| self.finding_sentence(f));
        let problems = row.problems.iter().map(|p| self.problem_at(p));
        let advice = (row.verdict != Verdict::Clear).then(|| self.advice(row.verdict).to_owned());
        let decision = row.decision.as_deref().map(|decision| self.decision(decision));
        findings.chain(problems).chain(decision).chain(advice).collect()
    }
}
