//! A thousand corrupted copies of every fixture: no panic, no row lost, no row called clear whose bytes were lost.

use std::collections::HashMap;
use std::fs;
use std::io::Cursor;
use std::ops::RangeInclusive;

use anyhow::Result;
use mingcha::decision::Decisions;
use mingcha::input::{self, Input, Options, Source};
use mingcha::pipeline::{self, Collected, Job};
use mingcha::report::{Jsonl, Report, Summary};
use mingcha::rules::RuleSet;
use mingcha::verdict::Verdict;
use serde_json::Value;

use crate::common::{checker, gzip, utf16};

const COPIES: u64 = 1000;

/// What was read of an input.
pub(crate) struct Outcome {
    rows: Vec<Row>,
    encoding: &'static str,
    titles: usize,
    delimiter: char,
    columns: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    line: usize,
    verdict: String,
    problems: Vec<String>,
    matched: Vec<String>,
}

impl Row {
    fn of(json: &str) -> Self {
        let row: Value = serde_json::from_str(json).unwrap();
        let texts = |list: &str, key: &str| {
            row[list].as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_owned()).collect()
        };
        Self {
            line: usize::try_from(row["line"].as_u64().unwrap()).unwrap(),
            verdict: row["verdict"].as_str().unwrap().to_owned(),
            problems: texts("problems", "kind"),
            matched: texts("findings", "matched"),
        }
    }

    /// Whether it is clear or only noticed, with no hint that text is missing.
    fn passes(&self) -> bool {
        matches!(&*self.verdict, "clear" | "notice")
    }

    fn is_in_another_encoding(&self) -> bool {
        self.problems.iter().any(|kind| kind == "mixed-encoding")
    }
}

pub(crate) fn check_input(mut input: Input, threads: usize) -> Result<Outcome> {
    let reports = [Report::streamed(Jsonl::default())];
    let checker = checker("filing");
    let job =
        Job { checker: &checker, reports: &reports, decisions: &Decisions::default(), only: Verdict::Clear, threads };
    let mut collected = Collected::begin(&reports);
    pipeline::run(&mut input, &job, &mut collected)?;
    let written = collected.finish(&Summary::default())?;
    Ok(Outcome {
        rows: std::str::from_utf8(&written[0])?.lines().map(Row::of).collect(),
        encoding: input.encoding(),
        titles: input.titles,
        delimiter: input.delimiter,
        columns: input.layout.checked.iter().map(|column| column.header.to_string()).collect(),
    })
}

/// Checks all inputs that the bytes hold.
fn check(bytes: &[u8]) -> Result<Vec<Outcome>> {
    let source = Source::new("fixture", None, Box::new(Cursor::new(bytes.to_vec())))?;
    input::open(source, &Options::default())?.inputs.into_iter().map(|input| check_input(input, 1)).collect()
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).unwrap()
    }

    fn byte(&mut self) -> u8 {
        // Bytes that mean something to a reader come more often than others.
        const TELLING: &[u8] = b"\"\",,\n\r\t\0\\;|'=\xEF\xBB\xBF\xFF\xFE\xE8";
        let any = u8::try_from(self.below(256)).unwrap();
        if self.below(2) == 0 { any } else { TELLING[self.below(TELLING.len())] }
    }
}

/// One copy: flipped bits, other bytes, bytes that are gone or too many, a stretch that stands twice, an early end.
fn corrupted(bytes: &[u8], copy: u64) -> Vec<u8> {
    let mut numbers = Numbers(copy);
    let mut bytes = bytes.to_vec();
    let at = numbers.below(bytes.len());
    let upto = (at + 1 + numbers.below(4)).min(bytes.len());
    match copy % 6 {
        0 => bytes[at] ^= 1 << numbers.below(8),
        1 => bytes[at] = numbers.byte(),
        2 => drop(bytes.drain(at..upto)),
        3 => drop(bytes.splice(at..at, (at..upto).map(|_| numbers.byte()).collect::<Vec<_>>())),
        4 => drop(bytes.splice(at..at, bytes[at..(at + 300).min(bytes.len())].to_vec())),
        _ => bytes.truncate(at),
    }
    bytes
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|b| matches!(b, b'\n' | b'\r')) {
        let width = if rest[at..].starts_with(b"\r\n") { 2 } else { 1 };
        lines.push(&rest[..at]);
        rest = &rest[at + width..];
    }
    lines.push(rest);
    lines
}

