//! One row of a file, step by step.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use mingcha::input::{Input, Options, Source};
use mingcha::message::Say as _;
use mingcha::pipeline;
use mingcha::text::escape::visible;

use super::Explanation;

impl Explanation<'_> {
    /// Explains a data row of a file, counted from 1.
    pub(super) fn row(&self, file: &str, number: u64) -> Result<String> {
        let mut input = Input::open(Source::open(file)?, &Options::default())?;
        let Some(row) = pipeline::row(&mut input, self.checker, number)? else {
            bail!("{file}: has fewer than {number} rows");
        };
        let mut text = String::new();
        let pick = |zh, en| self.lang.pick(zh, en);
        let (id, name) = (visible(&row.id), visible(&row.name));
        let _ = writeln!(
            text,
            "{}: {} {number}, {} {}: {id} {name}",
            visible(file),
            pick("第几行数据", "row"),
            pick("文件行", "line"),
            row.line
        );
        for problem in &row.problems {
            let _ = writeln!(
                text,
                "  {}: {} ({})",
                self.lang.problem(problem.kind),
                visible(&problem.detail.say(self.lang)),
                problem.kind
            );
        }
        for cell in &row.cells {
            self.cell(cell.field, &cell.column, &cell.text, &mut text);
        }
        self.conclusion(row.verdict, &mut text);
        Ok(text)
    }
}
