//! Finds every place where a rule of the book stands in a folded text, before any context is read.

use super::finder::Finder;
use super::hit::Hit;
use crate::rules::{Context, Join, Occurrence, RuleBook, Sought};
use crate::text::class::Classes;
use crate::text::folded::Folded;
use crate::verdict::Tier;

/// How many hits are not yet looked through for overlaps: of terms that nest in one another, such as 技, 技技 and so on, a
/// cell may hold far more than are kept.
const CROWD: usize = 1024;

/// The letters of all rules of a book and the cues of its contexts, sought in one walk.
#[derive(Debug)]
pub struct Matcher {
    finder: Finder,
    /// What each word of the finder is.
    words: Vec<Word>,
    /// The rules that are no list of spellings.
    others: Vec<Other>,
    /// Of the contexts of all rule sets, in order, which may hold whatever stands there.
    without_cues: Vec<bool>,
}

/// What a walk over a cell found.
#[derive(Debug)]
pub struct Matched {
    /// The hits, by place; of one rule's overlapping hits only the first and longest.
    pub hits: Vec<Hit>,
    /// Of the contexts of all rule sets, in order, which may hold somewhere in the cell.
    pub may_hold: Vec<bool>,
}

/// A word of a rule, or one that a context's pattern cannot match without.
#[derive(Clone, Copy, Debug)]
enum Word {
    Spelling {
        set: usize,
        rule: usize,
        spelling: usize,
    },
    /// An alternative of a part, or a half of a term with a slot.
    Part {
        other: usize,
        part: u32,
    },
    Cue {
        context: usize,
    },
}

/// A slotted rule or one of parts: it is looked for where a word of each of its parts stands.
#[derive(Debug)]
struct Other {
    set: usize,
    rule: usize,
    /// One bit for each part.
    all_parts: u32,
}

impl Matcher {
    /// Prepares to find the rules of the tiers that are sought.
    #[must_use]
    pub fn new(book: &RuleBook, sought: impl Fn(Tier) -> bool) -> Self {
        let (mut others, mut words) = (Vec::new(), Vec::new());
        for (set, rules) in book.sets.iter().enumerate() {
            for (rule, of) in rules.rules.iter().enumerate().filter(|(_, rule)| sought(rule.tier)) {
                let parts: Vec<&[String]> = match &of.sought {
                    Sought::Spelled(spellings) => {
                        let letters = spellings.iter().map(|spelling| spelling.letters.as_str());
                        words.extend((0..).map(|spelling| Word::Spelling { set, rule, spelling }).zip(letters));
                        continue;
                    }
                    Sought::Slotted(slotted) => slotted.letters.chunks(1).collect(),
                    Sought::Parts(parts) => parts.letters.iter().map(Vec::as_slice).collect(),
                };
                for (part, alternatives) in (0..).zip(&parts) {
                    let word = Word::Part { other: others.len(), part };
                    words.extend(alternatives.iter().map(|letters| (word, letters.as_str())));
                }
                others.push(Other { set, rule, all_parts: (1 << parts.len()) - 1 });
            }
        }
        let cues: Vec<Vec<String>> = book.sets.iter().flat_map(|set| &set.contexts).map(Context::cues).collect();
        let without_cues = cues.iter().map(Vec::is_empty).collect();
        for (context, cues) in cues.iter().enumerate() {
            words.extend(cues.iter().map(|cue| (Word::Cue { context }, cue.as_str())));
        }
        let (words, letters): (Vec<_>, Vec<_>) = words.into_iter().unzip();
        Self { finder: Finder::new(letters), words, others, without_cues }
    }

    /// Looks through a folded cell.
    #[must_use]
    pub fn find(&self, book: &RuleBook, classes: &Classes, cell: &str, folded: &Folded) -> Matched {
        let (mut hits, mut room) = (Vec::new(), CROWD);
        let mut may_hold = self.without_cues.clone();
        let mut parts_seen = vec![0; self.others.len()];
        self.finder.find(folded.units.iter().map(|unit| unit.folded), |word, end| match self.words[word] {
            Word::Spelling { set, rule, spelling } => {
                hits.extend(spelled(book, classes, cell, folded, (set, rule, spelling), end));
                if hits.len() > room {
                    without_overlaps(&mut hits);
                    room = CROWD.max(2 * hits.len());
                }
            }
            Word::Part { other, part } => parts_seen[other] |= 1 << part,
            Word::Cue { context } => may_hold[context] = true,
        });
        let seen = self.others.iter().zip(parts_seen).filter(|(other, seen)| *seen == other.all_parts);
        for (&Other { set, rule, .. }, _) in seen {
            let of =
                |units| Hit { set, rule, spelling: None, units, join: Join::Partial, camel: false, disguise: None };
            match &book.sets[set].rules[rule].sought {
                Sought::Slotted(slotted) => hits.extend(slotted.find(folded).map(of)),
                Sought::Parts(parts) => hits.extend(parts.find(folded).into_iter().map(of)),
                Sought::Spelled(_) => {}
            }
        }
        without_overlaps(&mut hits);
        hits.sort_by_key(|h| (h.units.start, std::cmp::Reverse(h.units.end), h.set, h.rule));
        Matched { hits, may_hold }
    }
}

/// The hit of a spelling whose letters end before a unit, if the judgement on the place is that it stands there.
fn spelled(
    book: &RuleBook,
    classes: &Classes,
    cell: &str,
    folded: &Folded,
    (set, rule, spelling): (usize, usize, usize),
    end: usize,
) -> Option<Hit> {
    let of = &book.sets[set].rules[rule];
    let Sought::Spelled(spellings) = &of.sought else { return None };
    let spelled = &spellings[spelling];
    let units = end - spelled.len()..end;
    let Occurrence { units, join, camel } = spelled.judge(classes, cell, folded, units, of.tier != Tier::Related)?;
    Some(Hit { set, rule, spelling: Some(spelling), units, join, camel, disguise: None })
}

/// Leaves of one rule's overlapping hits the first and longest. What comes later ends later, and so overlaps all that it would
/// free of an overlap: it makes no difference whether it is there yet.
fn without_overlaps(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|h| (h.set, h.rule, h.units.start, std::cmp::Reverse(h.units.end)));
    let mut reached = (usize::MAX, usize::MAX, 0);
    hits.retain(|h| {
        let overlaps = (h.set, h.rule) == (reached.0, reached.1) && h.units.start < reached.2;
        if !overlaps {
            reached = (h.set, h.rule, h.units.end);
        }
        !overlaps
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
        fn hits_that_are_looked_through_on_the_way_come_to_the_same(
            mut places in prop::collection::vec((0_usize..2, 8_usize..24, 1_usize..8), 0..40),
            every in 1_usize..8,
        ) {
            places.sort_by_key(|(_, end, _)| *end);
            let mut at_once: Vec<Hit> = places.iter().copied().map(hit).collect();
            without_overlaps(&mut at_once);
            let mut on_the_way = Vec::new();
            for few in places.chunks(every) {
                on_the_way.extend(few.iter().copied().map(hit));
                without_overlaps(&mut on_the_way);
            }
            prop_assert_eq!(on_the_way, at_once);
        }
    }
}
