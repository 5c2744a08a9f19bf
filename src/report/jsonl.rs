//! JSON Lines, lossless: one object a row, and the summary last.

use std::io::Write as _;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{AsideNote, ClearRows, Counts, Coverage, SettingsFile, Streamed, Summary, in_memory};
use crate::decision::Decision;
use crate::input::address;
use crate::row::Row;
use crate::verdict::{Finding, Problem, Verdict};

/// The jsonl report.
#[derive(Clone, Debug, Default)]
pub struct Jsonl {
    /// Whether the summary is written as a last line.
    pub summary: bool,
    /// The keys of the columns that are carried along, each another one.
    pub kept: Vec<Arc<str>>,
}

/// A row. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct RowObject<'a> {
    source: &'a str,
    row: u64,
    line: u64,
    id: &'a str,
    name: &'a str,
    verdict: Verdict,
    findings: &'a [Finding],
    problems: &'a [Problem],
    key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a Decision>,
    #[serde(skip_serializing_if = "KeptColumns::is_empty")]
    kept: KeptColumns<'a>,
}

/// The columns carried along, in their order.
struct KeptColumns<'a> {
    keys: &'a [Arc<str>],
    columns: &'a [(Arc<str>, String)],
}

impl KeptColumns<'_> {
    fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
}

impl Serialize for KeptColumns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (number, (header, text)) in self.columns.iter().enumerate() {
            map.serialize_entry(&**self.keys.get(number).unwrap_or(header), text)?;
        }
        map.end()
    }
}

/// The last line.
#[derive(Serialize)]
struct SummaryLine<'a> {
    summary: Figures<'a>,
}

#[derive(Serialize)]
struct Figures<'a> {
    tool_version: &'a str,
    rule_set: String,
    rule_set_sha256: String,
    input_sha256: Vec<&'a str>,
    rows: u64,
    counts: Counts,
    cells: Coverage,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread_parts: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asides: Vec<AsideObject<'a>>,
    as_of: &'a str,
    profile: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<&'a SettingsFile>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    environment: &'a [String],
    encoding: Vec<&'a str>,
}

/// A place beside the tables with a named word, or one that could not be read.
#[derive(Serialize)]
struct AsideObject<'a> {
    source: &'a str,
    place: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    /// As a spreadsheet names it, such as B3.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    terms: &'a [Arc<str>],
    unread: bool,
}

impl<'a> AsideObject<'a> {
    fn new(note: &'a AsideNote) -> Self {
        Self {
            source: &note.source,
            place: note.place.key(),
            sheet: note.place.sheet().map(|sheet| &**sheet),
            cell: note.place.cell().map(|(row, column)| address(row, column as u64)),
            terms: &note.terms,
            unread: note.is_unread,
        }
    }
}

impl Streamed for Jsonl {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        let object = RowObject {
            source: &row.source,
            row: row.row,
            line: row.line,
            id: &row.id,
            name: &row.name,
            verdict: row.verdict,
            findings: &row.findings,
            problems: &row.problems,
            key: &row.key,
            decision: row.decision.as_deref(),
            kept: KeptColumns { keys: &self.kept, columns: &row.kept },
        };
        line(&object, out);
    }

    fn clear_rows(&self, source: &str) -> ClearRows<'_> {
        let source = source.to_owned();
        ClearRows::Written(Box::new(move |row, out| {
            let object = RowObject {
                source: &source,
                row: row.row,
                line: row.line,
                id: row.id,
                name: row.name,
                verdict: Verdict::Clear,
                findings: &[],
                problems: &[],
                key: "",
                decision: None,
                kept: KeptColumns { keys: &[], columns: &[] },
            };
            line(&object, out);
        }))
    }

    fn tail(&self, summary: &Summary, out: &mut Vec<u8>) {
        if !self.summary {
            return;
        }
        let figures = Figures {
            tool_version: env!("CARGO_PKG_VERSION"),
            rule_set: summary.rule_set_ids(),
            rule_set_sha256: summary.rule_set_hashes(),
            input_sha256: summary.inputs.iter().filter_map(|i| i.sha256.as_deref()).collect(),
            rows: summary.counts.total(),
            counts: summary.counts,
            cells: summary.cells,
            asides: summary.inputs.iter().flat_map(|input| &input.swept.notes).map(AsideObject::new).collect(),
            unread_parts: summary.unread_parts().map(|part| part.name.as_str()).collect(),
            as_of: &summary.as_of,
            profile: &summary.profile,
            settings: summary.settings.file.as_ref(),
            environment: &summary.settings.environment,
            encoding: summary.inputs.iter().map(|i| i.encoding.as_str()).collect(),
        };
        line(&SummaryLine { summary: figures }, out);
    }
}

fn line(object: &impl Serialize, out: &mut Vec<u8>) {
    in_memory(serde_json::to_writer(&mut *out, object).map_err(Into::into));
    in_memory(out.write_all(b"\n"));
}
