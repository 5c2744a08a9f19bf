//! What the user says of an input, where it is not to be found out.

use super::block::Limits;
use super::content::InputFormat;
use super::encoding::Encoding;
use super::layout::Wanted;

/// What the user says of an input, where it is not to be found out.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The columns.
    pub wanted: Wanted,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The delimiter.
    pub delimiter: Option<char>,
    /// The only sheet of a workbook to be read.
    pub sheet: Option<String>,
    /// What the input is, where it is not to be told from its first bytes.
    pub format: Option<InputFormat>,
    /// How the input is cut.
    pub limits: Limits,
}
