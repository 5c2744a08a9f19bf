//! A folder of one test.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder of one test, deleted when the test ends.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file, which need not exist.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// The path of a file as an argument of a command.
    pub(crate) fn arg(&self, name: &str) -> String {
        self.at(name).to_str().unwrap().to_owned()
    }

    /// Writes a file. Returns its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        super::keep(content.as_ref());
        fs::write(self.at(name), content).unwrap();
        self.at(name)
    }

    /// Writes a file. Returns its path as an argument of a command.
    pub(crate) fn file_arg(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        self.file(name, content);
        self.arg(name)
    }

    /// The names of all files in the folder.
    pub(crate) fn names(&self) -> Vec<String> {
        names(self.path())
    }
}

/// The names of all files in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}
