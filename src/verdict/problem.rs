//! What keeps a row from being read as it should be.

use serde::Serialize;

use super::keyed::keyed;
use super::{Detail, Field};

keyed! {
    /// All kinds, in the order in which they are listed.
    pub const ALL;

    /// What is wrong with a row's text or shape.
    pub enum ProblemKind {
        /// Bytes that do not decode, or that decode in two encodings.
        Undecodable => "undecodable",
        /// The row has fewer fields than the header, so a checked cell does not exist.
        MissingCell => "missing-cell",
        /// The row has more or fewer fields than the header, so cells may be in the wrong column.
        Ragged => "ragged",
        /// The text ends in "..." or "…": the export was cut off.
        CutOff => "cut-off",
        /// The cell is longer than the limit and was read only up to it.
        TooLong => "too-long",
        /// A quote that is never closed swallowed the lines that follow.
        UnclosedQuote => "unclosed-quote",
        /// The bytes of the row or of some of its cells are in another encoding than the file; they were read in that one.
        MixedEncoding => "mixed-encoding",
        /// A checked cell is empty; it was read.
        Empty => "empty",
        /// A checked cell shows a spreadsheet's error, such as #REF!, in place of its text, or a cell is a formula whose value is
        /// not known.
        CellError => "cell-error",
        /// The id was stored as a number and has lost digits, such as 9.13E+17.
        ScientificId => "scientific-id",
        /// The row repeats the header of the input.
        HeaderAgain => "header-again",
        /// The row is another header, or comes after one: its cells may mean something else.
        HeaderInside => "header-inside",
        /// A checked cell contains controls that show its text in another order than it is stored and read in.
        Reordered => "reordered",
        /// A cell contains text that was damaged before it came here, such as 锟斤拷 or ????; or the bytes of the row contain a
        /// named word that is other text as they are read.
        Garbled => "garbled",
        /// An own pattern takes too much work in a cell, which was not searched to its end.
        PatternLimit => "pattern-limit",
    }
}

impl ProblemKind {
    /// Whether text of the row stayed unread because of it.
    #[must_use]
    pub fn leaves_text_unread(self) -> bool {
        match self {
            Self::Undecodable
            | Self::MissingCell
            | Self::Ragged
            | Self::CutOff
            | Self::TooLong
            | Self::UnclosedQuote
            | Self::CellError
            | Self::HeaderInside
            | Self::Reordered
            | Self::Garbled
            | Self::PatternLimit => true,
            Self::MixedEncoding | Self::Empty | Self::ScientificId | Self::HeaderAgain => false,
        }
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
