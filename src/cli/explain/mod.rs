//! `mingcha explain`: one filing, one row of a file or one rule, step by step.

mod cell;
mod row;
mod rule;

use std::sync::Arc;

use anyhow::Result;
use jiff::civil::Date;

use mingcha::checker::{Cell, Checker};
use mingcha::message::cli::Explained;
use mingcha::message::{Lang, Say as _};
use mingcha::verdict::{Verdict, of_row};

use super::args::{Explain, Paint};
use super::exit::Exit;
use super::same_file::{ReadFile, refuse_stdout};
use super::{prose, rules};

/// What is put around a match.
struct Mark {
    start: &'static str,
    end: &'static str,
}

/// An explanation that is being written.
struct Explanation<'a> {
    checker: &'a Checker,
    day: Date,
    lang: Lang,
    mark: Mark,
    text: String,
}

pub(super) fn run(args: &Explain, lang: Lang) -> Result<Exit> {
    let rules = &args.rules;
    let input = args.target.as_ref().filter(|_| args.row.is_some());
    let of_rules = ReadFile::of_rules(&rules.profile, &rules.terms, &rules.rules);
    refuse_stdout(input.and_then(|file| ReadFile::input(file)).into_iter().chain(of_rules))?;

    let rules::Applied { checker, day, warnings, .. } = rules::apply(&args.rules)?;
    for warning in &warnings {
        prose::tell(warning, lang);
    }

    let mut explanation = Explanation { checker: &checker, day, lang, mark: mark(args.paint), text: String::new() };
    match (&args.target, args.row) {
        (Some(file), Some(row)) => explanation.row(file, row)?,
        (Some(rule), None) => explanation.rule(&rule.to_string_lossy())?,
        (None, _) => explanation.filing(args),
    }
    prose::print(&explanation.text)?;
    Ok(Exit::Done)
}

fn mark(paint: Paint) -> Mark {
    if paint.on_stdout() { Mark { start: "\x1b[1;31m", end: "\x1b[0m" } } else { Mark { start: "⟦", end: "⟧" } }
}

impl Explanation<'_> {
    /// Appends a line.
    fn line(&mut self, line: &Explained) {
        self.text += &line.say(self.lang);
        self.text.push('\n');
    }

    fn filing(&mut self, args: &Explain) {
        let mut findings = Vec::new();
        let names = args.name.as_deref();
        let names = names.as_slice();
        for (field, cell) in args.texts() {
            if let Some(cell) = cell {
                let column: Arc<str> = self.lang.field(field).into();
                findings.extend(self.cell(Cell { field, column: &column, text: cell }, names, &[]));
            }
        }
        self.conclusion(of_row(&findings, &[]));
    }

    fn conclusion(&mut self, verdict: Verdict) {
        let said = self.lang.verdict(verdict).to_owned();
        self.line(&Explained::Conclusion { verdict: said, key: verdict.to_string() });
        self.text += self.lang.advice(verdict);
        self.text.push('\n');

        let sets = self.checker.book().sets.iter().map(|set| set.origin.id.clone()).collect();
        let profile = self.lang.profile(&self.checker.profile().name).to_owned();
        self.line(&Explained::Rules { sets, day: self.day.to_string(), profile });
    }
}
