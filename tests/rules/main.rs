//! The rules: what is found in which written form, what surroundings make of it, and that no quick way misses a finding.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a failed unwrap fails its test; a skipped test says so; a law is shared"
)]

mod book;
mod chain;
#[path = "../common/mod.rs"]
mod common;
mod contexts;
mod disguises;
mod fields;
mod matching;
mod optional;
mod sieve;
#[path = "../laws/law/sound.rs"]
mod sound;
mod words;
