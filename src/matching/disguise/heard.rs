//! Disguises by sound: 虚拟huo币, xuni货币, xu ni huo bi, xu1ni3huo4bi4, 虚拟或币.
//!
//! One automaton reads text and terms in pinyin letters. A place that sounds like a term is then read back character by
//! character.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::SHORTEST;
use super::disguisable::Disguisable;
use super::reading::{self, Candidate, Reading};
use super::sounds::{Sounds, typed};
use crate::matching::finder::Finder;
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::{Folded, Unit};
use crate::text::plane::Plane;
use crate::verdict::Evidence;

/// The terms in pinyin.
#[derive(Debug)]
pub(super) struct Heard {
    /// In syllables, each as the first character that has it.
    syllables: Finder,
    /// The characters with the first syllable of a term.
    begins: Plane,
    /// In letters.
    letters: Finder,
    /// The characters that are neither a syllable of a term, a Latin letter nor a tone. No place with one of them is read back as
    /// a term.
    foreign: Plane,
    /// For each word of the finders the index of its term.
    terms: Vec<usize>,
}

impl Heard {
    pub(super) fn new(terms: &[Disguisable], sounds: &Sounds) -> Self {
        let mut heard = Vec::new();
        let mut letters = Vec::new();
        let mut syllables: Vec<Vec<char>> = Vec::new();
        for (index, term) in terms.iter().enumerate() {
            if let Some(word) = pinyin_of(&term.letters, sounds) {
                heard.push(index);
                letters.push(word.concat());
                syllables.push(term.letters.iter().filter_map(|c| sounds.first_of(*c)).collect());
            }
        }

        let all: HashSet<char> = syllables.iter().flatten().copied().collect();
        let first: HashSet<char> = syllables.iter().map(|word| word[0]).collect();
        let is_foreign = |c: &char| match sounds.first_of(*c) {
            Some(syllable) => !all.contains(&syllable),
            None => !c.is_ascii_lowercase() && !is_tone(*c),
        };
        let syllables: Vec<String> = syllables.into_iter().map(String::from_iter).collect();
        Self {
            syllables: Finder::new(syllables.iter().map(String::as_str)),
            begins: Plane::of_all(|c| sounds.first_of(*c).is_some_and(|syllable| first.contains(&syllable))),
            letters: Finder::new(letters.iter().map(String::as_str)),
            foreign: Plane::of_all(is_foreign),
            terms: heard,
        }
    }

    /// Adds the disguises in a cell: those of characters alone, which take a step a character, then those with Latin letters.
    pub(super) fn find(&self, terms: &[Disguisable], sounds: &Sounds, folded: &Folded, found: &mut Vec<Candidate>) {
        let heard = Hearing { terms, sounds, folded, indices: &self.terms };
        let mut state = Finder::start();
        for (index, unit) in folded.units.iter().enumerate() {
            if state != Finder::start() && is_apart(folded, index) {
                state = Finder::start();
            }
            if state == Finder::start() && !self.begins.contains(unit.folded as usize) {
                continue;
            }
            state = sounds.first_of(unit.folded).map_or(Finder::start(), |first| self.syllables.step(state, first));
            if self.syllables.ends(state) {
                heard.read_back(self.syllables.ending(state), index + 1, found);
            }
        }

        if folded.units.iter().any(|unit| unit.folded.is_ascii_lowercase()) {
            self.find_typed(&heard, found);
        }
    }

    /// Adds the disguises with Latin letters.
    fn find_typed(&self, heard: &Hearing<'_>, found: &mut Vec<Candidate>) {
        let folded = heard.folded;
        // Each syllable takes a character at least.
        let stretches = folded.units.chunk_by(|a, b| self.is_foreign(a) == self.is_foreign(b));
        let mut start = 0;
        for stretch in stretches {
            let has_letter = || stretch.iter().any(|unit| unit.folded.is_ascii_lowercase());
            if stretch.len() >= SHORTEST && !self.is_foreign(&stretch[0]) && has_letter() {
                self.find_typed_in(start..start + stretch.len(), heard, found);
            }
            start += stretch.len();
        }
    }

    #[inline]
    fn is_foreign(&self, unit: &Unit) -> bool {
        self.foreign.contains(unit.folded as usize)
    }

    /// Adds those in a stretch of units of which none is foreign.
    fn find_typed_in(&self, stretch: Range<usize>, heard: &Hearing<'_>, found: &mut Vec<Candidate>) {
        let mut state = Finder::start();
        let before = found.len();
        for index in stretch {
            if is_apart(heard.folded, index) {
                state = Finder::start();
            }
            state = self.hear(state, heard.sounds, heard.folded.units[index].folded);
            if self.letters.ends(state) {
                heard.read_back(self.letters.ending(state), index + 1, found);
            }
        }
        // Those of characters alone are known.
        let mut typed = found.split_off(before);
        typed.retain(|candidate| {
            candidate.reading.iter().any(|(units, _)| reading::is_letter(heard.folded, units.start))
        });
        found.append(&mut typed);
    }

