//! Characters as codes of the letters that they fold to, and flags of what else has to be said of them.
//!
//! Every raw character has three codes, one for each way to read it: by its looks, by its sound, and as a part of another
//! character.

use std::collections::BTreeMap;

use crate::matching::alphabet::{Alphabet, Coded};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::garbled::{ESCAPES, is_private, strange_characters};
use crate::text::plane::{Plane, number_of};

/// The code of a letter that no word contains.
const OTHER: u16 = 0;
/// The code of a character that words reach across.
const SKIPPED: u16 = 1;
/// The first code of a letter that some word contains, and the first number that is no code. Letters share codes where there
/// are more letters than codes; that lets more cells through, never fewer.
const FIRST: u16 = SKIPPED + 1;
const CODES_END: u16 = u16::MAX;
/// How many characters are looked up by number: all planes but the last two, whose characters are private.
const PLANES: usize = 0xF_0000;
/// The character that replaces bytes that could not be decoded.
const LOST: char = '\u{FFFD}';

/// Controls after which text is shown right to left, so that 币定稳 reads 稳定币. Controls for left to right do not move a Han
/// or Latin letter, and are often copied along with numbers.
const TURNING: [char; 4] = ['\u{202B}', '\u{202E}', '\u{2067}', '\u{2068}'];

/// In how many ways a cell is read.
pub(super) const WAYS: usize = 3;
/// The way that reads letters by their looks.
pub(super) const LOOKS: usize = 0;
/// The way that reads letters as they are, and as parts of others.
pub(super) const PARTS: usize = 2;
/// How many bits of [`Codes`] a code takes.
const BITS: usize = 16;

/// What is known about one character: a code for each way, and flags above the codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Codes(u64);

/// Flags of a character.
pub(super) type Flags = u64;

/// Flag: the character folds to several letters.
pub(super) const SEVERAL: Flags = 1 << (BITS * WAYS);
/// Flag: the character folds to a Latin letter, or to several characters with one among them.
pub(super) const LATIN: Flags = SEVERAL << 1;
/// Flag: the character is U+FFFD.
pub(super) const IS_LOST: Flags = SEVERAL << 2;
/// Flag: the character is one of [`TURNING`].
pub(super) const TURNS: Flags = SEVERAL << 3;
/// Flag: the character occurs in garbled text and hardly elsewhere (see [`strange_characters`]).
pub(super) const STRANGE: Flags = SEVERAL << 4;
/// Flag: the character is one of [`ESCAPES`].
pub(super) const BEGINS_ESCAPE: Flags = SEVERAL << 5;
/// Flag: the character folds to one letter with characters beside it that words reach across, as Ŀ does to `l·`. Nobody can
/// tell by its letter alone whether the next one continues a Latin word.
pub(super) const PARTED: Flags = SEVERAL << 6;

impl Codes {
    fn new(codes: [u16; WAYS], flags: Flags) -> Self {
        let mut bits = flags;
        for (way, code) in codes.into_iter().enumerate() {
            bits |= u64::from(code) << (BITS * way);
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
    fn flag(flags: Flags) -> Self {
        Self::new([OTHER; WAYS], flags)
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "a code has sixteen bits")]
    pub(super) fn code(self, way: usize) -> u16 {
        (self.0 >> (BITS * way)) as u16
    }

    /// Whether words reach across the character.
    #[inline]
    pub(super) fn is_skipped(self) -> bool {
        self.code(0) == SKIPPED
    }

    /// Whether the character folds to several letters.
    #[inline]
    pub(super) fn is_several(self) -> bool {
        self.0 & SEVERAL != 0
    }

    /// All flags, without the codes.
    #[inline]
    pub(super) fn flags(self) -> Flags {
        self.0 & !(SEVERAL - 1)
    }
}

/// Whether a code is that of a letter that some word contains.
#[inline]
pub(super) fn is_letter_of_words(code: u16) -> bool {
    code >= FIRST
}

/// The words of each way in codes.
pub(super) fn coded(words: &[Alphabet; WAYS]) -> [Coded; WAYS] {
    words.each_ref().map(|alphabet| alphabet.coded(FIRST..CODES_END))
}

/// Characters as codes.
#[derive(Debug)]
pub(super) struct Letters {
    /// [`Codes`] of characters by number. Plain numbers, so that the operating system provides zeroed memory and pages that
    /// nobody writes or reads are never allocated.
    planes: Vec<u64>,
    /// The codes of private characters of the last planes.
    beyond: BTreeMap<char, Codes>,
    /// The characters of the first plane of which something is known.
    known: Plane,
}

impl Letters {
    /// Gives all characters that fold to letters of words the codes of these.
    pub(super) fn new(fold: &Fold, classes: &Classes, coded: &[Coded; WAYS]) -> Self {
        let mut letters = Self { planes: vec![0; PLANES], beyond: BTreeMap::new(), known: Plane::empty() };

        // 1. The letters themselves, as they are in folded text.
        for (way, coded) in coded.iter().enumerate() {
            for (letter, code) in &coded.letters {
                letters.add(*letter, Codes::only(way, *code));
            }
        }
        for letter in 'a'..='z' {
            letters.add(letter, Codes::flag(LATIN));
        }

        // 2. Separators, which words reach across. U+FFFD is one of them and keeps a flag of its own.
        for c in classes.separators().filter(|c| fold.folded(*c).is_none()) {
            letters.set(c, Codes::all(SKIPPED));
        }
        letters.add(LOST, Codes::flag(IS_LOST));

        // 3. Every other written form of a letter or separator, which takes the codes of what it folds to. What a form folds to
        // has no form in it.
        for (letter, forms) in fold.letters() {
            if letters.get(letter) != Codes::default() {
                forms.for_each(|(form, folded)| letters.set_folded(form, folded));
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

    /// The code of a letter by its looks.
    pub(super) fn looks_of(&self, letter: char) -> u16 {
        self.get(letter).code(LOOKS)
    }

    /// The characters of the first plane of which something is known, with what that is. Any other is a letter of no word.
    pub(super) fn known(&self) -> impl Iterator<Item = (char, Codes)> {
        self.known.characters().map(|c| (c, self.get(c)))
    }

    /// What is known about a character.
    #[inline]
    pub(super) fn get(&self, c: char) -> Codes {
        self.codes_of(c as usize)
    }

    /// What is known about a character of three bytes.
    #[inline]
    pub(super) fn of_three(&self, bytes: [u8; 3]) -> Codes {
        self.codes_of(number_of(bytes))
    }

    /// The codes of the character with a number.
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
        self.known.add([c]);
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

        let mut letters = folded.chars().map(|letter| self.get(letter)).filter(|codes| !codes.is_skipped());
        let codes = match (letters.next(), letters.next()) {
            (None, _) => Codes::all(SKIPPED),
            (Some(only), None) => Codes(only.0 | PARTED),
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(letters);
                Codes::flag(all.fold(SEVERAL, |flags, codes| flags | codes.flags()))
            }
        };
        self.set(c, codes);
    }
}
