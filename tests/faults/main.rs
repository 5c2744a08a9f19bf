//! What goes wrong around a run: full disks, closed pipes, interrupts, files that change or break. None of it may end in a
//! status 0, a half file, or a row called clear that was not read.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking, and says what it skips")]

mod changing;
#[path = "../common/mod.rs"]
mod common;
mod conflicts;
mod corrupted;
mod disk;
mod interrupts;
mod permissions;
mod pipes;
mod resources;
mod run;
mod unreadable;
