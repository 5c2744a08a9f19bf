//! Columns are found by known headers however they are written, or named by the user.

use mingcha::input::{Keep, Options, Wanted};
use mingcha::verdict::Field;

use crate::harness::{check, error, try_check};

fn wanted(names: &[&str], scopes: &[&str]) -> Options {
    let mut wanted = Wanted::default();
    for (field, columns) in [(Field::Name, names), (Field::Scope, scopes)] {
        wanted = columns.iter().fold(wanted, |wanted, column| wanted.with(field, column));
    }
    Options { wanted, ..Options::default() }
}

#[test]
fn every_header_of_the_field_is_known() {
    let names = "企业名称 公司名称 公司全称 企业（机构）名称 单位名称 机构名称 供应商名称 个体工商户名称 主体名称 名称 ENTNAME entName DWMC Name";
    let scopes = "经营范围 经营(业务)范围 经营业务范围 许可经营项目 一般经营项目 许可项目 一般项目 OPSCOPE opScope ZSOPSCOPE ABUITEM \
                  CBUITEM BUSSCOPE PTBUSSCOPE JYFW BusinessScope business_scope operatescope";
    for header in names.split_whitespace().chain(scopes.split_whitespace()) {
        let outcome = check(format!("x,{header},y\n1,虚拟货币,z\n"));
        assert_eq!(outcome.brief(), ["1@2 reject"], "{header}");
    }
    for header in ["统一社会信用代码", "注册号", "UNISCID", "CREDITCODE", "REGNO"] {
        let outcome = check(format!("{header},名称\n91110108MA01,甲\n"));
        assert_eq!(outcome.rows[0]["id"], "91110108MA01", "{header}");
    }
}

#[test]
fn headers_are_compared_folded_and_without_blanks() {
    for header in [
        "企業名稱",
        "企业 名称",
        " 企业名称 ",
        "企业\u{3000}名称",
        "ＥＮＴＮＡＭＥ",
        "企业（机构）名称",
        "企业(机构)名称",
        "經營範圍",
        "\"企业\n名称\"",
    ] {
        assert_eq!(check(format!("{header},备注\n虚拟货币,z\n")).verdicts(), ["reject"], "{header}");
    }
}

#[test]
fn every_column_of_a_header_that_stands_twice_is_checked() {
    let outcome = check("名称,经营范围,经营范围\n甲,软件,虚拟货币\n乙,虚拟货币,\n");
    assert_eq!(outcome.verdicts(), ["reject", "reject"]);
    assert_eq!(outcome.columns.len(), 3);
}

#[test]
fn a_header_below_title_rows_is_found_and_the_titles_are_counted() {
    let outcome = check("某市登记清单,,\n制表：2026-02-07,,\n\n编号,企业名称,经营范围\n1,甲,虚拟货币\n");
    assert_eq!(outcome.brief(), ["1@5 reject"]);
    assert_eq!(outcome.titles, 2);
    let tenth = format!("{}企业名称,经营范围\n甲,虚拟货币\n", "标题,x\n".repeat(9));
    assert_eq!(check(tenth).brief(), ["1@11 reject"]);
}

#[test]
fn data_that_mentions_a_header_is_no_header() {
    let outcome = check("企业名称,经营范围\n经营范围,软件\n甲,虚拟货币\n");
    assert_eq!(outcome.brief(), ["1@2 clear", "2@3 reject"]);
}

#[test]
fn columns_are_named_by_header_or_number() {
    let csv = "a,b,c\n虚拟货币,x,y\nx,y,虚拟货币\n";
    let verdicts = |options| try_check(csv.as_bytes(), &options).unwrap().verdicts();
    assert_eq!(verdicts(wanted(&["a"], &[])), ["reject", "notice"]);
    assert_eq!(verdicts(wanted(&[], &["3"])), ["notice", "reject"]);
    assert_eq!(verdicts(wanted(&["1"], &["c", "b"])), ["reject", "reject"]);
    assert!(error(csv, &wanted(&["d"], &[])).contains("no column is called `d`; found: a, b, c"));
    assert!(error(csv, &wanted(&["4"], &[])).contains("there is no column 4"));
}

#[test]
fn without_known_headers_the_error_lists_what_was_found() {
    let message = error("编号,甲栏,备注\n1,a,b\n", &Options::default());
    assert!(message.contains("found: 编号, 甲栏, 备注"), "{message}");
    let long = format!("\"{}", "编号,".repeat(10_000));
    assert!(error(&long, &Options::default()).len() < 1000);
}

#[test]
fn without_headers_the_first_row_is_data() {
    let mut options = wanted(&["2"], &["3"]);
    options.wanted.no_headers = true;
    options.wanted.keep = Keep::All;
    let outcome = try_check("1,甲,虚拟货币\n\n2,乙,软件\n".as_bytes(), &options).unwrap();
    assert_eq!(outcome.brief(), ["1@1 reject", "2@3 clear"]);
    assert_eq!(outcome.rows[0]["kept"]["1"], "1");
    let unnamed = Options { wanted: Wanted { no_headers: true, ..Wanted::default() }, ..Options::default() };
    assert!(error("1,甲\n", &unnamed).contains("by number"));
}

