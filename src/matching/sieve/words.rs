//! The words of one way to read a text, and whether a text contains one around a given character.

use std::cell::LazyCell;
use std::ops::Deref;

use super::letters::{Codes, Flags, LATIN, Letters, PARTED, SEVERAL, is_letter_of_words};

/// How many letters on either side of the anchor are compared. Hardly a text has so many without the whole word.
const COMPARED: usize = 3;
/// How many characters that words reach across are passed to find the next letter.
const FARTHEST: usize = 32;
/// Stands for no letter.
const NONE: u16 = 0;

/// Words by one of their letters, the anchor.
#[derive(Debug)]
pub(super) struct Words {
    way: usize,
    sorted: Vec<Word>,
    /// For each code where its words begin.
    starts: Vec<usize>,
    /// A Bloom filter of one hash: the anchors of all words with the letter behind each.
    pairs: Vec<u64>,
    /// The same of words that end with their anchor, with the letter before each.
    endings: Vec<u64>,
}

/// How many bits a filter has, as a power of two: thirty for each word that a big book has.
const PAIRS: u32 = 16;

/// Adds two letters to a filter.
fn add(filter: &mut [u64], first: u16, second: u16) {
    let (number, bit) = place_of(first, second);
    filter[number] |= bit;
}

/// Whether two letters may be in a filter.
#[inline]
fn has(filter: &[u64], first: u16, second: u16) -> bool {
    let (number, bit) = place_of(first, second);
    filter[number] & bit != 0
}

/// The place of a bit in a filter.
#[inline]
fn place_of(anchor: u16, second: u16) -> (usize, u64) {
    // Fibonacci hashing.
    let hash = (u32::from(anchor) << u16::BITS | u32::from(second)).wrapping_mul(0x9E37_79B1) >> (u32::BITS - PAIRS);
    ((hash / u64::BITS) as usize, 1 << (hash % u64::BITS))
}

/// The codes of a word around its anchor. They are compared in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    anchor: u16,
    /// The nearest first, then [`NONE`].
    after: [u16; COMPARED],
    before: [u16; COMPARED],
    /// Whether it does not count where it begins inside a Latin word. Then its anchor is its first letter.
    is_bounded: bool,
}

impl Word {
    /// A word whose anchor is the code at `index`.
    pub(super) fn new(codes: &[u16], index: usize, is_bounded: bool) -> Self {
        let before = codes[..index].iter().rev();
        let after = codes[index + 1..].iter();
        Self { anchor: codes[index], after: first_codes(after), before: first_codes(before), is_bounded }
    }
}

fn first_codes<'a>(codes: impl Iterator<Item = &'a u16>) -> [u16; COMPARED] {
    let mut first = [NONE; COMPARED];
    for (place, code) in first.iter_mut().zip(codes) {
        *place = *code;
    }
    first
}

/// What comes next on one side of an anchor in a text.
#[derive(Clone, Copy)]
enum Beside {
    /// A letter with these codes.
    Letter(Codes),
    /// The edge of the text.
    Edge,
    /// A character that folds to several letters, or too many characters that words reach across.
    Unknown,
}

/// A character of a text that may be the anchor of a word, and what is around it.
pub(super) struct Around<'t> {
    letters: &'t Letters,
    text: &'t str,
    /// The offset of the character.
    at: usize,
    first: Codes,
    second: Beside,
}

/// What comes next on one side of an anchor, the nearest first.
type Side = [Beside; COMPARED];

impl<'t> Around<'t> {
    /// The character at an offset. Returns `None` at the end of the text.
    #[inline]
    pub(super) fn new(text: &'t str, at: usize, letters: &'t Letters) -> Option<Self> {
        let mut characters = text[at..].chars();
        let first = letters.get(characters.next()?);
        let second = next_letter(&mut characters, letters);
        Some(Self { letters, text, at, first, second })
    }

    /// The flags of the character.
    #[inline]
    pub(super) fn flags(&self) -> Flags {
        self.first.flags()
    }

    /// What comes after the character.
    fn after(&self) -> Side {
        let mut after = self.text[self.at..].chars();
        after.next();
        side(&mut after, self.letters)
    }

