//! `JUnit` XML, for CI servers: one test suite a run; one test case an input, and one a flagged row.
//!
//! A registry has millions of rows and nearly all are clear, so clear rows are counted, in the properties, and not
//! listed. The case of each input is what a clean run shows: servers take an empty suite for a failure.

use std::fmt::Write as _;

use anyhow::Result;
use memchr::memmem;

use super::cut::Cut;
use super::{Format, Lang, Summary};
use crate::row::Row;
use crate::text::escape::visible;
use crate::verdict::Verdict;

/// How many flagged rows are listed; what a server still shows, and what bounds the memory of a run.
const MOST_ROWS: usize = 100_000;

/// The junit report.
#[derive(Debug)]
pub struct Junit {
    lang: Lang,
    cut: Cut,
}

impl Junit {
    /// A report in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang, cut: Cut::new(MOST_ROWS) }
    }

    /// What stands in a row's test case: a failure, an error for unread text, or a note.
    fn outcome(&self, row: &Row) -> String {
        let (headline, body) = (xml(&self.lang.headline(row)), self.lang.sentences(row));
        let body = body.iter().map(|sentence| xml(sentence)).collect::<Vec<_>>().join("&#10;");
        let kind = row.verdict.key();
        match row.verdict {
            Verdict::Reject | Verdict::Review => {
                format!("<failure type=\"{kind}\" message=\"{headline}\">{body}</failure>")
            }
            Verdict::Unchecked => format!("<error type=\"{kind}\" message=\"{headline}\">{body}</error>"),
            Verdict::Notice | Verdict::Clear => format!("<system-out>{headline}&#10;{body}</system-out>"),
        }
    }

    /// The error of a flagged row that has unread text besides.
    fn unread(&self, row: &Row) -> Option<String> {
        let is_unread = row.problems.iter().any(|problem| problem.kind.leaves_text_unread());
        let headline = xml(&self.lang.headline(row));
        (is_unread && row.verdict > Verdict::Unchecked)
            .then(|| format!("<error type=\"{}\" message=\"{headline}\"/>", Verdict::Unchecked.key()))
    }

    /// The case that says that some rows are not listed.
    fn cut_case(&self) -> String {
        if !self.cut.is_cut() {
            return String::new();
        }
        let (seen, limit) = (self.cut.seen(), self.cut.limit());
        let text = self.lang.pick(
            format!("共 {seen} 行有判定结果，此处只列前 {limit} 行；其余见 csv 或 jsonl 报告"),
            format!(
                "{seen} flagged rows, of which the first {limit} are listed; for the others see a csv or jsonl report"
            ),
        );
        format!(
            "<testcase classname=\"mingcha\" name=\"truncated\"><error type=\"truncated\" message=\"{text}\"/></testcase>\n"
        )
    }
}

impl Format for Junit {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        if row.verdict == Verdict::Clear {
            return;
        }
        let (source, subject) = (xml(&visible(&row.source)), xml(&Lang::En.subject(row)));
        // The name stays the same whatever the language, so that servers can follow a case from run to run.
        let name = format!("row {} {subject}", row.row);
        let case = |about: &str, outcome: &str| {
            let (name, line) = (name.trim_end(), row.line);
            format!(
                "<testcase classname=\"{source}\" name=\"{name}{about}\" file=\"{source}\" line=\"{line}\">{outcome}</testcase>"
            )
        };
        // Both on one line: a row is cut off whole.
        let unread = self.unread(row).map(|error| case(" unread", &error)).unwrap_or_default();
        let cases = case("", &self.outcome(row)) + &unread + "\n";
        out.extend_from_slice(cases.as_bytes());
    }

    fn takes_clear_rows(&self) -> bool {
        true
    }

    fn tail(&self, _: &Summary, _: &mut Vec<u8>) {}

    fn gather(&self, gathered: &mut Vec<u8>, rows: &[u8]) {
        self.cut.gather(gathered, rows);
    }

    fn assemble(&self, rows: Vec<u8>, summary: &Summary) -> Result<Vec<u8>> {
        let mut cases = (inputs(summary) + &self.cut_case()).into_bytes();
        cases.extend(rows);
        let count = |tag: &[u8]| memmem::find_iter(&cases, tag).count();
        let figures = format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            count(b"<testcase "),
            count(b"<failure "),
            count(b"<error ")
        );
        let mut document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mingcha\" {figures}>\n\
             <testsuite name=\"mingcha\" {figures} skipped=\"0\">\n{}",
            properties(summary)
        )
        .into_bytes();
        document.extend(cases);
        document.extend_from_slice(b"</testsuite>\n</testsuites>\n");
        Ok(document)
    }

    fn is_assembled(&self) -> bool {
        true
    }
}

fn inputs(summary: &Summary) -> String {
    summary.inputs.iter().fold(String::new(), |mut cases, input| {
        let name = xml(&visible(&input.name));
        let _ = writeln!(cases, "<testcase classname=\"{name}\" name=\"read to its end\" file=\"{name}\"/>");
        cases
    })
}

fn properties(summary: &Summary) -> String {
    let mut text = "<properties>\n".to_owned();
    let mut add = |name: &str, value: &str| {
        let _ = writeln!(text, "<property name=\"{name}\" value=\"{}\"/>", xml(&visible(value)));
    };
    add("rows", &summary.counts.total().to_string());
    for verdict in Verdict::ALL {
        add(verdict.key(), &summary.counts.of(verdict).to_string());
    }
    add("unread", &summary.counts.unread.to_string());
    add("rule_set", &summary.rule_sets.join(" "));
    add("rule_set_sha256", &summary.rule_set_sha256.join(" "));
    add("as_of", &summary.as_of);
    add("profile", &summary.profile);
    text + "</properties>\n"
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