#[test]
fn the_first_filled_id_counts() {
    let outcome = check("注册号,统一社会信用代码,名称\n110,,甲\n110,911,乙\n");
    assert_eq!((&outcome.rows[0]["id"], &outcome.rows[1]["id"]), (&"110".into(), &"911".into()));
}

#[test]
fn an_id_with_an_exponent_is_reported_and_not_unread() {
    for id in ["9.13E+17", "9.11101083123457E+17", "9E+17", "9.13e+17"] {
        let outcome = check(format!("统一社会信用代码,名称\n{id},甲\n"));
        assert_eq!(outcome.brief(), ["1@2 clear scientific-id"], "{id}");
    }
    for id in ["91110108MA01E+17", "913E17", "9.13", "E+17", "1E5"] {
        assert_eq!(check(format!("统一社会信用代码,名称\n{id},甲\n")).brief(), ["1@2 clear"], "{id}");
    }
}

#[test]
fn a_spreadsheets_error_in_a_checked_cell_is_not_clear() {
    for error in ["#NAME?", "#REF!", "#N/A", "########", "#RE\u{200b}F!", "\u{feff}#N/A\u{200d}", "##\u{ad}#"] {
        assert_eq!(check(format!("名称,经营范围\n甲,{error}\n")).brief(), ["1@2 unchecked cell-error"], "{error}");
    }
    assert_eq!(check("名称,经营范围\n#1 Ltd,#\n").brief(), ["1@2 clear"]);
}

#[test]
fn a_cell_that_shows_in_another_order_than_it_is_read_in_is_not_clear() {
    for text in
        ["\u{202e}币定稳\u{202c}发行", "\u{202b}软件", "\u{2067}\u{2066}币\u{2069}稳定\u{2069}", "软件“\u{2068}开发”"]
    {
        assert_eq!(check(format!("名称,经营范围\n甲,{text}\n")).brief(), ["1@2 unchecked reordered"], "{text:?}");
        assert_eq!(check(format!("名称,经营范围\n{text},软件\n")).brief(), ["1@2 unchecked reordered"], "{text:?}");
    }
    let named = check("名称,经营范围\n甲,\u{202e}稳定币\n");
    assert_eq!(named.brief(), ["1@2 reject reordered"]);
}

#[test]
fn controls_that_move_no_letter_are_no_problem() {
    for text in
        ["\u{202d}13800000000\u{202c}", "\u{202a}软件\u{202c}", "\u{2066}软件\u{2069}", "“软件”…的‰\u{200e}开发"]
    {
        assert_eq!(check(format!("名称,经营范围\n甲,{text}\n")).brief(), ["1@2 clear"], "{text:?}");
    }
}

#[test]
fn a_number_names_a_place_and_not_the_row_that_holds_it() {
    let csv = "x,y\n1,虚拟货币\n2,软件\n3,软件\n";
    let outcome = try_check(csv.as_bytes(), &wanted(&["2"], &[])).unwrap();
    assert_eq!(outcome.brief(), ["1@2 reject", "2@3 clear", "3@4 clear"]);
}

#[test]
fn a_formula_in_delimited_text_is_unread_and_a_text_that_begins_like_one_is_not() {
    for formula in ["=\"虚拟\"&\"货币\"", "=UNICHAR(34394)&UNICHAR(25311)", "=D2", "=CONCATENATE(\"虚拟\",D2)"] {
        let cell = format!("\"{}\"", formula.replace('"', "\"\""));
        let outcome = check(format!("名称,经营范围\n甲,{cell}\n乙,餐饮\n"));
        assert_eq!(outcome.brief(), ["1@2 unchecked cell-error", "2@3 clear"], "{formula}");
        assert_eq!(outcome.details(0), [format!("经营范围: {formula}")]);
        assert_eq!(outcome.cells.unread, 1, "{formula}");
        let outcome = check(format!("名称,经营范围,备注\n甲,餐饮,{cell}\n"));
        assert_eq!(outcome.brief(), ["1@2 unchecked cell-error"], "{formula}");
        assert_eq!(outcome.details(0), [format!("备注: {formula}")]);
        assert_eq!(outcome.cells.unread, 1, "{formula}");
        let header = error(format!("名称,{cell}\n甲,餐饮\n"), &Options::default());
        assert!(header.contains("the header of column 2"), "{header}");
    }
    let outcome = check("名称,经营范围\n甲,=\"虚拟\"&\"货币\"\n");
    assert_eq!(outcome.brief(), ["1@2 unchecked cell-error"], "without quotes around it");
    assert_eq!(check("名称,经营范围\n甲,=\"虚拟货币\"\n").brief(), ["1@2 reject"]);
    for text in ["=\"00123\"", "\"=\"\"00123\"\"\"", "=====", "=1", "+86 10", "@甲"] {
        assert_eq!(check(format!("名称,经营范围,电话\n甲,{text},{text}\n")).brief(), ["1@2 clear"], "{text}");
    }
    // In JSON and in the cells of a workbook a text is a text.
    let json = "[{\"名称\":\"甲\",\"经营范围\":\"=\\\"虚拟\\\"&\\\"开发\\\"\"}]";
    assert_eq!(check(json).brief(), ["1@1 clear"]);
}
