//! Cells and bytes that nobody has read are said to be unread, and what is no filing is no alarm.

use mingcha::input::Options;
use mingcha::message::{SkipReason, Skipped};
use mingcha::report::Coverage;
use serde_json::json;

use crate::asides::{biff8_table, numbers, relationships, table, xlsx_of, zip as package};
use crate::biff::{self, BIFF8, compound, stream};
use crate::common::{Folder, gzip};
use crate::containers::{open, parts, read, zip};
use crate::harness::{check, error};
use crate::refusals::run_program;

const CLEAN: &str = "企业名称,经营范围\n甲公司,餐饮\n";

/// An .xlsx with a sheet of these rows, and formats of cells.
fn sheet(rows: &str, formats: &str) -> Vec<u8> {
    let book = "<workbook><sheets><sheet name='表' r:id='rId1'/></sheets></workbook>";
    let targets = relationships(&[("worksheet", "s1.xml"), ("styles", "styles.xml")]);
    let header = crate::asides::row(&["序号", "企业名称", "经营范围"]);
    package(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", targets.as_bytes()),
        ("xl/s1.xml", format!("<worksheet><sheetData>{header}{rows}</sheetData></worksheet>").as_bytes()),
        ("xl/styles.xml", format!("<styleSheet>{formats}</styleSheet>").as_bytes()),
    ])
}

#[test]
fn words_of_the_format_of_a_date_that_is_written_as_a_text_are_read() {
    let formats = "<numFmts><numFmt numFmtId='164' formatCode='yyyy\"稳定币\"'/></numFmts><cellXfs><xf/><xf numFmtId='164'/></cellXfs>";
    let text = |text: &str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
    let rows = format!("<row><c/>{}<c t='d' s='1'><v>2026-02-07</v></c></row>", text("甲公司"));
    assert_eq!(check(sheet(&rows, formats)).brief(), ["1@2 reject"]);
    let rows = format!("<row><c/>{}<c t='d'><v>2026-02-07</v></c></row>", text("甲公司"));
    assert_eq!(check(sheet(&rows, formats)).brief(), ["1@2 clear"]);
}

#[test]
fn words_of_the_format_of_a_truth_value_are_read_with_it() {
    for (code, value, expected) in
        [("\"稳定币\"", "1", "reject"), ("0;0;\"稳定币\"", "0", "reject"), ("0;0;\"稳定币\"", "1", "clear")]
    {
        let formats = format!(
            "<numFmts><numFmt numFmtId='164' formatCode='{code}'/></numFmts><cellXfs><xf/><xf numFmtId='164'/></cellXfs>"
        );
        let rows =
            format!("<row><c/><c t='inlineStr'><is><t>甲公司</t></is></c><c t='b' s='1'><v>{value}</v></c></row>");
        let outcome = check(sheet(&rows, &formats));
        assert!(outcome.brief()[0].contains(expected), "{code} {value}: {:?}", outcome.brief());
    }
}

#[test]
fn a_formula_without_a_value_in_another_column_is_unread_and_its_row_says_so() {
    let text = |text: &str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
    let rows = format!("<row><c><f>A1</f></c>{0}{0}</row><row><c><v>1</v></c>{0}{0}</row>", text("甲公司"));
    let run = check(sheet(&rows, ""));
    assert_eq!(run.brief(), ["1@2 unchecked cell-error", "2@3 clear"]);
    let problem = &run.rows[0]["problems"][0];
    assert_eq!(json!([problem["field"], problem["detail"]]), json!(["other", "序号: #GETTING_DATA"]));
    assert_eq!(run.cells, Coverage { checked: 4, swept: 1, title: 0, unread: 1 });
}

#[test]
fn a_formula_without_a_value_above_the_rows_or_on_another_sheet_is_unread() {
    let formula = "<worksheet><sheetData><row><c><f>A1</f></c></row></sheetData></worksheet>";
    let bytes = xlsx_of(&[("表", "worksheet", &table("")), ("二", "worksheet", formula)], &[]);
    assert_eq!(crate::asides::said(bytes), ["工作表“二”的单元格 A1：(unread)"]);
}

