//! Sound: 虚拟huo币, xuni货币, xu ni huo bi, 虚拟或币. Text and terms are both written in pinyin letters for one automaton; a
//! place that sounds like a term is then read back character by character.

use anyhow::Result;

use super::reading::{self, Candidate, Read};
use super::sounds::{Sounds, typed};
use super::streams::{Feed, Stream};
use super::{Pattern, SHORTEST};
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::verdict::Evidence;

#[derive(Debug)]
pub(super) struct Heard(Stream);

impl Heard {
    pub(super) fn new(patterns: &[Pattern], sounds: &Sounds) -> Result<Self> {
        let written = |pattern: &Pattern| {
            let readings: Option<Vec<_>> = pattern.letters.iter().map(|c| sounds.of(*c)).collect();
            readings.filter(|r| r.len() >= SHORTEST).map(|r| r.concat().bytes().map(typed).collect())
        };
        let written = patterns.iter().enumerate().filter_map(|(k, p)| Some((k, written(p)?)));
        Ok(Self(Stream::new(written.collect())?))
    }

    pub(super) fn find(&self, patterns: &[Pattern], sounds: &Sounds, folded: &Folded, found: &mut Vec<Candidate>) {
        let Some(mut feed) = self.0.feed() else { return };
        for (k, unit) in folded.units.iter().enumerate() {
            if unit.gap == Gap::List && reading::gap(folded, k) == Gap::List {
                feed.restart();
            }
            say(&mut feed, sounds, unit.folded);
            for pattern in feed.ending() {
                let read = read_back(&patterns[pattern].letters, sounds, folded, k + 1);
                found.extend(read.and_then(|read| candidate(pattern, folded, read)));
            }
        }
    }

    /// Whether a cell sounds like a term anywhere, separators aside.
    pub(super) fn may_hold(&self, sounds: &Sounds, cell: &str) -> bool {
        let Some(mut feed) = self.0.feed() else { return false };
        let mut single = [0; 4];
        cell.chars().any(|c| {
            let folded = Fold::builtin().get(c).map_or_else(|| &*c.encode_utf8(&mut single), |(folded, _)| folded);
            folded.chars().filter(|f| Classes::builtin().gap(*f) == Gap::None).any(|f| {
                say(&mut feed, sounds, f);
                feed.ending().next().is_some()
            })
        })
    }
}

/// Feeds the sound of a folded character.
fn say(feed: &mut Feed<'_>, sounds: &Sounds, c: char) {
    match sounds.of(c) {
        Some(reading) => reading.bytes().for_each(|letter| feed.push(typed(letter))),
        None if c.is_ascii_lowercase() => feed.push(typed(c as u8)),
        None => feed.restart(),
    }
}

/// The units that stand for each character of a term whose sound ends before a unit.
fn read_back(term: &[char], sounds: &Sounds, folded: &Folded, end: usize) -> Option<Read> {
    let mut read = Vec::with_capacity(term.len());
    let mut at = end;
    for &c in term.iter().rev() {
        let reading = sounds.of(c)?;
        let last = at.checked_sub(1)?;
        let start = if reading::is_letter(folded, last) { at.checked_sub(reading.len())? } else { last };
        let sounds_alike = if start == last && !reading::is_letter(folded, last) {
            sounds.of(folded.units[last].folded) == Some(reading)
        } else {
            let letters = folded.units[start..at].iter().map(|unit| unit.folded);
            letters.eq(reading.chars()) || is_typed_as(folded, start, reading)
        };
        if !sounds_alike {
            return None;
        }
        read.push((start..at, c));
        at = start;
    }
    read.reverse();
    Some(read)
}

fn is_typed_as(folded: &Folded, start: usize, reading: &str) -> bool {
    let units = &folded.units[start..start + reading.len()];
    units.iter().zip(reading.bytes()).all(|(unit, letter)| {
        u8::try_from(unit.folded).is_ok_and(|found| typed(found) == typed(letter) && found.is_ascii_lowercase())
    })
}

fn candidate(pattern: usize, folded: &Folded, read: Read) -> Option<Candidate> {
    let by_letters = read.iter().any(|(units, _)| reading::is_letter(folded, units.start));
    let replaced = reading::replaced(folded, &read);
    let units = reading::whole(&read);
    let is_disguise = replaced <= 1 && (by_letters || replaced > 0);
    if !is_disguise || reading::inside_word(folded, &units) || reading::belongs_outside(folded, &read) {
        return None;
    }
    let join = reading::join(folded, &read)?;
    Some(Candidate { pattern, kind: Evidence::Sound, units, join, read })
}
