//! The documents that appear beside a list, when a file or a folder is named alone or dragged onto the program.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use mingcha::message::Lang;
use mingcha::report::{list_of_stem, numbered};

use super::files::{self, is_own_report};

/// The endings of these documents, in the order in which they are written.
pub(super) const FORMATS: [&str; 2] = ["html", "xlsx"];
/// The most documents beside one list.
const MOST: usize = 10_000;

/// Whether a document is one of a list, by their names alone.
pub(super) fn is_report_of(report: &Path, list: &Path) -> bool {
    let owner = report.file_stem().and_then(OsStr::to_str).and_then(list_of_stem);
    owner.is_some_and(|owner| [list.file_stem(), list.file_name()].contains(&Some(OsStr::new(owner))))
}

/// The reports of earlier checks of one list. The newest holds the decisions of all before it that still apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Earlier {
    /// The workbooks. An older one counts only if those before it cannot be read.
    pub(super) newest_first: Vec<PathBuf>,
    /// Whether they lie beside the list itself, or were dragged with it. People are told of the others only if something was
    /// decided in them.
    pub(super) is_own: bool,
    /// Whether they have every row of the lists, so that a row without a decision has none, whatever was decided in the reports
    /// before them.
    pub(super) is_whole: bool,
    /// The names of other lists that the reports may have rows of.
    pub(super) others: Vec<String>,
}

impl Earlier {
    /// Reports that lie beside the list, or one that was dragged with it.
    pub(super) fn own(newest_first: Vec<PathBuf>) -> Self {
        Self { newest_first, is_own: true, ..Self::default() }
    }

    /// When the newest was changed.
    fn changed(&self) -> Option<SystemTime> {
        self.newest_first.first().and_then(|newest| changed(newest))
    }
}

/// The reports that count for a folder, in the order in which they do: those of the lists in it, `inside`, and those beside it,
/// `own`. What was changed last wins.
pub(super) fn of_folder(inside: Vec<PathBuf>, own: Vec<Earlier>) -> Vec<Earlier> {
    // Those of one list together, by their path without the number.
    let mut lists: BTreeMap<PathBuf, Vec<(usize, PathBuf)>> = BTreeMap::new();
    for report in inside {
        let stem = report.file_stem().unwrap_or_default();
        let (list, number) = match stem.to_str() {
            Some(stem) if is_own_report(report.file_name().unwrap_or_default()) => numbered(stem),
            // Somebody has renamed it.
            _ => ("", 1),
        };
        let list = if list.is_empty() { report.clone() } else { report.with_file_name(list) };
        lists.entry(list).or_default().push((number, report));
    }

    let mut reports = Vec::new();
    for (_, mut numbered) in lists {
        numbered.sort_unstable_by(|one, other| other.cmp(one));
        let newest_first = numbered.into_iter().map(|(_, report)| report).collect();
        reports.push(Earlier { newest_first, ..Earlier::default() });
    }
    reports.extend(own.into_iter().map(|own| Earlier { is_whole: true, ..own }));
    reports.sort_by_cached_key(Earlier::changed);
    reports
}

