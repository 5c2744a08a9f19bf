//! One spelling of a term, folded, and the judgement whether a place in a text is that spelling.

use std::ops::Range;

use crate::message::RowError;
use crate::text::brackets::is_pair;
use crate::text::class::{Classes, Gap};
use crate::text::fold::{Fold, Kinds};
use crate::text::folded::{Folded, Unit};

/// The longest term, in folded letters. A longer one is no word, and each place where it may be costs as much as it is long.
const LONGEST: usize = 256;

/// Words of no more letters are not searched for across gaps.
const SHORTEST_ACROSS_GAPS: usize = 2;

/// A spelling of a term. The vectors have one entry for each folded letter.
#[derive(Debug)]
pub(crate) struct Spelling {
    /// The folded letters, without separators: the word that the automaton searches for.
    pub(crate) letters: String,
    /// The characters as the data spells them.
    pub(crate) spelled: Vec<char>,
    /// For each letter the widest gap allowed before it that is not a disguise: the space in `crypto asset`, the seam between
    /// RWA and a Han character.
    free: Vec<Gap>,
    /// Whether each letter is Latin.
    latin: Vec<bool>,
    /// Whether some letter is kana.
    has_kana: bool,
}

/// How the letters of a term are joined in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Join {
    /// They touch, or are apart only where the term itself allows a gap.
    Touching,
    /// Every gap is filled with blanks or symbols.
    Spaced,
    /// Every gap is filled, some with list marks, quotes or brackets.
    Bracketed,
    /// Some gaps are filled, or there are other words between two halves.
    Partial,
    /// They touch, but for one pair of brackets or quotation marks around some of them: 加密（货币）.
    Quoted,
}

/// An occurrence of a spelling in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) units: Range<usize>,
    pub(crate) join: Join,
    /// Whether only a change of case separates it from a Latin letter beside it.
    pub(crate) camel: bool,
}

/// What the text beside a Latin letter at the edge of a place makes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Boundary {
    /// The word ends here.
    Bounded,
    /// A plural `s` follows, which belongs to the place.
    Plural,
    /// A change of case separates it from the letter beside it: `myRWA`, `RWAtoken`.
    Hump,
    /// The place is part of a longer word.
    Inside,
}

impl Spelling {
    /// Folds a spelling. It has no letters if it consists of separators and invisible characters.
    pub(crate) fn new(fold: &Fold, classes: &Classes, spelled: &str) -> Self {
        let folded = Folded::new(fold, classes, spelled);
        let letters = folded.letters();
        let has_kana = letters.contains(is_kana);
        let length = folded.units.len();
        let mut spelling = Self {
            letters,
            spelled: Vec::with_capacity(length),
            free: Vec::with_capacity(length),
            latin: Vec::with_capacity(length),
            has_kana,
        };

        let mut was_word = None;
        for unit in &folded.units {
            let is_latin = classes.is_latin(unit.folded);
            let is_word = is_latin || unit.folded.is_ascii_digit();

            // Between Latin letters or digits and Han characters a blank is ordinary typography.
            let is_seam = was_word.is_some_and(|was_word| was_word != is_word);
            let at_seam = if is_seam { Gap::Soft } else { Gap::None };

            spelling.free.push(unit.gap.max(at_seam));
            spelling.latin.push(is_latin);
            spelling.spelled.extend(spelled[unit.original_at as usize..].chars().next());
            was_word = Some(is_word);
        }
        spelling
    }

    /// The number of its letters.
    pub(crate) fn len(&self) -> usize {
        self.latin.len()
    }

    /// Returns an error if a word is longer than any term.
    pub(crate) fn check_length(letters: &str) -> Result<(), RowError> {
        let count = letters.chars().count();
        if count > LONGEST { Err(RowError::TermTooLong { letters: count, most: LONGEST }) } else { Ok(()) }
    }

