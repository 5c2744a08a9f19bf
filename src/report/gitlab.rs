//! Code Quality of GitLab (the report type `codequality`): a list of issues, one a finding and one a piece of unread text.
//!
//! GitLab tells issues apart by their fingerprints, so that none may stand twice: rows that are alike have numbers.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write;

use serde_json::{Value, json};

use super::first_records::FirstRecords;
use super::place::{part, placed};
use super::remarks::LeftUnread;
use super::{Assembled, ClearRows, Lang, ReportError, Summary};
use crate::digest::Digest;
use crate::escape::visible;
use crate::message::{Say as _, Sentence};
use crate::row::Row;
use crate::verdict::{Ruling, Verdict};

/// How many issues are listed: GitLab loads the whole list for a merge request.
const MOST_ISSUES: usize = 25_000;
/// The severity of what a registrar has decided.
const DECIDED: &str = "info";
/// How an issue begins, before the digits of its fingerprint.
const HEAD: &str = "{\"fingerprint\":\"";
/// The name of the check for unread text begins so.
const UNREAD: &str = "unread/";
/// The name of the check for a file, a sheet or a text beside the rows that was left unread.
const UNREAD_PART: &str = "unread/part";
/// The name of the check of the issue that says how many are left out.
const TRUNCATED: &str = "truncated";

/// The gitlab report.
#[derive(Clone, Debug)]
pub struct Gitlab {
    /// The language of descriptions.
    pub lang: Lang,
    /// The folder that paths are relative to, if they are in it.
    pub folder: Option<String>,
}

impl Assembled for Gitlab {
    /// The issues, one a line.
    type Piece = FirstRecords;

    fn row(&self, row: &Row, piece: &mut FirstRecords) {
        let decided = row.decision.as_ref().map(|decision| decision.decision);
        let is_allowed = decided.is_some_and(Ruling::allows);
        let is_seen = decided.is_some_and(Ruling::is_of_original);

        for finding in &row.findings {
            let place = format!("{}/{}/{}", finding.rule, finding.column, finding.start);
            let severity = if is_allowed { DECIDED } else { severity(finding.verdict) };
            let said = self.lang.finding_sentence(finding);
            piece.push(&self.issue(row, &finding.rule, &place, severity, &said));
        }
        for problem in row.problems.iter().filter(|problem| problem.kind.leaves_text_unread()) {
            let check = format!("{UNREAD}{}", problem.kind.key());
            let place = format!("{check}/{}", problem.field.map_or("", |field| field.key()));
            let severity = if is_seen { DECIDED } else { severity(Verdict::Unchecked) };
            piece.push(&self.issue(row, &check, &place, severity, &self.lang.problem_at(problem)));
        }
    }

    fn clear_rows(&self) -> ClearRows<'_> {
        ClearRows::LeftOut
    }

    fn gather(&self, whole: &mut FirstRecords, block: FirstRecords) {
        whole.gather(&block, MOST_ISSUES);
    }

    fn finish(&self, whole: FirstRecords, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        let mut issues: Vec<String> =
            summary.left_unread(self.lang).iter().map(|left| self.left_unread(left)).collect();
        let mut seen: HashMap<&str, u32> = HashMap::new();
        for line in whole.lines.lines() {
            let (fingerprint, rest) = line[HEAD.len()..].split_once('"').unwrap_or_default();
            let times = seen.entry(fingerprint).or_default();
            *times += 1;
            issues.push(match *times {
                1 => line.to_owned(),
                times => format!("{HEAD}{}\"{rest}", fingerprint_of(&format!("{fingerprint}/{times}"))),
            });
        }
        if whole.is_cut(MOST_ISSUES) {
            let said = Sentence::ResultsLeftOut { seen: whole.seen, limit: MOST_ISSUES }.say(self.lang);
            let source = summary.inputs.first().map_or("", |input| &input.file);
            issues.push(issue(&fingerprint_of(TRUNCATED), TRUNCATED, "info", &said, self.path(source), 1));
        }

        let list = if issues.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", issues.join(",\n")) };
        out.write_all(list.as_bytes())?;
        Ok(())
    }
}

impl Gitlab {
    fn issue(&self, row: &Row, check: &str, place: &str, severity: &str, said: &str) -> String {
        let semicolon = self.lang.semicolon();
        let mut description = format!("{}{semicolon}{said}", self.lang.headline(row));
        if let Some(part) = part(row) {
            description =
                format!("{}{semicolon}{description}", Sentence::InPart { part: part.to_owned() }.say(self.lang));
        }
        let fingerprint = fingerprint_of(&format!("{}/{}/{place}", self.path(&row.source), row.key));
        issue(&fingerprint, check, severity, &description, self.path(&row.file), row.line)
    }

    /// The issue of what was left unread beside the rows.
    fn left_unread(&self, left: &LeftUnread<'_>) -> String {
        let fingerprint = fingerprint_of(&format!("{}/{UNREAD_PART}/{}", self.path(left.name), left.place));
        issue(&fingerprint, UNREAD_PART, severity(Verdict::Unchecked), &left.said, self.path(left.file), 1)
    }

    fn path<'a>(&self, source: &'a str) -> &'a str {
        placed(source, self.folder.as_deref())
    }
}

/// An issue on one line, which begins with its fingerprint.
fn issue(fingerprint: &str, check: &str, severity: &str, description: &str, path: &str, line: u64) -> String {
    let rest: [(&str, Value); 4] = [
        ("check_name", json!(check)),
        ("severity", json!(severity)),
        ("description", json!(visible(description))),
        ("location", json!({ "path": path, "lines": { "begin": line } })),
    ];
    let mut issue = format!("{HEAD}{fingerprint}\"");
    for (key, value) in rest {
        let _ = write!(issue, ",\"{key}\":{value}");
    }
    issue + "}"
}

fn fingerprint_of(text: &str) -> String {
    let mut digest = Digest::default();
    digest.add(text.as_bytes());
    digest.hex()
}

fn severity(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reject => "critical",
        Verdict::Review | Verdict::Unchecked => "major",
        Verdict::Notice | Verdict::Allowed | Verdict::Clear => "info",
    }
}
