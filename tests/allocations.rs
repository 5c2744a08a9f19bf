//! What a clear row costs: no memory is asked for on its account.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use std::fmt::Write as _;
use std::io::Cursor;

use common::{checker, exact_checker};
use mingcha::checker::Checker;
use mingcha::decision::Decisions;
use mingcha::input::{Input, Options, Source};
use mingcha::pipeline::{self, Job, PipelineError, Sink};
use mingcha::report::{Csv, Piece, Report};
use mingcha::verdict::Verdict;

struct Nothing;

impl Sink for Nothing {
    type Error = PipelineError;

    fn write(&mut self, _: &mut [Piece], _: u64) -> Result<(), PipelineError> {
        Ok(())
    }
}

/// How often memory is asked for in a run over so many clear rows.
fn allocations(checker: &Checker, rows: usize, quote: &str) -> u64 {
    let mut csv = "统一社会信用代码,企业名称,经营范围\n".to_owned();
    for row in 0..rows {
        let _ = writeln!(
            csv,
            "91{row:016},上海恒信{row}贸易有限公司,{quote}一般项目：技术服务；软件开发；货物进出口（凭许可证经营）。{quote}"
        );
    }
    let source = Source::new("-", None, Box::new(Cursor::new(csv.into_bytes()))).unwrap();
    let mut input = Input::open(source, &Options::default()).unwrap();
    let reports = [Report::streamed(Csv::default())];
    let decisions = Decisions::default();
    let job = Job { checker, reports: &reports, only: Verdict::Clear, decisions: &decisions, threads: 1 };
    let mut tally = None;
    let counted = allocation_counter::measure(|| tally = Some(pipeline::run(&mut input, &job, &mut Nothing).unwrap()));
    let tally = tally.unwrap();
    assert_eq!(tally.counts.of(Verdict::Clear), rows as u64);
    counted.count_total
}

#[test]
fn a_clear_row_asks_for_no_memory() {
    for checker in [checker("filing"), exact_checker()] {
        for quote in ["", "\""] {
            let (few, many) = (allocations(&checker, 10_000, quote), allocations(&checker, 40_000, quote));
            // What is more is for the blocks, a few to each megabyte.
            assert!(many < few + 100, "{few} for 10,000 rows, {many} for 40,000");
        }
    }
}
