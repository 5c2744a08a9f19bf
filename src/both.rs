//! Two things at once.

use std::panic::resume_unwind;
use std::thread;

/// Calls two functions and returns what they return. The first is called on a thread of its own if the system has one.
pub(crate) fn both<A: Send, B>(beside: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let spawned = thread::Builder::new().spawn_scoped(scope, &beside);
        let here = here();
        match spawned {
            Ok(thread) => (thread.join().unwrap_or_else(|panic| resume_unwind(panic)), here),
            Err(_) => (beside(), here),
        }
    })
}
