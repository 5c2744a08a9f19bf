//! A reading: for each character of a term the text that is read as it, and what makes a reading implausible.

use std::ops::Range;

use super::joins;
use crate::rules::Join;
use crate::text::class::Gap;
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

/// The gap before a unit. An apostrophe between letters separates syllables (xu'ni) and does not count as a quotation mark; a
/// sign that describes how parts are put together (⿰扌以) separates nothing.
pub(super) fn gap(folded: &Folded, unit: usize) -> Gap {
    let gap = folded.units[unit].gap;
    if gap == Gap::Soft && folded.gap_before(unit).chars().all(|c| matches!(c, '\u{2ff0}'..='\u{2fff}')) {
        return Gap::None;
    }
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
    folded.is_inside_latin(units.start) || folded.is_inside_latin(units.end)
}

/// Whether a replaced character forms a word with its neighbour, inside the place or beside it: in 稳定比例, 比 belongs to
/// 比例, so this is not 稳定币, and 自产 in 虚拟自产 is a word.
pub(super) fn belongs_to_word(folded: &Folded, reading: &Reading) -> bool {
    reading.iter().any(|(units, c)| is_replaced(folded, units, *c) && is_in_word(folded, reading, units.start))
}

/// Whether a unit of a reading forms a word with the unit on either side. One that is not part of the reading counts only if
/// it is not farther away than the one that is.
fn is_in_word(folded: &Folded, reading: &Reading, unit: usize) -> bool {
    let whole = whole(reading);
    let gap = |unit: usize| folded.units.get(unit).map_or(Gap::List, |unit| unit.gap);
    let character = |unit: usize| folded.units.get(unit).map(|unit| unit.folded);

    let (before, behind) = (gap(unit), gap(unit + 1));
    let reaches_back = unit > whole.start || before <= behind;
    let reaches_on = unit + 1 < whole.end || behind <= before;
    let Some(own) = character(unit) else { return false };
    let ends = unit.checked_sub(1).and_then(character).is_some_and(|previous| joins::ends(previous, own));
    let begins = character(unit + 1).is_some_and(|next| joins::begins(own, next));
    (reaches_back && ends) || (reaches_on && begins)
}
