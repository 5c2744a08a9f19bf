//! A reading: for each character of a term the text that is read as it, and what makes a reading implausible.

use std::ops::Range;

use super::joins;
use crate::rules::Join;
use crate::text::class::{Classes, Gap};
use crate::text::folded::Folded;
use crate::verdict::Evidence;

/// A plausible disguise.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The index of the term.
    pub(super) term: usize,
    pub(super) kind: Evidence,
    pub(super) units: Range<usize>,
    pub(super) join: Join,
    pub(super) reading: Reading,
}

/// For each character of a term the units that are read as it.
pub(super) type Reading = Vec<(Range<usize>, char)>;

/// The units from the first to the last.
pub(super) fn whole(reading: &Reading) -> Range<usize> {
    let start = reading.first().map_or(0, |(units, _)| units.start);
    let end = reading.last().map_or(start, |(units, _)| units.end);
    start..end
}

/// How many characters of the term another Han character replaces.
pub(super) fn replaced(folded: &Folded, reading: &Reading) -> usize {
    reading.iter().filter(|(units, c)| is_replaced(folded, units, *c)).count()
}

fn is_replaced(folded: &Folded, units: &Range<usize>, c: char) -> bool {
    units.len() == 1 && !is_letter(folded, units.start) && folded.units[units.start].folded != c
}

/// Whether a unit is a Latin letter.
pub(super) fn is_letter(folded: &Folded, unit: usize) -> bool {
    folded.units[unit].folded.is_ascii_lowercase()
}

/// How the units of a reading are joined: all touch, or a blank or symbol fills every gap. Returns `None` for anything else.
///
/// Two kinds of gaps are counted: those between the characters of the term, and those within the text of one character, which
/// are the letters of a syllable (hu o) or the parts of a split character (禾 急). Gaps beside a Latin letter between two
/// characters are free: pinyin is written with or without blanks there.
pub(super) fn join(folded: &Folded, reading: &Reading) -> Option<Join> {
    let mut between = Gaps::default();
    let mut within = Gaps::default();
    let mut free_open = 0;
    for unit in whole(reading).skip(1) {
        let gap = gap(folded, unit);
        // A list mark separates words.
        if gap == Gap::List {
            return None;
        }
        let begins_character = reading.iter().any(|(units, _)| units.start == unit);
        let is_free = is_letter(folded, unit) || is_letter(folded, unit - 1);
        if !begins_character {
            within.count(gap);
        } else if !is_free {
            between.count(gap);
        } else if gap == Gap::None {
            free_open += 1;
        }
    }

    // Some gaps filled and others not is no deliberate spelling. If the text of one character is apart, then all of it is;
    // if anything is apart, then so are all characters.
    let is_split = within.filled > 0;
    let is_apart = is_split || between.filled > 0;
    if (is_split && within.open > 0) || (is_apart && between.open > 0) {
        return None;
    }
    match (is_apart, free_open) {
        (false, _) => Some(Join::Touching),
        (true, 0) => Some(Join::Spaced),
        // Blanks inside a syllable and none before the next one are no deliberate spelling. Otherwise the filled gaps are
        // between Han characters, and the pinyin beside them touches.
        (true, _) => (!is_split).then_some(Join::Touching),
    }
}

/// How many gaps contain blanks or symbols, and how many contain nothing.
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

/// The gap before a unit. An apostrophe between letters separates syllables (xu'ni) and does not count as a quotation mark.
pub(super) fn gap(folded: &Folded, unit: usize) -> Gap {
    let gap = folded.units[unit].gap;
    let is_between_letters = unit > 0 && is_letter(folded, unit) && is_letter(folded, unit - 1);
    if gap != Gap::List || !is_between_letters {
        return gap;
    }
    let end_of_letter = folded.units[unit - 1].text_at as usize + 1;
    let start_of_next = folded.units[unit].text_at as usize;
    if matches!(&folded.text[end_of_letter..start_of_next], "'" | "’") { Gap::Soft } else { gap }
}

/// Whether the pinyin at an edge of these units is part of a longer Latin word.
pub(super) fn inside_word(folded: &Folded, units: &Range<usize>) -> bool {
    let continues_before = units.start > 0 && is_inside_latin(folded, units.start);
    let continues_after = units.end < folded.units.len() && is_inside_latin(folded, units.end);
    continues_before || continues_after
}

/// Whether a unit and the one before it touch and are Latin letters.
fn is_inside_latin(folded: &Folded, unit: usize) -> bool {
    let classes = Classes::builtin();
    let own = folded.units[unit];
    own.gap == Gap::None && classes.is_latin(own.folded) && classes.is_latin(folded.units[unit - 1].folded)
}

/// Whether the replaced character at an edge forms a word with its neighbour outside: in 稳定比例, 比 belongs to 比例, so
/// this is not 稳定币.
///
/// That concerns terms of three or five characters. Most Chinese words have two, so the last character of such a term is
/// a word of its own, and any word can begin with one that sounds the same.
pub(super) fn belongs_outside(folded: &Folded, reading: &Reading) -> bool {
    if !matches!(reading.len(), 3 | 5) {
        return false;
    }
    let (Some((first, first_read)), Some((last, last_read))) = (reading.first(), reading.last()) else {
        return false;
    };
    let character = |unit: usize| folded.units[unit].folded;
    let gap = |unit: usize| folded.units[unit].gap;

    // The neighbour outside must not be farther away than the one inside.
    let begins_word = last.end < folded.units.len()
        && gap(last.end) <= gap(last.start)
        && is_replaced(folded, last, *last_read)
        && joins::begins(character(last.start), character(last.end));
    let ends_word = first.start > 0
        && gap(first.start) <= gap(first.end)
        && is_replaced(folded, first, *first_read)
        && joins::ends(character(first.start - 1), character(first.start));
    begins_word || ends_word
}
