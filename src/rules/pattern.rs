//! A regular expression that is compiled when it is first needed. Of all that a rule set has a run needs few, and compiling
//! them takes longer than checking a small batch.

use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use regex::Regex;
use regex_syntax::hir::Hir;

#[derive(Debug)]
pub(super) struct Pattern {
    source: String,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// Checks the syntax alone.
    pub(super) fn parse(source: &str) -> Result<(Self, Hir)> {
        let hir = regex_syntax::parse(source).with_context(|| format!("`{source}` is no regular expression"))?;
        Ok((Self { source: source.to_owned(), compiled: OnceLock::new() }, hir))
    }

    /// Compiles it now. A pattern that is not the program's own may be too large, and must be refused before it is needed.
    pub(super) fn compile(&self) -> Result<()> {
        let compiled = Regex::new(&self.source).with_context(|| format!("`{}` is too large", self.source))?;
        let _ = self.compiled.set(compiled);
        Ok(())
    }

    /// # Panics
    /// Where neither [`Pattern::compile`] nor, for the built-in rule sets, a test has shown that it can be compiled.
    pub(super) fn get(&self) -> &Regex {
        self.compiled
            .get_or_init(|| Regex::new(&self.source).expect("patterns that are not built in are compiled early"))
    }
}
