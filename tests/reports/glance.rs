//! A row that is clear at a glance is what a whole reading makes of it: a format that is given every row whole writes the same.

use std::io::Cursor;
use std::sync::Arc;

use crate::common::{cases, checker, exact_checker, formats};
use mingcha::checker::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{Input, Keep, Limits, Options, Source, Wanted};
use mingcha::pipeline::{self, Job, Tally};
use mingcha::report::{Csv, Format, Github, Html, Jsonl, Junit, Lang, Sarif, Summary, Text, Xlsx};
use mingcha::row::Row;
use mingcha::verdict::Verdict;
use proptest::prelude::*;

/// A format that wants every row whole.
struct Whole(Box<dyn Format>);

impl Format for Whole {
    fn head(&self, out: &mut Vec<u8>) {
        self.0.head(out);
    }

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        self.0.row(row, out);
    }

    fn tail(&self, summary: &Summary, out: &mut Vec<u8>) {
        self.0.tail(summary, out);
    }
}

/// Every format of the program, each to be run alone; those that list rows both with clear ones and without.
fn all_formats(kept: &[Arc<str>]) -> Vec<Box<dyn Format>> {
    formats().iter().flat_map(|name| made(name, kept)).collect()
}

fn made(name: &str, kept: &[Arc<str>]) -> Vec<Box<dyn Format>> {
    let (lang, kept) = (Lang::Zh, kept.to_vec());
    match name {
        "csv" => vec![Box::new(Csv { bom: false, kept })],
        "jsonl" => vec![Box::new(Jsonl { summary: false })],
        "github" => vec![Box::new(Github { lang })],
        "junit" => vec![Box::new(Junit::new(lang))],
        "sarif" => vec![Box::new(Sarif::new(lang, &[]))],
        "text" => with_and_without_clear_rows(|all| Box::new(Text { lang, color: false, width: 80, all })),
        "html" => with_and_without_clear_rows(|all| Box::new(Html { lang, all })),
        "xlsx" => with_and_without_clear_rows(|all| Box::new(Xlsx { lang, all, kept: kept.clone() })),
        name => panic!("{name} is a format that this test does not know"),
    }
}

fn with_and_without_clear_rows(format: impl Fn(bool) -> Box<dyn Format>) -> Vec<Box<dyn Format>> {
    [false, true].map(format).into()
}

/// What each format writes, and the tally, of a file with cells up to a limit and columns that are carried along.
fn run(
    file: &[u8],
    checker: &Checker,
    (cell, keep): (usize, &Keep),
    only: Verdict,
    wrap: fn(Box<dyn Format>) -> Box<dyn Format>,
) -> Vec<(Vec<u8>, Tally)> {
    let open = || {
        let source = Source::new("批次.csv", None, Box::new(Cursor::new(file.to_vec()))).unwrap();
        let wanted = Wanted { keep: keep.clone(), ..Wanted::default() };
        let limits = Limits { cell, ..Limits::default() };
        Input::open(source, &Options { wanted, limits, ..Options::default() }).unwrap()
    };
    let run_alone = |format: Box<dyn Format>| {
        let (formats, mut outputs) = ([wrap(format)], Vec::new());
        let job = Job { checker, formats: &formats, only, decisions: &Decisions::default(), threads: 1 };
        let tally = pipeline::run(&mut open(), &job, &mut outputs).unwrap();
        (outputs.concat(), tally)
    };
    all_formats(&open().kept_headers()).into_iter().map(run_alone).collect()
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
        keeps: bool,
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
        let keep = if keeps { Keep::All } else { Keep::Nothing };
        let glanced = run(&file, &checker, (cell, &keep), only, |format| format);
        let read = run(&file, &checker, (cell, &keep), only, |format| Box::new(Whole(format)));
        for ((glanced, tally), (read, read_tally)) in glanced.iter().zip(&read) {
            prop_assert_eq!(tally, read_tally);
            prop_assert_eq!(String::from_utf8_lossy(glanced), String::from_utf8_lossy(read));
        }
    }
}
