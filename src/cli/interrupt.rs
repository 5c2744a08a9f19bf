//! Interrupts: what the user or the system sends to end a run before its time.

use anyhow::Result;

#[cfg(any(unix, windows))]
use mingcha::message::cli::CliError;

/// Calls `end` with the exit status of an interrupted run: 128 and the signal's number, which is 130 for SIGINT, 131 for
/// SIGQUIT, 143 for SIGTERM, 129 for SIGHUP.
#[cfg(unix)]
pub(super) fn on_interrupt(mut end: impl FnMut(i32) + Send + 'static) -> Result<()> {
    use nix::sys::signal::{SigSet, Signal};

    const KILLED: i32 = 128;
    /// What ends a program unless it is handled, and can be.
    const ENDING: [Signal; 9] = [
        Signal::SIGHUP,
        Signal::SIGINT,
        Signal::SIGQUIT,
        Signal::SIGTERM,
        Signal::SIGXCPU,
        Signal::SIGALRM,
        Signal::SIGVTALRM,
        Signal::SIGUSR1,
        Signal::SIGUSR2,
    ];

    let ignored = ignored();
    let mut handled = SigSet::empty();
    for signal in ENDING {
        if ignored >> (signal as i32 - 1) & 1 == 0 {
            handled.add(signal);
        }
    }

    // Block these signals here (spawned threads inherit the mask) so that only the waiting thread receives them.
    handled.thread_block().map_err(|error| CliError::Interrupts { cause: error.to_string() })?;
    let waiting = std::thread::Builder::new().spawn(move || {
        while let Ok(signal) = handled.wait() {
            end(KILLED + signal as i32);
        }
    });
    waiting.map_err(|cause| CliError::NoThread { cause })?;
    Ok(())
}

/// Makes writing beyond the size that a file may have an error, as any other failure to write, and not the end of the program.
#[cfg(unix)]
pub(super) fn outlive_large_files() {
    use nix::sys::signal::{SigSet, Signal};

    let mut blocked = SigSet::empty();
    blocked.add(Signal::SIGXFSZ);
    // Blocked or not, the run can go on.
    let _ = blocked.thread_block();
}

/// The signals that the caller wants ignored, as one bit each: a run under nohup outlives its terminal, and Ctrl-C does not
/// mean a run in the background of a script. Known on Linux only, without unsafe code.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

/// Calls `end` with 130 when the user presses Ctrl-C.
#[cfg(windows)]
pub(super) fn on_interrupt(mut end: impl FnMut(i32) + Send + 'static) -> Result<()> {
    const INTERRUPTED: i32 = 130;
    ctrlc::set_handler(move || end(INTERRUPTED))
        .map_err(|error| CliError::Interrupts { cause: error.to_string() }.into())
}

/// Does nothing: a system that is neither Unix nor Windows, such as WASI, has no interrupts to handle.
#[cfg(not(any(unix, windows)))]
pub(super) fn on_interrupt(_end: impl FnMut(i32) + Send + 'static) -> Result<()> {
    Ok(())
}

/// Does nothing: other systems return an error.
#[cfg(not(unix))]
pub(super) fn outlive_large_files() {}
