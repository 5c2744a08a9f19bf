//! One run: rules, decisions, the list of its rows, and what is decided on them.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use mingcha::decision::{Decision, DecisionNote, Decisions};
use mingcha::escape::visible;
use mingcha::input::decode_file;
use mingcha::message::{Bilingual, DecisionError, InputError, Lang, PageError, PipelineError, RulesError, Say};
use mingcha::report::{FormatName, Reasons, Report, ReportOptions, Summary, UnreadPart, decided};
use mingcha::verdict::{Ruling, Verdict};
use mingcha::{Checker, Profile, RuleBook, RuleFiles, RuleSet};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::advice;
use crate::list::{Filter, List, Listing, Rows};
use crate::request::{Decided, FileRef, Request};
use crate::run::{Applied, Outcome, Purpose, RunError, run};
use crate::told;

/// Where decisions stand that were made in the page, as notes on them name it before it is said in a language.
const HERE: &str = "@page";

/// One run over chosen files. Errors are JSON with the message in both languages.
#[wasm_bindgen]
pub struct Session {
    request: Request,
    day: Date,
    checker: Checker,
    decisions: Decisions,
    reasons: Reasons,
    outcome: Outcome,
    list: List,
    /// Rows by verdict, with what has been decided since.
    counts: BTreeMap<&'static str, u64>,
}

#[wasm_bindgen]
impl Session {
    /// Loads the rules and the decisions of a request.
    ///
    /// # Errors
    /// A file of own terms or of decisions is wrong, or no rules are in force.
    #[wasm_bindgen(constructor)]
    pub fn new(request: &str) -> Result<Self, String> {
        let request = Request::parse(request).map_err(|error| told(&error))?;
        let day = request.day().map_err(|error| told(&error))?;
        let checker = checker(&request, day)?;
        let decisions = decisions(&request, day)?;
        Ok(Self {
            reasons: Reasons::of(&checker),
            request,
            day,
            checker,
            decisions,
            outcome: Outcome::default(),
            list: List::default(),
            counts: BTreeMap::new(),
        })
    }

    /// Checks all files and keeps the rows with a result for the list.
    ///
    /// # Errors
    /// The filing that was typed cannot be read.
    pub fn check(&mut self) -> Result<(), String> {
        let rows = Rows::default();
        let report = Report::assembled(Listing(rows.clone()));
        let applied = Applied { checker: &self.checker, decisions: &self.decisions, day: self.day };
        let outcome = run(&self.request, &applied, &report, false, Purpose::List(&rows));

        self.outcome = outcome.map_err(|error| told_of_run(&error))?;
        self.list = List::new(&rows, &self.request.decided);
        for verdict in Verdict::ALL {
            self.counts.insert(verdict.key(), self.outcome.summary.counts.of(verdict));
        }
        Ok(())
    }

    /// Checks all files and hands a report to the page, in the format of this name.
    ///
    /// # Errors
    /// The format cannot hold the report, or a file that was checked cannot be read again.
    pub fn save(&self, format: &str, lang: &str) -> Result<(), String> {
        let lang = language(lang);
        let Some(format) = FormatName::from_key(format) else {
            return Err(told(&PageError::Request { text: format.to_owned() }));
        };
        let is_for_people = format == FormatName::Csv;
        let options = ReportOptions {
            bom: is_for_people,
            summary: false,
            reasons: self.reasons.clone(),
            ..ReportOptions::new(lang)
        };
        let report = Report::new(format, &options);
        let applied = Applied { checker: &self.checker, decisions: &self.decisions, day: self.day };
        let hashed = matches!(format, FormatName::Html | FormatName::Xlsx);
        let outcome = run(&self.request, &applied, &report, hashed, Purpose::Write);
        outcome.map(drop).map_err(|error| told_of_run(&error))
    }

