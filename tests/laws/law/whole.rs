//! The whole check, on any file: it never panics, gives every row once, finds in a cell what the checker finds there
//! without a sieve, and gives the same bytes for every number of threads and size of blocks.

use std::io::{Cursor, Read};
use std::sync::Arc;

use anyhow::Result;
use mingcha::checker::{Cell, Checker};
use mingcha::decision::Decisions;
use mingcha::input::{self, Input, InputFormat, Keep, Layout, Limits, Options, Source, Wanted};
use mingcha::pipeline::{self, Collected, Job, Tally};
use mingcha::report::{
    Csv, Github, Gitlab, Jsonl, Junit, Lang, Markdown, Reasons, Report, Sarif, Streamed, Summary, Text,
};
use mingcha::row::Row;
use mingcha::verdict::{Evidence, Field, Finding, Verdict, of_row};
use serde_json::Value;

use super::made::Choices;
use super::world::{EXACT, FILING};

/// Threads, bytes of a block, bytes that a read yields. The length of an input chooses one, so that many inputs are tried.
const WAYS: [(usize, usize, usize); 4] = [(2, 1 << 10, 4096), (3, 1, 7), (8, 1500, 1000), (1, 64, 1)];

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    let file = if how & 0x80 == 0 { choices.rest().to_vec() } else { made(&mut choices) };
    let checker: &'static Checker = if how & 1 == 0 { &FILING } else { &EXACT };
    let options = options(how);
    let usual = run(&file, &options, checker, 1, usize::MAX);
    let (threads, block, step) = WAYS[file.len() % WAYS.len()];
    let limits = Limits { block, ..options.limits };
    let other = run(&file, &Options { limits, ..options.clone() }, checker, threads, step);
    match (&usual, &other) {
        (Ok(usual), Ok(other)) => assert!(usual == other, "-j {threads}, blocks of {block}, {step} bytes at a time"),
        (Err(usual), Err(other)) => assert_eq!(format!("{usual:#}"), format!("{other:#}")),
        _ => panic!("{usual:?} but {other:?} by blocks of {block}, {step} bytes at a time"),
    }
    if let Ok((outputs, tally, inputs)) = usual {
        documents_are_whole(&outputs, &tally, inputs);
    }
}

/// A batch with a header and quoted, ragged, blank and broken rows, in one of the encodings.
pub fn made(choices: &mut Choices<'_>) -> Vec<u8> {
    let how = choices.take();
    let mut text = "注册号,企业名称,经营范围,经营范围\n".to_owned();
    while !choices.is_empty() {
        let row = choices.take();
        for cell in 0..=row % 5 {
            let content = choices.text(usize::from(row >> 5));
            text.push_str(if cell > 0 { "," } else { "" });
            match row & 8 {
                0 => text.extend(["\"", &content.replace('"', "\"\""), "\""]),
                _ => text.push_str(&content),
            }
        }
        text.push_str(if row & 16 == 0 { "\n" } else { "\r\n" });
    }
    match how % 4 {
        0 => text.into_bytes(),
        1 => encoding_rs::GBK.encode(&text).0.into_owned(),
        2 => "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        _ => {
            let mut bytes = text.into_bytes();
            let at = usize::from(how) * bytes.len() / 256;
            bytes[at] = 0xB1;
            bytes
        }
    }
}

pub fn options(how: u8) -> Options {
    let by_number = Wanted { no_headers: how & 4 == 0, ..Wanted::default() };
    let by_number = by_number.with(Field::Name, "1").with(Field::Scope, "2");
    let wanted = if how & 2 == 0 { Wanted::default() } else { by_number };
    let cell = if how & 8 == 0 { 1 << 20 } else { 64 };
    let format = (how & 16 != 0).then_some(InputFormat::Csv);
    let limits = Limits { cell, ..Limits::default() };
    Options { wanted: Wanted { keep: Keep::All, ..wanted }, limits, format, ..Options::default() }
}

/// Hands out a few bytes at a time.
struct Sips(Cursor<Vec<u8>>, usize);

impl Read for Sips {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = buffer.len().min(self.1);
        self.0.read(&mut buffer[..len])
    }
}

/// What a file came to: every report over all of its inputs, their tally, and how many inputs there are.
type Outcome = Result<(Vec<Vec<u8>>, Tally, usize)>;

fn run(file: &[u8], options: &Options, checker: &'static Checker, threads: usize, step: usize) -> Outcome {
    let stream = Sips(Cursor::new(file.to_vec()), step);
    let source = Source::new("test", None, Box::new(stream))?;
    let mut joined = vec![Vec::new(); FORMATS];
    let mut all = Tally::default();
    let inputs = input::open(source, options)?.inputs;
    let number = inputs.len();
    for mut input in inputs {
        let reports = reports(&input, checker, options.limits.cell);
        let decisions = Decisions::default();
        let job = Job { checker, reports: &reports, decisions: &decisions, only: Verdict::Clear, threads };
        let mut collected = Collected::begin(&reports);
        let tally = pipeline::run(&mut input, &job, &mut collected)?;
        all.counts.add(&tally.counts);
        for (report, bytes) in joined.iter_mut().zip(collected.finish(&Summary::default())?) {
            report.extend(bytes);
        }
    }
    Ok((joined, all, number))
}

