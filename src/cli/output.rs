//! Where reports go: standard output, or files that appear whole or not at all.

mod permissions;

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::Result;

use mingcha::digest::Digest;
use mingcha::message::cli::{CliError, OutputName};

use super::interrupt::on_interrupt;
use super::progress;
use super::same_file::real_path;

/// What Windows says of a file that another program holds open: access is denied, or sharing, or a part is locked.
const IN_USE: [i32; 3] = [5, 32, 33];
/// The names of devices that every folder of Windows has, whatever their ending. What is written to the first is gone.
const DEVICES: [&str; 22] = [
    "NUL", "CON", "PRN", "AUX", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// A file that is being written beside the one that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Beside {
    part: PathBuf,
    wanted: PathBuf,
}

/// The unfinished files of this run, which an interrupt must not leave behind.
static UNFINISHED: Mutex<Vec<Beside>> = Mutex::new(Vec::new());

/// How the names of the unfinished files of this run end, and those of no other run.
static ENDING_OF_PARTS: LazyLock<String> =
    LazyLock::new(|| format!(".{:016x}.part", RandomState::new().hash_one(std::process::id())));

/// Ends the program when it is interrupted, without leaving half a file behind.
#[allow(clippy::exit, reason = "an interrupted program has nothing left to return to")]
pub(super) fn leave_nothing_when_interrupted() -> Result<()> {
    // One process may check several lists, one after another.
    static IS_HANDLED: OnceLock<()> = OnceLock::new();
    if IS_HANDLED.set(()).is_err() {
        return Ok(());
    }
    on_interrupt(|status| {
        // Locked until the end, so that no further file is begun or put in its place.
        let unfinished = unfinished();
        for Beside { part, .. } in &*unfinished {
            let _ = fs::remove_file(part);
        }
        progress::wipe();
        std::process::exit(status);
    })
}

fn unfinished() -> MutexGuard<'static, Vec<Beside>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An opened output.
pub(super) struct Output {
    name: OutputName,
    writer: Writer,
    /// The digest of what has been written, if it is needed.
    digest: Option<Digest>,
}

enum Writer {
    /// Standard output, a device or a fifo.
    Stream(Box<dyn Write + Send>),
    /// A file that appears when it is finished.
    File(File, Beside),
    /// What is added to the end of a file when it is finished.
    End(File, Vec<u8>),
}

impl Output {
    /// Standard output.
    pub(super) fn stdout() -> Self {
        Self { name: OutputName::Stdout, writer: Writer::Stream(Box::new(io::stdout())), digest: None }
    }

    /// A file, refused now if it cannot be written. A device or a fifo is written directly.
    pub(super) fn file(path: &str) -> Result<Self> {
        match device(path) {
            Some("NUL") => {
                let writer = Writer::Stream(Box::new(io::sink()));
                return Ok(Self { name: OutputName::File(path.to_owned()), writer, digest: None });
            }
            Some(_) => return Err(CliError::OutputIsDevice { path: path.to_owned() }.into()),
            None => {}
        }
        let existing = fs::metadata(path).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(CliError::OutputIsFolder { path: path.to_owned() }.into());
        }

