//! Runs bytes through the library as `mingcha check` does, in every way that must not make a difference.

use std::io::{Cursor, Read};

use anyhow::Result;
use mingcha::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{self, Input, Limits, Options, Source};
use mingcha::pipeline::{self, Collected, Job};
use mingcha::report::{AsideNote, Coverage, Jsonl, Report, Summary};
use mingcha::verdict::Verdict;
use serde_json::Value;

use crate::common::{checker, keep};

/// Hands out a few bytes at a time.
struct Sips(Cursor<Vec<u8>>, usize);

impl Read for Sips {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = buffer.len().min(self.1);
        self.0.read(&mut buffer[..len])
    }
}

/// What an input came to.
pub(crate) struct Outcome {
    pub(crate) rows: Vec<Value>,
    pub(crate) encoding: String,
    pub(crate) titles: usize,
    pub(crate) columns: Vec<String>,
    /// What became of the cells of its rows.
    pub(crate) cells: Coverage,
    /// What became of the texts above its rows.
    pub(crate) above: Coverage,
    pub(crate) notes: Vec<AsideNote>,
}

impl Outcome {
    /// Each row as `row@line verdict problem,problem`.
    pub(crate) fn brief(&self) -> Vec<String> {
        let kinds = |row: &Value| {
            let kinds: Vec<_> = row["problems"].as_array().unwrap().iter().map(|p| text(&p["kind"])).collect();
            kinds.join(",")
        };
        let line = |row: &Value| format!("{}@{} {} {}", row["row"], row["line"], text(&row["verdict"]), kinds(row));
        self.rows.iter().map(|row| line(row).trim_end().to_owned()).collect()
    }

    /// The verdict of each row.
    pub(crate) fn verdicts(&self) -> Vec<String> {
        self.rows.iter().map(|row| text(&row["verdict"])).collect()
    }

    /// The details of a row's problems.
    pub(crate) fn details(&self, row: usize) -> Vec<String> {
        self.rows[row]["problems"].as_array().unwrap().iter().map(|p| text(&p["detail"])).collect()
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Opens one input whose bytes come `step` at a time.
pub(crate) fn open(bytes: &[u8], step: usize, options: &Options) -> Result<Vec<Input>> {
    keep(bytes);
    let stream = Sips(Cursor::new(bytes.to_vec()), step);
    Ok(input::open(Source::new("test", None, Box::new(stream))?, options)?.inputs)
}

/// Checks one input in one way.
pub(crate) fn run(input: Input, threads: usize) -> Result<Outcome> {
    run_with(input, threads, &checker("filing"))
}

/// Checks one input with a checker.
pub(crate) fn run_with(mut input: Input, threads: usize, checker: &Checker) -> Result<Outcome> {
    let reports = [Report::streamed(Jsonl::default())];
    let job = Job { checker, reports: &reports, decisions: &Decisions::default(), only: Verdict::Clear, threads };
    let mut collected = Collected::begin(&reports);
    let tally = pipeline::run(&mut input, &job, &mut collected)?;
    let swept = pipeline::sweep(&input.above, checker);
    let written = collected.finish(&Summary::default())?;
    let rows = std::str::from_utf8(&written[0])?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok(Outcome {
        rows,
        encoding: input.encoding().to_owned(),
        titles: input.titles,
        columns: input.layout.checked.iter().map(|c| c.header.to_string()).collect(),
        cells: tally.cells,
        above: swept.cells,
        notes: swept.notes,
    })
}

/// Checks one input as it is and in other ways: threads, sizes of blocks, few bytes at a time.
pub(crate) fn try_check(bytes: &[u8], options: &Options) -> Result<Outcome> {
    let usual = run(only(open(bytes, usize::MAX, options)?), 1)?;
    let ways = [(1, 1 << 10, 3), (2, 1 << 10, 4096), (3, 1500, 1 << 20), (8, 1 << 16, 7), (2, 1 << 22, usize::MAX)];
    for (threads, block, step) in ways {
        let limits = Limits { block, ..options.limits };
        let outcome = run(only(open(bytes, step, &Options { limits, ..options.clone() })?), threads)?;
        assert_eq!(outcome.rows, usual.rows, "-j {threads}, blocks of {block}, {step} bytes at a time");
        assert_eq!((outcome.cells, outcome.above), (usual.cells, usual.above), "-j {threads}, blocks of {block}");
        assert_eq!(outcome.encoding, usual.encoding, "{step} bytes at a time");
    }
    Ok(usual)
}

pub(crate) fn check(bytes: impl AsRef<[u8]>) -> Outcome {
    try_check(bytes.as_ref(), &Options::default()).unwrap()
}

/// Checks a long input in one way.
pub(crate) fn once(bytes: &[u8]) -> Outcome {
    run(only(open(bytes, 1 << 16, &Options::default()).unwrap()), 2).unwrap()
}

pub(crate) fn error(bytes: impl AsRef<[u8]>, options: &Options) -> String {
    format!("{:#}", try_check(bytes.as_ref(), options).err().expect("refused"))
}

fn only(inputs: Vec<Input>) -> Input {
    let mut inputs = inputs.into_iter();
    let first = inputs.next().unwrap();
    assert!(inputs.next().is_none(), "one input only");
    first
}
