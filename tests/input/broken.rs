//! Broken and odd CSV: every line that bears text is accounted for, under its right number.

use mingcha::input::Options;
use proptest::prelude::*;

use crate::common::cases;
use crate::harness::{Outcome, check, error, try_check};

fn brief(csv: &str) -> Vec<String> {
    check(csv).brief()
}

fn with_delimiter(csv: impl AsRef<[u8]>, delimiter: char) -> Outcome {
    try_check(csv.as_ref(), &Options { delimiter: Some(delimiter), ..Options::default() }).unwrap()
}

#[test]
fn an_unclosed_quote_is_one_row_with_its_lines_and_never_clear() {
    let outcome = check("id,名称,经营范围\n1,甲,软件\n2,乙,\"销售\n3,丙,贸易\n4,丁,服务\n");
    assert_eq!(outcome.brief(), ["1@2 clear", "2@3 unchecked unclosed-quote"]);
    assert_eq!(outcome.details(1), ["lines 3 to 6"]);
    let hit = check("id,名称,经营范围\n2,乙,\"销售\n3,丙,虚拟货币\n");
    assert_eq!(hit.brief(), ["1@2 reject unclosed-quote"]);
}

#[test]
fn an_unclosed_quote_in_the_first_cell_of_the_last_line_is_not_clear() {
    assert_eq!(
        brief("名称,经营范围\n甲,软件\n\"乙,贸易"),
        ["1@2 clear", "2@3 unchecked unclosed-quote,ragged,missing-cell"]
    );
}

#[test]
fn rows_swallowed_up_to_an_accidental_quote_are_not_clear() {
    // The address is not checked: without the alarm rows 2 and 3 would be gone, and row 1 clear.
    let torn = "id,名称,经营范围,地址\n1,甲,软件,\"城东\n2,乙,贸易,城西\n3,丙,服务,\"城南\"\n4,丁,餐饮,城北\n";
    let outcome = check(torn);
    assert_eq!(outcome.brief(), ["1@2 unchecked unclosed-quote", "2@5 clear"]);
    assert_eq!(outcome.details(0), ["lines 2 to 4, closed by another quote"]);
    let stray_end = "id,名称,经营范围,地址\n1,甲,软件,\"城东\n2,乙,贸易,城西\n3,丙,服务,城南\"\n4,丁,餐饮,城北\n";
    assert_eq!(brief(stray_end)[0], "1@2 unchecked unclosed-quote");
    let one_line = "id,名称,经营范围,地址\n1,甲,软件,\"城东\n2,乙,虚拟货币,城西\"\n4,丁,餐饮,城北\n";
    assert_eq!(brief(one_line)[0], "1@2 unchecked unclosed-quote");
}

/// A cell of a column: an id of digits or with a letter, a name, a scope, a date or a word for it, a remark.
fn cell_of(column: usize) -> BoxedStrategy<String> {
    match column {
        0 => "91[0-9]{15}[0-9X]".boxed(),
        1 => "[甲乙丙丁]{1,3}公司".boxed(),
        2 => "(软件|餐饮|贸易|虚拟货币|稳定币){1,2}".boxed(),
        3 => prop_oneof![4 => "20[0-9]{2}-0[1-9]-1[0-9]", 1 => Just("长期".to_owned())].boxed(),
        _ => "(无|见附件|[0-9]{3})".boxed(),
    }
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row: Vec<_> = (0..5).map(cell_of).collect();
    prop::collection::vec(row, 2..9)
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn two_stray_quotes_swallow_no_row_in_silence(
        rows in table(),
        column in 1_usize..5,
        first in any::<prop::sample::Index>(),
        last in any::<prop::sample::Index>(),
    ) {
        let first = first.index(rows.len() - 1);
        let last = first + 1 + last.index(rows.len() - first - 1);
        let mut rows = rows;
        rows[first][column].insert(0, '"');
        rows[last][column].push('"');
        let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let csv = format!("统一社会信用代码,企业名称,经营范围,营业期限,备注\n{}\n", lines.join("\n"));
        let verdicts = check(&csv).verdicts();
        prop_assert!(verdicts[first] != "clear" && verdicts[first] != "notice", "{}: {:?}", csv, verdicts);
    }
}

#[test]
fn a_scope_of_several_lines_is_no_swallowed_row() {
    for scope in
        ["软件开发\n硬件,网络,服务", "1、软件\n2、硬件,网络\n3、服务", "软件\r\n\r\n(一)硬件,销售,安装,维修", "软件\n"]
    {
        let csv = format!("id,名称,经营范围,地址\n91110108X,甲,\"{scope}\",城东\n2,乙,贸易,城西\n");
        let outcome = check(&csv);
        assert_eq!(outcome.verdicts(), ["clear", "clear"], "{scope}");
    }
}

