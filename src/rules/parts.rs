//! Content rules of several parts: words that together, near each other in one segment, are what the notice describes.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use anyhow::{Result, bail};

use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::text::segment::Segments;

/// Parts, each a list of alternatives, of which one of each must stand in one segment, in any order.
#[derive(Debug)]
pub(crate) struct Parts {
    /// The letters of each part's alternatives, without separators.
    pub(crate) letters: Vec<Vec<String>>,
    automaton: AhoCorasick,
    /// The part that each pattern of the automaton belongs to.
    part_of: Vec<usize>,
    /// The longest stretch from the first part to the last, in characters of the folded text.
    within: usize,
}

impl Parts {
    pub(crate) fn new(fold: &Fold, parts: &[Vec<&str>], within: usize) -> Result<Self> {
        let alternatives: Vec<Vec<String>> =
            parts.iter().map(|part| part.iter().map(|a| fold.fold(a)).collect()).collect();
        if alternatives.len() < 2
            || alternatives.iter().any(|part| part.is_empty() || part.iter().any(String::is_empty))
        {
            bail!("a rule of parts needs part1 and part2, and no alternative may fold to nothing");
        }
        let part_of =
            alternatives.iter().enumerate().flat_map(|(part, words)| words.iter().map(move |_| part)).collect();
        // Few cells are read with it; a faster kind would cost more to build than it saves.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .build(alternatives.iter().flatten())?;
        let letters = |word: &String| Folded::new(fold, Classes::builtin(), word).letters();
        let letters: Vec<Vec<String>> = alternatives.iter().map(|part| part.iter().map(letters).collect()).collect();
        if letters.iter().flatten().any(String::is_empty) {
            bail!("an alternative of a part holds no letter");
        }
        Ok(Self { letters, automaton, part_of, within })
    }

    /// The units of each stretch that holds every part, the tightest for each place.
    pub(crate) fn find(&self, folded: &Folded) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut latest: Vec<Option<Range<usize>>> = vec![None; self.letters.len()];
        for m in self.automaton.find_iter(&folded.text) {
            latest[self.part_of[m.pattern().as_usize()]] = Some(m.range());
            let Some(start) = latest.iter().map(|part| part.as_ref().map(|r| r.start)).min().flatten() else {
                continue;
            };
            let stretch = folded.units_of_text(start..m.end());
            if stretch.len() <= self.within && in_one_segment(folded.segments(), start..m.end(), m.start()) {
                found.push(stretch);
                latest.fill(None);
            }
        }
        found
    }
}

fn in_one_segment(segments: &Segments, stretch: Range<usize>, last: usize) -> bool {
    segments.at(stretch.start).end >= stretch.end || segments.at(last).start <= stretch.start
}
