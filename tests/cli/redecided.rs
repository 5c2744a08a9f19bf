//! What comes of decisions when lists and folders are dragged again: which reports count, and what is said of the decisions that
//! have no effect.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::common::{Folder, fed, fill, mingcha, said, sheets};

const LIST: &str =
    "统一社会信用代码,企业名称,经营范围\nA1,甲稳定币有限公司,软件开发\nA2,乙公司,食品销售\nA3,丙虚拟货币公司,餐饮\n";
const OTHER: &str = "企业名称,经营范围\n丁稳定币公司,软件\n";
const ALLOWED: [(u32, &str, &str); 2] = [(1, "决定", "准予"), (1, "理由", "已核实为游戏名称")];

/// Drags these files and folders. Returns the rows in csv, what is said, and the status.
fn drag(folder: &Folder, names: &[&str]) -> (String, String, i32) {
    let mut command = mingcha();
    command.current_dir(folder.path()).env("LANG", "zh_CN.UTF-8").args(names);
    said(fed(command, ""))
}

/// Lets a file have been changed so many seconds after the others.
fn changed_later(file: &Path, seconds: u64) {
    let at = SystemTime::now() + Duration::from_secs(seconds);
    fs::File::options().write(true).open(file).unwrap().set_modified(at).unwrap();
}

/// The verdict of each row of csv.
fn verdicts(csv: &str) -> Vec<String> {
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    rows.records().map(|row| row.unwrap()[5].to_owned()).collect()
}

#[test]
fn reports_inside_a_folder_decide_its_lists_and_the_newest_of_each_counts() {
    let folder = Folder::new();
    fs::create_dir_all(folder.at("一月/区")).unwrap();
    folder.file("一月/名单.csv", LIST);
    folder.file("一月/区/名单.csv", OTHER);
    drag(&folder, &["一月/名单.csv"]);
    drag(&folder, &["一月/名单.csv"]);
    drag(&folder, &["一月/区/名单.csv"]);
    fill(&folder.at("一月/名单-检查报告 (2).xlsx"), &ALLOWED);
    fill(&folder.at("一月/区/名单-检查报告.xlsx"), &ALLOWED);

    let (csv, told, status) = drag(&folder, &["一月"]);
    assert_eq!(verdicts(&csv), ["allowed", "allowed", "clear", "reject"], "{told}");
    assert_eq!(status, 1, "{told}");
    for report in ["一月/名单-检查报告 (2).xlsx", "一月/区/名单-检查报告.xlsx"] {
        assert!(told.contains(&format!("沿用这份报告中的决定：{report}")), "{told}");
    }
    assert!(!told.contains("沿用这份报告中的决定：一月/名单-检查报告.xlsx"), "{told}");
}

#[test]
fn what_was_changed_last_counts_and_an_emptied_decision_in_the_report_of_a_folder_is_withdrawn() {
    let folder = Folder::new();
    fs::create_dir(folder.at("一月")).unwrap();
    folder.file("一月/名单.csv", LIST);
    drag(&folder, &["一月/名单.csv"]);
    let inside = folder.at("一月/名单-检查报告.xlsx");
    fill(&inside, &ALLOWED);
    drag(&folder, &["一月"]);
    let whole = folder.at("一月-检查报告.xlsx");
    let decided = sheets(&whole);
    assert_eq!(decided[0].1[1][1], "准予", "the report of the folder takes the decision along");

    fill(&whole, &[(1, "决定", ""), (1, "理由", "")]);
    changed_later(&whole, 60);
    let (csv, told, _) = drag(&folder, &["一月"]);
    assert_eq!(verdicts(&csv)[0], "reject", "{told}");
    assert!(told.contains("改动较晚的报告 一月-检查报告.xlsx 中，该行没有填写决定"), "{told}");

    // Decided again inside, after that.
    changed_later(&inside, 120);
    let (csv, told, _) = drag(&folder, &["一月"]);
    assert_eq!(verdicts(&csv)[0], "allowed", "{told}");
}

