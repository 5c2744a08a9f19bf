//! The second step: does some word occur in a cell, separators aside?
//!
//! Every raw character has three codes, one for each way to read it: by its looks, by its sound, and as a part of another
//! character. They are the codes of what the character folds to. Three automata, one for each way, walk over the cell side by
//! side, which takes hardly longer than one does. Letters share codes where there are more letters than codes; that lets more
//! cells through, never fewer.

use std::collections::{BTreeSet, HashMap};

use super::automaton::{Automata, CODES_END, SKIPPED};
use crate::matching::alphabet::Alphabet;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::garbled::{ESCAPES, is_private, strange_characters};

/// The code of a letter that no word contains.
const OTHER: u16 = 0;
/// The first code of a letter that some word contains.
const FIRST: u16 = SKIPPED + 1;
/// How many characters are looked up by number: the planes of scripts and Han characters. Characters of other planes are few
/// and rare.
const PLANES: usize = 0x4_0000;
/// The character that replaces bytes that could not be decoded.
const LOST: char = '\u{FFFD}';

/// Controls after which text is shown right to left, so that 币定稳 reads 稳定币. Controls for left to right do not move a Han
/// or Latin letter, and are often copied along with numbers.
const TURNING: [char; 4] = ['\u{202B}', '\u{202E}', '\u{2067}', '\u{2068}'];

/// In how many ways a cell is read.
pub(super) const WAYS: usize = 3;
/// How many bits of [`Codes`] a code takes.
const BITS: usize = 8;

/// What the walk knows about one character: a code for each way, and flags above the codes. One number, because it is loaded
/// for every character of the input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Codes(u32);

/// Flag: the character folds to several letters, whose codes are in [`Letters::several`].
const SEVERAL: u32 = 1 << (BITS * WAYS);
/// Flag: the character folds to a Latin letter, or to several characters with one among them.
const LATIN: u32 = SEVERAL << 1;
/// Flag: the character is U+FFFD.
const IS_LOST: u32 = SEVERAL << 2;
/// Flag: the character is one of [`TURNING`].
const TURNS: u32 = SEVERAL << 3;
/// Flag: the character occurs in garbled text and hardly elsewhere (see [`is_strange`]).
const STRANGE: u32 = SEVERAL << 4;
/// Flag: the character is one of [`ESCAPES`].
const BEGINS_ESCAPE: u32 = SEVERAL << 5;
/// Flag: the character folds to one letter with characters beside it that words reach across, as Ŀ does to `l·`. Nobody can
/// tell by its letter alone whether the next one continues a Latin word.
const PARTED: u32 = SEVERAL << 6;

impl Codes {
    fn new(codes: [u16; WAYS], flags: u32) -> Self {
        let mut bits = flags;
        for (way, code) in codes.into_iter().enumerate() {
            bits |= u32::from(code) << (BITS * way);
        }
        Self(bits)
    }

    /// The same code in each way.
    fn all(code: u16) -> Self {
        Self::new([code; WAYS], 0)
    }

    /// The code of a letter in one way.
    fn only(way: usize, code: u16) -> Self {
        let mut codes = [OTHER; WAYS];
        codes[way] = code;
        Self::new(codes, 0)
    }

    /// Flags of a character that is a letter of no word.
    fn flag(flags: u32) -> Self {
        Self::new([OTHER; WAYS], flags)
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "a code has eight bits")]
    fn code(self, way: usize) -> u16 {
        (self.0 >> (BITS * way)) as u16 & (CODES_END - 1)
    }

    fn is_skipped(self) -> bool {
        self.code(0) == SKIPPED
    }

    fn is_latin(self) -> bool {
        self.0 & LATIN != 0
    }

    fn is_several(self) -> bool {
        self.0 & SEVERAL != 0
    }

    fn is_parted(self) -> bool {
        self.0 & PARTED != 0
    }

    /// All flags, without the codes.
    fn flags(self) -> u32 {
        self.0 & !(SEVERAL - 1)
    }
}

/// Whether `c` continues the Latin word that `before` belongs to. It does not where a capital begins a new word, as in
/// `fooRWA`.
fn continues_word(before: char, c: char) -> bool {
    before.is_alphabetic() && !before.is_numeric() && !(before.is_lowercase() && c.is_uppercase())
}

