//! Which written forms of the seven words are found, and the verdict of each.

use crate::common::{checker, findings, verdict};
use mingcha::verdict::Verdict::{self, Clear, Reject, Review};
use mingcha::verdict::{Evidence, Tier};

fn assert_all(expected: Verdict, texts: &[&str]) {
    let checker = checker("filing");
    let wrong: Vec<_> = texts.iter().map(|t| (t, verdict(&checker, t))).filter(|(_, v)| *v != expected).collect();
    assert!(wrong.is_empty(), "expected {expected}: {wrong:?}");
}

#[test]
fn every_form_that_the_fold_equates_is_the_word() {
    assert_all(
        Reject,
        &[
            "虚拟货币",
            "虛擬貨幣",
            "虚拟貨币",
            "虚拟资产",
            "加密货币",
            "加密資產",
            "穩定幣",
            "現實世界資產代幣化",
            "稳定币",
            "虚\u{200b}拟货币",
            "虚\u{ad}拟\u{2060}货币",
            "稳̲定̲币̲",
            "RWA",
            "rwa",
            "Rwa",
            "ＲＷＡ",
            "🆁🆆🅰",
            "ℝ𝕎𝔸",
            "ʀᴡᴀ",
            "RW\u{410}",
            "ⓡⓦⓐ",
            "RWAs",
            "RWA™",
            "R\u{301}WA",
            "RWA代币化",
            "做RWA项目",
            "RWA2",
            "3RWA",
            "_RWA_",
            "（RWA）",
            "RWA-1",
            "股份RWA有限",
        ],
    );
}

#[test]
fn a_word_whose_every_gap_is_filled_is_the_word() {
    assert_all(
        Reject,
        &[
            "虚·拟·货·币",
            "虚 拟 货 币",
            "虚-拟-货-币",
            "虚\n拟\n货\n币",
            "虚\r\n拟\r\n货\r\n币",
            "虚🙂拟🙂货🙂币",
            "稳  定 * 币",
            "虚|拟/货_币",
            "R.W.A",
            "R W A",
            "R-W-A项目",
            "Ｒ·Ｗ·Ａ",
            "虚\u{3000}拟\u{3000}货\u{3000}币",
            "RʼWʼA",
            "R.W.A.s",
        ],
    );
}

#[test]
fn what_only_a_person_can_judge_is_for_review() {
    assert_all(
        Review,
        &[
            "加密 资产",
            "虚拟 货币",
            "虚拟\n货币",
            "【虚】【拟】【货】【币】",
            "虚、拟、货、币",
            "“虚”“拟”“货”“币”",
            "（虚）（拟）（资）（产）",
            "R、W、A",
            "(R)(W)(A)",
            "虚 拟、货 币",
            "RWAChain",
            "GoRWA平台",
            "myRwaApp",
            "RWATech公司",
            "现实世界资产的代币化",
        ],
    );
}

#[test]
fn ordinary_words_are_clear() {
    assert_all(
        Clear,
        &[
            "数据加密、资产管理",
            "加密；货币兑换",
            "加密，货币",
            "虚拟、货币",
            "NORWAY",
            "FORWARD",
            "AIRWAY",
            "RWANDA",
            "Rwanda",
            "www.airway.net",
            "EMPEROR WATCH",
            "Hynar Water",
            "WINNERWAY",
            "Yarward",
            "稳定币值",
            "稳 定 币 值",
            "海通证券",
            "煤矿机械",
            "以太网",
            "湖南虚拟现实世界智能技术有限公司",
            "九江币摇方电子商务",
            "工矿机械",
            "山东矿机",
            "加密电视",
            "加密印章",
            "本外币兑换",
            "纪念币",
            "货币银行",
            "F O R W A R D",
            "N.O.R.W.A.Y",
            "R.W. Allen",
            "虚A拟B货C币",
            "R1W2A",
            "货币虚拟",
            "",
            "。",
            "\u{200b}",
        ],
    );
}

