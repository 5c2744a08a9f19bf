//! Text of two encodings in one file: each field is read in the encoding that its bytes prove, what stays doubtful is unread,
//! and a file of one encoding has no problem, whatever rare characters it has.

use encoding_rs::{BIG5, GB18030};
use mingcha::input::{Encoding, Options};
use proptest::prelude::*;

use crate::common::cases;
use crate::harness::{Outcome, check, error, once, try_check};
use crate::scripts::{ENCODINGS, encoded, in_script};

/// A header and enough rows to settle the encoding of a file.
fn file(encoding: Encoding) -> Vec<u8> {
    let header = in_script(encoding, ["企业名称,备注,经营范围\n", "企業名稱,備註,經營範圍\n"]);
    let row = in_script(encoding, ["甲有限公司,无,软件开发、餐饮服务\n", "甲有限公司,無,軟體開發、餐飲服務\n"]);
    encoded(encoding, &format!("{header}{}", row.repeat(40)))
}

/// Checks one more row of a file in an encoding.
fn last_row(encoding: Encoding, fields: [&[u8]; 3]) -> (Outcome, String) {
    let bytes = [file(encoding), fields.join(&b","[..]), b"\n".to_vec()].concat();
    let outcome = check(&bytes);
    assert_eq!(outcome.encoding, encoding.name());
    let brief = outcome.brief().pop().unwrap();
    let brief = brief.split_once(' ').unwrap().1.to_owned();
    (outcome, brief)
}

const LONG: [&str; 2] = [
    "软件开发；技术服务；数据处理；信息咨询；企业管理；市场营销；会议服务；展览展示；货物进出口；技术进出口",
    "軟體開發；技術服務；資料處理；資訊諮詢；企業管理；市場行銷；會議服務；展覽展示；貨物進出口；技術進出口",
];

#[test]
fn a_short_field_is_not_read_in_the_encoding_of_a_long_one() {
    for (file, other) in [(Encoding::Utf8, Encoding::Gb18030), (Encoding::Utf8, Encoding::Big5)] {
        let name = in_script(other, ["虚拟货币公司", "虛擬貨幣公司"]);
        let scope = encoded(other, in_script(other, LONG));
        let (outcome, brief) = last_row(file, [name.as_bytes(), b"x", &scope]);
        assert_eq!(brief, "reject mixed-encoding");
        assert_eq!(outcome.details(40), [format!("some cells read as {}", other.name())]);
    }
    for file in [Encoding::Gb18030, Encoding::Big5] {
        let scope = encoded(file, in_script(file, LONG));
        for name in ["虚拟货币公司", "稳定币", "虛擬貨幣"] {
            assert_eq!(last_row(file, [name.as_bytes(), b"x", &scope]).1, "reject mixed-encoding", "{name}");
            let (_, brief) = last_row(file, [&encoded(file, "甲公司"), name.as_bytes(), &scope]);
            assert_eq!(brief, "notice mixed-encoding", "{name}");
        }
    }
}

#[test]
fn utf8_inside_a_cell_of_another_encoding_is_read_and_leaves_the_row_unread() {
    for file in ENCODINGS {
        for other in [Encoding::Gb18030, Encoding::Big5] {
            let around = encoded(other, in_script(other, LONG));
            let cell = [&around, "虚拟货币".as_bytes(), &around].concat();
            let name = encoded(other, "甲乙有限公司");
            let (_, brief) = last_row(file, [&name, b"x", &cell]);
            assert!(!brief.starts_with("clear") && brief.contains(" undecodable"), "{}: {brief}", file.name());
        }
    }
}

#[test]
fn a_word_that_its_file_reads_as_other_text_leaves_the_row_unread_and_is_named() {
    let big5 = encoded(Encoding::Big5, "虛擬貨幣");
    assert_eq!(GB18030.decode_without_bom_handling(&big5).0, "店览砯刽");
    for (file, cell, detail) in [
        (Encoding::Gb18030, big5, "its bytes contain 虛擬貨幣 in Big5, the text read from them does not"),
        (
            Encoding::Gb18030,
            stray(Encoding::Gb18030, "稳定币"),
            "its bytes contain 稳定币 in GB18030, the text read from them does not",
        ),
        (Encoding::Gb18030, b"\xB0RWA".to_vec(), "its bytes contain RWA in ASCII, the text read from them does not"),
        (
            Encoding::Big5,
            encoded(Encoding::Gb18030, "稳定币"),
            "its bytes contain 稳定币 in GB18030, the text read from them does not",
        ),
        (
            Encoding::Big5,
            stray(Encoding::Big5, "穩定幣"),
            "its bytes contain 穩定幣 in Big5, the text read from them does not",
        ),
        (Encoding::Big5, b"\xB0RWA".to_vec(), "its bytes contain RWA in ASCII, the text read from them does not"),
        (
            Encoding::Gb18030,
            "稳定币".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "its bytes contain 稳定币 in UTF-16LE, the text read from them does not",
        ),
        (
            Encoding::Gb18030,
            "稳定币".encode_utf16().flat_map(u16::to_be_bytes).collect(),
            "its bytes contain 稳定币 in UTF-16BE, the text read from them does not",
        ),
    ] {
        let name = encoded(file, "甲公司");
        let fields: [[&[u8]; 3]; 3] = [[&cell, b"x", &name], [&name, &cell, &name], [&name, b"x", &cell]];
        for fields in fields {
            let (outcome, brief) = last_row(file, fields);
            assert_eq!(brief, "unchecked garbled", "{detail}");
            assert_eq!(outcome.details(40), [detail]);
        }
    }
}

