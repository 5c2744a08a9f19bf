//! The program as its users meet it: commands, options, messages, statuses, and the files that it reads and writes.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a failed unwrap fails its test; a skipped test says so")]

mod check;
mod decisions;
mod explain;
mod filter;
mod manifest;
mod options;
mod own_rules;
mod recipe;
mod rule_sets;
mod terminal;
