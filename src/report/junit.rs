//! `JUnit` XML, for CI servers: one test suite a run; one test case an input, and one a flagged row.
//!
//! A registry has millions of rows and nearly all are clear, so clear rows are counted, in the properties, and not
//! listed. The case of each input is what a clean run shows: servers take an empty suite for a failure.

use std::fmt::Write as _;
use std::io::Write;

use memchr::memmem;

use super::first_records::FirstRecords;
use super::{Assembled, ClearRows, Lang, ReportError, Summary};
use crate::escape::visible;
use crate::message::{Say as _, Sentence};
use crate::row::Row;
use crate::verdict::Verdict;

/// How many flagged rows are listed; what a server still shows, and what bounds the memory of a run.
const MOST_ROWS: usize = 100_000;

/// The junit report.
#[derive(Clone, Copy, Debug)]
pub struct Junit {
    /// The language of messages and of the names of cases.
    pub lang: Lang,
}

impl Junit {
    /// The test case of a flagged row, and a second one if text of the row was left unread besides.
    fn cases(self, row: &Row) -> String {
        let source = xml(&visible(&row.source));
        let file = xml(&visible(&row.file));
        let subject = self.lang.subject(row);
        let name = xml(Sentence::CaseOfRow { row: row.row, subject }.say(self.lang).trim_end());
        let line = row.line;

        let outcome = self.outcome(row);
        let mut cases = format!(
            "<testcase classname=\"{source}\" name=\"{name}\" file=\"{file}\" line=\"{line}\">{outcome}</testcase>"
        );
        if let Some(error) = self.unread(row) {
            let unread = self.lang.verdict(Verdict::Unchecked);
            let _ = write!(
                cases,
                "<testcase classname=\"{source}\" name=\"{name} {unread}\" file=\"{file}\" line=\"{line}\">{error}</testcase>"
            );
        }
        cases
    }

    /// The content of a row's test case: a failure, an error for unread text, or a note.
    fn outcome(self, row: &Row) -> String {
        let headline = xml(&self.lang.headline(row));
        let sentences: Vec<String> = self.lang.sentences(row).iter().map(|sentence| xml(sentence)).collect();
        let body = sentences.join("&#10;");

        let kind = row.verdict.key();
        match row.verdict {
            Verdict::Reject | Verdict::Review => {
                format!("<failure type=\"{kind}\" message=\"{headline}\">{body}</failure>")
            }
            Verdict::Unchecked => format!("<error type=\"{kind}\" message=\"{headline}\">{body}</error>"),
            Verdict::Notice | Verdict::Allowed | Verdict::Clear => {
                format!("<system-out>{headline}&#10;{body}</system-out>")
            }
        }
    }

    /// The error of a flagged row that has unread text besides.
    fn unread(self, row: &Row) -> Option<String> {
        if !row.has_unread_text() || row.verdict <= Verdict::Unchecked {
            return None;
        }
        let problems = row.problems.iter().filter(|problem| problem.kind.leaves_text_unread());
        let said: Vec<String> = problems.map(|problem| xml(&self.lang.problem_at(problem))).collect();
        Some(format!("<error type=\"{}\" message=\"{}\"/>", Verdict::Unchecked.key(), said.join("&#10;")))
    }

    /// A failed case for each file, sheet, member or text beside the rows that was left unread.
    fn left_unread(self, summary: &Summary) -> String {
        let kind = Verdict::Unchecked.key();
        let name = self.lang.verdict(Verdict::Unchecked);
        let mut cases = String::new();
        for left in summary.left_unread(self.lang) {
            let [class, file, said] = [left.name, left.file, &left.said].map(|text| xml(&visible(text)));
            let _ = writeln!(
                cases,
                "<testcase classname=\"{class}\" name=\"{name}\" file=\"{file}\"><error type=\"{kind}\" message=\"{said}\"/></testcase>"
            );
        }
        cases
    }

