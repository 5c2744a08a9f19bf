//! Named words in the bytes of a record that the text read from them does not show.
//!
//! Bytes of a double-byte encoding are text in any other one, and from any byte on: 虛擬貨幣 in Big5 is 店览砯刽 in GB18030, and
//! half a character before a word shifts it to other characters. So the bytes of each record that had to be decoded are searched
//! for the words in every encoding, also across blanks and a line break. The text of most files is their bytes, and needs no such
//! search. Nor do nearly all records in GB18030: the characters that they are read as tell that they hide no word.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::spread::{FoundWord, SpreadWord, SpreadWords, is_blank};
use super::watched::{Hideable, Watched};
use crate::input::{Batch, Block, Encoding, Record, Span, Transcoder, Trouble};
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

/// The named words of a book in every encoding. They are made for the first block that needs them.
pub(super) struct NamedWords<'a> {
    book: &'a RuleBook,
    words: OnceLock<Words>,
    transcoder: OnceLock<Arc<Transcoder>>,
}

/// Searches the blocks of one input for the named words in every encoding.
pub(super) struct HiddenWords<'a> {
    named: &'a NamedWords<'a>,
    found: Vec<FoundWord>,
    /// Where the words are that no watched character tells of, as offsets in the block.
    unwatched: Vec<Range<usize>>,
}

/// The named words in every encoding.
struct Words {
    list: Vec<HiddenWord>,
    searchers: Vec<Searcher>,
    /// The words of the first group with blanks between their characters.
    spread: SpreadWords,
    /// What tells that a record in GB18030 hides one. `None` if nothing does.
    watched: Option<WatchedWords>,
}

/// What tells that a record in GB18030 hides a word.
struct WatchedWords {
    pairs: BTreeSet<[u8; 2]>,
    /// Searches for the words that no pair tells of.
    others: AhoCorasick,
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
        let spread = SpreadWords::new(spread);
        let watched = WatchedWords::new(&list, &spread);
        Self { list, searchers, spread, watched }
    }

    /// Finds the words in some bytes, by position, which is counted from `offset`.
    fn find(&self, bytes: &[u8], offset: usize, found: &mut Vec<FoundWord>) {
        let before = found.len();
        for Searcher { searcher, first } in &self.searchers {
            for word in searcher.find_iter(bytes) {
                let number = first + word.pattern().as_usize();
                found.push(FoundWord { start: word.start(), end: word.end(), number });
            }
        }
        self.spread.find(bytes, found);
        for found in &mut found[before..] {
            found.start += offset;
            found.end += offset;
        }
        found[before..].sort_by_key(|found| found.start);
    }

    /// Finds the words that a text had in its bytes and does not show, if it was transcoded from a double-byte encoding.
    fn find_hidden(&self, text: &str, origin: &Pairs, span: Span, found: &mut Vec<FoundWord>) {
        if text.is_ascii() {
            return;
        }
        let mut bytes = Vec::with_capacity(text.len());
        text.chars().for_each(|c| origin.write(c, &mut bytes));
        let mut in_bytes = Vec::new();
        self.find(&bytes, 0, &mut in_bytes);
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

impl WatchedWords {
    /// Returns `None` if some word may be hidden where nothing tells.
    fn new(list: &[HiddenWord], spread: &SpreadWords) -> Option<Self> {
        let mut words = Vec::new();
        for (number, HiddenWord { word, encoding }) in list.iter().enumerate() {
            words.push(Hideable { word, encoding: *encoding, spread: spread.of(number) });
        }
        let Watched { pairs, others } = Watched::new(&words)?;
        let others = others.into_iter().map(|number| list[number].encoding.bytes_of(&list[number].word));
        let others: Option<Vec<Vec<u8>>> = others.collect();
        let others = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(others?).ok()?;
        Some(Self { pairs, others })
    }
}

impl<'a> NamedWords<'a> {
    pub(super) fn new(book: &'a RuleBook) -> Self {
        Self { book, words: OnceLock::new(), transcoder: OnceLock::new() }
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::new(self.book))
    }

    /// What transcodes GB18030 and watches for the characters that tell of a hidden word.
    pub(super) fn transcoder(&self) -> Arc<Transcoder> {
        let transcoder = self.transcoder.get_or_init(|| match &self.words().watched {
            Some(watched) => {
                let transcoder = Transcoder::clone(Transcoder::builtin());
                Arc::new(transcoder.watching(watched.pairs.iter().copied()))
            }
            None => Transcoder::builtin().clone(),
        });
        transcoder.clone()
    }
}

