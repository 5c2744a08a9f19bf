//! The folder 规则 beside the program: rule sets and terms of an office whose people type no options.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mingcha::message::cli::{CliError, Notice};
use mingcha::rules::RuleFiles;
use mingcha::text::path::shown;

use super::files::begins_hidden;

/// What the folder may be called.
const NAMES: [&str; 2] = ["规则", "rules"];
/// What systems and office programs leave in a folder.
const LEFT_BEHIND: [&str; 2] = ["desktop.ini", "thumbs.db"];

/// The rules beside the program.
#[derive(Default)]
pub(super) struct Office {
    /// The folder that the program is in, if there are rules beside it.
    pub(super) program: Option<PathBuf>,
    /// Rule sets, each a folder.
    pub(super) rules: Vec<OsString>,
    /// Files of terms.
    pub(super) terms: Vec<OsString>,
}

impl Office {
    /// Finds the rules beside the program. Whatever is in their folder and is no rule is refused: nobody should believe that it
    /// is applied.
    pub(super) fn beside_program() -> Result<Self, CliError> {
        let program = env::current_exe().ok();
        match program.as_deref().and_then(Path::parent) {
            Some(folder) => Self::beside(folder),
            None => Ok(Self::default()),
        }
    }

    fn beside(program: &Path) -> Result<Self, CliError> {
        let mut office = Self::default();
        for name in NAMES {
            let folder = program.join(name);
            if folder.is_dir() {
                office.add(&folder, program)?;
                office.program = Some(program.to_owned());
            }
        }
        Ok(office)
    }

    /// Adds what a folder has, in the order of the bytes of the names.
    fn add(&mut self, folder: &Path, program: &Path) -> Result<(), CliError> {
        if is_rule_set(folder) {
            self.rules.push(folder.into());
            return Ok(());
        }

        let unread = |cause: io::Error| CliError::FolderNotRead { path: called(folder, program), cause };
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(unread)? {
            paths.push(entry.map_err(unread)?.path());
        }
        paths.sort_unstable_by(|one, other| {
            one.as_os_str().as_encoded_bytes().cmp(other.as_os_str().as_encoded_bytes())
        });

        for path in paths {
            let name = path.file_name().unwrap_or_default();
            if is_left_behind(name) {
                continue;
            }
            let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
            if path.is_dir() && is_rule_set(&path) {
                self.rules.push(path.into());
            } else if path.is_file() && is_table {
                self.terms.push(path.into());
            } else {
                return Err(CliError::NoRuleFile { path: called(&path, program) });
            }
        }
        Ok(())
    }

    /// Whether there are any rules.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.terms.is_empty()
    }

    /// What people are told of the rules. Returns `None` if there are none.
    pub(super) fn notice(&self) -> Option<Notice> {
        let program = self.program.as_ref().filter(|_| !self.is_empty())?;
        let files = self.rules.iter().chain(&self.terms).map(|path| called(Path::new(path), program)).collect();
        Some(Notice::OfficeRules { files })
    }
}

/// What a file or folder beside the program is called: the same on every machine.
pub(super) fn called(path: &Path, program: &Path) -> String {
    let inside = path.strip_prefix(program).unwrap_or(path);
    shown(inside).replace('\\', "/")
}

fn is_rule_set(folder: &Path) -> bool {
    folder.join(RuleFiles::NAMES[0]).exists()
}

fn is_left_behind(name: &OsStr) -> bool {
    begins_hidden(name) || LEFT_BEHIND.iter().any(|left| name.eq_ignore_ascii_case(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program_with(files: &[&str]) -> tempfile::TempDir {
        let program = tempfile::tempdir().unwrap();
        for file in files {
            let path = program.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        program
    }

    fn found(files: &[&str]) -> (Vec<String>, Vec<String>) {
        let program = program_with(files);
        let office = Office::beside(program.path()).unwrap();
        let names = |paths: &[OsString]| paths.iter().map(|path| called(Path::new(path), program.path())).collect();
        (names(&office.rules), names(&office.terms))
    }

    #[test]
    fn rule_sets_and_terms_are_found_in_the_order_of_their_names_and_what_systems_leave_is_passed_over() {
        let files =
            ["规则/乙/ruleset.csv", "规则/b.CSV", "规则/a.csv", "规则/desktop.ini", "规则/~$a.csv", "rules/c.csv"];
        let expected =
            (vec!["规则/乙".to_owned()], vec!["规则/a.csv".into(), "规则/b.CSV".into(), "rules/c.csv".into()]);
        assert_eq!(found(&files), expected);
        assert_eq!(found(&["规则/ruleset.csv", "规则/terms.csv"]), (vec!["规则".to_owned()], vec![]));
        assert_eq!(found(&["mingcha", "名单.csv"]), (vec![], vec![]));
    }

    #[test]
    fn what_is_no_rule_is_refused_by_its_name() {
        for file in ["规则/词表.xlsx", "规则/我局/terms.csv", "规则/说明.txt"] {
            let program = program_with(&[file]);
            let error = Office::beside(program.path()).err().unwrap().to_string();
            assert!(error.contains("规则/") && !error.contains(&*program.path().to_string_lossy()), "{file}: {error}");
        }
    }
}
