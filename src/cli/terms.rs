//! `mingcha terms`: the book as a list, a profile as a table, and a test of own terms.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write as _};
use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use mingcha::checker::Checker;
use mingcha::escape::visible;
use mingcha::message::cli::{CliError, ListHeader, Notice};
use mingcha::message::{Lang, Say as _};
use mingcha::rules::{Profile, Rule, RuleFiles};
use mingcha::verdict::{Field, Tier, Verdict};

use super::args::{ListFormat, Rules, Switch, Terms, TermsAction};
use super::exit::Exit;
use super::same_file::{ReadFile, refuse_stdout};
use super::{prose, rules, test};

/// A row of a list: for programs by its fields, for people by the cells of a table.
trait Listed: Serialize {
    /// The headers of the table in a language.
    const HEADERS: &'static [ListHeader];

    /// The cells of the table, one for each header.
    fn cells(&self, lang: Lang) -> Vec<&str>;
}

/// One rule as the list shows it.
#[derive(Serialize)]
struct RuleRow<'a> {
    rule: &'a str,
    term: &'a str,
    spelled: &'a str,
    tier: Tier,
    #[serde(skip)]
    is_own: bool,
    verdict: Verdict,
    clause: &'a str,
    quote: &'a str,
    reason: &'a str,
    field: String,
}

/// One case of a profile as the list shows it.
#[derive(Serialize)]
struct ProfileRow {
    #[serde(skip)]
    is_own: bool,
    profile: String,
    tier: Tier,
    context: String,
    verdict: Verdict,
}

impl Listed for RuleRow<'_> {
    const HEADERS: &'static [ListHeader] = &[
        ListHeader::Rule,
        ListHeader::Term,
        ListHeader::Spelled,
        ListHeader::Tier,
        ListHeader::Verdict,
        ListHeader::Field,
        ListHeader::Clause,
    ];

    fn cells(&self, lang: Lang) -> Vec<&str> {
        let verdict = lang.verdict(self.verdict);
        vec![
            self.rule,
            self.term,
            self.spelled,
            lang.tier_of(self.tier, self.is_own),
            verdict,
            &self.field,
            self.clause,
        ]
    }
}

impl Listed for ProfileRow {
    const HEADERS: &'static [ListHeader] =
        &[ListHeader::Profile, ListHeader::Tier, ListHeader::Context, ListHeader::Verdict];

    fn cells(&self, lang: Lang) -> Vec<&str> {
        let profile = if self.is_own { &self.profile } else { lang.profile(&self.profile) };
        vec![profile, lang.tier(self.tier), lang.context(&self.context), lang.verdict(self.verdict)]
    }
}

pub(super) fn run(args: &Terms, lang: Lang) -> Result<Exit> {
    refuse_stdout(files_read(args))?;
    match &args.action {
        Some(TermsAction::Check { .. }) if has_options(args) => return Err(CliError::TermsOptions.into()),
        Some(TermsAction::Check { file }) => return test::terms(file, lang),
        None => {}
    }
    if let Some(profile) = &args.profile {
        let (profile, _) = rules::profile(profile)?;
        list(&profile_rows(&profile), format(args), lang)?;
        return Ok(Exit::Done);
    }

    let wanted = Rules {
        as_of: args.as_of,
        profile: Profile::DEFAULT.to_owned(),
        rules: args.rules.clone(),
        terms: args.terms.clone(),
        disguises: Switch::Off,
        office: None,
    };
    let rules::Applied { checker, warnings, .. } = rules::apply(&wanted)?;
    for warning in &warnings {
        prose::tell(warning, lang);
    }

    let rows: Vec<_> = checker.book().rules().map(|rule| rule_row(rule, checker.profile())).collect();
    list(&rows, format(args), lang)?;
    tell_more(&checker, lang);
    Ok(Exit::Done)
}

/// Says which rule sets are in the program and not applied.
fn tell_more(checker: &Checker, lang: Lang) {
    let mut sets = Vec::new();
    for origin in RuleFiles::optional().iter().filter_map(|files| files.origin().ok()) {
        if checker.book().sets.iter().all(|set| set.origin.id != origin.id) {
            sets.push(format!("built-in:{} {}", origin.id, origin.number));
        }
    }
    if !sets.is_empty() {
        prose::tell(&Notice::MoreRuleSets { sets }, lang);
    }
}

fn files_read(args: &Terms) -> Vec<ReadFile> {
    let profile = args.profile.as_deref().unwrap_or(Profile::DEFAULT);
    let mut read = ReadFile::of_rules(profile, &args.terms, &args.rules);
    if let Some(TermsAction::Check { file }) = &args.action {
        read.extend(ReadFile::named(Path::new(file)));
    }
    read
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
        is_own: rule.is_own,
        verdict: profile.verdict(rule.tier, rule.verdict, &BTreeSet::new()),
        clause: &rule.clause,
        quote: &rule.quote,
        reason: &rule.reason,
        field: keys(rule),
    }
}

/// The fields that a rule lists, as its row does.
fn keys(rule: &Rule) -> String {
    let keys: Vec<&str> = rule.fields.listed().map(Field::key).collect();
    keys.join("|")
}

fn profile_rows(profile: &Profile) -> Vec<ProfileRow> {
    let mut rows = Vec::new();
    for (tier, context, verdict) in profile.rows() {
        let is_own = profile.is_own();
        rows.push(ProfileRow { is_own, profile: profile.name.clone(), tier, context: context.to_owned(), verdict });
    }
    rows
}

fn list(rows: &[impl Listed], format: ListFormat, lang: Lang) -> Result<()> {
    // Made in memory first: the writers of json and csv hide what happened to the pipe.
    let text = match format {
        ListFormat::Jsonl => jsonl(rows)?,
        ListFormat::Csv => csv(rows)?,
        ListFormat::Table => return Ok(prose::print(&table(rows, lang))?),
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

/// A table for people, with columns that are as wide as their widest cell. It leaves out the quotes and reasons, which are
/// long.
fn table<R: Listed>(rows: &[R], lang: Lang) -> String {
    const BETWEEN: usize = 2;

    let headers: Vec<String> = R::HEADERS.iter().map(|header| header.say(lang)).collect();
    let mut widths = vec![0; headers.len()];
    let mut lines = vec![headers];
    for row in rows {
        lines.push(row.cells(lang).into_iter().map(visible).collect());
    }

    for line in &lines {
        for (widest, cell) in widths.iter_mut().zip(line) {
            *widest = cell.width().max(*widest);
        }
    }

    let mut table = String::new();
    for cells in &lines {
        let mut line = String::new();
        for (widest, cell) in widths.iter().zip(cells) {
            line += cell;
            line += &" ".repeat(widest - cell.width() + BETWEEN);
        }
        table += line.trim_end();
        table.push('\n');
    }
    table
}
