//! Makes `data/misread.tsv` from `data/misread.csv` and holds the checked-in file to it.
//!
//! `MINGCHA_REGENERATE=1 cargo test --lib misread` writes the file; without the variable a difference is a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, KOI8_R, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252,
};

use super::first::{HAN, common_han};
use super::utf8::CODE_PAGES;
use crate::table::Table;

const HEAD: &str = "\
# Words of data/misread.csv as they look when their bytes are read in another encoding.
# Made, never edited: MINGCHA_REGENERATE=1 cargo test --lib misread
#
# Columns: anchor (the rarest character of the form), first (its first character, unless many texts begin with it), form,
# word, its encoding, the encoding in which it was read.
";

/// The encodings in which text is written.
const WRITTEN: [&Encoding; 3] = [UTF_8, GB18030, BIG5];
/// The encodings with two bytes a character in which it is read.
const WIDE: [&Encoding; 5] = [GB18030, BIG5, SHIFT_JIS, EUC_KR, EUC_JP];
/// The encodings with one byte a character in which it is read, beside [`CODE_PAGES`].
const NARROW: [&Encoding; 5] = [WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, KOI8_R, MACINTOSH];

/// How many characters that are not ASCII a form has that was read one byte at a time.
const NARROW_LEN: usize = 6;
/// How many it has otherwise.
const WIDE_LEN: usize = 4;
/// How many it has if there is a Han character that is rare in simplified text, or beside what no text has beside it.
const RARE_LEN: usize = 3;

/// The rarity of a character that simplified text hardly has, or less.
const RARE: u8 = 1;

/// What makes a character a good anchor.
struct Rarity {
    common: BTreeSet<char>,
    first_level: BTreeSet<char>,
    frequent: BTreeSet<char>,
}

impl Rarity {
    fn new() -> Self {
        let mut bytes = Vec::new();
        for lead in 0xB0..=0xD7_u8 {
            for trail in 0xA1..=0xFE_u8 {
                bytes.extend([lead, trail]);
            }
        }
        let csv = include_str!("../../../data/frequency.csv");
        let table = Table::parse("data/frequency.csv", csv, &["character", "per_mille", "source"]).unwrap();
        let mut frequent: BTreeSet<char> = table.rows().filter_map(|row| row.get("character").chars().next()).collect();
        frequent.extend(include_str!("../../../data/firm-endings.csv").chars());
        frequent.extend(include_str!("../../../data/columns.csv").chars());
        Self {
            common: common_han().chars().collect(),
            first_level: GB18030.decode_without_bom_handling(&bytes).0.chars().collect(),
            frequent,
        }
    }

    fn of_han(&self, c: char) -> u8 {
        match () {
            () if !self.common.contains(&c) => 0,
            () if !self.first_level.contains(&c) => 1,
            () if !self.frequent.contains(&c) => 2,
            () => 3,
        }
    }

    /// The less, the rarer. `None` for what is no anchor.
    fn of(&self, c: char) -> Option<u8> {
        match c {
            _ if HAN.contains(&c) => Some(self.of_han(c)),
            '\u{C0}'..='\u{FF}' if c.is_alphabetic() => Some(0),
            '\u{100}'..='\u{1FFF}'
            | '\u{2200}'..='\u{2FFF}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FF61}'..='\u{FF9F}' => Some(1),
            _ => None,
        }
    }
}

/// The part of a misread word that tells, with its anchor.
fn form(read: &str, is_wide: bool, rarity: &Rarity) -> Option<(char, String)> {
    let is_lost = |c: char| c == char::REPLACEMENT_CHARACTER || c.is_control() || super::is_private(c);
    let piece = read.split(is_lost).max_by_key(|piece| piece.chars().filter(|c| !c.is_ascii()).count())?;
    let piece = piece.trim_matches(|c: char| c.is_ascii());
    let len = piece.chars().filter(|c| !c.is_ascii()).count();
    let anchor = piece.chars().filter_map(|c| Some((rarity.of(c)?, c))).min_by_key(|(rank, _)| *rank);
    let (rank, anchor) = anchor?;
    let has_han = piece.chars().any(|c| HAN.contains(&c));
    let is_rare = has_han && (rank <= RARE || piece.chars().any(is_foreign)) || piece.chars().any(is_rare_hangul);
    let has_wide = is_wide && piece.chars().any(is_wide_character);
    let least = if !has_wide {
        NARROW_LEN
    } else if is_rare {
        RARE_LEN
    } else {
        WIDE_LEN
    };
    (len >= least).then(|| (anchor, piece.to_owned()))
}

