//! Shape and split: 虚拟贷币, 禾急定币. Text and terms are both written in classes of look-alikes for one automaton, with parts
//! put together; a place that looks like a term is then read back character by character.

use super::SHORTEST;
use super::forms::Forms;
use super::reading::{self, Candidate, Read};
use super::target::Target;
use crate::matching::finder::Finder;
use crate::text::class::Gap;
use crate::text::folded::Folded;
use crate::verdict::Evidence;

/// The terms in classes of look-alikes, each known by the index of its pattern.
#[derive(Debug)]
pub(super) struct Seen(Finder);

impl Seen {
    pub(super) fn new(patterns: &[Target], forms: &Forms) -> Self {
        let written = |pattern: &Target| pattern.letters.iter().map(|c| forms.class(*c)).collect();
        let words: Vec<String> = patterns.iter().map(written).collect();
        Self(Finder::new(words.iter().map(String::as_str)))
    }

    pub(super) fn find(&self, patterns: &[Target], forms: &Forms, folded: &Folded, found: &mut Vec<Candidate>) {
        let (mut state, mut at) = (Finder::start(), 0);
        while let Some(unit) = folded.units.get(at) {
            if unit.gap == Gap::List {
                state = Finder::start();
            }
            let made = forms.made_of(&folded.units[at..].iter().map(|u| u.folded));
            let (c, parts) = made.unwrap_or((unit.folded, 1));
            at += parts;
            state = self.0.step(state, forms.class(c));
            for pattern in self.0.ending(state) {
                let read = read_back(&patterns[pattern].letters, forms, folded, at);
                found.extend(read.and_then(|read| candidate(pattern, folded, read)));
            }
        }
    }
}

/// The units that stand for each character of a term whose look ends before a unit.
fn read_back(term: &[char], forms: &Forms, folded: &Folded, end: usize) -> Option<Read> {
    let mut read = Vec::with_capacity(term.len());
    let mut at = end;
    for &c in term.iter().rev() {
        let found = folded.units[at.checked_sub(1)?].folded;
        let ends = |parts: &&Vec<char>| {
            at >= parts.len() && folded.units[at - parts.len()..at].iter().map(|u| u.folded).eq(parts.iter().copied())
        };
        // Parts before look-alikes: 巾 looks like 币 and is also the last part of 敝巾.
        let parts = if found == c { None } else { forms.written_as(c).iter().find(ends) };
        if parts.is_none() && found != c && !forms.look_alike(c, found) {
            return None;
        }
        let start = at - parts.map_or(1, Vec::len);
        read.push((start..at, c));
        at = start;
    }
    read.reverse();
    Some(read)
}

fn candidate(pattern: usize, folded: &Folded, read: Read) -> Option<Candidate> {
    let kind = match (reading::replaced(folded, &read), read.iter().any(|(units, _)| units.len() > 1)) {
        (1, false) if read.len() >= SHORTEST => Evidence::Shape,
        (0, true) => Evidence::Split,
        _ => return None,
    };
    if reading::belongs_outside(folded, &read) {
        return None;
    }
    let join = reading::join(folded, &read)?;
    Some(Candidate { pattern, kind, units: reading::whole(&read), join, read })
}
