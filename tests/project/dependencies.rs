//! What the project is built from: crates of the registry under licences that it may be given away with.

use std::fs;
use std::path::Path;
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
        metadata(&["--filter-platform", &host()])
    });
    all.unwrap()["packages"].as_array().unwrap().clone()
}

/// What this machine compiles for.
fn host() -> String {
    let version = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into())).arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
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
fn the_licences_that_go_with_the_program_name_each_crate_that_is_linked_into_it() {
    if !Path::new(".ci/licences").exists() || Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: the script or python3 is not there");
        return;
    }
    let target = host();
    let licences = Command::new("python3").args([".ci/licences", &target]).output().unwrap();
    assert!(licences.status.success(), "{}", String::from_utf8_lossy(&licences.stderr));
    let licences = String::from_utf8(licences.stdout).unwrap();

    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(["--format", "{p}", "--target", &target])
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let mut linked = 0;
    // A crate of this project has its path behind its version.
    for crate_and_version in tree.lines().filter(|line| !line.starts_with("mingcha")) {
        let words: Vec<&str> = crate_and_version.split(' ').collect();
        let title = format!("\n{} {}\n    ", words[0], words[1].trim_start_matches('v'));
        assert!(licences.contains(&title), "{crate_and_version}");
        linked += 1;
    }
    assert!(linked > 50, "{linked}");
    for text in ["Permission is hereby granted", "END OF TERMS AND CONDITIONS", "Rust standard library"] {
        assert!(licences.contains(text), "{text}");
    }
    assert_eq!(licences.matches("END OF TERMS AND CONDITIONS").count(), 1, "each text stands there once");
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
