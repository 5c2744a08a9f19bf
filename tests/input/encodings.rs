//! Encodings are proven, and what is not proven is not read.

use encoding_rs::{BIG5, GB18030, GBK};
use mingcha::input::{Encoding, Options};

use crate::common::utf16;
use crate::harness::{check, error, once, try_check};
use crate::refusals::run_program;

const SIMPLIFIED: &str = "编号,名称,经营范围\n1,甲公司,软件开发\n2,乙公司,虚拟货币交易\n3,丙公司,一般经营项目：开发\n";
const TRADITIONAL: &str = "編號,名稱,經營範圍\n1,甲公司,軟體開發\n2,乙公司,虛擬貨幣交易\n3,丙公司,一般經營項目：開發\n";
const EXPECTED: [&str; 3] = ["1@2 clear", "2@3 reject", "3@4 clear"];

#[test]
fn every_encoding_is_proven_named_and_read_alike() {
    let with_mark = |text: &str| format!("\u{feff}{text}");
    for (text, bytes, name) in [
        (SIMPLIFIED, SIMPLIFIED.as_bytes().to_vec(), "UTF-8"),
        (SIMPLIFIED, with_mark(SIMPLIFIED).into_bytes(), "UTF-8"),
        (SIMPLIFIED, GBK.encode(SIMPLIFIED).0.into_owned(), "GB18030"),
        (SIMPLIFIED, GB18030.encode(&with_mark(SIMPLIFIED)).0.into_owned(), "GB18030"),
        (TRADITIONAL, GBK.encode(TRADITIONAL).0.into_owned(), "GB18030"),
        (TRADITIONAL, BIG5.encode(TRADITIONAL).0.into_owned(), "Big5"),
        (SIMPLIFIED, utf16(SIMPLIFIED, u16::to_le_bytes), "UTF-16LE"),
        (SIMPLIFIED, utf16(SIMPLIFIED, u16::to_be_bytes), "UTF-16BE"),
        (SIMPLIFIED, utf16(&with_mark(SIMPLIFIED), u16::to_le_bytes), "UTF-16LE"),
        (SIMPLIFIED, utf16(&with_mark(SIMPLIFIED), u16::to_be_bytes), "UTF-16BE"),
    ] {
        let outcome = check(&bytes);
        assert_eq!(outcome.encoding, name, "{text}");
        assert_eq!(outcome.brief(), EXPECTED, "{name}");
    }
}

#[test]
fn a_file_of_one_short_row_is_proven_too() {
    for row in ["甲,虚拟货币", "联通,稳定币", "比特,软件", "鑫淼,一般"] {
        let csv = format!("名称,经营范围\n{row}\n");
        let expected = check(&csv);
        for bytes in [GBK.encode(&csv).0.into_owned(), utf16(&csv, u16::to_le_bytes), utf16(&csv, u16::to_be_bytes)] {
            let outcome = check(&bytes);
            assert_eq!(outcome.rows, expected.rows, "{row} as {}", outcome.encoding);
        }
        let ascii_header = format!("name,scope\n{row}\n");
        assert_eq!(check(GBK.encode(&ascii_header).0).verdicts(), expected.verdicts(), "{row}");
    }
    for row in ["甲,虛擬貨幣", "聯通,穩定幣", "比特,軟體"] {
        let csv = format!("名稱,經營範圍\n{row}\n");
        let outcome = check(BIG5.encode(&csv).0);
        assert_eq!((outcome.rows, &*outcome.encoding), (check(&csv).rows, "Big5"), "{row}");
    }
}

#[test]
fn a_file_that_begins_in_ascii_is_settled_where_it_stops_being_ascii() {
    let ascii = "ABC Ltd,software\n".repeat(20_000);
    let csv = format!("name,scope\n{ascii}甲公司,虚拟货币交易、软件开发\n");
    for bytes in [csv.as_bytes().to_vec(), GBK.encode(&csv).0.into_owned()] {
        let outcome = check(&bytes);
        assert_eq!(outcome.brief().last().unwrap(), "20001@20002 reject", "{}", outcome.encoding);
    }
    assert_eq!(check(format!("name,scope\n{ascii}")).encoding, "ASCII");
}

