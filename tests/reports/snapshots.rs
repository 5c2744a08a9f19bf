//! Every report format on the fixture batch and on a clean file, byte for byte. After a change that is meant, look at
//! what `MINGCHA_REGENERATE=1 cargo test --test reports snapshots` changes under fixtures/snapshots.

use std::fs;
use std::path::Path;

use mingcha::report::FormatName;
use sha2::{Digest, Sha256};

use crate::common::{mingcha, names};

/// The report of a batch; of a workbook only its hash.
fn report(batch: &str, format: FormatName) -> Vec<u8> {
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
            format.key(),
        ])
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    if format == FormatName::Xlsx {
        format!("{:x?}\n", &Sha256::digest(&output.stdout)[..]).into_bytes()
    } else {
        output.stdout
    }
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
                "{} is no longer what {format} says",
                path.display()
            );
        }
    }
    assert_eq!(names(folder).len(), 2 * FormatName::ALL.len(), "a snapshot of no format");
}
