//! Named words in the bytes of a record that the text read from them does not show.
//!
//! Bytes of a double-byte encoding are text in any other one, and from any byte on: 虛擬貨幣 in Big5 is 店览砯刽 in GB18030, and
//! half a character before a word shifts it to other characters. So the bytes of each block that had to be decoded record by
//! record are searched for the words in every encoding, also across blanks and a line break. The text of most files is their
//! bytes, and needs no such search.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::spread::{FoundWord, SpreadWord, SpreadWords, is_blank};
use crate::input::{Batch, Block, Encoding, Record, Span, Trouble};
use crate::rules::RuleBook;
use crate::text::fold::Fold;
use crate::text::pairs::Pairs;

/// The encodings in which a word may be hidden. Those of one group are searched together: vectors find only so many words at
/// once.
const ENCODINGS: [&[Encoding]; 2] =
    [&[Encoding::Utf8, Encoding::Gb18030, Encoding::Big5], &[Encoding::Utf16Le, Encoding::Utf16Be]];

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
    list: Vec<HiddenWord>,
    searchers: Vec<Searcher>,
    /// The words of the first group with blanks between their characters.
    spread: SpreadWords,
}

/// Searches for the words of one group of encodings.
struct Searcher {
    searcher: AhoCorasick,
    /// The number of the first of them among all words.
    first: usize,
}

impl Words {
    fn new(book: &RuleBook) -> Self {
        let forms = written_forms(book);
        let mut list = Vec::new();
        let mut searchers = Vec::new();
        let mut spread = Vec::new();
        for (group, encodings) in ENCODINGS.into_iter().enumerate() {
            let first = list.len();
            let mut patterns: Vec<Vec<u8>> = Vec::new();
            for (word, encoding) in
                forms.iter().flat_map(|word| encodings.iter().map(move |encoding| (word, *encoding)))
            {
                // ASCII is the same in several.
                if let Some(bytes) = encoding.bytes_of(word)
                    && !patterns.contains(&bytes)
                {
                    spread.extend(SpreadWord::new(word, encoding, list.len()).filter(|_| group == 0));
                    list.push(HiddenWord { word: word.as_str().into(), encoding });
                    patterns.push(bytes);
                }
            }

            // Only this kind of match is searched for with vectors.
            let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(&patterns).ok();
            searchers.extend(searcher.filter(|_| !patterns.is_empty()).map(|searcher| Searcher { searcher, first }));
        }
        Self { list, searchers, spread: SpreadWords::new(spread) }
    }

    /// Finds the words in some bytes, by position.
    fn find(&self, bytes: &[u8], found: &mut Vec<FoundWord>) {
        for Searcher { searcher, first } in &self.searchers {
            for word in searcher.find_iter(bytes) {
                let number = first + word.pattern().as_usize();
                found.push(FoundWord { start: word.start(), end: word.end(), number });
            }
        }
        self.spread.find(bytes, found);
        found.sort_by_key(|found| found.start);
    }

    /// Finds the words that a text had in its bytes and does not show, if it was transcoded from a double-byte encoding.
    fn find_hidden(&self, text: &str, origin: &Pairs, span: Span, found: &mut Vec<FoundWord>) {
        if text.is_ascii() {
            return;
        }
        let mut bytes = Vec::with_capacity(text.len());
        text.chars().for_each(|c| origin.write(c, &mut bytes));
        let mut in_bytes = Vec::new();
        self.find(&bytes, &mut in_bytes);
        for hidden in self.hidden(&in_bytes, text) {
            // It is known which record has the word, and that is enough.
            found.push(FoundWord { start: span.start, end: span.end, ..hidden });
        }
    }

