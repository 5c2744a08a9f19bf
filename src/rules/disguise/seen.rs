//! Shape and split: 虚拟贷币, 禾急定币. Text and terms are both written in classes of look-alikes for one automaton, with parts
//! put together; a place that looks like a term is then read back character by character.

use anyhow::Result;

use super::forms::Forms;
use super::reading::{self, Candidate, Read};
use super::streams::Stream;
use super::{Pattern, SHORTEST};
use crate::text::class::Gap;
use crate::text::folded::Folded;
use crate::verdict::Evidence;

#[derive(Debug)]
pub(super) struct Seen(Stream);

impl Seen {
    pub(super) fn new(patterns: &[Pattern], forms: &Forms) -> Result<Self> {
        let written =
            |pattern: &Pattern| pattern.letters.iter().map(|c| forms.class(*c)).collect::<String>().into_bytes();
        Ok(Self(Stream::new(patterns.iter().map(written).enumerate().collect())?))
    }

    pub(super) fn find(&self, patterns: &[Pattern], forms: &Forms, folded: &Folded, found: &mut Vec<Candidate>) {
        let Some(mut feed) = self.0.feed() else { return };
        let mut at = 0;
        while let Some(unit) = folded.units.get(at) {
            if unit.gap == Gap::List {
                feed.restart();
            }
            let made = forms.made_of(&folded.units[at..].iter().map(|u| u.folded));
            let (c, parts) = made.unwrap_or((unit.folded, 1));
            at += parts;
            let mut bytes = [0; 4];
            forms.class(c).encode_utf8(&mut bytes).bytes().for_each(|byte| feed.push(byte));
            for pattern in feed.ending() {
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
