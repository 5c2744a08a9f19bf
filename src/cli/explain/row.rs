//! One row, step by step: of a file, or a filing that was typed.

use std::ffi::OsStr;
use std::sync::Arc;

use anyhow::Result;

use mingcha::checker::Cell;
use mingcha::input::{Input, Options, Source, Typed};
use mingcha::message::Say as _;
use mingcha::message::cli::{CliError, Explained};
use mingcha::pipeline;
use mingcha::row::{CheckedCell, Row};
use mingcha::verdict::{Evidence, Finding};

use super::{Explanation, exit};
use crate::cli::args::Explain;
use crate::cli::exit::Exit;

impl Explanation<'_> {
    /// Explains a data row of a file, counted from 1.
    pub(super) fn row_of_file(&mut self, file: &OsStr, number: u64) -> Result<Exit> {
        let source = Source::open(file)?;
        let file = source.name.clone();
        let mut input = Input::open(source, &Options::default())?;
        let Some(row) = pipeline::row(&mut input, self.checker, number)? else {
            return Err(CliError::NoRow { file, row: number }.into());
        };

        self.line(&Explained::Row { file, number, line: row.line, id: row.id.clone(), name: row.name.clone() });
        self.row(&row, |cell| cell.column.clone());
        Ok(exit(&row))
    }

    /// Explains a filing that was typed.
    pub(super) fn filing(&mut self, args: &Explain) -> Result<Exit> {
        let lang = self.lang;
        let Some(typed) = Typed::new(args.texts()) else { return Ok(Exit::Done) };
        let mut input = Input::open(typed.source()?, &typed.options(&Options::default()))?;
        let Some(mut row) = pipeline::row(&mut input, self.checker, 1)? else {
            return Err(CliError::NoRow { file: input.name, row: 1 }.into());
        };
        // The headers of a typed filing are Chinese in every language; here a column is called what its field is.
        for problem in &mut row.problems {
            if let (Some(field), Some(column)) = (problem.field, problem.detail.column_mut()) {
                let number = column.trim_start_matches(|c: char| !c.is_ascii_digit());
                *column = format!("{}{number}", lang.field(field)).into();
            }
        }
        self.row(&row, |cell| lang.field(cell.field).into());
        Ok(exit(&row))
    }

    /// `header` gives what a cell is called.
    fn row(&mut self, row: &Row, header: impl Fn(&CheckedCell) -> Arc<str>) {
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
            let column = header(cell);
            let examined = Cell { field: cell.field, column: &column, text: &cell.text };
            self.cell(examined, &row.names(), &cut.collect::<Vec<_>>());
        }
        self.conclusion(row);
    }
}
