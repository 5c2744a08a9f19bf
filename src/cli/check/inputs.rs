//! The inputs that were named, opened.

use std::collections::BTreeMap;

use anyhow::Result;

use mingcha::input::{self, Input, InputHash, Keep, Limits, Opening, Options, STDIN, Source, Wanted};
use mingcha::message::cli::CliError;
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
    /// What a summary says of it, except for what is known only when it has been read.
    described: InputSummary,
}

impl Opened {
    /// What a summary says of it, with its hash if it has been hashed to its end.
    pub(super) fn summary(&self) -> InputSummary {
        let sha256 = self.hash.as_ref().map(|hash| hash.digest().hex());
        InputSummary { sha256, ..self.described.clone() }
    }
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

    let mut described = Vec::with_capacity(opened.inputs.len());
    for input in opened.inputs {
        // The sheets that are skipped are named once, with the first that is checked.
        let skipped = std::mem::take(&mut opened.skipped);
        described.push(Opened {
            described: InputSummary { skipped, ..InputSummary::before_reading(&input, &options.wanted) },
            input,
            file,
            path: path.to_owned(),
            hash: hash.clone(),
            size: size.filter(|_| is_alone),
        });
    }
    Ok(described)
}
