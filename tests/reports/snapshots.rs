//! Every report format on the fixture batch and on a clean file, byte for byte. After a change that is meant, look at
//! what `MINGCHA_REGENERATE=1 cargo test --test reports snapshots` changes under fixtures/snapshots.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::common::{formats, mingcha, names};

/// The ending of a snapshot. A workbook is kept as its hash.
fn ending(format: &str) -> &str {
    match format {
        "text" => "txt",
        "junit" => "xml",
        "xlsx" => "xlsx.sha256",
        format => format,
    }
}

fn report(batch: &str, format: &str) -> Vec<u8> {
    let output = mingcha()
        .args([
            "check",
            &format!("fixtures/{batch}.csv"),
            "--quiet",
            "--lang",
            "zh",
            "--as-of",
            "2026-03-01",
            "-f",
            format,
        ])
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    if format == "xlsx" { format!("{:x?}\n", &Sha256::digest(&output.stdout)[..]).into_bytes() } else { output.stdout }
}

#[test]
fn every_format_says_the_same_as_before() {
    let folder = Path::new("fixtures/snapshots");
    let regenerates = std::env::var_os("MINGCHA_REGENERATE").is_some();
    for batch in ["filings", "clean"] {
        for format in formats() {
            let path = folder.join(format!("{batch}.{}", ending(format)));
            let report = report(batch, format);
            if regenerates {
                fs::write(&path, &report).unwrap();
            }
            assert!(
                report == fs::read(&path).unwrap_or_default(),
                "{} is no longer what {format} says",
                path.display()
            );
        }
    }
    assert_eq!(names(folder).len(), 2 * formats().len(), "a snapshot of no format");
}