/// The documents of one check beside its list.
pub(super) struct Beside {
    /// What is to be written: formats with paths.
    pub(super) reports: Vec<(&'static str, PathBuf)>,
    /// The workbooks of the checks before, in the order in which they count.
    pub(super) earlier: Vec<Earlier>,
    /// An older workbook that was changed after the newest of its name was written, and that one: somebody may have filled in
    /// the wrong one.
    pub(super) changed: Option<(PathBuf, PathBuf)>,
}

/// The documents whose names begin alike.
struct Numbered {
    /// What is to be written next.
    next: Vec<(&'static str, PathBuf)>,
    newest_first: Vec<PathBuf>,
    /// An older workbook that was changed after the newest.
    changed: Option<PathBuf>,
}

impl Beside {
    /// The documents of a file or folder: with its name, and with a number where one is there already. Where another list differs
    /// from it by its ending alone, they have its ending too. Returns `None` if it has no name, or too many documents.
    ///
    /// Reports of both names count, since the other list may have come or gone: the one that was changed last goes before the
    /// other, whatever their numbers.
    pub(super) fn of(list: &Path, lang: Lang) -> Option<Self> {
        // `.` and `..` have a name only as whole paths.
        let whole = if list.file_name().is_none() { list.canonicalize().ok() } else { None };
        let list = whole.as_deref().unwrap_or(list);
        let mark = lang.report_mark();
        let whole = Numbered::of(list, list.file_name()?, mark)?;
        if list.is_dir() || list.extension().is_none() {
            return Some(Self::with(whole.next.clone(), vec![(whole, Vec::new())]));
        }

        let others = namesakes(list);
        let short = Numbered::of(list, list.file_stem()?, mark)?;
        let next = if others.is_empty() { short.next.clone() } else { whole.next.clone() };
        Some(Self::with(next, vec![(short, others), (whole, Vec::new())]))
    }

    /// The documents to write, and those that are there under each name, with the other lists that may share it.
    fn with(reports: Vec<(&'static str, PathBuf)>, mut names: Vec<(Numbered, Vec<String>)>) -> Self {
        names.retain(|(numbered, _)| !numbered.newest_first.is_empty());
        names.sort_by_key(|(numbered, _)| changed(&numbered.newest_first[0]));

        let mut beside = Self { reports, earlier: Vec::new(), changed: None };
        let last = names.len().saturating_sub(1);
        for (number, (numbered, others)) in names.into_iter().enumerate() {
            let is_last = number == last;
            if is_last {
                beside.changed = numbered.changed.map(|changed| (changed, numbered.newest_first[0].clone()));
            }
            beside.earlier.push(Earlier {
                newest_first: numbered.newest_first,
                is_own: is_last && others.is_empty(),
                is_whole: number > 0,
                others,
            });
        }
        beside
    }
}

impl Numbered {
    /// The documents of a list whose names begin with `stem`.
    fn of(list: &Path, stem: &OsStr, mark: &str) -> Option<Self> {
        let mut newest_first: Vec<PathBuf> = Vec::new();
        for number in 1..=MOST {
            let path = |ending: &str| list.with_file_name(file_name(stem, mark, number, ending));
            let taken = FORMATS.map(|ending| path(ending).symlink_metadata().is_ok());
            if !taken.contains(&true) {
                let next = FORMATS.iter().map(|ending| (*ending, path(ending))).collect();
                newest_first.reverse();
                let newest = newest_first.first().and_then(|newest| changed(newest));
                let later = newest_first.iter().skip(1).find(|older| changed(older) > newest).cloned();
                return Some(Self { next, newest_first, changed: later });
            }
            newest_first.extend(Some(path("xlsx")).filter(|workbook| workbook.is_file()));
        }
        None
    }
}

/// The names of the other lists in the folder that differ from a list by their ending alone.
fn namesakes(list: &Path) -> Vec<String> {
    let folder = list.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let ending = |path: &Path| path.extension().unwrap_or_default().to_ascii_lowercase();
    let mut others = Vec::new();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        // On Windows a list may be named in other letters than its folder has.
        if path.file_stem() == list.file_stem() && ending(&path) != ending(list) && files::is_list(&path) {
            others.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    others
}

fn changed(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|data| data.modified()).ok()
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
    use std::time::Duration;

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
        assert!(first.earlier.is_empty());

        fs::write(folder.path().join("名单.v2-检查报告.xlsx"), "").unwrap();
        let second = Beside::of(&list, Lang::Zh).unwrap();
        assert_eq!(names(&second), ["名单.v2-检查报告 (2).html", "名单.v2-检查报告 (2).xlsx"]);
        let earlier = |beside: &Beside| -> Vec<PathBuf> {
            beside.earlier.iter().flat_map(|earlier| earlier.newest_first.clone()).collect()
        };
        assert_eq!(earlier(&second), [folder.path().join("名单.v2-检查报告.xlsx")]);

        // Another list of this name: each has its own documents from now on.
        let other = folder.path().join("名单.v2.xlsx");
        fs::write(&other, "").unwrap();
        let third = Beside::of(&list, Lang::Zh).unwrap();
        assert_eq!(names(&third), ["名单.v2.csv-检查报告.html", "名单.v2.csv-检查报告.xlsx"]);
        assert_eq!(earlier(&third), [folder.path().join("名单.v2-检查报告.xlsx")]);
        assert_eq!(third.earlier[0].others, ["名单.v2.xlsx"]);
        let fourth = Beside::of(&other, Lang::Zh).unwrap();
        assert_eq!(names(&fourth), ["名单.v2.xlsx-检查报告.html", "名单.v2.xlsx-检查报告.xlsx"]);
    }

