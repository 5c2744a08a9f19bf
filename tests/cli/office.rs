//! The folder 规则 beside the program: applied where no command is typed, named in each report, and never left out in silence.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{Folder, MINGCHA, fed, said};

const LIST: &str = "企业名称,经营范围\n甲火眼币公司,软件开发\n乙星际旅行公司,食品销售\n";
const OFFICE: &str = "fixtures/rules/example-office-2027";

/// A folder with the program, and what it says of a command line there.
struct Installed(Folder);

impl Installed {
    fn new() -> Self {
        let folder = Folder::new();
        let program = folder.path().join(Path::new(MINGCHA).file_name().unwrap());
        fs::hard_link(MINGCHA, &program).or_else(|_| fs::copy(MINGCHA, &program).map(|_| ())).unwrap();
        folder.file("名单.csv", LIST);
        fs::create_dir(folder.path().join("规则")).unwrap();
        Self(folder)
    }

    fn run(&self, args: &[&str], input: &str) -> (String, String, i32) {
        let mut command = Command::new(self.0.path().join(Path::new(MINGCHA).file_name().unwrap()));
        command.current_dir(self.0.path()).env("LC_ALL", "zh_CN.UTF-8").env_remove("NO_COLOR").args(args);
        said(fed(command, input))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }
}

#[test]
fn a_list_of_words_may_have_a_chinese_header() {
    for header in ["词", "字样", "词条", "term"] {
        let installed = Installed::new();
        installed.0.file("规则/词表.csv", format!("{header},reason\n火眼币,某平台自称的代币\n"));
        let (csv, told, status) = installed.run(&["名单.csv"], "");
        assert!(status == 1 && csv.contains("火眼币"), "{header}: {told}");
    }
    let installed = Installed::new();
    installed.0.file("规则/词表.csv", "词,字样\n火眼币,某平台\n");
    let (_, told, status) = installed.run(&["名单.csv"], "");
    assert!(status == 2 && told.contains("重复"), "{told}");
}

#[test]
fn rules_beside_the_program_are_applied_without_a_command_and_named_with_their_hash_in_each_report() {
    let installed = Installed::new();
    installed.0.file("规则/词表.csv", "term,tier,reason\n火眼币,named,某平台自称的代币\n");
    fs::create_dir(installed.0.path().join("规则/我局")).unwrap();
    for file in ["ruleset.csv", "clauses.csv", "terms.csv"] {
        let text = fs::read_to_string(format!("{OFFICE}/{file}")).unwrap();
        installed.0.file(&format!("规则/我局/{file}"), text.replace("2027-01-01,2027-12-31", "2021-09-15,"));
    }

    let (csv, told, status) = installed.run(&["名单.csv"], "");
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("使用了程序旁规则文件夹中的规则：规则/我局、规则/词表.csv"), "{told}");
    assert!(csv.contains("火眼币") && csv.contains("星际旅行"), "{csv}");
    let html = installed.read("名单-检查报告.html");
    let program = installed.0.path().to_str().unwrap();
    assert!(html.contains("规则/词表.csv") && !html.contains(program), "the same on every machine");
    assert!(told.contains("规则/词表.csv（词表，"), "{told}");

    // With options, too; a record has the hashes.
    let (jsonl, ..) = installed.run(&["名单.csv", "-f", "jsonl", "-q", "--manifest", "run.json"], "");
    assert!(jsonl.contains("词表/火眼币"), "{jsonl}");
    let record: serde_json::Value = serde_json::from_str(&installed.read("run.json")).unwrap();
    let sets: Vec<_> = record["rule_sets"].as_array().unwrap().iter().map(|set| &set["id"]).collect();
    assert_eq!(sets, ["yinfa-2026-42", "example-office-2027", "词表"]);
    assert_eq!(record["rule_sets"][2]["sha256"].as_str().unwrap().len(), 64);

    // A name at the prompt.
    let (said, told, _) = installed.run(&["--interactive"], "某某火眼币科技有限公司\n");
    assert!(said.contains("reject"), "{said}{told}");
}

#[test]
fn a_script_that_says_check_gets_what_it_says() {
    let installed = Installed::new();
    installed.0.file("规则/词表.csv", "term\n火眼币\n");
    let (csv, told, status) = installed.run(&["check", "名单.csv"], "");
    assert!(status == 0 && !told.contains("词表"), "{csv}{told}");
}

#[test]
fn a_rule_that_cannot_be_applied_is_named_in_one_line_and_nothing_is_checked() {
    for (file, text, expected) in [
        (
            "词表.csv",
            "火眼币\n星际旅行\n",
            "规则/词表.csv:1：词表的首行须是表头“词”（或 term），现为“火眼币”；请在首行写“词”，其下每行写一个词",
        ),
        ("词表.csv", "term\n火眼币\n火眼币\n", "规则/词表.csv:3"),
        ("词表.xlsx", "PK", "规则/词表.xlsx：不是规则"),
        ("ruleset.csv", "id,title,number,from,until\n", "clauses.csv：规则集需要此文件"),
    ] {
        let installed = Installed::new();
        installed.0.file(&format!("规则/{file}"), text);
        installed.0.file("二.csv", LIST);
        for args in [&["名单.csv", "二.csv"][..], &["名单.csv", "-f", "csv"], &["名单.csv"]] {
            let (csv, told, status) = installed.run(args, "");
            assert!(status == 2 && csv.is_empty(), "{file}: {csv}");
            assert!(told.lines().count() == 1 && told.contains(expected), "{file}: {told}");
        }
        assert!(!installed.0.names().iter().any(|name| name.contains("检查报告")), "{:?}", installed.0.names());
    }
}
