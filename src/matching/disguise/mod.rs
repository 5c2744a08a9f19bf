//! Disguises that only a reader recognises: characters replaced by others of the same sound or shape, by their pinyin letters,
//! or written as their parts.
//!
//! The fold must not make these equal, because the other character is an ordinary one (贷). So what is found here is for
//! review at most.

mod disguisable;
mod forms;
mod han;
mod heard;
mod joins;
mod plain;
mod reading;
mod seen;
mod sounds;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use self::disguisable::{Disguisable, disguisable};
use self::forms::Forms;
use self::heard::Heard;
use self::plain::{Others, Plain};
use self::reading::Candidate;
use self::seen::Seen;
use self::sounds::Sounds;
use super::alphabet::Alphabet;
use super::hit::{Disguise, Hit};
use super::ranges::furthest;
use crate::rules::{Rule, RuleBook, RulesError};
use crate::text::folded::Folded;
use crate::verdict::Tier;

/// Terms with fewer characters are not searched for by sound or shape: 火币 for 货币 would flag half the dictionary.
const SHORTEST: usize = 3;

/// Finds the disguises of the named and content terms of a book.
#[derive(Debug)]
pub(crate) struct Disguises {
    terms: Vec<Disguisable>,
    sounds: Sounds,
    forms: Forms,
    plain: Plain,
    /// Built when the first cell needs it, because the sieve lets few cells through.
    heard: OnceLock<Heard>,
    /// Built when the first cell needs it.
    seen: OnceLock<Seen>,
}

impl Disguises {
    /// Reads the tables of sounds, shapes and parts.
    pub(crate) fn new(book: &RuleBook, is_searched: impl Fn(Tier) -> bool) -> Result<Self, RulesError> {
        Ok(Self {
            terms: disguisable(book, is_searched),
            sounds: Sounds::builtin()?,
            forms: Forms::builtin()?,
            plain: Plain::builtin()?,
            heard: OnceLock::new(),
            seen: OnceLock::new(),
        })
    }

    fn heard(&self) -> &Heard {
        self.heard.get_or_init(|| Heard::new(&self.terms, &self.sounds))
    }

    fn seen(&self) -> &Seen {
        self.seen.get_or_init(|| Seen::new(&self.terms, &self.forms))
    }

