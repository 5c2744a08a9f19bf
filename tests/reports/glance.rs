//! A row that is clear at a glance is what a whole reading makes of it: a report writes the same of both. With columns that
//! are carried along every row is read whole.

use std::io::Cursor;

use crate::common::{cases, checker, exact_checker};
use mingcha::checker::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{Input, Keep, Limits, Options, Source, Wanted};
use mingcha::pipeline::{self, Collected, Job, Tally};
use mingcha::report::{
    Assembled, Csv, FormatName, Github, Html, Jsonl, Junit, Lang, Report, ReportError, Sarif, Streamed, Summary, Text,
    Xlsx,
};
use mingcha::row::Row;
use mingcha::verdict::Verdict;
use proptest::prelude::*;

/// A report that is given every row without the columns carried along.
struct WithoutKept<R>(R);

/// A row without the columns carried along.
fn without_kept(row: &Row) -> Row {
    Row { kept: Vec::new(), ..row.clone() }
}

impl<R: Streamed> Streamed for WithoutKept<R> {
    fn head(&self, out: &mut Vec<u8>) {
        self.0.head(out);
    }

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        self.0.row(&without_kept(row), out);
    }

    fn tail(&self, summary: &Summary, out: &mut Vec<u8>) {
        self.0.tail(summary, out);
    }
}

impl<R: Assembled> Assembled for WithoutKept<R> {
    type Piece = R::Piece;

    fn row(&self, row: &Row, piece: &mut R::Piece) {
        Assembled::row(&self.0, &without_kept(row), piece);
    }

    fn gather(&self, whole: &mut R::Piece, block: R::Piece) {
        Assembled::gather(&self.0, whole, block);
    }

    fn finish(&self, whole: R::Piece, summary: &Summary) -> Result<Vec<u8>, ReportError> {
        Assembled::finish(&self.0, whole, summary)
    }
}

/// Every format, each to be run alone; those that list rows both with clear ones and without.
fn reports() -> Vec<Report> {
    let mut reports = Vec::new();
    for format in FormatName::ALL {
        reports.push(report(format, false));
        if matches!(format, FormatName::Text | FormatName::Html | FormatName::Xlsx) {
            reports.push(report(format, true));
        }
    }
    reports
}

fn report(format: FormatName, all: bool) -> Report {
    let lang = Lang::Zh;
    let kept = Vec::new();
    match format {
        FormatName::Csv => Report::streamed(WithoutKept(Csv { bom: false, kept })),
        FormatName::Jsonl => Report::streamed(WithoutKept(Jsonl { summary: false })),
        FormatName::Text => Report::streamed(WithoutKept(Text { lang, color: false, width: 80, all })),
        FormatName::Github => Report::streamed(WithoutKept(Github { lang })),
        FormatName::Sarif => Report::assembled(WithoutKept(Sarif::new(lang, &[]))),
        FormatName::Junit => Report::assembled(WithoutKept(Junit { lang })),
        FormatName::Html => Report::assembled(WithoutKept(Html { lang, all })),
        FormatName::Xlsx => Report::assembled(WithoutKept(Xlsx { lang, all, kept })),
        other => panic!("{other}: a format that is not listed here"),
    }
}

/// What each report is, and the tally, of a file with cells up to a limit.
fn run(file: &[u8], checker: &Checker, cell: usize, keep: &Keep, only: Verdict) -> Vec<(Vec<u8>, Tally)> {
    let wanted = Wanted { keep: keep.clone(), ..Wanted::default() };
    let limits = Limits { cell, ..Limits::default() };
    let options = Options { wanted, limits, ..Options::default() };

    let mut outcomes = Vec::new();
    for report in reports() {
        let source = Source::new("批次.csv", None, Box::new(Cursor::new(file.to_vec()))).unwrap();
        let mut input = Input::open(source, &options).unwrap();
        let reports = [report];
        let decisions = Decisions::default();
        let job = Job { checker, reports: &reports, only, decisions: &decisions, threads: 1 };
        let mut collected = Collected::begin(&reports);
        let tally = pipeline::run(&mut input, &job, &mut collected).unwrap();
        let written = collected.finish(&Summary::default()).unwrap();
        outcomes.push((written.concat(), tally));
    }
    outcomes
}

