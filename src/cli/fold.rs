//! `mingcha fold`: the normaliser alone.

use std::io::{self, BufRead, BufReader, BufWriter, Write};

use anyhow::Result;

use mingcha::input::Source;
use mingcha::message::cli::CliError;
use mingcha::text::fold::Fold;

use super::args;
use super::exit::Exit;
use super::same_file::{ReadFile, refuse_stdout};

pub(super) fn run(args: &args::Fold) -> Result<Exit> {
    refuse_stdout(ReadFile::input(&args.file))?;
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
