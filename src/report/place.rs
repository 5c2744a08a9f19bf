//! Paths as reports for CI name them: from the folder of the run on, since services place results by paths of the repository.

use super::Lang;
use crate::message::{Say as _, Sentence};
use crate::row::Row;

/// The sheet or the member that a row is in, if its file has such parts: its source behind the path of the file.
pub(super) fn part(row: &Row) -> Option<&str> {
    let rest = row.source.strip_prefix(&*row.file)?;
    rest.strip_prefix(['#', '!'])
}

/// What a message says of a row whose place names the file alone: its sheet or member in front.
pub(super) fn in_part(lang: Lang, row: &Row, said: String) -> String {
    match part(row) {
        Some(part) => format!("{}\n{said}", Sentence::InPart { part: part.to_owned() }.say(lang)),
        None => said,
    }
}

/// A path without the folder that it is in, and without `./` in front.
pub(super) fn placed<'a>(path: &'a str, folder: Option<&str>) -> &'a str {
    let inside = folder.and_then(|folder| inside(path, folder)).unwrap_or(path);
    let mut inside = inside;
    while let Some(rest) = inside.strip_prefix("./").filter(|rest| !rest.is_empty()) {
        inside = rest.trim_start_matches('/');
    }
    inside
}

fn inside<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let is_separator = |c: char| c == '/' || (cfg!(windows) && c == '\\');
    let rest = path.strip_prefix(folder)?;
    let inside = rest.trim_start_matches(is_separator);
    let is_whole = folder.ends_with(is_separator) || rest.starts_with(is_separator);
    (is_whole && !inside.is_empty()).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_begins_at_the_folder_if_it_is_in_it() {
        for (path, expected) in [
            ("/repo/a/b.csv", "a/b.csv"),
            ("/repo", "/repo"),
            ("/repository/b.csv", "/repository/b.csv"),
            ("./a.csv", "a.csv"),
            (".//./a.csv", "a.csv"),
            ("../a.csv", "../a.csv"),
            ("-", "-"),
        ] {
            assert_eq!(placed(path, Some("/repo")), expected, "{path}");
        }
        assert_eq!(placed("/a.csv", Some("/")), "a.csv");
        assert_eq!(placed("/a.csv", None), "/a.csv");
    }
}
