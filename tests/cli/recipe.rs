//! The recipe in the README runs as it is there, and ends with the status that it says.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::common::MINGCHA;

/// The first shell block under a heading of the README.
fn recipe(heading: &str) -> String {
    let readme = fs::read_to_string("README.md").unwrap();
    let section = readme.split_once(&format!("\n## {heading}\n")).unwrap().1;
    section.split_once("```sh\n").unwrap().1.split_once("```").unwrap().0.to_owned()
}

/// Runs the recipe on a batch that CI would call `filings.csv`. Returns its folder and status.
fn run(batch: &str) -> (TempDir, i32) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("filings.csv"), batch).unwrap();
    let path = format!("{}:{}", Path::new(MINGCHA).parent().unwrap().display(), std::env::var("PATH").unwrap());
    let status = Command::new("sh")
        .args(["-eu", "-c", &recipe("In CI")])
        .env("PATH", path)
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    (folder, status.code().unwrap())
}

#[test]
fn the_recipe_for_ci_fails_on_a_finding_and_keeps_its_reports() {
    for (batch, status) in [
        ("名称,经营范围\n甲,软件开发\n", 0),
        ("名称,经营范围\n甲,虚拟货币\n", 1),
        ("名称,经营范围\n甲,软件...\n", 2),
        ("编号\n1\n", 2),
    ] {
        let (folder, code) = run(batch);
        assert_eq!(code, status, "{batch}");
        let reports = ["verdicts.sarif", "verdicts.xml"].map(|name| folder.path().join(name).exists());
        assert_eq!(reports, [batch.starts_with("名称"); 2], "{batch}");
    }
}
