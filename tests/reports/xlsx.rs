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
        let checked = row(&sheets["结果"], 1)["内容"].to_string();
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
    assert_eq!(first["内容"], text("虛擬貨幣兑换、虚_x0041_拟货币"));
    assert_eq!(first["结论"], text("不符合"));
    assert_eq!((&first["数据行"], &first["原表行"]), (&Data::Float(1.0), &Data::Float(2.0)));
    let second = row(results, 2);
    assert_eq!(second["名称"], text("=1+1"));
    assert_eq!(second["内容"], text("=HYPERLINK(\"http://127.0.0.1/\",\"稳定币\")"));
    assert_eq!((&second["数据行"], &second["文件行"]), (&Data::Float(3.0), &Data::Float(4.0)));
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
fn decision_columns_are_empty_offer_the_choices_of_their_language_and_stand_beside_a_key() {
    for (lang, sheet, titles, choices) in [
        ("zh", "结果", ["决定", "理由", "有效期至"], "准予,驳回,已核原件,准予并已核原件"),
        ("en", "Results", ["decision", "reason", "until"], "allow,refuse,seen,allow and seen"),
    ] {
        let file = report(BATCH, &["--lang", lang]);
        let first = row(&sheets(&file)[sheet], 1);
        let column = |key: &str| &first[key];
        assert!(column("key").to_string().starts_with('k'));
        for title in titles {
            assert_eq!(column(title), &Data::Empty, "{title}");
        }
        let xml = part(&file, "xl/worksheets/sheet1.xml");
        let validation = &xml[xml.find("<dataValidation ").unwrap()..];
        assert!(validation.contains(&format!("<formula1>\"{choices}\"</formula1>")), "{validation}");
        assert!(validation.contains("sqref=\"B2:B4\""));
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
    assert!(xml.contains("<autoFilter ref=\"A1:O4\"") && xml.contains("state=\"frozen\""));
    assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"));
}

#[test]
fn the_rows_are_numbered_and_have_the_looks_of_their_verdicts() {
    let file = report(&(BATCH.to_owned() + "5,戊公司,挖矿设备销售\n"), &["--lang", "zh", "--all"]);
    let xml = part(&file, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<dimension ref=\"A1:O6\"/>") && !xml.contains(|c: char| c.is_control() && c != '\n'));
    let styles = part(&file, "xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").unwrap();
    let mut looks = Vec::new();
    for (number, row) in (1..).zip(xml.split("<row ").skip(1)) {
        assert!(row.starts_with(&format!("r=\"{number}\"")), "{row}");
        let (_, cell) = row.split_once(&format!("<c r=\"A{number}\" s=\"")).unwrap();
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
    let text = "虚拟货币、".to_owned() + &"软件🙂".repeat(20_000);
    let batch = format!("企业名称,经营范围,备注\n甲公司,虚拟货币,{text}\n");
    let sheets = sheets(&report(&batch, &["--lang", "zh", "--keep", "备注"]));
    let cell = row(&sheets["结果"], 1)["备注"].to_string();
    assert!(cell.encode_utf16().count() <= 32_767);
    assert!(cell.starts_with("虚拟货币、软件🙂") && cell.ends_with("32767 个字符〕"));
}

#[test]
fn each_hit_of_a_long_scope_can_be_seen_in_its_row_and_its_key_is_that_of_the_whole_text() {
    let filling = "第一项技术开发、技术咨询、技术服务、技术转让；".repeat(300);
    let batch =
        format!("企业名称,经营范围\n甲公司,稳定币发行；{filling}虚拟货币交易；{filling}RWA平台\n乙公司,软件；RWA\n");
    let file = report(&batch, &["--lang", "zh"]);
    let first = row(&sheets(&file)["结果"], 1);
    let cell = first["内容"].to_string();
    for hit in ["稳定币发行；", "；虚拟货币交易；", "；RWA平台", "…", "全文见名单"] {
        assert!(cell.contains(hit), "{hit}: {cell}");
    }
    let heights = heights(&file);
    assert!(heights.len() == 2 && heights[0] < 409.0 && heights[1] <= 120.0, "{heights:?}");

    // The key is that of the whole text, as in csv.
    let csv = crate::report(&batch, &["-f", "csv"]);
    let key = first["key"].to_string();
    assert!(key.starts_with("k2") && csv.lines().nth(1).unwrap().contains(&key), "{key}: {csv}");
}

#[test]
fn rows_name_clauses_and_a_sheet_quotes_each_of_them_once() {
    let batch = "企业名称,经营范围\n甲公司,稳定币发行\n乙公司,虚拟货币挖矿；比特币兑换\n";
    let sheets = sheets(&report(batch, &["--lang", "zh"]));
    let articles: Vec<String> = sheets["所引条文"].used_cells().map(|(.., cell)| cell.to_string()).collect();
    let begins = |start: &str| articles.iter().filter(|article| article.starts_with(start)).count();
    for clause in ["（八）", "（九）", "（一）"] {
        assert_eq!(begins(&format!("银发〔2026〕42号{clause}")), 1, "{clause}: {articles:#?}");
    }
    assert_eq!(begins("银发〔2026〕42号（二）"), 0, "what no row cites: {articles:#?}");
    assert_eq!(begins("《市场主体登记管理条例》第二十条"), 1, "{articles:#?}");
    for number in [1, 2] {
        let cells = row(&sheets["结果"], number);
        let said = format!("{}{}", cells["意见"], cells["发现与依据"]);
        assert!(said.contains("银发〔2026〕42号（八）") || said.contains("银发〔2026〕42号（一）"), "{said}");
        assert!(said.contains("《市场主体登记管理条例》第十九条第二款") && said.contains("删去该项"), "{said}");
        assert!(!said.contains("登记机关应当一次性告知申请人") && !said.contains("等字样或内容"), "{said}");
    }
}

#[test]
fn characters_that_no_workbook_can_hold_leave_it_readable() {
    let batch = "企业名称,经营范围\n甲\u{1}\u{b}公司,虚\u{ffff}拟货币\u{202e}、RWA\u{8}\u{1f}\n";
    let sheets = sheets(&report(batch, &["--lang", "zh"]));
    let first = row(&sheets["结果"], 1);
    assert_eq!(first["名称"], text("甲\\u{1}\\u{b}公司"));
    assert_eq!(first["内容"], text("虚\\u{ffff}拟货币\\u{202e}、RWA\\u{8}\\u{1f}"));
}

#[test]
fn what_people_decide_and_read_comes_first_in_this_order() {
    let expected = [
        (
            "zh",
            "结果",
            "结论 决定 理由 有效期至 名称 编号 内容 发现与依据 意见 原表行 文件行 数据行 字样 文件 key 备注",
        ),
        (
            "en",
            "Results",
            "verdict decision reason until name id checked text findings and basis opinion sheet row line data row terms \
             file key 备注",
        ),
    ];
    for (lang, sheet, titles) in expected {
        let file = report("企业名称,经营范围,备注\n甲公司,虚拟货币,乙\n", &["--lang", lang, "--keep", "备注"]);
        let results = &sheets(&file)[sheet];
        let found: Vec<String> = results.rows().next().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" "), titles);
        let cells = row(results, 1);
        assert_eq!(cells["备注"], text("乙"));
    }
}