    /// Whether some of a cell, in Latin letters or partly so, sounds like a term, separators aside.
    pub(super) fn may_hold(&self, sounds: &Sounds, cell: &str) -> bool {
        let fold = Fold::builtin();
        let classes = Classes::builtin();
        let mut state = Finder::start();
        for c in cell.chars() {
            let mut itself = [0; 4];
            let folded = fold.folded(c).unwrap_or_else(|| c.encode_utf8(&mut itself));
            for letter in folded.chars() {
                if classes.gap(letter) != Gap::None {
                    continue;
                }
                state = self.hear(state, sounds, letter);
                if self.letters.ends(state) {
                    return true;
                }
            }
        }
        false
    }

    /// The state of the letters after the sound of one more folded character.
    fn hear(&self, state: u32, sounds: &Sounds, c: char) -> u32 {
        if self.foreign.contains(c as usize) {
            return Finder::start();
        }
        match sounds.of(c) {
            Some(reading) => reading.chars().fold(state, |state, letter| self.letters.step(state, typed(letter))),
            None if c.is_ascii_lowercase() => self.letters.step(state, typed(c)),
            None if is_tone(c) => state,
            None => Finder::start(),
        }
    }
}

/// Whether a list's separator is before a unit.
#[inline]
fn is_apart(folded: &Folded, unit: usize) -> bool {
    folded.units[unit].gap == Gap::List && reading::gap(folded, unit) == Gap::List
}

/// A folded cell, and the terms that it is heard for.
struct Hearing<'a> {
    terms: &'a [Disguisable],
    sounds: &'a Sounds,
    folded: &'a Folded,
    /// For each word of a finder the index of its term.
    indices: &'a [usize],
}

impl Hearing<'_> {
    /// Adds what is a disguise of the text before the unit `end`, which sounds like some words.
    fn read_back(&self, words: impl Iterator<Item = usize>, end: usize, found: &mut Vec<Candidate>) {
        for word in words {
            let term = self.indices[word];
            if let Some(reading) = read_back(&self.terms[term].letters, self.sounds, self.folded, end) {
                found.extend(candidate(term, self.sounds, self.folded, reading));
            }
        }
    }
}

/// The syllables of all terms, in every way that they are typed (see [`typed`]). A text in which none is in Latin letters, as
/// filings have IT, LED or KTV, sounds like no term.
pub(super) fn syllables(terms: &[Disguisable], sounds: &Sounds) -> Vec<Vec<char>> {
    let of_terms: BTreeSet<String> =
        terms.iter().filter_map(|term| pinyin_of(&term.letters, sounds)).flatten().collect();
    let mut written = Vec::with_capacity(2 * of_terms.len());
    for syllable in of_terms {
        written.push(syllable.chars().collect());
        // No syllable has a second u.
        if syllable.contains('u') {
            written.push(syllable.replace('u', "v").chars().collect());
        }
    }
    written
}

/// The syllables of a term in pinyin letters. Returns `None` if it is too short or if a character has no reading.
fn pinyin_of(term: &[char], sounds: &Sounds) -> Option<Vec<String>> {
    if term.len() < SHORTEST {
        return None;
    }
    term.iter().map(|c| Some(sounds.of(*c)?.chars().map(typed).collect())).collect()
}

/// Reads the text before the unit `end` as a term. Returns `None` if the syllables of the text do not begin and end where
/// those of the term do.
fn read_back(term: &[char], sounds: &Sounds, folded: &Folded, end: usize) -> Option<Reading> {
    let mut reading = Vec::with_capacity(term.len());
    let mut end = end;
    for &c in term.iter().rev() {
        let syllable = sounds.of(c)?;
        let letters_end = end - usize::from(ends_in_tone(folded, end));
        let last = letters_end.checked_sub(1)?;
        let start = if reading::is_letter(folded, last) {
            let start = letters_end.checked_sub(syllable.len())?;
            if !is_typed_as(folded, start..letters_end, syllable) {
                return None;
            }
            start
        } else {
            if sounds.of(folded.units[last].folded) != Some(syllable) {
                return None;
            }
            last
        };
        reading.push((start..end, c));
        end = start;
    }
    reading.reverse();
    Some(reading)
}

/// Whether a digit is the number of a tone: xu1ni3.
fn is_tone(c: char) -> bool {
    matches!(c, '1'..='5')
}

/// Whether a tone that touches the letter before it ends before the unit `end`.
fn ends_in_tone(folded: &Folded, end: usize) -> bool {
    let (Some(tone), Some(letter)) = (end.checked_sub(1), end.checked_sub(2)) else { return false };
    let unit = folded.units[tone];
    is_tone(unit.folded) && unit.gap == Gap::None && reading::is_letter(folded, letter)
}

