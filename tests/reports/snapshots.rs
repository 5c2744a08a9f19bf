//! Every report format on the fixture batch and on a clean file, byte for byte. After a change that is meant, look at
//! what `MINGCHA_REGENERATE=1 cargo test --test reports snapshots` changes under fixtures/snapshots.
//!
//! The hash of the rule set is masked: a new term changes only the rows that it is found in.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use mingcha::digest::Digest;
use mingcha::report::FormatName;
use mingcha::rules::RuleFiles;
use zip::ZipArchive;

use crate::common::{mingcha, names};

/// What writes the snapshots anew.
const REGENERATE: &str = "MINGCHA_REGENERATE=1 cargo test --test reports snapshots";

/// The report of a batch, without the hash of the rule set. Returns the hash of each part for a workbook.
fn report(batch: &str, format: FormatName) -> Vec<u8> {
    let batch = format!("fixtures/{batch}.csv");
    let mut command = mingcha();
    command.args(["check", &batch, "--quiet", "--lang", "zh", "--as-of", "2026-03-01", "-f", format.key()]);
    let output = command.output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    if format == FormatName::Xlsx { hashed_parts(&output.stdout) } else { masked(output.stdout) }
}

/// The bytes of a report with a word in place of the hash of the rule set, where it is whole and where it is abridged.
fn masked(report: Vec<u8>) -> Vec<u8> {
    // Pictures inside a workbook are not text.
    let mut report = match String::from_utf8(report) {
        Ok(report) => report,
        Err(other) => return other.into_bytes(),
    };

    let sets = RuleFiles::built_in().into_iter().map(|files| files.load().unwrap());
    for hash in sets.map(|set| set.origin.sha256) {
        for length in [hash.len(), 12] {
            report = report.replace(&hash[..length], "{hash of the rule set}");
        }
    }
    report.into_bytes()
}

/// The name and the hash of each part of a workbook, a line each.
fn hashed_parts(workbook: &[u8]) -> Vec<u8> {
    let mut parts = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut lines = String::new();
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let mut digest = Digest::default();
        digest.add(&masked(bytes));
        writeln!(lines, "{} {}", digest.hex(), part.name().unwrap()).unwrap();
    }
    lines.into_bytes()
}

#[test]
fn every_format_says_the_same_as_before() {
    let folder = Path::new("fixtures/snapshots");
    let regenerates = std::env::var_os("MINGCHA_REGENERATE").is_some();
    for batch in ["filings", "clean"] {
        for format in FormatName::ALL {
            let hashed = if format == FormatName::Xlsx { ".sha256" } else { "" };
            let path = folder.join(format!("{batch}.{}{hashed}", format.ending()));
            let report = report(batch, format);
            if regenerates {
                fs::write(&path, &report).unwrap();
            }
            assert!(
                report == fs::read(&path).unwrap_or_default(),
                "{} is no longer what {format} says. If that is meant, write it anew with\n    {REGENERATE}\nand read what \
                 git diff shows",
                path.display()
            );
        }
    }
    assert_eq!(names(folder).len(), 2 * FormatName::ALL.len(), "a snapshot of no format");
}

#[test]
fn another_hash_of_the_rule_set_changes_no_snapshot() {
    let hash = RuleFiles::built_in()[0].load().unwrap().origin.sha256;
    let before = masked(format!("rules {hash}, in short {}", &hash[..12]).into_bytes());
    assert_eq!(before, b"rules {hash of the rule set}, in short {hash of the rule set}");
    for format in FormatName::ALL {
        let report = String::from_utf8_lossy(&report("clean", format)).into_owned();
        assert!(!report.contains(&hash[..12]), "{format} has the hash of the rule set");
    }
}
