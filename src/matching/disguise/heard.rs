//! Sound: 虚拟huo币, xuni货币, xu ni huo bi, 虚拟或币. Text and terms are both written in pinyin letters for one automaton; a
//! place that sounds like a term is then read back character by character.

use super::SHORTEST;
use super::reading::{self, Candidate, Read};
use super::sounds::{Sounds, typed};
use super::target::Target;
use crate::matching::finder::Finder;
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::{Folded, Unit};
use crate::verdict::Evidence;

/// The terms in pinyin letters.
#[derive(Debug)]
pub(super) struct Heard {
    finder: Finder,
    /// Which pattern each word of the finder is.
    patterns: Vec<usize>,
}

impl Heard {
    pub(super) fn new(patterns: &[Target], sounds: &Sounds) -> Self {
        let written = |pattern: &Target| {
            let readings: Option<Vec<_>> = pattern.letters.iter().map(|c| sounds.of(*c)).collect();
            readings.filter(|r| r.len() >= SHORTEST).map(|r| r.concat().chars().map(typed).collect())
        };
        let written = patterns.iter().enumerate().filter_map(|(k, p)| Some((k, written(p)?)));
        let (patterns, words): (Vec<usize>, Vec<String>) = written.unzip();
        Self { finder: Finder::new(words.iter().map(String::as_str)), patterns }
    }

    pub(super) fn find(&self, patterns: &[Target], sounds: &Sounds, folded: &Folded, found: &mut Vec<Candidate>) {
        let mut state = Finder::start();
        for (k, unit) in folded.units.iter().enumerate() {
            if unit.gap == Gap::List && reading::gap(folded, k) == Gap::List {
                state = Finder::start();
            }
            state = self.hear(state, sounds, unit.folded);
            for pattern in self.finder.ending(state).map(|word| self.patterns[word]) {
                let read = read_back(&patterns[pattern].letters, sounds, folded, k + 1);
                found.extend(read.and_then(|read| candidate(pattern, folded, read)));
            }
        }
    }

    /// Whether a cell sounds like a term anywhere, separators aside.
    pub(super) fn may_hold(&self, sounds: &Sounds, cell: &str) -> bool {
        let (mut state, mut single) = (Finder::start(), [0; 4]);
        if self.finder.is_empty() {
            return false;
        }
        cell.chars().any(|c| {
            let folded = Fold::builtin().get(c).map_or_else(|| &*c.encode_utf8(&mut single), |(folded, _)| folded);
            folded.chars().filter(|f| Classes::builtin().gap(*f) == Gap::None).any(|f| {
                state = self.hear(state, sounds, f);
                self.finder.ending(state).next().is_some()
            })
        })
    }

    /// The state after the sound of a folded character.
    fn hear(&self, state: u32, sounds: &Sounds, c: char) -> u32 {
        match sounds.of(c) {
            Some(reading) => reading.chars().fold(state, |state, letter| self.finder.step(state, typed(letter))),
            None if c.is_ascii_lowercase() => self.finder.step(state, typed(c)),
            None => Finder::start(),
        }
    }
}

/// The units that stand for each character of a term whose sound ends before a unit.
fn read_back(term: &[char], sounds: &Sounds, folded: &Folded, end: usize) -> Option<Read> {
    let mut read = Vec::with_capacity(term.len());
    let mut at = end;
    for &c in term.iter().rev() {
        let reading = sounds.of(c)?;
        let last = at.checked_sub(1)?;
        let start = if reading::is_letter(folded, last) { at.checked_sub(reading.len())? } else { last };
        let sounds_alike = if start == last && !reading::is_letter(folded, last) {
            sounds.of(folded.units[last].folded) == Some(reading)
        } else {
            let letters = folded.units[start..at].iter().map(|unit| unit.folded);
            letters.eq(reading.chars()) || is_typed_as(folded, start, reading)
        };
        if !sounds_alike {
            return None;
        }
        read.push((start..at, c));
        at = start;
    }
    read.reverse();
    Some(read)
}

fn is_typed_as(folded: &Folded, start: usize, reading: &str) -> bool {
    let units = &folded.units[start..start + reading.len()];
    let alike = |(unit, letter): (&Unit, char)| typed(unit.folded) == typed(letter) && unit.folded.is_ascii_lowercase();
    units.iter().zip(reading.chars()).all(alike)
}

fn candidate(pattern: usize, folded: &Folded, read: Read) -> Option<Candidate> {
    let by_letters = read.iter().any(|(units, _)| reading::is_letter(folded, units.start));
    let replaced = reading::replaced(folded, &read);
    let units = reading::whole(&read);
    let is_disguise = replaced <= 1 && (by_letters || replaced > 0);
    if !is_disguise || reading::inside_word(folded, &units) || reading::belongs_outside(folded, &read) {
        return None;
    }
    let join = reading::join(folded, &read)?;
    Some(Candidate { pattern, kind: Evidence::Sound, units, join, read })
}