#[test]
fn quotes_inside_unquoted_cells_are_text() {
    let outcome = check("名称,经营范围\n甲\"公司,软件\n\"乙\"公司,贸易\n丙,虚\"拟\"货\"币\n丁“公司”,贸易\n");
    assert_eq!(outcome.verdicts(), ["clear", "clear", "review", "clear"]);
    assert_eq!(outcome.rows[0]["name"], "甲\"公司");
    assert_eq!(outcome.rows[1]["name"], "乙公司");
}

#[test]
fn ragged_rows_are_named_and_not_clear() {
    assert_eq!(
        brief("名称,经营范围,备注\n甲,软件\n乙\n丙,软件,无,多\n丁,虚拟货币,a,b\n戊,软件,\n"),
        [
            "1@2 unchecked ragged",
            "2@3 unchecked ragged,missing-cell",
            "3@4 unchecked ragged",
            "4@5 reject ragged",
            "5@6 clear",
        ]
    );
}

#[test]
fn a_run_of_nul_shifts_no_row_and_hides_no_word() {
    let csv = format!("名称,经营范围\n甲,软件{}\n乙,虚拟{}货币\n丙,贸易\n", "\0".repeat(1411), "\0".repeat(9));
    assert_eq!(brief(&csv), ["1@2 clear", "2@3 reject", "3@4 clear"]);
    assert_eq!(
        brief(&format!("名称,经营范围\n{}\n乙,贸易\n", "\0".repeat(1411)))[0],
        "1@2 unchecked ragged,missing-cell"
    );
}

#[test]
fn lone_carriage_returns_end_lines() {
    assert_eq!(brief("名称,经营范围\r甲,软件\r乙,虚拟货币\r"), ["1@2 clear", "2@3 reject"]);
    assert_eq!(brief("名称,经营范围\n甲,软件\r乙,贸易\r\n丙,餐饮"), ["1@2 clear", "2@3 clear", "3@4 clear"]);
}

#[test]
fn lines_are_counted_over_blank_lines_and_cells_with_line_breaks() {
    let outcome = check("\n名称,经营范围\r\n\r\n甲,\"软\r\n件\"\r\n\r\n\r\n乙,\"a\nb\rc\"\r\n丙,贸易\r\n\r\n");
    assert_eq!(outcome.brief(), ["1@4 clear", "2@8 clear", "3@11 clear"]);
}

#[test]
fn a_long_file_keeps_rows_and_lines_in_step() {
    let mut csv = "名称,经营范围\r\n".to_owned();
    let mut expected = Vec::new();
    let mut line = 2;
    for row in 1..=3000_usize {
        let (text, lines) = match row % 5 {
            0 => ("甲,\"软件\r\n开发\"\r\n", 2),
            1 => ("乙,虚拟货币\r\n", 1),
            2 => ("\r\n丙,贸易\r\n", 2),
            3 => ("丁,\"货\"\"物\"\n", 1),
            _ => ("戊,餐饮\r", 1),
        };
        let first = line + usize::from(row % 5 == 2);
        let verdict = if row % 5 == 1 { "reject" } else { "clear" };
        expected.push(format!("{row}@{first} {verdict}"));
        csv.push_str(text);
        line += lines;
    }
    assert_eq!(brief(&csv), expected);
}

#[test]
fn marks_at_the_beginning_are_no_part_of_the_first_header() {
    for marks in ["", "\u{feff}", "\u{feff}\u{feff}"] {
        for header in ["名称,经营范围", "\"名称\",\"经营范围\""] {
            assert_eq!(brief(&format!("{marks}{header}\n甲,虚拟货币\n")), ["1@2 reject"], "{marks:?}{header}");
        }
    }
}

#[test]
fn the_last_line_needs_no_line_break() {
    assert_eq!(brief("名称,经营范围\n甲,软件\n乙,虚拟货币"), ["1@2 clear", "2@3 reject"]);
    assert_eq!(brief("名称,经营范围\n甲,软件\n乙,\"虚拟货币\""), ["1@2 clear", "2@3 reject"]);
    assert_eq!(brief("名称,经营范围\n甲,软件\n乙,"), ["1@2 clear", "2@3 clear empty"]);
}

#[test]
fn an_empty_file_is_refused_and_a_header_alone_is_not() {
    assert!(error("", &Options::default()).contains("is empty"));
    assert!(error("\n\r\n\n", &Options::default()).contains("no record"));
    assert!(error("\u{feff}", &Options::default()).contains("no record"));
    for header in ["名称,经营范围", "名称,经营范围\n", "\u{feff}名称,经营范围\r\n"] {
        assert!(check(header).rows.is_empty(), "{header:?}");
    }
}