#[test]
fn decisions_without_effect_are_listed_in_the_next_documents_with_what_to_do() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    drag(&folder, &["名单.csv"]);
    let expired = [(1, "决定", "准予"), (1, "理由", "已核实"), (1, "有效期至", "2020-01-31")];
    let reasonless = [(2, "决定", "准予")];
    fill(&folder.at("名单-检查报告.xlsx"), &[&expired[..], &reasonless].concat());

    let (_, told, _) = drag(&folder, &["名单.csv"]);
    let expected = [
        ["2", "甲稳定币有限公司", "准予", "已核实", "已于 2020-01-31 到期", "新的有效期"],
        ["4", "丙虚拟货币公司", "准予", "", "未填写理由", "决定和理由"],
    ];
    let sheets = sheets(&folder.at("名单-检查报告 (2).xlsx"));
    let (_, rows) = sheets.iter().find(|(name, _)| name == "未生效的决定").unwrap();
    assert_eq!(rows[0], ["行", "名称", "决定", "理由", "未生效的原因", "怎么办", "出处"]);
    assert_eq!(rows.len(), 3, "{rows:?}");
    let html = fs::read_to_string(folder.at("名单-检查报告 (2).html")).unwrap();
    assert!(html.contains("<h2>未生效的决定</h2>"));
    for (row, expected) in rows[1..].iter().zip(expected) {
        assert!(row.iter().zip(expected).all(|(cell, text)| cell.contains(text)), "{row:?}");
        assert!(row[6].contains("名单-检查报告.xlsx"), "{row:?}");
        assert!(row[..6].iter().all(|cell| html.contains(cell)), "{row:?}");
        assert!([0, 1, 4, 5].iter().all(|index| told.contains(&row[*index])), "{row:?}: {told}");
    }

    // The document with that list is read back itself, and a list without such decisions has none.
    fill(&folder.at("名单-检查报告 (2).xlsx"), &ALLOWED);
    let (csv, told, _) = drag(&folder, &["名单.csv"]);
    assert_eq!(verdicts(&csv), ["allowed", "clear", "reject"], "{told}");
    assert!(!fs::read_to_string(folder.at("名单-检查报告 (3).html")).unwrap().contains("未生效的决定"));
}

#[test]
fn the_report_as_it_was_written_with_such_a_list_can_be_read_back() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    drag(&folder, &["名单.csv"]);
    fill(&folder.at("名单-检查报告.xlsx"), &[(1, "决定", "准予")]);
    drag(&folder, &["名单.csv"]);
    let (_, told, status) = drag(&folder, &["名单.csv"]);
    assert!(status == 1 && !told.contains("无法读取"), "{told}");
    assert!(told.contains("沿用这份报告中的决定：名单-检查报告 (2).xlsx"), "{told}");
}

#[test]
fn a_report_that_cannot_be_read_is_named_in_one_line_and_the_one_before_it_counts() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    drag(&folder, &["名单.csv"]);
    fill(&folder.at("名单-检查报告.xlsx"), &ALLOWED);
    folder.file("名单-检查报告 (2).xlsx", "no workbook");

    let (csv, told, status) = drag(&folder, &["名单.csv"]);
    assert_eq!((verdicts(&csv)[0].as_str(), status), ("allowed", 1), "{told}");
    let lines = told.lines().filter(|line| line.contains("名单-检查报告 (2).xlsx：其中的决定均不生效"));
    assert_eq!(lines.count(), 1, "{told}");
    assert!(told.contains("沿用这份报告中的决定：名单-检查报告.xlsx"), "{told}");
    let html = fs::read_to_string(folder.at("名单-检查报告 (3).html")).unwrap();
    assert!(html.contains("这份以前的报告无法读取"));

    // None of them can be read: the list is checked all the same.
    folder.file("名单-检查报告.xlsx", "");
    folder.file("名单-检查报告 (3).xlsx", "");
    let (csv, told, status) = drag(&folder, &["名单.csv"]);
    assert_eq!((verdicts(&csv)[0].as_str(), status), ("reject", 1), "{told}");
    assert_eq!(told.matches("其中的决定均不生效").count(), 3, "{told}");
}

#[test]
fn a_report_under_another_name_is_no_list_and_is_read_when_it_is_dragged_with_its_list() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    drag(&folder, &["名单.csv"]);
    fs::rename(folder.at("名单-检查报告.xlsx"), folder.at("已填.xlsx")).unwrap();
    let (csv, told, status) = drag(&folder, &["名单.csv", "已填.xlsx"]);
    assert_eq!((csv.lines().count(), status), (4, 1), "{told}");
    assert!(told.contains("沿用这份报告中的决定：已填.xlsx"), "{told}");
    assert!(!folder.names().iter().any(|name| name.starts_with("已填-检查报告")), "{:?}", folder.names());
}

