//! A regular expression that is parsed and compiled on first use, and the words of which every match contains one.
//!
//! A run needs few of the patterns of a rule set, and compiling them takes longer than checking a small batch. Some patterns
//! begin with anything and end in one of a few words (…除外), so no search can start from their beginning; but a text without
//! any of the words needs no search. Memory is bounded here, and the work in one text in `work.rs`.

mod words;
mod work;

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use regex::{Error, Match, Regex, RegexBuilder};
use regex_syntax::hir::Hir;

use crate::message::{PatternError, Syntax};
use words::words;
use work::Effort;
pub(crate) use work::Exceeded;

/// How much memory a compiled pattern may take, in bytes. The largest one built in takes a fraction of it.
const LARGEST: usize = 1 << 20;

mod built {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// The `cues` of a pattern whose words are not known.
pub(super) const ANYWHERE: Range<usize> = 0..usize::MAX;

#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    /// Whether a thread is compiling it or has done so.
    is_begun: AtomicBool,
    compiled: OnceLock<Regex>,
    effort: OnceLock<Effort>,
}

impl Pattern {
    /// A pattern that has not been parsed: see [`Pattern::check`].
    pub(super) fn new(source: String) -> Self {
        Self { source, is_begun: AtomicBool::new(false), compiled: OnceLock::new(), effort: OnceLock::new() }
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Parses and compiles the pattern. One that is not built in must pass this before it is used.
    ///
    /// # Errors
    /// It is not a regular expression, or one that would take too much memory.
    pub(super) fn check(&self) -> Result<Hir, PatternError> {
        let hir = regex_syntax::parse(&self.source).map_err(|error| PatternError::invalid(&self.source, &error))?;

        match RegexBuilder::new(&self.source).size_limit(LARGEST).build() {
            Ok(regex) => {
                // If another thread was faster, its result is the same.
                let _ = self.compiled.set(regex);
                Ok(hir)
            }
            Err(Error::CompiledTooBig(_)) => {
                Err(PatternError::TooLarge { pattern: self.source.clone(), bytes: LARGEST })
            }
            Err(_) => Err(PatternError::Invalid { pattern: self.source.clone(), at: 1, problem: Syntax::Other }),
        }
    }

    /// Compiles the pattern unless it is compiled or another thread is compiling it. Lets several threads prepare different
    /// patterns in parallel.
    pub(crate) fn prepare(&self) {
        // The load alone keeps the flag's cache line shared once it is set.
        if !self.is_begun.load(Ordering::Relaxed) && !self.is_begun.swap(true, Ordering::Relaxed) {
            self.regex();
        }
    }

    /// The compiled expression.
    ///
    /// # Panics
    /// If it cannot be compiled. [`Pattern::check`] excludes that, and a test does for the built-in rule sets.
    pub(super) fn regex(&self) -> &Regex {
        self.compiled
            .get_or_init(|| Regex::new(&self.source).expect("patterns that are not built in are checked early"))
    }

    /// Calls `take` with each match in a text, which returns where the search goes on. Ends early, and says so, if that takes
    /// too much work.
    ///
    /// `cues` has the bytes before which the first and the last of the words end of which every match contains one.
    pub(super) fn walk<'t>(
        &self,
        text: &'t str,
        cues: Range<usize>,
        exceeded: &Exceeded,
        mut take: impl FnMut(Match<'t>) -> usize,
    ) {
        let effort = self.effort();
        let mut work = effort.over(&self.source, text, exceeded);
        // No match begins further before a word than matches are long, nor behind the last word.
        let mut from = text.floor_char_boundary(cues.start.saturating_sub(effort.longest()));
        if !work.allows_search(from) {
            return;
        }
        while from < cues.end
            && let Some(found) = self.regex().find_at(text, from)
        {
            if !work.allows_match(found.start()) {
                return;
            }
            from = take(found);
        }
    }

    fn effort(&self) -> &Effort {
        self.effort.get_or_init(|| {
            // What cannot be parsed has been refused.
            let hir = regex_syntax::parse(&self.source).unwrap_or_else(|_| Hir::empty());
            Effort::of(&hir)
        })
    }

    /// Words of which every match contains one; empty if there are no such words. Every start needs those of the built-in
    /// patterns, so the build script has found them.
    pub(super) fn words(&self) -> Vec<String> {
        match built::WORDS.binary_search_by_key(&&*self.source, |(source, _)| source) {
            Ok(at) => built::WORDS[at].1.iter().map(|word| (*word).to_owned()).collect(),
            Err(_) => words(&self.source).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::message::{Lang, Say as _};
    use crate::rules::{Context, RuleFiles};

    #[test]
    fn every_match_contains_one_of_the_words() {
        for (source, text) in
            [("(?:^|[^未])禁止.", "依法禁止它"), ("a{2,3}b?", "xaay"), ("(?i)rwa", "RwA"), ("(?:外|内)?币", "币")]
        {
            let pattern = Pattern::new(source.to_owned());
            let found = pattern.regex().find(text).unwrap().as_str();
            let words = pattern.words();
            assert!(words.is_empty() || words.iter().any(|word| found.contains(word)), "{source} {text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5_000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn no_match_is_lost_beside_the_words_that_it_contains(text in "[甲乙丙禁止除外, a]{0,24}") {
            for source in ["[^,]+(?:除外|丙)", "(?:^|[^未])禁止.", "禁止.{0,3}甲", "(?:甲|乙乙)丙?", "甲[乙丙]{2}|禁", "除外$"] {
                let pattern = Pattern::new(source.to_owned());
                let ends = pattern.words().into_iter().flat_map(|word| {
                    text.match_indices(&word).map(|(at, word)| at + word.len()).collect::<Vec<_>>()
                });
                let mut ends: Vec<usize> = ends.collect();
                ends.sort_unstable();
                let cues = ends.first().map_or(0..0, |first| *first..ends[ends.len() - 1]);

                let found = |cues: Range<usize>| {
                    let mut found = Vec::new();
                    pattern.walk(&text, cues, &Exceeded::default(), |matched| {
                        found.push(matched.range());
                        matched.end()
                    });
                    found
                };
                prop_assert_eq!(found(cues), found(ANYWHERE), "{}", source);
            }
        }
    }

    #[test]
    fn the_words_that_the_build_script_found_are_those_of_the_patterns() {
        for (source, built) in built::WORDS {
            assert_eq!(words(source).unwrap_or_default(), built, "{source}");
        }
        for set in RuleFiles::built_in().iter().map(|files| files.load().unwrap()) {
            let is_built =
                |context: &Context| built::WORDS.iter().any(|(source, _)| *source == context.pattern.source());
            assert!(!set.contexts.is_empty() && set.contexts.iter().all(is_built));
        }
    }

    #[test]
    fn a_broken_pattern_is_explained_in_the_language_of_the_reader() {
        for (source, zh, en) in [
            ("甲(乙", "第 2 个字符处，圆括号未闭合", "unclosed group at character 2"),
            ("甲)", "多出一个右圆括号", "unopened group"),
            ("[甲", "方括号未闭合", "unclosed character class"),
            ("[z-a]", "起止颠倒", "invalid range"),
            (r"\p{Klingon}", "未知的字符类别", "unknown character class"),
            ("*", "重复符号前没有内容", "nothing to repeat"),
            ("a{3,1}", "重复次数无效", "invalid repetition count"),
            (r"\y", "反斜杠转义无效", "invalid escape"),
            ("(?y)", "分组的名称或标志无效", "invalid group name or flag"),
            ("(?=甲)", "不支持环视", "look-around"),
            (r"(甲)\1", "不支持反向引用", "backreferences"),
            ("(?:甲{999}){999}", "占用的内存会超过 1048576 字节", "would take more than 1048576 bytes"),
        ] {
            let error = Pattern::new(source.to_owned()).check().unwrap_err();
            let said = error.say(Lang::Zh);
            assert!(said.contains(zh), "{source}: {said}");
            let without_pattern = said.replace(source, "");
            assert!(!without_pattern.contains(|c: char| c.is_ascii_alphabetic()), "{source}: {said}");
            assert!(error.say(Lang::En).contains(en), "{source}: {error}");
        }
    }
}
