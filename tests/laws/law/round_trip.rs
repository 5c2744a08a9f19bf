//! A report goes to a registrar and comes back decided, as csv or as a workbook.

use std::io::Cursor;

use calamine::Reader as _;
use mingcha::decision::{Decision, Decisions, Ruling};
use mingcha::input::{Input, Options, Source};
use mingcha::pipeline::{self, Collected, Job};
use mingcha::report::{Csv, Jsonl, Lang, Reasons, Report, Summary, Xlsx};
use mingcha::verdict::Verdict;
use serde_json::Value;

use super::decisions::AS_OF;
use super::made::Choices;
use super::whole::made;
use super::world::FILING;

/// Reports a made batch, decides every row that has a key, and checks the batch again with these decisions.
pub fn hold(how: u8, choices: &mut Choices<'_>) {
    let reason = format!("已核实{}", choices.piece().trim());
    let batch = made(choices);
    let Some(rows) = report(&batch, &Decisions::default(), Report::streamed(Jsonl::default())) else { return };
    let (bytes, name) = if how & 1 == 0 {
        (
            report(&batch, &Decisions::default(), Report::streamed(Csv::default()))
                .map(|csv| filled_csv(&csv, &reason)),
            "back.csv",
        )
    } else {
        let xlsx = Report::assembled(Xlsx {
            lang: Lang::Zh,
            all: how & 2 == 0,
            kept: Vec::new(),
            reasons: Reasons::of(&FILING),
        });
        (report(&batch, &Decisions::default(), xlsx).map(|xlsx| filled_xlsx(&xlsx, &reason)), "back.xlsx")
    };
    let source = Source::new(name, None, Box::new(Cursor::new(bytes.unwrap()))).unwrap();
    let decisions = Decisions::read(source, AS_OF).unwrap();
    assert!(decisions.rejected.is_empty(), "{:?}", decisions.rejected);
    let decided = report(&batch, &decisions, Report::streamed(Jsonl::default())).unwrap();
    assert!(decisions.unmatched().is_empty(), "{:?}", decisions.unmatched());
    let allowance = Decision { decision: Ruling::Allow, reason, until: None };
    every_row_is_decided(&lines(&rows), &lines(&decided), &serde_json::to_value(allowance).unwrap());
}

fn every_row_is_decided(before: &[Value], after: &[Value], allowance: &Value) {
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(after) {
        assert_eq!((&before["findings"], &before["key"]), (&after["findings"], &after["key"]));
        let unread = before["verdict"] == "unchecked" || after["verdict"] == "unchecked";
        let is_judged = before["key"] != "";
        let decided = if is_judged { "allowed" } else { "clear" };
        assert_eq!(after["verdict"], if unread { "unchecked" } else { decided });
        if is_judged {
            assert_eq!(after["decision"], *allowance, "{after}");
        }
    }
}

fn lines(jsonl: &[u8]) -> Vec<Value> {
    std::str::from_utf8(jsonl).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The whole report of a batch. Returns `None` if the batch is refused.
fn report(batch: &[u8], decisions: &Decisions, report: Report) -> Option<Vec<u8>> {
    let source = Source::new("batch.csv", None, Box::new(Cursor::new(batch.to_vec()))).unwrap();
    let mut input = Input::open(source, &Options::default()).ok()?;
    let reports = [report];
    let job = Job { checker: &FILING, reports: &reports, decisions, only: Verdict::Clear, threads: 1 };
    let mut collected = Collected::begin(&reports);
    pipeline::run(&mut input, &job, &mut collected).unwrap();
    let summary = Summary { as_of: AS_OF.to_string(), profile: "filing".to_owned(), ..Summary::default() };
    Some(collected.finish(&summary).unwrap().remove(0))
}

fn filled_csv(report: &[u8], reason: &str) -> Vec<u8> {
    let mut records = csv::Reader::from_reader(report);
    let header = records.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (key, decision, why) = (place("key"), place("decision"), place("reason"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for record in records.records() {
        let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        if !cells[key].is_empty() {
            cells[decision].replace_range(.., "准予");
            cells[why].replace_range(.., reason);
        }
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

fn filled_xlsx(report: &[u8], reason: &str) -> Vec<u8> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(report.to_vec())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let mut rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let place = |name: &str| rows[0].iter().position(|h| h == name).unwrap();
    let (key, decision, why) = (place("key"), place("决定"), place("理由"));
    for row in rows.iter_mut().skip(1).filter(|row| row[key].starts_with('k')) {
        row[decision].replace_range(.., "准予");
        row[why].replace_range(.., reason);
    }
    let mut filled = rust_xlsxwriter::Workbook::new();
    let results = filled.add_worksheet();
    for (r, row) in (0..).zip(&rows) {
        for (c, cell) in (0..).zip(row) {
            results.write_string(r, c, cell).unwrap();
        }
    }
    filled.save_to_buffer().unwrap()
}
