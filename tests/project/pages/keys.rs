//! The pages for users have every key that a report has.

use std::fs;

use mingcha::verdict::ProblemKind;
use serde_json::Value;

use super::{Page, project};

#[test]
fn the_pages_on_formats_have_each_problem_and_whether_it_leaves_text_unread() {
    for (page, yes, no) in [("formats.md", "yes", "no"), ("formats.zh.md", "是", "否")] {
        let text = fs::read_to_string(format!("{}/docs/{page}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        for kind in ProblemKind::ALL {
            let row = text.lines().find(|line| line.starts_with(&format!("| `{}` |", kind.key())));
            let row = row.unwrap_or_else(|| panic!("{page} has no row for {}", kind.key()));
            let unread = if kind.leaves_text_unread() { yes } else { no };
            assert!(row.ends_with(&format!("| {unread} |")), "{page}: {row}");
        }
    }
}

/// The first cells of the rows of tables, each of which may have several keys in backquotes.
fn keys<'a>(page: &'a Page, below: &str) -> Vec<&'a str> {
    let rows = page.table(below).into_iter();
    rows.flat_map(|row| row[0].split('`').skip(1).step_by(2)).collect()
}

/// The names of the keys of an object, in their order.
fn keys_of(line: &str) -> Vec<String> {
    let object: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
    object.keys().cloned().collect()
}

#[test]
fn the_pages_on_formats_have_each_column_of_csv_in_its_order() {
    let header = fs::read_to_string(project().join("fixtures/snapshots/filings.csv")).unwrap();
    let header: Vec<&str> = header.lines().next().unwrap().split(',').collect();
    for name in ["docs/formats.md", "docs/formats.zh.md"] {
        assert_eq!(keys(&Page::read(name), "## csv\n"), header, "{name}");
    }
}

#[test]
fn the_pages_on_formats_have_each_key_of_jsonl() {
    let report = fs::read_to_string(project().join("fixtures/snapshots/filings.jsonl")).unwrap();
    let line = report.lines().find(|line| line.contains("\"evidence\"")).unwrap();
    let finding = serde_json::from_str::<Value>(line).unwrap()["findings"][0].to_string();
    for (name, below) in [("docs/formats.md", "| key of a finding |"), ("docs/formats.zh.md", "| 发现的键 |")] {
        let page = Page::read(name);
        let mut row = keys_of(line);
        row.extend(["decision".to_owned(), "kept".to_owned()]);
        row.sort();
        let mut shown = keys(&page, "## jsonl\n");
        shown.sort_unstable();
        assert_eq!(shown, row, "{name}");

        let mut of_finding = keys_of(&finding);
        of_finding.sort();
        let mut shown = keys(&page, below);
        shown.sort_unstable();
        assert_eq!(shown, of_finding, "{name}");
    }
}
