//! CSV, for joining back to the batch: one record a row.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use memchr::{memchr, memchr3};

use super::{ClearRows, Streamed, Summary};
use crate::escape::is_blank;
use crate::message::Say as _;
use crate::row::{ClearRow, Row};
use crate::verdict::{Finding, Problem};

const COLUMNS: &str = "source,row,line,id,name,verdict,terms,findings,clauses,problems,key,decision,reason,until";
/// The columns from `verdict` to `until` of a row that has nothing to say.
const CLEAR: &[u8] = b"clear,,,,,,,,";

/// The report's own columns.
pub(super) fn columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.split(',')
}

/// The csv report.
#[derive(Clone, Debug, Default)]
pub struct Csv {
    /// Whether the report begins with a byte order mark, for Excel.
    pub bom: bool,
    /// The headers of the columns that are carried along.
    pub kept: Vec<Arc<str>>,
}

impl Streamed for Csv {
    fn head(&self, out: &mut Vec<u8>) {
        if self.bom {
            out.extend_from_slice("\u{feff}".as_bytes());
        }
        out.extend_from_slice(COLUMNS.as_bytes());
        for header in &self.kept {
            out.push(b',');
            text(header, out);
        }
        out.push(b'\n');
        if self.bom {
            guard_for_people(0, out);
        }
    }

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        let begin = out.len();
        text(&row.source, out);
        place(&ClearRow { row: row.row, line: row.line, id: &row.id, name: &row.name, are_bare: false }, out);
        if row.has_nothing_to_say() {
            out.extend_from_slice(CLEAR);
        } else {
            judgement(row, out);
        }

        for (_, kept) in &row.kept {
            out.push(b',');
            text(kept, out);
        }
        out.push(b'\n');
        if self.bom {
            guard_for_people(begin, out);
        }
    }

    fn clear_rows(&self, source: &str) -> ClearRows<'_> {
        let mut before = Vec::new();
        text(source, &mut before);
        ClearRows::Written(Box::new(move |row, out| {
            let begin = out.len();
            out.extend_from_slice(&before);
            place(row, out);
            out.extend_from_slice(CLEAR);
            out.push(b'\n');
            if self.bom {
                guard_for_people(begin, out);
            }
        }))
    }

    fn tail(&self, _: &Summary, _: &mut Vec<u8>) {}
}

/// Guards what was written from an offset on inside its cells too. Only in a report with a byte order mark, which a person
/// opens in a spreadsheet: a program that joins on the text of a cell wants it as it was.
#[cold]
fn guard_for_people(begin: usize, out: &mut Vec<u8>) {
    // All that was written is text, so this is never an error.
    let Ok(guarded) = std::str::from_utf8(&out[begin..]).map(guard_inside) else { return };
    out.truncate(begin);
    out.extend_from_slice(guarded.as_bytes());
}

/// The columns from `row` to `name`, which a clear row has too.
#[inline]
fn place(row: &ClearRow<'_>, out: &mut Vec<u8>) {
    for number in [row.row, row.line] {
        out.push(b',');
        out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }
    for cell in [row.id, row.name] {
        out.push(b',');
        if row.are_bare {
            out.extend_from_slice(cell.as_bytes());
        } else {
            text(cell, out);
        }
    }
    out.push(b',');
}

/// The columns from `verdict` to `until`.
fn judgement(row: &Row, out: &mut Vec<u8>) {
    out.extend_from_slice(row.verdict.key().as_bytes());

    let terms = distinct(row.findings.iter().map(|finding| &*finding.term));
    let findings = joined(&row.findings, finding);
    let clauses = distinct(row.findings.iter().map(|finding| &*finding.clause));
    let problems = joined(&row.problems, problem);
    for cell in [&terms, &findings, &clauses, &problems, &row.key] {
        out.push(b',');
        text(cell, out);
    }

    match &row.decision {
        None => out.extend_from_slice(b",,,"),
        Some(decision) => {
            let until = decision.until.map_or_else(String::new, |day| day.to_string());
            for cell in [decision.decision.key(), &decision.reason, &until] {
                out.push(b',');
                text(cell, out);
            }
        }
    }
}

/// Writes a cell, quoted where it has to be, harmless where a spreadsheet would run it. Two fast tests show that most ids
/// and names can be written as they are.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is called for each cell of each row, and does little for most")]
fn text(cell: &str, out: &mut Vec<u8>) {
    if is_harmless(cell) && is_above_comma(cell.as_bytes()) {
        out.extend_from_slice(cell.as_bytes());
    } else {
        guarded_text(cell, out);
    }
}

/// A cell of a file that a person opens in a spreadsheet.
pub(super) fn for_people(cell: &str) -> String {
    let mut out = Vec::new();
    text(cell, &mut out);
    let written = String::from_utf8(out).unwrap_or_default();
    guard_inside(&written)
}