    /// What comes before the character.
    fn before(&self) -> Side {
        side(&mut self.text[..self.at].chars().rev(), self.letters)
    }
}

impl Words {
    pub(super) fn new(way: usize, mut words: Vec<Word>) -> Self {
        words.sort_unstable();
        words.dedup();
        let codes = words.last().map_or(0, |word| usize::from(word.anchor) + 1);
        let starts = (0..=codes).map(|code| words.partition_point(|word| usize::from(word.anchor) < code)).collect();
        let mut pairs = vec![0; 1 << PAIRS >> u64::BITS.ilog2()];
        let mut endings = pairs.clone();
        for word in &words {
            add(&mut pairs, word.anchor, word.after[0]);
            if word.after[0] == NONE {
                add(&mut endings, word.before[0], word.anchor);
            }
        }
        Self { way, sorted: words, starts, pairs, endings }
    }

    /// Whether a character is the anchor of some word, going by the letters on either side. What folds to several letters
    /// may be any.
    #[inline]
    pub(super) fn fit(&self, around: &Around<'_>) -> bool {
        let Around { letters, text, at, first, second } = *around;
        let before = || next_letter(&mut text[..at].chars().rev(), letters);
        let anchor = first.code(self.way);
        self.may_fit(first, second, before) && (!is_letter_of_words(anchor) || self.any_fits(anchor, around))
    }

    /// Whether a Han character may be the anchor of some word between two others: [`Words::fit`] without a look at any other
    /// character.
    #[inline]
    pub(super) fn may_fit_among(&self, [before, first, second]: [Codes; 3]) -> bool {
        self.may_fit(first, Beside::Letter(second), || Beside::Letter(before))
    }

    /// Whether a character may be the anchor of some word, going by the next letter on either side.
    #[inline]
    fn may_fit(&self, first: Codes, second: Beside, before: impl FnOnce() -> Beside) -> bool {
        let anchor = first.code(self.way);
        if !is_letter_of_words(anchor) {
            return first.is_several();
        }
        let has_pair = match second {
            // A letter of no word has the code that stands for no letter, and is in no pair.
            Beside::Letter(second) if second.code(self.way) == NONE => false,
            Beside::Letter(second) => self.has_pair(anchor, second.code(self.way)),
            Beside::Edge => false,
            Beside::Unknown => true,
        };
        // Of the few anchors that end words, most are in another word, as 链 in 供应链.
        has_pair || (self.has_pair(anchor, NONE) && self.may_end_in(anchor, before()))
    }

    /// Whether some word may have the letter before an anchor with which it ends.
    #[inline]
    fn may_end_in(&self, anchor: u16, before: Beside) -> bool {
        match before {
            Beside::Letter(before) => {
                has(&self.endings, before.code(self.way), anchor) || has(&self.endings, NONE, anchor)
            }
            Beside::Edge => has(&self.endings, NONE, anchor),
            Beside::Unknown => true,
        }
    }

    /// Whether some word may have an anchor and a letter behind it, which is [`NONE`] if the anchor is its last letter.
    #[inline]
    fn has_pair(&self, anchor: u16, second: u16) -> bool {
        has(&self.pairs, anchor, second)
    }

    /// The words with this anchor.
    #[inline]
    fn of_anchor(&self, code: u16) -> &[Word] {
        match self.starts.get(usize::from(code)..) {
            Some([start, end, ..]) => &self.sorted[*start..*end],
            _ => &[],
        }
    }

    /// Whether some word with an anchor is in a text around it. Words are sorted by what is behind it, so that each letter of the
    /// text leaves fewer of them.
    #[inline(never)]
    fn any_fits(&self, anchor: u16, around: &Around<'_>) -> bool {
        // Each side is looked at only if some word asks for it, and once.
        let after = LazyCell::new(|| around.after());
        let before = LazyCell::new(|| around.before());
        let fits_before = |word: &Word| self.fits_before(word, around, &before);

        let mut words = self.of_anchor(anchor);
        for index in 0..COMPARED {
            if words.is_empty() {
                return false;
            }
            let (ending, longer) = words.split_at(words.partition_point(|word| word.after[index] == NONE));
            if ending.iter().any(fits_before) {
                return true;
            }
            let beside = if index == 0 { around.second } else { after[index] };
            words = match beside {
                Beside::Letter(codes) => with_letter(longer, index, codes.code(self.way)),
                Beside::Edge => &[],
                Beside::Unknown => return longer.iter().any(fits_before),
            };
        }
        words.iter().any(fits_before)
    }

