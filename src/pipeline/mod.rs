//! From blocks to outputs: workers take blocks, check and render them, and hand them on in the order of the input.
//!
//! There is no reader thread and no queue. Whoever is free reads the next block, so that reading, checking and writing
//! overlap while memory stays at a few blocks a worker. Two things must go in order, the numbering of rows and the writing:
//! for the first a worker waits for its turn, for the second it leaves its work to whose turn comes.

mod collect;
mod objects;
mod place;
mod reader;
mod signs;
mod single;
mod turn;

use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Result, anyhow};

use crate::checker::Checker;
use crate::decision::Decisions;
use crate::input::{
    Block, FieldSpan, Input, Layout, Memory, Objects, Records, Spans, Wanted, find_lines, find_records,
};
use crate::matching::Suspects;
pub use crate::report::Tally;
use crate::report::{Counts, Piece, Report};
use crate::row::Row;
use crate::verdict::Verdict;
pub use collect::Collected;
use place::Place;
use reader::{Known, RowReader};
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
    layout: &'a Layout,
    delimiter: char,
    max_cell: usize,
    blank: Row,
    /// Whether a row that is clear at a glance need not be read whole. No report shows more of it than its id, its name and
    /// the columns carried along, and the last are not known at a glance.
    glances: bool,
    wanted: Option<Wanted>,
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
    /// For each checked column, whether some row so far had text in it.
    filled: Vec<bool>,
    /// For each checked key of this block's objects, whether some had text under it.
    keys: Vec<(Arc<str>, bool)>,
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
        self.keys.clear();
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
    rows: RowReader<'a>,
    row: Row,
    spans: Spans,
    fields: Vec<FieldSpan>,
    decoded: Memory,
    suspects: Suspects,
    rendered: Rendered,
    /// Reads lines of JSON; none for delimited text.
    objects: Option<Objects>,
}

/// Checks one input from its first row to its last.
///
/// The rows before an error have been handed to the sink when the error is returned.
pub fn run<S: Sink>(input: &mut Input, job: &Job<'_>, sink: &mut S) -> Result<Tally> {
    let layout = input.layout.clone();
    let place = Place::at_the_first_row(input);
    let tally = Tally { filled: vec![false; layout.checked.len()], ..Tally::default() };
    let shared = Shared {
        job,
        layout: &layout,
        delimiter: input.delimiter,
        max_cell: input.max_cell,
        blank: input.empty_row(),
        glances: job.only > Verdict::Clear || layout.kept.is_empty(),
        wanted: input.wanted_of_objects().cloned(),
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
        let mut worker = Worker {
            rows: RowReader::new(self.job.checker, self.layout, self.max_cell),
            row: self.blank.clone(),
            spans: Spans::default(),
            fields: Vec::new(),
            decoded: Memory::default(),
            suspects: Suspects::default(),
            rendered: Rendered::default(),
            objects: self.wanted.clone().map(Objects::new),
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
        let lines = match self.wanted {
            Some(_) => find_lines(block, &mut worker.spans),
            None => find_records(block, self.delimiter, &mut worker.spans),
        };
        let number = |place: &mut Place| {
            let before = *place;
            *place = place.after(worker.spans.len(), lines);
            before
        };
        let Some(before) = self.places.take(turn, number) else { return Ok(false) };
        worker.render(self, block, before);
        let rendered = std::mem::take(&mut worker.rendered);
        let spent = self.sink.leave(turn, rendered, |(sink, tally), rendered| {
            tally.counts.add(&rendered.counts);
            tally.bytes = rendered.read;
            objects::add_keys(&mut tally.keys, &rendered.keys);
            tally.filled.iter_mut().zip(&rendered.filled).for_each(|(all, mine)| *all |= mine);
            sink.write(&mut rendered.pieces, rendered.read)
        })?;
        Ok(spent.map(|memory| worker.rendered = memory).is_some())
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
        if self.objects.is_some() {
            return self.render_objects(shared, block, before);
        }
        let records = Records::new(block, &self.spans, shared.delimiter, &mut self.decoded);
        shared.job.checker.sieve().suspects(records.text(), &mut self.suspects);
        let last = self.spans.len().saturating_sub(1);
        for number in 0..self.spans.len() {
            let record = records.read(number, &mut self.fields);
            before.number(&mut self.row, number, self.spans[number]);
            let open_quote = block.open_quote && number == last;
            let known = Known { open_quote, suspects: &self.suspects };
            if shared.glances
                && let Some((id, name)) = self.rows.glance(&record, &self.fields, known)
            {
                self.rendered.counts.count(Verdict::Clear);
                if shared.job.only == Verdict::Clear {
                    self.row.clear();
                    self.row.id.push_str(id);
                    self.row.name.push_str(name);
                    self.rendered.render(&self.row, shared.job.reports);
                }
                continue;
            }
            self.rows.read(&record, &self.fields, known, &mut self.row);
            self.rendered.add(&mut self.row, shared.job);
        }
        self.rendered.filled.clone_from(&self.rows.filled);
    }
}
