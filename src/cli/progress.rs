//! How far a run is: on standard error, on a terminal only, and gone before anything else is shown.

use std::fmt::Write;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use mingcha::message::cli::Progressing;
use mingcha::message::{Lang, Say as _};
use mingcha::text::path::shown;

use super::advice::Reader;

/// How often the line moves while a file is opened, which nobody counts.
const TICK: Duration = Duration::from_millis(200);
/// Characters that every console has, in one width. The usual ones are missing or twice as wide in a Chinese one.
const BAR: &str = "=> ";
const SPINNER: &str = "|/-\\ ";

/// What takes a line away on a terminal.
const WIPE: &[u8] = b"\r\x1b[K";

/// Whether a line may be there, which an interrupt must not leave behind.
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

/// Takes the line of an interrupted run away. Asks nothing of the line itself: whoever holds it may wait for a terminal.
pub(super) fn wipe() {
    if IS_SHOWN.load(Ordering::Relaxed) {
        let _ = io::stderr().write_all(WIPE);
    }
}

/// The line that says how far a run is.
pub(super) struct Progress {
    bar: ProgressBar,
    lang: Lang,
    /// Who drags lists has no use for a rate.
    shows_rate: bool,
    /// How many files are done before the first of this run, and how many there are.
    before: usize,
    files: usize,
    /// What is done of all inputs before this one, and what this one counts for, in bytes.
    done: u64,
    share: Option<u64>,
}

impl Progress {
    /// A line for so many files, of which some are done before; hidden unless it is wanted and standard error is a terminal.
    pub(super) fn new((before, files): (usize, usize), is_wanted: bool, reader: Reader, lang: Lang) -> Self {
        let is_shown = is_wanted && io::stderr().is_terminal();
        IS_SHOWN.store(is_shown, Ordering::Relaxed);
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(style("{msg} {spinner} {elapsed}", lang));
        Self { bar, lang, shows_rate: reader == Reader::Types, before, files, done: 0, share: None }
    }

    /// A file is being opened. `number` counts from 0.
    pub(super) fn opens(&self, number: usize, path: &Path) {
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_message(Progressing::Opening { file: self.file(number, path) }.say(self.lang));
        self.bar.enable_steady_tick(TICK);
    }

    /// All files are open. `total` is what they count for, if that is known, and `done` what was done before them.
    pub(super) fn begins(&mut self, done: u64, total: Option<u64>) {
        self.bar.disable_steady_tick();
        let template = match (total, self.shows_rate) {
            (Some(_), true) => "{msg} {bytes}/{total_bytes} [{wide_bar}] {bytes_per_sec} {left}",
            (Some(_), false) => "{msg} {bytes}/{total_bytes} [{wide_bar}] {left}",
            (None, true) => "{msg} {bytes} {spinner} {bytes_per_sec}",
            (None, false) => "{msg} {bytes} {spinner}",
        };
        self.bar.set_style(style(template, self.lang));
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_position(done);
        self.bar.reset_eta();
        self.done = done;
    }

    /// The rows of an input are being checked.
    pub(super) fn checks(&mut self, number: usize, path: &Path, share: Option<u64>) {
        if !self.bar.is_hidden() {
            self.bar.set_message(self.file(number, path));
        }
        self.share = share;
    }

    /// So many bytes of the input have been read.
    pub(super) fn reads(&self, bytes: u64) {
        self.bar.set_position(self.done + self.of_share(bytes));
    }

    /// The input has been read to its end.
    pub(super) fn has_read(&mut self, bytes: u64) {
        self.done += self.share.unwrap_or(bytes);
    }

    /// The rows are done, and documents are being written.
    pub(super) fn writes(&self) {
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_style(style("{msg} {spinner} {elapsed}", self.lang));
        self.bar.set_message(Progressing::Writing.say(self.lang));
        self.bar.enable_steady_tick(TICK);
    }

    /// Does something that may write on the terminal, while the line is not there.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        if self.bar.is_hidden() { write() } else { self.bar.suspend(write) }
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
        IS_SHOWN.store(false, Ordering::Relaxed);
    }

    /// The size of a packed file is less than what is read of it.
    fn of_share(&self, bytes: u64) -> u64 {
        self.share.map_or(bytes, |share| bytes.min(share))
    }

    fn file(&self, number: usize, path: &Path) -> String {
        let name = shown(Path::new(path.file_name().unwrap_or(path.as_os_str())));
        if self.files > 1 { format!("{name} ({}/{})", self.before + number + 1, self.files) } else { name }
    }
}

fn style(template: &str, lang: Lang) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars(BAR).tick_chars(SPINNER).with_key("left", move |state: &ProgressState, out: &mut dyn Write| {
        if state.pos() > 0 {
            let _ = out.write_str(&left(state.eta()).say(lang));
        }
    })
}

/// How long it may still take.
fn left(time: Duration) -> Progressing {
    const MINUTE: u64 = 60;

    match time.as_secs() {
        seconds if seconds < MINUTE => Progressing::SecondsLeft { seconds: seconds + 1 },
        seconds => Progressing::MinutesLeft { minutes: seconds.div_ceil(MINUTE) },
    }
}