#[test]
fn a_latin_word_whose_neighbours_are_read_as_latin_is_hidden() {
    // 有 in Big5 is the Greek letter Τ in GB18030.
    let cell = [b"RWA".to_vec(), encoded(Encoding::Big5, "有限公司")].concat();
    let name = encoded(Encoding::Gb18030, "甲公司");
    let (outcome, brief) = last_row(Encoding::Gb18030, [&name, &cell, &name]);
    assert_eq!(brief, "unchecked garbled", "{:?}", outcome.details(40));
}

#[test]
fn a_word_that_is_read_is_not_hidden() {
    for file in ENCODINGS {
        let word = in_script(file, ["稳定币交易、RWA、ＲＷＡ", "穩定幣交易、RWA、ＲＷＡ"]);
        let word = encoded(file, word);
        let name = encoded(file, "甲公司");
        assert_eq!(last_row(file, [&name, b"x", &word]).1, "reject", "{}", file.name());
        assert_eq!(last_row(file, [&name, &word, &name]).1, "notice", "{}", file.name());
    }
}

#[test]
fn misread_text_in_a_column_that_is_only_searched_is_unread() {
    let gbk = encoded(Encoding::Gb18030, "北京市海淀区中关村大街");
    let latin: String = gbk.iter().map(|byte| char::from(*byte)).collect();
    let utf8 = GB18030.decode_without_bom_handling("浙江省杭州市西湖区".as_bytes()).0;
    for cell in [
        &*latin,
        &utf8,
        "锟斤拷锟斤拷",
        "????????",
        "1-2 ÖÐ¹ØÃñ×å´ó½Ö",
        "剞攜億啟",
        "~{PiDb;u1R~}",
        "+hlpi340nXgE-",
        "ΦÖÜµïƒ",
    ] {
        let (outcome, brief) = last_row(Encoding::Utf8, ["甲公司".as_bytes(), cell.as_bytes(), "餐饮".as_bytes()]);
        assert_eq!(brief, "unchecked garbled", "{cell}");
        assert_eq!(outcome.rows[40]["problems"][0]["field"], "other");
        assert_eq!(outcome.details(40), ["备注"]);
        let cells = outcome.cells;
        assert_eq!((cells.checked, cells.swept, cells.unread), (82, 40, 1), "{cell}");
    }
    for cell in ["?", "??", "±5°C", "Émile Zola", "Müller", "潢川", "鑫淼", "王\u{e863}", "×××", "¥100", "€5", "·", "Ä"]
    {
        let (_, brief) = last_row(Encoding::Utf8, ["甲公司".as_bytes(), cell.as_bytes(), "餐饮".as_bytes()]);
        assert_eq!(brief, "clear", "{cell}");
    }
}

#[test]
fn a_hidden_word_is_found_across_blanks_and_a_line_break() {
    for (file, other, word) in [
        (Encoding::Gb18030, Encoding::Big5, "虛 擬 貨 幣"),
        (Encoding::Gb18030, Encoding::Big5, "虛擬\u{3000}貨幣"),
        (Encoding::Gb18030, Encoding::Big5, "\"虛擬貨\r\n\u{3000}幣\""),
        (Encoding::Big5, Encoding::Gb18030, "稳  定\t币"),
        (Encoding::Big5, Encoding::Gb18030, "\"稳\n定币\""),
    ] {
        let name = encoded(file, "甲公司");
        let cell = encoded(other, word);
        for fields in [[&name[..], &cell, &name], [&name, b"x", &cell]] {
            let (outcome, brief) = last_row(file, fields);
            assert!(brief.starts_with("unchecked") && brief.contains("garbled"), "{word:?}: {brief}");
            assert!(outcome.details(40).iter().any(|detail| detail.contains(other.name())), "{word:?}");
        }
    }
}

