//! Command lines without a command, folders and patterns: what people drag onto the program, and what no shell expands.

use std::fs;

use crate::common::{Folder, fed, gzip, mingcha, said};

const LIST: &str = "统一社会信用代码,企业名称,经营范围\nA1,甲稳定币有限公司,软件开发\nA2,乙公司,食品销售\n";
const CLEAR: &str = "企业名称,经营范围\n丙公司,食品销售\n";

fn in_folder(folder: &Folder, args: &[&str], input: &str) -> (String, String, i32) {
    let mut command = mingcha();
    command.current_dir(folder.path()).env("LANG", "zh_CN.UTF-8").args(args);
    said(fed(command, input))
}

#[test]
fn a_file_alone_is_checked_and_documents_appear_beside_it_under_names_that_are_free() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);

    let (csv, summary, status) = in_folder(&folder, &["名单.csv"], "");
    assert_eq!(status, 1, "{summary}");
    assert!(summary.contains("名单-检查报告.html") && summary.contains("名单-检查报告.xlsx"), "{summary}");
    assert_eq!(csv, in_folder(&folder, &["check", "名单.csv"], "").0);
    assert_eq!(folder.names(), ["名单-检查报告.html", "名单-检查报告.xlsx", "名单.csv"]);
    let html = fs::read_to_string(folder.path().join("名单-检查报告.html")).unwrap();
    assert!(html.contains("甲<mark"));

    let (_, summary, status) = in_folder(&folder, &["名单.csv"], "");
    assert_eq!(status, 1, "{summary}");
    assert!(folder.names().contains(&"名单-检查报告 (2).xlsx".to_owned()), "{summary}");
}

#[test]
fn several_lists_make_one_report_on_standard_output_and_documents_each() {
    let folder = Folder::new();
    folder.file("a.csv", LIST);
    folder.file("b.csv", CLEAR);
    let (csv, told, status) = in_folder(&folder, &["a.csv", "b.csv"], "");
    assert_eq!(status, 1, "{told}");
    assert_eq!(csv, in_folder(&folder, &["check", "a.csv", "b.csv"], "").0);
    assert_eq!(folder.names().len(), 6, "{:?}", folder.names());
    for line in ["a.csv：2 行，不符合 1", "b.csv：1 行，未见命中"] {
        assert!(told.contains(line), "{line}: {told}");
    }

    // The first list cannot be read: the header is that of the second.
    folder.file("0.csv", "甲\n乙\n");
    let (csv, told, status) = in_folder(&folder, &["0.csv", "b.csv"], "");
    assert_eq!(status, 2, "{told}");
    assert_eq!(csv, in_folder(&folder, &["check", "b.csv"], "").0);
}

#[test]
fn a_run_without_a_window_says_what_each_file_came_to_only_if_there_are_several() {
    let folder = Folder::new();
    folder.file("a.csv", LIST);
    folder.file("b.csv", "企业名称,经营范围\n丙公司,#REF!\n丁公司,虚拟货币挖矿\n");
    let (_, told, _) = in_folder(&folder, &["check", "a.csv", "b.csv"], "");
    let figures = |file: &str| {
        let line = told.lines().find(|line| line.ends_with(&format!(" {file}"))).unwrap_or_else(|| panic!("{told}"));
        line.split_whitespace().skip(1).take(3).collect::<Vec<_>>().join(" ")
    };
    assert_eq!((&*figures("a.csv"), &*figures("b.csv")), ("2 1 0", "2 1 1"), "{told}");
    let (_, told, _) = in_folder(&folder, &["check", "a.csv"], "");
    assert!(!told.contains("文件或工作表"), "{told}");
    let (_, told, _) = in_folder(&folder, &["check", "a.csv", "b.csv", "-q"], "");
    assert!(told.is_empty(), "{told}");
}

#[test]
fn help_and_manual_say_that_the_program_can_ask() {
    let folder = Folder::new();
    for args in [&["--help"][..], &["man"]] {
        let (text, _, status) = in_folder(&folder, args, "");
        assert_eq!(status, 0);
        assert!(text.replace("\\-", "-").contains("--interactive"), "{text}");
        assert!(text.contains("逐次询问"), "{text}");
    }
}

#[test]
fn documents_of_an_earlier_check_are_no_lists() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    in_folder(&folder, &["名单.csv"], "");

    let (_, summary, status) = in_folder(&folder, &["名单-检查报告.xlsx"], "");
    assert_eq!(status, 2);
    assert!(summary.contains("以前的检查报告"), "{summary}");

    // A folder with them has one list, and its documents appear beside the folder.
    let outer = Folder::new();
    fs::create_dir(outer.path().join("一月")).unwrap();
    for name in folder.names() {
        fs::copy(folder.path().join(&name), outer.path().join("一月").join(&name)).unwrap();
    }
    let (csv, summary, status) = in_folder(&outer, &["一月"], "");
    assert_eq!(status, 1, "{summary}");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert_eq!(outer.names(), ["一月", "一月-检查报告.html", "一月-检查报告.xlsx"]);
}