impl<'a> HiddenWords<'a> {
    pub(super) fn new(named: &'a NamedWords<'a>) -> Self {
        Self { named, found: Vec::new(), unwatched: Vec::new() }
    }

    /// Searches a block, unless its bytes are its text.
    pub(super) fn search(&mut self, block: &Block, batch: &Batch<'_>) {
        self.found.clear();
        let origin = block.origin.and_then(Encoding::pairs);
        if !batch.is_decoded() && origin.is_none() {
            return;
        }
        let words = self.named.words();
        let Some(origin) = origin else {
            return match &words.watched {
                Some(watched) if block.encoding == Some(Encoding::Gb18030) => {
                    self.search_records(words, watched, block, batch);
                }
                _ => words.find(&block.bytes, 0, &mut self.found),
            };
        };
        for number in 0..batch.len() {
            let span = batch.span(number);
            let line = std::str::from_utf8(&block.bytes[span.start..span.end]).unwrap_or_default();
            words.find_hidden(line, origin, span, &mut self.found);
        }
    }

    /// Searches the records that may hide a word.
    fn search_records(&mut self, words: &Words, watched: &WatchedWords, block: &Block, batch: &Batch<'_>) {
        self.unwatched.clear();
        self.unwatched.extend(watched.others.find_iter(&block.bytes).map(|found| found.range()));
        let mut unwatched = &self.unwatched[..];
        for number in 0..batch.len() {
            let span = batch.span(number);
            while let [first, rest @ ..] = unwatched
                && first.end <= span.start
            {
                unwatched = rest;
            }
            let has_unwatched = unwatched.first().is_some_and(|first| first.start < span.end);
            if has_unwatched || batch.may_hide(number) {
                words.find(&block.bytes[span.start..span.end], span.start, &mut self.found);
            }
        }
    }

    /// Whether none was found in the bytes of a record, be it hidden or not.
    #[inline]
    pub(super) fn are_none_in(&self, span: Span) -> bool {
        self.found.is_empty() || self.found_in(span).is_empty()
    }

    /// The words in the bytes of a record.
    fn found_in(&self, span: Span) -> &[FoundWord] {
        let first = self.found.partition_point(|found| found.start < span.start);
        let count = self.found[first..].partition_point(|found| found.start < span.end);
        &self.found[first..first + count]
    }

    /// A word that occurs more often in the bytes of a record than in its text. Returns `None` if it is known anyway that
    /// some of the record is unread.
    #[inline]
    pub(super) fn in_record(&self, record: &Record<'_>, span: Span) -> Option<&HiddenWord> {
        if self.found.is_empty() {
            return None;
        }
        self.hidden_in(record, span, self.named.words())
    }

