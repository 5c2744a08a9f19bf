//! Chinese in UTF-8 or GBK that was read as Latin-1 or Windows-1252.

use std::collections::BTreeSet;

use encoding_rs::WINDOWS_1252;

use super::first::is_sign;
use super::utf8::{Misread, TELLING_ALONE, has_byte_of};

/// How many characters of GBK tell if there is other text around them.
const TELLING: usize = 3;

/// Whether a text contains Chinese in UTF-8 or GBK that was read as Latin-1 or Windows-1252.
pub(super) fn has_misread_latin(text: &str) -> bool {
    // Each character that `latin_byte` knows begins with one of these bytes.
    if !has_byte_of(text, 0xC2..=0xE2) {
        return false;
    }
    let mut pairs = BTreeSet::new();
    let mut count = 0;
    let mut are_all = true;
    for run in text.split(|c: char| latin_byte(c).is_none()).filter(|run| !run.is_empty()) {
        let bytes: Vec<u8> = run.chars().filter_map(latin_byte).collect();
        if Misread::of(&bytes).longest >= TELLING_ALONE {
            return true;
        }

        let of_run = bytes.chunks(2);
        if bytes.len() % 2 == 1 || !of_run.clone().all(is_pair) {
            are_all = false;
            continue;
        }
        // Chinese text has some signs of Latin-1, several in a row too.
        for pair in of_run.filter(|pair| !pair.iter().all(|byte| is_sign(char::from(*byte)))) {
            count += 1;
            pairs.insert(pair.to_vec());
        }
    }

    let has_letters = text.chars().any(|c| c.is_alphabetic() && latin_byte(c).is_none());
    let is_alone = are_all && !has_letters;
    pairs.len() >= 2 && (count >= TELLING || (count >= TELLING_ALONE && is_alone))
}

/// The byte above ASCII that Windows-1252 or Latin-1 reads as a character.
fn latin_byte(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        // Han characters, which are most of a text, are never in Windows-1252.
        '\u{100}'..='\u{2200}' => {
            let mut memory = [0; 4];
            let (bytes, _, is_lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut memory));
            if is_lossy { None } else { bytes.first().copied() }
        }
        _ => None,
    }
}

/// Whether two bytes are a common character of GB 2312, its punctuation or a full-width form.
fn is_pair(pair: &[u8]) -> bool {
    matches!(pair, [0xB0..=0xF7 | 0xA1 | 0xA3, 0xA1..=0xFE])
}
