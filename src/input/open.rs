//! Opens an input: what it is, its encoding, delimiter, header and columns, all settled before any row is read.

use anyhow::{Context, Result, anyhow, bail};

use super::block::Numbering;
use super::content::{Content, InputFormat};
use super::opened::{Input, Opened};
use super::options::Options;
use super::source::Source;
use super::workbook;

/// Opens delimited text, lines of JSON or a workbook. Every error names the source and says what to do.
pub fn open(source: Source, options: &Options) -> Result<Opened> {
    let name = source.name.clone();
    let content = options.format.map_or_else(|| Content::of(&source.head), Content::Readable);
    let opened = match content {
        Content::Readable(InputFormat::Csv) => Input::delimited(source, options, Numbering::Lines).map(Opened::alone),
        Content::Readable(InputFormat::Jsonl) => Input::objects(source, options).map(Opened::alone),
        Content::Readable(InputFormat::Workbook) => workbook::open(source, options).map_err(Into::into),
        Content::Refused(why) => Err(anyhow!("{why}")),
    };
    opened.with_context(|| name)
}

impl Input {
    /// Opens a source that holds one input.
    pub fn open(source: Source, options: &Options) -> Result<Self> {
        let name = source.name.clone();
        let mut inputs = open(source, options)?.inputs;
        match (inputs.pop(), inputs.is_empty()) {
            (Some(input), true) => Ok(input),
            _ => {
                bail!("{name}: has several sheets that can be checked; save the one that is meant as a file of its own")
            }
        }
    }
}
