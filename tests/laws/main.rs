//! The laws of `law`, on seeds and on random bytes that are the same in every run. What a fuzzer finds becomes a seed.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../common/mod.rs"]
mod common;
mod law;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// The seeds of a law, by name of their files.
fn seeds(law: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/laws/seeds").join(law);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Random bytes, and seeds of which a few bytes are other ones.
fn bytes(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let changed =
        (prop::sample::select(seeds), prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6));
    prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..64),
        1 => changed.prop_map(|(mut bytes, changes)| {
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes
        }),
    ]
}

/// Tests one law on its seeds and on as many random inputs.
fn holds(law: &'static str, cases: u32) {
    let seeds = seeds(law);
    for (path, bytes) in &seeds {
        std::panic::catch_unwind(|| law::test(law, bytes)).unwrap_or_else(|_| panic!("broken by {}", path.display()));
    }
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let strategy = bytes(seeds.into_iter().map(|(_, bytes)| bytes).collect());
    let broken = runner.run(&strategy, |bytes| {
        law::test(law, &bytes);
        Ok(())
    });
    broken.unwrap();
}

#[test]
fn folded_text_and_findings_lead_back_to_the_original() {
    holds("spans", 12_000);
}

#[test]
fn records_are_those_of_the_csv_crate_however_they_are_cut() {
    holds("records", 12_000);
}

#[test]
fn no_way_of_reading_a_file_changes_what_is_found_or_loses_a_row() {
    holds("whole", 1200);
}

#[test]
fn the_law_of_whole_files_leaves_out_no_format_but_the_workbook_and_the_page() {
    let mut known = [&law::WHOLE_FORMATS[..], &["html", "xlsx"]].concat();
    if cfg!(feature = "arrow") {
        // Compared by `tests/columns`.
        known.extend(["parquet", "arrow"]);
    }
    let mut formats: Vec<_> = common::formats().iter().map(String::as_str).collect();
    known.sort_unstable();
    formats.sort_unstable();
    assert_eq!(known, formats);
}

#[test]
fn an_own_term_that_loads_is_found() {
    holds("terms", 1200);
}

#[test]
fn a_decision_holds_or_is_listed_and_a_report_comes_back() {
    holds("decisions", 2000);
}

#[test]
fn another_way_of_writing_lowers_no_verdict() {
    holds("rewriting", 20_000);
}

#[test]
fn another_segment_changes_no_finding() {
    holds("segments", 20_000);
}

#[test]
fn no_broken_workbook_stops_the_program() {
    holds("workbooks", 1000);
}

#[cfg(feature = "arrow")]
#[test]
fn no_broken_table_of_an_engine_stops_the_program() {
    holds("tables", 4000);
}

#[test]
fn no_named_word_in_a_row_of_several_encodings_is_clear() {
    holds("encodings", 400);
}

#[test]
fn the_sieve_drops_no_hit() {
    holds("sieve", 20_000);
}

#[test]
fn nobody_obeys_a_text_of_a_file() {
    holds("outputs", 4000);
}

#[test]
fn two_filings_have_one_key_if_and_only_if_the_same_was_judged() {
    holds("keys", 20_000);
}
