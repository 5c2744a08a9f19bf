//! The pages for users have every key that a report has.

use std::fs;

use mingcha::verdict::ProblemKind;

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
