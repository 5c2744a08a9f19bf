//! `--manifest`: the record of a run, by which anyone can see later what was checked, by which rules, with which result. It
//! holds paths, figures and hashes, and no text of a cell. Clock times appear here and nowhere else.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;
use jiff::{Timestamp, Unit};
use serde::{Serialize, Serializer};

use mingcha::report::{Counts, Coverage, FormatName, Lang, Summary};
use mingcha::text::path::shown;
use mingcha::verdict::Field;

use super::args::Check;
use super::hashed::Hashed;
use super::output::Output;

/// The version of the record's own form.
const FORM: u8 = 1;

/// An input: a file, with all that was checked in it.
#[derive(Debug, Serialize)]
pub(super) struct InputRecord {
    #[serde(flatten)]
    pub(super) file: Hashed,
    pub(super) checked: Vec<Checked>,
}

/// A batch: a file's own text, or a sheet of a workbook.
#[derive(Debug, Serialize)]
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) encoding: &'static str,
    /// The checked columns, from 1. Their headers are left out: a row without a header could have been taken for one.
    pub(super) columns: Vec<usize>,
    pub(super) rows: u64,
}

/// What a run applied and came to.
pub(super) struct Run<'a> {
    pub(super) args: &'a Check,
    pub(super) lang: Lang,
    pub(super) started: Timestamp,
    pub(super) settings: Option<Hashed>,
    pub(super) profile_file: Option<Hashed>,
    pub(super) decisions: Vec<Hashed>,
    pub(super) inputs: Vec<InputRecord>,
    pub(super) summary: &'a Summary,
    pub(super) exit_status: u8,
}

#[derive(Serialize)]
struct Record<'a> {
    manifest: u8,
    tool_version: &'static str,
    started: String,
    ended: String,
    as_of: &'a str,
    rule_sets: Vec<RuleSet<'a>>,
    profile: &'a str,
    /// The file of settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<Hashed>,
    /// The variables of the environment that settings are from.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    environment: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_file: Option<Hashed>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_all")]
    decisions: Vec<Hashed>,
    options: Options<'a>,
    inputs: Vec<InputRecord>,
    rows: u64,
    counts: Counts,
    cells: Coverage,
    unread: u64,
    /// The sheets and files that could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread_parts: Vec<&'a str>,
    outputs: Vec<OutputRecord>,
    exit_status: u8,
}

#[derive(Serialize)]
struct RuleSet<'a> {
    id: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct OutputRecord {
    #[serde(flatten)]
    file: Hashed,
    format: &'static str,
}

/// The options that can change a result. Threads cannot.
#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "a flag is a bool here as it is in the arguments")]
struct Options<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    files_from: Option<String>,
    #[serde(flatten)]
    columns: BTreeMap<Field, &'a [String]>,
    id: &'a [String],
    keep: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    keep_prefix: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_by: Option<&'a str>,
    no_headers: bool,
    require: Vec<&'static str>,
    only: Option<String>,
    all: bool,
    rules: Vec<String>,
    terms: Vec<String>,
    disguises: String,
    fail_on: String,
    allow_unchecked: bool,
    encoding: Option<&'static str>,
    delimiter: Option<char>,
    sheet: Option<&'a str>,
    input_format: Option<String>,
    max_cell: usize,
    bom: bool,
    summary: bool,
    no_summary: bool,
    lang: &'static str,
}

/// One file as an object, several as a list.
fn one_or_all<S: Serializer>(files: &[Hashed], serializer: S) -> Result<S::Ok, S::Error> {
    match files {
        [one] => one.serialize(serializer),
        all => all.serialize(serializer),
    }
}

impl Run<'_> {
    /// The record as a line-broken JSON object.
    pub(super) fn record(self, outputs: &[(FormatName, &Output)]) -> Result<Vec<u8>> {
        let summary = self.summary;
        let sets = summary.rule_sets.iter();
        let output = |(format, output): &(FormatName, &Output)| {
            Some(OutputRecord { file: Hashed::new(output.path().to_owned(), output.digest()?), format: format.key() })
        };
        let record = Record {
            manifest: FORM,
            tool_version: env!("CARGO_PKG_VERSION"),
            started: moment(self.started)?,
            ended: moment(Timestamp::now())?,
            as_of: &summary.as_of,
            rule_sets: sets.map(|set| RuleSet { id: &set.id, sha256: &set.sha256 }).collect(),
            profile: &summary.profile,
            settings: self.settings,
            environment: &summary.settings.environment,
            profile_file: self.profile_file,
            decisions: self.decisions,
            options: options(self.args, self.lang),
            inputs: self.inputs,
            rows: summary.counts.total(),
            counts: summary.counts,
            cells: summary.cells,
            unread: summary.counts.unread,
            unread_parts: summary.unread_parts().map(|part| part.name.as_str()).collect(),
            outputs: outputs.iter().filter_map(output).collect(),
            exit_status: self.exit_status,
        };
        let mut json = serde_json::to_vec_pretty(&record)?;
        json.push(b'\n');
        Ok(json)
    }
}

/// A moment in UTC, to the millisecond.
fn moment(at: Timestamp) -> Result<String> {
    Ok(at.round(Unit::Millisecond)?.to_string())
}

fn key(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |known| known.get_name().to_owned())
}

fn paths(paths: &[OsString]) -> Vec<String> {
    paths.iter().map(|path| shown(Path::new(path))).collect()
}

fn options(args: &Check, lang: Lang) -> Options<'_> {
    Options {
        files_from: args.files_from.as_ref().map(|list| shown(Path::new(list))),
        columns: BTreeMap::from(args.columns()),
        id: &args.id,
        keep: &args.keep,
        keep_prefix: &args.keep_prefix,
        group_by: args.group_by.as_deref(),
        no_headers: args.no_headers,
        require: args.require.iter().map(|field| field.key()).collect(),
        only: args.only.as_ref().map(key),
        all: args.all,
        rules: paths(&args.rules.rules),
        terms: paths(&args.rules.terms),
        disguises: key(&args.rules.disguises),
        fail_on: key(&args.fail_on),
        allow_unchecked: args.allow_unchecked,
        encoding: args.encoding.map(mingcha::input::Encoding::name),
        delimiter: args.delimiter,
        sheet: args.sheet.as_deref(),
        input_format: args.input_format.as_ref().map(key),
        max_cell: args.max_cell,
        bom: args.bom,
        summary: args.summary,
        no_summary: args.no_summary,
        lang: lang.pick("zh", "en"),
    }
}