#[test]
fn the_zero_of_a_formula_that_joins_texts_is_unread_in_a_binary_workbook() {
    let formula = |tokens: &[u8]| {
        let len = u16::try_from(tokens.len()).unwrap();
        let head = [numbers(&[1, 1, 0]), vec![0; 8], numbers(&[0]), vec![0; 4], numbers(&[len])].concat();
        biff::record(0x0006, &[&head, tokens].concat())
    };
    let joined = [0x44, 0, 0, 0, 0, 0x44, 0, 0, 0, 0, 0x08];
    let concatenated = [0x44, 0, 0, 0, 0, 0x44, 0, 0, 0, 0, 0x42, 2, 0x50, 0x01];
    let reference = [0x44, 0, 0, 0, 0];
    for (tokens, expected) in [
        (&joined[..], "1@2 unchecked cell-error"),
        (&concatenated, "1@2 unchecked cell-error"),
        (&reference, "1@2 clear"),
    ] {
        let rows = [biff::header(), biff::label(1, 0, "甲"), formula(tokens)].concat();
        assert_eq!(check(compound("Workbook", stream(BIFF8, &[], &[(0, rows)]))).brief(), [expected], "{tokens:?}");
    }
    assert_eq!(check(compound("Workbook", stream(BIFF8, &[], &[(0, biff8_table())]))).brief(), ["1@2 clear"]);
}

#[test]
fn keys_of_objects_are_searched_for_the_named_words_once() {
    let text = "{\"企业名称\":\"甲\",\"经营范围\":\"餐饮\",\"稳定币余额\":\"0\"}\n".repeat(3000);
    for text in [text.clone(), format!("[{}]", text.trim_end().replace('\n', ","))] {
        let folder = Folder::new();
        let output = run_program(&["check", &folder.file_arg("a.json", &text)], "");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert_eq!(said.matches("key 稳定币余额 has").count(), 1, "{said}");
        assert!(said.contains("3 titles and headers"), "{said}");
    }
}

#[test]
fn a_key_that_nearly_names_a_scope_is_warned_of_as_a_header_is() {
    for text in [
        "{\"企业名称\":\"甲\",\"经营范围说明\":\"餐饮\"}\n",
        "[{\"企业名称\":\"甲\",\"经营范围说明\":\"餐饮\"}]",
        "企业名称,经营范围说明\n甲,餐饮\n",
    ] {
        let said = String::from_utf8(run_program(&["check", "-"], text).stderr).unwrap();
        assert!(said.contains("not checked: 经营范围说明"), "{said}");
    }
    let said = String::from_utf8(run_program(&["check", "-"], "{\"企业名称\":\"甲\",\"经营范围\":\"餐饮\"}\n").stderr)
        .unwrap();
    assert!(!said.contains("not checked"), "{said}");
}

#[test]
fn json_without_a_known_key_is_not_said_to_be_checked() {
    let said = String::from_utf8(run_program(&["check", "-"], "{\"a\":\"甲\"}\n").stderr).unwrap();
    assert!(said.contains("no column to check") && !said.contains("checked: \n"), "{said}");
}

#[test]
fn headers_that_real_files_use_are_known() {
    for header in [
        "拟设企业名称",
        "申报企业名称",
        "商事主体名称",
        "单位全称",
        "规范经营范围",
        "拟经营范围",
        "主要业务",
        "OPSCOANDFORM",
    ] {
        assert_eq!(check(format!("编号,{header}\n1,虚拟货币\n")).brief(), ["1@2 reject"], "{header}");
    }
}

#[test]
fn the_cure_for_a_rare_delimiter_is_the_delimiter() {
    let folder = Folder::new();
    for (number, delimiter) in ["§", "@@", "!", " & ", "｜", "%"].into_iter().enumerate() {
        let text = format!("企业名称{delimiter}经营范围\n甲公司{delimiter}虚拟货币\n");
        let file = folder.file_arg(&format!("{number}.txt"), &text);
        let said = String::from_utf8(run_program(&["check", &file], "").stderr).unwrap();
        let typed = delimiter.trim().chars().next().unwrap();
        assert!(said.contains(&format!("--delimiter '{typed}'")) && !said.contains("--name"), "{said}");
        let output = run_program(&["check", &file, "--delimiter", &typed.to_string()], "");
        assert_eq!(output.status.code(), Some(1), "{delimiter}");
    }
}

#[test]
fn a_cut_file_of_gzip_is_told_to_be_got_again() {
    let text = format!("企业名称,经营范围\n{}", crate::big::filings(3000).collect::<String>());
    let whole = gzip(text.as_bytes());
    let folder = Folder::new();
    for len in [whole.len() - 4, whole.len() / 2, 12] {
        let file = folder.file_arg("cut.csv.gz", &whole[..len]);
        let said = String::from_utf8(run_program(&["check", &file], "").stderr).unwrap();
        assert!(said.contains("get it again") && said.matches("cannot be unpacked").count() == 1, "{said}");
    }
}