#[test]
fn every_usual_delimiter_is_found() {
    for delimiter in [",", "\t", ";", "|", "，", "；"] {
        let csv = ["编号", "名称", "经营范围\n1", "甲公司", "虚拟货币\n2", "乙公司", "软件开发\n"].join(delimiter);
        assert_eq!(brief(&csv), ["1@2 reject", "2@3 clear"], "{delimiter:?}");
        let gbk = encoding_rs::GBK.encode(&csv).0;
        assert_eq!(check(&gbk).brief(), ["1@2 reject", "2@3 clear"], "{delimiter:?} in GBK");
    }
}

#[test]
fn trail_bytes_that_look_like_a_pipe_are_no_delimiter() {
    // The second byte of each of these in GBK is |.
    let pipes: String = (0x81..=0xFE_u8).map(|lead| encoding_rs::GBK.decode(&[lead, b'|']).0.into_owned()).collect();
    let pipes: String = pipes.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).take(40).collect();
    let csv = format!(
        "编号|名称|经营范围\n1|公司{pipes}公司|虚拟货币、软件开发、技术服务、技术咨询、数据处理、货物进出口\n2|乙|贸易\n"
    );
    let outcome = check(encoding_rs::GBK.encode(&csv).0);
    assert_eq!(outcome.brief(), ["1@2 reject", "2@3 clear"]);
    assert_eq!(outcome.rows[0]["name"], format!("公司{pipes}公司"));
}

#[test]
fn a_broken_lead_byte_swallows_no_line_break() {
    let mut gbk = encoding_rs::GBK.encode("编号|名称|经营范围\n1|甲公司|软件开发").0.into_owned();
    gbk.extend_from_slice(b"\xB91\n");
    gbk.extend_from_slice(&encoding_rs::GBK.encode("2|乙公司|虚拟货币\n").0);
    assert_eq!(check(gbk).brief(), ["1@2 unchecked undecodable", "2@3 reject"]);
}

#[test]
fn a_declared_separator_is_used_and_counted_as_a_line() {
    for (declared, delimiter) in [("sep=;", ";"), ("sep=\t", "\t"), ("sep=^", "^"), ("SEP=|", "|"), ("\"sep=,\"", ",")]
    {
        let csv = format!("{declared}\r\n名称{delimiter}经营范围\r\n甲{delimiter}虚拟货币\r\n");
        assert_eq!(brief(&csv), ["1@3 reject"], "{declared}");
    }
    assert!(error("sep=ab\n名称,经营范围\n", &Options::default()).contains("does not declare a single character"));
}

#[test]
fn what_stands_for_nothing_is_noted_and_not_unread() {
    for nothing in [
        "",
        "N/A",
        "n/a",
        "NULL",
        "null",
        "\\N",
        "-",
        "无",
        "  ",
        "ＮＵＬＬ",
        "\u{200b}",
        "\u{feff} \u{2060}\u{3000}\u{ad}",
        "\u{200b}-",
    ] {
        assert_eq!(brief(&format!("名称,经营范围\n甲,{nothing}\n")), ["1@2 clear empty"], "{nothing:?}");
    }
    assert_eq!(brief("名称,经营范围\n甲,无人机销售\n"), ["1@2 clear"]);
}

#[test]
fn a_cut_off_scope_is_not_clear_and_keeps_its_findings() {
    for end in ["...", "…", "……", "．．．", "...\u{3000}", "…\""] {
        let quote = if end.ends_with('"') { "\"" } else { "" };
        let row = |scope: &str| brief(&format!("名称,经营范围\n甲,{quote}{scope}{end}\n")).remove(0);
        assert_eq!(row("软件开发"), "1@2 unchecked cut-off", "{end}");
        assert_eq!(row("虚拟货币交易"), "1@2 reject cut-off", "{end}");
    }
    assert_eq!(brief("名称,经营范围\n甲,软件.\n乙,软件…开发\n丙,软件..\n"), ["1@2 clear", "2@3 clear", "3@4 clear"]);
    assert_eq!(brief("名称,经营范围\n虚拟货…,软件\n")[0], "1@2 unchecked cut-off");
    for hidden in ["...\u{200b}", "…\u{feff} ", "..\u{200d}.", "．.．", "…\u{3000}\u{0}"] {
        let row = brief(&format!("名称,经营范围\n甲,软件开发{hidden}\n"));
        assert_eq!(row, ["1@2 unchecked cut-off"], "{hidden:?}");
    }
}

#[test]
fn a_delimiter_of_ones_own_is_used() {
    assert_eq!(with_delimiter("名称#经营范围\n甲,乙#虚拟货币\n", '#').brief(), ["1@2 reject"]);
}

#[test]
fn a_list_of_one_column_needs_no_delimiter() {
    let outcome = check("经营范围\n软件, 硬件\n虚拟货币, 软件; 贸易\n\"贸易\n餐饮\"\n");
    assert_eq!(outcome.brief(), ["1@2 clear", "2@3 reject", "3@4 clear"]);
}
