//! The key of a row: what was judged, as a hash. A registrar's decision follows it.
//!
//! It holds the id, the checked texts, and what the program said of them: of each finding its rule with the id of its set, its
//! field, tier and verdict, and of each unread text the kind of its problem and its raw bytes. So a decision ends when any
//! of these changes, and survives when the book grows by rules that find nothing in the row. Columns that are not checked,
//! places and the order of columns of different fields are no part of it.

use sha2::{Digest, Sha256};

use crate::digest::hex;
use crate::verdict::{Field, Finding, Problem, ProblemKind};

/// What a key begins with. It changes with what a key holds, so that `decision` can tell old ones.
const PREFIX: &str = "k2";
/// The number of bytes of the SHA-256 that a key shows.
const KEY_BYTES: usize = 16;

/// What was judged of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged<'a> {
    pub(crate) id: &'a str,
    /// The checked texts. Those of one field are in the order of their columns.
    pub(crate) texts: &'a [(Field, &'a str)],
    pub(crate) findings: &'a [Finding],
    pub(crate) problems: &'a [Problem],
    /// The bytes of the whole row as they were read, if it is part of a batch.
    pub(crate) raw: &'a [u8],
}

/// The hash of what was judged.
struct Hash(Sha256);

/// [`PREFIX`] and hexadecimal digits of a SHA-256.
pub(crate) fn key(judged: Judged<'_>) -> String {
    let mut hash = Hash(Sha256::new());
    hash.part(judged.id);
    hash.texts(judged.texts);
    hash.findings(judged.findings);
    hash.unread(judged.problems, judged.raw);
    hash.advertising(judged.texts);

    let digest = hash.0.finalize();
    format!("{PREFIX}{}", hex(&digest[..KEY_BYTES]))
}

impl Hash {
    /// Adds a part, preceded by its length, so that no two lists of parts have the same bytes.
    fn part(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// Adds how many parts of a kind follow.
    fn count(&mut self, parts: usize) {
        self.0.update((parts as u64).to_le_bytes());
    }

    /// Adds the texts of each field. An empty cell is as good as none: a format may have no other way to say null.
    fn texts(&mut self, texts: &[(Field, &str)]) {
        for field in Field::FILED {
            self.texts_of(field, texts);
        }
    }

    /// Adds the advertising texts, if there are any. They come last, so that the keys of all other rows are those of versions
    /// that knew no such field.
    fn advertising(&mut self, texts: &[(Field, &str)]) {
        if texts.iter().any(|(field, text)| *field == Field::Text && !text.trim().is_empty()) {
            self.part(Field::Text.key());
            self.texts_of(Field::Text, texts);
        }
    }

    fn texts_of(&mut self, field: Field, texts: &[(Field, &str)]) {
        let texts = texts.iter().filter(|(of, text)| *of == field && !text.trim().is_empty());
        self.count(texts.clone().count());
        for (_, text) in texts {
            self.part(text);
        }
    }

    /// Adds each finding, in an order that no column and no rule set decides.
    fn findings(&mut self, findings: &[Finding]) {
        let mut judged = Vec::new();
        for finding in findings {
            judged.push([&*finding.rule, finding.field.key(), finding.tier.key(), finding.verdict.key()]);
        }
        judged.sort_unstable();

        self.count(judged.len());
        for part in judged.into_iter().flatten() {
            self.part(part);
        }
    }

    /// Adds what stayed unread.
    fn unread(&mut self, problems: &[Problem], raw: &[u8]) {
        let unread = || problems.iter().filter(|problem| problem.kind.leaves_text_unread());
        let mut kinds: Vec<&str> = unread().map(|problem| problem.kind.key()).collect();
        kinds.sort_unstable();

        self.count(kinds.len());
        for kind in kinds {
            self.part(kind);
        }
        if unread().any(is_beyond_texts) {
            self.part(raw);
        }
    }
}

/// Whether the text that stayed unread is not among the checked texts: it concerns the row as a whole, is in another column,
/// or was cut off.
fn is_beyond_texts(problem: &Problem) -> bool {
    let is_checked = problem.field.is_some_and(|field| Field::CHECKED.contains(&field));
    !is_checked || problem.kind == ProblemKind::TooLong
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::verdict::{Detail, Tier, Verdict};

    /// What is judged of a row, from few values so that two are often alike.
    #[derive(Clone, Debug)]
    struct Made {
        id: String,
        texts: Vec<(Field, String)>,
        findings: Vec<Finding>,
        problems: Vec<Problem>,
        raw: Vec<u8>,
    }

    impl Made {
        fn key(&self) -> String {
            let texts: Vec<_> = self.texts.iter().map(|(field, text)| (*field, &**text)).collect();
            let Self { id, findings, problems, raw, .. } = self;
            key(Judged { id, texts: &texts, findings, problems, raw })
        }

        /// All that the key holds, written plainly.
        fn judged(&self) -> String {
            let texts = Field::CHECKED.map(|field| {
                let texts = self.texts.iter().filter(|(of, text)| *of == field && !matches!(&**text, "" | " "));
                texts.map(|(_, text)| text).collect::<Vec<_>>()
            });
            let mut findings: Vec<_> =
                self.findings.iter().map(|f| (&f.rule, f.field.key(), f.tier.key(), f.verdict.key())).collect();
            findings.sort();
            let unread = self.problems.iter().filter(|problem| problem.kind.leaves_text_unread());
            let mut kinds: Vec<_> = unread.clone().map(|problem| problem.kind.key()).collect();
            kinds.sort_unstable();
            let is_shown = |problem: &Problem| matches!(problem.field, Some(Field::Name | Field::Scope));
            let raw = unread.clone().any(|p| !is_shown(p) || p.kind == ProblemKind::TooLong).then_some(&self.raw);
            format!("{:?}", (&self.id, texts, findings, kinds, raw))
        }
    }

    fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
        prop::sample::select(values.to_vec())
    }

