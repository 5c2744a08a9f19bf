//! The fold: every written form of a character becomes one representative string.
//!
//! Folding is context-free. A character folds to the same text wherever it occurs, so nothing has to be reordered and an
//! offset in the folded text always leads back to an offset in the original. What folds to what is data (`data/fold.tsv`,
//! whose head says how it is made). The build script turns it into tables, so no run has to parse it; this file only looks
//! characters up.

mod kinds;
#[cfg(test)]
mod parse;

use std::ops::Range;

pub use kinds::{Kind, Kinds};

use crate::verdict::{Evidence, keyed};

#[allow(clippy::unicode_not_nfc, clippy::unreadable_literal, reason = "generated; nobody reads them")]
mod built {
    include!(concat!(env!("OUT_DIR"), "/fold.rs"));
}

/// The key under which the table lists the characters that fold to nothing. No character folds to a text with it.
const NOTHING: char = '\0';

/// A fold table, ready for look-up.
///
/// ```
/// use mingcha::text::fold::{Fold, Kinds};
///
/// let fold = Fold::builtin();
/// assert_eq!(fold.fold("虛擬貨幣與ＲＷＡ"), "虚拟货币与rwa");
/// assert_eq!(fold.get('Ａ'), Some(("a", Kinds::WIDTH.union(Kinds::CASE))));
/// assert_eq!(fold.get('币'), None);
/// ```
#[derive(Debug)]
pub struct Fold {
    /// For each block of scalar values its page in `slots`. Page 0 is empty and shared by all blocks without a row.
    pages: &'static [u16],
    /// For each character 1 + the index of its row, or 0 if it folds to itself.
    slots: &'static [u16],
    /// For each row the character.
    originals: &'static [char],
    /// For each row how the character differs from its folded form.
    kinds: &'static [u16],
    /// For each row the offset of its folded form in `folded`, and at the end the length of `folded`.
    bounds: &'static [u32],
    /// The folded forms, one after another.
    folded: &'static str,
    /// The letters that occur in some folded form, in ascending order, and NUL for the empty form.
    letters: &'static [char],
    /// For each letter the offset of its rows in `forms`, and at the end the length of `forms`.
    form_bounds: &'static [u32],
    /// The rows whose folded form contains the first letter, the second, and so on.
    forms: &'static [u16],
}

