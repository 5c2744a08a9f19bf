//! Which characters may replace the single syllable at an edge of a term, and their neighbours in words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use mingcha::rules::{RuleBook, RuleFiles};
use mingcha::text::fold::Fold;
use mingcha::verdict::Tier;

/// A word that the list counts less often does not make the syllable beside it a single one.
const COMMON: u32 = 3;

/// The rows of joins.tsv.
pub(crate) fn joins(list: &str, readings: &BTreeMap<String, Vec<char>>) -> String {
    let words = words(list);
    let (firsts, lasts) = edges(&words);
    let (firsts, lasts) = (replacing(&firsts, readings), replacing(&lasts, readings));
    let mut joins: BTreeMap<(&str, char), BTreeSet<char>> = BTreeMap::new();
    for word in words.keys() {
        let [first, second, ..] = word[..] else { continue };
        let [.., previous, end] = word[..] else { continue };
        if lasts.contains(&first) {
            joins.entry(("begins", first)).or_default().insert(second);
        }
        if firsts.contains(&end) {
            joins.entry(("ends", end)).or_default().insert(previous);
        }
    }

    let mut rows = String::new();
    for ((kind, c), neighbours) in &joins {
        let neighbours: String = neighbours.iter().collect();
        let _ = writeln!(rows, "{kind}\t{c}\t{neighbours}");
    }
    rows
}

/// The folded words of a list with their counts.
fn words(list: &str) -> BTreeMap<Vec<char>, u32> {
    let mut words = BTreeMap::new();
    for line in list.lines() {
        let mut columns = line.split(' ');
        if let (Some(word), Some(count)) = (columns.next(), columns.next().and_then(|count| count.parse().ok())) {
            words.insert(Fold::builtin().fold(word).chars().collect(), count);
        }
    }
    words
}

/// The single syllables at the edges of terms of three or five, that is those beside a word that is complete without them:
/// 币 beside 稳定 in 稳定币, and beside 矿场 in 币矿场. 虚拟货币 has none.
fn edges(words: &BTreeMap<Vec<char>, u32>) -> (BTreeSet<char>, BTreeSet<char>) {
    let sets = RuleFiles::built_in().iter().map(|files| files.load().expect("the built-in rules load")).collect();
    let book = RuleBook { sets };
    let is_word = |pair: &[char]| words.get(pair).is_some_and(|count| *count >= COMMON);

    let mut firsts = BTreeSet::new();
    let mut lasts = BTreeSet::new();
    for rule in book.rules().filter(|rule| rule.tier != Tier::Related) {
        for spelling in book.spellings(rule) {
            let letters: Vec<char> = spelling.chars().collect();
            match letters[..] {
                [a, b, c] => {
                    firsts.extend(is_word(&[b, c]).then_some(a));
                    lasts.extend(is_word(&[a, b]).then_some(c));
                }
                [_, _, a, b, c] => lasts.extend(is_word(&[a, b]).then_some(c)),
                _ => {}
            }
        }
    }
    (firsts, lasts)
}

/// The characters that may replace an edge by sound or shape.
fn replacing(edges: &BTreeSet<char>, readings: &BTreeMap<String, Vec<char>>) -> BTreeSet<char> {
    let mut replacing = BTreeSet::new();
    for same_sound in readings.values() {
        if same_sound.iter().any(|c| edges.contains(c)) {
            replacing.extend(same_sound);
        }
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/disguises/shape.csv");
    let mut shapes = csv::Reader::from_path(path).expect("shape.csv can be read");
    for row in shapes.records() {
        let row = row.expect("shape.csv is sound");
        if row[0].chars().all(|c| edges.contains(&c)) {
            replacing.extend(row[1].chars().filter(|c| *c != '|'));
        }
    }
    replacing.retain(|c| !edges.contains(c));
    replacing
}
