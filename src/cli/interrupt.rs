//! Interrupts: what the user or the system sends to end a run before its time.

use anyhow::{Context as _, Result};

/// Calls `end` with the exit status of an interrupted run: 128 and the signal's number on Unix (130 for SIGINT, 143 for
/// SIGTERM, 129 for SIGHUP), 130 elsewhere.
#[cfg(unix)]
pub(super) fn on_interrupt(mut end: impl FnMut(i32) + Send + 'static) -> Result<()> {
    use nix::sys::signal::{SigSet, Signal};
    const KILLED: i32 = 128;
    let ignored = ignored();
    let is_heard = |signal: &Signal| ignored >> (*signal as i32 - 1) & 1 == 0;
    let heard: SigSet = [Signal::SIGHUP, Signal::SIGINT, Signal::SIGTERM].into_iter().filter(is_heard).collect();
    // Held back from this thread and all that it will begin, so that they come to the one that waits for them.
    heard.thread_block().context("interrupts cannot be handled")?;
    std::thread::spawn(move || {
        while let Ok(signal) = heard.wait() {
            end(KILLED + signal as i32);
        }
    });
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
