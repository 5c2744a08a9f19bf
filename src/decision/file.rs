//! An earlier report with the decision columns filled in, as it comes back from a spreadsheet.

use anyhow::{Context, Result};
use jiff::civil::Date;

use super::{Decisions, Filled};
use crate::input::{self, Block, Input, Keep, Memory, Options, Records, Source, Spans, Wanted, find_records};

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
    let (mut block, mut lines) = (Block::default(), input.lines_before);
    let (mut spans, mut fields, mut decoded) = (Spans::default(), Vec::new(), Memory::default());
    while input.next(&mut block)? {
        let breaks = find_records(&block, input.delimiter, &mut spans);
        let records = Records::new(&block, &spans, input.delimiter, &mut decoded);
        for (number, span) in spans.iter().enumerate() {
            let record = records.read(number, &mut fields);
            let [key, decision, reason, until] = columns.map(|column| {
                fields.get(column).map_or_else(String::new, |field| record.field(field, &mut String::new()).to_owned())
            });
            let filled = Filled { key: &key, decision: &decision, reason: &reason, until: &until };
            decisions.add(filled, &format!("{}:{}", input.name, lines + span.line + 1), as_of);
        }
        lines += breaks.all;
    }
    Ok(())
}
