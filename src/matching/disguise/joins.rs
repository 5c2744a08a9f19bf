//! Which characters are neighbours in words: 比 before 例, 关 before 闭.

use std::collections::HashMap;
use std::sync::LazyLock;

const JOINS: &str = include_str!("../../../data/disguises/joins.tsv");

/// The characters that follow a character in words, and those before it.
#[derive(Default)]
struct Joins {
    begins: HashMap<char, &'static str>,
    ends: HashMap<char, &'static str>,
}

/// Whether words begin with these two characters. The table has only first characters that may replace one of a term.
pub(super) fn begins(first: char, second: char) -> bool {
    joins().begins.get(&first).is_some_and(|neighbours| neighbours.contains(second))
}

/// Whether words end with these two characters. The table has only last characters that may replace one of a term.
pub(super) fn ends(first: char, second: char) -> bool {
    joins().ends.get(&second).is_some_and(|neighbours| neighbours.contains(first))
}

/// The table. It is parsed for the first candidate, which few runs have; a hostile cell has a candidate at every character.
fn joins() -> &'static Joins {
    static BUILTIN: LazyLock<Joins> = LazyLock::new(|| {
        let mut joins = Joins::default();
        for line in JOINS.lines() {
            let mut columns = line.split('\t');
            let list = match columns.next() {
                Some("begins") => &mut joins.begins,
                Some("ends") => &mut joins.ends,
                _ => continue,
            };
            let character = columns.next().and_then(|column| column.chars().next());
            list.extend(character.zip(columns.next()));
        }
        joins
    });
    &BUILTIN
}