impl Fold {
    /// The table that ships with the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: Fold = Fold {
            pages: &built::PAGES,
            slots: &built::SLOTS,
            originals: &built::ORIGINALS,
            kinds: &built::KINDS,
            bounds: &built::BOUNDS,
            folded: built::FOLDED,
            letters: &built::LETTERS,
            form_bounds: &built::FORM_BOUNDS,
            forms: &built::FORMS,
        };
        &BUILTIN
    }

    /// What `c` folds to and how it differs from that. Returns `None` if it folds to itself.
    #[inline]
    #[must_use]
    pub fn get(&self, c: char) -> Option<(&str, Kinds)> {
        let row = self.row(c)?;
        Some((self.folded_form(row), Kinds::from_bits(self.kinds[row])))
    }

    /// What `c` folds to. Returns `None` if it folds to itself.
    #[inline]
    #[must_use]
    pub fn folded(&self, c: char) -> Option<&str> {
        Some(self.folded_form(self.row(c)?))
    }

    /// How `c` differs from what it folds to. Empty if it folds to itself.
    #[must_use]
    pub fn kinds(&self, c: char) -> Kinds {
        self.row(c).map_or(Kinds::default(), |row| Kinds::from_bits(self.kinds[row]))
    }

    /// The row of a character. Returns `None` if it folds to itself.
    #[inline]
    fn row(&self, c: char) -> Option<usize> {
        let block = c as usize / built::PAGE;
        let page = usize::from(self.pages[block]);
        let slot = self.slots[page * built::PAGE + c as usize % built::PAGE];
        usize::from(slot).checked_sub(1)
    }

    #[inline]
    fn folded_form(&self, row: usize) -> &str {
        &self.folded[self.bounds[row] as usize..self.bounds[row + 1] as usize]
    }

    /// The folded form of a text.
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.fold_into(text, &mut out);
        out
    }

    /// Appends the folded form of a text. Stretches that fold to themselves are copied as a whole.
    pub fn fold_into(&self, text: &str, out: &mut String) {
        let mut copied = 0;
        for (at, c) in text.char_indices() {
            if let Some(folded) = self.folded(c) {
                out.push_str(&text[copied..at]);
                out.push_str(folded);
                copied = at + c.len_utf8();
            }
        }
        out.push_str(&text[copied..]);
    }

    /// Every character whose folded form contains this letter, with that form.
    #[must_use]
    pub fn forms_of(&self, letter: char) -> impl ExactSizeIterator<Item = (char, &str)> {
        let rows = self.letters.binary_search(&letter).map_or(0..0, |index| self.rows_of_letter(index));
        self.forms_in(rows)
    }

    /// Every letter that occurs in some folded form, with what [`Fold::forms_of`] returns for it. NUL stands for the empty form.
    pub(crate) fn letters(&self) -> impl Iterator<Item = (char, impl ExactSizeIterator<Item = (char, &str)>)> {
        let letters = self.letters.iter().enumerate();
        letters.map(|(index, letter)| (*letter, self.forms_in(self.rows_of_letter(index))))
    }

    /// The characters and folded forms of a range of `forms`.
    fn forms_in(&self, range: Range<usize>) -> impl ExactSizeIterator<Item = (char, &str)> {
        self.forms[range].iter().map(|row| {
            let row = usize::from(*row);
            (self.originals[row], self.folded_form(row))
        })
    }

    /// The range in `forms` of the letter with this index.
    fn rows_of_letter(&self, index: usize) -> Range<usize> {
        self.form_bounds[index] as usize..self.form_bounds[index + 1] as usize
    }

    /// Every character that folds to nothing.
    pub fn dropped(&self) -> impl Iterator<Item = char> {
        self.forms_of(NOTHING).map(|(c, _)| c)
    }

    /// Every character that does not fold to itself, with what it folds to. In ascending order, except that the Hangul
    /// syllables come last.
    pub fn entries(&self) -> impl Iterator<Item = (char, &str, Kinds)> {
        let rows = self.originals.iter().zip(self.kinds).enumerate();
        rows.map(|(row, (c, kinds))| (*c, self.folded_form(row), Kinds::from_bits(*kinds)))
    }
}

/// What a registrar is told about a folded character.
impl From<Kind> for Evidence {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Width => Self::Width,
            Kind::Case => Self::Case,
            Kind::Script => Self::Script,
            Kind::Variant => Self::Variant,
            Kind::Style => Self::Style,
            Kind::Invisible => Self::Invisible,
            Kind::Marks => Self::Marks,
            Kind::Homoglyph => Self::Homoglyph,
            Kind::Sign => Self::Sign,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_of_the_data() {
        let parsed = parse::Parsed::parse(include_str!("../../data/fold.tsv")).unwrap();
        let rows = parsed.rows.iter().map(|row| (row.original, row.folded.as_str(), row.kinds));
        assert!(rows.eq(Fold::builtin().entries()));
        assert!(parsed.rows.iter().all(|row| Fold::builtin().get(row.original) == Some((&row.folded, row.kinds))));
        let dropped = parsed.rows.iter().filter(|row| row.folded.is_empty()).map(|row| row.original);
        assert!(dropped.eq(Fold::builtin().dropped()));
        for letter in parsed.rows.iter().flat_map(|row| row.folded.chars()) {
            assert_ne!(letter, NOTHING);
        }
        for letter in ['a', '币', '(', 'ᄀ', '甲'] {
            let forms = parsed.rows.iter().filter(|row| row.folded.contains(letter)).map(|row| row.original);
            assert!(forms.eq(Fold::builtin().forms_of(letter).map(|(c, _)| c)), "{letter}");
        }
        let known = (char::MIN..=char::MAX).filter(|c| Fold::builtin().get(*c).is_some()).count();
        assert_eq!(known, parsed.rows.len());
    }
}
