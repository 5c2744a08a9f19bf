//! A figure that a machine measured is dated, and has the command that repeats it.

use super::{Page, project};

/// Whether a text has a date such as 2026-11-26.
fn is_dated(text: &str) -> bool {
    text.match_indices("20").any(|(at, _)| {
        let date = text.as_bytes().get(at..at + 10).unwrap_or_default();
        date.len() == 10
            && date.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() })
    })
}

#[test]
fn every_section_of_measurements_is_dated_and_names_what_repeats_it() {
    for name in ["docs/benchmarks.md", "docs/benchmarks.zh.md"] {
        let page = Page::read(name);
        let mut sections = 0;
        for section in page.text.split("\n## ").skip(1).filter(|section| section.contains("\n| ")) {
            sections += 1;
            let heading = section.lines().next().unwrap();
            assert!(is_dated(section), "{name}: {heading} has no date");
            let words = section.split(|c: char| c.is_whitespace() || c == '`');
            let scripts: Vec<&str> = words.filter(|word| word.starts_with("benches/")).collect();
            let repeats = !scripts.is_empty() || section.contains("--bench ") || section.contains("```sh\n");
            assert!(repeats, "{name}: {heading} names no command");
            for script in scripts {
                assert!(project().join(script).exists(), "{name}: {script}");
            }
        }
        assert!(sections >= 3, "{name}");
    }
    assert!(is_dated("measured on 2026-11-26.") && !is_dated("in 2026 or 20-11-26"));
}

#[test]
fn the_speed_in_the_readme_is_that_of_the_page_on_speed() {
    let rows = |name: &str, below: &str| {
        let page = Page::read(name);
        let rows = page.table(below).into_iter();
        let figures: Vec<String> = rows.map(|row| row[1..].join(" ")).collect();
        figures
    };
    for (readme, below, page) in
        [("README.md", "## Speed\n", "docs/benchmarks.md"), ("README.zh-CN.md", "## 速度\n", "docs/benchmarks.zh.md")]
    {
        let page = Page::read(page).text;
        assert!(is_dated(Page::read(readme).text.split_once(below).unwrap().1), "{readme}: the speed has no date");
        let shown = rows(readme, below);
        assert_eq!(shown.len(), 2, "{readme}");
        for row in shown {
            for figure in row.split(' ').filter(|figure| figure.contains('.')) {
                assert!(page.contains(&format!("| {figure} |")), "{readme}: {figure} is not measured");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn the_crate_without_features_has_as_many_crates_as_the_guide_says() {
    let arguments = ["tree", "--offline", "--locked", "--no-default-features", "--edges", "normal", "--prefix", "none"];
    let output = std::process::Command::new(env!("CARGO")).current_dir(project()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let crates: std::collections::BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    let english = format!("{} crates in the tree", crates.len());
    assert!(Page::read("docs/guide.md").text.contains(&english), "{english}: {crates:?}");
    assert!(Page::read("docs/guide.zh.md").text.contains(&format!("共 {} 个 crate", crates.len())));
}
