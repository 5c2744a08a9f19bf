//! What the user says about an input; what is left out is detected.

use super::content::InputFormat;
use super::encoding::Encoding;
use super::layout::Wanted;
use super::limits::Limits;

/// What the user says about an input; what is left out is detected.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The columns.
    pub wanted: Wanted,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The delimiter.
    pub delimiter: Option<char>,
    /// The only sheet of a workbook to read.
    pub sheet: Option<String>,
    /// What the input is.
    pub format: Option<InputFormat>,
    /// The sizes of blocks and cells.
    pub limits: Limits,
}
