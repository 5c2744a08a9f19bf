//! A record that is a line of its input: nearly all are.

/// A record of UTF-8 without quotes, with as many fields as the header, of which nothing is wrong. Each field is the text
/// between two delimiters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// The text of the block.
    pub(crate) text: &'a str,
    /// The offset of its first byte in the block.
    pub(crate) start: usize,
    /// The offsets in the block of the byte behind each of its fields: a delimiter, or the line break behind the last one.
    pub(crate) ends: &'a [usize],
}
