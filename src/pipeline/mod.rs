//! From blocks to outputs: workers take blocks, check and render them, and hand them on in the order of the input.
//!
//! There is no reader thread and no queue. Any idle worker reads the next block, so that reading, checking and writing
//! overlap while memory stays at a few blocks a worker. Numbering must happen in the order of the input, so a worker waits for
//! its turn. Output is in order too, but a worker that finishes early hands its block to the worker whose block comes before
//! it.

mod collect;
mod filled;
mod hidden;
mod names;
mod next_scope;
mod place;
mod plain;
mod reader;
mod single;
mod spread;
mod sweep;
mod turn;
mod watched;
mod worker;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::checker::Checker;
use crate::decision::Decisions;
use crate::input::{Aside, AsidePlace, Block, Encoding, Input, InputError, Splitter};
pub use crate::message::PipelineError;
pub use crate::report::Tally;
use crate::report::{Piece, Report};
use crate::row::Row;
use crate::verdict::Verdict;
pub use collect::Collected;
use filled::{Keys, merge};
use hidden::NamedWords;
use place::Place;
pub use single::row;
pub use sweep::sweep;
use turn::{InOrder, Turns};
use worker::{Rendered, Renderer};

/// The number of finished blocks that a worker may be ahead of the block whose turn it is, for each thread.
const AHEAD: usize = 4;

/// Takes the rendered rows of each block in the order of the input.
pub trait Sink: Send {
    /// What can go wrong, here and while the input is read.
    type Error: From<PipelineError> + Send;

    /// Takes what one block became: a piece of each report, and how far the input has been read, in bytes.
    ///
    /// # Errors
    /// Those of the sink. The run ends with it.
    fn write(&mut self, pieces: &mut [Piece], read: u64) -> Result<(), Self::Error>;
}

/// What is done with each row.
pub struct Job<'a> {
    /// The rules.
    pub checker: &'a Checker,
    /// The reports that rows are rendered for.
    pub reports: &'a [Report],
    /// Rows below this verdict are not rendered, unless some of their text was left unread.
    pub only: Verdict,
    /// What registrars decided earlier.
    pub decisions: &'a Decisions,
    /// The number of threads that work, at least one.
    pub threads: usize,
}

/// What the workers of one run share.
struct Shared<'a, S: Sink> {
    job: &'a Job<'a>,
    max_cell: usize,
    blank: Row,
    words: NamedWords<'a>,
    input: Mutex<Blocks<'a>>,
    places: Turns<Place>,
    sink: InOrder<Rendered, (&'a mut S, Tally, Keys)>,
    failure: Mutex<Option<S::Error>>,
}

/// The blocks of the input, numbered.
struct Blocks<'a> {
    input: &'a mut Input,
    /// The number of blocks that have been taken.
    taken: u64,
}

impl Blocks<'_> {
    /// Reads the next block. Returns its number, or `None` at the end of the input.
    fn next(&mut self, block: &mut Block) -> Result<Option<u64>, InputError> {
        if !self.input.next(block)? {
            return Ok(None);
        }
        self.taken += 1;
        Ok(Some(self.taken - 1))
    }
}

/// Checks one input from its first row to its last. The rows before an error have been handed to the sink when the error is
/// returned.
///
/// # Errors
/// The input cannot be read to its end, or the sink fails.
pub fn run<S: Sink>(input: &mut Input, job: &Job<'_>, sink: &mut S) -> Result<Tally, S::Error> {
    let named = input.layout.checked.iter().filter(|column| !column.continues);
    let columns = named.map(|column| (column.header.clone(), false)).collect();
    let tally = Tally { columns, ..Tally::default() };
    let name: Arc<str> = input.name.as_str().into();
    let shared = Shared {
        job,
        max_cell: input.max_cell,
        blank: input.empty_row(),
        words: NamedWords::new(job.checker.book()),
        places: Turns::new(Place::of_first_row(input)),
        input: Mutex::new(Blocks { input, taken: 0 }),
        sink: InOrder::new((sink, tally, Keys::default()), AHEAD * job.threads),
        failure: Mutex::new(None),
    };

    thread::scope(|scope| {
        for _ in 1..job.threads {
            // Where the system gives no further thread, those that there are do the work, if only this one.
            let spawned = thread::Builder::new().spawn_scoped(scope, || shared.work());
            if spawned.is_err() {
                break;
            }
        }
        shared.work();
    });

    match shared.failure.into_inner() {
        Ok(None) => {
            let (_, mut tally, keys) = shared.sink.into_value();
            tally.swept = sweep(&key_asides(&name, &keys), job.checker);
            tally.keys = keys.in_order;
            Ok(tally)
        }
        Ok(Some(error)) => Err(error),
        Err(_) => Err(PipelineError::Panicked.into()),
    }
}

