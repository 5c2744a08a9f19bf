//! What comes from strangers: cells, headers, names of files, own rules. None of it runs, moves a cursor, or takes the machine.

use std::fs;
use std::path::Path;

#[cfg(unix)]
use assert_cmd::Command;
use icu_properties::CodePointMapData;
use icu_properties::props::{BinaryProperty as _, DefaultIgnorableCodePoint, GeneralCategory, WhiteSpace};
use mingcha::report::{Csv, FormatName, Streamed as _};
use mingcha::row::Row;
use mingcha::text::fold::{Fold, Kinds};
use tempfile::TempDir;

#[cfg(unix)]
use crate::common::MINGCHA;
use crate::common::{fed, mingcha, said};

/// A header and cells that a spreadsheet, a browser, a terminal or a CI would run, each beside a finding.
const BATCH: &str = "编号,名称\u{202e}\u{1b}[31m,经营范围,=备注\n\
    =1+1,=cmd|'/c calc'!A0虚拟货币,\"<script>alert(1)</script><img src=x onerror=alert(1)>虚拟货币\u{1b}[2J\",@SUM(1)\n\
    -2+3,\"+1\t稳定币\",\u{1b}]0;title\u{7}稳定币\u{9b}31m\u{202e}稳定币,\"\r=1\"\n\
    \u{3000}＝1,\"甲\n::error file=x::虚拟货币\n::warning::RWA\",%0A::error::虚拟货币]]>&amp;\u{2028}RWA,=1\n";

/// The formats that are text: all except the workbook.
fn text_formats() -> impl Iterator<Item = &'static str> {
    FormatName::ALL.into_iter().filter(|format| *format != FormatName::Xlsx).map(FormatName::key)
}

struct Said {
    status: i32,
    report: String,
    errors: String,
}

fn run(folder: &Path, args: &[&str]) -> Said {
    let mut command = mingcha();
    command.args(args).args(["--lang", "en"]).current_dir(folder);
    let (report, errors, status) = said(fed(command, BATCH));
    Said { status, report, errors }
}

fn report(format: &str) -> Said {
    run(Path::new("."), &["check", "-n", "2", "-s", "3", "-i", "1", "--keep", "all", "--all", "-f", format])
}

/// Whether a text could steer a terminal or reorder what stands on it.
fn steers(text: &str) -> bool {
    let is_bidi = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().any(|c| c.is_control() && c != '\n' || is_bidi(c))
}

#[test]
fn no_cell_of_a_csv_report_is_a_formula() {
    let csv = report("csv").report;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 4);
    for cell in records.iter().skip(1).flat_map(|record| record.iter().skip(1)).chain(records[0].iter()) {
        let cell = cell.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell:?}");
    }
}

#[test]
fn no_character_that_shows_nothing_hides_a_formula() {
    let category = CodePointMapData::<GeneralCategory>::new();
    let mut looked_at = 0;
    for c in char::MIN..=char::MAX {
        let shows_nothing = DefaultIgnorableCodePoint::for_char(c)
            || WhiteSpace::for_char(c)
            || matches!(category.get(c), GeneralCategory::Control | GeneralCategory::Format)
            || Fold::builtin()
                .get(c)
                .is_some_and(|(folded, kinds)| folded.is_empty() && kinds.contains(Kinds::INVISIBLE));
        if !shows_nothing {
            continue;
        }
        looked_at += 1;
        for bom in [false, true] {
            let mut row = Row::new("a.csv".into(), std::iter::empty());
            row.name = format!("{c}=1");
            let mut out = Vec::new();
            Csv { bom, kept: Vec::new() }.row(&row, &mut out);
            let line = String::from_utf8(out).unwrap();
            let name = line["a.csv,0,0,,".len()..].trim_start_matches('"');
            assert!(name.starts_with('\''), "{c:?}: {line:?}");
        }
    }
    assert!(looked_at > 4_000, "only {looked_at} characters were looked at");
}