#[test]
fn what_no_encoding_explains_is_refused() {
    for junk in [&b"caf\xE9 cr\xE8me na\xEFve"[..], &[0xFF; 400], b"\x80\x81\x20\x90\x0A\x8D,\x9D"] {
        let message = error([b"a,b\n", junk].concat(), &Options::default());
        assert!(message.contains("encoding could not be detected"), "{message}");
    }
}

#[test]
fn text_that_no_encoding_explains_below_an_ascii_header_is_never_clear() {
    let junk = b"caf\xE9,cr\xE8me\n";
    let no_encoding = [b"name,scope\nABC,software\n", &junk[..]].concat();
    let message = error(&no_encoding, &Options::default());
    assert!(message.contains("encoding could not be detected"), "{message}");
    let output = run_program(&["check"], no_encoding);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "the file is refused before any row");
    // With other rows that settle the encoding the file is read, and only the row that it does not explain is unread.
    let settled = ["name,scope\nABC,software\n甲公司,软件开发\n".as_bytes(), junk].concat();
    let outcome = check(&settled);
    assert_eq!(outcome.encoding, "UTF-8");
    assert_eq!(outcome.brief(), ["1@2 clear", "2@3 clear", "3@4 unchecked undecodable"]);
    assert_eq!(run_program(&["check"], settled).status.code(), Some(2));
}

#[test]
fn a_named_encoding_is_obeyed() {
    for label in ["gbk", "GB2312", "gb18030", "cp936"] {
        let options = Options { encoding: Encoding::from_label(label), ..Options::default() };
        let outcome = try_check(&GBK.encode(SIMPLIFIED).0, &options).unwrap();
        assert_eq!(outcome.brief(), EXPECTED, "{label}");
    }
    let options = Options { encoding: Encoding::from_label("utf-16le"), ..Options::default() };
    assert_eq!(try_check(&utf16(SIMPLIFIED, u16::to_le_bytes), &options).unwrap().brief(), EXPECTED);
    assert_eq!(Encoding::from_label("windows-1252"), None);
}

#[test]
fn a_broken_byte_leaves_its_row_unread_and_names_its_place() {
    let csv = "名称,经营范围\n甲公司,软件开发\n乙公司,数据处理\n丙公司,虚拟货币、软件\n";
    for (bytes, unit) in [(csv.as_bytes().to_vec(), 3), (GBK.encode(csv).0.into_owned(), 2)] {
        let second = bytes.split(|b| *b == b'\n').take(2).map(|line| line.len() + 1).sum::<usize>();
        let (name, last) = (second + unit, bytes.len() - 1 - unit);
        let mut broken = bytes.clone();
        broken[name] = 0xFF;
        broken[last] = 0xFF;
        let outcome = check(&broken);
        assert_eq!(outcome.brief(), ["1@2 clear", "2@3 unchecked undecodable", "3@4 reject undecodable"]);
        assert_eq!(outcome.details(1), [format!("at byte {name} of the input")]);
        assert_eq!(outcome.details(2), [format!("at byte {last} of the input")]);
    }
}

#[test]
fn a_lost_unit_of_utf16_leaves_its_row_unread_wherever_it_stands() {
    let csv = "编号,名称,经营范围,备注\n1,甲,软件,a\n2,乙,软件,b\n3,丙,软件,c\n";
    for mark in ["", "\u{feff}"] {
        let mut bytes = utf16(&format!("{mark}{csv}"), u16::to_le_bytes);
        let at = bytes.chunks(2).position(|unit| unit == [b'b', 0]).unwrap() * 2;
        bytes[at..at + 2].copy_from_slice(&0xD800_u16.to_le_bytes());
        let outcome = check(&bytes);
        assert_eq!(outcome.brief(), ["1@2 clear", "2@3 unchecked undecodable", "3@4 clear"]);
        assert_eq!(outcome.details(1), [format!("at byte {at} of the input")]);
    }
}