#[inline(never)]
fn guarded_text(cell: &str, out: &mut Vec<u8>) {
    let cell = guarded(cell);
    let bytes = cell.as_bytes();

    if memchr3(b'"', b',', b'\n', bytes).is_none() && memchr(b'\r', bytes).is_none() {
        out.extend_from_slice(bytes);
        return;
    }

    out.push(b'"');
    for (n, part) in cell.split('"').enumerate() {
        if n > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

/// Whether all bytes are above the comma. No byte is that makes a cell need quotes. Looks at eight bytes at a time; the last
/// eight may overlap those before them.
#[inline]
fn is_above_comma(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().all(|byte| *byte > b',');
    };
    let mut any = not_above_comma(*last);
    for eight in bytes.as_chunks().0 {
        any |= not_above_comma(*eight);
    }
    any == 0
}

/// Not zero if one of eight bytes is not above the comma. This is the test “has less” of Bit Twiddling Hacks, which is exact
/// as to whether there is such a byte.
#[inline]
fn not_above_comma(eight: [u8; 8]) -> u64 {
    const EACH: u64 = u64::MAX / 0xFF;
    let eight = u64::from_le_bytes(eight);
    eight.wrapping_sub(EACH * u64::from(b',' + 1)) & !eight & (EACH << 7)
}

/// Whether a cell begins with a letter, a digit or a Han character, or as a path does: no spreadsheet runs it.
fn is_harmless(cell: &str) -> bool {
    cell.as_bytes().first().is_none_or(|b| b.is_ascii_alphanumeric() || matches!(b, 0xE4..=0xE9 | b'.' | b'/'))
}

/// Puts a visible apostrophe before a text that a spreadsheet would run as a formula: one whose first visible character is
/// = + - or @, of any width, or that has a TAB or CR before it. Spreadsheets skip blanks, NUL and other invisible characters.
fn guarded(cell: &str) -> Cow<'_, str> {
    // One sign alone is not a formula, and the name of standard input is one sign.
    if cell.len() == 1 || is_harmless(cell) {
        return Cow::Borrowed(cell);
    }
    let visible = cell.trim_start_matches(is_blank);
    let skipped = &cell[..cell.len() - visible.len()];
    if visible.starts_with(is_formula_sign) || skipped.contains(['\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Whether a formula begins with the character, in full width or as a small form too.
fn is_formula_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫')
}

/// Guards the parts of a finished record in which a spreadsheet sees cells of their own if it splits at other characters
/// too: it may run what stands behind a ; TAB | or line break inside a cell. Quotes do not help, since they are plain
/// characters for a spreadsheet that sees the cell begin elsewhere.
fn guard_inside(record: &str) -> String {
    let mut guarded = String::with_capacity(record.len());
    for part in record.split_inclusive([';', '\t', '|', '\n', '\r']) {
        let is_first = guarded.is_empty();
        let is_blank = |c: char| is_blank(c) || c == '"';
        if !is_first && part.trim_start_matches(is_blank).starts_with(is_formula_sign) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    guarded
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    let kept: Vec<_> = values.filter(|value| !value.is_empty() && seen.insert(*value)).collect();
    kept.join("; ")
}

fn joined<T>(items: &[T], write: impl Fn(&T, &mut String)) -> String {
    let mut cell = String::new();
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            cell.push_str(" | ");
        }
        write(item, &mut cell);
    }
    cell
}

/// `经营范围[2..6] 虛擬貨幣 → 虚拟货币: reject (script; negated)`
fn finding(finding: &Finding, cell: &mut String) {
    let Finding { column, start, end, matched, term, verdict, .. } = finding;
    let _ = write!(cell, "{column}[{start}..{end}] {matched} → {term}: {verdict}");

    let mut keys: Vec<&str> = finding.evidence.iter().map(|evidence| evidence.key()).collect();
    keys.extend(finding.context.iter().map(|tag| &**tag));
    if !keys.is_empty() {
        let _ = write!(cell, " ({})", keys.join(", "));
    }
}

/// `missing-cell 经营范围`
fn problem(problem: &Problem, cell: &mut String) {
    cell.push_str(problem.kind.key());
    cell.push(' ');
    cell.push_str(&problem.detail.verbatim());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn cell(content: &str) -> String {
        let mut out = Vec::new();
        text(content, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_made_harmless() {
        for hostile in [
            "=1+1",
            "+1",
            "-1",
            "@A1",
            "\t=1",
            " =1",
            "\u{3000}＝1",
            "＠x",
            "\u{a0}+2",
            "﹦1",
            "\0=HYPERLINK(1)",
            "\u{200b}=1",
            "\u{feff}\0 @A1",
            "\u{3164}-1",
            "\u{e0020}+1",
            "\u{b}=1",
            "\u{85}=1",
            "\u{2028}=1",
        ] {
            assert!(cell(hostile).starts_with('\''), "{hostile:?}");
        }
        for plain in ["甲公司", "1-2", "a=b", "", "（不含）", "'=1", "-"] {
            assert_eq!(cell(plain), plain);
        }
        assert_eq!(cell("\r=1"), "\"'\r=1\"");
    }

    #[test]
    fn what_stands_behind_another_delimiter_is_guarded_for_people_only() {
        let mut row = Row::new("a.csv".into(), std::iter::empty());
        row.name = "甲;=1+1;".to_owned();
        let render = |bom| {
            let mut out = Vec::new();
            Csv { bom, kept: Vec::new() }.row(&row, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(render(false), "a.csv,0,0,,甲;=1+1;,clear,,,,,,,,\n");
        assert_eq!(render(true), "a.csv,0,0,,甲;'=1+1;,clear,,,,,,,,\n");
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn eight_bytes_at_a_time_tell_what_a_look_at_each_tells(bytes in "[ ,\\-.~a甲]{0,30}", other: [u8; 8]) {
            for bytes in [bytes.as_bytes(), &other] {
                prop_assert_eq!(is_above_comma(bytes), bytes.iter().all(|byte| *byte > b','), "{:?}", bytes);
            }
        }
    }

    #[test]
    fn quotes_are_doubled_only_where_they_must_be() {
        assert_eq!(cell("甲,\"乙\"\n丙"), "\"甲,\"\"乙\"\"\n丙\"");
        assert_eq!(cell("甲；乙"), "甲；乙");
    }
}
