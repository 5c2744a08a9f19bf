//! The files that the arguments name. Folders are searched for lists, and patterns that no shell has expanded are expanded.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use glob::{MatchOptions, glob_with};
use walkdir::{DirEntry, WalkDir};
use zip::ZipArchive;

use mingcha::input::STDIN;
use mingcha::message::cli::CliError;
use mingcha::message::{Lang, SkipReason, Skipped};
use mingcha::report::is_own_stem;
use mingcha::text::path::shown;
use mingcha::verdict::Verdict;

use super::lists;

/// The endings of lists, in lower case. Compressed files and archives are looked into.
const ENDINGS: [&str; 22] = [
    "csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "json", "jsonl", "ndjson", "zip", "tar",
    "tgz", "gz", "bz2", "xz", "zst", "dbf", "slk",
];
/// Those of tables of engines, which a program without the feature `arrow` passes over.
const ENDINGS_OF_TABLES: &[&str] =
    if cfg!(feature = "arrow") { &["parquet", "arrow", "arrows", "feather", "ipc"] } else { &[] };
/// Those of other files that people have beside lists.
const OTHER_ENDINGS: [&str; 16] =
    ["doc", "docx", "wps", "pdf", "htm", "html", "xml", "md", "ppt", "pptx", "rtf", "rar", "7z", "jpg", "png", "exe"];
/// What a report in csv begins with.
const REPORT: &str = "source,row,line,id,name,verdict,";
/// What the csv of a report for people begins with.
const BOM: char = '\u{FEFF}';
/// What each line of a report in lines of JSON has, in this order. Other programs write `source` first, too.
const KEYS: [&str; 5] = ["{\"source\":\"", "\"row\":", "\"verdict\":\"", "\"findings\":[", "\"problems\":["];
/// How the record of a run begins, and lines of JSON that have figures only; and how reports for CI begin, which no list does:
/// sarif, gitlab and the three kinds of annotations of github.
const OWN_HEADS: [&str; 7] = [
    "{\n  \"manifest\": ",
    "{\"summary\":{\"tool_version\":",
    "{\"$schema\":\"https://docs.oasis-open.org/sarif/",
    "[\n{\"fingerprint\":\"",
    "::error ",
    "::warning ",
    "::notice ",
];
/// How much of a file is read to see what it is, in bytes.
const HEAD: u64 = 64 << 10;
/// The longest description of a workbook, in bytes.
const MOST_PROPERTIES: u64 = 64 << 10;
/// What a pattern has that a path hardly has.
const WILD: [char; 3] = ['*', '?', '['];
/// How the name of a file begins that an office program keeps beside an open document, or that the system hides.
const HIDDEN: [&str; 2] = ["~$", "."];
/// Windows tells no upper from lower case in the names of files.
const MATCHING: MatchOptions =
    MatchOptions { case_sensitive: !cfg!(windows), require_literal_separator: true, require_literal_leading_dot: true };

/// The files of a run, in its order.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) list: Vec<ListedFile>,
    /// The files of folders and patterns that are no lists, each with what it is.
    pub(super) passed: Vec<Skipped>,
    /// Those among them that are reports of earlier checks into which decisions may have been filled.
    pub(super) reports: Vec<PathBuf>,
}

/// A file to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedFile {
    pub(super) path: OsString,
    /// Whether it was found in a folder or by a pattern, and not named by the user. It may be no list after all.
    pub(super) is_found: bool,
}

impl Files {
    /// Finds the files of these arguments.
    pub(super) fn of(arguments: &[OsString]) -> Result<Self> {
        let mut files = Self::default();
        for argument in arguments {
            match pattern(argument) {
                Some(pattern) => files.add_matching(pattern)?,
                None if argument != STDIN && Path::new(argument).is_dir() => files.add_folder(Path::new(argument))?,
                None => files.list.push(ListedFile { path: argument.clone(), is_found: false }),
            }
        }
        Ok(files)
    }