    fn hidden_in<'w>(&self, record: &Record<'_>, span: Span, words: &'w Words) -> Option<&'w HiddenWord> {
        if matches!(record.trouble, Some(Trouble::Undecodable(_) | Trouble::Doubtful(_))) {
            return None;
        }
        let mut found = self.found_in(span).to_vec();
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
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::input::{Layout, Splitter};

    static BOOK: LazyLock<RuleBook> = LazyLock::new(|| RuleBook::in_force("2026-03-01".parse().unwrap()).unwrap());
    static NAMED: LazyLock<NamedWords<'static>> = LazyLock::new(|| NamedWords::new(&BOOK));

    /// What each record of a block in GB18030 hides: with a look at the records alone that may hide something, or at all.
    fn hidden(block: &Block, watches: bool) -> Vec<Option<HiddenWord>> {
        let mut splitter = Splitter::delimited(',', Layout::default().into());
        splitter.find(block);
        if watches {
            splitter.watch(NAMED.transcoder());
        }
        let mut batch = splitter.batch(block);
        let mut words = HiddenWords::new(&NAMED);
        words.search(block, &batch);
        let mut hidden = Vec::new();
        for number in 0..batch.len() {
            let span = batch.span(number);
            hidden.push(words.in_record(&batch.record(number), span).cloned());
        }
        hidden
    }

    /// A word in any encoding, with or without something between its characters.
    fn hideable() -> impl Strategy<Value = Vec<u8>> {
        let words: Vec<String> = written_forms(&BOOK).into_iter().collect();
        let encodings: Vec<Encoding> = ENCODINGS.concat();
        let between = ["", "", "", " ", "\u{3000}", "\r\n", "\t \u{3000}"];
        let between = prop::collection::vec(prop::sample::select(between.to_vec()), 10);
        (prop::sample::select(words), prop::sample::select(encodings), between, any::<bool>()).prop_map(
            |(word, encoding, between, is_spread)| {
                let mut text = String::new();
                for (c, between) in word.chars().zip(between) {
                    text.push(c);
                    text.push_str(if is_spread { between } else { "" });
                }
                encoding.bytes_of(&text).unwrap_or_default()
            },
        )
    }

    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => hideable(),
            3 => "[\u{4E00}-\u{9FA5}、；“]{1,6}".prop_map(|text| Encoding::Gb18030.bytes_of(&text).unwrap()),
            3 => "[,\n]".prop_map(String::into_bytes),
            1 => "[a-z0-9 \"@]{1,3}".prop_map(String::into_bytes),
            3 => any::<u8>().prop_map(|byte| vec![byte]),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn no_hidden_word_is_missed_where_the_characters_tell_that_there_is_none(
            pieces in prop::collection::vec(piece(), 1..12),
        ) {
            let bytes = [pieces.concat(), b"\n".to_vec()].concat();
            let unquoted = !bytes.contains(&b'"');
            let block = Block { bytes, unquoted, encoding: Some(Encoding::Gb18030), ..Block::default() };
            prop_assert_eq!(hidden(&block, true), hidden(&block, false), "{:02X?}", block.bytes);
        }
    }

    #[test]
    fn each_word_that_is_hidden_in_gb18030_is_found_by_the_characters_that_tell_of_it() {
        let mut counted = 0;
        for word in written_forms(&BOOK) {
            for encoding in ENCODINGS.concat() {
                for (between, stray) in
                    [("", None), ("", Some(0xB0)), (" ", None), (" ", Some(0xB0)), ("\u{3000}", Some(0xFE))]
                {
                    let spread: Vec<String> = word.chars().map(String::from).collect();
                    let Some(bytes) = encoding.bytes_of(&spread.join(between)) else { continue };
                    let bytes = [b"\xBC\xD7,".to_vec(), stray.into_iter().collect(), bytes, b",a\n".to_vec()].concat();
                    let block = Block { bytes, unquoted: true, encoding: Some(Encoding::Gb18030), ..Block::default() };
                    let all = hidden(&block, false);
                    assert_eq!(hidden(&block, true), all, "{word} in {}: {:02X?}", encoding.name(), block.bytes);
                    counted += all.iter().flatten().count();
                }
            }
        }
        assert!(counted > 80, "only {counted} are hidden");
    }

    #[test]
    fn the_characters_that_tell_of_a_hidden_word_are_few_and_rare() {
        let watched = NAMED.words().watched.as_ref().unwrap();
        let pairs: Vec<u8> = watched.pairs.iter().flatten().copied().collect();
        let text = Encoding::Gb18030.codec().decode_without_bom_handling(&pairs).0;
        assert!(watched.pairs.len() < 100, "{text}");
        assert!(watched.others.patterns_len() < 10);
        // What scopes are full of.
        let items = include_str!("../../fixtures/filings.csv");
        let common = items.chars().filter(|c| !c.is_ascii() && text.contains(*c)).count();
        assert!(common * 2000 < items.chars().count(), "{common} of {text}");
    }

    #[test]
    fn the_words_are_searched_for_as_both_scripts_write_them() {
        let forms = written_forms(&BOOK);
        for word in ["稳定币", "穩定幣", "虛擬貨幣", "加密資產", "現實世界資產代幣化", "RWA", "rwa", "ＲＷＡ"]
        {
            assert!(forms.contains(word), "{word} is not in {forms:?}");
        }
        // More could not be searched for with vectors.
        let counts: Vec<_> = Words::new(&BOOK).searchers.iter().map(|group| group.searcher.patterns_len()).collect();
        assert!(counts.iter().all(|count| *count <= 64), "{counts:?} of {forms:?}");
    }
}
