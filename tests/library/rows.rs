//! A row of a batch is what `Checker::check_row` makes of its texts: the scan of blocks, the shortcuts for ordinary cells and
//! the memory that rows share change nothing.

use std::sync::Arc;

use encoding_rs::GB18030;
use mingcha::checker::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{Input, Options, Source};
use mingcha::pipeline::{self, Job, PipelineError, Sink};
use mingcha::report::{FormatName, Lang, Piece, Report, ReportOptions, Streamed, Summary, Tally, Writing};
use mingcha::row::Row;
use mingcha::verdict::Verdict;
use mingcha::{CheckedFiling, Filing};
use proptest::prelude::*;

use crate::common::{cases, checker, exact_checker};

/// A report that compares every row with what the checker makes of its texts alone.
struct Compared(Arc<Checker>);

impl Streamed for Compared {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        let texts: Vec<&str> = row.kept.iter().map(|(_, text)| &**text).collect();
        let filing = Filing { id: texts[0], names: &texts[1..2], scopes: &texts[2..3], ..Filing::default() };
        let CheckedFiling { verdict, mut findings, problems, key, .. } = self.0.check_row(filing);
        // A finding names the header of its column in a batch, and its field in a single filing.
        for (finding, own) in findings.iter_mut().zip(&row.findings) {
            finding.column = own.column.clone();
        }
        assert_eq!(row.findings, findings, "{texts:?}");

        // What concerns the record as a whole cannot be seen in its texts.
        let of_texts: Vec<_> = row.problems.iter().filter(|p| p.field.is_some()).map(|p| (p.kind, p.field)).collect();
        let expected: Vec<_> = problems.iter().filter(|p| p.field.is_some()).map(|p| (p.kind, p.field)).collect();
        assert_eq!(of_texts, expected, "{texts:?}");
        if of_texts.len() == row.problems.len() {
            assert_eq!(row.verdict, verdict, "{texts:?}");
            assert_eq!(row.key, key, "{texts:?}");
        }
        out.push(b'.');
    }

    fn tail(&self, _: &Summary, _: &mut Vec<u8>) {}
}

/// Counts the rows that were compared.
#[derive(Default)]
struct Count(usize);

impl Sink for Count {
    type Error = PipelineError;

    fn write(&mut self, pieces: &mut [Piece], _: u64) -> Result<(), PipelineError> {
        self.0 += pieces.len();
        Ok(())
    }
}

/// What a run says and counts.
#[derive(Debug, PartialEq)]
struct Said {
    reports: Vec<Vec<u8>>,
    tally: Tally,
}

/// Checks a batch into the reports in some formats.
fn said(text: &[u8], checker: &Checker, reports: &[Report]) -> Said {
    let source = Source::from_bytes("批次.csv", text.to_vec()).unwrap();
    let mut input = Input::open(source, &Options::default()).unwrap();
    let decisions = Decisions::default();
    let job = Job { checker, reports, only: Verdict::Clear, decisions: &decisions, threads: 1 };
    let mut written = Written(reports.iter().map(Writing::begin).collect());
    let tally = pipeline::run(&mut input, &job, &mut written).unwrap();
    let finished = written.0.into_iter().map(|(writing, mut bytes)| {
        writing.finish(&Summary::default(), &mut bytes).unwrap();
        bytes
    });
    Said { reports: finished.collect(), tally }
}

/// The reports, with the bytes of each so far.
struct Written<'a>(Vec<(Writing<'a>, Vec<u8>)>);

impl Sink for Written<'_> {
    type Error = PipelineError;

    fn write(&mut self, pieces: &mut [Piece], _: u64) -> Result<(), PipelineError> {
        for ((writing, bytes), piece) in self.0.iter_mut().zip(pieces) {
            bytes.extend_from_slice(writing.block(piece));
        }
        Ok(())
    }
}

/// A report that has every row whole, and has nothing of it.
struct Whole;

impl Streamed for Whole {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, _: &Row, _: &mut Vec<u8>) {}

    fn tail(&self, _: &Summary, _: &mut Vec<u8>) {}
}

/// A row without anything to say.
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
    let id = prop_oneof![
        3 => Just("910000000000000000"),
        1 => prop::sample::select(vec!["9.1E+17", "", " 91", "91 ", "甲", "9", "1E+5"]),
    ];
    (id, cell(), cell(), any::<bool>()).prop_map(|(id, name, scope, quoted)| {
        let name = written(&name, quoted);
        let scope = written(&scope, quoted);
        format!("{id},{name},{scope},2020-01-01\n")
    })
}

fn written(text: &str, quoted: bool) -> String {
    if quoted { format!("\"{text}\"") } else { text.replace(['"', '\n', ','], "") }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn a_row_of_a_batch_is_what_check_row_makes_of_its_texts(
        rows in prop::collection::vec(row(), 1..6),
        with_disguises: bool,
    ) {
        let text = format!("注册号,企业名称,经营范围,成立日期\n{}", rows.concat());
        let checker = if with_disguises { checker("filing") } else { exact_checker() };
        let source = Source::from_bytes("批次.csv", text.into_bytes()).unwrap();
        let wanted = mingcha::input::Wanted { keep: mingcha::input::Keep::All, ..Default::default() };
        let mut input = Input::open(source, &Options { wanted, ..Options::default() }).unwrap();
        let reports = [Report::streamed(Compared(checker.clone()))];
        let decisions = Decisions::default();
        let job = Job { checker: &checker, reports: &reports, only: Verdict::Clear, decisions: &decisions, threads: 1 };
        let mut count = Count::default();
        let tally = pipeline::run(&mut input, &job, &mut count).unwrap();
        prop_assert!(tally.counts.total() >= 1 && count.0 >= 1);
    }

    /// Beside a report that has every row whole, no row is read as a plain line.
    #[test]
    fn plain_lines_say_and_count_what_whole_rows_do(
        rows in prop::collection::vec(prop_oneof![row(), Just(ORDINARY.to_owned())], 1..6),
        header in prop::sample::select(vec!["注册号,企业名称,经营范围,成立日期", "注册号,经营范围,企业名称,信用代码"]),
        delimiter in prop::sample::select(vec![",", ";", "\t"]),
        ends_with_break: bool,
        bom: bool,
        all: bool,
        is_gb18030: bool,
    ) {
        let mut text = format!("{header}\n{}", rows.concat());
        if delimiter != "," {
            // Then a cell may have commas.
            text = text.replace(',', delimiter).replace('、', ",");
        }
        if !ends_with_break {
            text.pop();
        }
        let text = if is_gb18030 { GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        let checker = checker("filing");
        for format in FormatName::ALL {
            let report = || Report::new(format, &ReportOptions { bom, all, ..ReportOptions::new(Lang::Zh) });
            let lines = said(&text, &checker, &[report()]);
            let mut whole = said(&text, &checker, &[report(), Report::streamed(Whole)]);
            whole.reports.pop();
            prop_assert_eq!(lines, whole, "{}", format);
        }
    }
}
