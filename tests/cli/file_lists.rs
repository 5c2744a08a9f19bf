//! Lists of files, and reports of many files: one header, one summary, and every file accounted for.

use std::fs;

use crate::common::{Folder, fed, mingcha, said};

fn list(number: usize) -> String {
    let scope = if number % 10 == 7 { "虚拟货币" } else { "软件开发" };
    format!("企业名称,经营范围\n{number}号公司,{scope}\n")
}

/// A folder with so many lists, and their names.
fn folder_with(lists: usize) -> (Folder, Vec<String>) {
    let folder = Folder::new();
    let names: Vec<_> = (0..lists).map(|number| format!("名单 {number:03}.csv")).collect();
    for (number, name) in names.iter().enumerate() {
        folder.file(name, list(number));
    }
    (folder, names)
}

fn run(folder: &Folder, args: &[&str], input: impl Into<Vec<u8>>) -> (String, String, i32) {
    let mut command = mingcha();
    command.current_dir(folder.path()).args(["check", "--as-of", "2026-03-01"]).args(args);
    said(fed(command, input))
}

#[test]
fn all_files_of_a_list_are_one_report_with_one_header_and_one_summary() {
    let (folder, names) = folder_with(120);
    folder.file("lines.txt", names.join("\r\n"));
    let by_file = run(&folder, &["--files-from", "lines.txt"], "");
    let (out, errors, status) = &by_file;
    assert_eq!((out.lines().count(), *status), (121, 1), "{errors}");
    assert_eq!(out.matches("source,row").count(), 1);
    for name in &names {
        assert!(out.contains(name), "{name} has no row");
    }
    let said = errors.lines().count();
    assert!(said < 30 && errors.contains("120 files or sheets, the 20 with the heaviest"), "{said} lines: {errors}");
    assert!(errors.contains("120 rows: reject 12"), "{errors}");

    let by_nul = run(&folder, &["-0", "--files-from", "-"], names.join("\0"));
    assert_eq!(by_nul.0, by_file.0);
    let by_lines = run(&folder, &["--files-from", "-"], names.join("\n") + "\n");
    assert_eq!(by_lines.0, by_file.0);
}

#[test]
fn a_few_files_are_a_table_with_a_line_each() {
    let (folder, _) = folder_with(3);
    let (_, errors, status) = run(&folder, &["."], "");
    assert_eq!(status, 0);
    assert!(errors.contains("3 files or sheets:\n"), "{errors}");
    for number in 0..3 {
        let line = errors.lines().find(|line| line.ends_with(&format!("名单 {number:03}.csv"))).unwrap();
        assert_eq!(line.split_whitespace().collect::<Vec<_>>()[..3], ["mingcha:", "1", "1"], "{errors}");
    }
    assert_eq!(errors.matches("checked: 企业名称, 经营范围").count(), 1, "said once: {errors}");
}

#[test]
fn a_path_of_a_list_is_no_pattern_and_one_that_cannot_be_read_is_named() {
    let (folder, _) = folder_with(2);
    folder.file("[1].csv", list(7));
    let (out, errors, status) = run(&folder, &["--files-from", "-"], "[1].csv\n没有.csv\n名单 000.csv\n*.csv\n");
    assert_eq!((out.lines().count(), status), (3, 2), "{out}{errors}");
    assert!(out.contains("[1].csv,1,2"), "{out}");
    for missing in ["没有.csv", "*.csv"] {
        assert!(errors.contains(missing), "{missing} is not named: {errors}");
    }

    // A folder stands for its lists, and the report of an earlier run is none.
    fs::create_dir(folder.at("folder")).unwrap();
    folder.file("folder/甲.csv", list(1));
    folder.file("earlier.csv", out);
    let (out, errors, status) = run(&folder, &["--files-from", "-"], "folder\nearlier.csv\n");
    assert_eq!((out.lines().count(), status), (2, 0), "{out}{errors}");
    assert!(errors.contains("earlier.csv"), "{errors}");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_read_byte_by_byte() {
    use std::os::unix::ffi::OsStrExt as _;

    let folder = Folder::new();
    let name = b"\xC3\xFB\xB5\xA5\n1.csv";
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), list(7)).unwrap();
    let (out, errors, status) = run(&folder, &["-0", "--files-from", "-"], [&name[..], b"\0"].concat());
    assert!(status == 1 && out.contains(",7号公司,reject,"), "{out}{errors}");
}

#[test]
fn a_list_without_files_or_one_that_is_an_output_or_standard_input_twice_is_refused() {
    let (folder, _) = folder_with(1);
    let name = folder.file_arg("list.txt", "名单 000.csv\n");
    for (args, input, word) in [
        (&["--files-from", "-"][..], "\n\n", "names no file"),
        (&["--files-from", "none.txt"], "", "none.txt"),
        (&["--files-from", "-"], "-\n", "only once"),
        (&["--files-from", "-", "-"], "名单 000.csv\n", "only once"),
        (&["--files-from", &name, "-o", &format!("csv={name}")], "", "list.txt"),
        (&["-0"], "", "--files-from"),
    ] {
        let (out, errors, status) = run(&folder, args, input);
        assert!(status == 2 && out.is_empty() && errors.contains(word), "{args:?}: {errors}");
    }
    assert_eq!(fs::read_to_string(folder.at("list.txt")).unwrap(), "名单 000.csv\n");
}

#[test]
fn a_report_in_lines_of_json_has_rows_alone_in_a_file() {
    let (folder, _) = folder_with(1);
    let lines = |args: &[&str]| {
        run(&folder, &[&["名单 000.csv"], args].concat(), "");
        fs::read_to_string(folder.at("out.jsonl")).unwrap()
    };
    assert_eq!(lines(&["-o", "out.jsonl"]).lines().count(), 1);
    assert!(lines(&["-o", "out.jsonl", "--summary"]).lines().last().unwrap().starts_with("{\"summary\""));
    assert_eq!(run(&folder, &["名单 000.csv", "-f", "jsonl"], "").0.lines().count(), 2);
    assert_eq!(run(&folder, &["名单 000.csv", "-f", "jsonl", "--summary"], "").0.lines().count(), 2);
}

#[test]
fn no_header_stands_twice_however_columns_are_called() {
    let folder = Folder::new();
    folder.file("a.csv", "id,name,ROW,区县,区县,企业名称,经营范围\n1,n,r,东,西,甲公司,虚拟货币\n");
    let header = |args: &[&str]| {
        let (out, ..) = run(&folder, &[&["a.csv", "-n", "企业名称", "--keep", "all"], args].concat(), "");
        out.lines().next().unwrap().split_once(",until,").unwrap().1.to_owned()
    };
    assert_eq!(header(&[]), "id_2,name_2,ROW_2,区县,区县_2,企业名称,经营范围");
    assert_eq!(header(&["--keep-prefix", "原_"]), "原_id,原_name,原_ROW,原_区县,原_区县_2,原_企业名称,原_经营范围");

    let (out, ..) = run(&folder, &["a.csv", "-n", "企业名称", "--keep", "all", "-f", "jsonl"], "");
    let kept = out.split_once("\"kept\":").unwrap().1;
    assert!(
        kept.starts_with("{\"id\":\"1\",\"name\":\"n\",\"ROW\":\"r\",\"区县\":\"东\",\"区县_2\":\"西\","),
        "{kept}"
    );
}