#[test]
fn a_sheet_has_the_format_of_its_workbook_and_no_encoding() {
    assert_eq!(check(xlsx_of(&[("表", "worksheet", &table(""))], &[])).encoding, "xlsx");
    assert_eq!(check(compound("Workbook", stream(BIFF8, &[], &[(0, biff8_table())]))).encoding, "xls");
    assert_eq!(check(CLEAN).encoding, "UTF-8");
}

#[test]
fn a_damaged_sheet_is_reported_once() {
    let cut = "<worksheet><sheetData><row><c t='inlineStr'><is><t>稳定币</t></is></c></row><row>";
    let bytes = xlsx_of(&[("表", "worksheet", &table("")), ("二", "worksheet", cut)], &[]);
    let opened = open("a", bytes).unwrap();
    assert_eq!(opened.unread.len(), 1);
    assert!(opened.asides.iter().all(|aside| aside.text.is_some()), "{:?}", opened.asides);
    assert!(opened.asides.iter().any(|aside| aside.text.as_deref() == Some("稳定币")), "{:?}", opened.asides);
}

#[test]
fn a_header_below_the_tenth_row_is_said_to_be_too_low_and_what_helps() {
    let text = format!("{}序号,企业名称,经营范围\n1,甲,稳定币\n", "某市,2026,无\n".repeat(11));
    let folder = Folder::new();
    let file = folder.file_arg("low.csv", &text);
    let output = run_program(&["check", &file], "");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("header in row 12") && said.contains("--no-headers --name 2 --scope 3"), "{said}");
    let output = run_program(&["check", &file, "--no-headers", "--name", "2", "--scope", "3"], "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_list_of_fields_is_no_form() {
    let rows = [
        ["字段名", "说明"],
        ["企业名称", "企业的全称"],
        ["统一社会信用代码", "十八位"],
        ["经营范围", "登记的经营范围"],
    ];
    let rows: String = rows.iter().map(|cells| crate::asides::row(cells)).collect();
    let list = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let opened = open("a", xlsx_of(&[("表", "worksheet", &table("")), ("字段", "worksheet", &list)], &[])).unwrap();
    assert_eq!(opened.skipped, [Skipped { name: "字段".to_owned(), reason: SkipReason::NoColumn }]);
    assert!(opened.unread.is_empty());

    let form = [["项目", "内容"], ["企业名称", "某某有限公司"], ["经营范围", "餐饮服务"]];
    let rows: String = form.iter().map(|cells| crate::asides::row(cells)).collect();
    let form = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let opened = open("a", xlsx_of(&[("表", "worksheet", &table("")), ("单", "worksheet", &form)], &[])).unwrap();
    assert_eq!(opened.unread.len(), 1, "a form is refused as before");
}

#[test]
fn a_delimiter_at_the_end_of_each_row_makes_no_row_ragged() {
    for (text, expected) in [
        ("企业名称,经营范围\n甲,餐饮,\n乙,稳定币,\n", &["1@2 clear", "2@3 reject"][..]),
        ("企业名称,经营范围\n甲,餐饮,\n", &["1@2 clear"]),
        ("企业名称,经营范围,备注\n甲,餐饮,无,\n乙,餐饮,,\n", &["1@2 clear", "2@3 clear"]),
        ("企业名称,经营范围\n甲,餐饮,\n乙,稳定币\n丙,软件,\n", &["1@2 clear", "2@3 reject", "3@4 clear"]),
        ("编号,企业名称,经营范围,备注\n1,甲,餐饮,\n2,乙,软件,,\n", &["1@2 clear", "2@3 clear"]),
        ("企业名称,住所,经营范围\n甲公司,北京,餐饮\n乙公司,上海,软件,\n", &["1@2 clear", "2@3 clear"]),
        // The name may have been split, so that the scope is in another column.
        ("企业名称,住所,经营范围\n甲公司,北京,餐饮\n乙,丙,软件,\n", &["1@2 clear", "2@3 unchecked ragged"]),
        ("企业名称,经营范围,备注\n甲,餐饮,无\n乙,餐饮,挖矿,\n", &["1@2 clear", "2@3 unchecked ragged"]),
        // A comma of the scope has shifted the cells of one row, which cannot be told from the delimiter at its end.
        ("企业名称,经营范围,备注\n甲,餐饮,住宿,\n", &["1@2 unchecked ragged"]),
        ("企业名称,经营范围,备注\n甲,餐饮,住宿,\n乙,餐饮,无\n", &["1@2 unchecked ragged", "2@3 clear"]),
        ("企业名称,经营范围\n甲,餐饮,\n乙,餐饮,住宿,\n", &["1@2 clear", "2@3 unchecked ragged"]),
    ] {
        assert_eq!(check(text).brief(), expected, "{text}");
    }
}

