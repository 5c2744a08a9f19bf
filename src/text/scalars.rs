//! Places in a text, as bytes and as Unicode scalar values.

/// Turns one into the other, walking on from the last place asked for: places that are near each other cost little, and all
/// those of a text together no more than a walk over it.
#[derive(Clone, Debug)]
pub struct Scalars<'a> {
    text: &'a str,
    byte: usize,
    scalar: usize,
}

impl<'a> Scalars<'a> {
    /// Stands at the beginning of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, scalar: 0 }
    }

    /// How many scalar values stand before a byte, which must be where one begins or the end.
    pub fn scalar(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            self.scalar -= self.text[byte..self.byte].chars().count();
        } else {
            self.scalar += self.text[self.byte..byte].chars().count();
        }
        self.byte = byte;
        self.scalar
    }

    /// At which byte so many scalar values have been read; the end if there are not as many.
    pub fn byte(&mut self, scalar: usize) -> usize {
        let (before, after) = self.text.split_at(self.byte);
        self.byte = if let Some(back) = self.scalar.checked_sub(scalar + 1) {
            before.char_indices().rev().nth(back).map_or(0, |(at, _)| at)
        } else {
            let on = after.char_indices().nth(scalar - self.scalar);
            on.map_or(self.text.len(), |(at, _)| self.byte + at)
        };
        self.scalar = scalar;
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_in_any_order() {
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
    fn beyond_the_end_is_the_end() {
        assert_eq!(Scalars::new("虚拟").byte(3), "虚拟".len());
    }
}
