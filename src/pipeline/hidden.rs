//! Named words in the bytes of a record that the text read from them does not show.
//!
//! Bytes of a double-byte encoding are text in any other one, and from any byte on: 虛擬貨幣 in Big5 is 店览砯刽 in GB18030, and
//! half a character before a word shifts it to other characters. So the bytes of each block that had to be decoded record by
//! record are searched for the words in every encoding. The text of most files is their bytes, and needs no such search.

use std::collections::BTreeSet;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::input::{Batch, Block, Encoding, Record, Span, Trouble};
use crate::rules::RuleBook;
use crate::text::fold::Fold;
use crate::verdict::Tier;

/// A word in one encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HiddenWord {
    pub(crate) word: Arc<str>,
    pub(crate) encoding: Encoding,
}

/// Searches the blocks of one input for the named words in every encoding.
pub(super) struct HiddenWords<'a> {
    book: &'a RuleBook,
    /// Made for the first block that needs it.
    words: Option<Words>,
    found: Vec<FoundWord>,
}

/// The named words in every encoding.
struct Words {
    words: Vec<HiddenWord>,
    /// `None` if there is no word to search for.
    searcher: Option<AhoCorasick>,
}

/// A word in the bytes of a block.
#[derive(Clone, Copy)]
struct FoundWord {
    /// The offset of its first byte.
    start: usize,
    /// Its number among the words.
    number: usize,
}

impl Words {
    fn new(book: &RuleBook) -> Self {
        let mut words = Vec::new();
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        for word in written_forms(book) {
            for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Big5] {
                // ASCII is the same in all of them.
                if let Some(bytes) = encoding.bytes_of(&word)
                    && !patterns.contains(&bytes)
                {
                    words.push(HiddenWord { word: word.as_str().into(), encoding });
                    patterns.push(bytes);
                }
            }
        }

        // Only this kind of match is searched for with vectors.
        let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(&patterns).ok();
        let searcher = searcher.filter(|_| !patterns.is_empty());
        Self { words, searcher }
    }
}

impl<'a> HiddenWords<'a> {
    pub(super) fn new(book: &'a RuleBook) -> Self {
        Self { book, words: None, found: Vec::new() }
    }

    /// Searches a block, unless its bytes are its text.
    pub(super) fn search(&mut self, block: &Block, batch: &Batch<'_>) {
        self.found.clear();
        if !batch.is_decoded() {
            return;
        }
        let words = self.words.get_or_insert_with(|| Words::new(self.book));
        let Some(searcher) = &words.searcher else { return };
        let matches = searcher.find_iter(&block.bytes);
        self.found.extend(matches.map(|found| FoundWord { start: found.start(), number: found.pattern().as_usize() }));
    }

    /// A word that occurs more often in the bytes of a record than in its text. Returns `None` if it is known anyway that
    /// some of the record is unread.
    #[inline]
    pub(super) fn in_record(&self, record: &Record<'_>, span: Span) -> Option<&HiddenWord> {
        let words = self.words.as_ref().filter(|_| !self.found.is_empty())?;
        self.hidden_in(record, span, &words.words)
    }

    fn hidden_in<'w>(&self, record: &Record<'_>, span: Span, words: &'w [HiddenWord]) -> Option<&'w HiddenWord> {
        if matches!(record.trouble, Some(Trouble::Undecodable(_) | Trouble::Doubtful(_))) {
            return None;
        }
        let first = self.found.partition_point(|found| found.start < span.start);
        let behind = self.found.partition_point(|found| found.start < span.end);
        let found = &self.found[first..behind];
        found.iter().map(|found| &words[found.number]).find(|hidden| {
            let in_bytes = found.iter().filter(|other| words[other.number].word == hidden.word).count();
            in_bytes > record.text().matches(&*hidden.word).count()
        })
    }
}

/// The named words as they are written in simplified and in traditional characters, and in the usual cases and widths of
/// Latin letters.
fn written_forms(book: &RuleBook) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    for rule in book.rules() {
        let is_named = rule.tier == Tier::Named && !rule.clause.is_empty();
        let parts = if is_named { rule.search.required() } else { Vec::new() };
        // A rule of several parts has words that say nothing alone.
        let [words] = &parts[..] else { continue };
        for word in words {
            forms.insert((*word).to_owned());
            forms.insert(word.to_uppercase());
            forms.insert(word.to_uppercase().chars().map(full_width).collect());
            forms.insert(word.chars().map(traditional).collect());
        }
    }
    forms
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The form of a folded letter that is common in traditional text, which is what the first level of Big5 has.
fn traditional(letter: char) -> char {
    if is_common_in_big5(letter) {
        return letter;
    }
    let mut forms = Fold::builtin().forms_of(letter).map(|(form, _)| form);
    forms.find(|form| is_common_in_big5(*form)).unwrap_or(letter)
}

fn is_common_in_big5(c: char) -> bool {
    let bytes = Encoding::Big5.bytes_of(c.encode_utf8(&mut [0; 4]));
    matches!(bytes.as_deref(), Some([0xA4..=0xC6, _]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_searched_for_as_both_scripts_write_them() {
        let book = RuleBook::in_force("2026-03-01".parse().unwrap()).unwrap();
        let forms = written_forms(&book);
        for word in ["稳定币", "穩定幣", "虛擬貨幣", "加密資產", "現實世界資產代幣化", "RWA", "rwa", "ＲＷＡ"]
        {
            assert!(forms.contains(word), "{word} is not in {forms:?}");
        }
        // More could not be searched for with vectors.
        assert!(Words::new(&book).words.len() <= 64, "{forms:?}");
    }
}