    /// What the run came to: counts, sentences, notes, and the terms of its rows, as JSON.
    #[must_use]
    pub fn told(&self, lang: &str) -> String {
        let lang = language(lang);
        let summary = &self.outcome.summary;
        let terms: Vec<Value> = self.list.terms().into_iter().map(|(term, rows)| json!([&*term, rows])).collect();
        json!({
            "counts": self.counts,
            "total": summary.counts.total(),
            "listed": self.list.len(),
            "more": self.list.more(),
            "prose": said(summary, lang),
            "refused": refused(&self.outcome.refused, lang),
            "refusedFiles": refused_files(&self.outcome.refused_files),
            "skipped": self.outcome.skipped.iter().map(|skipped| skipped.say(lang)).collect::<Vec<_>>(),
            "notes": self.notes(lang),
            "terms": terms,
        })
        .to_string()
    }

    /// Finds the rows with a verdict, a term and a text; what is empty excludes nothing. Returns their number.
    pub fn find(&mut self, verdict: &str, term: &str, text: &str) -> usize {
        self.list.find(&Filter { verdict, term, text })
    }

    /// Some of the found rows, as JSON.
    #[must_use]
    pub fn rows(&self, lang: &str, first: usize, count: usize) -> String {
        self.list.show(language(lang), &self.reasons, first, count).to_string()
    }

    /// Notes what was filled in for a row, and for all rows with its key. Returns the counts, and why it has no effect if it has
    /// none, as JSON.
    pub fn decide(&mut self, index: usize, ruling: &str, reason: &str, until: &str) -> String {
        let Some(row) = self.list.row(index).filter(|row| !row.key.is_empty()) else {
            return json!({ "counts": self.counts }).to_string();
        };
        let decided = Decided {
            key: row.key.clone(),
            row: row.sheet_row.to_string(),
            name: row.name.clone(),
            decision: ruling.to_owned(),
            reason: reason.to_owned(),
            until: until.to_owned(),
        };

        let mut own = Decisions::default();
        own.add(decided.filled(), HERE, self.day);
        let note = own.rejected.first().map(Bilingual::of);
        let decision: Option<Arc<Decision>> = own.on(&decided.key);
        for (before, after) in self.list.decide(decided, decision.as_ref()) {
            if let Some(count) = self.counts.get_mut(before.key()) {
                *count -= 1;
            }
            *self.counts.entry(after.key()).or_default() += 1;
        }
        let note = note.map(|note| json!({ "zh": here(&note.zh, Lang::Zh), "en": here(&note.en, Lang::En) }));
        json!({ "counts": self.counts, "note": note }).to_string()
    }

    /// What has been decided in the page, as JSON that a request can carry.
    #[must_use]
    pub fn decided(&self) -> String {
        serde_json::to_string(&self.list.decided_here()).unwrap_or_default()
    }

    /// A file with all decisions: those of the page, and those of files that apply to a row.
    #[must_use]
    pub fn decisions(&self, lang: &str) -> String {
        let lang = language(lang);
        let all = self.list.decisions();
        let mut filled: Vec<_> = all.iter().map(Decided::filled).collect();
        for row in &mut filled {
            if let Some(ruling) = Ruling::from_key(row.decision) {
                row.decision = lang.choice(ruling);
            }
        }
        decided(lang, &filled)
    }
}

impl Session {
    /// The decisions that have no effect.
    fn notes(&self, lang: Lang) -> Vec<String> {
        let unmatched = self.decisions.unmatched();
        let notes = self.decisions.rejected.iter().chain(&unmatched);
        notes.map(|note: &DecisionNote| here(&note.say(lang), lang)).collect()
    }
}

/// A note on a decision with the place of those that were made in the page.
fn here(note: &str, lang: Lang) -> String {
    note.replacen(HERE, lang.pick("本页", "this page"), 1)
}

fn language(tag: &str) -> Lang {
    if tag.starts_with("en") { Lang::En } else { Lang::Zh }
}

/// The summary in words, if anything was checked.
fn said(summary: &Summary, lang: Lang) -> Vec<String> {
    if summary.inputs.is_empty() { Vec::new() } else { summary.prose(lang) }
}