/// Whether a character is read from two bytes: a Han character or a Hangul syllable.
fn is_wide_character(c: char) -> bool {
    HAN.contains(&c) || is_hangul(c)
}

/// Whether no text has a character beside Han characters: a Hangul syllable, or a sign for vertical or small print.
fn is_foreign(c: char) -> bool {
    is_hangul(c) || matches!(c, '\u{FE30}'..='\u{FE6F}')
}

/// Whether a Hangul syllable is not in KS X 1001, which has all that Korean texts use.
fn is_rare_hangul(c: char) -> bool {
    let mut memory = [0; 4];
    let (bytes, ..) = EUC_KR.encode(c.encode_utf8(&mut memory));
    is_hangul(c) && !matches!(*bytes, [0xB0..=0xC8, 0xA1..=0xFE])
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// How bytes are read in a code page.
fn in_page(page: &str, bytes: &[u8]) -> String {
    let of = |byte: u8| match byte.checked_sub(0x80) {
        Some(place) => page.chars().nth(usize::from(place)).unwrap(),
        None => char::from(byte),
    };
    bytes.iter().map(|byte| of(*byte)).collect()
}

fn made(words: &[String]) -> String {
    let rarity = Rarity::new();
    let mut forms: BTreeMap<(char, String), [String; 3]> = BTreeMap::new();
    for word in words {
        for written in WRITTEN {
            let (bytes, _, has_others) = written.encode(word);
            if has_others {
                continue;
            }
            let mut add = |read: String, is_wide: bool, reader: &str| {
                if let Some(key) = form(&read, is_wide, &rarity) {
                    let made = [word.clone(), written.name().to_owned(), reader.to_owned()];
                    forms.entry(key).or_insert(made);
                }
            };
            for reader in WIDE.into_iter().filter(|reader| *reader != written) {
                // A character before the word may take its first byte.
                for offset in 0..2 {
                    let read = reader.decode_without_bom_handling(&bytes[offset..]).0.into_owned();
                    add(read, true, reader.name());
                }
            }
            for reader in NARROW {
                add(reader.decode_without_bom_handling(&bytes).0.into_owned(), false, reader.name());
            }
            for (page, name) in CODE_PAGES.iter().zip(["437", "850"]) {
                add(in_page(page, &bytes), false, name);
            }
        }
    }

    let mut made = HEAD.to_owned();
    for ((anchor, form), [word, written, reader]) in forms {
        let first = form.chars().next().filter(|c| rarity.of(*c).is_some_and(|rank| rank <= RARE));
        let first = first.map(String::from).unwrap_or_default();
        writeln!(made, "{anchor}\t{first}\t{form}\t{word}\t{written}\t{reader}").unwrap();
    }
    made
}

#[test]
fn the_checked_in_misread_words_are_those_of_the_list() {
    let words = Table::built_in_list("data/misread.csv", include_str!("../../../data/misread.csv"), ["word", "reason"]);
    let made = made(&words);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/misread.tsv");
    if std::env::var_os("MINGCHA_REGENERATE").is_some() {
        std::fs::write(&path, &made).unwrap();
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap().replace('\r', "");
    let first = made.lines().zip(found.lines()).find(|(made, found)| made != found);
    assert!(
        made.len() == found.len() && first.is_none(),
        "data/misread.tsv differs from what its words give, first (made, found): {first:?}\n\
         Write it anew: MINGCHA_REGENERATE=1 cargo test --lib misread"
    );
}