    /// Adds the files of a list, in its order. Their names are taken as they are, and not for patterns.
    pub(super) fn add_listed(&mut self, list: &OsStr, null: bool) -> Result<()> {
        let before = self.list.len();
        for path in lists::paths(list, null)? {
            let file = Path::new(&path);
            if path == STDIN {
                self.list.push(ListedFile { path, is_found: false });
            } else if file.is_dir() {
                self.add_folder(file)?;
            } else if is_report(file) {
                self.pass(file);
            } else {
                self.list.push(ListedFile { path, is_found: true });
            }
        }

        if self.list.len() == before {
            return Err(CliError::ListEmpty { file: shown(Path::new(list)) }.into());
        }
        // The list itself has been read from there.
        if list == STDIN && self.list.iter().any(|file| file.path == STDIN) {
            return Err(CliError::StdinTwice.into());
        }
        Ok(())
    }

    /// The lists of a folder and of the folders in it, in the order of the bytes of their paths.
    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let mut paths = Vec::new();
        for entry in WalkDir::new(folder).into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            let entry = entry.map_err(|error| {
                let path = shown(error.path().unwrap_or(folder));
                CliError::FolderNotRead { path, cause: error.into_io_error().unwrap_or(io::ErrorKind::Other.into()) }
            })?;
            // A link may lead to a file. One that leads to a folder or nowhere is named, and so is a device.
            if entry.path().is_file() {
                paths.push(with_slashes(folder, entry.path()));
            } else if !entry.file_type().is_dir() {
                self.pass(entry.path());
            }
        }
        paths.sort_unstable_by(|one, other| one.as_encoded_bytes().cmp(other.as_encoded_bytes()));

        let before = self.list.len();
        for path in paths {
            if is_list(Path::new(&path)) {
                self.list.push(ListedFile { path, is_found: true });
            } else {
                self.pass(Path::new(&path));
            }
        }
        if self.list.len() == before {
            return Err(CliError::NoListInFolder { path: shown(folder) }.into());
        }
        Ok(())
    }

    /// The files that a pattern names, and the lists of the folders that it names.
    fn add_matching(&mut self, pattern: &str) -> Result<()> {
        let Ok(matching) = glob_with(pattern, MATCHING) else {
            // It is no pattern: then it is a path, though there is no such file.
            self.list.push(ListedFile { path: pattern.into(), is_found: false });
            return Ok(());
        };
        let mut paths = Vec::new();
        for path in matching {
            paths.push(path.map_err(|error| {
                let path = shown(error.path());
                CliError::FolderNotRead { path, cause: error.into() }
            })?);
        }
        paths.sort_unstable_by(|one, other| {
            one.as_os_str().as_encoded_bytes().cmp(other.as_os_str().as_encoded_bytes())
        });

        let before = self.list.len();
        for path in paths {
            let name = path.file_name().unwrap_or_default();
            if path.is_dir() {
                self.add_folder(&path)?;
            } else if begins_hidden(name) || is_report(&path) {
                self.pass(&path);
            } else {
                self.list.push(ListedFile { path: with_slashes(Path::new(""), &path), is_found: true });
            }
        }
        if self.list.len() == before {
            return Err(CliError::NothingMatches { pattern: pattern.to_owned() }.into());
        }
        Ok(())
    }
}

impl Files {
    /// Notes a file that was found and is no list.
    fn pass(&mut self, path: &Path) {
        let is_report = is_report(path);
        if is_report && takes_decisions(path) {
            self.reports.push(path.to_owned());
        }
        let reason = if is_report { SkipReason::OwnReport } else { SkipReason::NoList };
        self.passed.push(Skipped { name: shown(path), reason });
    }
}

/// An argument as a pattern. Returns `None` if it is the path of something that exists, or has nothing wild in it.
fn pattern(argument: &OsStr) -> Option<&str> {
    let text = argument.to_str()?;
    let is_wild = text.contains(WILD) && !Path::new(text).exists();
    is_wild.then_some(text)
}

/// The path of a file that was found, with `/` between its parts behind the folder, which stays as it was given.
fn with_slashes(folder: &Path, path: &Path) -> OsString {
    if !cfg!(windows) {
        return path.as_os_str().to_owned();
    }
    let Ok(inner) = path.strip_prefix(folder) else { return path.as_os_str().to_owned() };
    let mut joined = PathBuf::from(folder).into_os_string();
    for part in inner.components() {
        if !joined.is_empty() && !joined.as_encoded_bytes().ends_with(b"/") {
            joined.push("/");
        }
        match part {
            Component::RootDir => {}
            _ => joined.push(part),
        }
    }
    joined
}