#[test]
fn characters_lost_before_they_came_here_leave_a_cell_unread_in_any_column() {
    let outcome = check("名称,经营范围,备注\n甲,软\u{FFFD}件,\n乙,软件,虚拟\u{FFFD}币\n丙,软件,无\n");
    assert_eq!(outcome.brief(), ["1@2 unchecked undecodable", "2@3 unchecked garbled", "3@4 clear"]);
    assert_eq!(outcome.rows[1]["problems"][0]["field"], "other");
    assert_eq!(outcome.details(1), ["备注: holds U+FFFD, lost before it came here"]);
    assert_eq!((outcome.cells.checked, outcome.cells.swept, outcome.cells.unread), (5, 1, 2));

    let outcome = check("{\"名称\":\"甲\",\"经营范围\":\"软件\",\"备注\":\"\u{FFFD}\"}\n");
    assert_eq!(outcome.brief(), ["1@1 unchecked garbled"]);
    let long = "公司".repeat(4000);
    let outcome = check(format!("名称,备注,经营范围\n甲,{long}\u{FFFD},软件\n"));
    assert_eq!(outcome.brief(), ["1@2 unchecked garbled"]);
}

#[test]
fn a_row_in_another_encoding_is_read_and_marked() {
    let mut bytes = "名称,经营范围\n甲公司,软件开发\n".as_bytes().to_vec();
    bytes.extend_from_slice(&GBK.encode("乙公司,虚拟货币交易\n丙公司,软件开发\n").0);
    bytes.extend_from_slice("丁公司,贸易\n".as_bytes());
    let outcome = check(&bytes);
    assert_eq!(outcome.brief(), ["1@2 clear", "2@3 reject mixed-encoding", "3@4 clear mixed-encoding", "4@5 clear"]);
    assert_eq!(outcome.details(1), ["read as GB18030"]);
}

#[test]
fn a_utf8_row_in_a_gbk_file_is_read_and_marked() {
    let mut bytes = GBK.encode(&"名称,经营范围\n甲公司,软件开发\n乙公司,软件开发、数据处理\n".repeat(3)).0.into_owned();
    bytes.extend_from_slice("丁公司,虚拟货币\n".as_bytes());
    let outcome = check(&bytes);
    assert_eq!(outcome.brief().last().unwrap(), "9@10 reject mixed-encoding");
}

#[test]
fn intact_utf8_is_never_read_as_anything_else_and_broken_utf8_never_clear() {
    let rows: Vec<String> = crate::big::filings(10_000).collect();
    let intact = format!("编号,名称,经营范围\n{}", rows.concat());
    let outcome = once(intact.as_bytes());
    assert!(outcome.rows.iter().all(|row| row["problems"].as_array().unwrap().is_empty()));
    let mut broken = "编号,名称,经营范围\n".as_bytes().to_vec();
    for (n, row) in rows.iter().enumerate() {
        let mut bytes = row.clone().into_bytes();
        let han: Vec<usize> = (0..bytes.len()).filter(|at| !bytes[*at].is_ascii()).collect();
        let at = han[n * 7919 % han.len()];
        match n % 3 {
            0 => drop(bytes.remove(at)),
            1 => bytes[at] = 0xFF,
            _ => bytes[at] ^= 0x40,
        }
        if std::str::from_utf8(&bytes).is_err() {
            broken.extend_from_slice(&bytes);
        }
    }
    let outcome = once(&broken);
    assert!(outcome.rows.len() > 8_000);
    for row in &outcome.rows {
        assert_ne!(row["verdict"], "clear", "{row}");
        assert_eq!(row["problems"][0]["kind"], "undecodable", "{row}");
    }
}