/// Whether the letters of these units are those of a syllable.
fn is_typed_as(folded: &Folded, units: Range<usize>, syllable: &str) -> bool {
    for (unit, letter) in folded.units[units].iter().zip(syllable.chars()) {
        if !unit.folded.is_ascii_lowercase() || typed(unit.folded) != typed(letter) {
            return false;
        }
    }
    true
}

/// Returns `None` if the reading is no disguise or an implausible one.
fn candidate(term: usize, sounds: &Sounds, folded: &Folded, reading: Reading) -> Option<Candidate> {
    let has_pinyin = reading.iter().any(|(units, _)| reading::is_letter(folded, units.start));
    let replaced = reading::replaced(folded, &reading);
    // The term itself is no disguise. More than one replaced character, or one beside pinyin, is too far from it.
    if replaced + usize::from(has_pinyin) != 1 {
        return None;
    }
    let units = reading::whole(&reading);
    if reading::inside_word(folded, &units) || reading::belongs_to_word(folded, &reading) {
        return None;
    }
    if is_gloss(sounds, folded, &reading) {
        return None;
    }
    let join = reading::join(folded, &reading)?;
    Some(Candidate { term, kind: Evidence::Sound, units, join, reading })
}

/// Whether pinyin in brackets only says how the characters before it are read, as in 稳定臂（wěn dìng bì）. What these
/// characters are is looked at by itself.
fn is_gloss(sounds: &Sounds, folded: &Folded, reading: &Reading) -> bool {
    let start = reading::whole(reading).start;
    let Some(read_from) = start.checked_sub(reading.len()) else { return false };
    let glossed = &folded.units[read_from..start];
    folded.gap_before(start).trim_start().starts_with('(')
        && glossed.iter().zip(reading).all(|(unit, (_, c))| {
            let sound = sounds.of(unit.folded);
            sound.is_some() && sound == sounds.of(*c)
        })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    static SOUNDS: LazyLock<Sounds> = LazyLock::new(|| Sounds::builtin().unwrap());
    static TERMS: LazyLock<Vec<Disguisable>> =
        LazyLock::new(|| ["虚拟货币", "稳定币", "西安币"].map(Disguisable::of_letters).into());
    static HEARD: LazyLock<Heard> = LazyLock::new(|| Heard::new(&TERMS, &SOUNDS));
    static HEARD_PLAINLY: LazyLock<Heard> =
        LazyLock::new(|| Heard { foreign: Plane::empty(), ..Heard::new(&TERMS, &SOUNDS) });

    fn fold(text: &str) -> Folded {
        Folded::new(Fold::builtin(), Classes::builtin(), text)
    }

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        HEARD.find(&TERMS, &SOUNDS, &fold(text), &mut found);
        found.iter().map(|candidate| format!("{candidate:?}")).collect()
    }

    /// The plain way: the letters of every character are heard.
    fn found_plainly(text: &str) -> Vec<String> {
        let folded = fold(text);
        let mut found = Vec::new();
        let mut state = Finder::start();
        for (index, unit) in folded.units.iter().enumerate() {
            if reading::gap(&folded, index) == Gap::List {
                state = Finder::start();
            }
            state = HEARD_PLAINLY.hear(state, &SOUNDS, unit.folded);
            for word in HEARD.letters.ending(state) {
                let term = HEARD.terms[word];
                let reading = read_back(&TERMS[term].letters, &SOUNDS, &folded, index + 1);
                found.extend(reading.and_then(|reading| candidate(term, &SOUNDS, &folded, reading)));
            }
        }
        found.iter().map(|candidate| format!("{candidate:?}")).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        /// In letters, 先 is 西安.
        #[test]
        fn no_disguise_is_lost_for_syllables_and_characters_that_no_term_sounds_like(
            typed in "([虚许拟尼货或币比稳文定顶西安先俺技术 、，13]|xu|ni|huo|bi|wen|ding|xi|an|u){0,10}",
            untyped in "[虚许拟尼货或币比稳文定顶西安先俺技 、，3]{0,10}",
        ) {
            for text in [typed, untyped] {
                let found = found(&text);
                prop_assert_eq!(&found, &found_plainly(&text));
                prop_assert!(found.is_empty() || HEARD.may_hold(&SOUNDS, &text));
            }
        }
    }

    #[test]
    fn a_character_that_some_term_sounds_like_is_heard_and_others_end_what_was_heard() {
        assert_eq!(found("虚拟或币").len(), 1);
        assert_eq!(found("虚拟huo币").len(), 1);
        assert!(HEARD.foreign.contains('先' as usize) && !HEARD.foreign.contains('或' as usize));
        assert!(found("先币").is_empty());
        assert!(HEARD_PLAINLY.may_hold(&SOUNDS, "先币") && !HEARD.may_hold(&SOUNDS, "先币"));
    }
}
