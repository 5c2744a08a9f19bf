//! From blocks to outputs: workers take blocks, check and render them, and hand them on in the order of the input.
//!
//! There is no reader thread and no queue. Whoever is free reads the next block, so that reading, checking and writing
//! overlap while memory stays at a few blocks a worker. Two things must go in order, the numbering of rows and the writing:
//! for the first a worker waits for its turn, for the second it leaves its work to whose turn comes.

mod collect;
mod filled;
mod place;
mod reader;
mod single;
mod turn;

use std::sync::Mutex;
use std::thread;

use anyhow::{Result, anyhow};

use crate::checker::Checker;
use crate::decision::Decisions;
use crate::input::{Block, Input, Splitter};
use crate::matching::Suspects;
pub use crate::report::Tally;
use crate::report::{Counts, FilledColumns, Piece, Report};
use crate::row::Row;
use crate::verdict::Verdict;
pub use collect::Collected;
use filled::merge;
use place::Place;
use reader::RowReader;
pub use single::row;
use turn::{InOrder, Turns};

/// How many finished blocks a worker may be ahead of the one whose turn it is.
const AHEAD: usize = 4;

/// Takes the rendered rows of each block in the order of the input.
pub trait Sink: Send {
    /// Takes what one block became: a piece of each report, and how far the input has been read in bytes.
    fn write(&mut self, pieces: &mut [Piece], read: u64) -> Result<()>;
}

/// What is done with each row.
pub struct Job<'a> {
    /// The rules.
    pub checker: &'a Checker,
    /// The reports that rows are rendered for.
    pub reports: &'a [Report],
    /// Rows below this verdict are not rendered, unless text of them was left unread.
    pub only: Verdict,
    /// What registrars decided earlier.
    pub decisions: &'a Decisions,
    /// How many threads work, at least one.
    pub threads: usize,
}

/// What the workers of one run share.
struct Shared<'a, S> {
    job: &'a Job<'a>,
    max_cell: usize,
    blank: Row,
    /// The input, and how many blocks have been taken from it.
    input: Mutex<(&'a mut Input, u64)>,
    places: Turns<Place>,
    sink: InOrder<Rendered, (&'a mut S, Tally)>,
    failure: Mutex<Option<anyhow::Error>>,
}

/// What a block became.
#[derive(Debug, Default)]
struct Rendered {
    /// A piece of each report.
    pieces: Vec<Piece>,
    counts: Counts,
    columns: FilledColumns,
    /// How far the input has been read, in bytes.
    read: u64,
}

impl Rendered {
    fn clear(&mut self, reports: &[Report]) {
        if self.pieces.len() == reports.len() {
            for (report, piece) in reports.iter().zip(&mut self.pieces) {
                report.clear(piece);
            }
        } else {
            self.pieces = reports.iter().map(Report::piece).collect();
        }
        self.counts = Counts::default();
    }

    fn render(&mut self, row: &Row, reports: &[Report]) {
        for (report, piece) in reports.iter().zip(&mut self.pieces) {
            report.row(row, piece);
        }
    }

    /// Decides, counts and renders a checked row.
    fn add(&mut self, row: &mut Row, job: &Job<'_>) {
        if let Some(decision) = job.decisions.on(&row.key) {
            row.decide(decision);
        }
        self.counts.count(row.verdict);
        let unread = row.problems.iter().any(|p| p.kind.leaves_text_unread());
        self.counts.unread += u64::from(unread);
        if row.verdict >= job.only || unread {
            self.render(row, job.reports);
        }
    }
}

/// The memory of one worker, used again for every block.
struct Worker<'a> {
    splitter: Splitter,
    rows: RowReader<'a>,
    row: Row,
    suspects: Suspects,
    rendered: Rendered,
}

