//! Folding: what each character becomes, held to published test data, and how folded text leads back to the original.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../common/mod.rs"]
mod common;
mod conformance_fold;
mod escape;
mod fold;
mod spans;
