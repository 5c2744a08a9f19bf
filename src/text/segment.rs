//! Segments: the stretches of a business scope in which words belong together.
//!
//! A segment ends at ； or 。 or where its bracket closes. A bracket that opens inside a segment belongs to it and is also a
//! segment of its own. Negation is read by segment and never by distance, so that 不含危险品）、… does not reach past its
//! bracket.

use std::ops::Range;

use super::class::Classes;

/// The segments of one folded text.
#[derive(Debug, Default)]
pub struct Segments {
    /// The byte range of each segment, in the order in which they begin.
    spans: Vec<Range<usize>>,
    /// The text cut into runs at each bracket and stop: for each run its offset and the innermost segment around it.
    runs: Vec<(usize, usize)>,
}

impl Segments {
    /// Splits a folded text. Brackets without a partner end with the text.
    #[must_use]
    pub fn new(classes: &Classes, text: &str) -> Self {
        let mut segments = Self::default();
        // The segments around the current one, outermost first.
        let mut open = Vec::new();
        let mut current = segments.begin(0);

        for (at, c) in text.char_indices() {
            if !classes.bounds(c) {
                continue;
            }
            let after = at + c.len_utf8();

            if classes.is_open(c) {
                open.push(current);
                current = segments.begin(after);
            } else if classes.is_close(c) {
                segments.spans[current].end = at;
                current = match open.pop() {
                    Some(outer) => segments.resume(outer, after),
                    None => segments.begin(after),
                };
            } else {
                segments.spans[current].end = at;
                current = segments.begin(after);
            }
        }

        segments.spans[current].end = text.len();
        for unclosed in open {
            segments.spans[unclosed].end = text.len();
        }
        segments
    }

    /// Begins a segment at an offset and returns its number.
    fn begin(&mut self, at: usize) -> usize {
        self.spans.push(at..usize::MAX);
        self.resume(self.spans.len() - 1, at)
    }

    /// Continues a segment behind a bracket that was opened inside it.
    fn resume(&mut self, segment: usize, at: usize) -> usize {
        self.runs.push((at, segment));
        segment
    }

    /// The innermost segment at a byte of the text, including the brackets opened inside it.
    #[must_use]
    pub fn at(&self, byte: usize) -> Range<usize> {
        let after = self.runs.partition_point(|&(start, _)| start <= byte);
        match self.runs.get(after.saturating_sub(1)) {
            Some(&(_, segment)) => self.spans[segment].clone(),
            None => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment_at<'a>(text: &'a str, word: &str) -> &'a str {
        &text[Segments::new(Classes::builtin(), text).at(text.find(word).unwrap())]
    }

    #[test]
    fn a_segment_ends_at_a_stop_or_where_its_bracket_closes() {
        assert_eq!(segment_at("a;b、c。d", "b"), "b、c");
        assert_eq!(segment_at("a(不含b、c)、d;e", "b"), "不含b、c");
        assert_eq!(segment_at("a(不含b、c)、d;e", "d"), "a(不含b、c)、d");
        assert_eq!(segment_at("a(b(c;d)e)f", "d"), "d");
        assert_eq!(segment_at("a(b(c;d)e)f", "e"), "b(c;d)e");
    }

    #[test]
    fn unbalanced_brackets_lose_nothing() {
        assert_eq!(segment_at("a)b", "b"), "b");
        assert_eq!(segment_at("a(b", "b"), "b");
        assert_eq!(segment_at("a(b", "a"), "a(b");
    }
}