    /// The case that says that some rows are not listed.
    fn cut_case(self, rows: &FirstRecords) -> String {
        if !rows.is_cut(MOST_ROWS) {
            return String::new();
        }
        let text = Sentence::RowsLeftOut { seen: rows.seen, limit: MOST_ROWS }.say(self.lang);
        let name = self.lang.labels().truncated;
        format!(
            "<testcase classname=\"mingcha\" name=\"{name}\"><error type=\"truncated\" message=\"{text}\"/></testcase>\n"
        )
    }
}

impl Assembled for Junit {
    /// The cases of flagged rows: one line a row, so that a row is kept or left out whole.
    type Piece = FirstRecords;

    fn row(&self, row: &Row, piece: &mut FirstRecords) {
        if row.verdict != Verdict::Clear {
            piece.push(&self.cases(row));
        }
    }

    fn clear_rows(&self) -> ClearRows<'_> {
        ClearRows::LeftOut
    }

    fn gather(&self, whole: &mut FirstRecords, block: FirstRecords) {
        whole.gather(&block, MOST_ROWS);
    }

    fn finish(&self, whole: FirstRecords, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        let cases = inputs(self.lang, summary) + &self.left_unread(summary) + &self.cut_case(&whole) + &whole.lines;
        let tests = count("<testcase ", &cases);
        let failures = count("<failure ", &cases);
        let errors = count("<error ", &cases);
        let figures = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");

        let mut document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mingcha\" {figures}>\n\
             <testsuite name=\"mingcha\" {figures} skipped=\"0\">\n{}",
            properties(summary)
        );
        document.push_str(&cases);
        document.push_str("</testsuite>\n</testsuites>\n");
        out.write_all(document.as_bytes())?;
        Ok(())
    }
}

fn count(tag: &str, cases: &str) -> usize {
    memmem::find_iter(cases.as_bytes(), tag).count()
}

/// A passed case for each input, so that a clean run shows what it read.
fn inputs(lang: Lang, summary: &Summary) -> String {
    let read = lang.labels().read_to_its_end;
    let mut cases = String::new();
    for input in &summary.inputs {
        let [name, file] = [&input.name, &input.file].map(|text| xml(&visible(text)));
        let _ = writeln!(cases, "<testcase classname=\"{name}\" name=\"{read}\" file=\"{file}\"/>");
    }
    cases
}

fn properties(summary: &Summary) -> String {
    let mut text = "<properties>\n".to_owned();
    property("rows", &summary.counts.total().to_string(), &mut text);
    for verdict in Verdict::ALL {
        property(verdict.key(), &summary.counts.of(verdict).to_string(), &mut text);
    }
    property("unread", &summary.counts.unread.to_string(), &mut text);
    property("rule_set", &summary.rule_set_ids(), &mut text);
    property("rule_set_sha256", &summary.rule_set_hashes(), &mut text);
    property("as_of", &summary.as_of, &mut text);
    property("profile", &summary.profile, &mut text);
    if let Some(file) = &summary.settings.file {
        property("settings", &file.name, &mut text);
        property("settings_sha256", &file.sha256, &mut text);
    }
    if !summary.settings.environment.is_empty() {
        property("environment", &summary.settings.environment.join(" "), &mut text);
    }
    text.push_str("</properties>\n");
    text
}

fn property(name: &str, value: &str, text: &mut String) {
    let _ = writeln!(text, "<property name=\"{name}\" value=\"{}\"/>", xml(&visible(value)));
}

/// Text as XML 1.0 holds it, in an attribute or between tags; what it forbids is made visible.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_survives_an_attribute_or_is_made_visible() {
        for c in ('\0'..='\u{ffff}').chain(['\u{1fffe}', '\u{10ffff}']) {
            let document = format!("<a b=\"{}\">{}</a>", xml(&c.to_string()), xml(&c.to_string()));
            let parsed = roxmltree::Document::parse(&document).unwrap_or_else(|e| panic!("{c:?}: {e}"));
            let back = parsed.root_element().attribute("b").unwrap();
            assert!(back == c.to_string() || back == format!("\\u{{{:x}}}", u32::from(c)), "{c:?} {back:?}");
        }
    }
}