    /// Also allows the gaps that another spelling with the same letters allows.
    pub(crate) fn widen(&mut self, other: &Self) {
        for (mine, theirs) in self.free.iter_mut().zip(&other.free) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// Judges a range of units with the letters of this spelling. Returns the occurrence, which may be one unit longer, or `None`
    /// if it is something else. With `across_gaps` false, only letters that touch are a spelling.
    pub(crate) fn judge(
        &self,
        classes: &Classes,
        cell: &str,
        folded: &Folded,
        units: Range<usize>,
        across_gaps: bool,
    ) -> Option<Occurrence> {
        let join = self.join_of(folded, &units)?;
        if join != Join::Touching && !across_gaps {
            return None;
        }
        if self.has_kana && !self.are_kana_kept(cell, folded, &units) {
            return None;
        }

        // In R.W.A every gap is filled, so a letter behind one more gap may be the next of the same row.
        let spelled_out = matches!(join, Join::Spaced | Join::Bracketed);
        let between = if spelled_out { heaviest(classes, &folded.text[folded.text_of(&units)]) } else { Mark::None };

        let around = Around { classes, cell, folded, units: &folded.units, spelled_out, between };
        let mut occurrence = Occurrence { units, join, camel: false };

        // Only a Latin letter at an edge can be part of a longer word; Chinese has no boundaries of words.
        if self.latin.first() == Some(&true) {
            match around.left(occurrence.units.start) {
                Boundary::Inside => return None,
                Boundary::Hump => occurrence.camel = true,
                Boundary::Bounded | Boundary::Plural => {}
            }
        }
        if self.latin.last() == Some(&true) {
            match around.right(&occurrence.units) {
                Boundary::Inside => return None,
                Boundary::Hump => occurrence.camel = true,
                Boundary::Plural => occurrence.units.end += 1,
                Boundary::Bounded => {}
            }
        }
        Some(occurrence)
    }

    /// How units with the letters of this spelling are joined. Returns `None` if the gaps show that they are not one word.
    fn join_of(&self, folded: &Folded, units: &Range<usize>) -> Option<Join> {
        match self.join(&folded.units[units.clone()]) {
            Some(Join::Spaced) if self.is_set_side_by_side(folded, units) => Some(Join::Bracketed),
            Some(join) => Some(join),
            None => self.is_quoted(folded, units).then_some(Join::Quoted),
        }
    }

    /// Whether signs that set abbreviations side by side are between the letters of a Latin word: R/W/A, R&W&A.
    fn is_set_side_by_side(&self, folded: &Folded, units: &Range<usize>) -> bool {
        let text = &folded.text[folded.text_of(units)];
        self.latin.iter().all(|is_latin| *is_latin) && text.contains(['/', '&', '|'])
    }

    /// Whether the letters touch but for one pair of brackets or quotation marks, with nothing else inside and a letter of
    /// the word outside: “虚拟”货币, 虚拟（货币）.
    fn is_quoted(&self, folded: &Folded, units: &Range<usize>) -> bool {
        if self.len() <= SHORTEST_ACROSS_GAPS {
            return false;
        }

        let mut marks = Vec::new();
        for k in 1..self.len() {
            let unit = units.start + k;
            if folded.units[unit].gap <= self.free[k] {
                continue;
            }
            let Some(mark) = lone_mark(folded.gap_before(unit)) else { return false };
            if marks.len() == 2 || (self.latin[k - 1] && self.latin[k]) {
                return false;
            }
            marks.push(mark);
        }

        let before = || folded.gap_before(units.start).trim_end().chars().next_back();
        let behind = || folded.gap_before(units.end).trim_start().chars().next();
        match marks[..] {
            [open, close] => is_pair(open, close),
            [mark] => {
                behind().is_some_and(|close| is_pair(mark, close)) || before().is_some_and(|open| is_pair(open, mark))
            }
            _ => false,
        }
    }

    /// Whether the kana of a place have the voicing marks of this spelling, and none is part of a longer word: デザート
    /// folds as テザー does, followed by ト.
    fn are_kana_kept(&self, cell: &str, folded: &Folded, units: &Range<usize>) -> bool {
        if is_inside_katakana(folded, units.start) || is_inside_katakana(folded, units.end) {
            return false;
        }
        units.clone().zip(&self.spelled).all(|(unit, spelled)| {
            let mut original = cell[folded.units[unit].original_at as usize..].chars();
            let written = original.next().unwrap_or_default();
            // Characters that show nothing may stand between a kana and its mark.
            let behind = original.find(|c| is_voicing_mark(*c) || Fold::builtin().folded(*c) != Some(""));
            let is_marked = is_voiced(written) || behind.is_some_and(is_voicing_mark);
            !is_kana(*spelled) || is_marked == is_voiced(*spelled)
        })
    }

    /// How units with the letters of this spelling are joined, brackets and quotation marks around a part aside.
    fn join(&self, units: &[Unit]) -> Option<Join> {
        // Gaps that a disguise has to fill, and how many of them are.
        let mut gaps = 0;
        let mut filled = 0;
        let mut has_list_mark = false;
        let mut splits_latin = false;

        for (k, unit) in units.iter().enumerate().skip(1) {
            let is_filled = unit.gap > self.free[k];
            if is_filled || self.free[k] == Gap::None {
                gaps += 1;
            }
            if is_filled {
                filled += 1;
                has_list_mark |= unit.gap == Gap::List;
                splits_latin |= self.latin[k - 1] && self.latin[k];
            }
        }

        if filled == 0 {
            return Some(Join::Touching);
        }

        // A word of two characters has one gap: 纸币、安防 is a list and not a disguise of 币安, and 开挖/币式 none of 挖币.
        if self.len() <= SHORTEST_ACROSS_GAPS {
            return None;
        }
        let are_all_filled = filled == gaps && gaps > 1;
        if are_all_filled {
            return Some(if has_list_mark { Join::Bracketed } else { Join::Spaced });
        }

        // Some gaps are filled. A list mark separates items, and a blank in a Latin word separates words.
        if has_list_mark || splits_latin { None } else { Some(Join::Partial) }
    }
}

/// The bracket or quotation mark that a gap consists of, blanks aside.
fn lone_mark(gap: &str) -> Option<char> {
    let mut characters = gap.trim().chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// Whether a character is hiragana, katakana or the mark of a long vowel.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

/// Whether a unit and the one before it touch and are katakana.
fn is_inside_katakana(folded: &Folded, unit: usize) -> bool {
    let (Some(own), Some(before)) = (folded.units.get(unit), unit.checked_sub(1)) else { return false };
    let katakana = '\u{30a1}'..='\u{30ff}';
    own.gap == Gap::None && katakana.contains(&own.folded) && katakana.contains(&folded.units[before].folded)
}

/// Whether a kana has a voicing mark. Folding removes it, as it does with all marks.
fn is_voiced(c: char) -> bool {
    is_kana(c) && Fold::builtin().kinds(c).contains(Kinds::MARKS)
}

/// Whether a character is a voicing mark by itself, combining or not, full or half width.
fn is_voicing_mark(c: char) -> bool {
    matches!(c, '\u{3099}'..='\u{309c}' | '\u{ff9e}'..='\u{ff9f}')
}

/// The text around a place that has a Latin letter at an edge.
struct Around<'a> {
    classes: &'a Classes,
    cell: &'a str,
    folded: &'a Folded,
    units: &'a [Unit],
    /// Whether every gap between the letters of the place is filled.
    spelled_out: bool,
    /// The heaviest mark between the letters of the place.
    between: Mark,
}

/// What a separator separates, in rising order: letters, items of a list, segments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    None,
    Soft,
    List,
    Stop,
}

