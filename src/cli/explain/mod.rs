//! `mingcha explain`: one filing, one row of a file or one rule, step by step.

mod cell;
mod row;
mod rule;

use std::fmt::Write as _;

use anyhow::Result;
use jiff::civil::Date;

use mingcha::checker::Checker;
use mingcha::message::cli::Explained;
use mingcha::message::{Lang, Say as _};
use mingcha::report::Reasons;
use mingcha::row::Row;
use mingcha::verdict::Verdict;

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
    let exit = match (&args.target, args.row) {
        (Some(file), Some(row)) => explanation.row_of_file(file, row)?,
        (Some(rule), None) => explanation.rule(&rule.to_string_lossy())?,
        (None, _) => explanation.filing(args)?,
    };
    prose::print(&explanation.text)?;
    Ok(exit)
}

/// The status of a verdict: that of `check` with one such row.
fn exit(row: &Row) -> Exit {
    if row.has_unread_text() {
        Exit::Failed
    } else if row.verdict >= Verdict::Review {
        Exit::Found
    } else {
        Exit::Done
    }
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

    /// What a row comes to, and the reasons in words.
    fn conclusion(&mut self, row: &Row) {
        let verdict = row.verdict;
        let mut said = self.lang.verdict(verdict).to_owned();
        // In English some verdicts are called what their keys are.
        if self.lang == Lang::En && said != verdict.key() {
            let _ = write!(said, " ({verdict})");
        }
        self.line(&Explained::Conclusion { verdict: said });
        self.text += self.lang.advice_on(row);
        self.text.push('\n');

        let reasons = Reasons::of(self.checker).lines(self.lang, row);
        if !reasons.is_empty() {
            self.line(&Explained::Opinion);
        }
        for reason in reasons {
            self.text += &reason;
            self.text.push('\n');
        }

        let sets = self.checker.book().sets.iter().map(|set| set.origin.id.clone()).collect();
        let profile = self.checker.profile();
        let name = &profile.name;
        let profile = if profile.is_own() { name.clone() } else { self.lang.profile(name).to_owned() };
        self.line(&Explained::Rules { sets, day: self.day.to_string(), profile });
    }
}
