//! What a character sounds like: one reading for each character, without its tone.

use super::han::ByHan;
use crate::message::{RowError, RulesError};

const SOUNDS: &str = include_str!("../../../data/disguises/sound.tsv");

/// The readings of the characters of GB 2312.
#[derive(Debug)]
pub(super) struct Sounds(ByHan<Sound>);

/// A reading, and the first character that has it.
#[derive(Clone, Copy, Debug)]
struct Sound {
    reading: &'static str,
    first: char,
}

impl Sounds {
    pub(super) fn builtin() -> Result<Self, RulesError> {
        Self::parse(SOUNDS)
    }

    /// Parses lines of a reading, a tab and the characters that have it.
    fn parse(tsv: &'static str) -> Result<Self, RulesError> {
        let mut sounds = Self(ByHan::default());
        for (index, line) in tsv.lines().enumerate() {
            if !line.starts_with('#') {
                sounds.add(line).map_err(|error| error.at(format!("data/disguises/sound.tsv:{}", index + 1)))?;
            }
        }
        Ok(sounds)
    }

    fn add(&mut self, line: &'static str) -> Result<(), RowError> {
        let (reading, characters) = line.split_once('\t').ok_or(RowError::NotASound)?;
        if !reading.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(RowError::NotPinyin { reading: reading.to_owned() });
        }
        let first = characters.chars().next().ok_or(RowError::NotASound)?;
        for c in characters.chars() {
            self.0.entry(c, || Sound { reading, first }).ok_or(RowError::NotHan { character: c })?;
        }
        Ok(())
    }

    /// The toneless pinyin of a folded character, with v for ü. Returns `None` if it has no reading.
    pub(super) fn of(&self, c: char) -> Option<&'static str> {
        self.0.get(c).map(|sound| sound.reading)
    }

    /// The first character of the same sound, which is the class of all of them.
    pub(super) fn first_of(&self, c: char) -> Option<char> {
        self.0.get(c).map(|sound| sound.first)
    }

    /// Every character with the first of its sound.
    pub(super) fn classes(&self) -> impl Iterator<Item = (char, char)> + '_ {
        self.0.entries().map(|(c, sound)| (c, sound.first))
    }
}

/// A pinyin letter as it is compared. The letter ü folds to u and is typed as v; no pinyin has another v.
pub(super) fn typed(letter: char) -> char {
    if letter == 'v' { 'u' } else { letter }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_not_a_reading_is_an_error_with_its_line() {
        for tsv in ["bi", "bǐ\t比", "bi\tRWA"] {
            let error = Sounds::parse(tsv).unwrap_err().to_string();
            assert!(error.contains("sound.tsv:1"), "{error}");
        }
    }

    #[test]
    fn characters_of_one_sound_share_a_reading_whatever_the_tone() {
        let sounds = Sounds::builtin().unwrap();
        assert_eq!(sounds.of('币'), sounds.of('比'));
        assert_eq!(sounds.of('绿'), Some("lv"));
        assert_eq!(sounds.of('r'), None);
    }
}
