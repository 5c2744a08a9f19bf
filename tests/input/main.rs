//! Any export a clerk has: what is read of it, and that nothing of it passes unread as clear.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test fails by panicking, and says what it skips; a part of the laws is shared"
)]

mod accounted;
mod asides;
mod beside;
mod biff;
mod big;
mod binary;
mod bombs;
mod broken;
mod circles;
mod columns;
#[path = "../common/mod.rs"]
mod common;
mod conformance;
mod containers;
mod differential;
mod documents;
mod embedded;
mod encodings;
mod formats;
mod formulas;
mod harness;
mod layouts;
mod limits;
mod mixed;
mod objects;
mod open_documents;
mod planted;
mod refusals;
#[path = "../laws/law/scripts.rs"]
mod scripts;
mod sheets;
mod sources;
mod swept;
