//! Whether two names mean one file: by links, by another spelling of the path, or because a shell has opened it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use mingcha::input::STDIN;
use mingcha::message::cli::{CliError, OutputName};
use mingcha::rules::{Profile, RuleFiles};
use mingcha::text::path::shown;

/// How many links a path may go through, as Linux counts.
const MOST_LINKS: usize = 40;

/// A file as the system knows it. Two names of one file have the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FileId {
    /// Device and inode.
    #[cfg(unix)]
    Inode(u64, u64),
    /// The real path of a file that does not exist yet, or whose inode is not known on this system. There a hard link counts
    /// as another file.
    Path(PathBuf),
}

impl FileId {
    /// The id of a file that exists. Returns `None` for what may be named twice: folders, terminals and other devices.
    pub(super) fn existing(path: &Path) -> Option<Self> {
        Self::of(&fs::metadata(path).ok()?, path)
    }

    /// The id of a file that is going to be written.
    pub(super) fn written(path: &Path) -> Option<Self> {
        match fs::metadata(path) {
            Ok(metadata) => Self::of(&metadata, path),
            Err(_) => real_path(path).ok().map(Self::Path),
        }
    }

    #[cfg(unix)]
    fn of(metadata: &Metadata, _: &Path) -> Option<Self> {
        use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
        let holds_text = metadata.is_file() || metadata.file_type().is_fifo();
        holds_text.then(|| Self::Inode(metadata.dev(), metadata.ino()))
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata, path: &Path) -> Option<Self> {
        if metadata.is_file() { fs::canonicalize(path).ok().map(Self::Path) } else { None }
    }

    /// The file that a shell has opened as standard input.
    #[cfg(unix)]
    pub(super) fn stdin() -> Option<Self> {
        Self::open(&io::stdin())
    }

    /// The file that a shell has opened as standard output.
    #[cfg(unix)]
    pub(super) fn stdout() -> Option<Self> {
        Self::open(&io::stdout())
    }

    #[cfg(unix)]
    fn open(stream: &impl std::os::fd::AsFd) -> Option<Self> {
        let file = fs::File::from(stream.as_fd().try_clone_to_owned().ok()?);
        Self::of(&file.metadata().ok()?, Path::new(""))
    }

    /// Not known without unsafe code.
    #[cfg(not(unix))]
    pub(super) fn stdin() -> Option<Self> {
        None
    }

    /// Not known without unsafe code.
    #[cfg(not(unix))]
    pub(super) fn stdout() -> Option<Self> {
        None
    }
}

/// A file that a command reads beside its inputs.
pub(super) struct ReadFile {
    pub(super) id: FileId,
    /// Its path, unless it is an input.
    pub(super) path: Option<String>,
}

impl ReadFile {
    /// An input, which may be standard input.
    pub(super) fn input(path: &OsStr) -> Option<Self> {
        Some(Self { id: Self::id(Path::new(path))?, path: None })
    }

    /// A file beside the inputs, which may be standard input, too.
    pub(super) fn named(path: &Path) -> Option<Self> {
        Some(Self { id: Self::id(path)?, path: Some(shown(path)) })
    }

    /// The files of a profile, own terms and rule sets.
    pub(super) fn of_rules(profile: &str, terms: &[OsString], folders: &[OsString]) -> Vec<Self> {
        let mut read = Vec::new();
        if Profile::built_in(profile).is_err() {
            read.extend(Self::named(Path::new(profile)));
        }
        read.extend(terms.iter().filter_map(|file| Self::named(Path::new(file))));
        for folder in folders {
            read.extend(RuleFiles::NAMES.iter().filter_map(|name| Self::named(&Path::new(folder).join(name))));
        }
        read
    }

    fn id(path: &Path) -> Option<FileId> {
        if path.as_os_str() == STDIN { FileId::stdin() } else { FileId::existing(path) }
    }

    /// Why an output cannot be this file.
    pub(super) fn refusal(&self, output: OutputName) -> CliError {
        match &self.path {
            None => CliError::OutputIsInput { output },
            Some(file) => CliError::OutputIsRead { output, file: file.clone() },
        }
    }
}

/// Refuses standard output that is one file with anything that is read.
pub(super) fn refuse_stdout(read: impl IntoIterator<Item = ReadFile>) -> Result<(), CliError> {
    let Some(stdout) = FileId::stdout() else { return Ok(()) };
    match read.into_iter().find(|file| file.id == stdout) {
        Some(file) => Err(file.refusal(OutputName::Stdout)),
        None => Ok(()),
    }
}

/// A path without links and relative parts. The file need not exist, but its folder.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let missing = match fs::canonicalize(&path) {
            Ok(real) => return Ok(real),
            Err(error) => error,
        };
        let Some(name) = path.file_name() else {
            return Err(missing);
        };
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder)?;
        match fs::read_link(&path) {
            // A link to a file that does not exist yet.
            Ok(target) => path = folder.join(target),
            Err(_) => return Ok(folder.join(name)),
        }
    }
    Err(io::ErrorKind::InvalidFilename.into())
}
