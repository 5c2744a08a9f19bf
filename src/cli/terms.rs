//! `mingcha terms`: the book as a list, a profile as a table, and a test of own terms.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use anyhow::Result;
use serde::Serialize;

use mingcha::checker::{Cell, Checker};
use mingcha::rules::{Profile, Rule};
use mingcha::verdict::{Field, Tier};

use super::args::{ListFormat, Rules, Switch, Terms, TermsAction};
use super::exit::Exit;
use super::{prose, rules};

/// One rule as the list shows it.
#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    term: &'a str,
    spelled: &'a str,
    tier: Tier,
    verdict: String,
    clause: &'a str,
    quote: &'a str,
    reason: &'a str,
}

pub(super) fn run(args: &Terms) -> Result<Exit> {
    if let Some(TermsAction::Check { file }) = &args.action {
        return check(file);
    }
    if let Some(profile) = &args.profile {
        return list(&profile_rows(&rules::profile(profile)?.0), format(args)).map(|()| Exit::Done);
    }
    let wanted = Rules {
        as_of: args.as_of,
        profile: "filing".to_owned(),
        rules: args.rules.clone(),
        terms: args.terms.clone(),
        disguises: Switch::Off,
    };
    let rules::Applied { checker, warnings, .. } = rules::apply(&wanted)?;
    prose::warn(&warnings);
    let entries: Vec<_> = checker.book().rules().map(|rule| entry(rule, checker.profile())).collect();
    list(&entries, format(args))?;
    Ok(Exit::Done)
}

fn format(args: &Terms) -> ListFormat {
    let usual = if io::stdout().is_terminal() { ListFormat::Table } else { ListFormat::Csv };
    args.format.unwrap_or(usual)
}

fn entry<'a>(rule: &'a Rule, profile: &Profile) -> Entry<'a> {
    Entry {
        rule: &rule.id,
        term: &rule.term,
        spelled: &rule.spelled,
        tier: rule.tier,
        verdict: profile.verdict(rule.tier, rule.verdict, &std::collections::BTreeSet::new()).to_string(),
        clause: &rule.clause,
        quote: &rule.quote,
        reason: &rule.reason,
    }
}

#[derive(Serialize)]
struct ProfileRow {
    profile: String,
    tier: Tier,
    context: String,
    verdict: String,
}

fn profile_rows(profile: &Profile) -> Vec<ProfileRow> {
    let row = |(tier, tag, verdict): (Tier, &str, mingcha::verdict::Verdict)| ProfileRow {
        profile: profile.name.clone(),
        tier,
        context: tag.to_owned(),
        verdict: verdict.to_string(),
    };
    profile.rows().map(row).collect()
}

fn list(rows: &[impl Serialize], format: ListFormat) -> Result<()> {
    // Made in memory first: the writers of json and csv hide what befell the pipe.
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
    rows.iter().try_for_each(|row| writer.serialize(row))?;
    Ok(writer.into_inner()?)
}

/// The rows in columns as wide as they have to be; the last ones, which are long, are left out.
fn table(rows: &[impl Serialize]) -> Result<String> {
    const COLUMNS: usize = 6;
    let text = csv(rows)?;
    let records: Vec<csv::StringRecord> =
        csv::ReaderBuilder::new().has_headers(false).from_reader(&text[..]).into_records().collect::<Result<_, _>>()?;
    let cells = |r: &csv::StringRecord| r.iter().take(COLUMNS).map(str::to_owned).collect::<Vec<_>>();
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let columns = records.first().map_or(0, |r| r.len().min(COLUMNS));
    let widths: Vec<usize> = (0..columns).map(|c| records.iter().map(|r| width(&r[c])).max().unwrap_or(0)).collect();
    let mut table = String::new();
    for record in &records {
        let line = cells(record)
            .iter()
            .zip(&widths)
            .fold(String::new(), |line, (cell, wide)| line + cell + &" ".repeat(wide.saturating_sub(width(cell)) + 2));
        let _ = writeln!(table, "{}", line.trim_end());
    }
    Ok(table)
}

/// Loads own terms beside the built-in ones, runs their examples, and says what repeats the book.
fn check(file: &str) -> Result<Exit> {
    let own = rules::own_terms(file)?;
    let (number, id) = (own.rules.len(), own.origin.id.clone());
    let wanted = Rules {
        as_of: None,
        profile: "filing".to_owned(),
        rules: Vec::new(),
        terms: vec![file.to_owned()],
        disguises: Switch::On,
    };
    let rules::Applied { checker, warnings, .. } = rules::apply(&wanted)?;
    prose::warn(&warnings);
    let mut failed = 0;
    for set in checker.book().sets.iter().filter(|set| set.origin.id == id) {
        for rule in &set.rules {
            failed += failures(&checker, rule);
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{file}: {number} terms, {} repeat built-in ones, {failed} examples fail", warnings.len())?;
    Ok(if failed > 0 { Exit::Found } else { Exit::Done })
}

fn failures(checker: &Checker, rule: &Rule) -> usize {
    let column = "".into();
    let hits = |text: &str| {
        checker.check(Cell { field: Field::Scope, column: &column, text }).iter().any(|f| f.rule == rule.id)
    };
    let missed = rule.must_match.iter().filter(|text| !hits(text)).map(|text| ("must match", text));
    let wrong = rule.must_not.iter().filter(|text| hits(text)).map(|text| ("must not match", text));
    let failures: Vec<_> = missed.chain(wrong).collect();
    for (promise, text) in &failures {
        let _ = writeln!(io::stderr(), "mingcha: {}: {} {promise} {text}", rule.place, rule.spelled);
    }
    failures.len()
}