#[test]
fn a_spaced_word_that_is_read_is_not_hidden_and_no_word_goes_from_row_to_row() {
    for file in ENCODINGS {
        let name = encoded(file, "甲公司");
        let word = in_script(file, ["稳 定\u{3000}币", "穩 定\u{3000}幣"]);
        let (_, brief) = last_row(file, [&name, &encoded(file, word), &name]);
        assert!(!brief.contains("garbled"), "{}: {brief}", file.name());
    }
    let mut bytes = file(Encoding::Gb18030);
    bytes.extend(encoded(Encoding::Big5, "甲,x,虛擬\n"));
    bytes.extend(encoded(Encoding::Big5, "貨幣,x,甲\n"));
    assert!(check(&bytes).brief().iter().all(|row| !row.contains("garbled")));
    // A blank line separates two texts.
    let cell = encoded(Encoding::Big5, "\"虛擬\n\n貨幣\"");
    let (_, brief) = last_row(Encoding::Gb18030, [b"x", &cell, b"x"]);
    assert!(!brief.contains("garbled"), "{brief}");
}

/// Three forms of JSON with these bytes in a scope and with a key.
fn forms_of_json(encoding: Encoding, scope: &[u8], key: &str) -> Vec<Vec<u8>> {
    let [name, header] = in_script(encoding, [["企业名称", "经营范围"], ["企業名稱", "經營範圍"]]);
    let before = encoded(encoding, in_script(encoding, ["甲有限公司，软件开发", "甲有限公司，軟體開發"]));
    let text = |text: &str| encoded(encoding, text);
    let object = |scope: &[u8]| {
        let begin = text(&format!("{{\"{name}\":\"x\",\"{key}\":\"1\",\"{header}\":\""));
        [&begin[..], scope, b"\"}"].concat()
    };
    let (first, second) = (object(&before), object(scope));
    vec![
        [b"[\n", &first[..], b",\n", &second, b"]"].concat(),
        [b"{\n\"data\":[", &first[..], b",", &second, b"]}"].concat(),
        [
            &b"[[\""[..],
            &text(name),
            b"\",\"",
            &text(header),
            b"\"],\n[\"x\",\"",
            &before,
            b"\"],\n[\"x\",\"",
            scope,
            b"\"]]",
        ]
        .concat(),
    ]
}

#[test]
fn a_hidden_word_in_json_leaves_its_row_unread_and_is_named() {
    for (file, other, word) in [
        (Encoding::Gb18030, Encoding::Big5, "虛擬貨幣"),
        (Encoding::Gb18030, Encoding::Big5, "虛擬 貨幣"),
        (Encoding::Big5, Encoding::Gb18030, "稳定币"),
    ] {
        for bytes in forms_of_json(file, &encoded(other, word), "id") {
            let outcome = check(&bytes);
            let brief = outcome.brief();
            assert_eq!(outcome.encoding, file.name());
            assert!(brief[0].ends_with("clear") && brief[1].ends_with("unchecked garbled"), "{word}: {brief:?}");
            assert!(outcome.details(1)[0].contains(other.name()), "{:?}", outcome.details(1));
        }
    }
    for file in [Encoding::Gb18030, Encoding::Big5] {
        let [word, key] = in_script(file, [["稳 定币、RWA、ＲＷＡ", "稳定币"], ["穩 定幣、RWA、ＲＷＡ", "穩定幣"]]);
        for bytes in forms_of_json(file, &encoded(file, word), key) {
            assert!(check(&bytes).brief().iter().all(|row| !row.contains("garbled")), "{word}");
        }
    }
}

#[test]
fn lines_of_json_are_read_in_the_encoding_that_is_named() {
    let line = |scope: &[u8]| {
        [&encoded(Encoding::Gb18030, "{\"企业名称\":\"甲公司\",\"经营范围\":\"")[..], scope, b"\"}\n"].concat()
    };
    let gbk = |text: &str| encoded(Encoding::Gb18030, text);
    let bytes =
        [line(&gbk("软件开发")), line(&gbk("虚拟货币")), line(&encoded(Encoding::Big5, "虛擬貨幣")), line(b"\xFF")];
    let options = Options { encoding: Some(Encoding::Gb18030), ..Options::default() };
    let outcome = try_check(&bytes.concat(), &options).unwrap();
    assert_eq!(outcome.encoding, "GB18030");
    assert_eq!(outcome.verdicts(), ["clear", "reject", "unchecked", "unchecked"]);

    let refused = error(bytes.concat(), &Options::default());
    assert!(refused.contains("lines of JSON in GB18030"), "{refused}");
}

/// A word behind half a character and before a letter.
fn stray(encoding: Encoding, word: &str) -> Vec<u8> {
    [b"\xB0", &encoded(encoding, word)[..], b"A"].concat()
}