impl Mark {
    fn of(classes: &Classes, c: char) -> Self {
        if classes.is_stop(c) {
            return Self::Stop;
        }
        match classes.gap(c) {
            Gap::List => Self::List,
            Gap::Soft => Self::Soft,
            Gap::None => Self::None,
        }
    }
}

/// The heaviest mark in a folded text.
fn heaviest(classes: &Classes, text: &str) -> Mark {
    text.chars().map(|c| Mark::of(classes, c)).max().unwrap_or(Mark::None)
}

impl Around<'_> {
    /// The left edge of a place that begins at a unit.
    fn left(&self, start: usize) -> Boundary {
        let Some(before) = start.checked_sub(1) else { return Boundary::Bounded };
        if !self.is_latin(before) {
            return Boundary::Bounded;
        }

        if self.touches_previous(start) {
            let is_hump = self.is_lower(before) && self.is_upper(start);
            return if is_hump { Boundary::Hump } else { Boundary::Inside };
        }

        // The text has a gap here. In a spelled-out place, a lone letter before it may belong to the row: X R W A.
        let is_lone = before == 0 || !self.touches_previous(before) || !self.is_latin(before - 1);
        let continues_row = self.spelled_out && is_lone && !self.is_apart(start);
        if continues_row { Boundary::Inside } else { Boundary::Bounded }
    }

    /// The right edge of a place.
    fn right(&self, place: &Range<usize>) -> Boundary {
        let next = place.end;
        if !self.is_latin(next) {
            return Boundary::Bounded;
        }

        let next_ends_word = !self.is_joined_latin(next + 1);
        let is_plural = self.units[next].folded == 's' && next_ends_word;

        if !self.touches_previous(next) {
            // A gap, as on the left: R W A X. A lone `s` is ordinary text.
            let continues_row = self.spelled_out && next_ends_word && !is_plural && !self.is_apart(next);
            return if continues_row { Boundary::Inside } else { Boundary::Bounded };
        }
        if is_plural {
            return Boundary::Plural;
        }

        // In R.W. Allen the last letter of R.W.A begins a word of its own.
        if self.spelled_out && self.is_lower(next) {
            return Boundary::Inside;
        }

        // A capital begins a word after a small letter (rwaToken) or before one (RWAToken).
        let is_before_lower = self.is_joined_latin(next + 1) && self.is_lower(next + 1);
        let begins_word = self.is_upper(next) && (self.is_lower(next - 1) || is_before_lower);
        // Small letters after a place in capitals: RWAtoken.
        let ends_capitals = self.is_lower(next) && place.clone().all(|k| self.is_upper(k));

        if begins_word || ends_capitals { Boundary::Hump } else { Boundary::Inside }
    }

    fn touches_previous(&self, k: usize) -> bool {
        self.units[k].gap == Gap::None
    }

    /// Whether a unit exists, is a Latin letter and touches the unit before.
    fn is_joined_latin(&self, k: usize) -> bool {
        self.is_latin(k) && self.touches_previous(k)
    }

    /// Whether the gap before a unit has a heavier mark than the gaps inside the place. In `R W A；B` it has, so B is not a
    /// letter of the same row; in `A、R、W、A、B` it has not.
    fn is_apart(&self, k: usize) -> bool {
        heaviest(self.classes, self.folded.gap_before(k)) > self.between
    }

    /// Whether a unit exists and is a letter of a Latin word. A symbol or a numeral that folds to letters is not: RWA™ and
    /// RWAⅡ are RWA.
    fn is_latin(&self, k: usize) -> bool {
        let Some(unit) = self.units.get(k) else { return false };
        let original = self.original(k);
        self.classes.is_latin(unit.folded) && original.is_alphabetic() && !original.is_numeric()
    }

    /// The original character of a unit. Case has to be read from it, since folding removes case.
    fn original(&self, k: usize) -> char {
        self.cell[self.units[k].original_at as usize..].chars().next().unwrap_or_default()
    }

    fn is_upper(&self, k: usize) -> bool {
        self.original(k).is_uppercase()
    }

    fn is_lower(&self, k: usize) -> bool {
        self.original(k).is_lowercase()
    }
}