    /// Of some words those that occur more often in bytes than in the text read from them, each once, in the order of the bytes.
    fn hidden(&self, in_bytes: &[FoundWord], text: &str) -> Vec<FoundWord> {
        // A word may be in several encodings. There are few words, and a cell may have very many occurrences.
        let mut counts: Vec<(FoundWord, usize)> = Vec::new();
        for found in in_bytes {
            let word = &self.list[found.number].word;
            match counts.iter_mut().find(|(first, _)| self.list[first.number].word == *word) {
                Some((_, count)) => *count += 1,
                None => counts.push((*found, 1)),
            }
        }
        counts.retain(|(found, count)| *count > count_in_text(&self.list[found.number].word, text));
        counts.into_iter().map(|(found, _)| found).collect()
    }
}

impl<'a> HiddenWords<'a> {
    pub(super) fn new(book: &'a RuleBook) -> Self {
        Self { book, words: None, found: Vec::new() }
    }

    /// Searches a block, unless its bytes are its text.
    pub(super) fn search(&mut self, block: &Block, batch: &Batch<'_>) {
        self.found.clear();
        let origin = block.origin.and_then(Encoding::pairs);
        if !batch.is_decoded() && origin.is_none() {
            return;
        }
        let words = self.words.get_or_insert_with(|| Words::new(self.book));
        let Some(origin) = origin else { return words.find(&block.bytes, &mut self.found) };
        for number in 0..batch.len() {
            let span = batch.span(number);
            let line = std::str::from_utf8(&block.bytes[span.start..span.end]).unwrap_or_default();
            words.find_hidden(line, origin, span, &mut self.found);
        }
    }

    /// A word that occurs more often in the bytes of a record than in its text. Returns `None` if it is known anyway that
    /// some of the record is unread.
    #[inline]
    pub(super) fn in_record(&self, record: &Record<'_>, span: Span) -> Option<&HiddenWord> {
        let words = self.words.as_ref().filter(|_| !self.found.is_empty())?;
        self.hidden_in(record, span, words)
    }

    fn hidden_in<'w>(&self, record: &Record<'_>, span: Span, words: &'w Words) -> Option<&'w HiddenWord> {
        if matches!(record.trouble, Some(Trouble::Undecodable(_) | Trouble::Doubtful(_))) {
            return None;
        }
        let first = self.found.partition_point(|found| found.start < span.start);
        let behind = self.found.partition_point(|found| found.start < span.end);
        let mut found = self.found[first..behind].to_vec();
        // No word goes from one record to the next.
        found.retain(|found| found.end <= span.end);
        let hidden = words.hidden(&found, record.text());
        Some(&words.list[hidden.first()?.number])
    }
}

/// How often a text shows a word, also with blanks between its characters.
fn count_in_text(word: &str, text: &str) -> usize {
    // Words of Latin letters are not searched for across blanks.
    if word.is_ascii() {
        return text.match_indices(word).filter(|(at, _)| is_apart(text, *at..at + word.len())).count();
    }
    let text: String = text.chars().filter(|c| !is_blank(*c)).collect();
    text.matches(word).count()
}

/// Whether no letter that is not ASCII makes a Latin word part of a longer one: Big5 after RWA may be a Greek letter in GB18030,
/// which looks Latin.
fn is_apart(text: &str, word: Range<usize>) -> bool {
    let before = text[..word.start].chars().next_back();
    let behind = text[word.end..].chars().next();
    ![before, behind].into_iter().flatten().any(looks_latin)
}

fn looks_latin(c: char) -> bool {
    let folded = Fold::builtin().folded(c).unwrap_or_default();
    !c.is_ascii() && folded.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// The named words as they are written in simplified and in traditional characters, and in the usual cases and widths of
/// Latin letters.
fn written_forms(book: &RuleBook) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    for rule in book.rules() {
        let parts = if rule.is_named_for_all() { rule.search.required() } else { Vec::new() };
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
        let counts: Vec<_> = Words::new(&book).searchers.iter().map(|group| group.searcher.patterns_len()).collect();
        assert!(counts.iter().all(|count| *count <= 64), "{counts:?} of {forms:?}");
    }
}
