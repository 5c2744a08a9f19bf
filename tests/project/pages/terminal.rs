//! A picture of a terminal, made of what the program writes: text of an SVG, each run of characters at its column.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use super::project;
use crate::common::{mingcha, said};

/// The columns of the terminal.
const COLUMNS: usize = 108;
/// The size of a column and of a line, in pixels.
const COLUMN: f64 = 7.5;
const LINE: f64 = 20.0;
const MARGIN: f64 = 14.0;

/// How many rows of the report are shown before those that are left out.
const ROWS: usize = 3;

/// What the terminal shows after a check of the sample.
pub(super) fn picture(lang: &str) -> String {
    let file = "fixtures/applications.csv";
    let arguments =
        ["check", file, "--only", "review", "--as-of", "2026-03-01", "-f", "text", "--color", "always", "--lang", lang];
    let mut command = mingcha();
    command.current_dir(project()).env("COLUMNS", COLUMNS.to_string()).args(arguments);
    let (report, ..) = said(command.output().unwrap());

    let mut lines = vec![format!("$ mingcha check {file}")];
    for row in report.split("\n\n").take(ROWS) {
        // The reasons in words take many lines.
        lines.extend(row.lines().take_while(|line| !ends_in_colon(line)).map(str::to_owned));
        lines.push(String::new());
    }
    lines.push("…".to_owned());
    lines.push(String::new());
    // What the summary says behind the figures has the hash of the rule set, which is another one after each change of a rule.
    let (_, summary) = report.rsplit_once("\n\n").unwrap();
    lines.extend(summary.lines().take(2).map(str::to_owned));
    svg(&lines)
}

fn pixels(number: usize, unit: f64) -> f64 {
    f64::from(u32::try_from(number).unwrap()) * unit
}

fn ends_in_colon(line: &str) -> bool {
    line.starts_with("   ") && line.ends_with([':', '：'])
}

fn svg(lines: &[String]) -> String {
    let (width, height) = (pixels(COLUMNS, COLUMN) + 2.0 * MARGIN, pixels(lines.len(), LINE) + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16191d\"/>\n\
         <g font-family=\"'DejaVu Sans Mono', Consolas, Menlo, 'Noto Sans Mono CJK SC', 'Microsoft YaHei', monospace\" \
         font-size=\"15\" fill=\"#d8dce2\" xml:space=\"preserve\">\n"
    );
    for (number, line) in lines.iter().enumerate() {
        let y = MARGIN + pixels(number, LINE) + 0.75 * LINE;
        for run in runs(line) {
            write_run(&run, y, &mut svg);
        }
    }
    svg + "</g>\n</svg>\n"
}

/// Characters of one look and one width, side by side.
struct Run {
    text: String,
    /// The first column.
    begin: usize,
    /// The columns of a character.
    width: usize,
    style: String,
}

/// The runs of a line that has the colours of a terminal in it.
fn runs(line: &str) -> Vec<Run> {
    let (mut runs, mut column, mut style) = (Vec::<Run>::new(), 0, String::new());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(code) = rest.strip_prefix("\u{1b}[") {
            let (code, behind) = code.split_once('m').unwrap();
            style = if code == "0" { String::new() } else { code.to_owned() };
            rest = behind;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let width = c.width().unwrap_or(0);
        match runs.last_mut().filter(|run| run.width == width && run.style == style) {
            Some(run) => run.text.push(c),
            None => runs.push(Run { text: c.to_string(), begin: column, width, style: style.clone() }),
        }
        column += width;
    }
    runs
}

fn write_run(run: &Run, y: f64, svg: &mut String) {
    // A picture has no blanks at either end of a text.
    let text = run.text.trim();
    if text.is_empty() {
        return;
    }
    let before = run.text.len() - run.text.trim_start().len();
    let x = MARGIN + pixels(run.begin + before, COLUMN);
    let length = pixels(text.chars().count() * run.width, COLUMN);
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let look = look(&run.style);
    writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"{look}>{text}</text>").unwrap();
}

/// The attributes for the codes of a terminal.
fn look(style: &str) -> String {
    let mut attributes = String::new();
    for code in style.split(';') {
        attributes += match code {
            "" => "",
            "1" => " font-weight=\"bold\"",
            "31" => " fill=\"#ff7b72\"",
            "32" => " fill=\"#7ee787\"",
            "33" => " fill=\"#e3b341\"",
            "34" => " fill=\"#79c0ff\"",
            "35" => " fill=\"#d2a8ff\"",
            "36" => " fill=\"#76e3ea\"",
            other => panic!("no look for the code {other} of a terminal"),
        };
    }
    attributes
}

#[test]
fn wide_characters_take_two_columns_and_colours_none() {
    let runs = runs("\u{1b}[1;31mC4\u{1b}[0m | 虛擬a");
    let begins: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.begin, run.style.as_str())).collect();
    assert_eq!(begins, [("C4", 0, "1;31"), (" | ", 2, ""), ("虛擬", 5, ""), ("a", 9, "")]);
    assert_eq!(look("1;31"), " font-weight=\"bold\" fill=\"#ff7b72\"");
}
