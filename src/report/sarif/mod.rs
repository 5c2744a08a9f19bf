//! SARIF 2.1.0, for code scanning: one result a finding, one a piece of unread text.

mod rules;
mod uri;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Write;

use serde_json::{Value, json};

use super::first_records::FirstRecords;
use super::place::{in_part, part, placed};
use super::{Assembled, ClearRows, Lang, ReportError, Summary};
use crate::decision::Decision;
use crate::message::{Say as _, Sentence};
use crate::row::Row;
use crate::verdict::{Finding, Problem, ProblemKind};
pub use rules::SarifRule;
use rules::{address, level, of_rule, of_unread, plain, unread_id};
use uri::uri;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// How many results code scanning takes of one run.
const MOST_RESULTS: usize = 25_000;
/// The notification of a file, a sheet or a text beside the rows that was left unread.
const UNREAD_PART: &str = "unread/part";
/// The name and version of the fingerprint by which a result is recognised in a later run.
const FINGERPRINT: &str = "mingcha/v1";

/// The sarif report.
#[derive(Debug)]
pub struct Sarif {
    lang: Lang,
    /// The folder that paths are relative to, if they are in it.
    folder: Option<String>,
    rules: Vec<Value>,
    index: HashMap<String, usize>,
}

impl Sarif {
    /// A report that lists these rules, and one for each kind of unread text. Paths begin at `folder`, if they are in it.
    #[must_use]
    pub fn new(lang: Lang, folder: Option<String>, rules: &[SarifRule]) -> Self {
        let mut sarif = Self { lang, folder, rules: Vec::new(), index: HashMap::new() };
        for rule in rules {
            sarif.list(rule.id.to_string(), of_rule(lang, rule));
        }
        for kind in ProblemKind::ALL {
            if kind.leaves_text_unread() {
                sarif.list(unread_id(kind), of_unread(lang, kind));
            }
        }
        sarif
    }

    /// Lists a rule, unless one with its id is listed already.
    fn list(&mut self, id: String, rule: Value) {
        if let Entry::Vacant(vacant) = self.index.entry(id) {
            vacant.insert(self.rules.len());
            self.rules.push(rule);
        }
    }

    fn finding(&self, row: &Row, finding: &Finding) -> Value {
        let cell = row.cell_of(finding);
        let address = cell.map(|cell| row.address_of(cell)).unwrap_or_default();
        let mut location = self.location(row);
        let physical = &mut location["physicalLocation"];
        let excerpt = json!({ "startLine": row.line, "snippet": { "text": finding.excerpt } });
        physical["region"] = match cell.and_then(|cell| cell.line_column) {
            Some(column) => {
                physical["contextRegion"] = excerpt;
                json!({
                    "startLine": row.line,
                    "startColumn": column + finding.start as u64,
                    "endColumn": column + finding.end as u64,
                    "snippet": { "text": finding.matched },
                })
            }
            None => excerpt,
        };
        location["logicalLocations"] = json!([{ "name": address, "kind": "cell" }]);

        let text = format!("{}\n{}", self.lang.headline(row), self.lang.finding_sentence(finding));
        let text = in_part(self.lang, row, text);
        let mut result = self.result(row, &finding.rule, level(finding.verdict), &text, &location);
        if let Some(decision) = row.decision.as_deref().filter(|decision| decision.decision.allows()) {
            result["suppressions"] = accepted(decision);
        }

        let place = format!("{}/{}/{}", finding.rule, cell.map_or(0, |cell| cell.index), finding.start);
        result["partialFingerprints"] = json!({ FINGERPRINT: format!("{}/{place}", row.key) });

        for (key, value) in [
            ("verdict", json!(finding.verdict)),
            ("term", json!(finding.term)),
            ("tier", json!(finding.tier)),
            ("column", json!(finding.column)),
            ("matched", json!(finding.matched)),
            ("start", json!(finding.start)),
            ("end", json!(finding.end)),
            ("evidence", json!(finding.evidence)),
            ("context", json!(finding.context)),
            ("clause", json!(finding.clause)),
            ("quote", json!(finding.quote)),
        ] {
            result["properties"][key] = value;
        }
        result
    }

    fn unread(&self, row: &Row, problem: &Problem) -> Value {
        let text = format!("{}\n{}", self.lang.headline(row), self.lang.problem_at(problem));
        let text = in_part(self.lang, row, text);
        let id = unread_id(problem.kind);
        let mut result = self.result(row, &id, "warning", &text, &self.location(row));
        let field = problem.field.map_or("", |field| field.key());
        result["partialFingerprints"] = json!({ FINGERPRINT: format!("{}/{id}/{field}", row.key) });
        if let Some(decision) = row.decision.as_deref().filter(|decision| decision.decision.is_of_original()) {
            result["suppressions"] = accepted(decision);
        }
        result
    }

