//! What cannot be done is refused before any work: status 2 and one line that says what to do.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

use crate::harness::text;

/// A folder of one test, gone when the test is.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn mingcha(args: &[&str], stdin: impl Into<Vec<u8>>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingcha"));
    command.args(args).args(["--lang", "en", "--as-of", "2026-03-01"]).write_stdin(stdin).output().unwrap()
}

fn refused(args: &[&str]) -> String {
    let output = mingcha(args, "");
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
    let folder = Folder::new("missing-among-others");
    let good = folder.file("good.csv", CSV);
    let out = folder.path("out.csv");
    refused(&["check", &good, "no-such-file.csv", "-o", &out]);
    assert!(!Path::new(&out).exists());
}

#[test]
fn a_directory_is_refused_with_a_hint() {
    let folder = Folder::new("directory");
    let message = refused(&["check", &folder.path("")]);
    assert!(message.contains("is a directory") && message.contains("*.csv"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("unreadable");
    let path = folder.file("locked.csv", CSV);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        return println!("skipped: this user may read everything");
    }
    assert!(refused(&["check", &path]).contains("permissions"));
}

#[test]
fn an_output_that_cannot_be_written_is_refused_before_any_work() {
    let folder = Folder::new("unwritable");
    let good = folder.file("good.csv", CSV);
    let message = refused(&["check", &good, "-o", &folder.path("no/such/folder/out.csv")]);
    assert!(message.contains("cannot be written"), "{message}");
    fs::create_dir(folder.path("dir.csv")).unwrap();
    assert!(refused(&["check", &good, "-o", &folder.path("dir.csv")]).contains("is a directory"));
}

#[test]
fn an_output_over_its_own_input_is_refused() {
    let folder = Folder::new("over-input");
    let good = folder.file("good.csv", CSV);
    assert!(refused(&["check", &good, "-o", &good]).contains("is an input"));
    assert_eq!(fs::read_to_string(&good).unwrap(), CSV);
}

#[test]
fn standard_input_is_read_once() {
    assert!(refused(&["check", "-", "-"]).contains("only once"));
    let output = mingcha(&["check", "-q", "-f", "jsonl"], CSV);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with(r#"{"source":"-","row":1,"line":2,"#));
}

#[test]
fn an_empty_file_is_2_and_a_header_alone_is_0() {
    let folder = Folder::new("empty");
    assert!(refused(&["check", &folder.file("empty.csv", "")]).contains("is empty"));
    assert_eq!(mingcha(&["check", &folder.file("header.csv", "名称,经营范围\n")], "").status.code(), Some(0));
}

#[test]
fn several_files_are_reported_in_order_under_their_names() {
    let folder = Folder::new("several");
    let (a, b) = (folder.file("a.csv", CSV), folder.file("b.csv", "名称\n虚拟货币\n"));
    let output = mingcha(&["check", "-q", "-f", "jsonl", "--no-summary", &a, "-", &b], "名称\n丙\n");
    let report = String::from_utf8(output.stdout).unwrap();
    let source = |line: &str| text(&serde_json::from_str::<serde_json::Value>(line).unwrap()["source"]);
    let sources: Vec<_> = report.lines().map(source).collect();
    assert_eq!(sources, [a, "-".to_owned(), b]);
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn gzip_is_read_as_it_is_and_a_truncated_one_is_2() {
    let folder = Folder::new("gzip");
    let csv = format!(
        "名称,经营范围\n{}",
        crate::big::filings(2_000).map(|row| row[row.find(',').unwrap() + 1..].to_owned()).collect::<String>()
    );
    let whole = gzip(csv.as_bytes());
    let plain = mingcha(&["check", "-q"], csv.clone());
    for name in ["a.csv.gz", "a.csv"] {
        let output = mingcha(&["check", "-q", "-"], fs::read(folder.file(name, &whole)).unwrap());
        assert_eq!(output.stdout, plain.stdout, "{name}");
    }
    let two = [gzip(&csv.as_bytes()[..1000]), gzip(&csv.as_bytes()[1000..])].concat();
    assert_eq!(mingcha(&["check", "-q"], two).stdout, plain.stdout, "members on end");
    for len in [whole.len() / 2, whole.len() - 4] {
        let out = folder.path("out.csv");
        let output = mingcha(&["check", &folder.file("cut.gz", &whole[..len]), "-o", &out], "");
        assert_eq!(output.status.code(), Some(2), "{len}");
        assert!(!Path::new(&out).exists(), "{len}");
    }
}

#[test]
fn what_is_no_table_is_refused_by_content() {
    let folder = Folder::new("no-table");
    for (name, content, word) in [
        ("export.xls", "<html><table><tr><td>名称</td></tr></table></html>", "web page"),
        ("export2.xls", "\u{feff}<?xml version=\"1.0\"?><Workbook/>", "XML"),
        ("report.csv", "%PDF-1.7 ...", "document"),
        ("batch.zip", "PK\u{3}\u{4}aaaaaaaaaaaaaaaaa", "archive"),
    ] {
        let message = refused(&["check", &folder.file(name, content)]);
        assert!(message.contains(word), "{name}: {message}");
    }
    assert!(refused(&["check", &folder.file("a.csv", CSV), "--sheet", "x"]).contains("no sheets"));
}
