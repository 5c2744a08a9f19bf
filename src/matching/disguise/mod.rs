//! Disguises that only a reader sees: characters replaced by others of the same sound or shape, by their pinyin letters, or
//! written as their parts. No fold may equate these (贷 is an ordinary character), so what is found here is for review at most.

mod forms;
mod han;
mod heard;
mod reading;
mod seen;
mod sounds;
mod target;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use anyhow::Result;

use self::forms::Forms;
use self::heard::Heard;
use self::reading::Candidate;
use self::seen::Seen;
use self::sounds::Sounds;
use self::target::{Target, targets};
use super::alphabet::Alphabet;
use super::hit::{Disguise, Hit};
use super::ranges::furthest;
use crate::rules::RuleBook;
use crate::text::folded::Folded;
use crate::verdict::Tier;

/// Terms with fewer characters are never sought by sound or shape: 火币 for 货币 would flag half the dictionary.
const SHORTEST: usize = 3;

/// Seeks the disguised forms of the named and content terms of a book.
#[derive(Debug)]
pub struct Disguises {
    targets: Vec<Target>,
    sounds: Sounds,
    forms: Forms,
    /// Made when a cell is first read with them, as the sieve lets few through.
    heard: OnceLock<Heard>,
    seen: OnceLock<Seen>,
}

impl Disguises {
    /// Reads the tables of sounds, shapes and parts.
    pub fn new(book: &RuleBook, sought: impl Fn(Tier) -> bool) -> Result<Self> {
        let (sounds, forms) = (Sounds::builtin()?, Forms::builtin()?);
        let targets = targets(book, sought);
        Ok(Self { targets, sounds, forms, heard: OnceLock::new(), seen: OnceLock::new() })
    }

    fn heard(&self) -> &Heard {
        self.heard.get_or_init(|| Heard::new(&self.targets, &self.sounds))
    }

    fn seen(&self) -> &Seen {
        self.seen.get_or_init(|| Seen::new(&self.targets, &self.forms))
    }

    /// Words in classes of look-alikes: those given, and the terms.
    pub(super) fn looks(&self, mut words: Vec<Vec<char>>) -> Alphabet {
        words.extend(self.targets.iter().map(|pattern| pattern.letters.clone()));
        let own: BTreeSet<char> = words.iter().flatten().copied().filter(|c| self.forms.class(*c) == *c).collect();
        let mut class_of: BTreeMap<char, char> = own.into_iter().map(|c| (c, c)).collect();
        class_of.extend(self.forms.classes());
        words.iter_mut().flatten().for_each(|c| *c = self.forms.class(*c));
        Alphabet { class_of: class_of.into_iter().collect(), words }
    }

    /// All parts of the terms' characters: a split character shows its parts whatever stands beside them.
    pub(super) fn parts(&self) -> Alphabet {
        let letters: BTreeSet<char> = self.targets.iter().flat_map(|p| p.letters.iter().copied()).collect();
        Alphabet::of_letters(letters.iter().flat_map(|c| self.forms.written_as(*c)).cloned().collect())
    }

    /// The terms that are sought by sound, each character as the first of its sound.
    pub(super) fn sounds(&self) -> Alphabet {
        let class = |c: &char| self.sounds.first_of(*c);
        let long = self.targets.iter().filter(|pattern| pattern.letters.len() >= SHORTEST);
        let words = long.filter_map(|p| p.letters.iter().map(class).collect()).collect();
        Alphabet { class_of: self.sounds.classes().collect(), words }
    }

    /// Whether a cell with Latin letters sounds like a term, told without folding it.
    #[must_use]
    pub fn may_sound(&self, cell: &str) -> bool {
        self.heard().may_hold(&self.sounds, cell)
    }

    /// Every disguised place that no exact hit has found already, by place. Where several overlap, the longest stands.
    #[must_use]
    pub fn find(&self, book: &RuleBook, folded: &Folded, exact: &[Hit]) -> Vec<Hit> {
        let mut found = Vec::new();
        self.heard().find(&self.targets, &self.sounds, folded, &mut found);
        self.seen().find(&self.targets, &self.forms, folded, &mut found);
        let exact = Placed::new(exact);
        found.retain(|c: &Candidate| !exact.overlapping(&c.units).any(|hit| self.stands_for(book, hit, c)));
        found.sort_by_key(|c| (std::cmp::Reverse(c.units.len()), self.targets[c.pattern].tier, c.units.start));
        // By their beginnings. None overlaps another, so of those that begin before the end of a place only the last may.
        let mut chosen: BTreeMap<usize, Hit> = BTreeMap::new();
        for candidate in found {
            let before = chosen.range(..candidate.units.end).next_back();
            if before.is_none_or(|(_, hit)| !overlap(&hit.units, &candidate.units)) {
                chosen.insert(candidate.units.start, self.hit(candidate));
            }
        }
        chosen.into_values().collect()
    }

    /// Whether an exact hit that overlaps it is already what a reader is to see there. A lighter word within or across (火币 in
    /// 加密火币) is not.
    fn stands_for(&self, book: &RuleBook, hit: &Hit, candidate: &Candidate) -> bool {
        let lighter = book.sets[hit.set].rules[hit.rule].tier > self.targets[candidate.pattern].tier;
        let covers = hit.units.start <= candidate.units.start && candidate.units.end <= hit.units.end;
        covers || !lighter
    }

    fn hit(&self, candidate: Candidate) -> Hit {
        let pattern = &self.targets[candidate.pattern];
        Hit {
            set: pattern.set,
            rule: pattern.rule,
            spelling: Some(pattern.spelling),
            units: candidate.units,
            join: candidate.join,
            camel: false,
            disguise: Some(Disguise { kind: candidate.kind, read: candidate.read }),
        }
    }
}

/// Hits by place, made ready to find those at a place: a cell may hold very many.
struct Placed<'a> {
    hits: &'a [Hit],
    /// For each hit the furthest end of it and all before it.
    furthest: Vec<usize>,
}

impl<'a> Placed<'a> {
    /// The hits must be sorted by their beginnings.
    fn new(hits: &'a [Hit]) -> Self {
        Self { hits, furthest: furthest(hits, |hit| hit.units.end) }
    }

    fn overlapping(&self, units: &Range<usize>) -> impl Iterator<Item = &'a Hit> {
        let begun = self.hits.partition_point(|hit| hit.units.start < units.end);
        let reaching = (0..begun).rev().take_while(|at| self.furthest[*at] > units.start);
        reaching.map(|at| &self.hits[at]).filter(|hit| overlap(&hit.units, units))
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
