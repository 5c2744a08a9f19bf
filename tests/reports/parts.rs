//! Files, sheets and members of archives: what was not read is in every report for CI, places are paths of files that exist, and
//! nothing is said of one list that is about another.

use std::io::{Cursor, Write as _};
use std::path::Path;

use roxmltree::Document;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::common::{Folder, mingcha, said};
use crate::sarif::assert_valid;

const LIST: &str = "企业名称,经营范围\n甲公司,稳定币发行\n";
const FORMATS: [&str; 4] = ["sarif", "junit", "github", "gitlab"];

/// A workbook with these sheets, each with one filing.
fn workbook(sheets: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    for name in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (column, (header, cell)) in (0..).zip([("企业名称", "甲公司"), ("经营范围", "稳定币发行")])
        {
            sheet.write(0, column, header).unwrap().write(1, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A folder `lists` with a list that can be read and workbooks that are cut off.
fn with_broken(broken: &[&str]) -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("lists")).unwrap();
    folder.file("lists/a.csv", LIST);
    folder.file("lists/b.csv", LIST);
    let whole = workbook(&["表"]);
    for name in broken {
        folder.file(name, &whole[..whole.len() / 2]);
    }
    folder
}

fn check(folder: &Path, args: &[&str]) -> (String, String, i32) {
    let usual = ["check", "lists", "--lang", "en", "--as-of", "2026-03-01"];
    said(mingcha().current_dir(folder).args(usual).args(args).output().unwrap())
}

#[test]
fn a_file_that_could_not_be_read_is_in_every_report_for_ci() {
    let folder = with_broken(&["lists/broken.xlsx"]);
    let [sarif, junit, github, gitlab] = FORMATS.map(|format| {
        let (report, errors, status) = check(folder.path(), &["-f", format, "-q"]);
        assert_eq!(status, 2, "{errors}");
        report
    });

    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_valid(&sarif);
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = &invocation["toolExecutionNotifications"][0];
    assert_eq!(told["level"], "error");
    assert_eq!(told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "lists/broken.xlsx");
    assert!(told["message"]["text"].as_str().unwrap().contains("lists/broken.xlsx: is damaged"), "{told}");

    let junit = Document::parse(&junit).unwrap();
    let case = junit.descendants().find(|node| node.attribute("file") == Some("lists/broken.xlsx")).unwrap();
    let error = case.first_element_child().unwrap();
    assert_eq!((error.tag_name().name(), error.attribute("type")), ("error", Some("unchecked")));
    assert!(error.attribute("message").unwrap().contains("is damaged"));
    let suite = junit.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!(suite.attribute("errors"), Some("1"));

    let line = github.lines().find(|line| line.starts_with("::error file=lists/broken.xlsx,title=")).unwrap();
    assert!(line.contains("is damaged"), "{line}");

    let issue_of = |report: &str| {
        let issues: Vec<Value> = serde_json::from_str(report).unwrap();
        issues.into_iter().find(|issue| issue["location"]["path"] == "lists/broken.xlsx").unwrap()
    };
    let issue = issue_of(&gitlab);
    assert_eq!((&issue["severity"], &issue["check_name"]), (&"major".into(), &"unread/part".into()));
    folder.file("lists/0.csv", LIST);
    let (later, ..) = check(folder.path(), &["-f", "gitlab", "-q"]);
    assert_eq!(issue_of(&later)["fingerprint"], issue["fingerprint"]);
}

#[test]
fn a_run_that_read_all_of_its_files_is_a_success_for_code_scanning() {
    let folder = with_broken(&[]);
    let (report, ..) = check(folder.path(), &["-f", "sarif", "-q"]);
    let sarif: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn a_sheet_that_could_not_be_read_is_named_at_the_path_of_its_workbook() {
    let folder = Folder::new();
    let mut book = Workbook::new();
    for (name, header) in [("好", "企业名称"), ("坏", "甲公司")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write(0, 0, header).unwrap().write(1, 0, "乙科技有限公司").unwrap();
        sheet.write(0, 1, "经营").unwrap().write(1, 1, "稳定币发行").unwrap();
        sheet.write(0, 0, if name == "坏" { "杭州甲科技有限公司" } else { header }).unwrap();
    }
    std::fs::create_dir(folder.path().join("lists")).unwrap();
    folder.file("lists/x.xlsx", book.save_to_buffer().unwrap());
    for format in FORMATS {
        let (report, errors, status) = check(folder.path(), &["-f", format, "-q"]);
        assert_eq!(status, 2, "{format}: {errors}");
        assert!(report.contains("x.xlsx#坏"), "{format} does not name the sheet: {report}");
        assert!(!report.contains("file=lists/x.xlsx#") && !report.contains("%23"), "{format}: {report}");
    }
}

#[test]
fn places_in_reports_for_ci_are_paths_of_files_and_parts_are_in_the_message() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("lists")).unwrap();
    folder.file("lists/a#b!c.csv", LIST);
    folder.file("lists/x.xlsx", workbook(&["一#表", "二表"]));
    folder.file("lists/z.zip", zip(&[("in.csv", LIST.as_bytes()), ("in.xlsx", &workbook(&["三表", "四表"]))]));
    let expected = ["lists/a#b!c.csv", "lists/x.xlsx", "lists/z.zip"];

    for format in FORMATS {
        let (report, errors, status) = check(folder.path(), &["-f", format, "-q"]);
        assert_eq!(status, 1, "{format}: {errors}");
        for part in ["一#表", "二表", "in.csv", "in.xlsx#三表"] {
            assert!(report.contains(part), "{format} does not say {part}: {report}");
        }
        assert!(!report.contains("in b!c.csv"), "a file is taken for a part: {report}");

        let mut places: Vec<String> = match format {
            "sarif" => serde_json::from_str::<Value>(&report).unwrap()["runs"][0]["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|result| {
                    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
                    uri.as_str().unwrap().replace("%23", "#").replace("%21", "!")
                })
                .collect(),
            "junit" => Document::parse(&report)
                .unwrap()
                .descendants()
                .filter_map(|node| node.attribute("file").map(str::to_owned))
                .collect(),
            "github" => report
                .lines()
                .filter_map(|line| line.strip_prefix("::error file="))
                .map(|line| line.split_once(",line=").unwrap().0.to_owned())
                .collect(),
            _ => serde_json::from_str::<Vec<Value>>(&report)
                .unwrap()
                .iter()
                .map(|issue| issue["location"]["path"].as_str().unwrap().to_owned())
                .collect(),
        };
        assert!(places.len() >= 6, "{format}: {places:?}");
        places.dedup();
        assert!(places.iter().all(|place| expected.contains(&place.as_str())), "{format}: {places:?}");
        assert!(expected.iter().all(|path| places.iter().any(|place| place == path)), "{format}: {places:?}");
    }
}