/// The formats of which this law looks at every row, as `--format` names them. The list is written here because a fuzz target
/// has no program to ask; the plain test compares it with the program's. The workbook and the page are left out:
/// tests/reports/xlsx.rs and tests/reports/html.rs look at their rows.
pub const NAMES: [&str; 8] = ["csv", "jsonl", "text", "markdown", "github", "gitlab", "junit", "sarif"];
/// These formats, and before them the one that compares each row with the plain way.
const FORMATS: usize = 1 + NAMES.len();

fn reports(input: &Input, checker: &'static Checker, max_cell: usize) -> [Report; FORMATS] {
    let lang = Lang::Zh;
    [
        Report::streamed(Unsieved { checker, layout: input.layout.clone(), max_cell }),
        Report::streamed(Csv { bom: false, kept: input.kept_headers() }),
        Report::streamed(Jsonl::default()),
        Report::streamed(Text {
            lang,
            color: false,
            width: 80,
            all: true,
            is_typed: false,
            shows_rules: true,
            reasons: Reasons::of(checker),
        }),
        Report::assembled(Markdown {
            lang,
            all: true,
            is_typed: false,
            reasons: Reasons::of(checker),
            most_bytes: None,
        }),
        Report::streamed(Github::new(lang, None)),
        Report::assembled(Gitlab { lang, folder: None }),
        Report::assembled(Junit { lang }),
        Report::assembled(Sarif::new(lang, None, &[])),
    ]
}

/// A format that writes nothing but what is at odds with the plain way, and every row's number.
struct Unsieved {
    checker: &'static Checker,
    layout: Arc<Layout>,
    max_cell: usize,
}

impl Streamed for Unsieved {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        let cells = self.layout.checked.iter().map(|column| {
            let (_, text) = &row.kept[column.index];
            let text = &text[..text.floor_char_boundary(self.max_cell)];
            Cell { field: column.field, column: &column.header, text }
        });
        let mut plain: Vec<_> = cells.flat_map(|cell| self.checker.check(cell)).collect();
        for (index, (header, text)) in row.kept.iter().enumerate() {
            if self.layout.checked.iter().all(|column| column.index != index) {
                let column = header.trim().into();
                plain.extend(self.checker.check(Cell { field: Field::Other, column: &column, text }));
            }
        }
        // What begins in one scope and ends in the next is in no cell alone.
        let is_cut = |finding: &Finding| finding.evidence.contains(&Evidence::Cut);
        let (cut, whole): (Vec<_>, Vec<_>) = row.findings.iter().cloned().partition(is_cut);
        let is_at_end =
            |finding: &Finding| row.kept.iter().any(|(_, text)| text.trim_end().ends_with(&finding.matched));
        assert!(cut.iter().all(|finding| finding.field == Field::Scope && is_at_end(finding)), "{cut:?}");

        // Fields beyond the header are kept by no report.
        let (in_columns, beyond) = whole.split_at(plain.len().min(whole.len()));
        assert_eq!(in_columns, plain, "the sieve changes what is found in {:?}", row.kept);
        let is_beyond = |column: &str| column.parse::<usize>().is_ok_and(|number| number > row.kept.len());
        assert!(beyond.iter().all(|finding| finding.field == Field::Other && is_beyond(&finding.column)), "{beyond:?}");
        assert_eq!(row.verdict, of_row(&row.findings, &row.problems));
        assert_eq!(row.key.is_empty(), row.verdict == Verdict::Clear);
        assert!(row.line >= row.row && row.sheet_row >= row.row, "{row:?}");
        out.extend_from_slice(format!("{} {} {}\n", row.row, row.line, row.sheet_row).as_bytes());
    }

    fn tail(&self, _: &Summary, _: &mut Vec<u8>) {}
}

/// Every format holds each row once, and is what it says it is.
fn documents_are_whole(outputs: &[Vec<u8>], tally: &Tally, inputs: usize) {
    let rows = tally.counts.total();
    let numbers = std::str::from_utf8(&outputs[0]).unwrap();
    let count = numbers.lines().count();
    assert_eq!(count as u64, rows);
    let is_next = |pair: &[&str]| {
        let number = |line: &str| line.split(' ').next().unwrap().parse::<u64>().unwrap();
        number(pair[1]) == number(pair[0]) + 1 || number(pair[1]) == 1
    };
    assert!(numbers.lines().collect::<Vec<_>>().windows(2).all(is_next));
    let records = csv::ReaderBuilder::new().has_headers(false).from_reader(&outputs[1][..]).into_records();
    assert_eq!(records.flatten().count(), count + inputs, "csv, with a header for each input");
    let lines = std::str::from_utf8(&outputs[2]).unwrap().lines();
    assert_eq!(lines.filter(|line| serde_json::from_str::<Value>(line).is_ok()).count(), count, "jsonl");
    assert!(outputs[3..].iter().all(|output| std::str::from_utf8(output).is_ok()));
}