/// One character of those that a double-byte encoding has between two pairs of bytes.
fn characters(encoding: Encoding, leads: std::ops::RangeInclusive<u8>, trail: u8) -> Vec<char> {
    let mut characters = Vec::new();
    for lead in leads {
        for trail in trail..=0xFE {
            let bytes = [lead, trail];
            let (text, has_lost) = match encoding {
                Encoding::Big5 => BIG5.decode_without_bom_handling(&bytes),
                _ => GB18030.decode_without_bom_handling(&bytes),
            };
            let mut text = text.chars();
            if let (false, Some(c @ '\u{4E00}'..='\u{9FFF}'), None) = (has_lost, text.next(), text.next()) {
                characters.push(c);
            }
        }
    }
    characters
}

/// Names of firms and persons, with any character of the encoding, in ordinary rows.
fn ordinary(encoding: Encoding) -> impl Strategy<Value = Vec<[String; 3]>> {
    let (common, any) = match encoding {
        Encoding::Big5 => (characters(encoding, 0xA4..=0xC6, 0x40), characters(encoding, 0xA4..=0xF9, 0x40)),
        _ => (characters(encoding, 0xB0..=0xD7, 0xA1), characters(encoding, 0x81..=0xFE, 0x40)),
    };
    let word = prop::collection::vec(prop::sample::select(common.clone()), 1..12).prop_map(String::from_iter);
    let surname = prop::sample::select(common);
    let given = prop::collection::vec(prop::sample::select(any), 1..3).prop_map(String::from_iter);
    let ending = prop::sample::select(vec!["公司", "有限公司", "（上海）有限公司", "店", ""]);
    let person = (surname, given.clone()).prop_map(|(surname, given)| format!("{surname}{given}"));
    let firm = (word.clone(), given, ending).prop_map(|(word, given, ending)| format!("{word}{given}{ending}"));
    let scope = prop::collection::vec(word, 1..6).prop_map(|words| words.join("、"));
    prop::collection::vec((firm, person, scope).prop_map(|(firm, person, scope)| [firm, person, scope]), 40)
}

fn assert_ordinary(encoding: Encoding, rows: &[[String; 3]]) {
    let mut bytes = file(encoding);
    for row in rows {
        bytes.extend(encoded(encoding, &format!("{}\n", row.join(","))));
    }
    let outcome = once(&bytes);
    assert_eq!(outcome.encoding, encoding.name());
    for row in &outcome.rows {
        assert_eq!(row["problems"].as_array().map(Vec::len), Some(0), "{}: {row}", encoding.name());
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_file_of_one_encoding_has_no_problem_whatever_characters_it_has(
        gb18030 in ordinary(Encoding::Gb18030),
        big5 in ordinary(Encoding::Big5),
    ) {
        assert_ordinary(Encoding::Gb18030, &gb18030);
        assert_ordinary(Encoding::Big5, &big5);
        assert_ordinary(Encoding::Utf8, &gb18030);
    }
}

#[test]
fn texts_of_other_languages_in_utf8_have_no_problem() {
    let mut bytes = file(Encoding::Utf8);
    for name in ["Café Ltd", "株式会社ミュラー", "한국 주식회사", "Компания", "ΑΒΓ", "Łódź Sp. z o.o.", "Ñandú", "€uro"]
    {
        bytes.extend(format!("{name},{name},{name}\n").bytes());
    }
    let outcome = once(&bytes);
    assert!(outcome.rows.iter().all(|row| row["problems"].as_array().unwrap().is_empty()), "{:?}", outcome.brief());
}

#[test]
fn a_title_in_another_encoding_is_read_or_said_to_be_unread() {
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    let table = "企业名称,经营范围,备注\n甲公司,餐饮,\n";
    for (title, table) in [
        ([gbk("加密货币"), b",,".to_vec()].concat(), table.as_bytes().to_vec()),
        ([b"\xB0".to_vec(), gbk("虚拟货币")].concat(), table.as_bytes().to_vec()),
        (["登记表,".as_bytes().to_vec(), gbk("虚拟货币")].concat(), table.as_bytes().to_vec()),
        ([gbk("甲乙公司"), "稳定币".into(), b"2026".to_vec()].concat(), gbk(table)),
        (["甲乙公司".into(), gbk("稳定币发行")].concat(), table.as_bytes().to_vec()),
    ] {
        let bytes = [&title[..], b"\n", &table].concat();
        let run = check(&bytes);
        assert!(!run.notes.is_empty(), "{title:?} in {:?}", String::from_utf8_lossy(&bytes));
    }
    assert!(check("登记表（试行）·2026年度,,\n".to_owned() + table).notes.is_empty());
    assert!(check(gbk(&("登记表（试行）·2026年度,,\n".to_owned() + table))).notes.is_empty());
}
