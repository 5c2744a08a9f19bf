//! The second step: does some word stand in a cell, separators aside?
//!
//! Every raw character has three codes, which stand for what it folds to: what it looks like, what it sounds like, and which
//! part of other characters it is. Three automata, one a code, walk the cell side by side, which takes hardly longer than one
//! does. Letters share codes where there are more than codes: that lets more through, never less.

use std::collections::{BTreeSet, HashMap};

use super::automaton::{Automata, CODES_END, SKIPPED};
use crate::matching::alphabet::Alphabet;
use crate::text::class::Classes;
use crate::text::fold::Fold;

/// The code of a letter of no word.
const OTHER: u16 = 0;
/// The first code of a letter.
const FIRST: u16 = SKIPPED + 1;
/// The planes of scripts and Han characters, which are looked up by number; characters of the others are few and rare. Memory
/// between those that are known is never touched.
const PLANES: usize = 0x4_0000;
/// The character that stands where bytes were lost.
const LOST: char = '\u{FFFD}';

/// Controls that turn what follows right to left, so that 币定稳 shows as 稳定币. The left-to-right ones move no Han or Latin
/// letter by themselves, and come along with copied numbers.
const TURNING: [char; 4] = ['\u{202B}', '\u{202E}', '\u{2067}', '\u{2068}'];

/// In how many ways a cell is read.
pub(super) const WAYS: usize = 3;
/// How many bits a code takes in an entry.
const BITS: usize = 8;

/// What stands for one character: a code for each way, and a set of the flags below. One number, because it is read for every
/// character of the input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Entry(u32);

/// It folds to several letters, whose entries stand elsewhere.
const SEVERAL: u32 = 1 << (BITS * WAYS);
/// It folds to a Latin letter, or to several characters with one among them.
const LATIN: u32 = SEVERAL << 1;
/// It is U+FFFD.
const IS_LOST: u32 = SEVERAL << 2;
/// It is one of [`TURNING`].
const TURNS: u32 = SEVERAL << 3;

impl Entry {
    fn new(codes: [u16; WAYS], flags: u32) -> Self {
        let shifted = codes.iter().enumerate().map(|(way, code)| u32::from(*code) << (BITS * way));
        Self(shifted.fold(flags, |entry, code| entry | code))
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "a code has eight bits")]
    fn code(self, way: usize) -> u16 {
        (self.0 >> (BITS * way)) as u16 & (CODES_END - 1)
    }

    fn is_skipped(self) -> bool {
        self.code(0) == SKIPPED
    }

    /// All flags, above the codes.
    fn flags(self) -> u32 {
        self.0 & !(SEVERAL - 1)
    }
}

/// Whether a Latin letter goes on the word of the character before it, rather than beginning one with a capital of its own.
fn goes_on(before: char, c: char) -> bool {
    before.is_alphabetic() && !before.is_numeric() && !(before.is_lowercase() && c.is_uppercase())
}

/// What a walk over a cell has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each tells of the text, and none excludes another")]
pub struct Sifted {
    /// Some word stands there: there may be a finding.
    pub may_hold: bool,
    /// A Latin letter stands there, in any form.
    pub has_latin: bool,
    /// A U+FFFD stands there: text was lost before it came here.
    pub has_lost: bool,
    /// A control stands there that turns what follows right to left: it is read in another order than it is checked in.
    pub is_reordered: bool,
}

impl Sifted {
    /// Whether a cell needs no closer look.
    #[must_use]
    pub fn finds_nothing(self) -> bool {
        !self.may_hold && !self.has_lost && !self.is_reordered
    }
}

/// Characters as codes, and the words in them.
#[derive(Debug)]
pub(super) struct Letters {
    /// The entries of the first characters, as numbers: memory of noughts is there without being written.
    planes: Vec<u32>,
    beyond: HashMap<char, Entry>,
    several: HashMap<char, Vec<Entry>>,
    automata: Automata<WAYS>,
    /// Whether words are sought by their looks alone.
    only_looks: bool,
    /// Whether a word that begins with a Latin letter is found only where no Latin word goes on.
    are_bounded: bool,
}

impl Letters {
    /// The words to be found in each way, and whether those that begin with a Latin letter are found only where no Latin word
    /// goes on.
    pub(super) fn new(fold: &Fold, classes: &Classes, words: &[Alphabet; WAYS], are_bounded: bool) -> Self {
        let coded = words.each_ref().map(|alphabet| alphabet.coded(FIRST..CODES_END));
        let mut letters = Self {
            planes: vec![0; PLANES],
            beyond: HashMap::new(),
            several: HashMap::new(),
            automata: Automata::new(coded.each_ref().map(|(_, words)| &words[..])),
            only_looks: words[1..].iter().all(|alphabet| alphabet.words.is_empty()),
            are_bounded,
        };
        let mut known: BTreeSet<char> = ('a'..='z').collect();
        for (way, (codes, _)) in coded.iter().enumerate() {
            for &(letter, code) in codes {
                let mut only = [OTHER; WAYS];
                only[way] = code;
                letters.add(letter, Entry::new(only, 0));
                known.insert(letter);
            }
        }
        ('a'..='z').for_each(|letter| letters.add(letter, Entry::new([OTHER; WAYS], LATIN)));
        let separators: Vec<char> = classes.separators().filter(|c| fold.get(*c).is_none()).collect();
        for c in &separators {
            letters.set(*c, Entry::new([SKIPPED; WAYS], 0));
        }
        // It is a separator too.
        letters.add(LOST, Entry::new([OTHER; WAYS], IS_LOST));
        for (c, folded) in known.into_iter().chain(separators).flat_map(|letter| fold.forms_of(letter)) {
            letters.set_folded(c, folded);
        }
        for c in fold.dropped() {
            letters.set(c, Entry::new([SKIPPED; WAYS], 0));
        }
        for c in TURNING {
            letters.add(c, Entry::new([OTHER; WAYS], TURNS));
        }
        letters
    }

