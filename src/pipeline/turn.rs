//! Taking turns: work is done in any order and handed on in the order of the input.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A condition variable that skips the system call if no thread is waiting.
#[derive(Debug, Default)]
struct Bell {
    moved: Condvar,
    /// The number of waiting threads; changed only under the lock that they wait with.
    waiting: AtomicUsize,
}

impl Bell {
    /// Releases the lock and blocks until notified.
    fn wait<'a, T>(&self, state: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        state
    }

    /// Notifies all waiting threads. The caller holds the lock.
    fn ring(&self) {
        if self.waiting.load(Ordering::Relaxed) > 0 {
            self.moved.notify_all();
        }
    }
}

/// A value that is handed from each block to the next.
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

    /// Waits for the turn of a block and lets `work` use the value. Returns `None` if the run was stopped.
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

    /// Gives no more turns.
    pub(crate) fn stop(&self) {
        let mut state = self.lock();
        state.stopped = true;
        self.moved.ring();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes finished work in any order and passes it on in order.
///
/// A thread that finishes early leaves its work here and goes on. Only a thread that is too far ahead waits, so that memory
/// stays bounded.
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
    /// The work of the next turns. `None` for a turn whose work is not finished.
    waiting: VecDeque<Option<T>>,
    /// Work that has been passed on, whose memory can be used again.
    spent: Vec<T>,
    value: V,
}

impl<T: Default, V> InOrder<T, V> {
    /// No thread can be further ahead than `ahead` turns.
    pub(crate) fn new(value: V, ahead: usize) -> Self {
        let pending = Pending { next: 0, stopped: false, waiting: VecDeque::new(), spent: Vec::new(), value };
        Self { state: Mutex::new(pending), moved: Bell::default(), ahead: ahead as u64 }
    }

    /// Leaves the work of a turn and passes on all work whose turn has come. Returns memory to work in, or `None` if the run
    /// was stopped.
    pub(crate) fn leave<E>(
        &self,
        turn: u64,
        work: T,
        mut pass: impl FnMut(&mut V, &mut T) -> Result<(), E>,
    ) -> Result<Option<T>, E> {
        let mut state = self.lock();
        while turn > state.next + self.ahead && !state.stopped {
            state = self.moved.wait(state);
        }
        if state.stopped {
            return Ok(None);
        }

        let state = &mut *state;
        state.put(turn, work);
        while let Some(mut work) = state.take_next() {
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

impl<T, V> Pending<T, V> {
    fn put(&mut self, turn: u64, work: T) {
        // A thread is ahead by few turns.
        let place = usize::try_from(turn - self.next).unwrap_or_default();
        if self.waiting.len() <= place {
            self.waiting.resize_with(place + 1, || None);
        }
        self.waiting[place] = Some(work);
    }

    /// The work whose turn it is, if it is finished.
    fn take_next(&mut self) -> Option<T> {
        let work = self.waiting.front_mut()?.take()?;
        self.waiting.pop_front();
        Some(work)
    }
}
