//! One spelling of a term, folded, and the judgement whether a place in a text is that spelling.

use std::ops::Range;

use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::{Folded, Unit};

/// A spelling, one entry a folded letter.
#[derive(Debug)]
pub(crate) struct Spelling {
    /// The folded letters, without separators: what the automaton seeks.
    pub(crate) letters: String,
    /// The characters as the data spells them.
    pub(crate) spelled: Vec<char>,
    /// What may stand before each letter without being a disguise: a blank in `crypto asset`, between RWA and Han.
    free: Vec<Gap>,
    latin: Vec<bool>,
}

/// How the letters of a term are joined in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// They touch, or stand apart only where the term itself does.
    Touching,
    /// Every gap is filled with blanks or symbols.
    Spaced,
    /// Every gap is filled, with list marks, quotes or brackets among them.
    Bracketed,
    /// Some gaps are filled, or other words stand between two halves.
    Partial,
}

/// A place that the spelling was found at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) units: Range<usize>,
    pub(crate) join: Join,
    pub(crate) camel: bool,
}

/// What stands next to a Latin edge.
enum Edge {
    Bounded,
    Plural,
    Hump,
    Inside,
}

impl Spelling {
    /// Folds a spelling. It is empty if nothing but separators and invisible characters is left.
    pub(crate) fn new(fold: &Fold, classes: &Classes, spelled: &str) -> Self {
        let folded = Folded::new(fold, classes, spelled);
        let latin: Vec<bool> = folded.units.iter().map(|u| classes.is_latin(u.folded)).collect();
        let is_word = |c: char, latin: bool| latin || c.is_ascii_digit();
        let free = folded.units.iter().enumerate().map(|(k, unit)| {
            let at_seam = k > 0 && {
                let before = folded.units[k - 1].folded;
                is_word(before, latin[k - 1]) != is_word(unit.folded, latin[k])
            };
            unit.gap.max(if at_seam { Gap::Soft } else { Gap::None })
        });
        Self {
            free: free.collect(),
            spelled: folded.units.iter().filter_map(|u| spelled[u.original_at as usize..].chars().next()).collect(),
            letters: folded.letters(),
            latin,
        }
    }

    /// How many letters it has.
    pub(crate) fn len(&self) -> usize {
        self.latin.len()
    }

    /// Takes over the gaps that another spelling with the same letters leaves free.
    pub(crate) fn widen(&mut self, other: &Self) {
        for (mine, theirs) in self.free.iter_mut().zip(&other.free) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// Judges a place where the letters stand in a row, separators aside.
    pub(crate) fn judge(
        &self,
        classes: &Classes,
        cell: &str,
        folded: &Folded,
        units: Range<usize>,
        across_gaps: bool,
    ) -> Option<Place> {
        let join = self.join(&folded.units[units.clone()])?;
        if join != Join::Touching && !across_gaps {
            return None;
        }
        let spelled_out = matches!(join, Join::Spaced | Join::Bracketed);
        let between = if spelled_out { heaviest(classes, &folded.text[folded.text_of(&units)]) } else { Mark::None };
        let around = Around { classes, cell, folded, units: &folded.units, spelled_out, between };
        let mut place = Place { units, join, camel: false };
        if self.latin.first() == Some(&true) {
            match around.left(place.units.start) {
                Edge::Inside => return None,
                edge => place.camel |= matches!(edge, Edge::Hump),
            }
        }
        if self.latin.last() == Some(&true) {
            match around.right(&place.units) {
                Edge::Inside => return None,
                Edge::Plural => place.units.end += 1,
                edge => place.camel |= matches!(edge, Edge::Hump),
            }
        }
        Some(place)
    }

    fn join(&self, units: &[Unit]) -> Option<Join> {
        let (mut hard, mut filled, mut listed, mut splits_latin) = (0, 0, false, false);
        for (k, unit) in units.iter().enumerate().skip(1) {
            let is_filled = unit.gap > self.free[k];
            hard += usize::from(is_filled || self.free[k] == Gap::None);
            filled += usize::from(is_filled);
            listed |= is_filled && unit.gap == Gap::List;
            splits_latin |= is_filled && self.latin[k - 1] && self.latin[k];
        }
        // A word of two characters has one gap: 纸币、安防 is a list, not a disguise of 币安.
        let every = filled == hard && hard > 1;
        match (filled, every, listed) {
            (0, ..) => Some(Join::Touching),
            (_, true, false) => Some(Join::Spaced),
            (_, true, true) => Some(Join::Bracketed),
            (_, false, true) => None,
            (_, false, false) => (!splits_latin).then_some(Join::Partial),
        }
    }
}

/// The text around a candidate whose edge is a Latin letter.
struct Around<'a> {
    classes: &'a Classes,
    cell: &'a str,
    folded: &'a Folded,
    units: &'a [Unit],
    spelled_out: bool,
    /// The heaviest mark between the letters themselves.
    between: Mark,
}

