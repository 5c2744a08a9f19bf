//! `mingcha completions` and `mingcha man`: what the definition of the commands says, for shells and for man.

use std::io::{self, Write as _};

use anyhow::{Result, bail};
use clap::CommandFactory as _;
use clap_mangen::Man;

use super::args::{self, Args};
use super::exit::Exit;

const PROGRAM: &str = "mingcha";

pub(super) fn completions(args: &args::Completions) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), PROGRAM, &mut script);
    print(&script)
}

pub(super) fn page(args: &args::Man) -> Result<Exit> {
    let mut program = Args::command().version(env!("CARGO_PKG_VERSION"));
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone().version(env!("CARGO_PKG_VERSION")),
            None => bail!("there is no command `{name}`; `{PROGRAM} help` lists them"),
        },
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    print(&page)
}

/// Writes all of it, so that a pipe that closes before the end is noticed.
fn print(text: &[u8]) -> Result<Exit> {
    let mut stdout = io::stdout();
    stdout.write_all(text)?;
    stdout.flush()?;
    Ok(Exit::Done)
}
