//! Which characters may replace one of a term, and their neighbours in words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use mingcha::rules::{Rule, RuleBook, RuleFiles};
use mingcha::text::fold::Fold;
use mingcha::verdict::Tier;

/// A word that the list counts less often does not excuse what is written inside a term.
const COMMON: u32 = 3;

/// The rows of joins.tsv.
pub(crate) fn joins(list: &str, readings: &BTreeMap<String, Vec<char>>) -> String {
    let words = words(list);
    let (mut following, mut preceding) = (BTreeMap::new(), BTreeMap::new());
    for (word, count) in &words {
        let [first, second, ..] = word[..] else { continue };
        let [.., previous, end] = word[..] else { continue };
        add(&mut following, first, second, *count);
        add(&mut preceding, end, previous, *count);
    }

    let others = others(readings);
    let mut joins: BTreeMap<(&str, char), BTreeSet<char>> = BTreeMap::new();
    for term in terms() {
        for (at, letter) in term.iter().enumerate() {
            for other in others.get(letter).into_iter().flatten() {
                let next = term.get(at + 1).copied();
                joins.entry(("begins", *other)).or_default().extend(neighbours(&following, *other, next));
                let previous = at.checked_sub(1).map(|at| term[at]);
                joins.entry(("ends", *other)).or_default().extend(neighbours(&preceding, *other, previous));
            }
        }
    }

    let mut rows = String::new();
    for ((kind, c), neighbours) in joins.iter().filter(|(_, neighbours)| !neighbours.is_empty()) {
        let neighbours: String = neighbours.iter().collect();
        let _ = writeln!(rows, "{kind}\t{c}\t{neighbours}");
    }
    rows
}

/// The neighbours of a character in words: all at the edge of a term, and inside it the term's own if the word is common.
fn neighbours(of: &Neighbours, character: char, inside: Option<char>) -> Vec<char> {
    let Some(known) = of.get(&character) else { return Vec::new() };
    match inside {
        None => known.keys().copied().collect(),
        Some(own) => known.get(&own).is_some_and(|count| *count >= COMMON).then_some(own).into_iter().collect(),
    }
}

/// For each character its neighbours in words, with the highest count of such a word.
type Neighbours = BTreeMap<char, BTreeMap<char, u32>>;

fn add(to: &mut Neighbours, character: char, neighbour: char, count: u32) {
    let known = to.entry(character).or_default().entry(neighbour).or_default();
    *known = count.max(*known);
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

/// The terms that are disguised: three characters or more.
fn terms() -> Vec<Vec<char>> {
    let sets = RuleFiles::built_in().iter().map(|files| files.load().expect("the built-in rules load")).collect();
    let book = RuleBook { sets };
    let is_disguised = |rule: &&Rule| rule.tier != Tier::Related && !rule.place.contains("compounds.csv");
    let spellings = book.rules().filter(is_disguised).flat_map(|rule| book.spellings(rule));
    spellings.map(|spelling| spelling.chars().collect::<Vec<_>>()).filter(|term| term.len() >= 3).collect()
}

/// For each character those that are written for it by sound or shape.
fn others(readings: &BTreeMap<String, Vec<char>>) -> BTreeMap<char, BTreeSet<char>> {
    let mut others: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    for same_sound in readings.values() {
        for character in same_sound {
            others.entry(*character).or_default().extend(same_sound.iter().filter(|other| *other != character));
        }
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/disguises/shape.csv");
    let mut shapes = csv::Reader::from_path(path).expect("shape.csv can be read");
    for row in shapes.records() {
        let row = row.expect("shape.csv is sound");
        for character in row[0].chars() {
            others.entry(character).or_default().extend(row[1].chars().filter(|c| *c != '|'));
        }
    }
    others
}
