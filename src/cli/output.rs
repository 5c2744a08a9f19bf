//! Where reports go: standard output, or files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result, bail, ensure};

use mingcha::digest::Digest;

use super::interrupt::on_interrupt;

/// A file that is being written beside the one that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Beside {
    part: PathBuf,
    wanted: PathBuf,
}

/// The unfinished files of this run, which an interrupt must not leave behind.
static UNFINISHED: Mutex<Vec<Beside>> = Mutex::new(Vec::new());

/// Ends the program when it is interrupted, without leaving half a file behind.
#[allow(clippy::exit, reason = "an interrupted program has nothing left to return to")]
pub(super) fn leave_nothing_when_interrupted() -> Result<()> {
    on_interrupt(|status| {
        // Held until the end: no further file is begun or put in its place.
        let unfinished = unfinished();
        for Beside { part, .. } in &*unfinished {
            let _ = fs::remove_file(part);
        }
        std::process::exit(status);
    })
}

fn unfinished() -> MutexGuard<'static, Vec<Beside>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An opened output.
pub(super) struct Output {
    /// The path as it was given; none for standard output.
    path: Option<String>,
    writer: Writer,
    /// Of what has been written, if somebody asks for it.
    digest: Option<Digest>,
}

enum Writer {
    /// Standard output, a device or a fifo.
    Stream(Box<dyn Write + Send>),
    /// A file that appears when it is finished.
    File(File, Beside),
}

impl Output {
    /// Standard output.
    pub(super) fn stdout() -> Self {
        Self { path: None, writer: Writer::Stream(Box::new(io::stdout())), digest: None }
    }

    /// A file, refused now if it cannot be written. A device or a fifo is written directly.
    pub(super) fn file(path: &str) -> Result<Self> {
        let refused = || format!("{path}: cannot be written; check the folder and its permissions");
        let existing = fs::metadata(path).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            bail!("{path}: is a directory; name a file in it");
        }
        let writer = if existing.is_some_and(|m| !m.is_file()) {
            Writer::Stream(Box::new(OpenOptions::new().write(true).open(path).with_context(refused)?))
        } else {
            let beside = Beside::of(Path::new(path)).with_context(refused)?;
            let mut unfinished = unfinished();
            ensure!(
                unfinished.iter().all(|other| other.wanted != beside.wanted),
                "{path}: is named for two outputs; name another file for one of them"
            );
            // Never one that is there: it would be another run's, or a link that somebody laid.
            let file = File::create_new(&beside.part).with_context(refused)?;
            unfinished.push(beside.clone());
            Writer::File(file, beside)
        };
        Ok(Self { path: Some(path.to_owned()), writer, digest: None })
    }

    /// The same, but what is written is hashed.
    pub(super) fn hashed(mut self, wanted: bool) -> Self {
        self.digest = wanted.then(Digest::default);
        self
    }

    /// The path as it was given, or `-` for standard output.
    pub(super) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or("-")
    }

    /// The digest of what has been written, if it was asked for.
    pub(super) fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }

    fn name(&self) -> &str {
        self.path.as_deref().unwrap_or("standard output")
    }

    /// Writes on.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = match &mut self.writer {
            Writer::Stream(stream) => stream.write_all(bytes),
            Writer::File(file, _) => file.write_all(bytes),
        };
        written.with_context(|| format!("{}: cannot be written on", self.name()))?;
        self.digest.iter_mut().for_each(|digest| digest.add(bytes));
        Ok(())
    }

    /// Makes sure that all that was written is there: a full disk may say so only now.
    pub(super) fn complete(&mut self) -> Result<()> {
        let completed = match &mut self.writer {
            Writer::Stream(stream) => stream.flush(),
            Writer::File(file, _) => file.sync_data(),
        };
        completed.with_context(|| format!("{}: cannot be written to its end", self.name()))
    }

    /// Lets a file appear under its name.
    pub(super) fn appear(self) -> Result<()> {
        let Writer::File(_, Beside { part, wanted }) = &self.writer else { return Ok(()) };
        fs::rename(part, wanted).with_context(|| format!("{}: cannot be put in its place", self.name()))
    }
}

impl Beside {
    /// A file of a new name in the same folder. A link is followed, so that the report replaces what it points to and not
    /// the link.
    fn of(path: &Path) -> Result<Self> {
        let name = path.file_name().context("names no file")?;
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let wanted = fs::canonicalize(path).or_else(|_| fs::canonicalize(folder).map(|folder| folder.join(name)))?;
        let mut part = wanted.file_name().context("names no file")?.to_owned();
        part.push(format!(".{:016x}.part", RandomState::new().hash_one(std::process::id())));
        Ok(Self { part: wanted.with_file_name(part), wanted })
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Writer::File(_, beside) = &self.writer {
            // One that has appeared is not there any more.
            let _ = fs::remove_file(&beside.part);
            unfinished().retain(|known| known != beside);
        }
    }
}
