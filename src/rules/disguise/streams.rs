//! An automaton that is fed one unit of text at a time, so that a cell without a candidate costs no memory.

use aho_corasick::Anchored;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use anyhow::Result;

/// What the patterns look like once written in sounds or in classes of shapes, and which pattern each of them is.
#[derive(Debug)]
pub(super) struct Stream {
    automaton: NFA,
    patterns: Vec<usize>,
}

/// How far a [`Stream`] has come in a text.
pub(super) struct Feed<'a> {
    stream: &'a Stream,
    start: aho_corasick::automaton::StateID,
    state: aho_corasick::automaton::StateID,
}

impl Stream {
    pub(super) fn new(written: Vec<(usize, Vec<u8>)>) -> Result<Self> {
        let (patterns, texts): (Vec<_>, Vec<_>) = written.into_iter().unzip();
        Ok(Self { automaton: NFA::new(&texts)?, patterns })
    }

    /// A feed that stands at the beginning of a text; none if nothing is sought.
    pub(super) fn feed(&self) -> Option<Feed<'_>> {
        let start = self.automaton.start_state(Anchored::No).ok().filter(|_| !self.patterns.is_empty())?;
        Some(Feed { stream: self, start, state: start })
    }
}

impl Feed<'_> {
    /// What stood before cannot be part of what follows.
    pub(super) fn restart(&mut self) {
        self.state = self.start;
    }

    pub(super) fn push(&mut self, byte: u8) {
        self.state = self.stream.automaton.next_state(Anchored::No, self.state, byte);
    }

    /// The patterns that end here.
    pub(super) fn ending(&self) -> impl Iterator<Item = usize> + '_ {
        let automaton = &self.stream.automaton;
        let number = if automaton.is_match(self.state) { automaton.match_len(self.state) } else { 0 };
        (0..number).map(|k| self.stream.patterns[automaton.match_pattern(self.state, k).as_usize()])
    }
}
