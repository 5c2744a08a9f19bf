//! `mingcha terms`: the book as a list, a profile as a table, and a test of own terms.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write as _};
use std::sync::Arc;

use anyhow::Result;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use mingcha::checker::{Cell, Checker};
use mingcha::message::cli::{CliError, Notice};
use mingcha::message::{Lang, Say as _};
use mingcha::rules::{Profile, Rule};
use mingcha::verdict::{Field, Tier};

use super::args::{ListFormat, Rules, Switch, Terms, TermsAction};
use super::exit::Exit;
use super::{prose, rules};

/// The profile whose verdicts the list shows.
const LISTED_PROFILE: &str = "filing";

/// One rule as the list shows it.
#[derive(Serialize)]
struct RuleRow<'a> {
    rule: &'a str,
    term: &'a str,
    spelled: &'a str,
    tier: Tier,
    verdict: String,
    clause: &'a str,
    quote: &'a str,
    reason: &'a str,
}

/// One case of a profile as the list shows it.
#[derive(Serialize)]
struct ProfileRow {
    profile: String,
    tier: Tier,
    context: String,
    verdict: String,
}

pub(super) fn run(args: &Terms, lang: Lang) -> Result<Exit> {
    match &args.action {
        Some(TermsAction::Check { .. }) if has_options(args) => return Err(CliError::TermsOptions.into()),
        Some(TermsAction::Check { file }) => return check(file, lang),
        None => {}
    }
    if let Some(profile) = &args.profile {
        let (profile, _) = rules::profile(profile)?;
        list(&profile_rows(&profile), format(args))?;
        return Ok(Exit::Done);
    }

    let wanted = Rules {
        as_of: args.as_of,
        profile: LISTED_PROFILE.to_owned(),
        rules: args.rules.clone(),
        terms: args.terms.clone(),
        disguises: Switch::Off,
    };
    let rules::Applied { checker, warnings, .. } = rules::apply(&wanted)?;
    for warning in &warnings {
        prose::tell(warning, lang);
    }

    let rows: Vec<_> = checker.book().rules().map(|rule| rule_row(rule, checker.profile())).collect();
    list(&rows, format(args))?;
    Ok(Exit::Done)
}

/// Whether options of the list were typed.
fn has_options(args: &Terms) -> bool {
    let Terms { action: _, format, profile, as_of, rules, terms } = args;
    format.is_some() || profile.is_some() || as_of.is_some() || !rules.is_empty() || !terms.is_empty()
}

fn format(args: &Terms) -> ListFormat {
    let usual = if io::stdout().is_terminal() { ListFormat::Table } else { ListFormat::Csv };
    args.format.unwrap_or(usual)
}

fn rule_row<'a>(rule: &'a Rule, profile: &Profile) -> RuleRow<'a> {
    RuleRow {
        rule: &rule.id,
        term: &rule.term,
        spelled: &rule.spelled,
        tier: rule.tier,
        verdict: profile.verdict(rule.tier, rule.verdict, &BTreeSet::new()).to_string(),
        clause: &rule.clause,
        quote: &rule.quote,
        reason: &rule.reason,
    }
}

fn profile_rows(profile: &Profile) -> Vec<ProfileRow> {
    let mut rows = Vec::new();
    for (tier, context, verdict) in profile.rows() {
        rows.push(ProfileRow {
            profile: profile.name.clone(),
            tier,
            context: context.to_owned(),
            verdict: verdict.to_string(),
        });
    }
    rows
}

fn list(rows: &[impl Serialize], format: ListFormat) -> Result<()> {
    // Made in memory first: the writers of json and csv hide what happened to the pipe.
    let text = match format {
        ListFormat::Jsonl => jsonl(rows)?,
        ListFormat::Csv => csv(rows)?,
        ListFormat::Table => table(rows)?.into_bytes(),
    };
    let mut out = io::stdout().lock();
    out.write_all(&text)?;
    Ok(out.flush()?)
}

fn jsonl(rows: &[impl Serialize]) -> Result<Vec<u8>> {
    let mut lines = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut lines, row)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn csv(rows: &[impl Serialize]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    Ok(writer.into_inner()?)
}

/// The rows in columns that are as wide as their widest cell. The last columns, which are long, are left out.
fn table(rows: &[impl Serialize]) -> Result<String> {
    const COLUMNS: usize = 6;
    const BETWEEN: usize = 2;

    let text = csv(rows)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&text[..]);
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;

    let mut widths = [0; COLUMNS];
    for record in &records {
        for (widest, cell) in widths.iter_mut().zip(record) {
            *widest = cell.width().max(*widest);
        }
    }

    let mut table = String::new();
    for record in &records {
        let mut line = String::new();
        for (widest, cell) in widths.iter().zip(record) {
            line += cell;
            line += &" ".repeat(widest - cell.width() + BETWEEN);
        }
        table += line.trim_end();
        table.push('\n');
    }
    Ok(table)
}

/// Loads own terms beside the built-in ones, runs their examples, and says what repeats the book.
fn check(file: &str, lang: Lang) -> Result<Exit> {
    let own = rules::own_terms(file)?;
    let wanted = Rules {
        as_of: None,
        profile: LISTED_PROFILE.to_owned(),
        rules: Vec::new(),
        terms: vec![file.to_owned()],
        disguises: Switch::On,
    };
    let rules::Applied { checker, warnings, .. } = rules::apply(&wanted)?;
    for warning in &warnings {
        prose::tell(warning, lang);
    }

    let mut failed = 0;
    for set in checker.book().sets.iter().filter(|set| set.origin.id == own.origin.id) {
        for rule in &set.rules {
            for failure in failures(&checker, rule) {
                prose::tell(&failure, lang);
                failed += 1;
            }
        }
    }

    let result =
        Notice::TermsChecked { file: file.to_owned(), terms: own.rules.len(), repeated: warnings.len(), failed };
    writeln!(io::stdout(), "{}", result.say(lang))?;
    Ok(if failed > 0 { Exit::Found } else { Exit::Done })
}

/// The examples of a rule that do not behave as its row says.
fn failures(checker: &Checker, rule: &Rule) -> Vec<Notice> {
    let mut failures = Vec::new();
    for text in &rule.must_match {
        if !is_hit(checker, rule, text) {
            failures.push(Notice::ExampleMissed {
                place: rule.place.to_string(),
                term: rule.spelled.clone(),
                text: text.to_string(),
            });
        }
    }
    for text in &rule.must_not {
        if is_hit(checker, rule, text) {
            failures.push(Notice::ExampleHit {
                place: rule.place.to_string(),
                term: rule.spelled.clone(),
                text: text.to_string(),
            });
        }
    }
    failures
}

fn is_hit(checker: &Checker, rule: &Rule, text: &str) -> bool {
    let column: Arc<str> = "".into();
    let findings = checker.check(Cell { field: Field::Scope, column: &column, text });
    findings.iter().any(|finding| finding.rule == rule.id)
}
