//! `mingcha explain`: one filing, one row of a file or one rule, step by step.

mod cell;
mod row;
mod rule;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::sync::Arc;

use anyhow::Result;
use jiff::civil::Date;

use mingcha::checker::Checker;
use mingcha::report::Lang;
use mingcha::verdict::{Field, Verdict, of_row};

use super::args::{Explain, Paint};
use super::exit::Exit;
use super::{prose, rules};

/// What is put around a match.
struct Mark {
    start: &'static str,
    end: &'static str,
}

struct Explanation<'a> {
    checker: &'a Checker,
    day: Date,
    lang: Lang,
    mark: Mark,
}

pub(super) fn run(args: &Explain) -> Result<Exit> {
    let rules::Applied { checker, day, warnings, .. } = rules::apply(&args.rules)?;
    prose::warn(&warnings);
    let explanation = Explanation { checker: &checker, day, lang: args.prose.lang(), mark: mark(args.paint) };
    let text = match (&args.target, args.row) {
        (Some(file), Some(row)) => explanation.row(file, row)?,
        (Some(rule), None) => explanation.rule(rule)?,
        (None, _) => explanation.filing(args.name.as_deref(), args.scope.as_deref()),
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn mark(paint: Paint) -> Mark {
    if paint.on_stdout() { Mark { start: "\x1b[1;31m", end: "\x1b[0m" } } else { Mark { start: "⟦", end: "⟧" } }
}

impl Explanation<'_> {
    fn filing(&self, name: Option<&str>, scope: Option<&str>) -> String {
        let (mut text, mut findings) = (String::new(), Vec::new());
        for (field, cell) in [(Field::Name, name), (Field::Scope, scope)] {
            if let Some(cell) = cell {
                let column: Arc<str> = self.lang.field(field).into();
                findings.extend(self.cell(field, &column, cell, &mut text));
            }
        }
        self.conclusion(of_row(&findings, &[]), &mut text);
        text
    }

    fn conclusion(&self, verdict: Verdict, text: &mut String) {
        let sets: Vec<_> = self.checker.book().sets.iter().map(|s| s.origin.id.as_str()).collect();
        let pick = |zh, en| self.lang.pick(zh, en);
        let _ = writeln!(text, "{}: {} ({verdict})", pick("结论", "verdict"), self.lang.verdict(verdict));
        let _ = writeln!(text, "{}", self.lang.advice(verdict));
        let profile = &self.checker.profile().name;
        let _ = writeln!(text, "{}: {} ({}, {profile})", pick("规则", "rules"), sets.join(", "), self.day);
    }
}