#[test]
fn nothing_that_people_read_steers_their_terminal() {
    for format in text_formats() {
        let Said { status, report, errors } = report(format);
        // A cell that shows in another order than it is read in counts as unread.
        assert_eq!(status, 2, "{format}: {errors}");
        assert!(!steers(&errors), "{format}: {errors:?}");
        assert!(matches!(format, "csv" | "jsonl" | "sarif") || !steers(&report), "{format}: {report:?}");
        assert!(format == "csv" || !report.contains('\u{1b}'), "{format}");
    }
    let batch = TempDir::new().unwrap();
    fs::write(batch.path().join("in.csv"), BATCH).unwrap();
    for args in
        [&["explain", "--name", "\u{1b}[31m虚\u{202e}拟货币"][..], &["explain", "--scope", "\u{9b}2JRWA\r\n\u{7}"]]
    {
        assert!(!steers(&run(batch.path(), args).report), "{args:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_name_of_a_file_or_a_header_steers_no_message() {
    let folder = TempDir::new().unwrap();
    let bad = "\u{1b}[31m\u{202e}\nmingcha: all is well.csv";
    for args in [&["check", bad][..], &["check", "-", "--terms", bad], &["check", "-", "-n", bad], &["fold", bad]] {
        let said = run(folder.path(), args);
        assert_eq!(said.status, 2);
        assert!(!steers(&said.errors) && !said.errors.contains("\nmingcha:"), "{:?}", said.errors);
    }
    fs::write(folder.path().join(bad), BATCH).unwrap();
    let said = run(folder.path(), &["check", bad, "-s", "3", "-f", "text"]);
    assert!(said.status == 2 && !steers(&said.errors) && !steers(&said.report), "{:?}", said.errors);
    let explained = run(folder.path(), &["check", "-", "--terms", bad]);
    assert!(explained.status == 2 && !steers(&explained.errors), "{:?}", explained.errors);
}

#[test]
fn no_cell_breaks_out_of_a_document() {
    let html = report("html").report;
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script>alert") && !html.contains("<img"));
    let annotations = report("github").report;
    assert_eq!(annotations.lines().count(), 3, "{annotations}");
    for line in annotations.lines() {
        assert!(line.starts_with("::error title=") || line.starts_with("::warning title="), "{line}");
    }
    let junit = report("junit").report;
    assert!(roxmltree::Document::parse(&junit).unwrap().descendants().all(|node| !node.has_tag_name("script")));
    for format in ["jsonl", "sarif"] {
        let json = report(format).report;
        let mut documents = serde_json::Deserializer::from_str(&json).into_iter::<serde_json::Value>();
        assert!(documents.all(|document| document.is_ok()), "{format}");
    }
}

/// A rule set of an office whose contexts or terms are replaced.
#[cfg(unix)]
fn own_rules(file: &str, content: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for entry in fs::read_dir("fixtures/rules/example-office-2027").unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    fs::write(folder.path().join(file), content).unwrap();
    folder
}

/// Patterns that would take gigabytes, or would not end, where they are matched by going back.
#[cfg(unix)]
const PATTERNS: [(&str, bool); 8] = [
    ("(a{1000}){1000}", false),
    ("((a{100}){100}){100}", false),
    ("((((a{1000}){1000}){1000}){1000}){1000}", false),
    (r"\pL{1000}\pN{1000}", false),
    ("(a", false),
    (r"(a)\1", false),
    ("(a+)+b", true),
    ("(a|aa|a.)*b", true),
];

#[test]
#[cfg(unix)]
fn an_own_pattern_is_refused_with_its_line_or_ends_in_time_and_memory() {
    for (pattern, is_usable) in PATTERNS {
        let contexts = format!(
            "id,action,applies_to,pattern,reach,tag,must,must_not,reason\n\nhostile,tag,*,{pattern},segment,x,,,test\n"
        );
        let terms = format!(
            "id,term,also,names,tier,verdict,slot,clause,quote,must_match,must_not,reason\nx,星…行,,,content,,{pattern},,,,,x\n"
        );
        for (file, line, content) in [("contexts.csv", 3, contexts), ("terms.csv", 2, terms)] {
            let rules = own_rules(file, &content);
            if file == "terms.csv" {
                fs::remove_file(rules.path().join("contexts.csv")).unwrap_or_default();
            }
            // 512 MiB of address space for all of it.
            let script = format!(
                "ulimit -v 524288; exec {MINGCHA} check -j1 - --as-of 2027-03-01 --rules {}",
                rules.path().display()
            );
            let batch = format!("名称\n星际旅行{}\n星{}\n", "a".repeat(100_000), "a".repeat(100_000));
            let output = Command::new("sh").args(["-c", &script]).write_stdin(batch).output().unwrap();
            let errors = String::from_utf8(output.stderr).unwrap();
            if is_usable {
                assert!(output.status.code().is_some_and(|status| status < 2), "{pattern}: {errors}");
            } else {
                assert_eq!(output.status.code(), Some(2), "{pattern}: {errors}");
                assert!(errors.contains(&format!("{file}:{line}")), "{pattern}: {errors}");
            }
        }
    }
}

#[test]
#[cfg(unix)]
fn input_of_any_length_takes_no_more_memory() {
    let script = format!(
        "ulimit -v 524288; (echo 名称,经营范围; printf '甲,\"'; yes 软件开发、数据处理 | tr -d '\\n' | head -c 600000000) \
         | {MINGCHA} check -q -j2 - -f csv"
    );
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.lines().count() == 2 && report.contains("unchecked") && report.contains("too-long"), "{report}");
}
