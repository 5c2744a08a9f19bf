//! Reads decisions from an earlier report whose decision columns a registrar has filled in.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::date::last_day;
use super::{DecisionError, DecisionNote, Decisions, Filled};
use crate::input::{self, Block, Input, InputError, Options, Record, Source, Wanted};
use crate::message::Refusals;

/// The columns that are read, in the order of [`Filled`].
const COLUMNS: [&str; 4] = ["key", "decision", "reason", "until"];

impl Decisions {
    /// Reads the decisions that hold on a day, from CSV or from the sheets of a workbook that have the columns `key`,
    /// `decision`, `reason` and `until`. Other columns are ignored.
    ///
    /// # Errors
    /// The error names the source.
    pub fn read(source: Source, as_of: Date) -> Result<Self, DecisionError> {
        let wanted = Wanted { required: columns(), ..Wanted::default() };
        let options = Options { wanted, ..Options::default() };
        let name = source.name.clone();
        let opened = input::open(source, &options);
        let opened = opened.map_err(|error| DecisionError::NoReport { error, columns: columns() })?;

        if !opened.unread.is_empty() {
            let error = InputError::LeftUnread { refusals: Refusals(opened.unread) };
            return Err(DecisionError::Interrupted { error: error.of(&name) });
        }

        let mut decisions = Self::default();
        for input in opened.inputs {
            decisions.read_input(input, as_of)?;
        }
        Ok(decisions)
    }

    fn read_input(&mut self, mut input: Input, as_of: Date) -> Result<(), DecisionError> {
        let name = input.name.clone();
        if input.is_lines_of_json() {
            return Err(DecisionError::LinesOfJson { input: name });
        }
        let Ok(indices) = <[usize; COLUMNS.len()]>::try_from(input.layout.kept.clone()) else {
            return Err(DecisionError::DuplicateColumn { input: name, columns: columns() });
        };

        let mut block = Block::default();
        let mut splitter = input.splitter();
        let mut lines_before = input.lines_before;
        while input.next(&mut block).map_err(|error| DecisionError::Interrupted { error })? {
            let lines = splitter.find(&block);
            let mut batch = splitter.batch(&block);
            for number in 0..batch.len() {
                let line = lines_before + batch.span(number).line + 1;
                let record = batch.record(number);
                let place = format!("{name}:{line}");
                let [.., until] = indices;
                if is_broken(&record, until) {
                    self.rejected.push(DecisionNote::Broken { place });
                    continue;
                }
                let cell = |index| record.field(index, &mut String::new()).unwrap_or_default().to_owned();
                let [key, decision, reason, until] = indices.map(cell);
                let row = Filled { key: &key, decision: &decision, reason: &reason, until: &until };
                self.add(row, &place, as_of);
            }
            lines_before += lines.all;
        }
        Ok(())
    }
}

/// Whether a stray quote or delimiter has moved the cells of a row, so that a decision may seem to have no last day. `until` is
/// the index of that column.
///
/// Spreadsheets leave out empty cells at the end of some rows, and write them behind the last header in others, so neither
/// makes a row broken.
fn is_broken(record: &Record<'_>, until: usize) -> bool {
    if record.is_sheet_row {
        return false;
    }
    if record.open_quote || record.seems_torn() {
        return true;
    }
    let width = record.layout.headers.len();
    match record.len().cmp(&width) {
        Ordering::Less => record.line_breaks() > 0 || record.has_text_behind_quote(),
        Ordering::Equal => false,
        Ordering::Greater => (width..record.len()).any(|index| record.has_text(index)) || has_moved(record, until),
    }
}

/// Whether the last day of a decision stands behind its column, which is empty.
fn has_moved(record: &Record<'_>, until: usize) -> bool {
    let day = |index| last_day(record.field(index, &mut String::new()).unwrap_or_default());
    day(until) == Ok(None) && matches!(day(until + 1), Ok(Some(_)))
}

fn columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).into()
}
