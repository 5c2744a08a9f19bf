//! Columns of Arrow arrays, and Parquet and Arrow files as inputs and reports.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod batch;
#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod inputs;
mod made;
mod reports;
