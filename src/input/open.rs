//! Opens an input: its format, encoding, delimiter, header and columns are settled before any row is read.

use super::InputError;
#[cfg(not(feature = "workbooks"))]
use super::WorkbookError;
use super::block::Numbering;
use super::content::InputFormat;
use super::opened::{Input, Opened};
use super::options::Options;
use super::source::Source;
#[cfg(feature = "workbooks")]
use super::workbook;

/// Opens delimited text, lines of JSON or a workbook.
///
/// # Errors
/// The error names the source, what is wrong and what to do about it.
pub fn open(source: Source, options: &Options) -> Result<Opened, InputError> {
    let name = source.name.clone();
    open_any(source, options).map_err(|error| error.of(&name))
}

fn open_any(source: Source, options: &Options) -> Result<Opened, InputError> {
    let format = match options.format {
        Some(format) => format,
        None => InputFormat::detect(&source.head)?,
    };
    match format {
        InputFormat::Csv => Ok(Opened::alone(Input::delimited(source, options, Numbering::Lines)?)),
        InputFormat::Jsonl => Ok(Opened::alone(Input::objects(source, options)?)),
        #[cfg(feature = "workbooks")]
        InputFormat::Workbook => Ok(workbook::open(source, options)?),
        #[cfg(not(feature = "workbooks"))]
        InputFormat::Workbook => Err(WorkbookError::NotBuiltIn.into()),
    }
}

impl Input {
    /// Opens a source that holds one input.
    ///
    /// # Errors
    /// Those of [`open`], and [`InputError::SeveralSheets`] if the source is a workbook with several sheets to check.
    pub fn open(source: Source, options: &Options) -> Result<Self, InputError> {
        let name = source.name.clone();
        let mut inputs = open(source, options)?.inputs;
        match inputs.pop() {
            Some(input) if inputs.is_empty() => Ok(input),
            _ => Err(InputError::SeveralSheets.of(&name)),
        }
    }
}
