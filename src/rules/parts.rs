//! Content rules of several parts: words that together, near each other in one segment, are what the notice describes.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::spelling::Spelling;
use crate::message::RowError;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::text::segment::Segments;

/// Parts, each a list of alternatives. The rule matches where a segment contains an alternative of every part, in any order.
#[derive(Debug)]
pub(crate) struct Parts {
    /// For each part the letters of its alternatives, without separators.
    pub(crate) letters: Vec<Vec<String>>,
    automaton: AhoCorasick,
    /// For each pattern of the automaton its part.
    part_of: Vec<usize>,
    /// The longest stretch from the first part to the last, in units of the folded text.
    within: usize,
}

impl Parts {
    /// Builds a rule from the alternatives of each part.
    ///
    /// # Errors
    /// There are fewer than two parts, an alternative has no letter, or no alternatives fit into the stretch.
    pub(crate) fn new(fold: &Fold, parts: &[Vec<&str>], within: usize) -> Result<Self, RowError> {
        if parts.len() < 2 || parts.iter().any(Vec::is_empty) {
            return Err(RowError::TooFewParts);
        }

        let mut patterns = Vec::new();
        let mut part_of = Vec::new();
        let mut letters = Vec::new();
        for (part, alternatives) in parts.iter().enumerate() {
            let mut letters_of_part = Vec::new();
            for alternative in alternatives {
                let folded = Folded::new(fold, Classes::builtin(), alternative);
                if folded.units.is_empty() {
                    return Err(RowError::NoLetter { alternative: (*alternative).to_owned() });
                }
                Spelling::check_length(&folded.letters())?;
                letters_of_part.push(folded.letters());
                patterns.push(folded.text);
                part_of.push(part);
            }
            letters.push(letters_of_part);
        }
        let shortest = letters.iter().map(|part| shortest(part)).sum();
        if shortest > within {
            return Err(RowError::PartsApart { shortest, column: "within".to_owned(), within });
        }

        // Few cells are searched with it; a faster kind would cost more to build than it saves.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .map_err(|_| RowError::PartsTooLarge)?;
        Ok(Self { letters, automaton, part_of, within })
    }

    /// The units of each stretch that contains every part. The stretches are as short as possible and do not overlap.
    pub(crate) fn find(&self, folded: &Folded) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        // For each part where it occurred last, in bytes of the folded text.
        let mut latest: Vec<Option<Range<usize>>> = vec![None; self.letters.len()];

        for occurrence in self.automaton.find_iter(&folded.text) {
            let part = self.part_of[occurrence.pattern().as_usize()];
            latest[part] = Some(occurrence.range());
            let Some(start) = earliest_start(&latest) else { continue };

            let stretch = start..occurrence.end();
            let units = folded.units_of_text(stretch.clone());
            let is_near = units.len() <= self.within;
            if is_near && is_in_one_segment(folded.segments(), &stretch, occurrence.start()) {
                found.push(units);
                latest.fill(None);
            }
        }
        found
    }
}

/// How many letters the shortest word has.
fn shortest(words: &[String]) -> usize {
    words.iter().map(|word| word.chars().count()).min().unwrap_or_default()
}

/// Where the first of the latest occurrences begins. Returns `None` if a part has not occurred yet.
fn earliest_start(latest: &[Option<Range<usize>>]) -> Option<usize> {
    let mut earliest = usize::MAX;
    for occurrence in latest {
        earliest = earliest.min(occurrence.as_ref()?.start);
    }
    Some(earliest)
}

/// Whether the segment of the first part reaches to the end of the stretch, or that of the last part back to its start: a part
/// in brackets belongs to the segment around them.
fn is_in_one_segment(segments: &Segments, stretch: &Range<usize>, last: usize) -> bool {
    segments.at(stretch.start).end >= stretch.end || segments.at(last).start <= stretch.start
}
