//! A cell's text as the matcher reads it, with a way back to every original character.

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
    /// Where it begins in [`Folded::text`], in bytes.
    pub text_at: u32,
    /// Where the original character that it comes from begins, in bytes of the cell.
    pub original_at: u32,
    /// What stands between the unit before and this one.
    pub gap: Gap,
}

/// Folded text, and one [`Unit`] for each letter of it: each character that is no separator.
///
/// Keeping a unit a letter, and not only the places where folding changed something, makes the way back a look-up that
/// cannot be wrong about a run; it costs memory only for cells that the sieve lets through.
#[derive(Debug, Default)]
pub struct Folded {
    /// The whole folded text, separators included.
    pub text: String,
    /// One unit a letter: what terms are sought in.
    pub units: Vec<Unit>,
    segments: OnceCell<Segments>,
}

impl Folded {
    /// Folds a cell of at most 4 GiB.
    #[must_use]
    pub fn new(fold: &Fold, classes: &Classes, cell: &str) -> Self {
        let mut folded = Self::default();
        folded.text.reserve(cell.len());
        // A Han character has three bytes; a cell of fewer grows the list a time or two.
        folded.units.reserve(cell.len() / 3 + 1);
        let (mut gap, mut copied) = (Gap::None, 0);
        for (at, original) in cell.char_indices() {
            if classes.is_plain(original) {
                folded.letter(original, folded.text.len() + at - copied, at, &mut gap);
                continue;
            }
            match fold.folded(original) {
                None => folded.unit(original, folded.text.len() + at - copied, at, classes, &mut gap),
                Some(replaced) => {
                    folded.text.push_str(&cell[copied..at]);
                    copied = at + original.len_utf8();
                    for c in replaced.chars() {
                        folded.unit(c, folded.text.len(), at, classes, &mut gap);
                        folded.text.push(c);
                    }
                }
            }
        }
        folded.text.push_str(&cell[copied..]);
        folded
    }

    #[inline]
    fn unit(&mut self, folded: char, text_at: usize, original_at: usize, classes: &Classes, gap: &mut Gap) {
        match classes.gap(folded) {
            Gap::None => self.letter(folded, text_at, original_at, gap),
            separates => *gap = separates.max(*gap),
        }
    }

    #[inline]
    fn letter(&mut self, folded: char, text_at: usize, original_at: usize, gap: &mut Gap) {
        let (text_at, original_at) = (offset(text_at), offset(original_at));
        self.units.push(Unit { folded, text_at, original_at, gap: std::mem::take(gap) });
    }

    /// The letters in a row, without separators.
    #[must_use]
    pub fn letters(&self) -> String {
        self.units.iter().map(|unit| unit.folded).collect()
    }

    /// The segments of the text, split when they are first asked for.
    #[must_use]
    pub fn segments(&self) -> &Segments {
        self.segments.get_or_init(|| Segments::new(Classes::builtin(), &self.text))
    }

    /// The units of a range of bytes of `text`.
    #[must_use]
    pub fn units_of_text(&self, text: Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.units.partition_point(|u| (u.text_at as usize) < byte);
        at(text.start)..at(text.end)
    }

    /// The bytes of `text` from the first to the last of these units, which must not be empty.
    #[must_use]
    pub fn text_of(&self, units: &Range<usize>) -> Range<usize> {
        let last = self.units[units.end - 1];
        self.units[units.start].text_at as usize..last.text_at as usize + last.folded.len_utf8()
    }

    /// The bytes of the original cell that these units come from, grown to whole grapheme clusters.
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
    if is_boundary(&mut cursor, cell) { at } else { cursor.prev_boundary(cell, 0).ok().flatten().unwrap_or(0) }
}

/// The first grapheme boundary at or after a byte.
fn grapheme_end(cell: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, cell.len(), true);
    if is_boundary(&mut cursor, cell) { at } else { cursor.next_boundary(cell, 0).ok().flatten().unwrap_or(cell.len()) }
}

fn is_boundary(cursor: &mut GraphemeCursor, cell: &str) -> bool {
    // The cursor asks for what stands before the chunk only when the chunk does not begin the text; it always does here.
    !matches!(cursor.is_boundary(cell, 0), Ok(false) | Err(GraphemeIncomplete::InvalidOffset))
}
