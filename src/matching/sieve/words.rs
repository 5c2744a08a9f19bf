//! The words of one way to read a text, and whether a text contains one around a given character.

use super::letters::{LATIN, Letters, PARTED, SEVERAL};

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
    /// The letter with this code.
    Letter(u16),
    /// The edge of the text.
    Edge,
    /// A character that folds to several letters, or too many characters that words reach across.
    Unknown,
}

impl Words {
    pub(super) fn new(way: usize, mut words: Vec<Word>) -> Self {
        words.sort_unstable();
        words.dedup();
        let codes = words.last().map_or(0, |word| usize::from(word.anchor) + 1);
        let starts = (0..=codes).map(|code| words.partition_point(|word| usize::from(word.anchor) < code)).collect();
        Self { way, sorted: words, starts }
    }

    /// Whether the text that begins with `anchor` begins with the anchor of some word, going by the letters on either side.
    /// What folds to several letters may be any.
    #[inline]
    pub(super) fn fit(&self, before: &str, anchor: &str, letters: &Letters) -> bool {
        let Some(c) = anchor.chars().next() else { return false };
        match letters.only_code(c, self.way) {
            Some(code) => {
                let words = self.of_anchor(code);
                !words.is_empty() && self.any_fits(words, before, anchor, letters)
            }
            None => letters.flags_at(c as usize) & SEVERAL != 0,
        }
    }

    /// The words with this anchor.
    #[inline]
    fn of_anchor(&self, code: u16) -> &[Word] {
        match self.starts.get(usize::from(code)..) {
            Some([start, end, ..]) => &self.sorted[*start..*end],
            _ => &[],
        }
    }

    /// Whether one of these words is in a text around its anchor.
    fn any_fits(&self, words: &[Word], before: &str, anchor: &str, letters: &Letters) -> bool {
        let mut characters = anchor.chars();
        characters.next();
        let with_second = match next_letter(self.way, &mut characters.clone(), letters) {
            Beside::Letter(second) => between(words, second),
            Beside::Edge => &[],
            Beside::Unknown => words,
        };
        // Sorted, so that the words that end with their anchor come first.
        let alone = words.iter().take_while(|word| word.after[0] == NONE);
        alone.chain(with_second).any(|word| {
            agree(word.after, self.way, &mut characters.clone(), letters)
                && agree(word.before, self.way, &mut before.chars().rev(), letters)
                && !(word.is_bounded && is_inside_latin_word(before, anchor, letters))
        })
    }
}

/// The words whose second letter has this code.
fn between(words: &[Word], second: u16) -> &[Word] {
    let start = words.partition_point(|word| word.after[0] < second);
    let count = words[start..].partition_point(|word| word.after[0] == second);
    &words[start..start + count]
}

/// Whether these characters begin with the letters that a word has. A letter that is not known agrees with any.
fn agree(wanted: [u16; COMPARED], way: usize, characters: &mut impl Iterator<Item = char>, letters: &Letters) -> bool {
    for wanted in wanted.into_iter().take_while(|code| *code != NONE) {
        match next_letter(way, characters, letters) {
            Beside::Letter(code) if code == wanted => {}
            Beside::Letter(_) | Beside::Edge => return false,
            Beside::Unknown => return true,
        }
    }
    true
}

fn next_letter(way: usize, characters: &mut impl Iterator<Item = char>, letters: &Letters) -> Beside {
    for (passed, c) in characters.enumerate() {
        match letters.only_code(c, way) {
            Some(code) => return Beside::Letter(code),
            None if passed < FARTHEST && letters.is_skipped_at(c as usize) => {}
            None => return Beside::Unknown,
        }
    }
    Beside::Edge
}

/// Whether a Latin letter is inside a Latin word, as the R of FORWARD is. That is not known beside a character that folds to
/// more than a letter.
fn is_inside_latin_word(before: &str, anchor: &str, letters: &Letters) -> bool {
    let (Some(before), Some(c)) = (before.chars().next_back(), anchor.chars().next()) else { return false };
    let flags = |c: char| letters.flags_at(c as usize) & (LATIN | SEVERAL | PARTED);
    flags(before) == LATIN && flags(c) == LATIN && continues_word(before, c)
}

/// Whether `c` continues the Latin word that `before` belongs to. It does not where a capital begins a new word, as in
/// `fooRWA`.
fn continues_word(before: char, c: char) -> bool {
    before.is_alphabetic() && !before.is_numeric() && !(before.is_lowercase() && c.is_uppercase())
}
