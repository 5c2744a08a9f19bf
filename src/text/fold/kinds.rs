//! What a registrar is told about a folded character: the ways in which its original differs.

/// How an original character differs from what it folds to: a small set of kinds.
///
/// The set is empty where the two forms look the same (a Hangul syllable and its letters).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Kinds(u8);

impl Kinds {
    /// Full or half width.
    pub const WIDTH: Self = Self(1);
    /// Capital or small.
    pub const CASE: Self = Self(1 << 1);
    /// Traditional or Japanese, where the folded form is Simplified.
    pub const SCRIPT: Self = Self(1 << 2);
    /// A recorded variant of a Han character, a radical, a compatibility ideograph.
    pub const VARIANT: Self = Self(1 << 3);
    /// Mathematical, circled, squared, parenthesised, small capital and other styled forms.
    pub const STYLE: Self = Self(1 << 4);
    /// Shows nothing and is dropped.
    pub const INVISIBLE: Self = Self(1 << 5);
    /// Carries combining marks, or a stroke or hook that does their work.
    pub const MARKS: Self = Self(1 << 6);
    /// A letter of another script that looks like the Latin one.
    pub const HOMOGLYPH: Self = Self(1 << 7);

    const NAMES: [&str; 8] = ["width", "case", "script", "variant", "style", "invisible", "marks", "homoglyph"];

    /// The set of one bit a kind, in the order of the constants above.
    #[inline]
    pub(super) const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The kind of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|bit| Self(1 << bit))
    }

    /// Whether every kind of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The kinds of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds of this set that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the set holds no kind at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the kinds in the set, always in the order of the constants above.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        (0..8).filter(move |bit| self.0 >> bit & 1 == 1).map(|bit| Self::NAMES[bit])
    }
}
