//! Finds every place where a rule of the book stands in a folded text, before any context is read.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use anyhow::Result;

use super::book::{RuleBook, Sought};
use super::disguise::Disguise;
pub use super::spelling::Join;
use crate::text::class::Classes;
use crate::text::folded::Folded;
use crate::text::segment::Segments;
use crate::verdict::Tier;

/// A place where a rule's term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The rule set's index in the book.
    pub set: usize,
    /// The rule's index in its rule set.
    pub rule: usize,
    /// The spelling's index in its rule; none for a rule that is not spelled.
    pub spelling: Option<usize>,
    /// The units of the folded text.
    pub units: Range<usize>,
    /// How its letters are joined.
    pub join: Join,
    /// Whether only a change of case sets it apart from the letters around it.
    pub camel: bool,
    /// How a disguised form is read as the term; none for letters that the fold equates.
    pub disguise: Option<Disguise>,
}

/// The automaton over all spellings of a rule book, and the rules that are sought in other ways.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    /// Rule set, rule and spelling of each pattern.
    patterns: Vec<(usize, usize, usize)>,
    /// Rule set and rule of the slotted rules and of those of parts.
    others: Vec<(usize, usize)>,
}

impl Matcher {
    /// Builds the automaton. Rules of tiers that are not sought are left out.
    pub fn new(book: &RuleBook, sought: impl Fn(Tier) -> bool) -> Result<Self> {
        let (mut patterns, mut others, mut letters) = (Vec::new(), Vec::new(), Vec::new());
        for (s, set) in book.sets.iter().enumerate() {
            for (r, rule) in set.rules.iter().enumerate().filter(|(_, rule)| sought(rule.tier)) {
                match &rule.sought {
                    Sought::Spelled(spellings) => {
                        patterns.extend((0..spellings.len()).map(|k| (s, r, k)));
                        letters.extend(spellings.iter().map(|spelling| &spelling.letters));
                    }
                    Sought::Slotted(_) | Sought::Parts(_) => others.push((s, r)),
                }
            }
        }
        // Only what the sieve lets through is read with it; a DFA would cost more to build than it saves.
        let kind = AhoCorasickKind::ContiguousNFA;
        let automaton = AhoCorasick::builder().kind(Some(kind)).match_kind(MatchKind::Standard).build(letters)?;
        Ok(Self { automaton, patterns, others })
    }

    /// Every hit in a folded cell, by place; of one rule's overlapping hits only the first and longest.
    #[must_use]
    pub fn find(
        &self,
        book: &RuleBook,
        classes: &Classes,
        cell: &str,
        folded: &Folded,
        segments: &Segments,
    ) -> Vec<Hit> {
        let mut hits = self.spelled(book, classes, cell, folded);
        for &(set, rule) in &self.others {
            let of =
                |units| Hit { set, rule, spelling: None, units, join: Join::Partial, camel: false, disguise: None };
            match &book.sets[set].rules[rule].sought {
                Sought::Slotted(slotted) => hits.extend(slotted.find(folded).map(of)),
                Sought::Parts(parts) => hits.extend(parts.find(folded, segments).into_iter().map(of)),
                Sought::Spelled(_) => {}
            }
        }
        hits.sort_by_key(|h| (h.set, h.rule, h.units.start, std::cmp::Reverse(h.units.end)));
        let mut reached = (usize::MAX, usize::MAX, 0);
        hits.retain(|h| {
            let overlaps = (h.set, h.rule) == (reached.0, reached.1) && h.units.start < reached.2;
            if !overlaps {
                reached = (h.set, h.rule, h.units.end);
            }
            !overlaps
        });
        hits.sort_by_key(|h| (h.units.start, std::cmp::Reverse(h.units.end), h.set, h.rule));
        hits
    }

    fn spelled(&self, book: &RuleBook, classes: &Classes, cell: &str, folded: &Folded) -> Vec<Hit> {
        let mut hits = Vec::new();
        for m in self.automaton.find_overlapping_iter(&folded.letters) {
            let (set, rule, spelling) = self.patterns[m.pattern().as_usize()];
            let of = &book.sets[set].rules[rule];
            let Sought::Spelled(spellings) = &of.sought else { continue };
            let units = folded.units_of_letters(m.range());
            if let Some(place) = spellings[spelling].judge(classes, cell, folded, units, of.tier != Tier::Related) {
                hits.push(Hit {
                    set,
                    rule,
                    spelling: Some(spelling),
                    units: place.units,
                    join: place.join,
                    camel: place.camel,
                    disguise: None,
                });
            }
        }
        hits
    }
}
