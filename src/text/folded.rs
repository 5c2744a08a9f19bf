//! A cell's folded text, with a way back to every original character.

use std::cell::OnceCell;
use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete};

use super::class::{Classes, Gap};
use super::fold::Fold;
use super::segment::Segments;

/// One folded character that is no separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The folded character.
    pub folded: char,
    /// Its offset in [`Folded::text`], in bytes.
    pub text_at: u32,
    /// The offset of the original character that it comes from, in bytes of the cell.
    pub original_at: u32,
    /// What separates it from the unit before.
    pub gap: Gap,
}

/// Folded text, and one [`Unit`] for each letter of it, that is for each character that is no separator.
///
/// A unit for each letter, and not only for the places where folding changed something, makes the way back a plain look-up.
/// It costs memory only for cells that the sieve lets through.
#[derive(Debug, Default)]
pub struct Folded {
    /// The whole folded text, separators included.
    pub text: String,
    /// One unit for each letter: terms are searched for in these.
    pub units: Vec<Unit>,
    segments: OnceCell<Segments>,
}

impl Folded {
    /// Folds a cell of at most 4 GiB.
    #[must_use]
    pub fn new(fold: &Fold, classes: &Classes, cell: &str) -> Self {
        let mut folded = Self::default();
        folded.text.reserve(cell.len());
        // A Han character has three bytes. A cell of shorter characters grows the list once or twice.
        folded.units.reserve(cell.len() / 3 + 1);

        let mut gap = Gap::None;
        // The cell is in `text` up to here; stretches that fold to themselves are copied as a whole.
        let mut copied = 0;
        for (at, original) in cell.char_indices() {
            // The offset in `text` that the character gets if it folds to itself.
            let text_at = folded.text.len() + at - copied;

            if classes.is_plain(original) {
                folded.push_letter(original, text_at, at, &mut gap);
                continue;
            }
            match fold.folded(original) {
                None => folded.push(original, text_at, at, classes, &mut gap),
                Some(replacement) => {
                    folded.text.push_str(&cell[copied..at]);
                    copied = at + original.len_utf8();
                    for c in replacement.chars() {
                        folded.push(c, folded.text.len(), at, classes, &mut gap);
                        folded.text.push(c);
                    }
                }
            }
        }
        folded.text.push_str(&cell[copied..]);
        folded
    }

    /// Adds a unit for a letter; a separator widens the gap before the next one.
    #[inline]
    fn push(&mut self, folded: char, text_at: usize, original_at: usize, classes: &Classes, gap: &mut Gap) {
        match classes.gap(folded) {
            Gap::None => self.push_letter(folded, text_at, original_at, gap),
            separator => *gap = separator.max(*gap),
        }
    }

    #[inline]
    fn push_letter(&mut self, folded: char, text_at: usize, original_at: usize, gap: &mut Gap) {
        self.units.push(Unit {
            folded,
            text_at: offset(text_at),
            original_at: offset(original_at),
            gap: std::mem::take(gap),
        });
    }

    /// The letters as a text, without separators.
    #[must_use]
    pub fn letters(&self) -> String {
        let mut letters = String::with_capacity(self.text.len());
        letters.extend(self.units.iter().map(|unit| unit.folded));
        letters
    }

    /// The segments of the text, split on first use.
    #[must_use]
    pub fn segments(&self) -> &Segments {
        self.segments.get_or_init(|| Segments::new(Classes::builtin(), &self.text))
    }

    /// The units of a range of bytes of `text`.
    #[must_use]
    pub fn units_of_text(&self, text: Range<usize>) -> Range<usize> {
        self.first_unit_at(text.start)..self.first_unit_at(text.end)
    }

    /// The first unit at or behind a byte of `text`.
    fn first_unit_at(&self, byte: usize) -> usize {
        self.units.partition_point(|unit| (unit.text_at as usize) < byte)
    }

    /// The bytes of `text` from the first to the last of these units. The range must not be empty.
    #[must_use]
    pub fn text_of(&self, units: &Range<usize>) -> Range<usize> {
        let first = self.units[units.start];
        let last = self.units[units.end - 1];
        first.text_at as usize..last.text_at as usize + last.folded.len_utf8()
    }

    /// The byte of `text` behind the first so many units; 0 for none, and the greatest number for more than there are.
    #[must_use]
    pub fn text_before(&self, units: usize) -> usize {
        match units.checked_sub(1).map(|last| self.units.get(last)) {
            None => 0,
            Some(None) => usize::MAX,
            Some(Some(last)) => last.text_at as usize + last.folded.len_utf8(),
        }
    }

    /// Whether a unit and the one before it touch and are letters of one Latin word.
    #[must_use]
    pub fn is_inside_latin(&self, unit: usize) -> bool {
        let (Some(own), Some(before)) = (self.units.get(unit), unit.checked_sub(1)) else { return false };
        let classes = Classes::builtin();
        own.gap == Gap::None && classes.is_latin(own.folded) && classes.is_latin(self.units[before].folded)
    }

    /// The separators before a unit; behind the last one for the number of units.
    #[must_use]
    pub fn gap_before(&self, unit: usize) -> &str {
        let start = match unit.checked_sub(1) {
            Some(before) => self.text_of(&(before..unit)).end,
            None => 0,
        };
        let end = self.units.get(unit).map_or(self.text.len(), |unit| unit.text_at as usize);
        &self.text[start..end]
    }

    /// The bytes of the original cell that these units come from, extended to whole grapheme clusters.
    #[must_use]
    pub fn original_of(&self, cell: &str, units: &Range<usize>) -> Range<usize> {
        let start = self.units[units.start].original_at as usize;
        let last = self.units[units.end - 1].original_at as usize;
        let end = last + cell[last..].chars().next().map_or(0, char::len_utf8);
        grapheme_start(cell, start)..grapheme_end(cell, end)
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The last grapheme boundary at or before a byte.
fn grapheme_start(cell: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, cell.len(), true);
    if is_boundary(&mut cursor, cell) {
        return at;
    }
    cursor.prev_boundary(cell, 0).ok().flatten().unwrap_or(0)
}

/// The first grapheme boundary at or after a byte.
fn grapheme_end(cell: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, cell.len(), true);
    if is_boundary(&mut cursor, cell) {
        return at;
    }
    cursor.next_boundary(cell, 0).ok().flatten().unwrap_or(cell.len())
}

fn is_boundary(cursor: &mut GraphemeCursor, cell: &str) -> bool {
    // The chunk is the whole text, so the cursor never needs text before it and the only possible error is a wrong offset.
    !matches!(cursor.is_boundary(cell, 0), Ok(false) | Err(GraphemeIncomplete::InvalidOffset))
}
