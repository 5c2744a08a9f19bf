//! Disguises by shape and by split characters: 虚拟贷币, 禾急定币.
//!
//! One automaton reads text and terms in classes of look-alikes, with parts put together. A place that looks like a term is
//! then read back character by character.

use std::collections::HashSet;

use super::SHORTEST;
use super::disguisable::Disguisable;
use super::forms::Forms;
use super::reading::{self, Candidate, Reading};
use crate::matching::finder::Finder;
use crate::text::class::Gap;
use crate::text::folded::{Folded, Unit};
use crate::text::plane::Plane;
use crate::verdict::Evidence;

/// The terms in classes of look-alikes.
#[derive(Debug)]
pub(super) struct Seen {
    /// Each word is known by the index of its term.
    finder: Finder,
    /// The characters that look like the first one of a term, or are the first part of some character.
    begins: Plane,
    /// The characters that are a second part.
    second_parts: Plane,
}

impl Seen {
    pub(super) fn new(terms: &[Disguisable], forms: &Forms) -> Self {
        let mut words: Vec<String> = Vec::with_capacity(terms.len());
        for term in terms {
            words.push(term.letters.iter().map(|c| forms.class(*c)).collect());
        }
        let first: HashSet<char> = words.iter().filter_map(|word| word.chars().next()).collect();
        let begins = Plane::of_all(|c| first.contains(&forms.class(*c)) || forms.begins_parts(*c));
        let mut second_parts = Plane::empty();
        second_parts.add(forms.second_parts());
        Self { finder: Finder::new(words.iter().map(String::as_str)), begins, second_parts }
    }

    pub(super) fn find(&self, terms: &[Disguisable], forms: &Forms, folded: &Folded, found: &mut Vec<Candidate>) {
        let mut state = Finder::start();
        let mut at = 0;
        while let Some(unit) = folded.units.get(at) {
            if unit.gap == Gap::List {
                state = Finder::start();
            }
            if state == Finder::start() && !self.begins(unit.folded) {
                at += 1;
                continue;
            }
            let (c, parts) = self.made_of(forms, &folded.units[at..]).unwrap_or((unit.folded, 1));
            at += parts;
            state = self.finder.step(state, forms.class(c));

            if !self.finder.ends(state) {
                continue;
            }
            for term in self.finder.ending(state) {
                if let Some(reading) = read_back(&terms[term].letters, forms, folded, at) {
                    found.extend(candidate(term, folded, reading));
                }
            }
        }
    }

    /// Whether a term may begin with a character. Of characters beyond the first plane that is not known.
    #[inline]
    fn begins(&self, c: char) -> bool {
        self.begins.contains(c as usize) || c > '\u{FFFF}'
    }

    /// The character that the first units are parts of, and their number.
    #[inline]
    fn made_of(&self, forms: &Forms, units: &[Unit]) -> Option<(char, usize)> {
        let second = units.get(1)?.folded;
        // Parts beyond the first plane are not in the set.
        if !self.second_parts.contains(second as usize) && second <= '\u{FFFF}' {
            return None;
        }
        forms.made_of(&units.iter().map(|unit| unit.folded))
    }
}

/// Reads the text before the unit `end` as a term. Returns `None` if some character is neither itself nor listed as parts or
/// as a look-alike: the classes of the automaton are coarser than the list.
fn read_back(term: &[char], forms: &Forms, folded: &Folded, end: usize) -> Option<Reading> {
    let mut reading = Vec::with_capacity(term.len());
    let mut end = end;
    for &c in term.iter().rev() {
        let last = folded.units[end.checked_sub(1)?].folded;
        // Parts are tried before look-alikes: 巾 looks like 币 and is also the last part of 敝巾.
        let parts = if last == c { None } else { parts_before(forms.written_as(c), folded, end) };
        if parts.is_none() && last != c && !forms.look_alike(c, last) {
            return None;
        }
        let start = end - parts.unwrap_or(1);
        reading.push((start..end, c));
        end = start;
    }
    reading.reverse();
    Some(reading)
}

/// The number of parts if one of these ways to write a character ends before the unit `end`.
fn parts_before(ways: &[Vec<char>], folded: &Folded, end: usize) -> Option<usize> {
    for parts in ways {
        let Some(start) = end.checked_sub(parts.len()) else { continue };
        let text = folded.units[start..end].iter().map(|unit| unit.folded);
        if text.eq(parts.iter().copied()) {
            return Some(parts.len());
        }
    }
    None
}

/// Returns `None` if the reading is no disguise or an implausible one.
fn candidate(term: usize, folded: &Folded, reading: Reading) -> Option<Candidate> {
    let replaced = reading::replaced(folded, &reading);
    let is_split = reading.iter().any(|(units, _)| units.len() > 1);
    let kind = match (replaced, is_split) {
        (1, false) if reading.len() >= SHORTEST => Evidence::Shape,
        (0, true) => Evidence::Split,
        _ => return None,
    };
    if reading::belongs_to_word(folded, &reading) {
        return None;
    }
    let join = reading::join(folded, &reading)?;
    Some(Candidate { term, kind, units: reading::whole(&reading), join, reading })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::text::class::Classes;
    use crate::text::fold::Fold;

    static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::builtin().unwrap());
    static TERMS: LazyLock<Vec<Disguisable>> =
        LazyLock::new(|| ["虚拟货币", "稳定币", "加密"].map(Disguisable::of_letters).into());

    fn found(seen: &Seen, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        seen.find(&TERMS, &FORMS, &Folded::new(Fold::builtin(), Classes::builtin(), text), &mut found);
        found.iter().map(|candidate| format!("{candidate:?}")).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        /// The plain way: every character may begin a term, and every one may be a second part.
        #[test]
        fn no_disguise_is_lost_for_characters_that_begin_none(
            text in "([虚拟货币贷巾稳定加密力口木几技术 、，]|禾急|敝巾|贝化|力口|化贝|扌以|宀疋|𠀀){0,10}",
        ) {
            static SEEN: LazyLock<Seen> = LazyLock::new(|| Seen::new(&TERMS, &FORMS));
            static PLAINLY: LazyLock<Seen> = LazyLock::new(|| {
                let all = Plane::of_all(|_| true);
                Seen { begins: all.clone(), second_parts: all, ..Seen::new(&TERMS, &FORMS) }
            });
            prop_assert_eq!(found(&SEEN, &text), found(&PLAINLY, &text));
        }
    }

    #[test]
    fn look_alikes_and_parts_are_found() {
        let seen = Seen::new(&TERMS, &FORMS);
        assert_eq!(found(&seen, "虚拟贷币").len(), 1);
        assert_eq!(found(&seen, "禾急定币").len(), 1);
    }
}
