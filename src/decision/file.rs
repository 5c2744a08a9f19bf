//! Reads decisions from an earlier report whose decision columns a registrar has filled in.

use jiff::civil::Date;

use super::{DecisionError, Decisions, Filled};
use crate::input::{
    self, Block, FieldSpan, Input, Memory, Options, Record, Records, Source, Spans, Wanted, find_records,
};

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
        let opened = input::open(source, &options);
        let opened = opened.map_err(|error| DecisionError::NoReport { error, columns: columns() })?;

        let mut decisions = Self::default();
        for input in opened.inputs {
            decisions.read_input(input, as_of)?;
        }
        Ok(decisions)
    }

    fn read_input(&mut self, mut input: Input, as_of: Date) -> Result<(), DecisionError> {
        let name = input.name.clone();
        if input.wanted_of_objects().is_some() {
            return Err(DecisionError::LinesOfJson { input: name });
        }
        let Ok(indices) = <[usize; COLUMNS.len()]>::try_from(input.layout.kept.clone()) else {
            return Err(DecisionError::DuplicateColumn { input: name, columns: columns() });
        };

        let mut block = Block::default();
        let mut spans = Spans::default();
        let mut fields = Vec::new();
        let mut decoded = Memory::default();
        let mut lines = input.lines_before;
        while input.next(&mut block).map_err(|error| DecisionError::Interrupted { error })? {
            let in_block = find_records(&block, input.delimiter, &mut spans);
            let records = Records::new(&block, &spans, input.delimiter, &mut decoded);
            for (number, span) in spans.iter().enumerate() {
                let record = records.read(number, &mut fields);
                let [key, decision, reason, until] = indices.map(|index| cell(&record, &fields, index));
                let row = Filled { key: &key, decision: &decision, reason: &reason, until: &until };
                let line = lines + span.line + 1;
                self.add(row, &format!("{name}:{line}"), as_of);
            }
            lines += in_block.all;
        }
        Ok(())
    }
}

fn columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).into()
}

/// The text of a cell; empty if the record is shorter.
fn cell(record: &Record<'_>, fields: &[FieldSpan], index: usize) -> String {
    match fields.get(index) {
        Some(field) => record.field(field, &mut String::new()).to_owned(),
        None => String::new(),
    }
}