#[test]
fn options_without_a_command_are_those_of_check_and_nothing_appears() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    let (jsonl, _, status) = in_folder(&folder, &["名单.csv", "-f", "jsonl", "-q"], "");
    assert_eq!(status, 1);
    assert_eq!(jsonl, in_folder(&folder, &["check", "名单.csv", "-f", "jsonl", "-q"], "").0);
    assert_eq!(folder.names(), ["名单.csv"]);
}

#[test]
fn standard_input_is_checked_and_leaves_no_document() {
    let folder = Folder::new();
    let (csv, error, status) = in_folder(&folder, &["-"], LIST);
    assert_eq!((csv.lines().count(), status), (3, 1), "{error}");
    assert!(folder.names().is_empty());
}

#[test]
fn what_is_neither_a_file_nor_a_command_is_named_as_such() {
    let folder = Folder::new();
    for (args, expected) in [
        (&["没有.csv"][..], "没有.csv：找不到这个文件"),
        (&["--lang", "en", "no/such.csv"], "no/such.csv: there is no such file"),
        (&["--lang", "en", "chek"], "unrecognized subcommand 'chek'"),
    ] {
        let (_, error, status) = in_folder(&folder, args, "");
        assert_eq!(status, 2);
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_folder_is_searched_in_the_order_of_paths_and_a_file_in_it_that_cannot_be_read_is_named() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path().join("名单/b")).unwrap();
    folder.file("名单/b/二.csv", LIST);
    folder.file("名单/一.csv", CLEAR);
    let reports = ["-o", "名单/报告.csv", "-o", "名单/报告.xlsx", "-o", "名单/报告.jsonl", "-o", "名单/报告.txt"];
    let reports = [&reports[..], &["--manifest", "名单/记录.json"]].concat();
    in_folder(&folder, &[&["check", "名单/一.csv"], &reports[..]].concat(), "");
    folder.file("名单/说明.docx", "");
    folder.file("名单/~$二.xlsx", "");

    let (csv, error, status) = in_folder(&folder, &["check", "名单"], "");
    assert_eq!(status, 1, "{error}");
    let sources: Vec<_> = csv.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(sources, ["名单/b/二.csv", "名单/b/二.csv", "名单/一.csv"]);
    assert!(error.contains("说明.docx") && error.contains("报告.csv"), "{error}");

    folder.file("名单/c.csv", "甲\n乙\n");
    let (csv, error, status) = in_folder(&folder, &["check", "名单"], "");
    assert_eq!((csv.lines().count(), status), (4, 2), "{error}");
    assert!(error.contains("名单/c.csv"), "{error}");
}

#[test]
fn a_pattern_that_no_shell_expanded_names_its_files() {
    let folder = Folder::new();
    folder.file("a.csv", CLEAR);
    folder.file("b.csv", LIST);
    let (csv, error, status) = in_folder(&folder, &["check", "*.csv"], "");
    assert_eq!((csv.lines().count(), status), (4, 1), "{error}");

    let (_, error, status) = in_folder(&folder, &["check", "*.tsv"], "");
    assert_eq!(status, 2);
    assert!(error.contains("*.tsv：没有符合的文件"), "{error}");

    // One that cannot be read is named, and the others are checked.
    folder.file("c.csv", "甲\n乙\n");
    let (csv, error, status) = in_folder(&folder, &["check", "*.csv"], "");
    assert_eq!((csv.lines().count(), status), (4, 2), "{error}");
    assert!(error.contains("c.csv 未能读取"), "{error}");
    let (csv, error, status) = in_folder(&folder, &["*.csv"], "");
    assert_eq!((csv.lines().count(), status), (4, 2), "{error}");
    assert!(error.contains("c.csv："), "{error}");
}

#[test]
fn a_packed_file_of_a_folder_that_ends_early_is_named_and_the_others_are_checked() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("名单")).unwrap();
    folder.file("名单/一.csv", LIST);
    let packed = gzip(format!("企业名称,经营范围\n{}", "甲公司,食品销售\n".repeat(50_000)).as_bytes());
    folder.file("名单/二.csv.gz", &packed[..packed.len() - 9]);
    for args in [&["check", "名单"][..], &["check", "名单/*"], &["名单"]] {
        let (csv, told, status) = in_folder(&folder, args, "");
        assert_eq!((csv.lines().count(), status), (3, 2), "{args:?}: {told}");
        assert!(told.contains("名单/二.csv.gz 未能读取"), "{args:?}: {told}");
    }
    // Named itself, it is refused as ever.
    let (_, told, status) = in_folder(&folder, &["check", "名单/一.csv", "名单/二.csv.gz"], "");
    assert_eq!(status, 2, "{told}");

    folder.file("名单/一.csv", "甲\n乙\n");
    let (_, told, status) = in_folder(&folder, &["check", "名单"], "");
    assert!(status == 2 && told.contains("一.csv（") && told.contains("二.csv.gz（"), "{told}");
}

