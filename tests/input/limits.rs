//! Long cells, wide rows: bounded, and never clear beyond what was read.

use mingcha::input::{Limits, Options};

use crate::harness::{check, try_check};

fn limited(cell: usize) -> Options {
    Options { limits: Limits { cell, ..Limits::default() }, ..Options::default() }
}

#[test]
fn a_cell_beyond_the_limit_is_unread_there_and_checked_before() {
    for (scope, expected) in [
        (format!("虚拟货币{}", "软件".repeat(100)), "reject too-long"),
        (format!("{}虚拟货币", "软件".repeat(100)), "unchecked too-long"),
        ("软件".repeat(10), "clear"),
    ] {
        let csv = format!("名称,经营范围\n甲,{scope}\n乙,贸易\n");
        let outcome = try_check(csv.as_bytes(), &limited(64)).unwrap();
        assert_eq!(outcome.brief(), [format!("1@2 {expected}"), "2@3 clear".to_owned()]);
    }
}

#[test]
fn a_cut_cell_leaves_no_torn_character_and_shifts_nothing() {
    // Each length puts the cut at another byte of a character.
    for pad in 0..4 {
        let scope = format!("{}{}", "a".repeat(pad), "软件、".repeat(20_000));
        for quote in ["", "\""] {
            let csv = format!("编号,名称,经营范围,备注\n1,甲,{quote}{scope}{quote},虚拟货币\n2,乙,贸易,\n");
            for bytes in [csv.clone().into_bytes(), encoding_rs::GB18030.encode(&csv).0.into_owned()] {
                let outcome = try_check(&bytes, &limited(64)).unwrap();
                assert_eq!(outcome.brief(), ["1@2 unchecked too-long", "2@3 clear"], "{}", outcome.encoding);
            }
        }
    }
}

/// A batch whose last rows come after all that is read to find out what it is: from there on a record that is too long is cut
/// as it comes.
fn far_down(rows: &str) -> (String, usize) {
    let filling = format!("0,甲,{},\n", "软件、".repeat(4_000));
    (format!("编号,名称,经营范围,备注\n{}{rows}", filling.repeat(40)), 40)
}

#[test]
fn a_cell_that_is_cut_as_it_comes_leaves_no_torn_character_and_shifts_nothing() {
    for pad in 0..4 {
        // The last character has four bytes in GB18030.
        let scope = format!("{}{}", "a".repeat(pad), "软件、㐁".repeat(20_000));
        for quote in ["", "\""] {
            let (csv, before) = far_down(&format!("1,甲,{quote}{scope}{quote},虚拟货币\r\n2,乙,贸易,\n"));
            // In GB18030 the second byte of a character may be a bar.
            let gb18030 =
                [",", "|"].map(|delimiter| encoding_rs::GB18030.encode(&csv.replace(',', delimiter)).0.into_owned());
            for bytes in gb18030.into_iter().chain([csv.into_bytes()]) {
                let outcome = try_check(&bytes, &limited(64)).unwrap();
                let ends = &outcome.brief()[before..];
                assert_eq!(ends, ["41@42 unchecked too-long", "42@43 clear"], "{}", outcome.encoding);
            }
        }
    }
}

#[test]
fn a_record_that_is_cut_as_it_comes_may_end_anywhere() {
    let scope = "软件、".repeat(40_000);
    for (rows, last) in [
        (format!("1,甲,{scope}"), "41@42 unchecked ragged,too-long"),
        (format!("1,甲,{scope},"), "41@42 unchecked too-long"),
        (format!("1,甲,{scope},\""), "41@42 unchecked unclosed-quote,too-long"),
        (format!("1,甲,{scope},备注\r"), "41@42 unchecked too-long"),
    ] {
        let outcome = try_check(far_down(&rows).0.as_bytes(), &limited(64)).unwrap();
        assert_eq!(outcome.brief()[40..], [last]);
    }
}

#[test]
fn lines_cut_out_of_a_cell_are_counted() {
    let scope = "软件\r\n".repeat(60_001);
    let csv = format!("名称,经营范围\r\n甲,\"{scope}\"\r\n乙,贸易\r\n");
    let outcome = try_check(csv.as_bytes(), &limited(64)).unwrap();
    assert_eq!(outcome.brief(), ["1@2 unchecked too-long", "2@60004 clear"]);
}

#[test]
fn a_long_unclosed_quote_names_all_its_lines() {
    let csv = format!("名称,经营范围\n甲,\"{}", "软件\r\n".repeat(60_000));
    let outcome = try_check(csv.as_bytes(), &limited(64)).unwrap();
    assert_eq!(outcome.brief(), ["1@2 unchecked unclosed-quote,too-long"]);
    assert_eq!(outcome.details(0)[0], "lines 2 to 60002");
}

#[test]
fn a_row_of_ten_thousand_columns_is_read() {
    let header: Vec<String> = (0..9_998).map(|n| format!("c{n}")).collect();
    let row = ["x".repeat(20); 1].concat();
    let cells = vec![row; 9_998].join(",");
    let csv = format!("{},名称,经营范围\n{cells},甲,虚拟货币\n{cells},乙,软件\n", header.join(","));
    assert_eq!(check(csv).brief(), ["1@2 reject", "2@3 clear"]);
}

#[test]
fn a_row_far_beyond_all_limits_is_one_row_and_not_clear() {
    let many = vec!["软件".repeat(40); 20_000].join(",");
    let csv = format!("名称,经营范围\n甲,{many}\n乙,虚拟货币\n");
    let outcome = try_check(csv.as_bytes(), &limited(64)).unwrap();
    assert_eq!(outcome.verdicts(), ["unchecked", "reject"]);
    assert_eq!(outcome.brief()[1], "2@3 reject");
}

#[test]
fn a_long_line_full_of_every_delimiter_is_one_cell() {
    let scope = "软件、开发；数据，处理|销售\t".repeat(100_000);
    let csv = format!("名称,经营范围\n甲,\"{scope}\"\n乙,虚拟货币\n");
    let outcome = try_check(csv.as_bytes(), &limited(64)).unwrap();
    assert_eq!(outcome.brief(), ["1@2 unchecked too-long", "2@3 reject"]);
}
