//! A worker: splits a block into records, checks and renders them.

use std::cell::OnceCell;

use super::Job;
use super::filled::Keys;
use super::hidden::{HiddenWords, NamedWords};
use super::place::Place;
use super::plain::{PlainLine, PlainLines};
use super::reader::{Facts, HeaderSeen, RowReader};
use crate::input::{Batch, Block, HeaderRows};
use crate::matching::Suspects;
use crate::report::{ClearRows, Counts, Coverage, Figures, FilledColumns, Piece, Report, WriteClear};
use crate::row::{ClearRow, Row};
use crate::verdict::Verdict;

/// What a block became.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// A piece of each report.
    pub(super) pieces: Vec<Piece>,
    pub(super) counts: Counts,
    pub(super) figures: Figures,
    pub(super) cells: Coverage,
    pub(super) columns: FilledColumns,
    /// The keys of objects.
    pub(super) keys: Keys,
    /// The offset in the input of the end of the block, in bytes.
    pub(super) read: u64,
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
        self.figures.clear();
    }

    /// Decides, counts and renders a checked row. `group` is the value that it is grouped by.
    fn add(&mut self, row: &mut Row, group: Option<&str>, job: &Job<'_>) {
        if let Some(decision) = job.decisions.on(&row.key) {
            row.decide(decision);
            if let Some(why) = row.left_undecided() {
                job.decisions.falls_short(&row.key, why);
            }
        }

        let is_unread = row.has_unread_text();
        self.counts.count(row.verdict);
        self.counts.unread += u64::from(is_unread);
        self.figures.count(row, group);
        if row.verdict < job.only && !is_unread {
            return;
        }
        for (report, piece) in job.reports.iter().zip(&mut self.pieces) {
            report.row(row, piece);
        }
    }
}

/// The memory that one worker renders in, used again for every block.
pub(super) struct Renderer<'a> {
    rows: RowReader<'a>,
    row: Row,
    suspects: Suspects,
    hidden: HiddenWords<'a>,
    /// The longest cell that is read whole, in bytes.
    max_cell: usize,
    /// For each report what writes its clear rows, if it has them. `None` if some report has them whole.
    clear: Option<Vec<Option<WriteClear<'a>>>>,
    /// How to read the plain lines of the input, which is known with its first block. `None` within if they cannot be.
    plain: OnceCell<Option<PlainLines>>,
    /// For a value to group by whose quotes have to be taken out.
    memory: String,
    pub(super) rendered: Rendered,
}

impl<'a> Renderer<'a> {
    /// `blank` is a row of the input that has no text yet.
    pub(super) fn new(job: &Job<'a>, max_cell: usize, blank: Row, words: &'a NamedWords<'a>) -> Self {
        let clear = clear_rows(job, &blank.source);
        Self {
            clear,
            plain: OnceCell::new(),
            rows: RowReader::new(job.checker, max_cell, false),
            row: blank,
            suspects: Suspects::default(),
            hidden: HiddenWords::new(words),
            max_cell,
            memory: String::new(),
            rendered: Rendered::default(),
        }
    }

    /// Renders the records of a block. `before` has the numbers before its first row.
    pub(super) fn render(
        &mut self,
        job: &Job<'_>,
        block: &Block,
        batch: &mut Batch<'_>,
        headers: &HeaderRows,
        before: Place,
    ) {
        self.rendered.clear(job.reports);
        self.rendered.read = block.end();

        job.checker.sieve().suspects(batch.text(), &mut self.suspects);
        self.hidden.search(block, batch);
        let has_headers = !headers.same.is_empty() || before.other_header.is_some();
        let may_be_plain = !has_headers && self.clear.is_some();
        let plain = self.plain.get_or_init(|| PlainLines::of(batch.layout()?, batch.delimiter()?, self.max_cell));
        let plain = plain.as_ref().filter(|_| may_be_plain);
        let writers = self.clear.as_deref().unwrap_or_default();
        let mut cells = Coverage::default();
        let mut same_headers = headers.same.iter().peekable();
        for number in 0..batch.len() {
            let span = batch.span(number);
            if let Some(plain) = plain
                && self.hidden.are_none_in(span)
                && let Some(line) = batch.line(number)
                && !self.suspects.within(line.start, line.end())
                && let Some(PlainLine { id, name, are_bare, cells: of_line }) = plain.read(&line)
            {
                let clear = ClearRow { row: before.row(number), line: before.line(span), id, name, are_bare };
                for (write, piece) in writers.iter().zip(&mut self.rendered.pieces) {
                    if let (Some(write), Some(out)) = (write, piece.bytes()) {
                        write(&clear, out);
                    }
                }
                self.rendered.counts.count(Verdict::Clear);
                cells.add(of_line);
                continue;
            }
            before.number(&mut self.row, number, span);
            let repeats_header = same_headers.next_if_eq(&&number).is_some();
            let header = HeaderSeen { repeats_header, other: before.other_header };
            let record = batch.record(number);
            let facts = Facts {
                raw: block.raw(span, &record),
                suspects: &self.suspects,
                header,
                hidden: self.hidden.in_record(&record, span),
            };
            self.rows.read(&record, &facts, &mut self.row);
            let group = record.layout.group.map(|index| record.field(index, &mut self.memory).unwrap_or_default());
            self.rendered.add(&mut self.row, group, job);
        }
        if let Some(layout) = batch.layout().filter(|_| cells != Coverage::default()) {
            // All records of delimited text have one shape.
            self.rows.count_plain(layout, 0, cells);
        }
        self.rows.filled.take(&mut self.rendered.columns);
        self.rendered.keys = self.rows.filled.take_keys();
        self.rendered.cells = std::mem::take(&mut self.rows.cells_read);
    }
}

/// For each report what writes the clear rows of an input, if it has them. Returns `None` if some report has them whole.
fn clear_rows<'a>(job: &Job<'a>, source: &str) -> Option<Vec<Option<WriteClear<'a>>>> {
    let write = |report: &'a Report| match report.clear_rows(source) {
        _ if job.only > Verdict::Clear => Some(None),
        ClearRows::LeftOut => Some(None),
        ClearRows::Written(write) => Some(Some(write)),
        ClearRows::Whole => None,
    };
    job.reports.iter().map(write).collect()
}
