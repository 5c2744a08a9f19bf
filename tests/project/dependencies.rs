//! What the project is built from: crates of the registry under licences that it may be given away with.

use std::fs;
use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than a notice.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
    // The licence of bzip2, in the manner of BSD.
    "bzip2-1.0.6",
];

fn metadata(args: &[&str]) -> Option<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    let output =
        cargo.args(["metadata", "--format-version", "1", "--locked", "--offline"]).args(args).output().unwrap();
    output.status.success().then(|| serde_json::from_slice(&output.stdout).unwrap())
}

/// The crates of all platforms; of this one, if the others have not been fetched.
fn packages() -> Vec<Value> {
    let all = metadata(&[]).or_else(|| {
        assert!(std::env::var_os("MINGCHA_REQUIRE_CRATES").is_none(), "run cargo fetch --locked");
        eprintln!("skipped: crates of other platforms have not been fetched");
        let version = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into())).arg("-vV").output().unwrap();
        let version = String::from_utf8(version.stdout).unwrap();
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
        metadata(&["--filter-platform", &host])
    });
    all.unwrap()["packages"].as_array().unwrap().clone()
}

fn is_allowed(licence: &str) -> bool {
    let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX).unwrap();
    expression.evaluate(|wanted| ALLOWED.contains(&&*wanted.to_string()))
}

#[test]
fn every_crate_may_be_given_away_with_the_program() {
    let packages = packages();
    assert!(packages.len() > 50);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_else(|| panic!("{} names no licence", package["name"]));
        assert!(is_allowed(licence), "{} is under {licence}", package["name"]);
    }
    assert!(is_allowed("MIT/Apache-2.0") && is_allowed("GPL-3.0-only OR MIT"));
    assert!(!is_allowed("GPL-3.0-only") && !is_allowed("MIT AND LGPL-2.1-or-later"));
}

#[test]
fn every_crate_comes_from_the_registry_with_a_check_sum() {
    let lock = fs::read_to_string("Cargo.lock").unwrap();
    let packages: Vec<_> = lock.split("[[package]]").skip(1).filter(|p| !p.contains("name = \"mingcha")).collect();
    assert!(packages.len() > 50);
    for package in &packages {
        assert!(package.contains("source = \"registry+") && package.contains("checksum = \""), "{package}");
    }
}
