//! Sentences about findings, problems and decisions, for every format that speaks to people. As in every message, texts from
//! cells are made visible.

use super::Lang;
use super::snippet::clip;
use crate::decision::Decision;
use crate::message::{Basis, Clause, Mention, Say as _, Sentence};
use crate::row::Row;
use crate::text::fold::Fold;
use crate::verdict::{Evidence, Field, Finding, Problem, Tier, Verdict};

/// The longest name or id in a sentence, in columns.
const LONGEST_SUBJECT: usize = 120;

impl Lang {
    /// What a finding is, without its ground: `经营范围含“虚拟货币”，属第（八）条所列字样（不符合）`.
    pub(crate) fn finding(self, finding: &Finding) -> String {
        let term = finding.term.to_string();
        let mention = if finding.is_combined && !is_word(finding) {
            Mention::Combination { term }
        } else if finding.evidence.contains(&Evidence::Alias) {
            Mention::Alias { term }
        } else {
            Mention::Term { term }
        };

        let sentence = Sentence::Finding {
            column: finding.column.to_string(),
            mention,
            basis: basis(finding),
            verdict: self.verdict(finding.verdict),
        };
        sentence.say(self)
    }

    /// Clause and quote. Returns `None` for an own term without a clause.
    pub(crate) fn ground(self, clause: &str, quote: &str) -> Option<String> {
        if clause.is_empty() {
            return None;
        }

        let has_own_marks = quote.contains('“');
        let begins_with_mark = quote.starts_with('“');
        let clause = clause.to_owned();
        let quote = quote.to_owned();
        let sentence = if quote.is_empty() {
            Sentence::Ground { clause }
        } else if begins_with_mark {
            Sentence::GroundAndMarked { clause, quote }
        } else if has_own_marks {
            Sentence::GroundAndNested { clause, quote }
        } else {
            Sentence::GroundAndQuote { clause, quote }
        };
        Some(sentence.say(self))
    }

    /// How the original differs from the term. Returns `None` if it does not.
    pub(crate) fn differences(self, finding: &Finding) -> Option<String> {
        if finding.evidence.is_empty() {
            return None;
        }
        Some(Sentence::Differences { words: self.evidence_of(finding) }.say(self))
    }

    /// The differences of a finding, each in a few words.
    #[must_use]
    pub fn evidence_of(self, finding: &Finding) -> Vec<&'static str> {
        let mut words = Vec::new();
        for evidence in &finding.evidence {
            let is_combination = *evidence == Evidence::Alias && finding.is_combined;
            words.push(if is_combination { self.labels().combination } else { self.evidence(*evidence) });
        }
        words
    }

    /// What the context of a finding is. Returns `None` if no context was recognised.
    pub(crate) fn surroundings(self, finding: &Finding) -> Option<String> {
        if finding.context.is_empty() {
            return None;
        }
        let words = finding.context.iter().map(|tag| self.context(tag).to_owned()).collect();
        Some(Sentence::Surroundings { words }.say(self))
    }

    /// The column of a finding that is neither in a name nor in a scope. Returns `None` for the others, which are shown in
    /// their cells.
    pub(crate) fn elsewhere(self, finding: &Finding) -> Option<String> {
        match finding.field {
            Field::Name | Field::Scope | Field::Text => None,
            Field::Other => Some((finding.field, finding.column.clone()).say(self)),
        }
    }

    /// The original text of a finding.
    pub(crate) fn original(self, finding: &Finding) -> String {
        Sentence::Original { text: finding.matched.clone() }.say(self)
    }

    /// A problem with where and how much.
    pub(crate) fn problem_at(self, problem: &Problem) -> String {
        let sentence = Sentence::Problem { said: self.problem(problem.kind), detail: problem.detail.clone() };
        sentence.say(self)
    }

    /// An earlier decision, with reason and last day as far as it has them.
    pub(crate) fn decision(self, decision: &Decision) -> String {
        let mut parts = vec![self.ruling(decision.decision).to_owned()];
        if !decision.reason.is_empty() {
            parts.push(decision.reason.clone());
        }
        if let Some(day) = decision.until {
            parts.push(Sentence::Until { day }.say(self));
        }
        let said = parts.join(self.comma());
        Sentence::Decision { said }.say(self)
    }

    /// All of a finding in one sentence.
    pub(crate) fn finding_sentence(self, finding: &Finding) -> String {
        let mut parts = vec![self.finding(finding), self.original(finding)];
        parts.extend(self.differences(finding));
        parts.extend(self.surroundings(finding));
        parts.extend(self.ground(&finding.clause, &finding.quote));
        parts.join(self.semicolon())
    }

    /// Verdict and whose it is: `不符合：甲公司（91…）`.
    pub(crate) fn headline(self, row: &Row) -> String {
        let verdict = self.verdict(row.verdict);
        let subject = self.subject(row);
        if subject.is_empty() {
            return verdict.to_owned();
        }
        Sentence::Headline { verdict, subject }.say(self)
    }

    /// Name and id, as far as the row has them.
    pub(crate) fn subject(self, row: &Row) -> String {
        let name = clip(row.name.trim(), LONGEST_SUBJECT);
        let id = clip(row.id.trim(), LONGEST_SUBJECT);
        if name.is_empty() || id.is_empty() {
            return name + &id;
        }
        Sentence::NameAndId { name, id }.say(self)
    }

    /// What is to be done about a row: for a word that is not allowed, what is to be done about the field it is in.
    #[must_use]
    pub fn advice_on(self, row: &Row) -> &'static str {
        match row.verdict {
            Verdict::Reject => self.advice_on_rejected(row),
            Verdict::Notice if row.findings.iter().any(|finding| finding.field == Field::Other) => {
                self.labels().named_elsewhere
            }
            Verdict::Notice if row.findings.iter().any(|finding| finding.tier == Tier::Named) => {
                self.labels().named_by_another_rule
            }
            verdict @ (Verdict::Review | Verdict::Unchecked | Verdict::Notice | Verdict::Allowed | Verdict::Clear) => {
                self.advice(verdict)
            }
        }
    }

    fn advice_on_rejected(self, row: &Row) -> &'static str {
        let rejected = row.findings.iter().filter(|finding| finding.verdict == Verdict::Reject);
        let mut in_name = false;
        let mut in_scope = false;
        for finding in rejected {
            match finding.field {
                Field::Name => in_name = true,
                Field::Scope => in_scope = true,
                // Such a finding is lighter.
                Field::Text | Field::Other => {}
            }
        }

        let labels = self.labels();
        match (in_name, in_scope) {
            (true, false) => labels.change_name,
            (false, true) => labels.strike_item,
            (true, true) | (false, false) => labels.change_name_and_strike_item,
        }
    }

    /// Everything about a row, one sentence an entry, with the advice last.
    pub(crate) fn sentences(self, row: &Row) -> Vec<String> {
        let mut sentences = Vec::new();
        for finding in &row.findings {
            sentences.push(self.finding_sentence(finding));
        }
        for problem in &row.problems {
            sentences.push(self.problem_at(problem));
        }
        if let Some(decision) = &row.decision {
            sentences.push(self.decision(decision));
        }
        if row.verdict != Verdict::Clear {
            sentences.push(self.advice_on(row).to_owned());
        }
        sentences
    }
}

