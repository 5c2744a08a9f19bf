//! Taking turns: work done in any order, handed on in the order of the input.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A value that is handed from one block to the next.
#[derive(Debug)]
pub(crate) struct Turns<T> {
    state: Mutex<State<T>>,
    moved: Condvar,
}

#[derive(Debug)]
struct State<T> {
    next: u64,
    stopped: bool,
    value: T,
}

impl<T> Turns<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { state: Mutex::new(State { next: 0, stopped: false, value }), moved: Condvar::new() }
    }

    /// Waits for a block's turn and lets it use the value; none if the work was stopped.
    pub(crate) fn take<R>(&self, turn: u64, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut state = self.lock();
        while state.next < turn && !state.stopped {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        let result = work(&mut state.value);
        state.next += 1;
        self.moved.notify_all();
        Some(result)
    }

    /// Lets nobody have a turn any more.
    pub(crate) fn stop(&self) {
        self.lock().stopped = true;
        self.moved.notify_all();
    }

    pub(crate) fn into_value(self) -> T {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).value
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