/// The keys of objects as texts beside the rows, and an unread one if there are too many.
fn key_asides(name: &Arc<str>, keys: &Keys) -> Vec<Aside> {
    let mut asides = Vec::new();
    for key in &keys.in_order {
        let text = Some(key.to_string());
        asides.push(Aside { source: name.clone(), place: AsidePlace::Key { key: key.clone() }, text });
    }
    if keys.is_full {
        let key = "…".into();
        asides.push(Aside { source: name.clone(), place: AsidePlace::Key { key }, text: None });
    }
    asides
}

impl<S: Sink> Shared<'_, S> {
    /// Takes blocks until there are no more, or until the run is stopped.
    fn work(&self) {
        let stop = StopOnDrop(self);
        let mut splitter = self.splitter();
        let mut renderer = Renderer::new(self.job, self.max_cell, self.blank.clone(), &self.words);
        let mut block = Block::default();
        loop {
            match self.block(&mut block, &mut splitter, &mut renderer) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                    failure.get_or_insert(error);
                    return;
                }
            }
        }
        // The others go on.
        std::mem::forget(stop);
    }

    fn splitter(&self) -> Splitter {
        let blocks = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.input.splitter()
    }

    /// Takes the next block through all steps. Returns `false` if there is none, or if the run was stopped.
    fn block(&self, block: &mut Block, splitter: &mut Splitter, renderer: &mut Renderer<'_>) -> Result<bool, S::Error> {
        let Some(turn) = self.next(block)? else {
            return Ok(false);
        };
        let lines = splitter.find(block);
        if block.encoding == Some(Encoding::Gb18030) {
            splitter.watch(self.words.transcoder());
        }
        let mut batch = splitter.batch(block);
        let headers = batch.header_rows();

        let before = self.places.take(turn, |place| {
            let before = place.within(&headers);
            *place = before.after(batch.len(), lines);
            before
        });
        let Some(before) = before else {
            return Ok(false);
        };

        renderer.render(self.job, block, &mut batch, &headers, before);
        let result = std::mem::take(&mut renderer.rendered);
        let memory = self.sink.leave(turn, result, |(sink, tally, keys), rendered| {
            tally.counts.add(&rendered.counts);
            tally.figures.add(&rendered.figures);
            tally.cells.add(rendered.cells);
            tally.bytes = rendered.read;
            merge(&mut tally.columns, &rendered.columns);
            keys.add(&rendered.keys.in_order);
            keys.is_full |= rendered.keys.is_full;
            sink.write(&mut rendered.pieces, rendered.read)
        })?;

        let Some(memory) = memory else {
            return Ok(false);
        };
        renderer.rendered = memory;
        Ok(true)
    }

    fn next(&self, block: &mut Block) -> Result<Option<u64>, PipelineError> {
        let mut blocks = self.input.lock().map_err(|_| PipelineError::Panicked)?;
        Ok(blocks.next(block)?)
    }
}

/// Stops the other workers when one fails or panics, so that none waits for a turn that never comes.
struct StopOnDrop<'a, 'b, S: Sink>(&'a Shared<'b, S>);

impl<S: Sink> Drop for StopOnDrop<'_, '_, S> {
    fn drop(&mut self) {
        self.0.places.stop();
        self.0.sink.stop();
    }
}
