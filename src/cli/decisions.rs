//! `--decisions`: an earlier report with the decision columns filled in, as it comes back from a spreadsheet.

use anyhow::{Context, Result};
use jiff::civil::Date;

use mingcha::decision::{Decisions, Filled};
use mingcha::input::{Block, Input, Keep, Options, Records, Source, Wanted, find_records};

/// Reads the decisions that hold on a day. The report's other columns, and columns added to it, are passed over.
pub(super) fn read(path: &str, as_of: Date) -> Result<Decisions> {
    let columns = ["key", "decision", "reason", "until"];
    let wanted = Wanted {
        names: vec![columns[0].to_owned()],
        scopes: vec![columns[1].to_owned()],
        keep: Keep::These(columns.map(str::to_owned).into()),
        ..Wanted::default()
    };
    let options = Options { wanted, ..Options::default() };
    let mut input = Input::open(Source::open(path)?, &options).context("is no report with decisions")?;
    let columns: [usize; 4] =
        input.layout.kept.clone().try_into().ok().context("a column of the report stands there twice")?;
    let mut decisions = Decisions::default();
    let (mut block, mut lines) = (Block::default(), input.lines_before);
    let (mut spans, mut fields, mut decoded) = (Vec::new(), Vec::new(), String::new());
    while input.next(&mut block)? {
        let breaks = find_records(&block, input.delimiter, &mut spans);
        let records = Records::new(&block, input.delimiter);
        for span in &spans {
            let record = records.read(*span, &mut fields, &mut decoded);
            let [key, decision, reason, until] = columns.map(|column| {
                fields.get(column).map_or_else(String::new, |field| record.field(field, &mut String::new()).to_owned())
            });
            let filled = Filled { key: &key, decision: &decision, reason: &reason, until: &until };
            decisions.add(filled, &format!("{path}:{}", lines + span.line + 1), as_of);
        }
        lines += breaks.all;
    }
    Ok(decisions)
}