/// The last row that begins at a line, counted from 1, or before it.
fn covering(rows: &[Row], line: usize) -> Option<&Row> {
    rows.iter().rev().find(|row| row.line <= line)
}

/// How many data rows the `csv` crate sees.
fn reference(bytes: &[u8], outcome: &Outcome) -> usize {
    let delimiter = u8::try_from(outcome.delimiter).unwrap();
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    reader.byte_records().count() - 1 - outcome.titles
}

/// The rows of an intact file that take one line, by their line's bytes, if no other is the same.
fn rows_by_line<'a>(bytes: &'a [u8], outcome: &Outcome) -> HashMap<&'a [u8], Row> {
    let lines = lines(bytes);
    let ends = outcome.rows.iter().skip(1).map(|row| row.line).chain([lines.len()]);
    let single = outcome.rows.iter().zip(ends).filter(|(row, end)| row.line + 1 == *end);
    single
        .map(|(row, _)| (lines[row.line - 1], row.clone()))
        .filter(|(line, _)| lines.iter().filter(|other| *other == line).count() == 1)
        .collect()
}

/// Checks a copy. Returns whether it was read; a copy that is refused cannot hide anything.
fn assert_copy(original: &[u8], before: &Outcome, copy: u64) -> bool {
    let bytes = corrupted(original, copy);
    let Ok(outcomes) = check(&bytes) else { return false };
    let [outcome] = &outcomes[..] else { panic!("copy {copy}: {} inputs", outcomes.len()) };
    let rows = &outcome.rows;
    if outcome.encoding == "UTF-8" && outcome.delimiter.is_ascii() {
        assert_eq!(rows.len(), reference(&bytes, outcome), "copy {copy}: rows in are not rows out");
    }
    let first = rows.first().map_or(usize::MAX, |row| row.line);
    for (number, line) in lines(&bytes).into_iter().enumerate().map(|(index, line)| (index + 1, line)) {
        let lost = outcome.encoding == "UTF-8" && std::str::from_utf8(line).is_err();
        if lost && number < first {
            assert_eq!(
                outcome.columns.len(),
                before.columns.len(),
                "copy {copy}: a header that lost bytes lost a column"
            );
        } else if lost {
            let row = covering(rows, number).unwrap();
            assert!(!row.passes() || row.is_in_another_encoding(), "copy {copy}: line {number} lost bytes: {row:?}");
        }
    }
    if outcome.columns.len() == before.columns.len() {
        assert_untouched_rows(original, before, &bytes, outcome, copy);
    }
    true
}

/// A row that no corruption touched has its verdict, or stands in one that does not pass.
fn assert_untouched_rows(original: &[u8], before: &Outcome, bytes: &[u8], outcome: &Outcome, copy: u64) {
    let known = rows_by_line(original, before);
    for (number, line) in lines(bytes).into_iter().enumerate().map(|(index, line)| (index + 1, line)) {
        let Some(expected) = known.get(line) else { continue };
        let row = covering(&outcome.rows, number).unwrap_or_else(|| panic!("copy {copy}: line {number} is gone"));
        let same = row.verdict == expected.verdict && row.line == number;
        assert!(same || !row.passes(), "copy {copy}: line {number} was {expected:?} and is {row:?}");
    }
}

/// Fails if far more or far fewer copies were read than when this test was written: a program that refuses everything would
/// pass every other assertion. The copies are the same in every run; the range leaves room for a few new refusals.
fn assert_read(what: &str, read: usize, expected: RangeInclusive<usize>) {
    let refused = usize::try_from(COPIES).unwrap() - read;
    assert!(
        expected.contains(&read),
        "{what}: {read} copies were read and {refused} refused; expected {expected:?} read"
    );
}

fn assert_copies(name: &str, expected: RangeInclusive<usize>) {
    let original = fs::read(name).unwrap();
    let mut before = check(&original).unwrap();
    let before = before.remove(0);
    assert!(before.rows.len() > 1);
    assert_read(name, (0..COPIES).filter(|copy| assert_copy(&original, &before, *copy)).count(), expected);
}

#[test]
fn corrupted_batches_lose_no_row_and_hide_no_lost_byte() {
    assert_copies("fixtures/filings.csv", 980..=999);
}

