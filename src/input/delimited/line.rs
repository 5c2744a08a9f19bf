//! A record that is a line of its input: nearly all are.

/// A record without quotes, with as many fields as the header, of which nothing is wrong. Each field is the text between two
/// delimiters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// The text of the block, decoded if it is not UTF-8.
    pub(crate) text: &'a str,
    /// The offset of its first byte in the text.
    pub(crate) start: usize,
    /// The offsets in the text of the end of each of its fields: a delimiter is there, or the record ends.
    pub(crate) ends: &'a [usize],
}

impl Line<'_> {
    /// The offset of its end in the text.
    #[inline]
    pub(crate) fn end(&self) -> usize {
        self.ends.last().copied().unwrap_or(self.start)
    }
}