/// Checks one input from its first row to its last.
///
/// The rows before an error have been handed to the sink when the error is returned.
pub fn run<S: Sink>(input: &mut Input, job: &Job<'_>, sink: &mut S) -> Result<Tally> {
    let place = Place::of_first_row(input);
    let columns = input.layout.checked.iter().map(|column| (column.header.clone(), false)).collect();
    let tally = Tally { columns, ..Tally::default() };
    let shared = Shared {
        job,
        max_cell: input.max_cell,
        blank: input.empty_row(),
        input: Mutex::new((input, 0)),
        places: Turns::new(place),
        sink: InOrder::new((sink, tally), AHEAD * job.threads),
        failure: Mutex::new(None),
    };
    thread::scope(|scope| {
        for _ in 1..job.threads {
            scope.spawn(|| shared.work());
        }
        shared.work();
    });
    match shared.failure.into_inner() {
        Ok(None) => Ok(shared.sink.into_value().1),
        Ok(Some(error)) => Err(error),
        Err(_) => Err(anyhow!("a worker stopped without a word; this is a defect of mingcha")),
    }
}

impl<S: Sink> Shared<'_, S> {
    fn work(&self) {
        let stop = StopOnDrop(self);
        let Some(splitter) = self.splitter() else { return };
        let mut worker = Worker {
            splitter,
            rows: RowReader::new(self.job.checker, self.max_cell, false),
            row: self.blank.clone(),
            suspects: Suspects::default(),
            rendered: Rendered::default(),
        };
        let mut block = Block::default();
        let outcome = loop {
            match self.block(&mut block, &mut worker) {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        if let Err(error) = outcome {
            if let Ok(mut failure) = self.failure.lock() {
                failure.get_or_insert(error);
            }
            return;
        }
        std::mem::forget(stop);
    }

    /// Takes the next block through all steps; false when there is none, or the work was stopped.
    fn block(&self, block: &mut Block, worker: &mut Worker<'_>) -> Result<bool> {
        let Some(turn) = self.next(block)? else { return Ok(false) };
        let lines = worker.splitter.find(block);
        let number = |place: &mut Place| {
            let before = *place;
            *place = place.after(worker.splitter.count(), lines);
            before
        };
        let Some(before) = self.places.take(turn, number) else { return Ok(false) };
        worker.render(self, block, before);
        let rendered = std::mem::take(&mut worker.rendered);
        let spent = self.sink.leave(turn, rendered, |(sink, tally), rendered| {
            tally.counts.add(&rendered.counts);
            tally.bytes = rendered.read;
            merge(&mut tally.columns, &rendered.columns);
            sink.write(&mut rendered.pieces, rendered.read)
        })?;
        Ok(spent.map(|memory| worker.rendered = memory).is_some())
    }

    fn splitter(&self) -> Option<Splitter> {
        self.input.lock().ok().map(|input| input.0.splitter())
    }

    fn next(&self, block: &mut Block) -> Result<Option<u64>> {
        let mut input = self.input.lock().map_err(|_| anyhow!("another worker stopped while reading"))?;
        let (source, taken) = &mut *input;
        if !source.next(block)? {
            return Ok(None);
        }
        *taken += 1;
        Ok(Some(*taken - 1))
    }
}

/// Stops the others when a worker fails or panics, so that nobody waits for a turn that never comes.
struct StopOnDrop<'a, 'b, S>(&'a Shared<'b, S>);

impl<S> Drop for StopOnDrop<'_, '_, S> {
    fn drop(&mut self) {
        self.0.places.stop();
        self.0.sink.stop();
    }
}

impl Worker<'_> {
    fn render<S>(&mut self, shared: &Shared<'_, S>, block: &Block, before: Place) {
        self.rendered.clear(shared.job.reports);
        self.rendered.read = block.end();

        let mut batch = self.splitter.batch(block);
        shared.job.checker.sieve().suspects(batch.text(), &mut self.suspects);
        for number in 0..batch.len() {
            before.number(&mut self.row, number, batch.span(number));
            self.rows.read(&batch.record(number), &self.suspects, &mut self.row);
            self.rendered.add(&mut self.row, shared.job);
        }
        self.rendered.columns = self.rows.filled.take();
    }
}
