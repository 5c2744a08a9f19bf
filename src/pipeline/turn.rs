//! Taking turns: work done in any order, handed on in the order of the input.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use anyhow::Result;

/// Wakes those who wait for something to move, and costs nothing where nobody does.
#[derive(Debug, Default)]
struct Bell {
    moved: Condvar,
    /// How many wait; counted under the lock that they wait with.
    waiting: AtomicUsize,
}

impl Bell {
    /// Gives the lock away until something has moved.
    fn wait<'a, T>(&self, state: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        state
    }

    /// To be called under the lock.
    fn ring(&self) {
        if self.waiting.load(Ordering::Relaxed) > 0 {
            self.moved.notify_all();
        }
    }
}

/// A value that is handed from one block to the next.
#[derive(Debug)]
pub(crate) struct Turns<T> {
    state: Mutex<State<T>>,
    moved: Bell,
}

#[derive(Debug)]
struct State<T> {
    next: u64,
    stopped: bool,
    value: T,
}

impl<T> Turns<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { state: Mutex::new(State { next: 0, stopped: false, value }), moved: Bell::default() }
    }

    /// Waits for a block's turn and lets it use the value; none if the work was stopped.
    pub(crate) fn take<R>(&self, turn: u64, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut state = self.lock();
        while state.next < turn && !state.stopped {
            state = self.moved.wait(state);
        }
        if state.stopped {
            return None;
        }
        let result = work(&mut state.value);
        state.next += 1;
        self.moved.ring();
        Some(result)
    }

    /// Lets nobody have a turn any more.
    pub(crate) fn stop(&self) {
        let mut state = self.lock();
        state.stopped = true;
        self.moved.ring();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes finished work in any order and passes it on in order. Whoever finishes early leaves the work here and goes on;
/// only who is too far ahead waits, so that memory stays bounded.
#[derive(Debug)]
pub(crate) struct InOrder<T, V> {
    state: Mutex<Pending<T, V>>,
    moved: Bell,
    ahead: u64,
}

#[derive(Debug)]
struct Pending<T, V> {
    next: u64,
    stopped: bool,
    /// Work from the next turn on; none where it has not been left yet.
    waiting: VecDeque<Option<T>>,
    /// Work that has been passed on, whose memory can be used again.
    spent: Vec<T>,
    value: V,
}

impl<T: Default, V> InOrder<T, V> {
    /// Nobody can be further ahead than `ahead` turns.
    pub(crate) fn new(value: V, ahead: usize) -> Self {
        let pending = Pending { next: 0, stopped: false, waiting: VecDeque::new(), spent: Vec::new(), value };
        Self { state: Mutex::new(pending), moved: Bell::default(), ahead: ahead as u64 }
    }

    /// Leaves the work of a turn in exchange for memory to work in, and passes on all work whose turn has come; none if
    /// the work was stopped.
    pub(crate) fn leave(
        &self,
        turn: u64,
        work: T,
        mut pass: impl FnMut(&mut V, &mut T) -> Result<()>,
    ) -> Result<Option<T>> {
        let mut state = self.lock();
        while turn > state.next + self.ahead && !state.stopped {
            state = self.moved.wait(state);
        }
        if state.stopped {
            return Ok(None);
        }
        let state = &mut *state;
        let place = usize::try_from(turn - state.next)?;
        state.waiting.resize_with(state.waiting.len().max(place + 1), || None);
        state.waiting[place] = Some(work);
        while let Some(mut work) = state.waiting.front_mut().and_then(Option::take) {
            state.waiting.pop_front();
            pass(&mut state.value, &mut work)?;
            state.next += 1;
            state.spent.push(work);
        }
        self.moved.ring();
        Ok(Some(state.spent.pop().unwrap_or_default()))
    }

    /// Passes nothing on any more.
    pub(crate) fn stop(&self) {
        let mut state = self.lock();
        state.stopped = true;
        self.moved.ring();
    }

    pub(crate) fn into_value(self) -> V {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).value
    }

    fn lock(&self) -> MutexGuard<'_, Pending<T, V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
