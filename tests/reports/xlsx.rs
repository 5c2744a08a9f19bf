//! The xlsx report, read back by another program.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};

use calamine::{Data, Range, Reader as _, Xlsx};
use tempfile::TempDir;

use crate::common::mingcha;

const ID: &str = "913300000000000017";
const BATCH: &str = "\
统一社会信用代码,企业名称,经营范围
913300000000000017,甲RWA公司,虛擬貨幣兑换、虚_x0041_拟货币
000000000000000002,乙公司,日用百货销售
913300000000000033,=1+1,\"=HYPERLINK(\"\"http://127.0.0.1/\"\",\"\"稳定币\"\")\"
913300000000000044,丁公司,服装零售...
";

/// The report of a batch.
fn report(batch: &str, options: &[&str]) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("batch.csv"), batch).unwrap();
    let status = mingcha()
        .current_dir(&folder)
        .args(["check", "-q", "--as-of", "2026-03-01", "--fail-on", "never", "--allow-unchecked", "batch.csv"])
        .args(["-o", "report.xlsx"])
        .args(options)
        .status();
    assert!(status.unwrap().success());
    fs::read(folder.path().join("report.xlsx")).unwrap()
}

fn sheets(file: &[u8]) -> BTreeMap<String, Range<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.to_vec())).unwrap();
    book.worksheets().into_iter().collect()
}

/// The cells of a row, each under its title.
fn row(results: &Range<Data>, number: u32) -> BTreeMap<String, Data> {
    let cell = |row, column| results.get_value((row, column)).cloned().unwrap_or_default();
    let columns = 0..u32::try_from(results.width()).unwrap();
    columns.map(|column| (cell(0, column).to_string(), cell(number, column))).collect()
}

/// One of the files that a workbook is made of.
fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn a_carriage_return_beside_a_match_costs_no_report() {
    for scope in ["虚拟货币\r", "\r虚拟货币", "稳定币\r虚拟货币\r\n", "虚拟货币\r\r"] {
        let sheets = sheets(&report(&format!("企业名称,经营范围\n甲,\"{scope}\"\n"), &["--lang", "zh"]));
        let checked = row(&sheets["结果"], 1)["检查的内容"].to_string();
        assert!(checked.contains("虚拟货币"), "{scope:?}: {checked}");
    }
}

#[test]
fn ids_and_formulas_are_text_and_nothing_is_left_out() {
    let sheets = sheets(&report(BATCH, &["--lang", "zh"]));
    let results = &sheets["结果"];
    assert_eq!(results.height(), 4, "three flagged rows under a header");
    let first = row(results, 1);
    assert_eq!(first["编号"], text(ID));
    assert_eq!(first["名称"], text("甲RWA公司"));
    assert_eq!(first["检查的内容"], text("虛擬貨幣兑换、虚_x0041_拟货币"));
    assert_eq!(first["结论"], text("不符合"));
    assert_eq!(first["行"], Data::Float(1.0));
    let second = row(results, 2);
    assert_eq!(second["名称"], text("=1+1"));
    assert_eq!(second["检查的内容"], text("=HYPERLINK(\"http://127.0.0.1/\",\"稳定币\")"));
    assert_eq!((&second["行"], &second["文件行"]), (&Data::Float(3.0), &Data::Float(4.0)));
    assert_eq!(row(results, 3)["结论"], text("未能检查"));
}

#[test]
fn all_lists_every_row_in_order_and_keep_carries_columns() {
    let sheets = sheets(&report(BATCH, &["--lang", "en", "--all", "--keep", "all"]));
    let results = &sheets["Results"];
    let ids: Vec<_> = (1..5).map(|number| row(results, number)["id"].to_string()).collect();
    assert_eq!(ids, [ID, "000000000000000002", "913300000000000033", "913300000000000044"]);
    assert_eq!(row(results, 2)["verdict"], text("nothing found"));
    assert_eq!(row(results, 2)["统一社会信用代码"], text("000000000000000002"));
}

#[test]
fn decision_columns_are_empty_offer_the_choices_of_both_languages_and_stand_beside_a_key() {
    for (lang, sheet, titles) in
        [("zh", "结果", ["决定", "理由", "有效期至"]), ("en", "Results", ["decision", "reason", "until"])]
    {
        let file = report(BATCH, &["--lang", lang]);
        let first = row(&sheets(&file)[sheet], 1);
        let column = |key: &str| &first[key];
        assert!(column("key").to_string().starts_with('k'));
        for title in titles {
            assert_eq!(column(title), &Data::Empty, "{title}");
        }
        let xml = part(&file, "xl/worksheets/sheet1.xml");
        let validation = &xml[xml.find("<dataValidation ").unwrap()..];
        for choice in ["准予", "驳回", "已核原件", "准予并已核原件", "allow", "refuse", "seen", "allow and seen"]
        {
            assert!(validation.contains(choice), "{choice}");
        }
        assert!(validation.contains("sqref=\"N2:N4\""));
    }
}

