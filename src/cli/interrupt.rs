//! Interrupts: what the user or the system sends to end a run before its time.

use anyhow::{Context as _, Result};

/// Calls `end` with the exit status of an interrupted run: 128 and the signal's number on Unix (130 for SIGINT, 143 for
/// SIGTERM, 129 for SIGHUP), 130 elsewhere.
#[cfg(unix)]
pub(super) fn on_interrupt(mut end: impl FnMut(i32) + Send + 'static) -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    const KILLED: i32 = 128;
    let ignored = ignored();
    let caught = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    let mut signals = signal_hook::iterator::Signals::new(caught).context("interrupts cannot be handled")?;
    std::thread::spawn(move || signals.forever().for_each(|signal| end(KILLED + signal)));
    Ok(())
}

/// The signals that the caller wants ignored, a bit each: a run under nohup outlives its terminal, one in the background of
/// a script is not meant by Ctrl-C. Known on Linux only, without unsafe code.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

#[cfg(not(unix))]
pub(super) fn on_interrupt(mut end: impl FnMut(i32) + Send + 'static) -> Result<()> {
    const INTERRUPTED: i32 = 130;
    ctrlc::set_handler(move || end(INTERRUPTED)).context("interrupts cannot be handled")
}
