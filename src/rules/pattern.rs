//! A regular expression that is read and compiled when it is first needed, and the words that a text must hold for it to match.
//!
//! Of all patterns that a rule set has a run needs few, and reading and compiling them takes longer than checking a small batch. Some
//! begin with anything and end in one of a few words (…除外), which no search can begin with; but a text without any of the
//! words needs no search. Matching takes time that grows with the text and never with a power of it; memory is bounded here.

mod words;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail};
use regex::{Error, Regex, RegexBuilder};
use regex_syntax::hir::Hir;

use words::words;

/// How much a compiled pattern may take, in bytes; the largest one built in takes a fraction of it.
const LARGEST: usize = 1 << 20;
mod built {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    /// Whether some thread compiles it or has done so.
    is_begun: AtomicBool,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// A pattern that has yet to be read: see [`Pattern::check`].
    pub(super) fn new(source: String) -> Self {
        Self { source, is_begun: AtomicBool::new(false), compiled: OnceLock::new() }
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Reads and compiles it now. A pattern that is not the program's own may be no regular expression or one that is too
    /// large, and must be refused before it is needed.
    pub(super) fn check(&self) -> Result<Hir> {
        let source = &self.source;
        let hir = regex_syntax::parse(source).with_context(|| format!("`{source}` is no regular expression"))?;
        match RegexBuilder::new(source).size_limit(LARGEST).build() {
            Ok(regex) => drop(self.compiled.set(regex)),
            Err(Error::CompiledTooBig(_)) => {
                bail!("`{source}` would take more than {LARGEST} bytes; it repeats too much, so write it shorter")
            }
            Err(error) => bail!("`{source}` is no regular expression: {error}"),
        }
        Ok(hir)
    }

    /// Compiles it now, unless that is done or another thread is at it: threads that need the same patterns at the same time
    /// share the work instead of waiting for each other.
    pub(crate) fn prepare(&self) {
        if !self.is_begun.load(Ordering::Relaxed) && !self.is_begun.swap(true, Ordering::Relaxed) {
            self.regex();
        }
    }

    /// The expression, compiled.
    ///
    /// # Panics
    /// Where neither [`Pattern::check`] nor, for the built-in rule sets, a test has shown that it can be compiled.
    pub(super) fn regex(&self) -> &Regex {
        self.compiled
            .get_or_init(|| Regex::new(&self.source).expect("patterns that are not built in are checked early"))
    }

    /// Words of which every match holds one; none if there are no such words. The build script has found those of the built-in
    /// patterns, which every start needs.
    pub(super) fn words(&self) -> Vec<String> {
        match built::WORDS.binary_search_by_key(&&*self.source, |(source, _)| source) {
            Ok(at) => built::WORDS[at].1.iter().map(|word| (*word).to_owned()).collect(),
            Err(_) => words(&self.source).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Context, RuleFiles};

    #[test]
    fn what_matches_holds_one_of_the_words() {
        for (source, text) in
            [("(?:^|[^未])禁止.", "依法禁止它"), ("a{2,3}b?", "xaay"), ("(?i)rwa", "RwA"), ("(?:外|内)?币", "币")]
        {
            let pattern = Pattern::new(source.to_owned());
            let found = pattern.regex().find(text).unwrap().as_str();
            let words = pattern.words();
            assert!(words.is_empty() || words.iter().any(|word| found.contains(word)), "{source} {text}");
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
}
