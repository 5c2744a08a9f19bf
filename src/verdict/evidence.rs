//! How an original text differs from the term it was matched with.

/// One way in which the original text differs from the term it was matched with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Full or half width.
    Width,
    /// Upper or lower case.
    Case,
    /// Traditional or Japanese characters.
    Script,
    /// A recorded glyph variant or a radical.
    Variant,
    /// A styled letter: circled, squared, mathematical, small capital.
    Style,
    /// Characters that show nothing stand in between.
    Invisible,
    /// Combining marks or diacritics.
    Marks,
    /// Every gap is filled with blanks or symbols.
    Spaced,
    /// Every gap is filled with list marks, quotes or brackets.
    Bracketed,
    /// Some gaps are filled, or other words stand between the parts.
    Gap,
    /// A Latin term that only a change of case sets apart.
    Camel,
    /// A letter of another alphabet that looks the same.
    Homoglyph,
    /// Another name for the term, such as a foreign one.
    Alias,
    /// A character of the same sound, or pinyin letters, in place of the term's own.
    Sound,
    /// A character that looks much the same in place of the term's own.
    Shape,
    /// Characters written as their parts, side by side.
    Split,
}

impl Evidence {
    const ALL: [Self; 16] = [
        Self::Width,
        Self::Case,
        Self::Script,
        Self::Variant,
        Self::Style,
        Self::Invisible,
        Self::Marks,
        Self::Spaced,
        Self::Bracketed,
        Self::Gap,
        Self::Camel,
        Self::Homoglyph,
        Self::Alias,
        Self::Sound,
        Self::Shape,
        Self::Split,
    ];

    /// The key in machine formats.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Case => "case",
            Self::Script => "script",
            Self::Variant => "variant",
            Self::Style => "style",
            Self::Invisible => "invisible",
            Self::Marks => "marks",
            Self::Spaced => "spaced",
            Self::Bracketed => "bracketed",
            Self::Gap => "gap",
            Self::Camel => "camel",
            Self::Homoglyph => "homoglyph",
            Self::Alias => "alias",
            Self::Sound => "sound",
            Self::Shape => "shape",
            Self::Split => "split",
        }
    }

    /// The evidence with this key; the kinds of folding bear the same names.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.key() == key)
    }
}
