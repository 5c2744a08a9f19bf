//! Turns a panic of a reader, or of a library below it, into an error: a file may be cut off or overwritten anywhere.
//!
//! The reports of panics are left alone, because the panic hook belongs to the whole process; a
//! program can keep its own hook silent with [`is_catching_panics`].

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static IS_CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of the current thread would become an error.
///
/// The panic hook of a program may ask this, and print nothing then: the error says what is wrong with the file.
///
/// ```
/// let report = std::panic::take_hook();
/// std::panic::set_hook(Box::new(move |info| {
///     if !mingcha::input::is_catching_panics() {
///         report(info);
///     }
/// }));
/// ```
#[must_use]
pub fn is_catching_panics() -> bool {
    IS_CATCHING.get()
}

/// Runs a reader. Returns `broken` if it panics.
pub(in crate::input) fn catch_panics<T, E>(broken: E, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let before = IS_CATCHING.replace(true);
    // Unwind safety: what the closure owns is dropped when it panics, and a reader that it borrows is not used again, because
    // the error ends the reading of its file.
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    IS_CATCHING.set(before);

    match outcome {
        Ok(result) => result,
        Err(_) => Err(broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_is_an_error_and_the_next_one_reads_on() {
        let broken: Result<u8, &str> = catch_panics("broken", || panic!("at the end of a cut file"));
        assert_eq!(broken, Err("broken"));
        assert_eq!(catch_panics("broken", || Ok(1)), Ok(1));
    }

    #[test]
    fn a_panic_hook_is_told_of_panics_that_are_caught_and_of_no_others() {
        assert!(!is_catching_panics());
        let inside = catch_panics((), || {
            assert!(catch_panics((), || Ok(is_catching_panics())).unwrap());
            let other_thread = std::thread::spawn(is_catching_panics);
            assert!(!other_thread.join().unwrap());
            Ok(is_catching_panics())
        });
        assert!(inside.unwrap());
        let _: Result<u8, ()> = catch_panics((), || panic!("at the end of a cut file"));
        assert!(!is_catching_panics());
    }
}
