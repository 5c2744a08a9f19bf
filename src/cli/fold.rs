//! `mingcha fold`: the normaliser alone.

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Result;

use mingcha::input::{STDIN, Source};
use mingcha::message::cli::{CliError, OutputName};
use mingcha::text::fold::Fold;

use super::args;
use super::exit::Exit;
use super::same_file::FileId;

pub(super) fn run(args: &args::Fold) -> Result<Exit> {
    let read = if args.file == STDIN { FileId::stdin() } else { FileId::existing(Path::new(&args.file)) };
    if FileId::stdout().is_some_and(|output| read == Some(output)) {
        return Err(CliError::OutputIsInput { output: OutputName::Stdout }.into());
    }
    let source = Source::open(&args.file)?;
    let file = source.name.clone();
    let mut input = BufReader::new(source.into_stream());
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    let mut folded = String::new();
    let mut number = 0;

    loop {
        line.clear();
        number += 1;
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|cause| CliError::NotRead { file: file.clone(), cause })? == 0 {
            output.flush()?;
            return Ok(Exit::Done);
        }

        let Ok(text) = std::str::from_utf8(&line) else {
            return Err(CliError::NotUtf8 { file, line: number }.into());
        };
        folded.clear();
        Fold::builtin().fold_into(text, &mut folded);
        output.write_all(folded.as_bytes())?;

        // Whoever writes line by line waits for the answer to each.
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
}
