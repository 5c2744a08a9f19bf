//! `mingcha completions` and `mingcha man`: what the definition of the commands says, for shells and for man.

use std::io::{self, Write as _};

use anyhow::Result;
use clap_mangen::Man;

use mingcha::message::Lang;
use mingcha::message::cli::CliError;
use mingcha::message::help::section;

use super::exit::Exit;
use super::{args, help};

const PROGRAM: &str = "mingcha";

pub(super) fn completions(args: &args::Completions, lang: Lang) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::unwrapped(lang), PROGRAM, &mut script);
    print(&script)
}

pub(super) fn page(args: &args::Man, lang: Lang) -> Result<Exit> {
    // The version of the program alone: the lines of the rule sets would not fit into the title.
    let program = help::unwrapped(lang).version(env!("CARGO_PKG_VERSION"));
    let command = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone().version(env!("CARGO_PKG_VERSION")),
            None => return Err(CliError::NoCommand { name: name.clone() }.into()),
        },
    };

    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    print(with_headings(&String::from_utf8_lossy(&page), lang).as_bytes())
}

/// A manual page with its section headings in the language.
fn with_headings(page: &str, lang: Lang) -> String {
    const HEADING: &str = ".SH ";

    let mut with_headings = String::with_capacity(page.len());
    for line in page.lines() {
        match line.strip_prefix(HEADING).and_then(section) {
            Some(heading) => {
                with_headings += HEADING;
                with_headings += heading.get(lang);
            }
            None => with_headings += line,
        }
        with_headings.push('\n');
    }
    with_headings
}

/// Writes all of it, so that a pipe that closes before the end is noticed.
fn print(text: &[u8]) -> Result<Exit> {
    let mut stdout = io::stdout();
    stdout.write_all(text)?;
    stdout.flush()?;
    Ok(Exit::Done)
}
