//! Opens an input: its format, encoding, delimiter, header and columns are settled before any row is read.

use super::InputError;
#[cfg(not(feature = "workbooks"))]
use super::WorkbookError;
use super::block::Numbering;
#[cfg(feature = "workbooks")]
use super::container::{self, Tried};
use super::content::{InputFormat, is_binary};
use super::encoding::double_byte;
use super::json;
use super::opened::{Input, Opened};
use super::options::Options;
use super::source::Source;
#[cfg(feature = "arrow")]
use super::table;
#[cfg(feature = "workbooks")]
use super::workbook;
use crate::message::Refusals;

/// Opens delimited text, JSON or a workbook.
///
/// # Errors
/// The error names the source, what is wrong and what to do about it.
pub fn open(source: Source, options: &Options) -> Result<Opened, InputError> {
    let name = source.name.clone();
    let mut opened = open_any(source, options).map_err(|error| error.of(&name))?;
    opened.inputs.iter_mut().for_each(|input| input.file.clone_from(&name));
    Ok(opened)
}

/// Opens a source that has no name in errors yet.
fn open_any(source: Source, options: &Options) -> Result<Opened, InputError> {
    #[cfg(feature = "workbooks")]
    let source = match container::detect(&source.head) {
        Some(kind) if options.format.is_none_or(|format| format == InputFormat::Workbook) => {
            match container::open(kind, source, options, open_any)? {
                Tried::Opened(opened) => return Ok(opened),
                Tried::NoArchive(source) => source,
            }
        }
        _ => source,
    };

    let format = match options.format {
        Some(format) => format,
        None => InputFormat::detect(&source.head)?,
    };
    match format {
        InputFormat::Csv => delimited(source, options),
        InputFormat::Json => json::open(source, options),
        InputFormat::Jsonl => {
            if let (None, Some(encoding)) = (options.encoding, double_byte(&source.head)) {
                return Err(InputError::JsonLinesIn { encoding: encoding.name() });
            }
            let source = source.without_end_marks(options.encoding)?;
            Ok(Opened::alone(Input::objects(source, options)?))
        }
        #[cfg(feature = "arrow")]
        InputFormat::Parquet => Ok(Opened::alone(Input::table(table::Kind::Parquet, source, options)?)),
        #[cfg(feature = "arrow")]
        InputFormat::Arrow => Ok(Opened::alone(Input::table(table::Kind::Arrow, source, options)?)),
        #[cfg(feature = "workbooks")]
        InputFormat::Workbook => Ok(workbook::open(source, options)?),
        #[cfg(not(feature = "workbooks"))]
        InputFormat::Workbook => Err(WorkbookError::NotBuiltIn.into()),
    }
}

/// Opens delimited text. Where it can be no text at all, that is the reason and not what is missing in it.
fn delimited(source: Source, options: &Options) -> Result<Opened, InputError> {
    let is_binary = is_binary(&source.head);
    // The user may have named a format that it does not have.
    let detected = InputFormat::detect(&source.head);
    let source = source.without_end_marks(options.encoding)?;
    let error = match Input::delimited(source, options, Numbering::Lines) {
        Ok(input) => return Ok(Opened::alone(input)),
        Err(error) if error.is_about_text() => error,
        Err(error) => return Err(error),
    };
    Err(match detected {
        Err(foreign) => foreign,
        Ok(InputFormat::Json | InputFormat::Jsonl) => InputError::Json,
        Ok(InputFormat::Workbook) => InputError::IsWorkbook,
        #[cfg(feature = "arrow")]
        Ok(InputFormat::Parquet) => InputError::Database { format: table::Kind::Parquet.name().to_owned() },
        #[cfg(feature = "arrow")]
        Ok(InputFormat::Arrow) => InputError::Database { format: table::Kind::Arrow.name().to_owned() },
        Ok(InputFormat::Csv) if is_binary => InputError::NotText,
        Ok(InputFormat::Csv) => error,
    })
}

impl Input {
    /// Opens a source that holds one input.
    ///
    /// # Errors
    /// Those of [`open`], [`InputError::SeveralSheets`] if the source is a workbook with several sheets to check, and
    /// [`InputError::LeftUnread`] if a sheet or a member of an archive cannot be read.
    pub fn open(source: Source, options: &Options) -> Result<Self, InputError> {
        let name = source.name.clone();
        let Opened { mut inputs, unread, .. } = open(source, options)?;
        if !unread.is_empty() {
            return Err(InputError::LeftUnread { refusals: Refusals(unread) }.of(&name));
        }
        match inputs.pop() {
            Some(input) if inputs.is_empty() => Ok(input),
            _ => Err(InputError::SeveralSheets.of(&name)),
        }
    }
}
