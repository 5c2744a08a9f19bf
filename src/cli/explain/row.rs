//! One row of a file, step by step.

use std::ffi::OsStr;

use anyhow::Result;

use mingcha::checker::Cell;
use mingcha::input::{Input, Options, Source};
use mingcha::message::Say as _;
use mingcha::message::cli::{CliError, Explained};
use mingcha::pipeline;
use mingcha::verdict::{Evidence, Finding};

use super::Explanation;

impl Explanation<'_> {
    /// Explains a data row of a file, counted from 1.
    pub(super) fn row(&mut self, file: &OsStr, number: u64) -> Result<()> {
        let source = Source::open(file)?;
        let file = source.name.clone();
        let mut input = Input::open(source, &Options::default())?;
        let Some(row) = pipeline::row(&mut input, self.checker, number)? else {
            return Err(CliError::NoRow { file, row: number }.into());
        };

        self.line(&Explained::Row { file, number, line: row.line, id: row.id.clone(), name: row.name.clone() });
        for problem in &row.problems {
            self.line(&Explained::Problem {
                problem: self.lang.problem(problem.kind).to_owned(),
                detail: problem.detail.say(self.lang),
                key: problem.kind.to_string(),
            });
        }
        for cell in &row.cells {
            let is_cut = |finding: &&Finding| finding.evidence.contains(&Evidence::Cut);
            let cut = row.findings.iter().filter(is_cut).filter(|finding| row.cell_of(finding) == Some(cell));
            let examined = Cell { field: cell.field, column: &cell.column, text: &cell.text };
            self.cell(examined, &row.names(), &cut.collect::<Vec<_>>());
        }
        self.conclusion(row.verdict);
        Ok(())
    }
}