    /// Whether the text before an anchor is that of a word.
    fn fits_before(&self, word: &Word, around: &Around<'_>, before: &impl Deref<Target = Side>) -> bool {
        // A word that begins with its anchor does not ask what is before it.
        (word.before[0] == NONE || agree(word.before, before, self.way))
            && !(word.is_bounded && is_inside_latin_word(around.text.split_at(around.at), around.letters))
    }
}

/// The words with this code at an index behind the anchor. No word has a letter without a code.
fn with_letter(words: &[Word], index: usize, code: u16) -> &[Word] {
    let start = words.partition_point(|word| word.after[index] < code);
    let count = words[start..].partition_point(|word| word.after[index] == code);
    if code == NONE { &[] } else { &words[start..start + count] }
}

/// Whether a side of a text has the letters that a word has there. A letter that is not known agrees with any.
fn agree(wanted: [u16; COMPARED], side: &Side, way: usize) -> bool {
    for (wanted, beside) in wanted.into_iter().zip(side) {
        match beside {
            _ if wanted == NONE => return true,
            Beside::Letter(codes) if codes.code(way) == wanted => {}
            Beside::Letter(_) | Beside::Edge => return false,
            Beside::Unknown => return true,
        }
    }
    true
}

/// The codes of the character at an offset and of those on either side, if all three are common Han characters that stand for
/// one letter each. Most are.
#[inline]
pub(super) fn among_han(text: &str, at: usize, letters: &Letters) -> Option<[Codes; 3]> {
    let three = text.as_bytes().get(at.checked_sub(3)?..at + 6)?;
    let [before, first, second] = three.as_chunks().0 else { return None };
    let letter = |character: &[u8; 3]| {
        let codes = letters.of_three(*character);
        let is_letter = matches!(character, [0xE4..=0xE9, ..]) && !codes.is_several() && !codes.is_skipped();
        is_letter.then_some(codes)
    };
    Some([letter(before)?, letter(first)?, letter(second)?])
}

fn side(characters: &mut impl Iterator<Item = char>, letters: &Letters) -> Side {
    let mut side = [Beside::Edge; COMPARED];
    for beside in &mut side {
        *beside = next_letter(characters, letters);
        if !matches!(beside, Beside::Letter(_)) {
            break;
        }
    }
    side
}

#[inline]
fn next_letter(characters: &mut impl Iterator<Item = char>, letters: &Letters) -> Beside {
    for (passed, c) in characters.enumerate() {
        let codes = letters.get(c);
        if codes.is_several() || (codes.is_skipped() && passed >= FARTHEST) {
            return Beside::Unknown;
        }
        if !codes.is_skipped() {
            return Beside::Letter(codes);
        }
    }
    Beside::Edge
}

/// Whether a Latin letter is inside a Latin word, as the R of FORWARD is. That is not known beside a character that folds to
/// more than a letter.
fn is_inside_latin_word((before, anchor): (&str, &str), letters: &Letters) -> bool {
    let (Some(before), Some(c)) = (before.chars().next_back(), anchor.chars().next()) else { return false };
    let flags = |c: char| letters.get(c).flags() & (LATIN | SEVERAL | PARTED);
    flags(before) == LATIN && flags(c) == LATIN && continues_word(before, c)
}

/// Whether `c` continues the Latin word that `before` belongs to. It does not where a capital begins a new word, as in
/// `fooRWA`.
fn continues_word(before: char, c: char) -> bool {
    before.is_alphabetic() && !before.is_numeric() && !(before.is_lowercase() && c.is_uppercase())
}
