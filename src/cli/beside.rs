//! The documents that appear beside a list, when a file or a folder is named alone or dragged onto the program.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use mingcha::message::Lang;

/// What the names of these documents end with, in each language.
const MARKS: [&str; 2] = ["-检查报告", "-check-report"];
/// The endings of these documents, in the order in which they are written.
pub(super) const FORMATS: [&str; 2] = ["html", "xlsx"];
/// The most documents beside one list.
const MOST: usize = 10_000;

/// Whether a file is a document of an earlier check, by its name.
pub(super) fn is_own_report(name: &OsStr) -> bool {
    let Some(stem) = Path::new(name).file_stem().and_then(OsStr::to_str) else { return false };
    let unnumbered = match stem.rsplit_once(" (") {
        Some((before, number)) if is_number(number.strip_suffix(')')) => before,
        _ => stem,
    };
    MARKS.iter().any(|mark| unnumbered.ends_with(mark))
}

fn is_number(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The documents of one check beside its list.
pub(super) struct Beside {
    /// What is to be written: formats with paths.
    pub(super) reports: Vec<(&'static str, PathBuf)>,
    /// The workbook of the check before. It holds the decisions of all before it that still apply.
    pub(super) earlier: Option<PathBuf>,
}

impl Beside {
    /// The documents of a file or folder: with its name, and with a number where one is there already. Returns `None` if it has
    /// no name, or too many documents.
    pub(super) fn of(list: &Path, lang: Lang) -> Option<Self> {
        // `.` and `..` have a name only as whole paths.
        let whole = if list.file_name().is_none() { list.canonicalize().ok() } else { None };
        let list = whole.as_deref().unwrap_or(list);
        let stem = if list.is_dir() { list.file_name()? } else { list.file_stem()? };
        let mark = match lang {
            Lang::Zh => MARKS[0],
            Lang::En => MARKS[1],
        };

        let mut earlier = None;
        for number in 1..=MOST {
            let path = |ending: &str| list.with_file_name(file_name(stem, mark, number, ending));
            let taken = FORMATS.map(|ending| path(ending).symlink_metadata().is_ok());
            if !taken.contains(&true) {
                let reports = FORMATS.iter().map(|ending| (*ending, path(ending))).collect();
                return Some(Self { reports, earlier });
            }
            earlier = Some(path("xlsx")).filter(|workbook| workbook.is_file()).or(earlier);
        }
        None
    }
}

/// `名单-检查报告.html`, and `名单-检查报告 (2).html` for the second one.
fn file_name(stem: &OsStr, mark: &str, number: usize, ending: &str) -> OsString {
    let mut name = stem.to_owned();
    name.push(mark);
    if number > 1 {
        name.push(format!(" ({number})"));
    }
    name.push(".");
    name.push(ending);
    name
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn own_documents_are_known_by_their_names() {
        for (name, expected) in [
            ("名单-检查报告.xlsx", true),
            ("名单-检查报告 (12).html", true),
            ("list-check-report.xlsx", true),
            ("名单-检查报告 (副本).xlsx", false),
            ("检查报告.xlsx", false),
            ("名单.xlsx", false),
        ] {
            assert_eq!(is_own_report(OsStr::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_document_takes_no_name_that_is_taken_and_earlier_workbooks_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("名单.v2.csv");
        fs::write(&list, "").unwrap();
        let names = |beside: &Beside| -> Vec<String> {
            beside.reports.iter().map(|(_, path)| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };

        let first = Beside::of(&list, Lang::Zh).unwrap();
        assert_eq!(names(&first), ["名单.v2-检查报告.html", "名单.v2-检查报告.xlsx"]);
        assert_eq!(first.earlier, None);

        fs::write(folder.path().join("名单.v2-检查报告.xlsx"), "").unwrap();
        let second = Beside::of(&list, Lang::Zh).unwrap();
        assert_eq!(names(&second), ["名单.v2-检查报告 (2).html", "名单.v2-检查报告 (2).xlsx"]);
        assert_eq!(second.earlier, Some(folder.path().join("名单.v2-检查报告.xlsx")));
    }
}
