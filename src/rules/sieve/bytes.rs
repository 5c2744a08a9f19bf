//! The first step: where in a block of raw UTF-8 does an anchor stand, in any written form?

use std::collections::{BTreeSet, HashMap};

use aho_corasick::packed;

use super::letters::Letters;
use super::words::{MOST_ANCHORS, Words};
use crate::text::fold::Fold;

/// How many bytes share a mark.
const CHUNK: usize = 64;
/// The most forms that a packed search takes.
const MOST_FORMS: usize = 64;

/// Marks on a block: where a finding may stand.
#[derive(Debug, Default)]
pub struct Suspects {
    chunks: Vec<bool>,
    everywhere: bool,
}

impl Suspects {
    /// Marks on the whole of any block.
    #[must_use]
    pub fn everywhere() -> Self {
        Self { chunks: Vec::new(), everywhere: true }
    }

    /// Whether a finding may stand between two bytes of the block.
    #[must_use]
    pub fn within(&self, start: usize, end: usize) -> bool {
        self.everywhere || self.chunks.get(start / CHUNK..end.div_ceil(CHUNK)).is_none_or(|marks| marks.contains(&true))
    }

    /// Marks the whole block.
    pub fn mark_all(&mut self) {
        self.everywhere = true;
    }

    fn clear(&mut self, len: usize) {
        self.everywhere = false;
        self.chunks.clear();
        self.chunks.resize(len.div_ceil(CHUNK), false);
    }
}

/// All written forms of the anchors, and what may stand beside each anchor.
///
/// Most forms of Latin letters are found by looking for bytes that Chinese text hardly has; see [`is_odd`]. What is left is
/// few enough for a packed search.
#[derive(Debug)]
pub(super) struct Anchors {
    forms: Option<packed::Searcher>,
    neighbours: Neighbours,
}

impl Anchors {
    /// All forms of the anchors; none if there are more than can be sought at once, or one of a single byte.
    pub(super) fn new(fold: &Fold, words: &Words, letters: &Letters) -> Option<Self> {
        if words.anchors.len() > MOST_ANCHORS {
            return None;
        }
        let neighbours = Neighbours::new(words, letters);
        let forms: BTreeSet<char> = forms(fold, &words.anchors).into_iter().filter(|c| !is_odd_form(*c)).collect();
        if forms.is_empty() {
            return Some(Self { forms: None, neighbours });
        }
        if forms.len() > MOST_FORMS || forms.iter().any(char::is_ascii) {
            return None;
        }
        let patterns = forms.iter().map(ToString::to_string);
        let forms = packed::Config::new().builder().extend(patterns).build()?;
        Some(Self { forms: Some(forms), neighbours })
    }

    pub(super) fn mark(&self, block: &str, letters: &Letters, suspects: &mut Suspects) {
        suspects.clear(block.len());
        mark_odd(block.as_bytes(), &mut suspects.chunks);
        if let Some(forms) = &self.forms {
            for found in forms.find_iter(block) {
                let around = (&block[..found.start()], &block[found.start()..found.end()], &block[found.end()..]);
                if self.neighbours.fit(around, letters) {
                    suspects.chunks[found.start() / CHUNK] = true;
                }
            }
        }
    }
}

/// The letters, and all characters that fold to one of them or to several with one among them.
fn forms(fold: &Fold, letters: &BTreeSet<char>) -> BTreeSet<char> {
    // By number: the table is long, and the start of the program waits for it.
    let mut is_sought = vec![false; letters.last().map_or(0, |last| *last as usize + 1)];
    letters.iter().for_each(|letter| is_sought[*letter as usize] = true);
    let has_sought = |text: &str| text.chars().any(|c| is_sought.get(c as usize) == Some(&true));
    let folded = fold.entries().filter(|(_, folded, _)| has_sought(folded));
    letters.iter().copied().chain(folded.map(|(c, ..)| c)).collect()
}

/// What stands before and behind an anchor in the words that it is an anchor of, by its code: 上 alone is common, but a word
/// has 链 on one side of it.
#[derive(Debug)]
struct Neighbours(HashMap<u16, Vec<(Side, Side)>>);

/// The code that a word wants on one side; none at its edge.
type Side = Option<u16>;

