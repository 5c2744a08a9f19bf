//! What holds of every input: one law a file, each of any bytes, so that a fuzzer and a plain test can both look for the
//! bytes that break it.
//!
//! A law panics where it is broken. The bytes stand for text that is made of telling pieces, or for a file as it is; see
//! [`made`].
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "two programs use their parts, and a broken law panics"
)]

mod decisions;
mod encodings;
mod keys;
mod made;
mod outputs;
mod records;
mod rewriting;
mod round_trip;
mod scripts;
mod segments;
mod sieve;
mod sound;
mod spans;
#[cfg(feature = "arrow")]
mod tables;
mod terms;
mod whole;
mod workbooks;
mod world;

pub use whole::NAMES as WHOLE_FORMATS;

use std::panic;
use std::sync::Once;

/// A law.
pub type Law = fn(&[u8]);

/// Every law under the name of its fuzz target and of its folder of seeds.
pub const LAWS: &[(&str, Law)] = &[
    ("spans", spans::hold),
    ("records", records::hold),
    ("whole", whole::hold),
    ("terms", terms::hold),
    ("decisions", decisions::hold),
    ("rewriting", rewriting::hold),
    ("segments", segments::hold),
    ("workbooks", workbooks::hold),
    ("encodings", encodings::hold),
    ("sieve", sieve::hold),
    ("outputs", outputs::hold),
    ("keys", keys::hold),
    #[cfg(feature = "arrow")]
    ("tables", tables::hold),
];

/// Tests the law with this name.
pub fn test(name: &str, bytes: &[u8]) {
    silence_caught_panics();
    let (_, law) = LAWS.iter().find(|(known, _)| *known == name).unwrap();
    law(bytes);
}

/// The hook of the fuzzer aborts at every panic, even at one of a workbook reader that becomes an error.
fn silence_caught_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !mingcha::input::is_catching_panics() {
                report(info);
            }
        }));
    });
}
