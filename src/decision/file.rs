//! An earlier report with the decision columns filled in, as it comes back from a spreadsheet.

use anyhow::{Context, Result};
use jiff::civil::Date;

use super::{Decisions, Filled};
use crate::input::{self, Block, Input, Keep, Options, Source, Wanted};

const COLUMNS: [&str; 4] = ["key", "decision", "reason", "until"];

impl Decisions {
    /// Reads the decisions that hold on a day, from csv or from the sheets of a workbook that have the columns. The report's
    /// other columns, and columns added to it, are passed over. An error names the source.
    pub fn read(source: Source, as_of: Date) -> Result<Self> {
        let wanted = Wanted {
            names: vec![COLUMNS[0].to_owned()],
            scopes: vec![COLUMNS[1].to_owned()],
            keep: Keep::These(COLUMNS.map(str::to_owned).into()),
            ..Wanted::default()
        };
        let options = Options { wanted, ..Options::default() };
        let opened = input::open(source, &options).context("is no report with decisions")?;
        let mut decisions = Self::default();
        for input in opened.inputs {
            read_input(input, as_of, &mut decisions)?;
        }
        Ok(decisions)
    }
}

fn read_input(mut input: Input, as_of: Date, decisions: &mut Decisions) -> Result<()> {
    let columns = input.layout.kept.clone();
    let columns: [usize; 4] = columns.try_into().ok().with_context(|| {
        format!("{}: one of the columns {} stands there twice; take one out", input.name, COLUMNS.join(", "))
    })?;
    let mut block = Block::default();
    let mut splitter = input.splitter();
    let mut lines_before = input.lines_before;
    while input.next(&mut block)? {
        let lines = splitter.find(&block);
        let mut batch = splitter.batch(&block);
        for number in 0..batch.len() {
            let line = lines_before + batch.span(number).line + 1;
            let record = batch.record(number);
            let cell = |column| record.field(column, &mut String::new()).unwrap_or_default().to_owned();
            let [key, decision, reason, until] = columns.map(cell);
            let filled = Filled { key: &key, decision: &decision, reason: &reason, until: &until };
            decisions.add(filled, &format!("{}:{line}", input.name), as_of);
        }
        lines_before += lines.all;
    }
    Ok(())
}