/// The number of the first character of UTF-8, and the bytes after it. Returns `None` at the end.
///
/// `str::chars` does the same with a third more instructions for a character of three bytes, as nearly all are.
#[inline]
fn next_character(text: &[u8]) -> Option<(usize, &[u8])> {
    /// What the bytes of a character of so many bytes add up to beside its number.
    const OF_TWO: usize = (0xC0 << 6) + 0x80;
    const OF_THREE: usize = (0xE0 << 12) + (0x80 << 6) + 0x80;
    const OF_FOUR: usize = (0xF0 << 18) + (0x80 << 12) + (0x80 << 6) + 0x80;
    let sixes = |byte: u8, times: usize| usize::from(byte) << (6 * times);
    match text {
        [a @ 0xE0..=0xEF, b, c, after @ ..] => Some((sixes(*a, 2) + sixes(*b, 1) + sixes(*c, 0) - OF_THREE, after)),
        [a @ ..=0x7F, after @ ..] => Some((usize::from(*a), after)),
        [a, b, after @ ..] if *a < 0xE0 => Some((sixes(*a, 1) + sixes(*b, 0) - OF_TWO, after)),
        [a, b, c, d, after @ ..] => Some((sixes(*a, 3) + sixes(*b, 2) + sixes(*c, 1) + sixes(*d, 0) - OF_FOUR, after)),
        _ => None,
    }
}

/// What a walk over a cell has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Sifted {
    /// The cell contains some word, so there may be a finding.
    pub may_hold: bool,
    /// The cell contains a Latin letter, in any form.
    pub has_latin: bool,
    /// The cell contains U+FFFD: text was lost before it came here.
    pub has_lost: bool,
    /// The cell contains a control that shows text right to left: a reader sees another order than is checked.
    pub is_reordered: bool,
    /// The cell contains a character that is common in garbled text and hardly occurs elsewhere.
    pub is_strange: bool,
    /// The cell contains a character that begins an escape, such as `&`.
    pub has_escape: bool,
}

impl Sifted {
    /// Whether there is nothing to report about the cell.
    #[must_use]
    pub fn finds_nothing(self) -> bool {
        !self.may_hold && !self.has_lost && !self.is_reordered && !self.is_strange
    }
}

/// Characters as codes, and the automata over codes.
#[derive(Debug)]
pub(super) struct Letters {
    /// [`Codes`] of the first planes. Plain numbers, so that the operating system provides zeroed memory and pages that
    /// nobody writes or reads are never allocated.
    planes: Vec<u32>,
    /// The codes of characters in the other planes.
    beyond: HashMap<char, Codes>,
    /// The codes of the letters that a character folds to, for characters that fold to several.
    several: HashMap<char, Vec<Codes>>,
    automata: Automata<WAYS>,
    /// Whether words are searched for by their looks alone.
    only_looks: bool,
    /// Whether a word that begins with a Latin letter never counts inside a Latin word.
    are_bounded: bool,
}

impl Letters {
    /// Prepares to find words, for each way its own. With `are_bounded`, a word that begins with a Latin letter does not
    /// count where it begins inside a Latin word.
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

        // 1. The letters themselves, as they are in folded text.
        let mut known: BTreeSet<char> = ('a'..='z').collect();
        for (way, (codes, _)) in coded.iter().enumerate() {
            for (letter, code) in codes {
                letters.add(*letter, Codes::only(way, *code));
                known.insert(*letter);
            }
        }
        for letter in 'a'..='z' {
            letters.add(letter, Codes::flag(LATIN));
        }

        // 2. Separators, which words reach across. U+FFFD is one of them and keeps a flag of its own.
        let separators: Vec<char> = classes.separators().filter(|c| fold.folded(*c).is_none()).collect();
        for c in &separators {
            letters.set(*c, Codes::all(SKIPPED));
        }
        letters.add(LOST, Codes::flag(IS_LOST));

        // 3. Every other written form of a letter or separator, which takes the codes of what it folds to.
        known.extend(separators);
        for letter in known {
            for (c, folded) in fold.forms_of(letter) {
                letters.set_folded(c, folded);
            }
        }

        // 4. Characters that fold to nothing. The controls among them keep a flag of their own.
        for c in fold.dropped() {
            letters.set(c, Codes::all(SKIPPED));
        }
        for c in TURNING {
            letters.add(c, Codes::flag(TURNS));
        }