/// What a separator sets apart, in rising order: letters, items of a list, segments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    None,
    Soft,
    List,
    Stop,
}

fn heaviest(classes: &Classes, text: &str) -> Mark {
    let mark = |c| match classes.gap(c) {
        _ if classes.is_stop(c) => Mark::Stop,
        Gap::List => Mark::List,
        Gap::Soft => Mark::Soft,
        Gap::None => Mark::None,
    };
    text.chars().map(mark).max().unwrap_or(Mark::None)
}

impl Around<'_> {
    fn left(&self, start: usize) -> Edge {
        let Some(before) = start.checked_sub(1).filter(|&k| self.is_latin(k)) else { return Edge::Bounded };
        if self.units[start].gap != Gap::None {
            let lone = before == 0 || self.units[before].gap != Gap::None || !self.is_latin(before - 1);
            let inside = self.spelled_out && lone && !self.stands_apart(start);
            return if inside { Edge::Inside } else { Edge::Bounded };
        }
        if self.is_lower(before) && self.is_upper(start) { Edge::Hump } else { Edge::Inside }
    }

    fn right(&self, hit: &Range<usize>) -> Edge {
        let next = hit.end;
        if !self.is_latin(next) {
            return Edge::Bounded;
        }
        let touches = |k: usize| self.is_latin(k) && self.units[k].gap == Gap::None;
        let is_plural = self.units[next].folded == 's' && !touches(next + 1);
        if !touches(next) {
            let inside = self.spelled_out && !touches(next + 1) && !is_plural && !self.stands_apart(next);
            return if inside { Edge::Inside } else { Edge::Bounded };
        }
        if is_plural {
            return Edge::Plural;
        }
        // Of R.W. Allen the last letter begins a word of its own.
        if self.spelled_out && self.is_lower(next) {
            return Edge::Inside;
        }
        let starts_word =
            self.is_upper(next) && (self.is_lower(next - 1) || (touches(next + 1) && self.is_lower(next + 1)));
        let ends_capitals = self.is_lower(next) && hit.clone().all(|k| self.is_upper(k));
        if starts_word || ends_capitals { Edge::Hump } else { Edge::Inside }
    }

    /// Whether a heavier mark stands before a unit than between the letters of the place: in R W A；B the B is no letter of
    /// the same row, in A、R、W、A、B it is.
    fn stands_apart(&self, k: usize) -> bool {
        let end = |unit: &Unit| unit.text_at as usize + unit.folded.len_utf8();
        let gap = k.checked_sub(1).map_or(0, |before| end(&self.units[before]))..self.units[k].text_at as usize;
        heaviest(self.classes, &self.folded.text[gap]) > self.between
    }

    /// Whether a unit is a letter of a word. A symbol or a numeral that folds to letters is none: RWA™ and RWAⅡ are RWA.
    fn is_latin(&self, k: usize) -> bool {
        let is_letter = |c: char| c.is_alphabetic() && !c.is_numeric();
        self.units.get(k).is_some_and(|u| self.classes.is_latin(u.folded) && is_letter(self.original(k)))
    }

    /// The case is read on the original: folding takes it away.
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
