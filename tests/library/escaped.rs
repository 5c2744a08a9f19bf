//! A word that only shows once escapes are undone is for a person to look at.

use std::fmt::Write as _;

use encoding_rs::GBK;
use mingcha::verdict::{Evidence, Finding, Verdict};
use mingcha::{Field, Filing};
use proptest::prelude::*;

use crate::common::{cases, checker, exact_checker};

fn findings(text: &str) -> Vec<Finding> {
    let findings = checker("filing").check_text(Field::Scope, text);
    let row = checker("filing").check_row(Filing { scopes: &[text], ..Filing::default() });
    assert_eq!(row.findings, findings, "{text}");
    findings
}

fn percent(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    })
}

fn escaped(c: char, way: usize) -> String {
    let mut memory = [0; 4];
    let text: &str = c.encode_utf8(&mut memory);
    match way {
        0 => format!("&#{};", u32::from(c)),
        1 => format!("&#x{:x};", u32::from(c)),
        2 => format!("\\u{:04x}", u32::from(c)),
        3 => percent(text.as_bytes()),
        4 => percent(&GBK.encode(text).0),
        5 => format!("<b>{c}</b>"),
        6 => format!("<br/>{c}"),
        7 => format!("_x000D_{c}"),
        8 => format!("&nbsp;{c}"),
        9 => format!("\\n{c}"),
        10 => format!("&amp;#{};", u32::from(c)),
        11 => format!("%u{:04X}", u32::from(c)),
        12 => format!("\\\\r\\\\n{c}"),
        _ => c.to_string(),
    }
}

#[test]
fn a_word_behind_escapes_is_found_where_it_is() {
    let texts = [
        ("软件；&#34394;&#25311;&#x8d27;&#24065;交易", "&#34394;&#25311;&#x8d27;&#24065;"),
        ("<p><b>虚拟</b>货币</p>", "虚拟</b>货币"),
        ("虚拟&nbsp;货币", "虚拟&nbsp;货币"),
        (r"虚\n拟\n货\n币", r"虚\n拟\n货\n币"),
        (r"虚\r\n拟货币", r"虚\r\n拟货币"),
        (r"虚\u62df货币", r"虚\u62df货币"),
        ("%E8%99%9A%E6%8B%9F%E8%B4%A7%E5%B8%81", "%E8%99%9A%E6%8B%9F%E8%B4%A7%E5%B8%81"),
        ("%D0%E9%C4%E2%BB%F5%B1%D2", "%D0%E9%C4%E2%BB%F5%B1%D2"),
        ("虚拟_x000D_货币", "虚拟_x000D_货币"),
        ("R&shy;WA代币化", "R&shy;WA"),
        ("虚拟\u{1B}[0m货币", "虚拟\u{1B}[0m货币"),
        ("软件；虚X\u{8}拟货币交易", "虚X\u{8}拟货币"),
        ("虚拟软件\u{8}\u{8}货币", "虚拟软件\u{8}\u{8}货币"),
        ("虚\u{1B}[1;31m拟货\u{1B}[m币", "虚\u{1B}[1;31m拟货\u{1B}[m币"),
        ("稳&lt;!-- --&gt;定币", ""),
    ];
    for (text, matched) in texts {
        let found = findings(text);
        if matched.is_empty() {
            continue;
        }
        let finding =
            found.iter().find(|f| f.evidence.contains(&Evidence::Escaped)).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(finding.matched, matched, "{text}");
        assert_eq!(finding.verdict, Verdict::Review, "{text}");
        let shown: String = text.chars().skip(finding.start).take(finding.end - finding.start).collect();
        assert_eq!(shown, matched, "{text}");
    }
}

#[test]
fn a_word_that_is_there_anyway_is_not_found_twice() {
    for text in ["虚拟货币<br>", "&nbsp;虚拟货币&nbsp;", r"\n虚拟货币\n", "%20虚拟货币"] {
        let found = findings(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].verdict, Verdict::Reject, "{text}");
        assert!(found[0].evidence.is_empty(), "{text}");
    }
}

#[test]
fn ordinary_signs_hide_nothing() {
    let texts = [
        "A&B软件；R&D服务",
        "纯度≥99%的酒精；100%果汁",
        "<<软件>>开发；a<b",
        r"C:\new\temp",
        "snake_case_x软件",
        "虚拟现实&nbsp;开发；货币兑换",
        "<虚拟>软件；货币",
        "&",
        "%",
        "\\",
        "<",
        "_x",
        "&#;",
        "&#x110000;",
        "%u",
        r"\u",
        r"\ud800",
        "%E8%99",
    ];
    for text in texts {
        assert!(findings(text).is_empty(), "{text}");
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn escapes_at_any_place_of_a_named_word_are_undone(
        ways in prop::collection::vec(0_usize..20, 4),
        sure in (1_usize..4, 0_usize..13),
        is_gbk in any::<bool>(),
        before in "[软件开发；a ]{0,8}",
        after in "[；技术服务b ]{0,8}",
    ) {
        let mut text = before;
        for (number, c) in "虚拟货币".chars().enumerate() {
            let way = if number == sure.0 { sure.1 } else { ways[number] };
            // One text is in one encoding.
            let way = if way == 4 && !is_gbk { 3 } else if way == 3 && is_gbk { 4 } else { way };
            text += &escaped(c, way);
        }
        text += &after;
        for checker in [checker("filing"), exact_checker()] {
            let found = checker.check_text(Field::Scope, &text);
            prop_assert!(found.iter().any(|f| &*f.term == "虚拟货币"), "{}", text);
            for finding in found.iter().filter(|f| f.evidence.contains(&Evidence::Escaped)) {
                prop_assert!(finding.verdict <= Verdict::Review, "{}", text);
                let shown: String = text.chars().skip(finding.start).take(finding.end - finding.start).collect();
                prop_assert_eq!(&shown, &finding.matched, "{}", text);
            }
        }
    }

    #[test]
    fn no_text_with_signs_breaks_the_search(text in "[&<>\\\\%_#xu0-9a-f;{}nrt虚拟货币\\PC]{0,60}") {
        findings(&text);
    }
}
