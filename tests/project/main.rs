//! The project around the program: the crates that it is built from, no network, the recipe for a cluster, and the pages.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a failed unwrap fails its test; a skipped test says so")]

#[path = "../common/mod.rs"]
mod common;
mod dependencies;
mod desktop;
mod offline;
mod pages;
mod spark;
