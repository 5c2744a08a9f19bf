//! Which characters are neighbours in words: 比 before 例, 关 before 闭.

const JOINS: &str = include_str!("../../../data/disguises/joins.tsv");

/// Whether words begin with these two characters. The table has only first characters that may replace one of a term.
pub(super) fn begins(first: char, second: char) -> bool {
    is_listed("begins", first, second)
}

/// Whether words end with these two characters. The table has only last characters that may replace one of a term.
pub(super) fn ends(first: char, second: char) -> bool {
    is_listed("ends", second, first)
}

/// Whether the table has a neighbour for a character. It is parsed at each call, because calls are rare: only candidates make
/// them.
fn is_listed(kind: &str, character: char, neighbour: char) -> bool {
    for line in JOINS.lines() {
        let mut columns = line.split('\t');
        let is_row = columns.next() == Some(kind) && columns.next().is_some_and(|own| own.starts_with(character));
        if is_row {
            return columns.next().is_some_and(|neighbours| neighbours.contains(neighbour));
        }
    }
    false
}