    /// Walks over a cell.
    pub(super) fn sift(&self, cell: &str) -> Sifted {
        if !self.only_looks {
            return self.walk::<WAYS>(cell);
        }
        let sifted = self.walk::<1>(cell);
        let may_hold =
            sifted.may_hold && !(sifted.has_latin && self.are_bounded && self.stands_only_within_words(cell));
        Sifted { may_hold, ..sifted }
    }

    /// Whether each word that stands in a cell begins inside a Latin one, as RWA does in FORWARD; false where that takes a
    /// closer look.
    fn stands_only_within_words(&self, cell: &str) -> bool {
        let [start] = self.starts();
        let (mut state, mut before) = (start, ' ');
        for c in cell.chars() {
            let entry = self.get(c);
            if entry.0 & SEVERAL != 0 {
                return false;
            }
            let (next, begun) = (self.automata.step(state, entry.code(0)), self.automata.step(start, entry.code(0)));
            // The longest ending that a word begins with is this letter alone.
            state = if next == begun && entry.0 & LATIN != 0 && goes_on(before, c) { start } else { next };
            before = if entry.0 & LATIN != 0 { c } else { ' ' };
        }
        !self.automata.found([state])
    }

    /// Reads a cell in the first of the ways.
    fn walk<const N: usize>(&self, cell: &str) -> Sifted {
        let (mut states, mut seen) = (self.starts::<N>(), 0);
        for c in cell.chars() {
            let entry = self.get(c);
            seen |= entry.0;
            self.step(&mut states, entry);
        }
        Sifted {
            may_hold: self.automata.found(states) || (seen & SEVERAL != 0 && self.holds_expanded::<N>(cell)),
            has_latin: seen & LATIN != 0,
            has_lost: seen & IS_LOST != 0,
            is_reordered: seen & TURNS != 0,
        }
    }

    fn starts<const N: usize>(&self) -> [u32; N] {
        std::array::from_fn(|way| self.automata.starts[way])
    }

    #[inline]
    fn step<const N: usize>(&self, states: &mut [u32; N], entry: Entry) {
        for (way, state) in states.iter_mut().enumerate() {
            *state = self.automata.step(*state, entry.code(way));
        }
    }

    /// Whether a word stands in a cell with characters that fold to several letters.
    fn holds_expanded<const N: usize>(&self, cell: &str) -> bool {
        let mut states = self.starts::<N>();
        for c in cell.chars() {
            match self.several.get(&c) {
                Some(entries) => entries.iter().for_each(|entry| self.step(&mut states, *entry)),
                None => self.step(&mut states, self.get(c)),
            }
        }
        self.automata.found(states)
    }

    /// The code by looks of the word's letter that this is.
    pub(super) fn looks_of(&self, letter: char) -> u16 {
        self.get(letter).code(0)
    }

    /// The code by looks of the one letter that a character stands for; none if words reach across it or it stands for
    /// several.
    pub(super) fn only_code(&self, c: char) -> Option<u16> {
        let entry = self.get(c);
        (!entry.is_skipped() && entry.0 & SEVERAL == 0).then_some(entry.code(0))
    }

    #[inline]
    fn get(&self, c: char) -> Entry {
        match self.planes.get(c as usize) {
            Some(entry) => Entry(*entry),
            None => self.beyond.get(&c).copied().unwrap_or_default(),
        }
    }

    fn set(&mut self, c: char, entry: Entry) {
        match self.planes.get_mut(c as usize) {
            Some(known) => *known = entry.0,
            None => drop(self.beyond.insert(c, entry)),
        }
    }

    /// Adds a code or a flag that a character does not have yet.
    fn add(&mut self, c: char, more: Entry) {
        self.set(c, Entry(self.get(c).0 | more.0));
    }

    /// What folds takes the codes of what it folds to, which folds no further and of which something is known.
    fn set_folded(&mut self, c: char, folded: &str) {
        let mut letters = folded.chars();
        if let (Some(only), None) = (letters.next(), letters.next()) {
            return self.set(c, self.get(only));
        }
        let entries: Vec<Entry> = folded.chars().map(|f| self.get(f)).filter(|entry| !entry.is_skipped()).collect();
        match entries[..] {
            [] => self.set(c, Entry::new([SKIPPED; WAYS], 0)),
            [entry] => self.set(c, entry),
            _ => {
                let flags = entries.iter().fold(SEVERAL, |flags, entry| flags | entry.flags());
                self.set(c, Entry::new([OTHER; WAYS], flags));
                self.several.insert(c, entries);
            }
        }
    }
}
