//! What the handbook for clerks quotes, the program says.

use std::fs;
use std::path::Path;

use mingcha::message::Lang;
use mingcha::verdict::{Ruling, Verdict};

use crate::common::{Folder, mingcha, said};

const LIST: &str = "企业名称,经营范围\n甲稳定币有限公司,软件开发\n";

fn handbook() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/用户手册.md")).unwrap()
}

/// The first cell of each row of the table with this header.
fn first_cells<'a>(page: &'a str, header: &str) -> Vec<&'a str> {
    let (_, table) = page.split_once(&format!("\n| {header} |")).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('|').nth(1).unwrap().trim()).collect()
}

/// Whether a line has these texts, one behind the other.
fn has_in_order(line: &str, texts: &[&str]) -> bool {
    let mut rest = line;
    texts.iter().all(|text| match rest.split_once(text) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

/// Checks a file as if it had been dragged onto the program. Returns what the program says.
fn dragged(folder: &Folder, name: &str) -> String {
    let mut command = mingcha();
    command.current_dir(folder.path()).env("LANG", "zh_CN.UTF-8").arg(name);
    said(command.output().unwrap()).1
}

/// Checks a list, writes a decision on its first row into the report, and checks the list that came after it.
fn decided(decision: &str, later: &str) -> String {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    let mut command = mingcha();
    command.current_dir(folder.path()).args(["check", "名单.csv", "-o", "报告.csv", "--lang", "zh"]);
    command.output().unwrap();
    let report = fs::read_to_string(folder.at("报告.csv")).unwrap();
    folder.file("报告.csv", report.replace(",,,\n", decision));

    folder.file("名单.csv", later);
    let mut command = mingcha();
    command.current_dir(folder.path()).args(["check", "名单.csv", "--decisions", "报告.csv", "--lang", "zh"]);
    said(command.output().unwrap()).1
}

#[test]
fn the_handbook_has_the_six_verdicts_in_the_order_of_the_reports() {
    let verdicts = Verdict::ALL.map(|verdict| Lang::Zh.verdict(verdict));
    assert_eq!(first_cells(&handbook(), "结论 | 含义 | 怎么办"), verdicts);
}

#[test]
fn the_handbook_has_every_decision_that_a_report_takes() {
    let page = handbook();
    for ruling in Ruling::ALL {
        let word = Lang::Zh.ruling(ruling);
        assert!(page.contains(&format!("“{word}”")), "{word}");
    }
}

#[test]
fn each_message_of_the_handbook_is_one_of_the_program() {
    let folder = Folder::new();
    folder.file("无表头.csv", "甲公司,食品销售\n");
    folder.file("无名称.csv", "经营范围\n食品销售\n");
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.file("加密.xlsx", [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &stream[..]].concat());
    folder.file("网页.xls", "<html><body><table><tr><td>名称</td></tr></table></body></html>");
    folder.file("缺失.csv", "企业名称,经营范围\n甲公司\n");
    let mut said: Vec<String> = ["无表头.csv", "无名称.csv", "加密.xlsx", "网页.xls", "缺失.csv"]
        .into_iter()
        .map(|name| dragged(&folder, name))
        .collect();
    said.push(decided(",准予,,\n", LIST));
    said.push(decided(",准予,已核实词义,\n", &LIST.replace('甲', "乙")));

    let page = handbook();
    let messages = first_cells(&page, "提示 | 怎么办");
    assert_eq!(messages.len(), said.len());
    for (message, said) in messages.into_iter().zip(said) {
        let texts: Vec<&str> = message.split("……").collect();
        assert!(said.lines().any(|line| has_in_order(line, &texts)), "{message} is not in\n{said}");
    }
}

#[test]
fn the_reports_have_the_names_that_the_handbook_says() {
    let folder = Folder::new();
    folder.file("名单.csv", LIST);
    dragged(&folder, "名单.csv");
    dragged(&folder, "名单.csv");
    let page = handbook();
    for name in folder.names().into_iter().filter(|name| name != "名单.csv") {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}
