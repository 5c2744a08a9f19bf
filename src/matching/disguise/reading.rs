//! A place read as a term character by character, and what speaks against the reading.

use std::ops::Range;

use super::words;
use crate::rules::Join;
use crate::text::class::{Classes, Gap};
use crate::text::folded::Folded;
use crate::verdict::Evidence;

/// A disguised place that nothing speaks against.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) pattern: usize,
    pub(super) kind: Evidence,
    pub(super) units: Range<usize>,
    pub(super) join: Join,
    pub(super) read: Vec<(Range<usize>, char)>,
}

/// For each character of a term the units that stand for it.
pub(super) type Read = Vec<(Range<usize>, char)>;

/// The units from the first to the last.
pub(super) fn whole(read: &Read) -> Range<usize> {
    let start = read.first().map_or(0, |(units, _)| units.start);
    let end = read.last().map_or(start, |(units, _)| units.end);
    start..end
}

/// How many characters one other Han character stands for.
pub(super) fn replaced(folded: &Folded, read: &Read) -> usize {
    read.iter().filter(|(units, c)| is_replaced(folded, units, *c)).count()
}

fn is_replaced(folded: &Folded, units: &Range<usize>, c: char) -> bool {
    units.len() == 1 && !is_letter(folded, units.start) && folded.units[units.start].folded != c
}

pub(super) fn is_letter(folded: &Folded, unit: usize) -> bool {
    folded.units[unit].folded.is_ascii_lowercase()
}

/// How the reading is joined: touching, or blanks and symbols in every gap. Beside pinyin syllables blanks are free, and the
/// letters of a syllable and the parts of a character stand together, or all of them apart.
pub(super) fn join(folded: &Folded, read: &Read) -> Option<Join> {
    let mut between = Gaps::default();
    let mut within = Gaps::default();
    let mut free_open = 0;
    let begins = |unit: usize| read.iter().any(|(units, _)| units.start == unit);
    for unit in whole(read).skip(1) {
        let is_free = is_letter(folded, unit) || is_letter(folded, unit - 1);
        match gap(folded, unit) {
            Gap::List => return None,
            gap if !begins(unit) => within.count(gap),
            Gap::None if is_free => free_open += 1,
            Gap::Soft if is_free => {}
            gap => between.count(gap),
        }
    }
    let is_split = within.filled > 0;
    let is_apart = is_split || between.filled > 0;
    if (is_split && within.open > 0) || (is_apart && between.open > 0) {
        return None;
    }
    match (is_apart, free_open) {
        (false, _) => Some(Join::Touching),
        (true, 0) => Some(Join::Spaced),
        (true, _) => (!is_split).then_some(Join::Touching),
    }
}

/// How many gaps are filled with blanks and symbols, and how many are not.
#[derive(Default)]
struct Gaps {
    open: usize,
    filled: usize,
}

impl Gaps {
    fn count(&mut self, gap: Gap) {
        match gap {
            Gap::None => self.open += 1,
            Gap::Soft | Gap::List => self.filled += 1,
        }
    }
}

/// What stands before a unit. An apostrophe between letters parts syllables (xu'ni) and quotes nothing.
pub(super) fn gap(folded: &Folded, unit: usize) -> Gap {
    let gap = folded.units[unit].gap;
    let between_letters = unit > 0 && is_letter(folded, unit) && is_letter(folded, unit - 1);
    if gap != Gap::List || !between_letters {
        return gap;
    }
    let before = &folded.units[unit - 1];
    let text = &folded.text[before.text_at as usize + 1..folded.units[unit].text_at as usize];
    if matches!(text, "'" | "’") { Gap::Soft } else { gap }
}

/// Whether Latin letters around make the pinyin at an edge part of a longer word.
pub(super) fn inside_word(folded: &Folded, units: &Range<usize>) -> bool {
    let latin = |unit: usize| Classes::builtin().is_latin(folded.units[unit].folded);
    let joined = |unit: usize| folded.units[unit].gap == Gap::None && latin(unit) && latin(unit - 1);
    (units.start > 0 && joined(units.start)) || (units.end < folded.units.len() && joined(units.end))
}

/// Whether the character that replaces the lone syllable at an edge belongs to the text outside: 稳定比 in 稳定比例. Words of
/// Chinese mostly have two characters, so the last syllable of a term of three or five stands alone, and any word can follow.
pub(super) fn belongs_outside(folded: &Folded, read: &Read) -> bool {
    if !matches!(read.len(), 3 | 5) {
        return false;
    }
    let at = |unit: usize| folded.units[unit].folded;
    let gap = |unit: usize| folded.units[unit].gap;
    let (Some((first, f)), Some((last, l))) = (read.first(), read.last()) else { return false };
    let begins = last.end < folded.units.len()
        && gap(last.end) <= gap(last.start)
        && is_replaced(folded, last, *l)
        && words::begins(at(last.start), at(last.end));
    let ends = first.start > 0
        && gap(first.start) <= gap(first.end)
        && is_replaced(folded, first, *f)
        && words::ends(at(first.start - 1), at(first.start));
    begins || ends
}
