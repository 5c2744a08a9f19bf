//! The worked example on the page about own rules does what the page says.

use std::collections::BTreeSet;
use std::fs;

use mingcha::rules::RuleFiles;

use crate::common::{Folder, mingcha, said};

/// The text of a page of the documentation.
fn page(name: &str) -> String {
    fs::read_to_string(format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Writes the files of the worked example, each in a block below its name, into a folder. Returns their names.
fn write_example(page: &str, folder: &Folder) -> BTreeSet<String> {
    fs::create_dir(folder.at("our-rules")).unwrap();
    let mut written = BTreeSet::new();
    for (before, block) in page.split("```csv\n").zip(page.split("```csv\n").skip(1)) {
        let name = before.trim_end_matches([':', '：', '\n']).rsplit('`').nth(1).unwrap();
        folder.file(&format!("our-rules/{name}"), block.split_once("```").unwrap().0);
        written.insert(name.to_owned());
    }
    written
}

#[test]
fn the_worked_example_passes_the_test_that_the_page_shows() {
    for name in ["rules.md", "rules.zh.md"] {
        let page = page(name);
        let folder = Folder::new();
        assert_eq!(write_example(&page, &folder).len(), 4, "{name}");

        let shown = page.split_once("```text\n$ mingcha ").unwrap().1.split_once("```").unwrap().0;
        let (command, output) = shown.split_once('\n').unwrap();
        let mut program = mingcha();
        program.current_dir(folder.path()).args(command.split(' '));
        let (report, errors, status) = said(program.output().unwrap());
        assert_eq!((report.as_str(), status), (output, 0), "{name}: {errors}");

        folder.file(
            "batch.csv",
            "名称,经营范围\n某某星际旅行有限公司,软件\n某某公司,海外代购\n某某保税有限公司,海外代购\n",
        );
        let mut program = mingcha();
        let args = ["check", "batch.csv", "--rules", "our-rules", "--as-of", "2026-03-01", "-f", "csv"];
        program.current_dir(folder.path()).args(args);
        let (report, errors, status) = said(program.output().unwrap());
        let verdicts: Vec<&str> = report.lines().skip(1).filter_map(|line| line.split(',').nth(5)).collect();
        assert_eq!((verdicts, status), (vec!["reject", "review", "clear"], 1), "{name}: {errors}");
    }
}

#[test]
fn the_page_has_every_column_of_every_data_file() {
    for name in ["rules.md", "rules.zh.md"] {
        let page = page(name);
        let mut seen = 0;
        let mut files: Vec<String> = vec!["profiles.csv".to_owned()];
        files.extend(RuleFiles::NAMES.map(|file| format!("rules/guoling-737/{file}")));
        for file in fs::read_dir("data").unwrap().chain(fs::read_dir("data/disguises").unwrap()) {
            let path = file.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(path.is_dir() || page.contains(&file), "{name} has no {file}");
            if path.extension().is_some_and(|ending| ending == "csv") {
                files.push(path.strip_prefix("data").unwrap().to_str().unwrap().to_owned());
            }
        }
        for file in files {
            let text = fs::read_to_string(format!("data/{file}")).unwrap();
            for column in text.lines().next().unwrap().split(',') {
                assert!(page.contains(&format!("`{column}`")), "{name} has no column {column} of {file}");
                seen += 1;
            }
        }
        assert!(seen > 60, "only {seen} columns");
    }
}