    fn written_at(file: &Path, seconds: u64) {
        fs::write(file, "").unwrap();
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds);
        fs::File::options().write(true).open(file).unwrap().set_modified(at).unwrap();
    }

    #[test]
    fn the_reports_inside_a_folder_go_by_list_and_by_when_they_were_changed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str, seconds| {
            let path = folder.path().join(name);
            written_at(&path, seconds);
            path
        };
        let (tenth, second) = (at("甲-检查报告 (10).xlsx", 30), at("甲-检查报告 (2).xlsx", 40));
        let (renamed, other) = (at("已填.xlsx", 5), at("乙-检查报告.xlsx", 20));
        let own = at("一月-检查报告.xlsx", 25);

        let inside = vec![second.clone(), renamed.clone(), tenth.clone(), other.clone()];
        let found: Vec<_> = of_folder(inside, vec![Earlier::own(vec![own.clone()])])
            .into_iter()
            .map(|e| (e.newest_first, e.is_whole))
            .collect();
        let expected = [(vec![renamed], false), (vec![other], false), (vec![own], true), (vec![tenth, second], false)];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_older_workbook_that_was_changed_last_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("名单.csv");
        let (older, newer) = (folder.path().join("名单-检查报告.xlsx"), folder.path().join("名单-检查报告 (2).xlsx"));
        for (file, seconds) in [(&list, 0), (&older, 10), (&newer, 20)] {
            written_at(file, seconds);
        }
        assert_eq!(Beside::of(&list, Lang::Zh).unwrap().changed, None);

        fs::write(&older, "filled in").unwrap();
        let beside = Beside::of(&list, Lang::Zh).unwrap();
        assert_eq!(beside.earlier, [Earlier::own(vec![newer.clone(), older.clone()])]);
        assert_eq!(beside.changed, Some((older, newer)));
    }

    #[test]
    fn of_reports_under_two_names_the_one_that_was_changed_last_goes_before_the_other_whatever_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, seconds) in [
            ("名单.csv", 0),
            ("名单-检查报告 (3).xlsx", 10),
            ("名单-检查报告.xlsx", 5),
            ("名单-检查报告 (2).xlsx", 6),
            ("名单.csv-检查报告.xlsx", 20),
        ] {
            written_at(&at(name), seconds);
        }
        let names = |beside: Beside| -> Vec<_> {
            beside
                .earlier
                .into_iter()
                .map(|earlier| (earlier.newest_first[0].clone(), earlier.is_own, earlier.is_whole))
                .collect()
        };
        let (short, whole) = (at("名单-检查报告 (3).xlsx"), at("名单.csv-检查报告.xlsx"));
        let found = names(Beside::of(&at("名单.csv"), Lang::Zh).unwrap());
        assert_eq!(found, [(short.clone(), false, false), (whole.clone(), true, true)]);
        written_at(&short, 30);
        let found = names(Beside::of(&at("名单.csv"), Lang::Zh).unwrap());
        assert_eq!(found, [(whole, false, false), (short, true, true)]);
    }
}