        // 5. Characters that make a closer look worth while, whatever their codes are.
        for c in strange_characters() {
            letters.add(c, Codes::flag(STRANGE));
        }
        for c in ESCAPES {
            letters.add(c, Codes::flag(BEGINS_ESCAPE));
        }
        letters
    }

    /// Takes these characters for strange, too.
    pub(super) fn add_strange(&mut self, characters: impl Iterator<Item = char>) {
        for c in characters {
            self.add(c, Codes::flag(STRANGE));
        }
    }

    /// Walks over a cell.
    pub(super) fn sift(&self, cell: &str) -> Sifted {
        if !self.only_looks {
            return self.walk::<WAYS>(cell);
        }
        let mut sifted = self.walk::<1>(cell);
        if sifted.may_hold && sifted.has_latin && self.are_bounded {
            sifted.may_hold = !self.all_inside_latin_words(cell);
        }
        sifted
    }

    /// Whether each word that occurs in a cell begins inside a Latin word, as RWA does in FORWARD. Returns `false` if a
    /// character folds to several characters, which this walk does not follow.
    fn all_inside_latin_words(&self, cell: &str) -> bool {
        let [start] = self.starts();
        let mut state = start;
        let mut before = ' ';
        for c in cell.chars() {
            let codes = self.get(c);
            if codes.is_several() || codes.is_parted() {
                return false;
            }
            let next = self.automata.step(state, codes.code(0));
            let from_start = self.automata.step(start, codes.code(0));

            // Equal states mean that the longest suffix with which a word begins is at most `c` alone. A word that begins
            // inside a Latin word does not count, so the walk starts afresh.
            let begins_here = next == from_start;
            let is_inside = codes.is_latin() && continues_word(before, c);
            state = if begins_here && is_inside { start } else { next };
            if self.automata.found([state]) {
                return false;
            }
            before = if codes.is_latin() { c } else { ' ' };
        }
        true
    }

    /// Reads a cell in the first `N` ways. Hot: at every character of the input if disguises are searched for.
    fn walk<const N: usize>(&self, cell: &str) -> Sifted {
        let mut states = self.starts::<N>();
        let mut seen = 0;
        let mut rest = cell.as_bytes();
        while let Some((number, after)) = next_character(rest) {
            let codes = self.codes_of(number);
            seen |= codes.0;
            self.step(&mut states, codes);
            rest = after;
        }
        Sifted {
            may_hold: self.automata.found(states) || (seen & SEVERAL != 0 && self.found_expanded::<N>(cell)),
            has_latin: seen & LATIN != 0,
            has_lost: seen & IS_LOST != 0,
            is_reordered: seen & TURNS != 0,
            is_strange: seen & STRANGE != 0,
            has_escape: seen & BEGINS_ESCAPE != 0,
        }
    }

    /// Whether a word occurs in a cell with characters that fold to several letters.
    fn found_expanded<const N: usize>(&self, cell: &str) -> bool {
        let mut states = self.starts::<N>();
        for c in cell.chars() {
            match self.several.get(&c) {
                Some(letters) => letters.iter().for_each(|codes| self.step(&mut states, *codes)),
                None => self.step(&mut states, self.get(c)),
            }
        }
        self.automata.found(states)
    }

    fn starts<const N: usize>(&self) -> [u32; N] {
        std::array::from_fn(|way| self.automata.starts[way])
    }

    #[inline]
    fn step<const N: usize>(&self, states: &mut [u32; N], codes: Codes) {
        for (way, state) in states.iter_mut().enumerate() {
            *state = self.automata.step(*state, codes.code(way));
        }
    }

    /// The code of a letter by its looks.
    pub(super) fn looks_of(&self, letter: char) -> u16 {
        self.get(letter).code(0)
    }

    /// The code by looks of the one letter that a character folds to. Returns `None` if words reach across the character or
    /// if it folds to several letters.
    pub(super) fn only_code(&self, c: char) -> Option<u16> {
        let codes = self.get(c);
        if codes.is_skipped() || codes.is_several() { None } else { Some(codes.code(0)) }
    }

    #[inline]
    fn get(&self, c: char) -> Codes {
        self.codes_of(c as usize)
    }

    /// The codes of a character by its number.
    #[inline]
    fn codes_of(&self, number: usize) -> Codes {
        match self.planes.get(number) {
            Some(codes) => Codes(*codes),
            None => self.codes_beyond(number),
        }
    }

    #[cold]
    fn codes_beyond(&self, number: usize) -> Codes {
        let c = u32::try_from(number).ok().and_then(char::from_u32).unwrap_or(LOST);
        let codes = self.beyond.get(&c).copied().unwrap_or_default();
        if is_private(c) { Codes(codes.0 | STRANGE) } else { codes }
    }

    fn set(&mut self, c: char, codes: Codes) {
        match self.planes.get_mut(c as usize) {
            Some(known) => *known = codes.0,
            None => drop(self.beyond.insert(c, codes)),
        }
    }

    /// Adds a code in a way that has none yet, or a flag.
    fn add(&mut self, c: char, more: Codes) {
        self.set(c, Codes(self.get(c).0 | more.0));
    }

    /// Sets the codes of a character to those of what it folds to.
    fn set_folded(&mut self, c: char, folded: &str) {
        let mut characters = folded.chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            return self.set(c, self.get(only));
        }

        let mut letters: Vec<Codes> = folded.chars().map(|letter| self.get(letter)).collect();
        letters.retain(|codes| !codes.is_skipped());
        match letters[..] {
            [] => self.set(c, Codes::all(SKIPPED)),
            [only] => self.set(c, Codes(only.0 | PARTED)),
            _ => {
                let flags = letters.iter().fold(SEVERAL, |flags, codes| flags | codes.flags());
                self.set(c, Codes::flag(flags));
                self.several.insert(c, letters);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_read_as_the_standard_library_reads_them() {
        let all: String = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
        let mut rest = all.as_bytes();
        for c in all.chars() {
            let (number, after) = next_character(rest).unwrap();
            assert_eq!(number, c as usize);
            rest = after;
        }
        assert_eq!(next_character(rest), None);
    }
}