#[test]
fn decisions_filled_in_are_understood_and_shown_again() {
    for (lang, sheet, shown, titles) in [
        ("zh", "结果", "准予", ["key", "决定", "理由", "有效期至"]),
        ("en", "Results", "allow", ["key", "decision", "reason", "until"]),
    ] {
        let key = row(&sheets(&report(BATCH, &["--lang", lang]))[sheet], 1)["key"].to_string();
        let folder = TempDir::new().unwrap();
        let decisions = folder.path().join("decisions.csv");
        fs::write(&decisions, format!("key,decision,reason,until\n{key},{shown},已核实,2026/12/31\n")).unwrap();
        let again = report(BATCH, &["--lang", lang, "--decisions", decisions.to_str().unwrap()]);
        let first = row(&sheets(&again)[sheet], 1);
        let cells = titles.map(|title| first[title].to_string());
        assert_eq!(cells, [&key, shown, "已核实", "2026-12-31"]);
        assert_eq!(sheets(&again)[sheet].height(), 4, "an allowed row stays in the list");
    }
}

#[test]
fn the_match_is_highlighted_the_header_frozen_and_no_formula_written() {
    let file = report(BATCH, &["--lang", "zh"]);
    let xml = part(&file, "xl/worksheets/sheet1.xml");
    let marked = xml.find("虛擬貨幣</t>").unwrap();
    assert!(xml[..marked].rfind("<rPr><b/>").is_some_and(|bold| !xml[bold..marked].contains("</r>")));
    assert!(xml.contains("<autoFilter ref=\"A1:P4\"") && xml.contains("state=\"frozen\""));
    assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"));
}

#[test]
fn the_rows_are_numbered_and_have_the_looks_of_their_verdicts() {
    let file = report(&(BATCH.to_owned() + "5,戊公司,挖矿设备销售\n"), &["--lang", "zh", "--all"]);
    let xml = part(&file, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<dimension ref=\"A1:P6\"/>") && !xml.contains(|c: char| c.is_control() && c != '\n'));
    let styles = part(&file, "xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").unwrap();
    let mut looks = Vec::new();
    for (number, row) in (1..).zip(xml.split("<row ").skip(1)) {
        assert!(row.starts_with(&format!("r=\"{number}\"")), "{row}");
        let (_, cell) = row.split_once(&format!("<c r=\"F{number}\" s=\"")).unwrap();
        let (style, _) = cell.split_once('"').unwrap();
        looks.push(formats.split("<xf ").nth(style.parse::<usize>().unwrap() + 1).unwrap().to_owned());
    }
    assert!(looks[1] == looks[3] && looks[1] != looks[2] && looks[1] != looks[4], "{looks:?}");
    assert!(
        looks[1..].iter().all(|look| look.contains("applyFill") && look.contains("applyNumberFormat")),
        "{looks:?}"
    );
}

#[test]
fn the_summary_names_counts_hashes_and_day() {
    let sheets = sheets(&report(BATCH, &["--lang", "zh"]));
    let cells: Vec<String> = sheets["汇总"].used_cells().map(|(.., cell)| cell.to_string()).collect();
    for wanted in ["yinfa-2026-42", "2026-03-01", "batch.csv", "UTF-8", "不符合", "4"] {
        assert!(cells.iter().any(|cell| cell == wanted), "{wanted}");
    }
    assert!(cells.iter().filter(|cell| cell.trim_start_matches("SHA-256 ").len() == 64).count() == 2);
    assert!(!cells.iter().any(|cell| cell.contains("合规")));
}

#[test]
fn the_same_batch_gives_the_same_bytes_on_any_number_of_threads() {
    let batch = BATCH.to_owned() + &"5,戊公司,虚拟资产\n".repeat(3000);
    let of = |threads: &str| report(&batch, &["-j", threads, "--block-size", "1024"]);
    let (one, four) = (of("1"), of("4"));
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(one == four && one == of("1"));
}

#[test]
fn a_batch_without_findings_gives_a_workbook_with_a_header() {
    let sheets = sheets(&report("企业名称,经营范围\n甲公司,日用百货销售\n", &["--lang", "zh"]));
    assert_eq!(sheets["结果"].height(), 1);
    assert_eq!(sheets.len(), 2);
}

#[test]
fn a_cell_longer_than_a_workbook_can_hold_is_cut_visibly() {
    let scope = "虚拟货币、".to_owned() + &"软件🙂".repeat(20_000);
    let sheets = sheets(&report(&format!("企业名称,经营范围\n甲公司,{scope}\n"), &["--lang", "zh"]));
    let cell = row(&sheets["结果"], 1)["检查的内容"].to_string();
    assert!(cell.encode_utf16().count() <= 32_767);
    assert!(cell.starts_with("虚拟货币、软件🙂") && cell.ends_with("32767 个字符〕"));
}

#[test]
fn characters_that_no_workbook_can_hold_leave_it_readable() {
    let batch = "企业名称,经营范围\n甲\u{1}\u{b}公司,虚\u{ffff}拟货币\u{202e}、RWA\u{8}\u{1f}\n";
    let sheets = sheets(&report(batch, &["--lang", "zh"]));
    let first = row(&sheets["结果"], 1);
    assert_eq!(first["名称"], text("甲\\u{1}\\u{b}公司"));
    assert_eq!(first["检查的内容"], text("虚\\u{ffff}拟货币\\u{202e}、RWA\\u{8}\\u{1f}"));
}