#[test]
fn rules_and_numbers_of_rows_of_database_clients_are_no_alarm() {
    let psql = " 企业名称 | 经营范围 \n----------+----------\n 甲       | 餐饮\n 乙       | 稳定币\n(2 rows)\n";
    assert_eq!(check(psql).brief(), ["1@2 clear", "2@3 clear", "3@4 reject", "4@5 clear"]);
    for end in
        ["(3 rows)", "3 rows in set (0.01 sec)", "（3 行受影响）", "已选择 3 行。", "---", "Fetched 1 row(s) in 0.1s"]
    {
        let run = check(format!("企业名称,经营范围\n甲,餐饮\n{end}\n"));
        assert_eq!(run.brief(), ["1@2 clear", "2@3 clear"], "{end}");
    }
    for end in ["(3 rows) 稳定币", "合计", "甲公司"] {
        let run = check(format!("企业名称,经营范围\n甲,餐饮\n{end}\n"));
        assert!(run.brief()[1].contains("missing-cell"), "{end}: {:?}", run.brief());
    }
}

#[test]
fn what_comes_along_with_a_table_in_an_archive_is_no_alarm_and_is_not_dropped() {
    let link = [&b"L\0\0\0\x01\x14\x02\0"[..], &[0; 60], &b"C:\\\0"[..]].concat();
    for (name, content) in [
        ("a.csv.md5", b"d41d8cd98f00b204e9800998ecf8427e  a.csv\n".to_vec()),
        ("meta.json", b"{\"rows\": 3, \"at\": \"2026-02-07\"}".to_vec()),
        ("meta2.json", b"{\n\"files\": [\"a.csv\"],\n\"n\": {\"x\": 1}, \"m\": {\"y\": 2}}".to_vec()),
        ("meta.xml", "<?xml version='1.0'?><meta><来源>某局</来源><date>2026</date></meta>".into()),
        ("readme.html", "<html><body><p>请查收</p><p>谢谢</p></body></html>".into()),
        ("表.lnk", link),
    ] {
        let opened = open("a", zip(&[("a.csv", CLEAN.as_bytes()), (name, &content)])).unwrap();
        assert_eq!(opened.skipped, [Skipped { name: name.to_owned(), reason: SkipReason::NoTable }], "{name}");
        assert!(opened.unread.is_empty() && opened.inputs.len() == 1, "{name}");
    }
    for (name, content) in [
        ("meta.json", "{\"备注\": \"稳定币\"}"),
        ("meta.xml", "<?xml version='1.0'?><meta>稳定币</meta>"),
        ("readme.html", "<html><body><p>稳定币</p></body></html>"),
    ] {
        let folder = Folder::new();
        let file = folder.file_arg("a.zip", zip(&[("a.csv", CLEAN.as_bytes()), (name, content.as_bytes())]));
        let output = run_program(&["check", &file], "");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains(&format!("part {name} has")), "{said}");
    }
    for (name, content) in [
        ("b.html", "<html><body><table><tr><td>乙公司</td></tr></table></body></html>"),
        ("b.xml", "<数据><行><名>乙公司</名></行><行><名>丙公司</名></行></数据>"),
        ("b.xml", "<?xml version='1.0'?><r><企业名称>乙</企业名称></r>"),
        ("b.json", "[{\"a\":\"乙\"},{\"a\":\"丙\"}]"),
        ("b.json", "{\"a\":{\"企业名称\":\"乙\"},\"b\":{\"企业名称\":\"丙\"}}"),
    ] {
        let opened = open("a", zip(&[("a.csv", CLEAN.as_bytes()), (name, content.as_bytes())])).unwrap();
        let is_said = !opened.unread.is_empty() || opened.inputs.len() == 2;
        assert!(is_said, "{name} {content}");
    }
}

