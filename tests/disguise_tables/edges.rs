//! Which characters may replace the lone syllable at an edge of a term, and what words have next to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use mingcha::rules::{RuleBook, RuleFiles};
use mingcha::text::fold::Fold;
use mingcha::verdict::Tier;

/// A word that the list counts less often is no reason to let a syllable stand alone beside it.
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
    joins.iter().fold(String::new(), |mut rows, ((kind, c), neighbours)| {
        let _ = writeln!(rows, "{kind}\t{c}\t{}", neighbours.iter().collect::<String>());
        rows
    })
}

/// The folded words of a list with their counts.
fn words(list: &str) -> BTreeMap<Vec<char>, u32> {
    let row = |line: &str| {
        let (word, rest) = line.split_once(' ')?;
        Some((Fold::builtin().fold(word).chars().collect(), rest.split(' ').next()?.parse().ok()?))
    };
    list.lines().filter_map(row).collect()
}

/// The lone syllables at the edges of terms of three or five: beside a word that is one without them, as 稳定 is in 稳定币 and
/// 矿场 in 币矿场. In 虚拟货币 no syllable stands alone.
fn edges(words: &BTreeMap<Vec<char>, u32>) -> (BTreeSet<char>, BTreeSet<char>) {
    let sets = RuleFiles::built_in().iter().map(|files| files.load().expect("the built-in rules load")).collect();
    let book = RuleBook { sets };
    let is_word = |pair: &[char]| words.get(pair).is_some_and(|count| *count >= COMMON);
    let (mut firsts, mut lasts) = (BTreeSet::new(), BTreeSet::new());
    for spelling in book.rules().filter(|rule| rule.tier != Tier::Related).flat_map(|rule| book.spellings(rule)) {
        match spelling.chars().collect::<Vec<_>>()[..] {
            [a, b, c] => {
                firsts.extend(is_word(&[b, c]).then_some(a));
                lasts.extend(is_word(&[a, b]).then_some(c));
            }
            [.., a, b, c] if spelling.chars().count() == 5 => lasts.extend(is_word(&[a, b]).then_some(c)),
            _ => {}
        }
    }
    (firsts, lasts)
}

fn replacing(edges: &BTreeSet<char>, readings: &BTreeMap<String, Vec<char>>) -> BTreeSet<char> {
    let sounds = readings.values().filter(|same| same.iter().any(|c| edges.contains(c))).flatten().copied();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/disguises/shape.csv");
    let mut shapes = csv::Reader::from_path(path).expect("shape.csv can be read");
    let alike: String = shapes
        .records()
        .map(|row| row.expect("shape.csv is sound"))
        .filter(|row| row[0].chars().all(|c| edges.contains(&c)))
        .map(|row| row[1].replace('|', ""))
        .collect();
    sounds.chain(alike.chars()).filter(|c| !edges.contains(c)).collect()
}
