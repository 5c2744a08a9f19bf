//! The run's record: what it says can be worked out again from the files that it names, and it tells nothing of their rows.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::common::{fed, formats, gzip, mingcha};

const CSV: &str =
    "编号,法定代表人,名称,经营范围\n1,张三,甲公司,软件开发\n2,李四,乙公司,虚拟货币\n3,王五,丙公司,软件...\n";

struct Run {
    status: i32,
    stdout: Vec<u8>,
    errors: String,
}

fn run(folder: &Path, args: &[&str]) -> Run {
    let mut command = mingcha();
    command.args(["check", "--as-of", "2026-03-01", "--lang", "zh"]).args(args).current_dir(folder);
    let output = fed(command, CSV);
    let errors = String::from_utf8(output.stderr).unwrap();
    Run { status: output.status.code().unwrap(), stdout: output.stdout, errors }
}

fn record(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Works size and hash out again.
fn assert_hashed(file: &Value, bytes: &[u8]) {
    assert_eq!(file["bytes"], bytes.len(), "{file}");
    assert_eq!(file["sha256"], hex(bytes), "{file}");
}

#[test]
fn every_hash_in_the_record_is_that_of_its_file() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), CSV).unwrap();
    fs::write(at("b.csv.gz"), gzip(CSV.repeat(2000).as_bytes())).unwrap();
    fs::write(at("profile.csv"), "profile,tier,verdict\noffice,named,reject\n").unwrap();
    fs::write(at("decisions.csv"), "key,decision,reason,until\nk0,准予,试,\n").unwrap();
    fs::copy("fixtures/input/table.xlsx", at("c.xlsx")).unwrap();
    let outputs: Vec<_> = formats().iter().map(|format| format!("{format}=out.{format}")).collect();
    let mut args = vec!["a.csv", "-", "b.csv.gz", "c.xlsx", "--manifest", "run.json", "-f", "jsonl", "--no-summary"];
    args.extend(["--profile", "profile.csv", "--decisions", "decisions.csv"]);
    for output in &outputs {
        args.extend(["-o", output]);
    }
    let run = run(folder.path(), &args);
    assert_eq!(run.status, 2, "{}", run.errors);
    let record = record(folder.path());
    for input in record["inputs"].as_array().unwrap() {
        let path = input["path"].as_str().unwrap();
        assert_hashed(input, &if path == "-" { CSV.into() } else { fs::read(at(path)).unwrap() });
    }
    for output in record["outputs"].as_array().unwrap() {
        let path = output["path"].as_str().unwrap();
        assert_hashed(output, &if path == "-" { run.stdout.clone() } else { fs::read(at(path)).unwrap() });
    }
    assert_eq!(record["inputs"].as_array().unwrap().len(), 4);
    assert_eq!(record["outputs"].as_array().unwrap().len(), outputs.len() + 1, "every file and standard output");
    assert_hashed(&record["decisions"], &fs::read(at("decisions.csv")).unwrap());
    assert_hashed(&record["profile_file"], &fs::read(at("profile.csv")).unwrap());
}

#[test]
fn the_record_says_what_was_checked_by_which_rules_with_which_result() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), CSV).unwrap();
    let args = ["a.csv", "-", "--manifest", "run.json", "-n", "名称", "--only", "review", "-d", ",", "-o", "out.csv"];
    assert_eq!(run(folder.path(), &args).status, 2);
    let record = record(folder.path());
    assert_eq!(record["manifest"], 1);
    assert_eq!(record["tool_version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&record["as_of"], &record["profile"]), (&"2026-03-01".into(), &"filing".into()));
    assert_eq!(record["rule_sets"][0]["id"], "yinfa-2026-42");
    assert_eq!(record["rule_sets"][0]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(record["inputs"][0]["checked"][0]["columns"], serde_json::json!([3, 4]));
    assert_eq!(record["inputs"][1]["checked"][0]["rows"], 3);
    assert_eq!((&record["rows"], &record["unread"], &record["exit_status"]), (&6.into(), &2.into(), &2.into()));
    assert_eq!(record["counts"]["reject"], 2);
    let options = &record["options"];
    assert_eq!(
        (&options["only"], &options["delimiter"], &options["name"][0]),
        (&"review".into(), &",".into(), &"名称".into())
    );
    assert_eq!((&options["disguises"], &options["fail_on"]), (&"on".into(), &"review".into()));
    let moment = |key: &str| record[key].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(moment("started") <= moment("ended"));
}

#[test]
fn no_text_of_a_cell_is_in_the_record() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), CSV).unwrap();
    // Without a known header the first row is taken for one: it is named by number only.
    for args in [&["-o", "out.csv"][..], &["-n", "3", "-s", "4", "-o", "out.csv"], &["--keep", "all", "-o", "out.csv"]]
    {
        run(folder.path(), &[&["a.csv", "--manifest", "run.json"], args].concat());
        let text = fs::read_to_string(folder.path().join("run.json")).unwrap();
        for cell in CSV.split(['\n', ',']).filter(|cell| !cell.is_ascii()) {
            assert!(!text.contains(cell), "{args:?}: {cell} is in {text}");
        }
    }
}

#[test]
fn reports_are_the_same_with_a_record_and_without() {
    let folder = TempDir::new().unwrap();
    for format in formats() {
        let without = run(folder.path(), &["-f", format]).stdout;
        assert_eq!(run(folder.path(), &["-f", format, "--manifest", "run.json"]).stdout, without, "{format}");
    }
}

#[test]
fn a_record_that_cannot_be_or_has_another_place_is_refused_before_any_work() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), CSV).unwrap();
    for (manifest, word) in
        [("a.csv", "是要检查的文件"), ("out.csv", "重复用于两份输出"), ("no/run.json", "无法写入"), (".", "是文件夹")]
    {
        let run = run(folder.path(), &["a.csv", "-o", "out.csv", "--manifest", manifest]);
        assert!(run.status == 2 && run.errors.contains(word), "{manifest}: {}", run.errors);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{manifest}");
    }
}

#[test]
fn a_run_that_fails_leaves_the_old_record() {
    let folder = TempDir::new().unwrap();
    let packed = gzip(CSV.repeat(2000).as_bytes());
    fs::write(folder.path().join("cut.gz"), &packed[..packed.len() - 3]).unwrap();
    fs::write(folder.path().join("run.json"), "the old record").unwrap();
    assert_eq!(run(folder.path(), &["cut.gz", "-o", "out.csv", "--manifest", "run.json"]).status, 2);
    assert_eq!(fs::read_to_string(folder.path().join("run.json")).unwrap(), "the old record");
    assert!(!folder.path().join("out.csv").exists());
}

#[test]
#[cfg(unix)]
fn a_record_on_a_full_disk_is_2_and_no_report_appears() {
    let folder = TempDir::new().unwrap();
    let run = run(folder.path(), &["-", "-o", "out.csv", "--manifest", "/dev/full"]);
    assert_eq!(run.status, 2);
    assert!(run.errors.contains("/dev/full"), "{}", run.errors);
    assert!(!folder.path().join("out.csv").exists());
}
