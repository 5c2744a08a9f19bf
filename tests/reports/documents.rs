//! What the documents for people have in common: where a spreadsheet shows a row, and figures by column, term and group.

use std::fs;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use tempfile::TempDir;

use crate::common::mingcha;

/// A cell with line breaks in the second row of a list, an unread one and another below it.
const BATCH: &str = "\
企业名称,经营范围,区县
甲公司,日用百货,云岭
乙公司,\"虚拟货币
软件开发
咨询\",秦川
丙公司,服装零售...,
丁RWA公司,\"虚拟货币、稳定币\",云岭
";

/// The reports of lists in one run, in the order of the formats.
fn reports(lists: &[(&str, &str)], formats: &[&str], options: &[&str]) -> Vec<Vec<u8>> {
    let folder = TempDir::new().unwrap();
    let mut command = mingcha();
    command.current_dir(&folder).args(["check", "-q", "--as-of", "2026-03-01", "--lang", "zh", "--fail-on", "never"]);
    command.arg("--allow-unchecked").args(options);
    for (name, list) in lists {
        fs::write(folder.path().join(name), list).unwrap();
        command.arg(name);
    }
    for format in formats {
        command.args(["-o", &format!("{format}=report.{format}")]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    formats.iter().map(|format| fs::read(folder.path().join(format!("report.{format}"))).unwrap()).collect()
}

/// The cells of a sheet, row by row.
fn cells(file: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn a_row_has_the_number_that_a_spreadsheet_shows_and_its_line_where_it_is_another() {
    let documents = reports(&[("a.csv", BATCH)], &["html", "xlsx"], &[]);
    let page = String::from_utf8(documents[0].clone()).unwrap();
    let mut places = Vec::new();
    for body in page.split("<tbody class=\"").skip(1) {
        if let Some((_, place)) = body.split_once("<th scope=\"row\" rowspan") {
            places.push(place.split_once('>').unwrap().1.split_once("</th>").unwrap().0.to_owned());
        }
    }
    let after = |row: u64, line: u64| format!("{row}<br><small>文件第 {line} 行</small>");
    assert_eq!(places, ["3".to_owned(), after(4, 6), after(5, 7)]);

    let results = cells(&documents[1], "结果");
    let numbers: Vec<[&str; 3]> = results.iter().map(|row| [&*row[9], &*row[10], &*row[11]]).collect();
    assert_eq!(numbers, [["原表行", "文件行", "数据行"], ["3", "3", "2"], ["4", "6", "3"], ["5", "7", "4"]]);
    assert_eq!(results[2][0], "未能检查");
}

#[test]
fn line_breaks_of_a_cell_are_line_breaks_on_the_page() {
    let page = String::from_utf8(reports(&[("a.csv", BATCH)], &["html"], &[]).remove(0)).unwrap();
    assert!(page.contains("虚拟货币</mark><br>软件开发<br>咨询</td>"), "{page}");
}

#[test]
fn a_file_is_named_once_above_its_rows() {
    let lists = [("甲 名单.csv", BATCH), ("乙_名单.csv", BATCH)];
    let page = String::from_utf8(reports(&lists, &["html"], &[]).remove(0)).unwrap();
    let headings: Vec<&str> = page.split("<tbody class=\"source\">").skip(1).collect();
    assert_eq!(headings.len(), 2);
    for (heading, name) in headings.iter().zip(["甲 <wbr>名单.csv<wbr>", "乙_<wbr>名单.csv<wbr>"]) {
        assert!(heading.starts_with(&format!("<tr><th scope=\"rowgroup\" colspan=\"6\" class=\"file\">{name}</th>")));
        assert_eq!(heading.matches("class=\"opinion\"").count(), 3);
    }
}

#[test]
fn rows_are_counted_by_input_column_term_and_group() {
    let lists = [("a.csv", BATCH), ("b.csv", "企业名称,经营范围,区县\n戊公司,餐饮,云岭\n")];
    let documents = reports(&lists, &["xlsx", "markdown", "html"], &["--group-by", "区县"]);
    let mut summary: Vec<String> =
        cells(&documents[0], "汇总").iter().map(|row| row.join(" ").trim().to_owned()).collect();
    let expected = [
        "各文件",
        "文件 不符合 未能检查 未见命中 合计",
        "a.csv 2 1 1 4",
        "b.csv 0 0 1 1",
        "各栏目中有发现的行数",
        "栏目 不符合 合计",
        "经营范围 2 2",
        "企业名称 1 1",
        "各字样的行数（一行可有多种）",
        "字样 不符合 合计",
        "虚拟货币 2 2",
        "RWA 1 1",
        "稳定币 1 1",
        "分组：区县",
        "组别 不符合 未能检查 未见命中 合计",
        "云岭 1 0 2 3",
        "秦川 1 0 0 1",
        "（空白） 0 1 0 1",
    ];
    summary.retain(|line| !line.is_empty());
    let first = summary.iter().position(|line| line == "各文件").unwrap();
    assert_eq!(summary[first..], expected);

    let markdown = String::from_utf8(documents[1].clone()).unwrap();
    assert!(markdown.contains(
        "| 组别 | 不符合 | 未能检查 | 未见命中 | 合计 |\n|---|---:|---:|---:|---:|\n| 云岭 | 1 | 0 | 2 | 3 |"
    ));
    let page = String::from_utf8(documents[2].clone()).unwrap();
    assert!(page.contains("<h2>分组：区县</h2>") && page.contains("<tr><th scope=\"row\">虚拟货币</th>"), "{page}");
}

#[test]
fn grouping_changes_no_row_and_needs_its_column() {
    let [plain, grouped] =
        [&[][..], &["--group-by", "区县"]].map(|options| reports(&[("a.csv", BATCH)], &["csv"], options));
    assert_eq!(plain, grouped);
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.csv"), BATCH).unwrap();
    let output = mingcha().current_dir(&folder).args(["check", "a.csv", "--group-by", "街道"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("街道"));
}

#[test]
fn lines_of_json_are_grouped_by_a_key_that_some_lack() {
    let list = "{\"企业名称\":\"甲\",\"经营范围\":\"虚拟货币\",\"区县\":\"云岭\"}\n{\"企业名称\":\"乙\",\"经营范围\":\"餐饮\"}\n";
    let file = reports(&[("a.jsonl", list)], &["xlsx"], &["--group-by", "区县"]).remove(0);
    let summary: Vec<String> = cells(&file, "汇总").iter().map(|row| row.join(" ").trim().to_owned()).collect();
    for line in ["分组：区县", "云岭 1 0 1", "（空白） 0 1 1"] {
        assert!(summary.iter().any(|other| other == line), "{line}: {summary:?}");
    }
}

#[test]
fn an_allowed_row_has_its_own_class_and_its_own_count() {
    let csv = String::from_utf8(reports(&[("a.csv", BATCH)], &["csv"], &[]).remove(0)).unwrap();
    let key = csv.split([',', '\n']).find(|cell| cell.starts_with("k2")).unwrap();
    let decisions = TempDir::new().unwrap();
    let path = decisions.path().join("d.csv");
    fs::write(&path, format!("key,decision,reason,until\n{key},准予,已核实,\n")).unwrap();
    let documents = reports(&[("a.csv", BATCH)], &["html", "xlsx"], &["--decisions", path.to_str().unwrap()]);
    let page = String::from_utf8(documents[0].clone()).unwrap();
    assert_eq!(page.matches("<tbody class=\"allowed\">").count(), 1);
    assert!(page.contains("<th scope=\"row\" class=\"verdict\">已准予</th><td class=\"figure\">1</td>"), "{page}");
    assert!(page.contains("<option value=\"allowed\">已准予</option>"));
    assert_eq!(cells(&documents[1], "结果")[1][..3], ["已准予", "准予", "已核实"]);
    let summary = cells(&documents[1], "汇总");
    assert!(summary.iter().any(|row| row[..2] == ["已准予", "1"]));
    assert!(summary.iter().any(|row| row.join(" ").trim() == "虚拟货币 1 1 2"), "{summary:?}");
}
