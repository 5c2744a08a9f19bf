//! Makes `data/disguises/sound.tsv` and `joins.tsv` from their sources and compares the checked-in files with them.
//!
//! `MINGCHA_REGENERATE=1 MINGCHA_WORDS=dict.txt cargo test --test disguise_tables` writes the files; without the first variable
//! a difference is a failure. `MINGCHA_WORDS` is the path of the word list of jieba (MIT), whose lines are a word, a blank and a
//! count.
#![allow(clippy::print_stdout, reason = "a check that did not run must say so")]

mod edges;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use encoding_rs::GBK;
use mingcha::text::fold::Fold;
use pinyin::ToPinyin as _;

const SOUND_HEAD: &str = "\
# Toneless pinyin and the characters of GB 2312 that have it as the first reading of the crate pinyin (MIT). ü is written v.
# Made, never edited: MINGCHA_REGENERATE=1 cargo test --test disguise_tables
";
const JOINS_HEAD: &str = "\
# What may replace a character of a term by sound or shape, and the characters that words have next to it. begins: words that
# begin with the character, ends: words that end with it. Of the neighbours that would be inside the term, only the term's
# own are listed. From the word list of jieba (MIT).
# Made, never edited: MINGCHA_REGENERATE=1 MINGCHA_WORDS=dict.txt cargo test --test disguise_tables
";

#[test]
fn the_checked_in_readings_are_those_of_their_source() {
    let mut made = SOUND_HEAD.to_owned();
    for (reading, characters) in readings() {
        writeln!(made, "{reading}\t{}", characters.into_iter().collect::<String>())
            .expect("a string can be written to");
    }
    write_or_compare("sound.tsv", &made);
}

#[test]
fn the_checked_in_joins_are_those_of_their_source() {
    let Some(path) = std::env::var_os("MINGCHA_WORDS") else {
        println!("skipped: MINGCHA_WORDS names no word list");
        return;
    };
    let words = std::fs::read_to_string(path).expect("MINGCHA_WORDS can be read");
    write_or_compare("joins.tsv", &(JOINS_HEAD.to_owned() + &edges::joins(&words, &readings())));
}

/// Characters by their reading, without those that fold to another: folded text never contains them.
fn readings() -> BTreeMap<String, Vec<char>> {
    let mut readings: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for c in gb2312().filter(|c| Fold::builtin().get(*c).is_none()) {
        if let Some(reading) = c.to_pinyin() {
            let typed = reading.plain().replace('ü', "v").replace('ê', "e");
            readings.entry(typed).or_default().push(c);
        }
    }
    readings
}

/// The 6,763 characters of GB 2312, rows 16 to 87.
fn gb2312() -> impl Iterator<Item = char> {
    let bytes = (0xB0..=0xF7).flat_map(|lead| (0xA1..=0xFE).map(move |trail| [lead, trail]));
    bytes
        .filter(|[lead, trail]| *lead != 0xD7 || *trail < 0xFA)
        .filter_map(|pair| GBK.decode_without_bom_handling_and_without_replacement(&pair)?.chars().next())
}

/// Writes a file, or compares it.
fn write_or_compare(name: &str, made: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/disguises").join(name);
    if std::env::var_os("MINGCHA_REGENERATE").is_some() {
        std::fs::write(&path, made).expect("the table can be written");
        return;
    }
    let found = std::fs::read_to_string(&path).expect("the table can be read").replace('\r', "");
    let first = made.lines().zip(found.lines()).find(|(made, found)| made != found);
    assert!(
        made == found,
        "data/disguises/{name} differs from what its sources give, first (made, found): {first:?}\nWrite it anew:\n    .ci/words && \
         MINGCHA_REGENERATE=1 MINGCHA_WORDS=target/words/dict.txt cargo test --test disguise_tables"
    );
}