/// Whether a match is the term itself, differences of writing aside.
pub(super) fn is_word(finding: &Finding) -> bool {
    letters(&finding.matched) == letters(&finding.term)
}

/// The letters and digits of a text, folded.
fn letters(text: &str) -> String {
    Fold::builtin().fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Why the rule of a finding looks for its term, and whether it is in a column that the notice is not about.
pub(super) fn basis(finding: &Finding) -> Basis {
    let basis = basis_of_rule(finding);
    match finding.field {
        Field::Name | Field::Scope | Field::Text => basis,
        Field::Other => Basis::Elsewhere { basis: Box::new(basis) },
    }
}

/// Why the rule of a finding looks for its term. An office's own term may have no clause.
fn basis_of_rule(finding: &Finding) -> Basis {
    let has_clause = !finding.clause.is_empty();
    match finding.tier {
        Tier::Named if has_clause => Basis::Named { clause: clause(&finding.clause) },
        Tier::Named => Basis::NamedByOwnRule,
        Tier::Content if has_clause && !finding.is_own => Basis::Content,
        Tier::Content => Basis::ContentByOwnRule,
        Tier::Related if finding.is_own => Basis::RelatedByOwnRule,
        Tier::Related => Basis::Related,
    }
}

/// The clause by its number, such as `（八）` at the end of `银发〔2026〕42号（八）`. Other forms are cited whole.
fn clause(clause: &str) -> Clause {
    let number = clause.rfind('（').map(|at| &clause[at..]).filter(|number| is_numbered(number));
    match number {
        Some(number) => Clause::Numbered { number: number.to_owned() },
        None => Clause::Whole { clause: clause.to_owned() },
    }
}

/// Whether a text is a Chinese numeral in brackets.
fn is_numbered(text: &str) -> bool {
    let inside = text.strip_prefix('（').and_then(|rest| rest.strip_suffix('）')).unwrap_or_default();
    !inside.is_empty() && inside.chars().all(|c| "〇一二三四五六七八九十百".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Checker, Date, Profile, RuleBook};

    #[test]
    fn a_word_in_another_column_asks_for_no_change_of_name_or_scope() {
        let rules = RuleBook::in_force(Date::constant(2026, 3, 1)).unwrap();
        let checker = Checker::new(rules, Profile::built_in("filing").unwrap()).unwrap();
        let mut row = Row::new("a.csv".into(), std::iter::empty());
        row.findings = checker.check_text(Field::Other, "曾用虚拟货币");
        row.verdict = Verdict::Notice;

        let expected_zh = "other含“虚拟货币”，属第（八）条所列字样，所在栏目不是名称或经营范围（提示）";
        let expected_en = "other: contains 虚拟货币, a word that clause （八） names, in a column that is neither name nor scope (notice)";
        for (lang, expected, place, advice) in [
            (Lang::Zh, expected_zh, "其他栏目：other", "提示：名称和经营范围以外的栏目含所列字样，供参考"),
            (
                Lang::En,
                expected_en,
                "other column: other",
                "note: a named word in a column that is neither name nor scope",
            ),
        ] {
            let [finding] = &row.findings[..] else { panic!("{:?}", row.findings) };
            assert_eq!(lang.finding(finding), expected);
            assert_eq!(lang.elsewhere(finding).unwrap(), place);
            assert_eq!(lang.advice_on(&row), advice);
        }
    }

    #[test]
    fn a_clause_is_called_by_its_number_only_if_it_ends_in_one() {
        for (cited, said) in [
            ("银发〔2026〕42号（八）", "第（八）条"),
            ("某发〔2027〕1号（二十一）", "第（二十一）条"),
            ("银发〔2026〕42号（序）", "银发〔2026〕42号（序）"),
            ("某办通知", "某办通知"),
            ("（）", "（）"),
        ] {
            assert_eq!(clause(cited).say(Lang::Zh), said);
        }
    }
}
