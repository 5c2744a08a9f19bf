//! What cannot be done is refused before any work: status 2 and one line that says what to do.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{Folder, fed, gzip, mingcha};
use crate::harness::text;

/// Runs the program on a day and in a language that do not change.
pub(crate) fn run_program(args: &[&str], stdin: impl Into<Vec<u8>>) -> Output {
    let mut command = mingcha();
    command.args(args).args(["--lang", "en", "--as-of", "2026-03-01"]);
    fed(command, stdin)
}

fn refused(args: &[&str]) -> String {
    let output = run_program(args, "");
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(output.stdout.is_empty(), "{message}");
    message
}

const CSV: &str = "名称,经营范围\n甲,软件\n";

#[test]
fn a_missing_file_is_refused() {
    let message = refused(&["check", "no-such-file.csv"]);
    assert!(message.contains("no-such-file.csv") && message.contains("check the path"), "{message}");
}

#[test]
fn a_missing_file_among_others_stops_all_work() {
    let folder = Folder::new();
    let good = folder.file_arg("good.csv", CSV);
    let out = folder.arg("out.csv");
    refused(&["check", &good, "no-such-file.csv", "-o", &out]);
    assert!(!Path::new(&out).exists());
}

#[test]
fn a_directory_without_lists_is_refused_and_so_is_one_in_place_of_a_file() {
    let folder = Folder::new();
    let message = refused(&["check", &folder.arg("")]);
    assert!(message.contains("has no file to check") && message.contains("workbooks"), "{message}");
    let message = refused(&["explain", "--row", "1", &folder.arg("")]);
    assert!(message.contains("is a directory") && message.contains("*.csv"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let path = folder.file_arg("locked.csv", CSV);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        return println!("skipped: this user may read everything");
    }
    assert!(refused(&["check", &path]).contains("permissions"));
}

#[test]
fn an_output_that_cannot_be_written_is_refused_before_any_work() {
    let folder = Folder::new();
    let good = folder.file_arg("good.csv", CSV);
    let message = refused(&["check", &good, "-o", &folder.arg("no/such/folder/out.csv")]);
    assert!(message.contains("cannot be written"), "{message}");
    fs::create_dir(folder.arg("dir.csv")).unwrap();
    assert!(refused(&["check", &good, "-o", &folder.arg("dir.csv")]).contains("is a directory"));
}

#[test]
fn an_output_over_its_own_input_is_refused() {
    let folder = Folder::new();
    let good = folder.file_arg("good.csv", CSV);
    assert!(refused(&["check", &good, "-o", &good]).contains("is an input"));
    assert_eq!(fs::read_to_string(&good).unwrap(), CSV);
}

#[test]
fn standard_input_is_read_once() {
    assert!(refused(&["check", "-", "-"]).contains("only once"));
    let output = run_program(&["check", "-q", "-f", "jsonl"], CSV);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with(r#"{"source":"-","row":1,"line":2,"#));
}

#[test]
fn an_empty_file_is_2_and_a_header_alone_is_0() {
    let folder = Folder::new();
    assert!(refused(&["check", &folder.file_arg("empty.csv", "")]).contains("is empty"));
    assert_eq!(run_program(&["check", &folder.file_arg("header.csv", "名称,经营范围\n")], "").status.code(), Some(0));
}

#[test]
fn several_files_are_reported_in_order_under_their_names() {
    let folder = Folder::new();
    let (a, b) = (folder.file_arg("a.csv", CSV), folder.file_arg("b.csv", "名称\n虚拟货币\n"));
    let output = run_program(&["check", "-q", "-f", "jsonl", "--no-summary", &a, "-", &b], "名称\n丙\n");
    let report = String::from_utf8(output.stdout).unwrap();
    let source = |line: &str| text(&serde_json::from_str::<serde_json::Value>(line).unwrap()["source"]);
    let sources: Vec<_> = report.lines().map(source).collect();
    assert_eq!(sources, [a, "-".to_owned(), b]);
}

#[test]
fn gzip_is_read_as_it_is_and_a_truncated_one_is_2() {
    let folder = Folder::new();
    let csv = format!(
        "名称,经营范围\n{}",
        crate::big::filings(2_000).map(|row| row[row.find(',').unwrap() + 1..].to_owned()).collect::<String>()
    );
    let whole = gzip(csv.as_bytes());
    let plain = run_program(&["check", "-q"], csv.clone());
    for name in ["a.csv.gz", "a.csv"] {
        let output = run_program(&["check", "-q", "-"], fs::read(folder.file_arg(name, &whole)).unwrap());
        assert_eq!(output.stdout, plain.stdout, "{name}");
    }
    let two = [gzip(&csv.as_bytes()[..1000]), gzip(&csv.as_bytes()[1000..])].concat();
    assert_eq!(run_program(&["check", "-q"], two).stdout, plain.stdout, "members on end");
    let padded = [whole.clone(), vec![0; 70_000]].concat();
    assert_eq!(run_program(&["check", "-q"], padded).stdout, plain.stdout, "a block that is filled up");
    let padded = [gzip(&csv.as_bytes()[..1000]), vec![0; 3], gzip(&csv.as_bytes()[1000..])].concat();
    assert_eq!(run_program(&["check", "-q"], padded).stdout, plain.stdout, "members with zeros between them");
    let followed = [whole.clone(), vec![0; 3], b"x".to_vec()].concat();
    assert_eq!(run_program(&["check", "-q"], followed).status.code(), Some(2), "other bytes behind the zeros");
    for len in [whole.len() / 2, whole.len() - 4] {
        let out = folder.arg("out.csv");
        let output = run_program(&["check", &folder.file_arg("cut.gz", &whole[..len]), "-o", &out], "");
        assert_eq!(output.status.code(), Some(2), "{len}");
        assert!(!Path::new(&out).exists(), "{len}");
    }
}

#[test]
fn what_is_no_table_is_refused_by_content() {
    let folder = Folder::new();
    for (name, content, word) in [
        ("export.xls", "<html><table><tr><td>名称</td></tr></table></html>", "web page"),
        ("export2.xls", "\u{feff}<?xml version=\"1.0\"?><Workbook/>", "XML"),
        ("report.csv", "%PDF-1.7 ...", "document"),
        ("batch.zip", "PK\u{3}\u{4}aaaaaaaaaaaaaaaaa", "archive"),
    ] {
        let message = refused(&["check", &folder.file_arg(name, content)]);
        assert!(message.contains(word), "{name}: {message}");
    }
    let mail =
        "Received: from a\r\nFrom: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n名称,经营范围\r\n";
    let page = "From: <Saved by Blink>\r\nSubject: x\r\nDate: y\r\nMIME-Version: 1.0\r\n\r\n<html>\r\n";
    let zlib = [&b"\x78\x9C"[..], &gzip(CSV.as_bytes())[10..], &[1, 2, 3, 4]].concat();
    let front = [b"see below\n", &crate::containers::zip(&[("a.csv", CSV.as_bytes())])[..]].concat();
    let cpio = format!("070701{}a.csv\0", "0".repeat(104));
    for (content, word) in [
        (gzip(&gzip(CSV.as_bytes())), "compressed twice"),
        (zlib, "compressed with zlib"),
        (front, "more bytes in front"),
        (cpio.into_bytes(), "is an archive"),
        (mail.into(), "e-mail"),
        (page.into(), "web page"),
        ("callback([{\"企业名称\":\"甲\",\"经营范围\":\"乙\"}]);".into(), "is JavaScript"),
        ("[{企业名称: '甲', 经营范围: '乙'}]".into(), "is JavaScript"),
        ("// 导出\n[{\"企业名称\":\"甲\",\"经营范围\":\"乙\"}]".into(), "is JavaScript"),
    ] {
        let message = refused(&["check", &folder.file_arg("a.dat", content)]);
        assert!(message.contains(word), "{word}: {message}");
    }
    assert!(refused(&["check", &folder.file_arg("a.csv", CSV), "--sheet", "x"]).contains("no sheets"));

    for (content, word) in
        [("[{\"a\":\"甲\"}]", "is JSON"), ("<table><tr><td>甲", "web page"), ("{\"a\":1}\n", "is JSON")]
    {
        let message = refused(&["check", &folder.file_arg("a.json", content), "--input-format", "csv"]);
        assert!(message.contains(word) && !message.contains("--delimiter"), "{message}");
    }
    for header in ["企业名称、经营范围\n甲、软件\n", "企业名称    经营范围\n甲    软件\n"] {
        assert!(refused(&["check", &folder.file_arg("b.txt", header)]).contains("--delimiter"), "{header}");
    }
}
