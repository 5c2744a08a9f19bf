//! A set of characters of the basic multilingual plane.

/// How many characters the plane has. They are looked up by number. Characters of the other planes are few and rare.
pub(crate) const PLANE: usize = 0x1_0000;

/// One bit for each character.
#[derive(Clone, Debug)]
pub(crate) struct Plane(Box<[u64; Self::WORDS]>);

impl Plane {
    const WORDS: usize = PLANE / 64;

    pub(crate) fn empty() -> Self {
        Self(Box::new([0; Self::WORDS]))
    }

    /// All characters of the plane for which this holds.
    pub(crate) fn of_all(is_in: impl Fn(&char) -> bool) -> Self {
        let mut set = Self::empty();
        set.add(('\0'..='\u{FFFF}').filter(is_in));
        set
    }

    /// Adds characters. Those of other planes are left out.
    pub(crate) fn add(&mut self, characters: impl IntoIterator<Item = char>) {
        for c in characters {
            if let Some(bits) = self.0.get_mut(c as usize / 64) {
                *bits |= 1 << (c as usize % 64);
            }
        }
    }

    /// Its characters, in ascending order.
    pub(crate) fn characters(&self) -> impl Iterator<Item = char> {
        self.0.iter().enumerate().flat_map(|(at, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let number = 64 * at + (left != 0).then(|| left.trailing_zeros())? as usize;
                // Clears the lowest bit.
                left &= left - 1;
                u32::try_from(number).ok().and_then(char::from_u32)
            })
        })
    }

    /// Whether the set has a character. Of those of other planes that is not known.
    #[inline]
    pub(crate) fn may_contain(&self, c: char) -> bool {
        c as usize >= PLANE || self.contains(c as usize)
    }

    /// Whether the set has the character with this number.
    #[inline]
    pub(crate) fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

/// The number of a character of three bytes in UTF-8.
#[inline]
pub(crate) fn number_of([a, b, c]: [u8; 3]) -> usize {
    usize::from(a & 0x0F) << 12 | usize::from(b & 0x3F) << 6 | usize::from(c & 0x3F)
}
