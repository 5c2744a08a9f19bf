//! Disguises that are ordinary words as well: 稳定比, 虚拟臂, 以太方. They count only with other evidence.

use std::ops::Range;

use super::disguisable::Disguisable;
use super::reading::{Candidate, is_letter};
use crate::matching::hit::Hit;
use crate::rules::RuleBook;
use crate::table::{Table, TableRow};
use crate::text::class::Gap;
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::verdict::{Evidence, Tier};

/// The tables of words that mean something else, and of business words beside a term.
#[derive(Debug)]
pub(super) struct Plain {
    rows: Vec<PlainRow>,
    /// Folded.
    business: Vec<Vec<char>>,
}

/// Terms, and the characters that make ordinary words of them.
#[derive(Debug)]
struct PlainRow {
    terms: Vec<String>,
    /// What may be written for the last character, also its parts side by side. Empty: any one character of the term may be
    /// another.
    characters: String,
}

impl Plain {
    pub(super) fn builtin() -> Result<Self, crate::rules::RulesError> {
        let file = "data/disguises/plain.csv";
        let text = include_str!("../../../data/disguises/plain.csv");
        let table = Table::parse(file, text, &["term", "characters", "reason"])?;
        let rows = table.rows().map(|row| PlainRow::new(&row)).collect();

        let text = include_str!("../../../data/disguises/business.csv");
        let words = Table::built_in_list("data/disguises/business.csv", text, ["word", "reason"]);
        let business = words.iter().map(|word| Fold::builtin().fold(word).chars().collect()).collect();
        Ok(Self { rows, business })
    }

    /// Whether a candidate is likely an ordinary text: one character of the term is another, and what that makes is listed.
    pub(super) fn is_plain(&self, cell: &str, folded: &Folded, term: &Disguisable, candidate: &Candidate) -> bool {
        let mut rows = self.rows.iter().filter(|row| row.is_about(&term.letters));
        let is_changed = |(units, c): &(Range<usize>, char)| units.len() > 1 || folded.units[units.start].folded != *c;
        let mut changed = candidate.reading.iter().enumerate().filter(|(_, read)| is_changed(read));
        let (Some((at, (units, _))), None) = (changed.next(), changed.next()) else { return false };
        let is_last = at + 1 == candidate.reading.len();

        // Parts side by side make no word, but for those that are listed.
        if candidate.kind == Evidence::Split {
            let parts: String = folded.units[units.clone()].iter().map(|unit| unit.folded).collect();
            return is_last && rows.any(|row| row.characters.contains(&parts));
        }
        rows.any(|row| row.characters.is_empty() || (is_last && row.is_listed(cell, folded, units.start)))
    }

    /// Whether another finding is in the cell, or a business word touches the candidate.
    pub(super) fn has_evidence(&self, folded: &Folded, others: &Others, candidate: &Candidate) -> bool {
        let Range { start, end } = candidate.units;
        others.are_outside(start..end)
            || self.business.iter().any(|word| is_at(folded, end, word) || is_before(folded, start, word))
    }
}

/// Where the hits in a cell are that are no related terms.
pub(super) struct Others {
    /// Where the first one ends.
    first_end: usize,
    /// Where the last one starts.
    last_start: usize,
}

impl Others {
    pub(super) fn new(book: &RuleBook, exact: &[Hit]) -> Self {
        let mut others = Self { first_end: usize::MAX, last_start: 0 };
        for hit in exact.iter().filter(|hit| book.sets[hit.set].rules[hit.rule].tier < Tier::Related) {
            others.first_end = others.first_end.min(hit.units.end);
            others.last_start = others.last_start.max(hit.units.start);
        }
        others
    }

    /// Whether one of them does not overlap some units.
    fn are_outside(&self, units: Range<usize>) -> bool {
        self.first_end <= units.start || units.end <= self.last_start
    }
}

impl PlainRow {
    fn new(row: &TableRow<'_>) -> Self {
        let fold = Fold::builtin();
        Self {
            terms: row.list("term").map(|term| fold.fold(term)).collect(),
            characters: fold.fold(row.get("characters")),
        }
    }

    /// Whether the row lists what is written at a unit for the last character.
    fn is_listed(&self, cell: &str, folded: &Folded, unit: usize) -> bool {
        let written = folded.units[unit];
        if is_letter(folded, unit) {
            // In capitals it is an abbreviation or an element: BI, Bi.
            return cell[written.original_at as usize..].starts_with(char::is_uppercase);
        }
        self.characters.contains(written.folded)
    }

    fn is_about(&self, letters: &[char]) -> bool {
        self.terms.iter().any(|term| term.chars().eq(letters.iter().copied()))
    }
}

/// Whether a word begins at a unit, with at most blanks or symbols before it.
fn is_at(folded: &Folded, start: usize, word: &[char]) -> bool {
    let Some(units) = folded.units.get(start..start + word.len()) else { return false };
    units[0].gap < Gap::List && units.iter().map(|unit| unit.folded).eq(word.iter().copied())
}

/// Whether a word ends before a unit, with at most blanks or symbols behind it.
fn is_before(folded: &Folded, end: usize, word: &[char]) -> bool {
    let Some(start) = end.checked_sub(word.len()) else { return false };
    let is_beside = folded.units.get(end).is_some_and(|unit| unit.gap < Gap::List);
    is_beside && folded.units[start..end].iter().map(|unit| unit.folded).eq(word.iter().copied())
}
