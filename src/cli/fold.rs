//! `mingcha fold`: the normaliser alone.

use std::io::{self, BufRead, BufReader, BufWriter, Write};

use anyhow::{Context, Result};

use mingcha::input::Source;
use mingcha::text::fold::Fold;

use super::args;
use super::exit::Exit;

pub(super) fn run(args: &args::Fold) -> Result<Exit> {
    let mut input = BufReader::new(Source::open(&args.file)?.into_stream());
    let mut output = BufWriter::new(io::stdout().lock());
    let (mut line, mut folded, mut number) = (Vec::new(), String::new(), 0);
    loop {
        line.clear();
        folded.clear();
        number += 1;
        if input.read_until(b'\n', &mut line).with_context(|| format!("{}: cannot be read on", args.file))? == 0 {
            output.flush()?;
            return Ok(Exit::Done);
        }
        let text = std::str::from_utf8(&line).with_context(|| {
            format!("{}:{number}: is not UTF-8; convert it first, such as with iconv -f gb18030", args.file)
        })?;
        Fold::builtin().fold_into(text, &mut folded);
        output.write_all(folded.as_bytes())?;
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
}