    fn finding() -> impl Strategy<Value = Finding> {
        let verdicts = [Verdict::Review, Verdict::Reject];
        let fields = [Field::Name, Field::Scope, Field::Other];
        (
            one_of(&["a/x", "a/y", "b/x"]),
            one_of(&fields),
            one_of(&[Tier::Named, Tier::Related]),
            one_of(&verdicts),
            0..3_usize,
        )
            .prop_map(|(rule, field, tier, verdict, start)| Finding {
                field,
                column: "列".into(),
                term: "词".into(),
                rule: rule.into(),
                tier,
                verdict,
                clause: "".into(),
                quote: "".into(),
                matched: String::new(),
                start,
                end: start + 1,
                evidence: BTreeSet::new(),
                context: BTreeSet::new(),
                excerpt: String::new(),
                is_combined: false,
                is_own: false,
            })
    }

    fn problem() -> impl Strategy<Value = Problem> {
        let kinds = [ProblemKind::CutOff, ProblemKind::TooLong, ProblemKind::Ragged, ProblemKind::Empty];
        (one_of(&kinds), one_of(&[None, Some(Field::Name), Some(Field::Other)])).prop_map(|(kind, field)| Problem {
            kind,
            field,
            detail: Detail::BlankLine,
        })
    }

    fn made() -> impl Strategy<Value = Made> {
        let text = (one_of(&Field::CHECKED), one_of(&["", " ", "甲", "乙", "甲乙"]).prop_map(str::to_owned));
        let texts = prop::collection::vec(text, 0..4);
        let findings = prop::collection::vec(finding(), 0..3);
        let problems = prop::collection::vec(problem(), 0..2);
        (one_of(&["", "1"]), texts, findings, problems, one_of(&[&b"x"[..], b"y"])).prop_map(
            |(id, texts, findings, problems, raw)| Made {
                id: id.to_owned(),
                texts,
                findings,
                problems,
                raw: raw.to_vec(),
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn two_rows_have_one_key_if_and_only_if_the_same_was_judged(one in made(), other in made(), part in 0..6) {
            // Most pairs differ in one part, so that each part is seen to count.
            let mut changed = one.clone();
            match part {
                0 => changed.id = other.id,
                1 => changed.texts = other.texts,
                2 => changed.findings = other.findings,
                3 => changed.problems = other.problems,
                4 => changed.raw = other.raw,
                _ => changed = other,
            }
            prop_assert_eq!(one.key() == changed.key(), one.judged() == changed.judged(), "{:?} {:?}", one, changed);
        }

        #[test]
        fn no_order_of_findings_columns_or_problems_changes_a_key(one in made()) {
            let mut turned = one.clone();
            turned.findings.reverse();
            turned.problems.reverse();
            turned.texts.sort_by_key(|(field, _)| std::cmp::Reverse(*field));
            prop_assert_eq!(one.key(), turned.key());
        }
    }
}
