//! How an original character differs from what it folds to. The build script includes this file as well.

use super::keyed::keyed;

keyed! {
    /// All kinds.
    pub const ALL;

    /// One way in which an original character differs from what it folds to. The keys are those of `data/fold.tsv`.
    pub enum Kind {
        /// Full or half width.
        Width => "width",
        /// Capital or small.
        Case => "case",
        /// Traditional or Japanese; the folded form is Simplified.
        Script => "script",
        /// A recorded variant of a Han character, a radical, a compatibility ideograph.
        Variant => "variant",
        /// Mathematical, circled, squared, parenthesised, small capital and other styled forms.
        Style => "style",
        /// Shows nothing and is dropped.
        Invisible => "invisible",
        /// Has combining marks, or a stroke or hook in place of one.
        Marks => "marks",
        /// A letter of another script that looks like the Latin one.
        Homoglyph => "homoglyph",
        /// A sign or picture that is read as the character: ₿ for 币.
        Sign => "sign",
    }
}

/// A set of [`Kind`]s.
///
/// It is empty if the two forms look the same (a Hangul syllable and its letters).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Kinds(u16);

// A kind is a bit.
const _: () = assert!(Kind::ALL.len() <= u16::BITS as usize, "`Kinds` needs a wider integer");

impl Kinds {
    /// [`Kind::Width`] alone.
    pub const WIDTH: Self = Self::only(Kind::Width);
    /// [`Kind::Case`] alone.
    pub const CASE: Self = Self::only(Kind::Case);
    /// [`Kind::Script`] alone.
    pub const SCRIPT: Self = Self::only(Kind::Script);
    /// [`Kind::Variant`] alone.
    pub const VARIANT: Self = Self::only(Kind::Variant);
    /// [`Kind::Style`] alone.
    pub const STYLE: Self = Self::only(Kind::Style);
    /// [`Kind::Invisible`] alone.
    pub const INVISIBLE: Self = Self::only(Kind::Invisible);
    /// [`Kind::Marks`] alone.
    pub const MARKS: Self = Self::only(Kind::Marks);
    /// [`Kind::Homoglyph`] alone.
    pub const HOMOGLYPH: Self = Self::only(Kind::Homoglyph);
    /// [`Kind::Sign`] alone.
    pub const SIGN: Self = Self::only(Kind::Sign);

    /// The set of one kind.
    #[must_use]
    pub const fn only(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    /// The set as a number, one bit for each kind in the order of [`Kind::ALL`].
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set that [`Self::bits`] gave.
    #[inline]
    pub(super) const fn from_bits(bits: u16) -> Self {
        Self(bits)
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

    /// Whether the set contains no kind at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in the set, in the order of [`Kind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.contains(Self::only(*kind)))
    }
}
