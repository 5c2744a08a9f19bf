//! What each step costs on its own, and the whole by file: `cargo bench --bench parts`. To compare with other tools see
//! compare.sh.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap ends the benchmark")]

use std::hint::black_box;
use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use mingcha::checker::{Cell, Checker};
use mingcha::decision::Decisions;
use mingcha::input::{Block, Input, Options, Source};
use mingcha::matching::Suspects;
use mingcha::pipeline::{self, Job, PipelineError, Sink};
use mingcha::report::{Csv, Piece, Report};
use mingcha::rules::RulesError;
use mingcha::text::class::Classes;
use mingcha::text::fold::Fold;
use mingcha::text::folded::Folded;
use mingcha::{Field, Profile, RuleBook, Verdict};

fn main() {
    divan::main();
}

/// The fixture of invented filings, repeated to some megabytes.
static BATCH: LazyLock<String> = LazyLock::new(|| {
    let filings = include_str!("../fixtures/filings.csv");
    let (header, rows) = filings.split_once('\n').unwrap();
    let plain: String = rows.split_inclusive('\n').filter(|row| !row.contains('"')).collect();
    format!("{header}\n{}", plain.repeat(400))
});
static WITH_DISGUISES: LazyLock<Checker> = LazyLock::new(|| make(Checker::new));
static EXACT: LazyLock<Checker> = LazyLock::new(|| make(Checker::without_disguises));

fn make(new: impl Fn(RuleBook, Profile) -> Result<Checker, RulesError>) -> Checker {
    new(RuleBook::in_force("2026-03-01".parse().unwrap()).unwrap(), Profile::built_in("filing").unwrap()).unwrap()
}

fn input(text: &str) -> Input {
    let source = Source::new("batch.csv", None, Box::new(Cursor::new(text.to_owned().into_bytes()))).unwrap();
    Input::open(source, &Options::default()).unwrap()
}

#[divan::bench]
fn framing(bencher: Bencher<'_, '_>) {
    let mut block = Block::default();
    bencher.counter(BytesCount::of_str(BATCH.as_str())).with_inputs(|| input(&BATCH)).bench_local_values(
        |mut input| {
            let mut splitter = input.splitter();
            while input.next(&mut block).unwrap() {
                black_box(splitter.find(&block));
            }
        },
    );
}

#[divan::bench]
fn utf8_check(bencher: Bencher<'_, '_>) {
    let bytes = BATCH.as_bytes();
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| simdutf8::basic::from_utf8(black_box(bytes)).is_ok());
}

#[divan::bench]
fn sieve_of_blocks(bencher: Bencher<'_, '_>) {
    let mut suspects = Suspects::default();
    bencher
        .counter(BytesCount::of_str(BATCH.as_str()))
        .bench_local(|| EXACT.sieve().suspects(black_box(&BATCH), &mut suspects));
}

#[divan::bench]
fn sieve_of_cells(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(BATCH.as_str())).bench(|| WITH_DISGUISES.sieve().sift(black_box(&BATCH)));
}

#[divan::bench]
fn fold(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::of_str(BATCH.as_str()))
        .bench(|| Folded::new(Fold::builtin(), Classes::builtin(), black_box(&BATCH)));
}

/// Clear scopes of some 50 characters, as a program has them that checks one text after another.
static CLEAR: LazyLock<Vec<String>> = LazyLock::new(|| {
    let trades = ["服装", "家具", "食品", "五金", "建材", "文具", "茶叶", "玩具"];
    let scope = |trade: &str| {
        format!(
            "一般项目：{trade}零售；{trade}批发；技术服务、技术开发、技术咨询；货物进出口；会议及展览服务；广告设计、代理。"
        )
    };
    trades.map(scope).into()
});

/// Single texts, each checked with one call.
#[divan::bench]
fn clear_texts(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(CLEAR.len())).bench(|| {
        let findings = CLEAR.iter().map(|text| WITH_DISGUISES.check_text(Field::Scope, black_box(text)).len());
        assert_eq!(findings.sum::<usize>(), 0);
    });
}

/// Everything that is done with cells that the sieve lets through: fold, match, read the contexts, judge.
#[divan::bench]
fn check_of_cells(bencher: Bencher<'_, '_>) {
    let column: Arc<str> = "经营范围".into();
    bencher.counter(BytesCount::of_str(BATCH.as_str())).bench(|| {
        let findings =
            BATCH.lines().map(|text| WITH_DISGUISES.check(Cell { field: Field::Scope, column: &column, text }).len());
        black_box(findings.sum::<usize>())
    });
}

struct Nothing;

impl Sink for Nothing {
    type Error = PipelineError;

    fn write(&mut self, pieces: &mut [Piece], _: u64) -> Result<(), PipelineError> {
        black_box(pieces);
        Ok(())
    }
}

/// From bytes to the csv report, on one thread: rendering is what `only: reject` leaves out.
#[divan::bench(args = ["clear", "reject"])]
fn whole(bencher: Bencher<'_, '_>, only: &str) {
    let reports = [Report::streamed(Csv::default())];
    let decisions = Decisions::default();
    let only = Verdict::from_key(only).unwrap();
    let job = Job { checker: &WITH_DISGUISES, reports: &reports, only, decisions: &decisions, threads: 1 };
    bencher
        .counter(BytesCount::of_str(BATCH.as_str()))
        .with_inputs(|| input(&BATCH))
        .bench_local_values(|mut input| pipeline::run(&mut input, &job, &mut Nothing).unwrap());
}
