//! Runs a reader of others on a file that may be broken, so that a panic of it is an error like any other.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use anyhow::{Result, anyhow};

thread_local! {
    /// Whether a panic of this thread is about to be reported as an error, and needs no message of its own.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// The reader's result; an error if it panics. Readers of workbooks do on files that were cut off or overwritten.
pub(in crate::input::workbook) fn catch_panics<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    quiet_while_caught();
    let before = IS_CAUGHT.replace(true);
    // What the closure holds is dropped when it panics; nothing half done is looked at again.
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    IS_CAUGHT.set(before);
    outcome.unwrap_or_else(|_| {
        Err(anyhow!(
            "is broken: not even its parts can be told apart; open it in a spreadsheet and save it as .xlsx or CSV"
        ))
    })
}

/// Has every other panic reported as before.
fn quiet_while_caught() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_CAUGHT.get() {
                report(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_is_an_error_and_the_next_one_reads_on() {
        let broken: Result<u8> = catch_panics(|| panic!("at the end of a cut file"));
        assert!(broken.unwrap_err().to_string().contains("is broken"));
        assert_eq!(catch_panics(|| Ok(1)).unwrap(), 1);
        assert!(!IS_CAUGHT.get());
    }
}
