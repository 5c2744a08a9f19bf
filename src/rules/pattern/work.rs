//! How much work the matches of a pattern take in a text, and where it becomes too much.
//!
//! One search takes time that is linear in the text, but so may the next one: `a*b|a` reads a text of a's to its end to find
//! one letter. How far a search looks beyond the beginning of its match is not known. It is no further than the characters
//! reach that the pattern can consume, nor than its longest match; this bound is added up.

use std::cell::OnceCell;

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// The most work that a pattern may take in one cell, in bytes that a search looks at: about half a second.
const MOST: u64 = 1 << 28;
/// A pattern of this many parts counts twice, since a search may follow them all at once.
const PARTS: u64 = 16;

/// The first pattern that took too much work in a cell, as it is in the data.
#[derive(Debug, Default)]
pub(crate) struct Exceeded(OnceCell<String>);

impl Exceeded {
    pub(crate) fn pattern(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// What the work of a pattern depends on.
#[derive(Debug)]
pub(super) struct Effort {
    /// The characters that it can consume.
    alphabet: ClassUnicode,
    /// Its longest match, in bytes.
    longest: usize,
    /// The work for each byte.
    weight: u64,
}

/// The work of one pattern in one text.
pub(super) struct Work<'a> {
    effort: &'a Effort,
    source: &'a str,
    text: &'a str,
    /// `None` if the text is too short for too much work.
    left: Option<u64>,
    /// The last stretch of characters that the pattern can consume ends here.
    reach: usize,
    exceeded: &'a Exceeded,
}

impl Effort {
    pub(super) fn of(hir: &Hir) -> Self {
        let mut alphabet = ClassUnicode::empty();
        let parts = consume(hir, &mut alphabet);
        let longest = hir.properties().maximum_len().unwrap_or(usize::MAX);
        Self { alphabet, longest, weight: 1 + parts / PARTS }
    }

    pub(super) fn over<'a>(&'a self, source: &'a str, text: &'a str, exceeded: &'a Exceeded) -> Work<'a> {
        // A search begins at each byte at most, and looks at no more than the text.
        let most = (text.len() as u64 + 1).saturating_pow(2).saturating_mul(self.weight);
        let left = (most > MOST).then_some(MOST);
        Work { effort: self, source, text, left, reach: 0, exceeded }
    }

    /// The longest match, in bytes.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    fn consumes(&self, c: char) -> bool {
        let ranges = self.alphabet.ranges();
        let behind = ranges.partition_point(|range| range.start() <= c);
        behind > 0 && c <= ranges[behind - 1].end()
    }
}

impl Work<'_> {
    /// Whether the text may be searched from here on.
    pub(super) fn allows_search(&mut self, from: usize) -> bool {
        self.spend(self.text.len() - from)
    }

    /// Whether the search may go on behind a match that begins here.
    pub(super) fn allows_match(&mut self, start: usize) -> bool {
        if self.left.is_none() {
            return true;
        }
        if start >= self.reach {
            let mut rest = self.text[start..].char_indices();
            let end = rest.find(|(_, c)| !self.effort.consumes(*c));
            self.reach = end.map_or(self.text.len(), |(at, _)| start + at);
        }
        self.spend((self.reach - start).min(self.effort.longest))
    }

    fn spend(&mut self, bytes: usize) -> bool {
        let Some(left) = self.left else { return true };
        let work = (bytes as u64).saturating_mul(self.effort.weight);
        let Some(left) = left.checked_sub(work) else {
            // The first is the one that is told.
            let _ = self.exceeded.0.set(self.source.to_owned());
            return false;
        };
        self.left = Some(left);
        true
    }
}

/// Adds the characters that a part of a pattern can consume. Returns how many parts it has, repetitions written out.
fn consume(hir: &Hir, alphabet: &mut ClassUnicode) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => {
            for c in String::from_utf8_lossy(&literal.0).chars() {
                alphabet.push(ClassUnicodeRange::new(c, c));
            }
            literal.0.len() as u64
        }
        HirKind::Class(class) => {
            match class {
                Class::Unicode(class) => alphabet.union(class),
                Class::Bytes(class) => class.to_unicode_class().iter().for_each(|class| alphabet.union(class)),
            }
            1
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1));
            consume(&repetition.sub, alphabet).saturating_mul(times.into())
        }
        HirKind::Capture(capture) => consume(&capture.sub, alphabet),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().fold(0, |sum: u64, part| sum.saturating_add(consume(part, alphabet)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ANYWHERE, Pattern};
    use super::*;

    fn found(source: &str, text: &str) -> (usize, bool) {
        let exceeded = Exceeded::default();
        let mut found = 0;
        Pattern::new(source.to_owned()).walk(text, ANYWHERE, &exceeded, |matched| {
            found += 1;
            matched.end()
        });
        (found, exceeded.pattern().is_some())
    }

    #[test]
    fn a_pattern_that_reads_to_the_end_for_each_letter_is_stopped() {
        let long = "a".repeat(160_000);
        for source in ["a*b|a", "(?:a|c)*b|a", ".*x|a", "a{0,2000}b|a", "(?:a+)+b|a", "[^,]*b|[a-z]"] {
            let (matches, is_exceeded) = found(source, &long);
            assert!(is_exceeded && matches < 5000, "{source}: {matches}");
        }
    }

    #[test]
    fn ordinary_patterns_find_all_however_many_matches_there_are() {
        let long = "虚拟货币交易,不含数字藏品除外;".repeat(20_000);
        for (source, matches) in
            [("[^,;]+除外", 20_000), ("虚拟.{0,8}交易", 20_000), ("[^,;]*交易", 20_000), ("币", 20_000)]
        {
            assert_eq!(found(source, &long), (matches, false), "{source}");
        }
        assert_eq!(found("a*b|a", &"aab ".repeat(10_000)), (10_000, false));
        assert_eq!(found("a*b|a", &"a".repeat(10_000)), (10_000, false));
    }

    #[test]
    fn the_characters_of_a_pattern_are_all_that_a_match_can_have() {
        let effort = |source: &str| Effort::of(&regex_syntax::parse(source).unwrap());
        let consumed = |source: &str| ('a'..='f').filter(|c| effort(source).consumes(*c)).collect::<String>();
        assert_eq!(consumed("a(?:b|[c-d])*e?"), "abcde");
        assert_eq!(consumed(r"\bab{2}$"), "ab");
        assert_eq!(consumed("[^c]"), "abdef");
        assert_eq!(consumed("(?i)B"), "b");
        assert_eq!((effort("ab{3,5}").longest, effort("a+").longest), (6, usize::MAX));
    }
}
