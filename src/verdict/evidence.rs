//! How an original text differs from the term it was matched with.

use super::keyed::keyed;

keyed! {
    /// All kinds of evidence, in the order in which they are listed.
    pub const ALL;

    /// One way in which the original text differs from the term it was matched with.
    pub enum Evidence {
        /// Full or half width.
        Width => "width",
        /// Upper or lower case.
        Case => "case",
        /// Traditional or Japanese characters.
        Script => "script",
        /// A recorded glyph variant or a radical.
        Variant => "variant",
        /// A styled letter: circled, squared, mathematical, small capital.
        Style => "style",
        /// The text contains characters that show nothing.
        Invisible => "invisible",
        /// Combining marks or diacritics.
        Marks => "marks",
        /// Every gap is filled with blanks or symbols.
        Spaced => "spaced",
        /// Every gap is filled with list marks, quotes or brackets.
        Bracketed => "bracketed",
        /// Some gaps are filled, or there are other words between the parts.
        Gap => "gap",
        /// A part of the term is in brackets or quotation marks, or a known gloss is inside it.
        Quoted => "quoted",
        /// A listed word is between the parts of the term.
        Inserted => "inserted",
        /// The parts of the term are shared with another word: 虚拟和数字资产.
        Shared => "shared",
        /// A Latin term that is separated from other letters only by a change of case.
        Camel => "camel",
        /// A letter of another alphabet that looks the same.
        Homoglyph => "homoglyph",
        /// A sign or a letter that is read as a character of the term: ₿ or B for 币.
        Sign => "sign",
        /// Another name for the term, such as a foreign one.
        Alias => "alias",
        /// A character of the same sound, or pinyin letters, in place of the term's own.
        Sound => "sound",
        /// A character that looks much the same in place of the term's own.
        Shape => "shape",
        /// Characters written as their parts, side by side.
        Split => "split",
        /// The word shows only once HTML entities, tags or other escapes are undone.
        Escaped => "escaped",
        /// The word goes on in the next scope column of the row.
        Cut => "cut",
    }
}