fn refused(parts: &[UnreadPart], lang: Lang) -> Vec<Value> {
    parts.iter().map(|part| json!({ "name": visible(&part.name), "reason": part.reason.say(lang) })).collect()
}

/// The refused files by their places, with the reasons in both languages, as the page hands them back when it saves.
fn refused_files(files: &[(u32, Bilingual)]) -> Vec<Value> {
    files.iter().map(|(file, reason)| json!([file, { "zh": reason.zh, "en": reason.en }])).collect()
}

/// The rules that are in force on the day, with the sets and terms that were added.
fn checker(request: &Request, day: Date) -> Result<Checker, String> {
    let wrong = |error: RulesError| told(&error);
    let profile = Profile::built_in(&request.profile).map_err(wrong)?;
    let mut book = RuleBook::in_force(day).map_err(wrong)?;
    if book.sets.is_empty() {
        return Err(told(&no_rules(day)));
    }

    for id in &request.rule_sets {
        let Some(files) = RuleFiles::with_id(id) else {
            return Err(told(&PageError::Request { text: id.clone() }));
        };
        let set = files.load().map_err(wrong)?;
        if !set.origin.in_force(day) {
            return Err(told(&PageError::NotInForce { id: id.clone(), day: day.to_string() }));
        }
        book.sets.push(set);
    }
    for file in &request.terms {
        let own = own_terms(file)?;
        if book.sets.iter().any(|set| set.origin.id == own.origin.id) {
            return Err(told(&PageError::SameTerms { id: own.origin.id.clone() }));
        }
        book.sets.push(own);
    }

    let checker =
        if request.disguises { Checker::new(book, profile) } else { Checker::without_disguises(book, profile) };
    checker.map_err(wrong)
}

fn no_rules(day: Date) -> PageError {
    let from = RuleFiles::built_in().into_iter().filter_map(|files| files.origin().ok()).map(|origin| origin.from);
    let first = from.min().map_or_else(String::new, |first| first.to_string());
    PageError::NoRules { day: day.to_string(), first }
}

/// An office's own terms, from UTF-8 or from what Excel saves. Their id is the name of their file.
fn own_terms(file: &FileRef) -> Result<RuleSet, String> {
    let mut bytes = Vec::new();
    let read = file.stream().read_to_end(&mut bytes);
    read.map_err(|error| {
        let error = Box::new(InputError::Unreadable { error });
        told(&InputError::In { input: file.name.clone(), error })
    })?;
    let Some(text) = decode_file(&bytes) else {
        return Err(told(&PageError::TermsEncoding { file: file.name.clone() }));
    };
    let id = Path::new(&file.name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(&file.name);
    RuleSet::of_terms(id, &file.name, &text).map_err(|error| told(&error))
}

/// The decisions of the files, of which the last one counts, and then those of the page.
fn decisions(request: &Request, day: Date) -> Result<Decisions, String> {
    let mut decisions = Decisions::default();
    for file in &request.decisions {
        let source = file.source(false).map_err(|error| told(&error))?;
        let read = Decisions::read(source, day).map_err(|error: DecisionError| told(&error))?;
        decisions.renew(read);
    }

    let mut own = Decisions::default();
    for decided in &request.decided {
        own.add(decided.filled(), HERE, day);
    }
    decisions.renew(own);
    Ok(decisions)
}

fn not_saved(file: &str, reason: &Bilingual) -> Bilingual {
    let said = |reason: &str, lang| PageError::NotSaved { file: file.to_owned(), reason: reason.to_owned() }.say(lang);
    Bilingual { zh: said(&reason.zh, Lang::Zh), en: said(&reason.en, Lang::En) }
}

fn told_of_run(error: &RunError) -> String {
    match error {
        RunError::Report(error) => told(error),
        RunError::Input(PipelineError::Input { error }) => told(&advice::told_of_file(error)),
        RunError::Input(error) => told(error),
        RunError::File { name, reason } => told(&not_saved(&visible(name), reason)),
    }
}
