use std::fs;

use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

use crate::common::mingcha;
use crate::{ALL_VERDICTS, CLEAN, HOSTILE, is_harmless, report};

#[test]
fn a_flagged_row_says_where_what_why_and_what_to_do() {
    let batch = "统一社会信用代码,企业名称,经营范围\n91,甲公司,餐饮\n92,乙公司,软件开发；虛擬貨幣兌換；会议\n";
    let expected = "\
不符合：乙公司（92）
  --> 批 次.csv:3（第 2 行）
   |
C3 | 软件开发；虛擬貨幣兌換；会议
   |           ^^^^^^^^
   = 经营范围含“虚拟货币”，属第（八）条所列字样（不符合） [yinfa-2026-42/virtual-currency]
   = 依据：银发〔2026〕42号（八）“虚拟货币”
   = 与原词的差别：繁体或日文字形
   = 建议：经营范围应删去该项
   = 意见：
     经营范围第 6–9 字“虛擬貨幣”，还原后为“虚拟货币”，属于银发〔2026〕42号（八）所列的字样“虚拟货币”。建议：删去该项，或改用经营范围登记规范表述目录中的表述。
     依据：银发〔2026〕42号（八）：企业、个体工商户";
    let text = report(batch, &["-f", "text", "--lang", "zh"]);
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn the_advice_depends_on_the_field_of_what_must_not_stay() {
    let batch = "企业名称,经营范围\n稳定币公司,餐饮\n甲公司,RWA\n虚拟货币公司,RWA\n";
    for (lang, advice) in [
        ("zh", ["建议：名称应更换", "建议：经营范围应删去该项", "建议：名称应更换，经营范围应删去该项"]),
        (
            "en",
            [
                "advice: change the name",
                "advice: strike the item from the scope",
                "advice: change the name, and strike the item from the scope",
            ],
        ),
    ] {
        let text = report(batch, &["-f", "text", "--lang", lang]);
        let given: Vec<_> = text.lines().filter_map(|line| line.split_once("= ")).map(|(_, note)| note).collect();
        let given: Vec<_> =
            given.into_iter().filter(|note| note.starts_with("建议") || note.starts_with("advice")).collect();
        assert_eq!(given, advice);
    }
}

#[test]
fn the_summary_ends_the_report_and_clear_rows_are_listed_only_when_asked_for() {
    let text = report(CLEAN, &["-f", "text", "--lang", "zh"]);
    assert!(text.contains("共 2 行：不符合 0，需人工复核 0，未能检查 0，提示 0，已准予 0，未见命中 2\n"), "{text}");
    assert!(!text.contains("甲公司"), "{text}");
    let all = report(CLEAN, &["-f", "text", "--lang", "zh", "--all"]);
    assert!(all.starts_with("未见命中：甲公司（1）\n --> 批 次.csv:2（第 1 行）\n\n未见命中：乙公司"), "{all}");
}

#[test]
fn every_verdict_is_a_word_of_the_language_and_problems_are_told() {
    let zh = report(ALL_VERDICTS, &["-f", "text", "--lang", "zh"]);
    let en = report(ALL_VERDICTS, &["-f", "text", "--lang", "en"]);
    for (text, titles) in [
        (
            &zh,
            [
                "不符合：甲公司",
                "需人工复核：乙公司",
                "未能检查：丙公司",
                "提示：丁公司",
                "缺少应查的单元格（“经营范围”列）",
            ],
        ),
        (
            &en,
            ["reject: 甲公司", "review: 乙公司", "unchecked: 丙公司", "notice: 丁公司", "cell is missing (经营范围)"],
        ),
    ] {
        let places: Vec<_> = titles.iter().map(|title| text.find(title)).collect();
        assert!(places.iter().all(Option::is_some), "{places:?} {text}");
        assert!(places[..4].is_sorted(), "{places:?} {text}");
    }
}

#[test]
fn nothing_in_a_cell_reaches_the_terminal_as_a_command() {
    for lang in ["zh", "en"] {
        let text = report(HOSTILE, &["-f", "text", "--lang", lang]);
        assert!(text.chars().all(is_harmless), "{text:?}");
        assert!(text.contains("\\u{1b}[31m\\u{202e}"), "{text}");
    }
}

#[test]
fn an_address_is_the_cell_that_a_spreadsheet_shows() {
    let batch = "id,\"企业\n名称\",经营范围\n\n1,\"甲\n公司\",\"餐\n\n饮\"\n2,乙公司,RWA\r\n\r\n3,丙公司,RWA\n";
    let args = ["-f", "text", "--lang", "zh"];
    let text = report(batch, &args);
    // A blank line is a row of the sheet; a record is one row however many lines it has.
    assert!(text.contains("批 次.csv:8（第 2 行）\n   |\nC4 | RWA\n"), "{text}");
    assert!(text.contains("批 次.csv:10（第 3 行）\n   |\nC6 | RWA\n"), "{text}");
    let cut = report(batch, &[&args[..], &["--block-size", "1"]].concat());
    assert_eq!(cut, text);
}

#[test]
fn of_two_columns_with_one_header_the_right_cell_is_shown() {
    let text = report("企业名称,经营范围,经营范围\n甲,餐饮,RWA\n", &["-f", "text", "--lang", "zh"]);
    assert!(text.contains("C2 | RWA\n"), "{text}");
}

#[test]
fn the_excerpt_is_cut_to_the_width_and_the_underline_stands_under_the_match() {
    let scope = format!("{}ＲＷＡ项目{}", "甲e\u{301}\u{200b}".repeat(80), "乙".repeat(300));
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), format!("企业名称,经营范围\n甲,{scope}\n")).unwrap();
    for columns in [40, 61, 80, 200] {
        let mut command = mingcha();
        command.current_dir(folder.path()).args(["check", "a.csv", "-f", "text", "-q", "--as-of", "2026-03-01"]);
        let output = command.env("COLUMNS", columns.to_string()).output().unwrap().stdout;
        let text = String::from_utf8(output).unwrap();
        let lines: Vec<_> = text.lines().collect();
        let at = lines.iter().position(|line| line.starts_with("B2 |")).unwrap();
        let (shown, marks) = (lines[at], lines[at + 1]);
        assert!(shown.width() <= columns && shown.width() + 3 > columns, "{columns} {}: {shown}", shown.width());
        let indent = shown[..shown.find("ＲＷＡ").unwrap()].width();
        assert_eq!(marks.find('^'), Some(indent), "{text}");
        assert_eq!(marks.matches('^').count(), 6, "{text}");
    }
}

#[test]
fn colours_are_written_only_where_they_are_wanted() {
    let colored = |args: &[&str]| report(ALL_VERDICTS, &[&["-f", "text"], args].concat()).contains('\x1b');
    assert!(!colored(&[]) && !colored(&["--color", "never"]));
    assert!(colored(&["--color", "always"]));
    let bare = report(HOSTILE, &["-f", "text", "--color", "always"]).replace("\x1b[", "");
    assert!(bare.chars().all(is_harmless), "{bare:?}");
}
