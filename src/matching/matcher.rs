//! Finds all hits in a folded text, before any context is read.

use std::cmp::Reverse;
use std::ops::Range;

use super::finder::Finder;
use super::hit::Hit;
use crate::rules::{Context, Exceeded, Join, Occurrence, RuleBook};
use crate::text::class::Classes;
use crate::text::folded::Folded;
use crate::verdict::Tier;

/// How many hits may gather before overlapping ones are removed. Terms that contain each other (技, 技技 and so on) have far
/// more hits in a cell than are kept.
const CROWD: usize = 1024;

/// Finds the words of all rules of a book, and the cues of its contexts, in one walk over the letters of a cell.
#[derive(Debug)]
pub(crate) struct Matcher {
    finder: Finder,
    /// What each word of the finder is, by the word's index.
    words: Vec<Word>,
    /// The rules without spellings.
    composites: Vec<Composite>,
    /// The cues of all contexts in a text in which none has been found yet: a context without cues may hold in any text.
    before_any: Vec<Cues>,
}

/// What a walk over a cell found.
#[derive(Debug)]
pub(crate) struct Matched {
    /// The hits in order of [`Hit::position`]. Of overlapping hits of one rule only the first and longest is there.
    pub(crate) hits: Vec<Hit>,
    /// For each context of all rule sets, in order, where its cues are.
    pub(crate) cues: Vec<Cues>,
}

/// The cues of a context in a cell, by the units before which they end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cues {
    first: u32,
    last: u32,
}

impl Cues {
    /// Those of a context without cues, which may hold anywhere.
    const ANYWHERE: Self = Self { first: 0, last: u32::MAX };
    /// Those of a context that holds nowhere, because the cell has none.
    const NOWHERE: Self = Self { first: u32::MAX, last: 0 };

    /// Adds one behind all others.
    fn add(&mut self, end: usize) {
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        self.first = self.first.min(end);
        self.last = end;
    }

    /// Whether there is one.
    pub(crate) fn are_there(self) -> bool {
        self.first <= self.last
    }

    /// The units before which the first and the last end.
    pub(crate) fn ends(self) -> Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// What a word of the finder is.
#[derive(Clone, Copy, Debug)]
enum Word {
    /// The letters of a spelling.
    Spelling { set: usize, rule: usize, spelling: usize },
    /// An alternative of one part of a rule without spellings.
    Part { composite: usize, part: u32 },
    /// A word that a context's pattern needs.
    Cue { context: usize },
}

/// A rule without spellings. It is searched for only in cells that contain a word of each of its parts.
#[derive(Debug)]
struct Composite {
    set: usize,
    rule: usize,
    /// One bit for each part.
    all_parts: u32,
}

impl Matcher {
    /// Prepares to find the rules of all tiers that are searched for.
    pub(crate) fn new(book: &RuleBook, is_searched: impl Fn(Tier) -> bool) -> Self {
        let mut words: Vec<(Word, &str)> = Vec::new();
        let mut composites = Vec::new();
        for (set, rules) in book.sets.iter().enumerate() {
            for (rule, row) in rules.rules.iter().enumerate() {
                if !is_searched(row.tier) {
                    continue;
                }
                let spellings = row.search.spellings();
                for (spelling, spelled) in spellings.iter().enumerate() {
                    words.push((Word::Spelling { set, rule, spelling }, &spelled.letters));
                }
                if !spellings.is_empty() {
                    continue;
                }

                let parts = row.search.required();
                for (part, alternatives) in (0..).zip(&parts) {
                    let word = Word::Part { composite: composites.len(), part };
                    words.extend(alternatives.iter().map(|letters| (word, *letters)));
                }
                composites.push(Composite { set, rule, all_parts: (1 << parts.len()) - 1 });
            }
        }

        let contexts = book.sets.iter().flat_map(|set| &set.contexts);
        let cues: Vec<Vec<String>> = contexts.map(Context::cues).collect();
        for (context, cues) in cues.iter().enumerate() {
            words.extend(cues.iter().map(|cue| (Word::Cue { context }, cue.as_str())));
        }
        let before_any = cues.iter().map(|cues| if cues.is_empty() { Cues::ANYWHERE } else { Cues::NOWHERE }).collect();

        let (words, letters): (Vec<Word>, Vec<&str>) = words.into_iter().unzip();
        Self { finder: Finder::new(letters), words, composites, before_any }
    }

