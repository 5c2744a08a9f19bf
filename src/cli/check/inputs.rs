//! The inputs that were named, opened.

use std::collections::BTreeMap;

use anyhow::Result;

use mingcha::input::{self, Input, InputHash, Keep, Limits, Opening, Options, STDIN, Source, Wanted};
use mingcha::message::cli::CliError;
use mingcha::pipeline::Tally;
use mingcha::report::InputSummary;
use mingcha::verdict::Field;

use crate::cli::args::Check;

/// An opened input with what is known of it before reading.
pub(super) struct Opened {
    pub(super) input: Input,
    /// Which of the files it is in, as they were given.
    pub(super) file: usize,
    pub(super) path: String,
    pub(super) hash: Option<InputHash>,
    pub(super) size: Option<u64>,
    /// Sheets of the same workbook that are not checked.
    pub(super) skipped: Vec<String>,
    /// The headers of columns that are not checked though they read like a name or a scope.
    pub(super) overlooked: Vec<String>,
    /// What no column was found for.
    pub(super) missing: Option<Field>,
}

/// Opens all inputs. `hashes` says whether they are to be hashed while they are read.
pub(super) fn open_inputs(args: &Check, hashes: bool) -> Result<Vec<Opened>> {
    if args.files.iter().filter(|file| *file == STDIN).count() > 1 {
        return Err(CliError::StdinTwice.into());
    }
    let options = Options {
        wanted: Wanted {
            columns: BTreeMap::from([(Field::Name, args.name.clone()), (Field::Scope, args.scope.clone())]),
            ids: args.id.clone(),
            keep: match &args.keep[..] {
                [] => Keep::Nothing,
                [all] if all == "all" => Keep::All,
                these => Keep::These(these.to_vec()),
            },
            no_headers: args.no_headers,
            ..Wanted::default()
        },
        encoding: args.encoding,
        delimiter: args.delimiter,
        sheet: args.sheet.clone(),
        format: args.input_format.map(Into::into),
        limits: Limits { block: args.block_size, cell: args.max_cell },
    };
    let mut inputs = Vec::new();
    for (file, path) in args.files.iter().enumerate() {
        inputs.extend(open(file, path, &options, hashes)?);
    }
    Ok(inputs)
}

/// The inputs of one path: its own text, or the sheets of a workbook.
fn open(file: usize, path: &str, options: &Options, hashed: bool) -> Result<Vec<Opened>> {
    let unread = options.format == Some(input::InputFormat::Jsonl);
    let source = Source::open_as(path, Opening { hashed, unread })?;
    let hash = source.hash.clone();
    let size = source.size;
    let mut opened = input::open(source, options)?;
    let is_alone = opened.inputs.len() == 1;
    let wanted = &options.wanted;
    let described = |input: Input| Opened {
        overlooked: input.layout.overlooked(wanted),
        missing: input.layout.missing(wanted),
        input,
        file,
        path: path.to_owned(),
        hash: hash.clone(),
        size: size.filter(|_| is_alone),
        skipped: std::mem::take(&mut opened.skipped),
    };
    Ok(opened.inputs.into_iter().map(described).collect())
}

/// What a summary says of an input once it has been read.
pub(super) fn input_summary(opened: &Opened, tally: &Tally) -> InputSummary {
    let columns: Vec<_> = tally.columns.iter().map(|(header, filled)| (header.to_string(), *filled)).collect();
    let empty = columns.iter().filter(|(_, filled)| !filled && tally.counts.total() > 0);
    InputSummary {
        name: opened.input.name.clone(),
        encoding: opened.input.encoding().to_owned(),
        empty_columns: empty.map(|(header, _)| header.clone()).collect(),
        columns: columns.into_iter().map(|(header, _)| header).collect(),
        overlooked: opened.overlooked.clone(),
        missing: opened.missing,
        titles: opened.input.titles,
        skipped: opened.skipped.clone(),
        sha256: opened.hash.as_ref().map(|hash| hash.digest().hex()),
        bytes: tally.bytes,
    }
}
