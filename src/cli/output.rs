//! Where reports go: standard output, or files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};

/// The unfinished files of this run, which an interrupt must not leave behind.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Ends the program on SIGINT, SIGTERM or SIGHUP without leaving half a file behind.
#[allow(clippy::exit, reason = "an interrupted program has nothing left to return to")]
pub(super) fn leave_nothing_when_interrupted() -> Result<()> {
    const INTERRUPTED: i32 = 130;
    let handler = || {
        for part in unfinished().drain(..) {
            let _ = fs::remove_file(part);
        }
        std::process::exit(INTERRUPTED);
    };
    ctrlc::set_handler(handler).context("interrupts cannot be handled")
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An opened output.
pub(super) struct Output {
    name: String,
    writer: Box<dyn Write + Send>,
    /// The file beside the wanted one, and the wanted one.
    beside: Option<(PathBuf, PathBuf)>,
}

impl Output {
    /// Standard output.
    pub(super) fn stdout() -> Self {
        Self { name: "standard output".to_owned(), writer: Box::new(io::stdout()), beside: None }
    }

    /// A file, refused now if it cannot be written. A device or a fifo is written directly.
    pub(super) fn file(path: &str) -> Result<Self> {
        let wanted = Path::new(path);
        let refused = || format!("{path}: cannot be written; check the folder and its permissions");
        let existing = fs::metadata(wanted).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            bail!("{path}: is a directory; name a file in it");
        }
        if existing.is_some_and(|m| !m.is_file()) {
            let device = OpenOptions::new().write(true).open(wanted).with_context(refused)?;
            return Ok(Self { name: path.to_owned(), writer: Box::new(device), beside: None });
        }
        // A link is followed, so that the report replaces what it points to and not the link.
        let wanted = fs::canonicalize(wanted).unwrap_or_else(|_| wanted.to_owned());
        let mut name = wanted.file_name().with_context(refused)?.to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = wanted.with_file_name(name);
        unfinished().push(part.clone());
        let file = File::create(&part).with_context(refused)?;
        Ok(Self { name: path.to_owned(), writer: Box::new(file), beside: Some((part, wanted)) })
    }

    /// Writes on.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer.write_all(bytes).with_context(|| format!("{}: cannot be written on", self.name))
    }

    /// Lets the file appear under its name.
    pub(super) fn finish(mut self) -> Result<()> {
        self.writer.flush().with_context(|| format!("{}: cannot be written to its end", self.name))?;
        if let Some((part, wanted)) = self.beside.take() {
            let renamed = fs::rename(&part, &wanted);
            if renamed.is_err() {
                let _ = fs::remove_file(&part);
            }
            unfinished().retain(|known| *known != part);
            renamed.with_context(|| format!("{}: cannot be put in its place", self.name))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.beside {
            let _ = fs::remove_file(part);
            unfinished().retain(|known| known != part);
        }
    }
}
