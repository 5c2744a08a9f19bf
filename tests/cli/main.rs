//! The program as its users meet it: commands, options, messages, statuses, and the files that it reads and writes.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a failed unwrap fails its test; a skipped test says so")]

mod bare;
mod check;
#[path = "../common/mod.rs"]
mod common;
mod decisions;
mod explain;
mod file_lists;
mod filter;
mod handbook;
mod hostile;
mod language;
mod manifest;
mod neighbours;
mod office;
mod options;
mod own_rules;
mod recipe;
mod redecided;
mod rule_sets;
mod rules_page;
mod settings;
mod terminal;
mod typed;

use common::{fed, mingcha, said};

/// Runs the program on text from standard input. Returns standard output, standard error and the status.
fn run(args: &[&str], input: &str) -> (String, String, i32) {
    let mut command = mingcha();
    command.args(args);
    said(fed(command, input))
}

/// Runs `check` on text from standard input. Returns standard output, standard error and the status.
fn check(input: &str, args: &[&str]) -> (String, String, i32) {
    run(&[&["check"], args].concat(), input)
}