#[test]
fn letters_that_a_heavier_mark_sets_apart_do_not_hide_a_spelled_out_term() {
    let checker = checker("filing");
    for text in ["R W A；B超设备", "A类；R.W.A", "w；R W A 技术服务", "A、R W A、B", "R、W、A；B", "【R】【W】【A】。B"]
    {
        assert!(verdict(&checker, text) >= Review, "{text}");
    }
    for text in ["A、R、W、A、B", "A R W A B", "R；W；A；B", "A、B；R；W；A"] {
        assert_eq!(verdict(&checker, text), Clear, "{text}");
    }
}

#[test]
fn evidence_says_how_the_original_differs() {
    use Evidence::{Alias, Bracketed, Camel, Case, Gap, Homoglyph, Invisible, Marks, Script, Spaced, Style, Width};
    let cases: &[(&str, &[Evidence])] = &[
        ("虚拟货币", &[]),
        ("RWA", &[]),
        ("RWAs", &[]),
        ("rwa", &[Case]),
        ("ＲＷＡ", &[Width]),
        ("ｒｗａ", &[Width, Case]),
        ("虛擬貨幣", &[Script]),
        ("虚\u{200b}拟货币", &[Invisible]),
        ("稳̲定̲币̲", &[Marks]),
        ("虚 拟 货 币", &[Spaced]),
        ("【虚】【拟】【货】【币】", &[Bracketed]),
        ("加密 资产", &[Gap]),
        ("RWAKite", &[Camel]),
        ("🆁🆆🅰", &[Style]),
        ("RW\u{410}", &[Homoglyph]),
        ("stablecoin", &[Alias]),
        ("虛·擬·貨·幣", &[Script, Spaced]),
    ];
    let checker = checker("filing");
    for (text, expected) in cases {
        let found = findings(&checker, text);
        let named: Vec<_> = found.iter().filter(|f| f.tier == Tier::Named || f.evidence.contains(&Alias)).collect();
        assert_eq!(named.len(), 1, "{text}: {found:#?}");
        assert_eq!(named[0].evidence.iter().copied().collect::<Vec<_>>(), *expected, "{text}");
    }
}

#[test]
fn spans_count_scalar_values_and_cover_whole_grapheme_clusters() {
    let checker = checker("filing");
    for (text, start, end, matched) in [
        ("甲乙虛擬貨幣丙", 2, 6, "虛擬貨幣"),
        ("🙂稳̲定̲币̲。", 1, 7, "稳̲定̲币̲"),
        ("甲R.W.A乙", 1, 6, "R.W.A"),
        ("做RWAs！", 1, 5, "RWAs"),
        ("虚\r\n拟\r\n货\r\n币", 0, 10, "虚\r\n拟\r\n货\r\n币"),
        ("é加密 资产", 1, 6, "加密 资产"),
        ("从事虚拟（数字货币）交易", 2, 10, "虚拟（数字货币）"),
        ("从事“虚拟”货币交易", 2, 8, "“虚拟”货币"),
        ("加密(货币)、软件", 0, 6, "加密(货币)"),
        ("做RWAChain。", 1, 9, "RWAChain"),
        ("myRWA平台", 2, 5, "RWA"),
    ] {
        let found = findings(&checker, text);
        assert_eq!(found.len(), 1, "{text}: {found:#?}");
        assert_eq!((found[0].start, found[0].end, found[0].matched.as_str()), (start, end, matched), "{text}");
    }
}

#[test]
fn a_related_term_that_overlaps_a_heavier_finding_adds_nothing() {
    let checker = checker("filing");
    for (text, number) in
        [("虚拟数字资产交易", 1), ("数字资产交易", 1), ("虚拟资产、数字资产交易", 2), ("云挖矿矿机托管", 2)]
    {
        let found = findings(&checker, text);
        assert_eq!(found.len(), number, "{text}: {found:#?}");
    }
}

#[test]
fn a_longer_rule_does_not_hide_a_shorter_one() {
    let checker = checker("filing");
    let found = findings(&checker, "现实世界资产（RWA）代币化");
    let terms: Vec<_> = found.iter().map(|f| (&*f.rule, f.verdict)).collect();
    assert!(terms.contains(&("yinfa-2026-42/rwa", Reject)), "{terms:?}");
    assert!(terms.contains(&("yinfa-2026-42/rwa-tokenization-slotted", Review)), "{terms:?}");
}
