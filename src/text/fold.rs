//! The fold: every written form of a character becomes one representative string.
//!
//! Folding is context-free. A character folds to the same text wherever it stands, so nothing has to be reordered and a
//! place in the folded text always leads back to a place in the original. What folds to what is data (`data/fold.tsv`, whose
//! head says how it is made), which the build script turns into tables, so that no run has to read it; this file only looks
//! it up.

mod kinds;
#[cfg(test)]
mod parse;

use std::ops::Range;

pub use kinds::Kinds;

#[allow(clippy::unicode_not_nfc, clippy::unreadable_literal, reason = "no one reads them")]
mod built {
    include!(concat!(env!("OUT_DIR"), "/fold.rs"));
}

/// Under it the table lists the characters that fold to nothing; no text is folded to it.
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
    /// Which page of `slots` holds a scalar value's block; page 0 is the empty one that all others share.
    pages: &'static [u16],
    /// 1 + the index of a character's row, or 0 for one that folds to itself.
    slots: &'static [u16],
    /// For each row the character.
    originals: &'static [char],
    /// For each row how it differs from what it folds to.
    kinds: &'static [u8],
    /// Where the folded form of each row begins, and where the last one ends.
    bounds: &'static [u32],
    /// The folded forms, one after another.
    folded: &'static str,
    /// The letters that stand in some folded form, in ascending order; NUL stands for none.
    letters: &'static [char],
    /// For each letter where its rows begin, and where the last one's end.
    form_bounds: &'static [u32],
    /// The rows whose folded form holds a letter, those of one letter side by side.
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
    #[must_use]
    pub fn get(&self, c: char) -> Option<(&str, Kinds)> {
        Some((self.folded(c)?, self.kinds(c)))
    }

    /// What `c` folds to. Returns `None` if it folds to itself.
    #[inline]
    #[must_use]
    pub fn folded(&self, c: char) -> Option<&str> {
        Some(&self.folded[self.range(self.row(c)?)])
    }

    /// How `c` differs from what it folds to. Empty if it folds to itself.
    #[must_use]
    pub fn kinds(&self, c: char) -> Kinds {
        self.row(c).map_or(Kinds::default(), |row| Kinds::from_bits(self.kinds[row]))
    }

    #[inline]
    fn row(&self, c: char) -> Option<usize> {
        let page = usize::from(self.pages[c as usize / built::PAGE]);
        usize::from(self.slots[page * built::PAGE + c as usize % built::PAGE]).checked_sub(1)
    }

    #[inline]
    fn range(&self, row: usize) -> Range<usize> {
        self.bounds[row] as usize..self.bounds[row + 1] as usize
    }

    /// The folded form of a text.
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.fold_into(text, &mut out);
        out
    }

    /// Appends the folded form of a text; stretches that fold to themselves are copied whole.
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

    /// Every character that folds to a text with this letter in it, with that text.
    #[must_use]
    pub fn forms_of(&self, letter: char) -> impl ExactSizeIterator<Item = (char, &str)> {
        let rows = match self.letters.binary_search(&letter) {
            Ok(at) => &self.forms[self.form_bounds[at] as usize..self.form_bounds[at + 1] as usize],
            Err(_) => &[],
        };
        rows.iter().map(|row| (self.originals[usize::from(*row)], &self.folded[self.range(usize::from(*row))]))
    }

    /// Every character that folds to nothing.
    pub fn dropped(&self) -> impl Iterator<Item = char> {
        self.forms_of(NOTHING).map(|(c, _)| c)
    }

    /// Every character that does not fold to itself, with what it folds to. In ascending order, except that the Hangul
    /// syllables come last.
    pub fn entries(&self) -> impl Iterator<Item = (char, &str, Kinds)> {
        let row = |(row, c): (usize, &char)| (*c, &self.folded[self.range(row)], Kinds::from_bits(self.kinds[row]));
        self.originals.iter().enumerate().map(row)
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
