//! A glance at a cell before it is folded: might a disguise stand there?
//!
//! A disguise leaves no rare letter that a search of raw bytes could rely on (in 代X发行 all that is left is common), so this
//! reads every cell, as sounds and as classes of look-alikes, a code of one byte a character. Codes may be shared and
//! characters without one may be passed over: that lets more through, never less.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::forms::Forms;
use super::han::ByHan;
use super::heard::Heard;
use super::sounds::Sounds;
use super::streams::{Feed, Stream};
use super::{Pattern, SHORTEST};
use crate::text::fold::Fold;

/// Code of a character that no pattern has.
const OTHER: u8 = 0;

/// The codes of a folded character.
#[derive(Clone, Copy, Debug, Default)]
struct Codes {
    sound: u8,
    shape: u8,
}

/// What the patterns sound like and look like, in codes.
#[derive(Debug)]
pub(super) struct Glance {
    han: ByHan<Codes>,
    /// Kana and what else terms are written with, in order.
    others: Vec<(char, u8)>,
    sounds: Stream,
    shapes: Stream,
}

impl Glance {
    pub(super) fn new(patterns: &[Pattern], sounds: &Sounds, forms: &Forms) -> Result<Self> {
        let (said, shown) = (in_sounds(patterns, sounds), in_shapes(patterns, forms));
        let (sound_codes, shape_codes) = (codes(&said), codes(&shown));
        let mut glance = Self {
            han: ByHan::default(),
            others: shape_codes.iter().map(|(c, code)| (*c, *code)).filter(|(c, _)| !ByHan::<()>::covers(*c)).collect(),
            sounds: Stream::new(coded(&said, &sound_codes))?,
            shapes: Stream::new(coded(&shown, &shape_codes))?,
        };
        for (c, reading) in sounds.entries() {
            if let Some(code) = sound_codes.get(reading) {
                glance.han.entry(c, Codes::default).into_iter().for_each(|codes| codes.sound = *code);
            }
        }
        for (c, class) in forms.classes().chain(shape_codes.keys().map(|c| (*c, *c))) {
            if let Some(code) = shape_codes.get(&class) {
                glance.han.entry(c, Codes::default).into_iter().for_each(|codes| codes.shape = *code);
            }
        }
        Ok(glance)
    }

    /// Whether a cell may hold a disguise.
    pub(super) fn may_hold(&self, heard: &Heard, readings: &Sounds, cell: &str) -> bool {
        let (Some(mut sounds), Some(mut shapes)) = (self.sounds.feed(), self.shapes.feed()) else {
            return self.shapes.feed().is_some();
        };
        let mut has_letters = false;
        let mut step = |c: char| {
            has_letters |= c.is_ascii_lowercase();
            self.push(c, &mut sounds, &mut shapes)
        };
        let found = cell.chars().any(|c| match Fold::builtin().get(c) {
            None => step(c),
            Some((folded, _)) => folded.chars().any(&mut step),
        });
        found || (has_letters && heard.may_hold(readings, cell))
    }

    /// Feeds a folded character; whether a pattern ends with it.
    fn push(&self, c: char, sounds: &mut Feed<'_>, shapes: &mut Feed<'_>) -> bool {
        let codes = if ByHan::<()>::covers(c) {
            self.han.get(c).copied().unwrap_or_default()
        } else if c.is_ascii_alphanumeric() {
            Codes::default()
        } else {
            let Ok(at) = self.others.binary_search_by_key(&c, |(other, _)| *other) else { return false };
            Codes { sound: OTHER, shape: self.others[at].1 }
        };
        let ends = |feed: &mut Feed<'_>, code| {
            if code == OTHER {
                feed.restart();
                return false;
            }
            feed.push(code);
            feed.ending().next().is_some()
        };
        ends(sounds, codes.sound) | ends(shapes, codes.shape)
    }
}

/// The readings of the patterns that may be heard.
fn in_sounds(patterns: &[Pattern], sounds: &Sounds) -> Vec<Vec<&'static str>> {
    let long = patterns.iter().filter(|pattern| pattern.letters.len() >= SHORTEST);
    long.filter_map(|pattern| pattern.letters.iter().map(|c| sounds.of(*c)).collect()).collect()
}

/// The patterns in classes of look-alikes, and all parts of their characters: a split character shows its parts whatever
/// stands beside them.
fn in_shapes(patterns: &[Pattern], forms: &Forms) -> Vec<Vec<char>> {
    let letters: BTreeSet<char> = patterns.iter().flat_map(|pattern| pattern.letters.iter().copied()).collect();
    let parts = letters.iter().flat_map(|c| forms.written_as(*c));
    let words = patterns.iter().map(|pattern| &pattern.letters).chain(parts);
    words.map(|word| word.iter().map(|c| forms.class(*c)).collect()).collect()
}

/// A code for each letter of the words.
fn codes<T: Copy + Ord>(words: &[Vec<T>]) -> BTreeMap<T, u8> {
    let distinct: BTreeSet<T> = words.iter().flatten().copied().collect();
    distinct.into_iter().zip((OTHER + 1..=u8::MAX).cycle()).collect()
}

fn coded<T: Ord>(words: &[Vec<T>], codes: &BTreeMap<T, u8>) -> Vec<(usize, Vec<u8>)> {
    words.iter().map(|word| word.iter().map(|letter| codes[letter]).collect()).enumerate().collect()
}
