//! One filing on the command line: the verdict, findings and status of the same row in a file.

use crate::{check, run};

const USUAL: [&str; 4] = ["--lang", "en", "--as-of", "2026-03-01"];

/// A row as csv has it.
fn as_csv(cells: &[&str]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Names and scopes: each verdict, and what is hard to write in a line of csv.
const FILINGS: [(&str, &[&str]); 12] = [
    ("甲RWA公司", &["软件开发"]),
    ("甲公司", &["加密 资产管理"]),
    ("甲公司", &["软件开发；稳定..."]),
    ("甲公司", &["挖矿设备"]),
    ("甲公司", &["软件开发"]),
    ("甲公司", &["软件开发；稳定", "币发行；会议"]),
    ("", &["虚拟货币"]),
    ("甲\"公司, \u{202e}", &["虚\n拟\r\n货;币\t、|RWA\u{1}"]),
    ("  甲公司\u{1a}", &["稳定币\u{1a}"]),
    ("=1+1", &["@稳定币"]),
    ("企业名称", &["经营范围"]),
    ("名称", &["经营范围"]),
];

/// The arguments that type a filing.
fn typed<'a>(name: &'a str, scopes: &[&'a str]) -> Vec<&'a str> {
    let mut typed = vec!["--name-text", name];
    for scope in scopes {
        typed.extend(["--scope-text", scope]);
    }
    typed
}

/// The headers of the columns of a filing with so many scopes.
fn headers(scopes: usize) -> Vec<String> {
    let scopes = (1..=scopes).map(|n| if n == 1 { "经营范围".to_owned() } else { format!("经营范围{n}") });
    std::iter::once("名称".to_owned()).chain(scopes).collect()
}

#[test]
fn a_typed_filing_is_reported_as_the_same_row_of_a_file_in_every_format() {
    for (name, scopes) in FILINGS {
        let cells = std::iter::once(&name).chain(scopes);
        let pairs: Vec<String> = headers(scopes.len())
            .iter()
            .zip(cells)
            .map(|(header, cell)| {
                format!("{}:{}", serde_json::to_string(header).unwrap(), serde_json::to_string(cell).unwrap())
            })
            .collect();
        let file = format!("{{{}}}\n", pairs.join(","));
        for format in crate::common::formats().iter().filter(|format| *format != "xlsx") {
            // The summaries of some formats have the hash of a file.
            let args = [&USUAL[..], &["-q", "--no-summary", "-f", format]].concat();
            let (report, errors, status) = run(&[&["check"], &typed(name, scopes)[..], &args].concat(), "");
            let expected = check(&file, &args);
            // Documents for people name no file and no cell of what was typed.
            let is_document = ["text", "markdown"].contains(&&**format);
            assert!(report == expected.0 || format == "html" || is_document, "{name} {scopes:?} {format}: {report}");
            if is_document {
                assert!(!report.contains("-:1") && !report.contains("A1"), "{name} {scopes:?} {format}: {report}");
            }
            assert_eq!((errors, status), (expected.1, expected.2), "{name} {scopes:?} {format}");
        }
    }
}

#[test]
fn a_typed_filing_has_verdict_key_and_status_of_a_row_of_csv() {
    for (name, scopes) in FILINGS.into_iter().filter(|(name, _)| !name.ends_with("名称")) {
        let headers = headers(scopes.len());
        let header: Vec<&str> = headers.iter().map(String::as_str).collect();
        let row: Vec<&str> = std::iter::once(name).chain(scopes.iter().copied()).collect();
        let file = as_csv(&header) + &as_csv(&row);
        let args = [&USUAL[..], &["-q", "-f", "jsonl", "--no-summary"]].concat();
        let (report, _, status) = run(&[&["check"], &typed(name, scopes)[..], &args].concat(), "");
        let (expected, _, expected_status) = check(&file, &args);
        let [found, expected] =
            [report, expected].map(|line| serde_json::from_str::<serde_json::Value>(&line).unwrap());
        for key in ["name", "verdict", "findings", "key"] {
            assert_eq!(found[key], expected[key], "{name} {scopes:?}");
        }
        assert_eq!(status, expected_status, "{name} {scopes:?}");
    }
}

#[test]
fn explain_ends_with_the_status_of_check() {
    for (name, scopes) in FILINGS.iter().filter(|(_, scopes)| scopes.len() == 1) {
        let texts = ["--name", name, "--scope", scopes[0]];
        let (_, errors, explained) = run(&[&["explain"], &texts[..], &USUAL].concat(), "");
        let (_, _, checked) =
            run(&[&["check", "-q", "--name-text", name, "--scope-text", scopes[0]], &USUAL[..]].concat(), "");
        assert_eq!(explained, checked, "{name} {scopes:?}: {errors}");
        if name.ends_with("名称") {
            // Among the rows of a file it would be a header.
            continue;
        }
        let file = as_csv(&["名称", "经营范围"]) + &as_csv(&[name, scopes[0]]);
        let (_, errors, of_row) = run(&[&["explain", "--row", "1", "-"], &USUAL[..]].concat(), &file);
        assert_eq!(of_row, checked, "{name} {scopes:?}: {errors}");
    }
    assert_eq!(run(&["explain", "stablecoin", "--as-of", "2026-03-01"], "").2, 0, "a rule has no verdict");
}

#[test]
fn a_scope_alone_is_a_filing_and_no_column_is_missed() {
    let (report, errors, status) = run(&[&["check", "--scope-text", "稳定币发行"], &USUAL[..]].concat(), "名称\nRWA\n");
    assert_eq!(status, 1);
    assert_eq!(report.lines().count(), 2, "standard input is not read: {report}");
    assert!(!errors.contains("no name column") && errors.contains("1 row: reject 1"), "{errors}");
}

#[test]
fn a_typed_filing_is_no_file_and_takes_no_option_of_files() {
    for args in [
        &["batch.csv"][..],
        &["--encoding", "gbk"],
        &["--delimiter", ";"],
        &["--sheet", "x"],
        &["--input-format", "csv"],
        &["--name", "2"],
        &["--scope", "2"],
        &["--id", "1"],
        &["--keep", "all"],
        &["--no-headers"],
        &["--require", "scope"],
    ] {
        for text in ["--name-text", "--scope-text"] {
            let (report, errors, status) = run(&[&["check", text, "甲", "--lang", "en"], args].concat(), "");
            assert!(report.is_empty() && status == 2 && errors.contains("cannot be used with"), "{args:?}: {errors}");
        }
    }
}

#[test]
fn a_decision_on_a_row_of_a_file_holds_for_the_same_filing_typed() {
    let folder = crate::common::Folder::new();
    let (csv, ..) = check("名称,经营范围\n甲,稳定币\n", &USUAL);
    let decided = csv.trim_end().strip_suffix(",,").unwrap().to_owned() + "准予,已核实,\n";
    let file = folder.file_arg("back.csv", decided);
    let args = [&["check", "--name-text", "甲", "--scope-text", "稳定币", "--decisions", &file], &USUAL[..]].concat();
    let (report, errors, status) = run(&args, "");
    assert!(report.contains(",allowed,") && status == 0, "{report} {errors}");
}
