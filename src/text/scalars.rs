//! Offsets in a text, in bytes and in Unicode scalar values.

/// Converts between byte and character offsets, remembering the last position: ascending queries cost one pass over the text
/// in total.
#[derive(Clone, Debug)]
pub struct Scalars<'a> {
    text: &'a str,
    /// The last position in bytes.
    byte: usize,
    /// The last position in scalar values.
    scalar: usize,
}

impl<'a> Scalars<'a> {
    /// Begins at offset zero of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, scalar: 0 }
    }

    /// The number of scalar values before a byte offset, which must be a character boundary.
    pub fn scalar(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            self.scalar -= self.text[byte..self.byte].chars().count();
        } else {
            self.scalar += self.text[self.byte..byte].chars().count();
        }
        self.byte = byte;
        self.scalar
    }

    /// The byte offset behind this number of scalar values; the length of the text if it has fewer.
    pub fn byte(&mut self, scalar: usize) -> usize {
        let (before, after) = self.text.split_at(self.byte);
        if scalar < self.scalar {
            let back = self.scalar - scalar - 1;
            self.byte = before.char_indices().rev().nth(back).map_or(0, |(at, _)| at);
        } else {
            let ahead = scalar - self.scalar;
            self.byte = after.char_indices().nth(ahead).map_or(self.text.len(), |(at, _)| self.byte + at);
        }
        self.scalar = scalar;
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_do_not_depend_on_the_order_of_queries() {
        let text = "a虚\u{301}𠀀b";
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for from in 0..bytes.len() {
            for (scalar, byte) in bytes.iter().enumerate() {
                let mut scalars = Scalars::new(text);
                assert_eq!(scalars.byte(from), bytes[from]);
                assert_eq!(scalars.scalar(*byte), scalar);
                assert_eq!(scalars.byte(from), bytes[from]);
                assert_eq!(scalars.byte(scalar), *byte);
            }
        }
    }

    #[test]
    fn an_offset_beyond_the_end_is_the_end() {
        assert_eq!(Scalars::new("虚拟").byte(3), "虚拟".len());
    }
}
