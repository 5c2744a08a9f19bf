//! Which characters stand next to each other in words: 比 before 例, 关 before 闭.

const JOINS: &str = include_str!("../../../data/disguises/joins.tsv");

/// Whether words begin with these two characters. Only what may replace the last syllable of a term is listed.
pub(super) fn begins(first: char, second: char) -> bool {
    listed("begins", first, second)
}

/// Whether words end with these two characters. Only what may replace the first syllable of a term is listed.
pub(super) fn ends(first: char, second: char) -> bool {
    listed("ends", second, first)
}

/// The table is read only where a candidate stands, so it is not kept in another form.
fn listed(column: &str, edge: char, neighbour: char) -> bool {
    let columns = |line: &'static str| {
        let (kind, rest) = line.split_once('\t')?;
        let (character, neighbours) = rest.split_once('\t')?;
        Some((kind, character, neighbours))
    };
    let row = JOINS.lines().filter_map(columns).find(|(kind, c, _)| *kind == column && c.starts_with(edge));
    row.is_some_and(|(_, _, neighbours)| neighbours.contains(neighbour))
}