#[test]
fn corrupted_clean_batches_lose_no_row_and_hide_no_lost_byte() {
    assert_copies("fixtures/clean.csv", 840..=900);
}

#[test]
fn corrupted_tables_lose_no_row_and_hide_no_lost_byte() {
    assert_copies("fixtures/input/table.csv", 860..=920);
}

#[test]
fn corrupted_batches_in_other_encodings_do_not_panic() {
    let text = fs::read_to_string("fixtures/filings.csv").unwrap();
    let gbk = encoding_rs::GB18030.encode(&text).0.into_owned();
    let big5 = encoding_rs::BIG5.encode("名稱,經營範圍\n聯通,虛擬貨幣\n甲,軟體開發、數據處理\n").0.repeat(3);
    for (encoding, original, expected) in [
        ("GB18030", gbk, 980..=999),
        ("Big5", big5, 970..=999),
        ("UTF-16BE", utf16(&text, u16::to_be_bytes), 830..=890),
    ] {
        assert_eq!(check(&original).unwrap()[0].encoding, encoding);
        let mut read = 0;
        for copy in 0..COPIES {
            let Ok(outcomes) = check(&corrupted(&original, copy)) else { continue };
            assert_eq!(outcomes.len(), 1, "{encoding}, copy {copy}");
            read += 1;
        }
        assert_read(encoding, read, expected);
    }
}

#[test]
fn a_corrupted_gzip_stream_is_an_error_or_as_it_was() {
    let text = fs::read("fixtures/filings.csv").unwrap();
    let packed = gzip(&text);
    let expected = check(&text).unwrap().remove(0).rows;
    let mut read = 0;
    for copy in 0..COPIES {
        let Ok(outcomes) = check(&corrupted(&packed, copy)) else { continue };
        read += 1;
        let rows = &outcomes[0].rows;
        // Without its first two bytes it is no gzip any more, but text that is not read as such.
        assert!(*rows == expected || rows.iter().all(|row| !row.passes()), "copy {copy}: {rows:?}");
    }
    assert_read("filings.csv.gz", read, 1..=10);
}

/// Checks copies of a workbook. If the format has check sums, a copy that can be read has the rows of the original.
fn assert_workbook(name: &str, has_check_sums: bool, expected: RangeInclusive<usize>) {
    let original = fs::read(format!("fixtures/input/table.{name}")).unwrap();
    let before: Vec<_> = check(&original).unwrap().into_iter().map(|outcome| outcome.rows).collect();
    let mut read = 0;
    for copy in 0..COPIES {
        let Ok(outcomes) = check(&corrupted(&original, copy)) else { continue };
        read += 1;
        let rows: Vec<_> = outcomes.into_iter().map(|outcome| outcome.rows).collect();
        if has_check_sums {
            assert_eq!(rows, before, "table.{name}, copy {copy}");
        }
    }
    assert_read(name, read, expected);
}

#[test]
fn a_corrupted_xlsx_is_an_error_or_as_it_was() {
    assert_workbook("xlsx", true, 100..=150);
}

#[test]
fn a_corrupted_ods_is_an_error_or_as_it_was() {
    assert_workbook("ods", true, 350..=400);
}

#[test]
fn a_corrupted_xls_does_not_panic() {
    // The format has no check sums: another character in a cell is another text.
    assert_workbook("xls", false, 330..=410);
}

#[test]
fn corrupted_terms_are_an_error_or_terms() {
    let original = fs::read("fixtures/terms/own.csv").unwrap();
    let (mut loaded, mut refused, mut undecodable) = (0, 0, 0);
    for copy in 0..COPIES {
        let bytes = corrupted(&original, copy);
        let Some(text) = input::decode_file(&bytes) else {
            undecodable += 1;
            continue;
        };
        match RuleSet::of_terms("own", "own.csv", &text) {
            Ok(_) => loaded += 1,
            Err(error) => {
                assert!(format!("{error:#}").starts_with("own.csv"), "copy {copy}: {error:#}");
                refused += 1;
            }
        }
    }
    assert_eq!(loaded + refused + undecodable, COPIES);
    assert!(
        (140..=190).contains(&loaded) && (230..=290).contains(&refused),
        "{loaded} copies are terms, {refused} are refused with their line, {undecodable} are in no encoding"
    );
}
