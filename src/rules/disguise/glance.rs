//! A glance at a cell before it is folded: might a disguise stand there?
//!
//! A disguise leaves no rare letter that a search of raw bytes could rely on (in 代X发行 all that is left is common), so this
//! reads every cell: as sounds and as classes of look-alikes, a code of one byte a character, as the sieve reads letters.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::forms::Forms;
use super::heard::Heard;
use super::sounds::Sounds;
use super::{Pattern, SHORTEST};
use crate::rules::sieve::Letters;
use crate::text::class::Classes;
use crate::text::fold::Fold;

/// What the patterns sound like and look like, in codes.
#[derive(Debug)]
pub(super) struct Glance {
    sounds: Letters,
    shapes: Letters,
}

impl Glance {
    pub(super) fn new(patterns: &[Pattern], sounds: &Sounds, forms: &Forms) -> Result<Self> {
        let (fold, classes) = (Fold::builtin(), Classes::builtin());
        let (class_of, words) = in_sounds(patterns, sounds);
        let sounds = Letters::in_classes(fold, classes, &class_of, &words)?;
        let (class_of, words) = in_shapes(patterns, forms);
        Ok(Self { sounds, shapes: Letters::in_classes(fold, classes, &class_of, &words)? })
    }

    /// Whether a cell may hold a disguise; `memory` is used again from cell to cell.
    pub(super) fn may_hold(&self, heard: &Heard, readings: &Sounds, cell: &str, memory: &mut Vec<u8>) -> bool {
        self.sounds.may_hold(cell, memory)
            || self.shapes.may_hold(cell, memory)
            || (cell.chars().any(may_be_latin) && heard.may_hold(readings, cell))
    }
}

/// A character for each sound, and the patterns in them.
fn in_sounds(patterns: &[Pattern], sounds: &Sounds) -> (BTreeMap<char, char>, Vec<Vec<char>>) {
    let mut first_of: BTreeMap<&str, char> = BTreeMap::new();
    let class_of = sounds.entries().map(|(c, reading)| (c, *first_of.entry(reading).or_insert(c))).collect();
    let written = |pattern: &Pattern| -> Option<Vec<char>> {
        let readings = pattern.letters.iter().map(|c| first_of.get(sounds.of(*c)?).copied());
        readings.collect::<Option<Vec<_>>>().filter(|letters| letters.len() >= SHORTEST)
    };
    let words: BTreeSet<_> = patterns.iter().filter_map(written).collect();
    (class_of, words.into_iter().collect())
}

/// The class of each character that looks like another or is a part of one; the patterns in classes, and all parts of their
/// characters: a split character shows its parts whatever stands beside them.
fn in_shapes(patterns: &[Pattern], forms: &Forms) -> (BTreeMap<char, char>, Vec<Vec<char>>) {
    let in_classes = |letters: &[char]| letters.iter().map(|c| forms.class(*c)).collect::<Vec<_>>();
    let mut words: BTreeSet<_> = patterns.iter().map(|pattern| in_classes(&pattern.letters)).collect();
    let letters: BTreeSet<char> = patterns.iter().flat_map(|pattern| pattern.letters.iter().copied()).collect();
    words.extend(letters.iter().flat_map(|c| forms.written_as(*c)).map(|parts| in_classes(parts)));
    let mut class_of: BTreeMap<char, char> = words.iter().flatten().map(|c| (*c, *c)).collect();
    class_of.extend(forms.classes());
    (class_of, words.into_iter().collect())
}

/// Whether a character may fold to a letter: all but common Han, their punctuation, and ASCII that is no letter.
fn may_be_latin(c: char) -> bool {
    !matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{301f}' | '\u{ff00}'..='\u{ff20}')
        && (c.is_ascii_alphabetic() || !c.is_ascii())
}
