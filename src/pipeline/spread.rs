//! Words in bytes whose characters are separated by blanks or by a line break: 虛 擬 貨 幣.
//!
//! The blanks are searched for, since most bytes are none, and then the characters on either side of each.

use std::ops::Range;

use memchr::memmem::Finder;
use memchr::{memchr_iter, memchr3_iter};

use crate::input::Encoding;

/// The blank that is as wide as a Han character.
const WIDE_BLANK: &str = "\u{3000}";

/// A word in the bytes of a block.
#[derive(Clone, Copy)]
pub(super) struct FoundWord {
    /// The offset of its first byte.
    pub(super) start: usize,
    /// The offset behind its last byte.
    pub(super) end: usize,
    /// Its number among the words.
    pub(super) number: usize,
}

/// A word of Han characters in one encoding.
pub(super) struct SpreadWord {
    /// Its number among all words.
    number: usize,
    /// The bytes of each of its characters.
    characters: Vec<Vec<u8>>,
    /// The bytes of the wide blank in its encoding.
    wide_blank: Vec<u8>,
}

/// Words that are searched for across blanks.
pub(super) struct SpreadWords {
    words: Vec<SpreadWord>,
    /// For each byte the words that may go on behind a character that ends with it, by their indices.
    behind: Vec<Vec<usize>>,
    /// The wide blanks of all encodings.
    wide_blanks: Vec<Finder<'static>>,
}

/// Whether a word goes on behind such a character. Other blanks are in none of the encodings that words are hidden in.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{3000}')
}

impl SpreadWord {
    /// Returns `None` for a word with other characters than Han: parts of Latin words are words, too.
    pub(super) fn new(word: &str, encoding: Encoding, number: usize) -> Option<Self> {
        let mut characters = Vec::new();
        for c in word.chars() {
            if !matches!(c, '\u{4E00}'..='\u{9FFF}') {
                return None;
            }
            characters.push(encoding.bytes_of(c.encode_utf8(&mut [0; 4]))?);
        }
        Some(Self { number, characters, wide_blank: encoding.bytes_of(WIDE_BLANK)? })
    }

    /// Where the word is if the first blank in it is at this offset.
    fn around(&self, blank: usize, bytes: &[u8]) -> Option<Range<usize>> {
        (1..self.characters.len()).find_map(|count| {
            let mut start = blank;
            for character in self.characters[..count].iter().rev() {
                start = bytes[..start].strip_suffix(&character[..])?.len();
            }
            let mut rest = self.behind_blanks(&bytes[blank..])?;
            if rest.len() == bytes.len() - blank {
                return None;
            }
            for character in &self.characters[count..] {
                rest = self.behind_blanks(rest)?.strip_prefix(&character[..])?;
            }
            Some(start..bytes.len() - rest.len())
        })
    }

    /// What is behind blanks and at most one line break. A blank line separates two texts.
    fn behind_blanks<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let mut has_break = false;
        let mut rest = bytes;
        loop {
            rest = match rest {
                [b' ' | b'\t', after @ ..] => after,
                [b'\r', b'\n', after @ ..] | [b'\r' | b'\n', after @ ..] => {
                    if std::mem::replace(&mut has_break, true) {
                        return None;
                    }
                    after
                }
                _ => match rest.strip_prefix(&self.wide_blank[..]) {
                    Some(after) => after,
                    None => return Some(rest),
                },
            };
        }
    }
}

impl SpreadWords {
    pub(super) fn new(words: Vec<SpreadWord>) -> Self {
        let mut behind: Vec<Vec<usize>> = vec![Vec::new(); 256];
        let mut wide_blanks: Vec<Vec<u8>> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            for end in word.characters.iter().rev().skip(1).filter_map(|character| character.last()) {
                let words = &mut behind[usize::from(*end)];
                if words.last() != Some(&index) {
                    words.push(index);
                }
            }
            if !wide_blanks.contains(&word.wide_blank) {
                wide_blanks.push(word.wide_blank.clone());
            }
        }
        let wide_blanks = wide_blanks.iter().map(|blank| Finder::new(blank).into_owned()).collect();
        Self { words, behind, wide_blanks }
    }

    /// The bytes of the characters of a word, and those of its wide blank, by its number among all words. Returns `None` if it is
    /// not searched for across blanks.
    pub(super) fn of(&self, number: usize) -> Option<(&[Vec<u8>], &[u8])> {
        let word = self.words.iter().find(|word| word.number == number)?;
        Some((&word.characters, &word.wide_blank))
    }

    /// Adds each word that has a blank in it.
    pub(super) fn find(&self, bytes: &[u8], found: &mut Vec<FoundWord>) {
        for blank in memchr3_iter(b' ', b'\t', b'\r', bytes) {
            self.find_around(blank, bytes, found);
        }
        for blank in memchr_iter(b'\n', bytes) {
            self.find_around(blank, bytes, found);
        }
        for wide_blank in &self.wide_blanks {
            for blank in wide_blank.find_iter(bytes) {
                self.find_around(blank, bytes, found);
            }
        }
    }

    /// Adds the words whose first blank is at this offset.
    #[inline]
    fn find_around(&self, blank: usize, bytes: &[u8], found: &mut Vec<FoundWord>) {
        let Some(before) = blank.checked_sub(1) else { return };
        for index in &self.behind[usize::from(bytes[before])] {
            let word = &self.words[*index];
            if let Some(range) = word.around(blank, bytes) {
                found.push(FoundWord { start: range.start, end: range.end, number: word.number });
            }
        }
    }
}