#[test]
fn findings_grounds_and_problems_are_in_one_cell_and_each_ground_once() {
    let sheets = sheets(&report("企业名称,经营范围\n甲RWA公司,虚拟货币、虚拟货币...\n", &["--lang", "zh"]));
    let found = row(&sheets["结果"], 1)["发现与依据"].to_string();
    for wanted in ["企业名称含“RWA”", "经营范围含“虚拟货币”", "共 2 处", "依据：银发〔2026〕42号（八）", "内容被截断"]
    {
        assert!(found.contains(wanted), "{wanted}: {found}");
    }
    let lines: Vec<&str> = found.lines().collect();
    let distinct: std::collections::BTreeSet<&&str> = lines.iter().collect();
    assert_eq!(lines.len(), distinct.len(), "{found}");
}

#[test]
fn the_name_stays_in_sight_and_the_key_does_not() {
    let xml = part(&report(BATCH, &["--lang", "zh"]), "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<pane xSplit=\"5\" ySplit=\"1\" topLeftCell=\"F2\""), "{xml:.900}");
    let columns: Vec<&str> = xml.split("<col ").skip(1).collect();
    let hidden: Vec<&&str> = columns.iter().filter(|column| column.contains("hidden=\"1\"")).collect();
    assert!(hidden.len() == 1 && hidden[0].starts_with("min=\"15\" max=\"15\""), "{hidden:?}");
}

#[test]
fn it_prints_on_a4_across_with_the_header_on_each_page_and_without_key_and_file() {
    let file = report(BATCH, &["--lang", "zh", "--keep", "all"]);
    let xml = part(&file, "xl/worksheets/sheet1.xml");
    let (_, setup) = xml.split_once("<pageSetup ").unwrap();
    let (setup, rest) = setup.split_once("/>").unwrap();
    for wanted in ["paperSize=\"9\"", "fitToHeight=\"0\"", "orientation=\"landscape\""] {
        assert!(setup.contains(wanted), "{setup}");
    }
    assert!(xml.contains("<pageSetUpPr fitToPage=\"1\"/>") && rest.contains("&amp;P / &amp;N</oddFooter>"), "{rest}");
    let book = part(&file, "xl/workbook.xml");
    assert!(book.contains("name=\"_xlnm.Print_Area\" localSheetId=\"0\">结果!$A$1:$J$4<"), "{book}");
    assert!(book.contains("name=\"_xlnm.Print_Titles\" localSheetId=\"0\">结果!$1:$1<"), "{book}");
}