/// Whether a file may be a list, by its ending and its first columns.
pub(super) fn is_list(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let is_known = ENDINGS.contains(&ending.as_str()) || ENDINGS_OF_TABLES.contains(&ending.as_str());
    is_known && !is_report(path)
}

/// Whether a path ends like that of a file that people have.
pub(super) fn has_ending_of_file(path: &Path) -> bool {
    let known = ENDINGS.iter().chain(ENDINGS_OF_TABLES).chain(&OTHER_ENDINGS);
    path.extension().is_some_and(|own| known.into_iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// Whether a file is a document of an earlier check, by its name.
pub(super) fn is_own_report(name: &OsStr) -> bool {
    Path::new(name).file_stem().and_then(OsStr::to_str).is_some_and(is_own_stem)
}

/// Whether a file is a report of an earlier check, by its name or its first columns.
pub(super) fn is_report(path: &Path) -> bool {
    is_own_report(path.file_name().unwrap_or_default()) || begins_as_report(path).unwrap_or(false)
}

fn begins_as_report(path: &Path) -> io::Result<bool> {
    if has_ending(path, "xlsx") {
        return Ok(is_own_workbook(path));
    }
    if ENDINGS_OF_TABLES.iter().any(|ending| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))) {
        return Ok(is_own_table(path));
    }
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    let text = String::from_utf8_lossy(&head);
    let text = text.trim_start_matches(BOM);
    let line = text.lines().next().unwrap_or_default();
    let is_row = line.starts_with(REPORT) || is_own_object(line);
    Ok(is_row || OWN_HEADS.iter().any(|head| text.starts_with(head)) || is_own_text(text))
}

/// Whether a Parquet or Arrow file says that it is a report. Its cells say nothing: a list may quote the mark.
#[cfg(feature = "arrow")]
fn is_own_table(path: &Path) -> bool {
    mingcha::input::table_has_entry(path, mingcha::report::TABLE_MARK)
}

/// Without the feature, such a file is no list.
#[cfg(not(feature = "arrow"))]
fn is_own_table(_: &Path) -> bool {
    false
}

/// Whether a text is the report for a terminal: it begins with the verdict of a row and its place, or, without any row, has
/// the figures of a run.
fn is_own_text(text: &str) -> bool {
    let mut lines = text.lines().map(without_colours);
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    let is_verdict = |verdict: &str| {
        first.strip_prefix(verdict).is_some_and(|rest| rest.is_empty() || rest.starts_with(['：', ':']))
    };
    let is_row = second.trim_start().starts_with("--> ");
    Lang::ALL.into_iter().any(|lang| {
        let verdicts = Verdict::ALL.map(|verdict| lang.verdict(verdict));
        let has_figures = || text.lines().any(|line| has_in_order(line, &verdicts));
        is_row && verdicts.iter().any(|verdict| is_verdict(verdict)) || !is_row && has_figures()
    })
}