    /// The hits in a folded cell.
    pub(crate) fn find(&self, book: &RuleBook, cell: &str, folded: &Folded, exceeded: &Exceeded) -> Matched {
        let mut hits = Vec::new();
        let mut limit = CROWD;
        let mut parts_found = vec![0; self.composites.len()];
        let mut cues = self.before_any.clone();

        let letters = folded.units.iter().map(|unit| unit.folded);
        self.finder.find(letters, |word, end| match self.words[word] {
            Word::Spelling { set, rule, spelling } => {
                hits.extend(spelled(book, cell, folded, (set, rule, spelling), end));
                if hits.len() > limit {
                    remove_overlaps(&mut hits);
                    limit = CROWD.max(2 * hits.len());
                }
            }
            Word::Part { composite, part } => parts_found[composite] |= 1 << part,
            Word::Cue { context } => cues[context].add(end),
        });

        for (composite, found) in self.composites.iter().zip(parts_found) {
            if found == composite.all_parts {
                composite.find(book, folded, exceeded, &mut hits);
            }
        }

        remove_overlaps(&mut hits);
        hits.sort_by_key(Hit::position);
        Matched { hits, cues }
    }
}

impl Composite {
    fn find(&self, book: &RuleBook, folded: &Folded, exceeded: &Exceeded, hits: &mut Vec<Hit>) {
        let Self { set, rule, .. } = *self;
        for units in book.sets[set].rules[rule].search.find(folded, exceeded) {
            hits.push(Hit { set, rule, spelling: None, units, join: Join::Partial, camel: false, disguise: None });
        }
    }
}

/// The hit of a spelling whose letters end before the unit `end`. Returns `None` if the text around or between the letters
/// makes them something else.
fn spelled(
    book: &RuleBook,
    cell: &str,
    folded: &Folded,
    (set, rule, spelling): (usize, usize, usize),
    end: usize,
) -> Option<Hit> {
    let row = &book.sets[set].rules[rule];
    let spelled = &row.search.spellings()[spelling];
    let units = end - spelled.len()..end;
    let across_gaps = row.tier != Tier::Related;
    let occurrence = spelled.judge(Classes::builtin(), cell, folded, units, across_gaps)?;
    if !row.search.admits(cell, folded, &occurrence) {
        return None;
    }
    let Occurrence { units, join, camel } = occurrence;
    Some(Hit { set, rule, spelling: Some(spelling), units, join, camel, disguise: None })
}

/// Removes hits that overlap another hit of the same rule; the first and longest remains.
///
/// The walk may call this before it has reached the end of the cell: a later hit ends later, so it cannot revive a hit that
/// was removed.
fn remove_overlaps(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|hit| (hit.set, hit.rule, hit.units.start, Reverse(hit.units.end)));
    let mut kept_rule = None;
    let mut kept_end = 0;
    hits.retain(|hit| {
        let rule = Some((hit.set, hit.rule));
        if rule == kept_rule && hit.units.start < kept_end {
            return false;
        }
        kept_rule = rule;
        kept_end = hit.units.end;
        true
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn hit((rule, end, len): (usize, usize, usize)) -> Hit {
        let units = end - len..end;
        Hit { set: 0, rule, spelling: Some(0), units, join: Join::Touching, camel: false, disguise: None }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn removing_overlaps_during_the_walk_loses_no_hit_that_would_remain_at_its_end(
            mut places in prop::collection::vec((0_usize..2, 8_usize..24, 1_usize..8), 0..40),
            every in 1_usize..8,
        ) {
            places.sort_by_key(|(_, end, _)| *end);
            let mut at_once: Vec<Hit> = places.iter().copied().map(hit).collect();
            remove_overlaps(&mut at_once);
            let mut on_the_way = Vec::new();
            for few in places.chunks(every) {
                on_the_way.extend(few.iter().copied().map(hit));
                remove_overlaps(&mut on_the_way);
            }
            prop_assert_eq!(on_the_way, at_once);
        }
    }
}