/// The height of each row below the header, in points.
fn heights(file: &[u8]) -> Vec<f64> {
    let xml = part(file, "xl/worksheets/sheet1.xml");
    let rows = xml.split("<row ").skip(2).map(|row| row.split(" ht=\"").nth(1).unwrap().split('"').next().unwrap());
    rows.map(|height| height.parse().unwrap()).collect()
}

#[test]
fn a_row_is_as_high_as_its_text_and_its_key_needs_no_room() {
    // A line of the name, 18 digits wide, has room for 8 wide characters.
    let of_row = |row: &str| heights(&report(&format!("企业名称,经营范围\n{row}\n"), &["--lang", "zh", "--all"]))[0];
    let of = |name: &str| of_row(&format!("{name},日用百货"));
    assert!((of("餐饮服务") - 15.0).abs() < 0.1);
    assert!((of(&"餐".repeat(12)) - 30.0).abs() < 0.1);
    assert!((of(&"餐".repeat(20)) - 45.0).abs() < 0.1);
    assert!((of(&format!("\"{}\"", ["餐饮"; 9].join("\n"))) - 9.0 * 15.0).abs() < 0.1);
    let long = of(&"餐".repeat(5000));
    assert!(long > 150.0 && long < 409.0, "a part is shown, since a workbook allows no higher row: {long}");
    let rejected = of_row("甲公司,虚拟货币");
    assert!(rejected > 60.0 && rejected < 409.0, "{rejected}");
}

/// The file with these texts in cells of the first sheet, as a spreadsheet leaves it.
fn filled_in(file: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut filled = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut old = archive.by_index(index).unwrap();
        let name = old.name().unwrap().into_owned();
        let mut xml = String::new();
        old.read_to_string(&mut xml).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            for (cell, text) in cells {
                let row = cell.trim_start_matches(char::is_alphabetic);
                let before = format!("<c r=\"E{row}\"");
                let new = format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
                assert!(xml.contains(&before), "{cell}");
                xml = xml.replacen(&before, &(new + &before), 1);
            }
        }
        filled.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut filled, xml.as_bytes()).unwrap();
    }
    filled.finish().unwrap().into_inner()
}

#[test]
fn decisions_filled_into_the_workbook_itself_come_back_in_both_languages() {
    for (lang, sheet, verdict) in [("zh", "结果", "已准予"), ("en", "Results", "allowed")] {
        let before = report(BATCH, &["--lang", lang]);
        let cells = [("B2", "准予"), ("C2", "已核实"), ("D2", "2026-12-31")];
        let folder = TempDir::new().unwrap();
        let decided = folder.path().join("decided.xlsx");
        fs::write(&decided, filled_in(&before, &cells)).unwrap();
        let again = sheets(&report(BATCH, &["--lang", lang, "--decisions", decided.to_str().unwrap()]));
        let first: Vec<String> = again[sheet].rows().nth(1).unwrap()[..4].iter().map(ToString::to_string).collect();
        let ruling = if lang == "zh" { "准予" } else { "allow" };
        assert_eq!(first, [verdict, ruling, "已核实", "2026-12-31"]);
    }
}

#[test]
fn decisions_in_a_workbook_of_the_earlier_layout_still_hold() {
    let titles = [
        "文件",
        "行",
        "文件行",
        "编号",
        "名称",
        "结论",
        "检查的内容",
        "字样",
        "发现与依据",
        "条款与原文",
        "问题",
        "意见",
        "key",
        "决定",
        "理由",
        "有效期至",
    ];
    let key = row(&sheets(&report(BATCH, &["--lang", "zh"]))["结果"], 1)["key"].to_string();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(titles) {
        sheet.write_string(0, column, title).unwrap();
    }
    for (column, text) in [(12, &*key), (13, "准予"), (14, "已核实"), (15, "2026-12-31")] {
        sheet.write_string(1, column, text).unwrap();
    }
    let folder = TempDir::new().unwrap();
    let earlier = folder.path().join("earlier.xlsx");
    fs::write(&earlier, book.save_to_buffer().unwrap()).unwrap();
    let again = sheets(&report(BATCH, &["--lang", "zh", "--decisions", earlier.to_str().unwrap()]));
    assert_eq!(row(&again["结果"], 1)["结论"], text("已准予"));
}