/// Whether a line has each of these words with a figure behind it, one after the other.
fn has_in_order(line: &str, words: &[&str]) -> bool {
    let mut rest = line;
    words.iter().all(|word| {
        let Some((_, behind)) = rest.split_once(word) else { return false };
        rest = behind;
        behind.strip_prefix(' ').is_some_and(|figure| figure.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// A line without the codes of colours.
fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut parts = line.split("\u{1b}[");
    plain.extend(parts.next());
    plain.extend(parts.map(|part| part.split_once('m').map_or(part, |(_, behind)| behind)));
    plain
}

/// Whether a line of JSON is a row of a report.
fn is_own_object(line: &str) -> bool {
    let mut rest = line;
    KEYS.iter().enumerate().all(|(number, key)| {
        let Some(at) = rest.find(key) else { return false };
        rest = &rest[at + key.len()..];
        number > 0 || at == 0
    })
}

/// Whether a report is in a format that people fill decisions into, by its ending.
pub(super) fn takes_decisions(report: &Path) -> bool {
    has_ending(report, "xlsx") || has_ending(report, "csv")
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// Whether a workbook says that this program is its author.
fn is_own_workbook(path: &Path) -> bool {
    let author = || {
        let mut parts = ZipArchive::new(File::open(path).ok()?).ok()?;
        let mut properties = String::new();
        parts.by_name("docProps/core.xml").ok()?.take(MOST_PROPERTIES).read_to_string(&mut properties).ok()?;
        Some(properties.contains("<dc:creator>mingcha</dc:creator>"))
    };
    author().unwrap_or(false)
}

fn is_hidden(entry: &DirEntry) -> bool {
    begins_hidden(entry.file_name())
}

pub(super) fn begins_hidden(name: &OsStr) -> bool {
    HIDDEN.iter().any(|begins| name.as_encoded_bytes().starts_with(begins.as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The paths that the arguments name, from a folder on.
    fn named(folder: &Path, arguments: &[&str]) -> Vec<String> {
        let arguments: Vec<OsString> = arguments.iter().map(|argument| folder.join(argument).into()).collect();
        let files = Files::of(&arguments).unwrap();
        let within =
            |path: &OsString| Path::new(path).strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        files.list.iter().map(|file| within(&file.path)).collect()
    }

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_gives_its_lists_in_the_order_of_their_paths_and_nothing_else() {
        let names = [
            "名单.csv",
            "b/乙.XLSX",
            "b/~$乙.XLSX",
            "b.csv",
            "a.docx",
            ".git/x.csv",
            "名单-检查报告.xlsx",
            "名单-检查报告 (2).xlsx",
            "丙.txt",
        ];
        let folder = folder_with(&names);
        assert_eq!(named(folder.path(), &[""]), ["b.csv", "b/乙.XLSX", "丙.txt", "名单.csv"]);
    }

    #[test]
    fn only_a_row_of_a_report_is_taken_for_one() {
        let own = include_str!("../../fixtures/snapshots/clean.jsonl").lines().next().unwrap();
        assert!(is_own_object(own));
        for other in
            [r#"{"source":"某局","企业名称":"甲虚拟货币有限公司","经营范围":"软件"}"#, r#"{"id":1,"source":"a"}"#, ""]
        {
            assert!(!is_own_object(other), "{other}");
        }
    }

    #[test]
    fn a_text_report_is_known_with_rows_and_without_and_a_list_is_not() {
        for own in [
            include_str!("../../fixtures/snapshots/clean.txt"),
            include_str!("../../fixtures/snapshots/filings.txt"),
            "\u{1b}[1;31mreject\u{1b}[0m: \u{1b}[1mA\u{1b}[0m\n \u{1b}[34m-->\u{1b}[0m a.csv:2 (row 1)\n",
        ] {
            assert!(is_own_text(own), "{own:.200}");
        }
        for other in [
            "不符合：甲公司\n乙公司\n",
            "名称,经营范围\n甲,不符合 3，需人工复核 5\n",
            "结论\t企业名称\n不符合\t甲\n提示\t乙\n",
            "",
        ] {
            assert!(!is_own_text(other), "{other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_is_not_followed_is_named() {
        let folder = folder_with(&["a.csv"]);
        std::os::unix::fs::symlink("nowhere.csv", folder.path().join("b.csv")).unwrap();
        let files = Files::of(&[folder.path().into()]).unwrap();
        assert_eq!((files.list.len(), files.passed.len()), (1, 1));
    }

    #[test]
    fn a_pattern_that_no_shell_expanded_is_expanded() {
        let folder = folder_with(&["b.csv", "a.csv", "c.txt", "d/e.csv", "[1].csv"]);
        assert_eq!(named(folder.path(), &["?.csv", "c.txt"]), ["a.csv", "b.csv", "c.txt"]);
        assert_eq!(named(folder.path(), &["**/*.csv"]), ["[1].csv", "a.csv", "b.csv", "d/e.csv"]);
        assert_eq!(named(folder.path(), &["[1].csv"]), ["[1].csv"]);
    }

    #[test]
    fn a_folder_or_a_pattern_without_any_list_is_refused() {
        let folder = folder_with(&["a.docx"]);
        for argument in ["", "*.csv"] {
            Files::of(&[folder.path().join(argument).into()]).unwrap_err();
        }
    }
}