#[test]
fn a_remark_on_a_file_is_never_said_of_another_one() {
    let folder = with_broken(&["lists/broken.xlsx", "lists/c.xlsx"]);
    folder.file("lists/r.html", "<p>no list</p>");
    for args in [&["-f", "csv"][..], &["-f", "text"], &["-f", "markdown", "-q"]] {
        let (report, errors, _) = check(folder.path(), args);
        let all = report + &errors;
        let lines: Vec<&str> = all.lines().filter(|line| line.contains("broken") || line.contains("r.html")).collect();
        assert!(lines.iter().any(|line| line.contains("is damaged")), "{args:?}: {lines:#?}");
        assert!(lines.iter().all(|line| !line.contains("a.csv") && !line.contains("a\\.csv")), "{args:?}: {lines:#?}");
    }
    let (_, errors, _) = check(folder.path(), &["-f", "csv"]);
    assert!(
        errors.contains("mingcha:   warning: not read, and to be checked again: lists/broken.xlsx: is damaged"),
        "{errors}"
    );
    assert!(errors.contains("mingcha:   not checked: lists/r.html"), "{errors}");
}

#[test]
fn the_page_names_what_was_not_read_above_the_inputs_in_the_colour_of_warnings() {
    let folder = with_broken(&["lists/broken.xlsx"]);
    let (page, ..) = check(folder.path(), &["-f", "html", "-q"]);
    let (before, behind) = page.split_once("<p class=\"warning\">warning: not read").unwrap();
    assert!(!before.contains("class=\"details\""), "it stands below the inputs");
    assert!(behind.starts_with(", and to be checked again: lists/broken.xlsx"), "{behind:.200}");
    let details: Vec<&str> =
        page.split("class=\"details\"").skip(1).map(|rest| rest.split("</td>").next().unwrap()).collect();
    assert!(details.len() == 2 && details.iter().all(|details| !details.contains("broken")), "{details:#?}");
}

#[test]
fn a_sheet_of_another_member_is_said_of_that_member() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("lists")).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("表").unwrap();
    sheet.write(0, 0, "企业名称").unwrap().write(1, 0, "乙公司").unwrap();
    book.add_worksheet().set_name("稳定币说明").unwrap();
    folder.file("lists/z.zip", zip(&[("a.csv", LIST.as_bytes()), ("b.xlsx", &book.save_to_buffer().unwrap())]));
    folder.file("lists/y.csv", LIST);
    let (_, errors, _) = check(folder.path(), &["-f", "csv"]);
    let lines: Vec<&str> = errors.lines().filter(|line| line.contains("稳定币说明")).collect();
    assert!(!lines.is_empty() && lines.iter().all(|line| !line.contains("a.csv:")), "{errors}");
    assert!(lines.iter().any(|line| line.contains("lists/z.zip!b.xlsx: ")), "{lines:#?}");
}
