//! Where a problem is, and how much text it concerns.

use std::sync::Arc;

/// What a [`super::Problem`] says beyond its kind. Offsets and lengths are in bytes, lines are counted from 1.
///
/// Machine formats show its English wording, people read it in their language: see `message/detail.rs`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// The cell in this column.
    Column {
        /// The header.
        column: Arc<str>,
    },
    /// The cell shows this text in place of its own.
    Shows {
        /// The header.
        column: Arc<str>,
        /// The text, such as `#REF!`.
        text: String,
    },
    /// The cell was read only up to a length.
    ReadUpTo {
        /// The header.
        column: Arc<str>,
        /// The length.
        bytes: usize,
    },
    /// A regular expression of own rules takes too much work in the cell.
    Laborious {
        /// The header.
        column: Arc<str>,
        /// The expression.
        pattern: String,
    },
    /// The cell contains a control that turns text right to left.
    TurnsText {
        /// The header.
        column: Arc<str>,
    },
    /// The cell contains U+FFFD: text was lost before the file was written.
    LostBefore {
        /// The header.
        column: Arc<str>,
    },
    /// The JSON value contains an escape that stands for no character.
    BadEscape {
        /// The key.
        column: Arc<str>,
    },
    /// The JSON value is neither text nor a number.
    NoText {
        /// The key.
        column: Arc<str>,
    },
    /// The first bytes that do not decode.
    AtByte {
        /// Their offset in the input.
        at: u64,
    },
    /// The record was read in another encoding than its file.
    ReadAs {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// Some fields of the record were read in another encoding than its file.
    FieldsReadAs {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// The first bytes that can be read in two encodings.
    TwoReadings {
        /// Their offset in the input.
        at: u64,
    },
    /// The bytes of the record contain a word that the text read from them does not show.
    HiddenWord {
        /// The word.
        word: Arc<str>,
        /// The name of the encoding in which the bytes are this word.
        encoding: &'static str,
    },
    /// A quoted field swallowed these lines.
    Lines {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// A quoted field swallowed these lines until another quote closed it.
    LinesClosed {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// The number of fields in the record and in the header.
    Fields {
        /// In the record.
        found: usize,
        /// In the header.
        expected: usize,
    },
    /// The id as it was stored.
    Id {
        /// The text.
        id: String,
    },
    /// A data row is a header.
    HeaderRow {
        /// Its number, from 1.
        row: u64,
    },
    /// A line of JSON is blank.
    BlankLine,
    /// A line is no JSON object from an offset on.
    NoObject {
        /// The offset in the line.
        at: usize,
    },
    /// Values of a JSON object contain one another too deep to be searched for names and scopes.
    TooDeep,
    /// A JSON object has no key of a name or a scope.
    NoKnownKey {
        /// Its keys, as many as can be read.
        found: String,
    },
}

impl Detail {
    /// The header of the column that it names, if it names one.
    pub fn column_mut(&mut self) -> Option<&mut Arc<str>> {
        match self {
            Self::Column { column }
            | Self::Shows { column, .. }
            | Self::ReadUpTo { column, .. }
            | Self::Laborious { column, .. }
            | Self::TurnsText { column }
            | Self::LostBefore { column }
            | Self::BadEscape { column }
            | Self::NoText { column } => Some(column),
            _ => None,
        }
    }
}
