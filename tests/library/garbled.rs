//! Text that nobody can read is a problem of its row, and never clear. Text that only looks odd is none.

use std::collections::BTreeSet;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, KOI8_R, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_1251, WINDOWS_1252};
use mingcha::Filing;
use mingcha::verdict::{ProblemKind, Verdict};
use proptest::prelude::*;

use crate::common::{cases, checker, exact_checker};

/// The problems of a scope, which do not depend on how it is searched.
fn problems(text: &str) -> Vec<ProblemKind> {
    let filing = Filing { scopes: &[text], ..Filing::default() };
    let checked = checker("filing").check_row(filing);
    checked.problems.iter().map(|problem| problem.kind).collect()
}

fn is_garbled(text: &str) -> bool {
    problems(text).contains(&ProblemKind::Garbled)
}

/// How a program that takes UTF-8 for GBK reads a text.
fn as_gbk(text: &str) -> String {
    GB18030.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn as_latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

#[test]
fn damaged_text_is_garbled() {
    let texts = [
        "锟斤拷",
        "锟斤拷锟斤拷锟斤拷锟斤拷有限公司",
        "北京恒信科技有限公司锟斤拷锟斤拷软件开发；技术服务",
        "????",
        "？？？？",
        "?? ??",
        "????（???）",
        "北京????有限公司",
        "软件开发；????",
        "虚????币",
        "甲??公司",
        "????有限公司",
        "RWA????有限公司",
        "浼佷笟",
        "浼佷笟鍚嶇О",
        "铏氭嫙璐у竵",
        "锛堜緷娉曢』缁忔壒鍑嗙殑椤圭洰锛",
        "1. 绋冲畾甯佷氦鏄",
        "软件开发；铏氭嫙璐у竵交易，技术服务以及其他的经营项目",
        "¼×¹«Ë¾",
        "½¨Öþ×°ÐÞ×°ÊÎ¹¤³Ì",
        "ÐéÄâ»õ±Ò",
        "¾\u{ad}Óª·¶Î§",
        "è™šæ‹Ÿè´§å¸",
        "~{<W9+K>~}",
        "~{PiDb;u1R~}",
        "+hlpi340nXgE-",
        "业务 +hlpi340nXgE",
        // The same words in other pairs of encodings.
        "剞攜億啟",
        "剞攜億啟蝠眢督昢",
        "铏涙摤璨ㄥ梗",
        "è™›æ“¬è²¨å¹£",
        "ΦÖÜµïƒΦ┤ºσ╕ü",
        "ΦÖ¢µô¼Φ▓¿σ╣ú",
        "µîûτƒ┐",
        "ÞÖÜµïƒÞ┤ºÕ©ü",
        "ﾐ鯑篏ﾒ",
        "肯콰새귑",
        "╨Θ─Γ╗⌡▒╥",
        "店览砯刽",
        "\u{f0b7}软件开发",
        "软件\u{e000}开发以及其他的经营项目，技术服务",
        "甲\u{10fffd}公司",
        "\u{f0000}",
    ];
    for text in texts {
        assert!(is_garbled(text), "{text}");
        let row = checker("filing").check_row(Filing { names: &[text], ..Filing::default() });
        assert!(row.verdict >= Verdict::Unchecked, "{text}");
    }
}

#[test]
fn odd_but_readable_text_is_not_garbled() {
    let texts = [
        "锟铻科技有限公司",
        "上海锟铻宝剑文化传播有限公司",
        "每公斤拷贝",
        "Café 咖啡馆",
        "Müller（上海）有限公司",
        "Société Générale",
        "ÄÖÜ 有限公司",
        "½ 英寸×¾ 英寸管件",
        "××××××公司",
        "××××公司··××分公司",
        "······",
        "李·乔治·ÑANDÚ",
        "Ñ",
        "±5°C 恒温设备",
        "你需要做什么???",
        "可以吗？？？",
        "可以经营吗?????",
        "what???",
        "为什么?",
        "?",
        "https://example.com/a?b=c&d=e",
        "https://example.com/?q=软件",
        "~软件~",
        "{软件}~",
        "潢川县婷玮装饰工程有限公司",
        "灏瀚绮丽娱乐管理",
        "湖北省潢川娄底鑫淼焱垚贸易",
        "鐨",
        "锛",
        "“软件”——技术…服务‘’",
        "①②③ⅣⅤ",
        "㈱日本電気",
        "カフェ・ミュラー",
        "한국 주식회사",
        "암호 화폐 및 가상 자산 서비스업",
        "ООО «Ромашка», торговля и услуги; Привет",
        "Ελληνική Εταιρεία Σίγμα Φ θ τ",
        "Φ20钢管，μ级，Θ角，Στ",
        "億啟科技有限公司",
        "臺灣貿易股份有限公司；軟體開發、資訊諮詢、餐飲服務",
        "億萬啟航國際貿易",
        "ﾎﾃﾙ･ﾚｽﾄﾗﾝ ｶﾌｪ",
        "株式会社虚構 経営企画・技術協力",
        "C++软件、A+H股、+86-13800000000",
        "1+1+AbCdEfGh",
        "╔══════╗║甲║╚══════╝",
        "北京🙂科技",
        "",
    ];
    for text in texts {
        assert!(!is_garbled(text), "{text}");
    }
}

#[test]
fn errors_of_any_program_are_errors() {
    let texts = [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#DATA!",
        "#SPILL!",
        "#CALC!",
        "#BUSY!",
        "#CONNECT!",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#PYTHON!",
        "#EXTERNAL!",
        "#ERROR!",
        "#LOADING…",
        "#LOADING...",
        "#正在获取数据",
        "#正在获取数据...",
        "#值!",
        "#值！",
        "#名称?",
        "＃名称？",
        "#引用!",
        "Err:508",
        "错误:508",
        "错误：508",
        "###",
        "#####",
        " #REF! ",
    ];
    for text in texts {
        assert_eq!(problems(text), [ProblemKind::CellError], "{text}");
    }
    for text in [
        "#",
        "#1号楼",
        "#经营部",
        "C#",
        "C#软件开发",
        "#A!",
        "#Hello!",
        "Err:",
        "错误:",
        "错误508",
        "Error",
        "#REF!软件",
    ] {
        assert!(problems(text).is_empty(), "{text}");
    }
}

/// The first byte may be part of the character before.
#[test]
fn a_named_word_is_garbled_in_each_encoding_that_reads_all_of_it() {
    let words = [
        "虚拟货币",
        "虚拟资产",
        "加密货币",
        "加密资产",
        "稳定币",
        "现实世界资产代币化",
        "虛擬貨幣",
        "虛擬資產",
        "加密貨幣",
        "加密資產",
        "穩定幣",
        "現實世界資產代幣化",
    ];
    let mut read_whole = 0;
    for word in words {
        for written in [UTF_8, GB18030, BIG5] {
            let (bytes, _, has_others) = written.encode(word);
            let readers = [GB18030, BIG5, SHIFT_JIS, EUC_KR, EUC_JP, WINDOWS_1252, WINDOWS_1251, KOI8_R, MACINTOSH];
            for reader in readers.into_iter().filter(|reader| *reader != written && !has_others) {
                let (read, has_lost) = reader.decode_without_bom_handling(&bytes);
                if has_lost || read.chars().any(|c| c.is_ascii()) {
                    continue;
                }
                // Three syllables are a word of Korean.
                if read.chars().count() == 3 && read.chars().all(|c| matches!(c, '가'..='힣')) {
                    continue;
                }
                read_whole += 1;
                let reader = reader.name();
                assert!(is_garbled(&read), "{word} in {} as {reader}: {read}", written.name());
                assert!(is_garbled(&format!("1.{read}（{read}）")), "{word} in {} as {reader}", written.name());
            }
        }
    }
    assert!(read_whole > 100, "{read_whole}");
}

/// A text of common characters.
fn chinese(len: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = String> {
    let character = (0xB0_u8..=0xD6, 0xA1_u8..=0xFE)
        .prop_map(|(lead, trail)| GB18030.decode_without_bom_handling(&[lead, trail]).0.into_owned());
    prop::collection::vec(character, len).prop_map(|characters| characters.concat())
}

/// A text of common traditional characters.
fn traditional(len: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = String> {
    let character = (0xA4_u8..=0xC5, 0xA1_u8..=0xFE)
        .prop_map(|(lead, trail)| BIG5.decode_without_bom_handling(&[lead, trail]).0.into_owned());
    prop::collection::vec(character, len).prop_map(|characters| characters.concat())
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn utf8_read_as_gbk_is_never_clear(text in chinese(4..40), ascii in "[ 0-9a-z.,;]{0,3}") {
        let read = as_gbk(&format!("{ascii}{text}"));
        // U+FFFD is reported as lost bytes.
        prop_assert!(!problems(&read).is_empty(), "{} {}", text, read);
    }

    #[test]
    fn traditional_utf8_read_as_gbk_is_never_clear(text in traditional(4..40), ascii in "[ 0-9a-z.,;]{0,3}") {
        let read = as_gbk(&format!("{ascii}{text}"));
        prop_assert!(!problems(&read).is_empty(), "{} {}", text, read);
    }

    #[test]
    fn traditional_text_is_not_garbled(text in traditional(1..200)) {
        prop_assert!(!is_garbled(&text), "{}", text);
    }

    #[test]
    fn gbk_read_as_latin1_is_garbled(text in chinese(4..40), ascii in "[ 0-9a-z.,;]{0,3}") {
        let bytes = GB18030.encode(&text).0;
        let read = format!("{ascii}{}", as_latin(&bytes));
        let characters: BTreeSet<char> = text.chars().collect();
        prop_assert!(characters.len() < 4 || is_garbled(&read), "{} {}", text, read);
    }

    #[test]
    fn utf8_read_as_windows_1252_is_garbled(text in chinese(4..40), ascii in "[ 0-9a-z.,;]{0,3}") {
        let text = format!("{ascii}{text}");
        prop_assert!(is_garbled(&WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0), "{}", text);
        prop_assert!(is_garbled(&as_latin(text.as_bytes())), "{}", text);
    }

    #[test]
    fn chinese_text_is_not_garbled(text in chinese(1..200), ascii in "[ 0-9a-zA-Z.,;?&%<>·×]{0,1}", at in any::<prop::sample::Index>()) {
        let mut characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len() + 1);
        characters.splice(at..at, ascii.chars());
        let text: String = characters.into_iter().collect();
        prop_assert!(!is_garbled(&text), "{}", text);
    }

    #[test]
    fn no_text_at_all_is_judged_by_how_it_is_searched(text in "[一-鿿锟斤拷浼佷笟?？~{}é¼×\u{e000}\\PC]{0,30}") {
        let filing = Filing { scopes: &[&text], ..Filing::default() };
        let garbled = |checked: mingcha::CheckedFiling| checked.problems.iter().any(|p| p.kind == ProblemKind::Garbled);
        let exact = garbled(exact_checker().check_row(filing));
        prop_assert!(!exact || garbled(checker("filing").check_row(filing)), "{}", text);
    }
}