#[test]
fn files_that_are_passed_over_are_named_in_summary_and_documents() {
    let folder = Folder::new();
    for name in ["名单/一.csv", "名单/说明.docx", "名单/~$二.xlsx"] {
        fs::create_dir_all(folder.path().join("名单")).unwrap();
        folder.file(name, if name.ends_with("csv") { LIST } else { "" });
    }
    in_folder(&folder, &["check", "名单/一.csv", "-o", "名单/旧.csv"], "");
    let (_, told, _) = in_folder(&folder, &["名单"], "");
    let html = fs::read_to_string(folder.path().join("名单-检查报告.html")).unwrap();
    for text in [&told, &html] {
        assert!(text.contains("旧.csv（以前的检查报告）") && text.contains("说明.docx（不是名单）"), "{text}");
    }
}

#[test]
fn the_prompt_takes_the_name_of_an_entity_for_a_name() {
    let folder = Folder::new();
    let (said, error, status) = in_folder(&folder, &["--interactive"], "某某稳定币科技有限公司\n");
    assert_eq!(status, 1, "{error}");
    assert!(error.contains("按企业名称检查") && said.contains("reject"), "{said}{error}");
    assert!(folder.names().is_empty());
}

#[test]
fn the_prompt_checks_any_name_in_han_characters_and_names_no_rule() {
    let folder = Folder::new();
    for (name, status) in [("稳定币之家", 1), ("老王烧烤", 0), ("阿里巴巴", 0)] {
        let (said, error, found) = in_folder(&folder, &["--interactive"], &format!("{name}\n"));
        assert_eq!(found, status, "{said}{error}");
        assert!(error.contains(&format!("按企业名称检查：{name}")) && !error.contains("没有名为"), "{error}");
    }
    for path in ["名单.csv", "D:\\名单\\一月", "list"] {
        let (_, error, status) = in_folder(&folder, &["--interactive"], &format!("{path}\n"));
        assert!(status == 2 && error.contains("找不到这个文件"), "{path}: {error}");
    }
    // On the command line a mistyped name of a file is no name of a firm.
    let (_, error, status) = in_folder(&folder, &["稳定币之家"], "");
    assert!(status == 2 && error.contains("找不到这个文件"), "{error}");
}

#[test]
fn a_list_without_rows_and_one_without_a_column_say_just_that() {
    let folder = Folder::new();
    folder.file("空.csv", "企业名称,经营范围\n");
    let (_, told, _) = in_folder(&folder, &["空.csv"], "");
    assert!(told.contains("名单中没有企业，请核对") && !told.contains("行，未见命中\n"), "{told}");
    folder.file("名.csv", "企业名称\n甲公司\n");
    let (_, told, _) = in_folder(&folder, &["名.csv"], "");
    assert!(told.contains("未找到经营范围列") && told.contains("请将其表头改为“经营范围”"), "{told}");
    assert!(!told.contains("“企业名称”") && !told.contains("请在首行写明表头"), "{told}");
    folder.file("围.csv", "经营范围\n食品销售\n");
    let (_, told, _) = in_folder(&folder, &["围.csv"], "");
    assert!(told.contains("请将其表头改为“企业名称”") && !told.contains("“经营范围”"), "{told}");
}

#[test]
fn the_prompt_checks_each_line_until_an_empty_one() {
    let folder = Folder::new();
    folder.file("名 单.csv", LIST);
    folder.file("二.csv", CLEAR);
    let (said, error, status) = in_folder(&folder, &["--interactive"], "\"名 单.csv\" 二.csv\n没有.csv\n\n二.csv\n");
    assert_eq!(status, 2, "{error}");
    assert_eq!(said.matches("请把要检查的名单或文件夹拖到本窗口").count(), 3, "{said}");
    assert!(error.contains("没有.csv：找不到这个文件"), "{error}");
    let documents = folder.names();
    assert!(
        documents.contains(&"名 单-检查报告.html".to_owned()) && documents.contains(&"二-检查报告.xlsx".to_owned())
    );
    assert_eq!(documents.len(), 6, "{documents:?}");
}

#[test]
fn who_drags_a_list_is_told_what_to_change_in_it_and_nothing_of_options() {
    let folder = Folder::new();
    let lists = [
        ("无表头.csv", "甲公司,食品销售\n乙公司,餐饮服务\n"),
        ("别的表头.csv", "单位,干什么\n甲公司,食品销售\n"),
        ("仅名称.csv", "企业名称,住所\n甲公司,某路1号\n"),
        ("一列.csv", "企业名称 经营范围\n甲公司 食品销售\n乙公司 餐饮服务\n"),
        ("空.csv", ""),
    ];
    for (name, list) in lists {
        folder.file(name, list);
        let (_, told, _) = in_folder(&folder, &[name], "");
        assert!(!told.contains("--"), "{told}");
    }
    let (_, told, status) = in_folder(&folder, &["别的表头.csv"], "");
    assert_eq!(status, 2);
    assert!(told.contains("请在首行写明表头“企业名称”“经营范围”"), "{told}");
    let (_, told, _) = in_folder(&folder, &["check", "别的表头.csv"], "");
    assert!(told.contains("--name"), "{told}");
}
