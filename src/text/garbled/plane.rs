//! A set of characters of the basic multilingual plane.

/// One bit for each character.
pub(super) struct Plane(Box<[u64; Self::WORDS]>);

impl Plane {
    const WORDS: usize = 0x1_0000 / 64;

    pub(super) fn empty() -> Self {
        Self(Box::new([0; Self::WORDS]))
    }

    /// Adds characters. Those of other planes are left out.
    pub(super) fn add(&mut self, characters: impl Iterator<Item = char>) {
        for c in characters {
            if let Some(bits) = self.0.get_mut(c as usize / 64) {
                *bits |= 1 << (c as usize % 64);
            }
        }
    }

    /// Whether the set has the character with this number.
    #[inline]
    pub(super) fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}