#[test]
fn a_report_that_is_dragged_with_several_lists_decides_its_own() {
    let folder = Folder::new();
    folder.file("甲.csv", LIST);
    folder.file("乙.csv", OTHER);
    fs::create_dir(folder.at("报告")).unwrap();
    for (list, stem) in [("甲.csv", "甲"), ("乙.csv", "乙")] {
        drag(&folder, &[list]);
        let report = folder.at(&format!("{stem}-检查报告.xlsx"));
        fill(&report, &ALLOWED);
        fs::rename(report, folder.at(&format!("报告/{stem}-检查报告.xlsx"))).unwrap();
    }
    let (csv, told, _) = drag(&folder, &["甲.csv", "乙.csv", "报告/甲-检查报告.xlsx", "报告/乙-检查报告.xlsx"]);
    assert_eq!(verdicts(&csv), ["allowed", "clear", "reject", "allowed"], "{told}");
    assert!(!told.contains("不生效"), "{told}");
}

#[test]
fn decisions_that_were_granted_beside_a_list_of_the_same_name_hold_when_the_list_is_alone_again() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    folder.file("名单.txt", OTHER);
    drag(&folder, &["名单.csv", "名单.txt"]);
    fill(&folder.at("名单.csv-检查报告.xlsx"), &ALLOWED);

    // The other list is gone.
    fs::remove_file(folder.at("名单.txt")).unwrap();
    let (csv, told, _) = drag(&folder, &["名单.csv"]);
    assert_eq!(verdicts(&csv)[0], "allowed", "{told}");
    assert!(told.contains("沿用这份报告中的决定：名单.csv-检查报告.xlsx"), "{told}");
    assert!(folder.names().contains(&"名单-检查报告.xlsx".to_owned()), "{:?}", folder.names());

    // Of two names, what was changed last counts, and what it takes back is said.
    fill(&folder.at("名单-检查报告.xlsx"), &[(1, "决定", ""), (1, "理由", "")]);
    changed_later(&folder.at("名单-检查报告.xlsx"), 60);
    let (csv, told, _) = drag(&folder, &["名单.csv"]);
    assert_eq!(verdicts(&csv)[0], "reject", "{told}");
    assert!(told.contains("改动较晚的报告 名单-检查报告.xlsx 中，该行没有填写决定"), "{told}");
    fs::remove_file(folder.at("名单-检查报告 (2).xlsx")).unwrap();
    fs::remove_file(folder.at("名单-检查报告 (2).html")).unwrap();
    changed_later(&folder.at("名单.csv-检查报告.xlsx"), 120);
    let (csv, told, _) = drag(&folder, &["名单.csv"]);
    assert_eq!(verdicts(&csv)[0], "allowed", "{told}");
}

#[test]
fn decisions_on_another_list_of_the_same_name_are_not_reported_as_missed() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    drag(&folder, &["名单.csv"]);
    fill(&folder.at("名单-检查报告.xlsx"), &[&ALLOWED[..], &[(2, "决定", "准予")]].concat());
    folder.file("名单.txt", OTHER);
    let (csv, told, _) = drag(&folder, &["名单.txt"]);
    assert_eq!(verdicts(&csv), ["reject"], "{told}");
    assert!(!told.contains("生效") && !told.contains("沿用"), "{told}");

    // They still hold for the list that they were made on, and for an equal row of the other.
    let (csv, told, _) = drag(&folder, &["名单.csv"]);
    assert_eq!(verdicts(&csv)[0], "allowed", "{told}");
    folder.file("名单.txt", LIST);
    let (csv, told, _) = drag(&folder, &["名单.txt"]);
    assert_eq!(verdicts(&csv)[0], "allowed", "{told}");
}

#[test]
fn a_report_whose_hidden_column_was_deleted_says_so_and_where_to_fill_in_instead() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    drag(&folder, &["名单.csv"]);
    fill(&folder.at("名单-检查报告.xlsx"), &[&ALLOWED[..], &[(0, "key", "备注")]].concat());
    let (_, told, _) = drag(&folder, &["名单.csv"]);
    let expected =
        "名单-检查报告.xlsx：其中的决定均不生效：报告中隐藏的标识列（key）已被删去；请在最新一份报告中重新填写";
    assert!(told.contains(expected) && !told.contains("重新保存"), "{told}");
    let report = folder.at("名单-检查报告.xlsx");
    let (_, told, status) = drag(&folder, &["名单.csv", "--decisions", report.to_str().unwrap()]);
    assert!(status == 2 && told.contains("隐藏的标识列（key）已被删去"), "{told}");
}
