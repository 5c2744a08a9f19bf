//! What keeps a row from being read as it should be.

use serde::Serialize;

use super::{Detail, Field};

/// What is wrong with a row's text or shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// Bytes that do not decode.
    Undecodable,
    /// The row has fewer fields than the header, so a checked cell is not there.
    MissingCell,
    /// The row has more or fewer fields than the header, so cells may stand in the wrong column.
    Ragged,
    /// The text ends in "..." or "…": the export was cut off.
    CutOff,
    /// The cell is longer than the limit and was read only up to it.
    TooLong,
    /// A quote that is never closed swallowed the lines that follow.
    UnclosedQuote,
    /// The row was read in another encoding than its file, which its bytes speak for.
    MixedEncoding,
    /// A checked cell with nothing in it; read, not unread.
    Empty,
    /// A checked cell shows a spreadsheet's error, such as #REF!, in place of its text.
    CellError,
    /// The id was taken for a number and has lost digits, such as 9.13E+17.
    ScientificId,
    /// A checked cell holds controls that show its text in another order than it is stored and read in.
    Reordered,
}

impl ProblemKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 11] = [
        Self::Undecodable,
        Self::MissingCell,
        Self::Ragged,
        Self::CutOff,
        Self::TooLong,
        Self::UnclosedQuote,
        Self::MixedEncoding,
        Self::Empty,
        Self::CellError,
        Self::ScientificId,
        Self::Reordered,
    ];

    /// The key in machine formats.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::MissingCell => "missing-cell",
            Self::Ragged => "ragged",
            Self::CutOff => "cut-off",
            Self::TooLong => "too-long",
            Self::UnclosedQuote => "unclosed-quote",
            Self::MixedEncoding => "mixed-encoding",
            Self::Empty => "empty",
            Self::CellError => "cell-error",
            Self::ScientificId => "scientific-id",
            Self::Reordered => "reordered",
        }
    }

    /// Whether text of the row stayed unread because of it.
    #[must_use]
    pub fn leaves_text_unread(self) -> bool {
        !matches!(self, Self::Empty | Self::MixedEncoding | Self::ScientificId)
    }
}

/// Something that keeps a row from being read as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The field it concerns; `None` for the whole row.
    pub field: Option<Field>,
    /// Where and how much.
    pub detail: Detail,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_problem_is_listed_once() {
        // A kind that is added to the type has to be added here, and then to the list.
        let index = |kind| match kind {
            ProblemKind::Undecodable => 0,
            ProblemKind::MissingCell => 1,
            ProblemKind::Ragged => 2,
            ProblemKind::CutOff => 3,
            ProblemKind::TooLong => 4,
            ProblemKind::UnclosedQuote => 5,
            ProblemKind::MixedEncoding => 6,
            ProblemKind::Empty => 7,
            ProblemKind::CellError => 8,
            ProblemKind::ScientificId => 9,
            ProblemKind::Reordered => 10,
        };
        assert_eq!(ProblemKind::ALL.map(index), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
}