/// A row that would be clear at a glance.
const ORDINARY: &str = "9,上海恒信贸易有限公司,技术服务；软件开发；货物进出口（凭许可证经营）。,2020-01-01\n";

/// One of the texts, now and then.
fn seldom(texts: &[&'static str]) -> impl Strategy<Value = &'static str> {
    prop_oneof![12 => Just(""), 1 => prop::sample::select(texts.to_vec())]
}

/// A cell that is ordinary, or by little not.
fn cell() -> impl Strategy<Value = String> {
    let ordinary =
        "(技术服务|软件开发、咨询|上海恒信贸易有限公司|货物进出口（凭许可证经营）|（依法须经批准的项目）){1,6}[。）]?";
    let odd = || {
        seldom(&[
            " ",
            "\u{3000}",
            "…",
            "...",
            "#",
            "#N/A",
            "\u{FFFD}",
            "\u{202E}",
            "虚拟货币",
            "虚拟贷币",
            "RWA",
            "稳 定 币",
            "a",
            "\"\"",
            "\n",
            ORDINARY,
            "；",
            "１",
            "-",
            "=",
            "é",
        ])
    };
    (ordinary, odd(), odd(), odd()).prop_map(|(text, before, within, after)| {
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        [before, &text[..middle], within, &text[middle..], after].concat()
    })
}

fn row() -> impl Strategy<Value = String> {
    let id = prop_oneof![3 => Just("910000000000000000"), 1 => prop::sample::select(vec!["9.1E+17", "", " 91", "91 ", "甲", "9", "1E+5"])];
    let shape = prop_oneof![8 => Just(0), 1 => Just(1), 1 => Just(2)];
    (id, cell(), cell(), any::<bool>(), shape).prop_map(|(id, name, scope, quoted, shape)| {
        let cell = |text: &str| if quoted { format!("\"{text}\"") } else { text.replace(['"', '\n', ','], "") };
        let (name, scope) = (cell(&name), cell(&scope));
        match shape {
            0 => format!("{id},{name},{scope},2020-01-01\n"),
            1 => format!("{id},{name}\n"),
            _ => format!("{id},{name},{scope},,x\n"),
        }
    })
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn rows_at_a_glance_are_written_as_whole_ones(
        rows in prop::collection::vec(row(), 1..6),
        seeks_disguises: bool,
        cell in prop::sample::select(vec![1_usize << 20, 1 << 20, 60]),
        only in prop::sample::select(vec![Verdict::Clear, Verdict::Review]),
        how in 0_u8..6,
    ) {
        let text = format!("注册号,企业名称,经营范围,成立日期\n{}", rows.concat());
        let file = match how {
            0 => encoding_rs::GBK.encode(&text).0.into_owned(),
            1 => [text.as_bytes(), &encoding_rs::GBK.encode(ORDINARY).0].concat(),
            2 => [text.as_bytes(), ORDINARY.trim_end().replace("2020", "\"2020").as_bytes()].concat(),
            _ => text.into_bytes(),
        };
        let checker = if seeks_disguises { checker("filing") } else { exact_checker() };
        // Rows below `only` are not rendered, and so need not be read whole in either run.
        let glanced = run(&file, &checker, cell, &Keep::Nothing, only);
        let read = run(&file, &checker, cell, &Keep::All, only);
        for ((glanced, tally), (read, read_tally)) in glanced.iter().zip(&read) {
            prop_assert_eq!(tally, read_tally);
            prop_assert_eq!(String::from_utf8_lossy(glanced), String::from_utf8_lossy(read));
        }
    }
}