    fn result(&self, row: &Row, rule: &str, level: &str, text: &str, location: &Value) -> Value {
        let mut result = json!({
            "ruleId": rule,
            "level": level,
            "message": { "text": plain(text) },
            "locations": [location],
            "properties": { "row": row.row, "id": row.id, "name": row.name, "key": row.key },
        });
        if let Some(part) = part(row) {
            result["properties"]["part"] = json!(part);
        }
        if let Some(index) = self.index.get(rule) {
            result["ruleIndex"] = json!(index);
        }
        result
    }

    fn location(&self, row: &Row) -> Value {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": uri(placed(&row.file, self.folder.as_deref())) },
            "region": { "startLine": row.line },
        }})
    }

    /// The run without its results.
    fn run(&self, results: &FirstRecords, summary: &Summary) -> Value {
        let ids: Vec<&str> = summary.rule_sets.iter().map(|set| &*set.id).collect();
        let hashes: Vec<&str> = summary.rule_sets.iter().map(|set| &*set.sha256).collect();
        let mut driver = json!({
            "name": "mingcha",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules,
        });
        if let Some(address) = address() {
            driver["informationUri"] = json!(address);
        }
        let mut run = json!({
            "tool": { "driver": driver },
            "invocations": [self.invocation(results, summary)],
            "columnKind": "unicodeCodePoints",
            "language": self.lang.tag(),
            "properties": {
                "truncated": results.is_cut(MOST_RESULTS),
                "results": results.seen,
                "rows": summary.counts.total(),
                "counts": summary.counts,
                "ruleSets": ids,
                "ruleSetSha256": hashes,
                "asOf": summary.as_of,
                "profile": summary.profile,
            },
        });
        if let Some(file) = &summary.settings.file {
            run["properties"]["settings"] = json!(file);
        }
        if !summary.settings.environment.is_empty() {
            run["properties"]["environment"] = json!(summary.settings.environment);
        }
        run
    }

    /// How the run went: what was left unread beside the rows has no result, and is a notification.
    fn invocation(&self, results: &FirstRecords, summary: &Summary) -> Value {
        let mut notifications: Vec<Value> = Vec::new();
        for left in summary.left_unread(self.lang) {
            let uri = uri(placed(left.file, self.folder.as_deref()));
            notifications.push(json!({
                "descriptor": { "id": UNREAD_PART },
                "level": "error",
                "message": { "text": plain(&left.said) },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri } } }],
            }));
        }
        let is_whole = summary.unread_parts().next().is_none() && summary.unread_asides() == 0;
        if results.is_cut(MOST_RESULTS) {
            let text = Sentence::ResultsLeftOut { seen: results.seen, limit: MOST_RESULTS }.say(self.lang);
            notifications.push(json!({
                "descriptor": { "id": "truncated" }, "level": "warning", "message": { "text": text },
            }));
        }
        json!({ "executionSuccessful": is_whole, "toolExecutionNotifications": notifications })
    }
}

impl Assembled for Sarif {
    /// The results, one a line.
    type Piece = FirstRecords;

    fn row(&self, row: &Row, piece: &mut FirstRecords) {
        for finding in &row.findings {
            piece.push(&self.finding(row, finding).to_string());
        }
        for problem in row.problems.iter().filter(|problem| problem.kind.leaves_text_unread()) {
            piece.push(&self.unread(row, problem).to_string());
        }
    }

    fn clear_rows(&self) -> ClearRows<'_> {
        ClearRows::LeftOut
    }

    fn gather(&self, whole: &mut FirstRecords, block: FirstRecords) {
        whole.gather(&block, MOST_RESULTS);
    }

    /// The results are the last property of the run, one a line, so that they are copied as they were rendered.
    fn finish(&self, whole: FirstRecords, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        let run = self.run(&whole, summary).to_string();
        let open = run.strip_suffix('}').unwrap_or(&run);
        let mut document = format!("{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{open},\"results\":[\n");
        document.push_str(&whole.lines.trim_end().replace('\n', ",\n"));
        document.push_str("\n]}]}\n");
        out.write_all(document.as_bytes())?;
        Ok(())
    }
}

/// How a result is marked that a registrar's decision covers.
fn accepted(decision: &Decision) -> Value {
    json!([{ "kind": "external", "status": "accepted", "justification": decision.reason }])
}
