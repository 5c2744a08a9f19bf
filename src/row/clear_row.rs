//! A row of which nothing is to be said, as its record has it.

/// A clear row without a problem, a decision or a column that is carried along: its place, its id and its name. Nearly all rows
/// are so, and reports can write them straight from the text of the input. All rows of an input have the same source.
#[derive(Clone, Copy, Debug)]
pub struct ClearRow<'a> {
    /// The data row, from 1.
    pub row: u64,
    /// The physical line, from 1.
    pub line: u64,
    /// The id column's text.
    pub id: &'a str,
    /// The first name column's text.
    pub name: &'a str,
    /// Whether both are empty or begin with a letter, a digit or a Han character, and have no comma, quote or line break: csv
    /// needs no quotes for them, and no spreadsheet runs them.
    pub are_bare: bool,
}
