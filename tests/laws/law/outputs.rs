//! No text of a file, its name and its headers included, does anything to the one who reads a report or a message: a
//! spreadsheet runs no cell of a csv report, wherever it splits it; a terminal obeys nothing, and a CI only what the program
//! says itself.

use std::io::Cursor;

use mingcha::decision::Decisions;
use mingcha::escape::{is_blank, lines};
use mingcha::input::{self, Keep, Options, Source, Wanted};
use mingcha::message::Say as _;
use mingcha::pipeline::{self, Collected, Job, Tally};
use mingcha::report::{Csv, Github, Lang, Reasons, Report, Summary, Text};
use mingcha::verdict::Verdict;

use super::made::Choices;
use super::world::FILING;

/// What a text can be made of that someone obeys.
const HOSTILE: [&str; 36] = [
    "=1+1",
    "=",
    "-",
    "+",
    "@",
    "＝",
    "﹢1",
    "＠A1",
    ";",
    "\t",
    "|",
    ",",
    "\"",
    "\n",
    "\r",
    "\0",
    "\u{200b}",
    " ",
    "\u{3000}",
    "'",
    "甲",
    "x",
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\x1b[1;31m",
    "\u{9b}31m",
    "::error::x",
    "::",
    "##[error]x",
    "##vso[task]",
    "\u{202e}",
    "\u{e0001}",
    "\u{17b4}",
    "虚拟货币",
    "RWA",
    "稳定币",
];

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    let lang = if how & 1 == 0 { Lang::Zh } else { Lang::En };
    let name = hostile(&mut choices, 3);
    let header = match how & 2 {
        0 => "企业名称".to_owned(),
        _ => hostile(&mut choices, 3),
    };
    let mut records = csv::Writer::from_writer(Vec::new());
    records.write_record([&header, &hostile(&mut choices, 3), "经营范围", "注册号"]).unwrap();
    while !choices.is_empty() {
        let row = [4, 3, 6, 3].map(|most| hostile(&mut choices, most));
        records.write_record(row).unwrap();
    }
    let file = records.into_inner().unwrap();

    let options = Options { wanted: Wanted { keep: Keep::All, ..Wanted::default() }, ..Options::default() };
    let source = Source::new(&name, None, Box::new(Cursor::new(file))).unwrap();
    let opened = match input::open(source, &options) {
        Ok(opened) => opened,
        Err(error) => return nothing_is_obeyed(&lines(&error.say(lang)), 0),
    };
    for mut input in opened.inputs {
        let kept = input.kept_headers();
        let reports = [
            Report::streamed(Csv { bom: true, kept: kept.clone() }),
            Report::streamed(Csv { bom: false, kept }),
            Report::streamed(Text {
                lang,
                color: false,
                width: 80,
                all: how & 4 == 0,
                is_typed: false,
                shows_rules: true,
                reasons: Reasons::of(&FILING),
            }),
            Report::streamed(Github::new(lang, None)),
        ];
        let decisions = Decisions::default();
        let job = Job { checker: &FILING, reports: &reports, decisions: &decisions, only: Verdict::Clear, threads: 1 };
        let mut collected = Collected::begin(&reports);
        let tally: Tally = pipeline::run(&mut input, &job, &mut collected).unwrap();
        let outputs = collected.finish(&Summary::default()).unwrap();
        let [people, plain, text, github] = [0, 1, 2, 3].map(|at| std::str::from_utf8(&outputs[at]).unwrap());
        for delimiters in [&[','][..], &[';'], &['\t'], &['|'], &[',', ';', '\t', '|'], &[',', ';'], &[';', '\t']] {
            no_cell_is_run(people.trim_start_matches('\u{feff}'), delimiters);
        }
        no_cell_is_run(plain, &[',']);
        nothing_is_obeyed(text, 0);
        nothing_is_obeyed(github, annotations(&tally));
    }
}

/// One for each flagged row, and one more if a page does not show all of a kind.
fn annotations(tally: &Tally) -> u64 {
    let of = |verdict| tally.counts.of(verdict);
    let kinds =
        [of(Verdict::Reject), of(Verdict::Review) + of(Verdict::Unchecked), of(Verdict::Notice) + of(Verdict::Allowed)];
    kinds.iter().sum::<u64>() + u64::from(kinds.iter().any(|rows| *rows > 10))
}

fn hostile(choices: &mut Choices<'_>, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..usize::from(choices.take()) % (most + 1) {
        match choices.take() {
            choice @ 0..0xC0 => text.push_str(HOSTILE[usize::from(choice) % HOSTILE.len()]),
            _ => text.push_str(&choices.piece()),
        }
    }
    text
}

/// Fails if a spreadsheet would run a cell. A sign alone is no formula, nor is one with a comma behind it, which a reader sees
/// that does not split at commas.
fn no_cell_is_run(report: &str, delimiters: &[char]) {
    for cell in cells_split_at(delimiters, report) {
        let visible = cell.trim_start_matches(is_blank);
        let is_sign_alone = visible.chars().nth(1).is_none_or(|behind| behind == ',');
        let is_formula =
            visible.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫']) && !is_sign_alone;
        assert!(!is_formula, "{cell:?} at {delimiters:?} in {report:?}");
    }
}

/// The cells that a reader sees which splits at any of these characters and knows quotes where a cell begins.
fn cells_split_at(delimiters: &[char], report: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut rest = report.chars().peekable();
    let (mut is_start, mut is_quoted) = (true, false);
    while let Some(c) = rest.next() {
        match c {
            '"' if is_quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if is_quoted => is_quoted = false,
            '"' if is_start => is_quoted = true,
            _ if !is_quoted && (delimiters.contains(&c) || matches!(c, '\n' | '\r')) => {
                cells.push(std::mem::take(&mut cell));
                is_start = true;
                continue;
            }
            _ => cell.push(c),
        }
        is_start = false;
    }
    cells.push(cell);
    cells
}

/// Fails if a terminal or a CI obeys a part of the text, the given number of commands aside.
fn nothing_is_obeyed(text: &str, commands: u64) {
    let mut found = 0;
    for line in text.split('\n') {
        let hidden =
            |c: char| c.is_control() || matches!(c, '\u{17b4}' | '\u{202a}'..='\u{202e}' | '\u{e0000}'..='\u{e0fff}');
        assert!(!line.contains(hidden), "{line:?}");
        let is_azure = line
            .match_indices("##")
            .any(|(at, _)| line[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('['));
        assert!(!is_azure, "{line:?}");
        found += u64::from(line.trim_start().starts_with("::"));
    }
    assert_eq!(found, commands, "{text:?}");
}
