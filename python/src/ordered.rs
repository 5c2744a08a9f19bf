//! Checks batches on several threads and gives the results in the order of the batches.
//!
//! Only the thread that asks for results touches the source and lets go of its batches: both may need the lock of Python,
//! which that thread may hold. The other threads need nothing of Python, so that none waits for one that waits for it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use arrow_array::RecordBatch;
use mingcha::Checker;
use mingcha::columns::ColumnsError;

use crate::error::Failure;
use crate::plan::Plan;

/// How many batches are in work or done for each thread before their results are asked for.
const AHEAD: usize = 2;

/// What is done with a batch.
pub(crate) struct Work {
    pub(crate) checker: Arc<Checker>,
    pub(crate) plan: Plan,
}

/// The results of the batches of a source.
pub(crate) struct Ordered<S> {
    source: S,
    has_ended: bool,
    work: Arc<Work>,
    pool: Option<Pool>,
    waiting: VecDeque<Waiting>,
}

/// A result that is not there yet.
enum Waiting {
    InWork(Receiver<Done>),
    Failed(Failure),
}

/// A batch, which goes back to where it came from, and what came of it. Nothing did if the work was stopped.
type Done = (RecordBatch, Option<Result<RecordBatch, ColumnsError>>);

struct Job {
    batch: RecordBatch,
    done: Sender<Done>,
}

struct Pool {
    jobs: Sender<Job>,
    threads: Vec<JoinHandle<()>>,
    is_stopped: Arc<AtomicBool>,
}

impl<S: Iterator<Item = Result<RecordBatch, Failure>>> Ordered<S> {
    /// Starts the threads. With one thread, or if no other can be had, the work is done by whoever asks for results.
    pub(crate) fn new(source: S, work: Arc<Work>, threads: usize) -> Self {
        let pool = (threads > 1).then(|| Pool::new(&work, threads)).filter(|pool| !pool.threads.is_empty());
        Self { source, has_ended: false, work, pool, waiting: VecDeque::new() }
    }

    /// Hands batches to the threads until there is enough work for them.
    fn hand_out(&mut self, pool: &Pool) {
        while !self.has_ended && self.waiting.len() < pool.threads.len() * AHEAD {
            match self.source.next() {
                Some(Ok(batch)) => self.waiting.push_back(pool.start(batch)),
                Some(Err(failure)) => {
                    self.waiting.push_back(Waiting::Failed(failure));
                    self.has_ended = true;
                }
                None => self.has_ended = true,
            }
        }
    }

    fn next_of(&mut self, pool: &Pool) -> Option<Result<RecordBatch, Failure>> {
        self.hand_out(pool);
        Some(match self.waiting.pop_front()? {
            Waiting::Failed(failure) => Err(failure),
            Waiting::InWork(done) => match done.recv() {
                Ok((_, Some(result))) => result.map_err(Failure::Columns),
                Ok((_, None)) | Err(_) => Err(Failure::Internal),
            },
        })
    }

    fn next_alone(&mut self) -> Option<Result<RecordBatch, Failure>> {
        if self.has_ended {
            return None;
        }
        let batch = self.source.next()?;
        Some(batch.and_then(|batch| self.work.plan.check(&self.work.checker, &batch).map_err(Failure::Columns)))
    }
}

impl<S: Iterator<Item = Result<RecordBatch, Failure>>> Iterator for Ordered<S> {
    type Item = Result<RecordBatch, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match self.pool.take() {
            None => self.next_alone(),
            Some(pool) => {
                let next = self.next_of(&pool);
                self.pool = Some(pool);
                next
            }
        };
        // Behind an error there are no results.
        if let Some(Err(_)) = next {
            self.has_ended = true;
            self.stop();
        }
        next
    }
}

impl<S> Ordered<S> {
    /// Ends the work, and takes back all batches.
    fn stop(&mut self) {
        let Some(Pool { jobs, threads, is_stopped }) = self.pool.take() else { return };
        is_stopped.store(true, Ordering::Relaxed);
        drop(jobs);
        for waiting in self.waiting.drain(..) {
            if let Waiting::InWork(done) = waiting {
                let _ = done.recv();
            }
        }
        for thread in threads {
            // A panic has been reported.
            let _ = thread.join();
        }
    }
}

impl<S> Drop for Ordered<S> {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Pool {
    /// As many threads as can be had.
    fn new(work: &Arc<Work>, threads: usize) -> Self {
        let (jobs, received) = channel();
        let received = Arc::new(Mutex::new(received));
        let is_stopped = Arc::new(AtomicBool::new(false));
        let mut pool = Self { jobs, threads: Vec::new(), is_stopped };
        for _ in 0..threads {
            let (work, received, is_stopped) = (work.clone(), received.clone(), pool.is_stopped.clone());
            let thread = Builder::new().name("mingcha".to_owned()).spawn(move || serve(&work, &received, &is_stopped));
            let Ok(thread) = thread else { break };
            pool.threads.push(thread);
        }
        pool
    }

    fn start(&self, batch: RecordBatch) -> Waiting {
        let (done, result) = channel();
        match self.jobs.send(Job { batch, done }) {
            Ok(()) => Waiting::InWork(result),
            Err(_) => Waiting::Failed(Failure::Internal),
        }
    }
}

/// What each thread does until there are no more jobs.
fn serve(work: &Work, jobs: &Mutex<Receiver<Job>>, is_stopped: &AtomicBool) {
    loop {
        let Ok(job) = jobs.lock().map(|jobs| jobs.recv()) else { return };
        let Ok(Job { batch, done }) = job else { return };
        let result = (!is_stopped.load(Ordering::Relaxed)).then(|| work.plan.check(&work.checker, &batch));
        let _ = done.send((batch, result));
    }
}