    /// Words in classes of look-alikes, the given ones and the terms; and as they are those of the given ones that are too short
    /// to be found by a look-alike, together with the parts of all characters of the terms. A split character is recognised by
    /// its parts, whatever is beside them.
    pub(super) fn looks_and_parts(&self, words: Vec<Vec<char>>) -> [Alphabet; 2] {
        let (short, long): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word.len() < SHORTEST);
        let letters: BTreeSet<char> = self.terms.iter().flat_map(|term| term.letters.iter().copied()).collect();
        let parts = letters.iter().flat_map(|c| self.forms.written_as(*c)).cloned();
        [self.looks(long), Alphabet::of_letters(parts.chain(short).collect())]
    }

    fn looks(&self, mut words: Vec<Vec<char>>) -> Alphabet {
        let terms = self.terms.iter().filter(|term| term.letters.len() >= SHORTEST);
        words.extend(terms.map(|term| term.letters.clone()));

        // A letter without look-alikes is its own class.
        let mut class_of: BTreeMap<char, char> = BTreeMap::new();
        for letter in words.iter().flatten() {
            if self.forms.class(*letter) == *letter {
                class_of.insert(*letter, *letter);
            }
        }
        class_of.extend(self.forms.classes());

        for letter in words.iter_mut().flatten() {
            *letter = self.forms.class(*letter);
        }
        Alphabet { class_of: class_of.into_iter().collect(), words }
    }

    /// The terms that are searched for by sound, in classes of characters that sound the same.
    pub(super) fn sounds(&self) -> Alphabet {
        let mut words = Vec::new();
        for term in &self.terms {
            if term.letters.len() >= SHORTEST {
                let classes: Option<Vec<char>> = term.letters.iter().map(|c| self.sounds.first_of(*c)).collect();
                words.extend(classes);
            }
        }
        Alphabet { class_of: self.sounds.classes().collect(), words }
    }

    /// The syllables of the terms, as they are typed in Latin letters.
    pub(super) fn syllables(&self) -> Vec<Vec<char>> {
        heard::syllables(&self.terms, &self.sounds)
    }

    /// Whether a cell with a syllable of a term in Latin letters sounds like the term. The cell is not folded.
    pub(crate) fn may_sound(&self, cell: &str) -> bool {
        self.heard().may_hold(&self.sounds, cell)
    }

    /// Every disguise, by position, that no exact hit makes unnecessary. Of overlapping disguises the longest is kept.
    /// `concerns` tells whether a rule of the book is searched for in the cell.
    pub(crate) fn find(
        &self,
        book: &RuleBook,
        cell: &str,
        folded: &Folded,
        exact: &[Hit],
        concerns: impl Fn(&Rule) -> bool,
    ) -> Vec<Hit> {
        let mut candidates = Vec::new();
        self.heard().find(&self.terms, &self.sounds, folded, &mut candidates);
        self.seen().find(&self.terms, &self.forms, folded, &mut candidates);
        candidates.retain(|candidate| {
            let term = &self.terms[candidate.term];
            concerns(&book.sets[term.set].rules[term.rule])
        });

        let others = Others::new(book, exact);
        candidates.retain(|candidate| {
            !self.plain.is_plain(cell, folded, &self.terms[candidate.term], candidate)
                || self.plain.has_evidence(folded, &others, candidate)
        });
        let exact = Sorted::new(exact);
        candidates.retain(|candidate| !self.is_known(book, &exact, candidate));
        candidates.sort_by_key(|candidate| {
            (Reverse(candidate.units.len()), self.terms[candidate.term].tier, candidate.units.start)
        });

        // By start. The chosen ones do not overlap, so of those that start before the end of a candidate only the last can
        // overlap it.
        let mut chosen: BTreeMap<usize, Hit> = BTreeMap::new();
        for candidate in candidates {
            let before = chosen.range(..candidate.units.end).next_back();
            if before.is_none_or(|(_, hit)| !overlap(&hit.units, &candidate.units)) {
                chosen.insert(candidate.units.start, self.hit(candidate));
            }
        }
        chosen.into_values().collect()
    }

    /// Whether an exact hit tells the reader already what a candidate would.
    fn is_known(&self, book: &RuleBook, exact: &Sorted<'_>, candidate: &Candidate) -> bool {
        exact.overlapping(&candidate.units).any(|hit| {
            let covers = hit.units.start <= candidate.units.start && candidate.units.end <= hit.units.end;
            // A lighter word inside or across the candidate does not: 火币 in 加密火币.
            let is_lighter = book.sets[hit.set].rules[hit.rule].tier > self.terms[candidate.term].tier;
            covers || !is_lighter
        })
    }

    fn hit(&self, candidate: Candidate) -> Hit {
        let term = &self.terms[candidate.term];
        Hit {
            set: term.set,
            rule: term.rule,
            spelling: Some(term.spelling),
            units: candidate.units,
            join: candidate.join,
            camel: false,
            disguise: Some(Disguise { kind: candidate.kind, read: candidate.reading }),
        }
    }
}

/// Hits by start, prepared to find those that overlap a range: a cell may contain very many.
struct Sorted<'a> {
    hits: &'a [Hit],
    /// For each hit the greatest end of it and all hits before it.
    furthest: Vec<usize>,
}

impl<'a> Sorted<'a> {
    /// The hits must be sorted by start.
    fn new(hits: &'a [Hit]) -> Self {
        Self { hits, furthest: furthest(hits, |hit| hit.units.end) }
    }

    fn overlapping(&self, units: &Range<usize>) -> impl Iterator<Item = &'a Hit> {
        let started = self.hits.partition_point(|hit| hit.units.start < units.end);
        // Before the first hit for which this fails, no hit reaches the range.
        let reaching = (0..started).rev().take_while(|at| self.furthest[*at] > units.start);
        reaching.map(|at| &self.hits[at]).filter(|hit| overlap(&hit.units, units))
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