        let writer = if existing.is_some_and(|metadata| !metadata.is_file()) {
            let device = OpenOptions::new().write(true).open(path).map_err(|cause| not_opened(path, cause))?;
            Writer::Stream(Box::new(device))
        } else {
            Self::beside(path)?
        };
        Ok(Self { name: OutputName::File(path.to_owned()), writer, digest: None })
    }

    /// The end of a file that others write to as well. It is there, or appears.
    pub(super) fn end_of(path: &str) -> Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path).map_err(|cause| not_opened(path, cause))?;
        Ok(Self { name: OutputName::File(path.to_owned()), writer: Writer::End(file, Vec::new()), digest: None })
    }

    /// A new file beside the one of this path.
    fn beside(path: &str) -> Result<Writer> {
        let beside = Beside::of(path)?;
        let mut unfinished = unfinished();
        let file = permissions::create_private(&beside.part).map_err(|cause| match cause.kind() {
            // Only this run gives such names, so the file system takes the name of another output for this one: it does
            // not tell capitals from small letters, say.
            io::ErrorKind::AlreadyExists => CliError::SameOutput { output: OutputName::File(path.to_owned()) },
            _ => not_opened(path, cause),
        })?;
        unfinished.push(beside.clone());
        Ok(Writer::File(file, beside))
    }

    /// The output, with a digest of what is written if it is wanted.
    pub(super) fn hashed(mut self, wanted: bool) -> Self {
        self.digest = wanted.then(Digest::default);
        self
    }

    /// The path as it was given, or `-` for standard output.
    pub(super) fn path(&self) -> &str {
        match &self.name {
            OutputName::File(path) => path,
            OutputName::Stdout => "-",
        }
    }

    pub(super) fn is_stdout(&self) -> bool {
        matches!(self.name, OutputName::Stdout)
    }

    /// Whether what is written is seen at once, maybe on a terminal.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self.writer, Writer::Stream(_))
    }

    /// The digest of what has been written, if it was wanted.
    pub(super) fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }

    /// Appends bytes.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|cause| self.not_written(cause).into())
    }

    /// Makes sure that all that was written is there: a full disk may say so only now.
    pub(super) fn complete(&mut self) -> Result<()> {
        let completed = match &mut self.writer {
            Writer::Stream(stream) => stream.flush(),
            Writer::File(file, _) => file.sync_data(),
            Writer::End(..) => Ok(()),
        };
        completed.map_err(|cause| self.not_written(cause).into())
    }

    /// Lets a file appear under its name.
    pub(super) fn appear(mut self) -> Result<()> {
        if let Writer::End(file, bytes) = &mut self.writer {
            let written = file.write_all(bytes);
            return written.map_err(|cause| self.not_written(cause).into());
        }
        let Writer::File(file, Beside { part, wanted }) = &self.writer else {
            return Ok(());
        };
        let renamed = permissions::hand_over(file, wanted).and_then(|()| fs::rename(part, wanted));
        renamed.map_err(|cause| self.not_placed(wanted, cause).into())
    }

    /// Why the file could not take the place of the one that is wanted.
    fn not_placed(&self, wanted: &Path, cause: io::Error) -> CliError {
        let output = self.name.clone();
        let is_used =
            cfg!(windows) && cause.raw_os_error().is_some_and(|code| IN_USE.contains(&code)) && wanted.is_file();
        if is_used { CliError::OutputInUse { output } } else { CliError::OutputNotPlaced { output, cause } }
    }

    /// An error of this output.
    pub(super) fn not_written(&self, cause: io::Error) -> CliError {
        CliError::OutputNotWritten { output: self.name.clone(), cause }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.writer {
            Writer::Stream(stream) => stream.write(bytes),
            Writer::File(file, _) => file.write(bytes),
            Writer::End(_, kept) => kept.write(bytes),
        }?;
        if let Some(digest) = &mut self.digest {
            digest.add(&bytes[..written]);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            Writer::Stream(stream) => stream.flush(),
            Writer::File(file, _) => file.flush(),
            Writer::End(..) => Ok(()),
        }
    }
}

/// The device that Windows takes a path for.
fn device(path: &str) -> Option<&'static str> {
    let name = Path::new(path).file_name()?.to_str()?;
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    DEVICES.into_iter().find(|device| cfg!(windows) && stem.eq_ignore_ascii_case(device))
}

fn not_opened(path: &str, cause: io::Error) -> CliError {
    CliError::OutputNotOpened { path: path.to_owned(), cause }
}

impl Beside {
    /// A file of a new name in the same folder. A link is followed, so that the report replaces what it points to and not
    /// the link.
    fn of(path: &str) -> Result<Self, CliError> {
        let unnamed = CliError::OutputUnnamed { path: path.to_owned() };
        if Path::new(path).file_name().is_none() {
            return Err(unnamed);
        }
        let wanted = real_path(Path::new(path)).map_err(|cause| not_opened(path, cause))?;

        let Some(name) = wanted.file_name() else {
            return Err(unnamed);
        };
        let mut part = name.to_owned();
        part.push(&*ENDING_OF_PARTS);
        Ok(Self { part: wanted.with_file_name(part), wanted })
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Writer::File(_, beside) = &self.writer {
            // Fails if the file has appeared under its name: then the other is gone.
            let _ = fs::remove_file(&beside.part);
            unfinished().retain(|known| known != beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_output_that_the_file_system_takes_for_the_first_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let path = path.to_str().unwrap();
        let _first = Output::file(path).unwrap();
        // As with OUT.csv, where capitals do not count.
        let second = Output::file(path).err().unwrap();
        assert!(matches!(second.downcast_ref(), Some(CliError::SameOutput { .. })), "{second}");
    }
}