/// The parts of an archive whose notes name a word, and those that are listed as no table.
fn noted(bytes: Vec<u8>) -> (Vec<String>, Vec<String>) {
    let opened = open("a", bytes).unwrap();
    let swept = mingcha::pipeline::sweep(&opened.asides, &crate::common::checker("filing"));
    let notes = swept.notes.iter().map(|note| note.place.to_string()).collect();
    (notes, opened.skipped.into_iter().map(|skipped| skipped.name).collect())
}

#[test]
fn a_word_in_what_comes_along_with_a_table_is_noted_however_it_is_written() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let link = [&b"L\0\0\0\x01\x14\x02\0"[..], &[0; 60], b"C:\\", &gbk("虚拟货币.csv"), b"\0"].concat();
    for (name, content) in [
        ("meta.json", br#"{"a": "\u865a\u62df\u8d27\u5e01"}"#.to_vec()),
        ("meta.json", r#"{"a": "虚拟\n货币"}"#.into()),
        ("meta.xml", "<?xml version='1.0'?><meta>&#x865A;拟货&#24065;</meta>".into()),
        ("readme.html", "<html><body><p>虚<b>拟</b>货<br>币</p></body></html>".into()),
        ("readme.txt", "本批材料为某局转来，其中不含虚拟货\n币的内容，请查收。\n".into()),
        ("a.lnk", link),
        ("desktop.ini", gbk("[.ShellClassInfo]\r\nInfoTip=虚拟货币\r\n")),
        (".DS_Store", [&b"\0\0\0\x01Bud1"[..], &wide("虚拟货币"), &[0, 0, 9]].concat()),
    ] {
        let (notes, skipped) = noted(zip(&[("a.csv", CLEAN.as_bytes()), (name, &content)]));
        assert_eq!((notes.len(), skipped), (1, vec![name.to_owned()]), "{name}: {notes:?}");
    }
    for (name, content) in [
        ("readme.html", "<html><body><ul><li>加密</li>\n<li>资产</li></ul></body></html>"),
        ("readme.txt", "加密。\n资产\n"),
        ("readme.txt", "加密\n\n资产\n"),
        ("desktop.ini", "[.ShellClassInfo]\r\nInfoTip=材料\r\n"),
    ] {
        assert_eq!(noted(zip(&[("a.csv", CLEAN.as_bytes()), (name, content.as_bytes())])).0, [""; 0], "{name}");
    }
}

#[test]
fn comments_of_an_archive_are_searched() {
    use std::io::Write as _;
    let write = |of_archive: &str, of_file: &str| {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.set_comment(of_archive.to_owned()).unwrap();
        let options = zip::write::FullFileOptions::default().with_file_comment(of_file);
        archive.start_file("a.csv", options).unwrap();
        archive.write_all(CLEAN.as_bytes()).unwrap();
        archive.finish().unwrap().into_inner()
    };
    assert_eq!(noted(write("虚拟货币", "")).0, ["part a"]);
    assert_eq!(noted(write("", "稳定币")).0, ["part a.csv"]);
    assert_eq!(noted(write("材料", "名单")).0, [""; 0]);
}

#[test]
fn bytes_around_an_archive_are_said_to_be_unread() {
    let (first, second) = (zip(&[("b.csv", CLEAN.as_bytes())]), zip(&[("a.csv", CLEAN.as_bytes())]));
    let book = xlsx_of(&[("表", "worksheet", &table(""))], &[]);
    for bytes in [
        [&first[..], &second].concat(),
        [&second[..], "乙公司,稳定币\n".as_bytes()].concat(),
        [&book[..], "稳定币".as_bytes()].concat(),
        [&book[..], &book].concat(),
    ] {
        let (_, unread) = parts(bytes);
        assert_eq!(unread.len(), 1, "{unread:?}");
        assert!(unread[0].1.contains("more bytes"), "{unread:?}");
    }
    for bytes in [second.clone(), book, [&second[..], &[0; 100]].concat(), [&second[..], b"\r\n"].concat()] {
        assert!(parts(bytes).1.is_empty());
    }
    assert_eq!(read(second).len(), 1);
}

#[test]
fn an_error_for_a_low_header_needs_both_headers() {
    let text = format!("{}企业名称,备注\n甲,稳定币\n", "某市,2026\n".repeat(11));
    assert!(error(text, &Options::default()).contains("no column looks like"));
}