impl Neighbours {
    fn new(words: &Words, letters: &Letters) -> Self {
        let mut neighbours = Self(HashMap::new());
        for word in &words.words {
            let code = |at: usize| word.get(at).map(|letter| letters.looks_of(*letter));
            for (at, _) in word.iter().enumerate().filter(|(_, letter)| words.anchors.contains(letter)) {
                let sides = (at.checked_sub(1).and_then(code), code(at + 1));
                let known = neighbours.0.entry(code(at).unwrap_or_default()).or_default();
                if !known.contains(&sides) {
                    known.push(sides);
                }
            }
        }
        neighbours
    }

    /// Whether the characters before and behind a form of an anchor are such as stand there in some word. What words reach
    /// across, and what folds to several letters, may be followed by anything.
    fn fit(&self, (before, anchor, behind): (&str, &str, &str), letters: &Letters) -> bool {
        let code = |c: Option<char>| c.and_then(|c| letters.only_code(c));
        let Some(anchor) = code(anchor.chars().next()) else { return true };
        let (before, behind) = (code(before.chars().next_back()), code(behind.chars().next()));
        let fits = |wanted: Side, found: Side| wanted.is_none() || found.is_none() || wanted == found;
        let known = self.0.get(&anchor);
        known.is_some_and(|sides| sides.iter().any(|&(left, right)| fits(left, before) && fits(right, behind)))
    }
}

/// Whether a character's bytes are odd by themselves, whatever stands after it.
fn is_odd_form(c: char) -> bool {
    let mut bytes = [0; 6];
    let len = c.encode_utf8(&mut bytes).len();
    // What follows is unknown; 0x80 is the byte that makes a lead byte look most ordinary.
    bytes[len..].fill(0x80);
    (0..len).any(|k| is_odd(bytes[k], bytes[k + 1], bytes[k + 2]) != 0)
}

/// 1 if a byte, with the two after it, is such as Chinese text hardly has: an ASCII letter, or the lead byte of a character
/// outside the blocks of common Han, general and CJK punctuation and full-width signs and digits. Else 0.
/// Written without branches and in bytes, so that the compiler does sixteen at once.
#[inline(always)]
#[allow(clippy::inline_always, reason = "a call for each byte of the input")]
fn is_odd(byte: u8, next: u8, third: u8) -> u8 {
    let ascii_letter = u8::from((byte | 0x20).wrapping_sub(b'a') < 26);
    let other_script = u8::from(byte.wrapping_sub(0xC3) < 0xE2 - 0xC3);
    let beyond = u8::from(byte >= 0xEA) & u8::from(byte != 0xEF);
    let symbol = u8::from(byte == 0xE2) & u8::from(next != 0x80);
    let kana_or_enclosed = u8::from(byte == 0xE3) & u8::from(next >= 0x81);
    let full_width = u8::from(byte == 0xEF) & (u8::from(next != 0xBC) | u8::from(third >= 0xA0));
    ascii_letter | other_script | beyond | symbol | kana_or_enclosed | full_width
}

fn mark_odd(block: &[u8], chunks: &mut [bool]) {
    let padded = |at: usize| block.get(at).copied().unwrap_or(0x80);
    for (number, mark) in chunks.iter_mut().enumerate() {
        let start = number * CHUNK;
        let odd = if let Some(bytes) = block.get(start..start + CHUNK + 2) {
            let (first, next, third) = (&bytes[..CHUNK], &bytes[1..=CHUNK], &bytes[2..]);
            (0..CHUNK).fold(0, |odd, k| odd | is_odd(first[k], next[k], third[k]))
        } else {
            let end = block.len().min(start + CHUNK);
            (start..end).fold(0, |odd, k| odd | is_odd(block[k], padded(k + 1), padded(k + 2)))
        };
        *mark = odd != 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sieve::words::words;
    use crate::rules::{RuleBook, RuleFiles};

    #[test]
    fn no_term_that_is_added_slows_all_batches_down_unnoticed() {
        let sets = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
        let words = words(Fold::builtin(), &RuleBook { sets }, |_| true).unwrap();
        let forms = forms(Fold::builtin(), &words.anchors).into_iter().filter(|c| !is_odd_form(*c)).count();
        assert!(forms <= 34, "{forms} forms of {:?}; measure before this is raised", words.anchors);
    }
}
