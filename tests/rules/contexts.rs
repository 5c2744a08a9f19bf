//! How contexts change what a hit means, in phrases of real registrations.

use crate::common::{checker, findings, verdict};
use mingcha::checker::{Cell, Examined};
use mingcha::verdict::Field;
use mingcha::verdict::Verdict::{self, Clear, Notice, Reject, Review};

/// The text's verdict under filing, stock and literal.
fn under_profiles(text: &str) -> [Verdict; 3] {
    ["filing", "stock", "literal"].map(|profile| verdict(&checker(profile), text))
}

fn tags(text: &str) -> Vec<String> {
    let found = findings(&checker("filing"), text);
    let mut tags: Vec<_> = found.iter().flat_map(|f| f.context.iter().map(ToString::to_string)).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

#[test]
fn old_culture_licences_are_for_review_in_stock_and_rejected_in_filings() {
    for text in [
        "利用信息网络经营游戏产品（含网络游戏虚拟货币发行）",
        "网络游戏虚拟货币交易",
        "第二类增值电信业务；网络游戏虚拟货币发行；代理服务",
        "網絡遊戲虛擬貨幣發行",
    ] {
        assert_eq!(under_profiles(text), [Reject, Review, Reject], "{text}");
        assert_eq!(tags(text), ["game-currency"], "{text}");
    }
}

#[test]
fn the_registrars_own_ban_is_for_review_in_stock() {
    let text = "未经批准不得从事P2P网贷、股权众筹、互联网保险、资管及跨界从事金融、第三方支付、虚拟货币交易、ICO、非法外汇等互联网金融业务";
    assert_eq!(under_profiles(text), [Reject, Review, Reject]);
    assert!(tags(text).iter().any(|t| t == "boilerplate"), "{:?}", tags(text));
}

#[test]
fn a_closed_exclusion_is_for_review_in_stock_and_reaches_no_further() {
    for text in
        ["区块链技术开发（不含虚拟货币交易）", "技术开发(不含虚拟货币交易）；销售", "服务（不含A、B，虚拟货币）"]
    {
        assert_eq!(under_profiles(text), [Reject, Review, Reject], "{text}");
    }
    for text in [
        "软件开发（不含危险化学品）、虚拟货币交易",
        "信息咨询（不含许可类信息咨询服务）；虚拟货币",
        "虚拟货币交易（不含危险品）",
        "技术服务（软件（不含硬件））虚拟货币",
        "不得从事融资担保。虚拟货币交易",
    ] {
        assert_eq!(under_profiles(text), [Reject, Reject, Reject], "{text}");
    }
}

#[test]
fn nested_and_mixed_brackets_are_read_as_brackets() {
    for text in
        ["服务（不含金融(含虚拟货币)业务）", "服务【不含虚拟货币】", "服务(不含虚拟货币）", "服务（不含虚拟货币)"]
    {
        assert_eq!(under_profiles(text)[1], Review, "{text}");
    }
}

#[test]
fn true_content_is_for_review() {
    for text in [
        "加密数字资产研发及管理",
        "虚拟币及数字积分网络平台研发、销售、转让、兑换",
        "比特币兑换",
        "代币发行融资",
        "区块链算力挖矿",
    ] {
        assert_eq!(under_profiles(text), [Review, Review, Clear], "{text}");
    }
    assert_eq!(under_profiles("挖矿"), [Notice, Notice, Clear], "without the notice's sense it is only related");
}

#[test]
fn lawful_trades_are_clear_or_at_most_a_notice() {
    for text in [
        "海通证券股份有限公司",
        "大通证券",
        "财通证券",
        "煤矿机械",
        "选矿机制造",
        "工矿机械",
        "山东矿机集团",
        "流通证照代办",
        "交通证件制作",
        "数字人民币推广",
        "法定数字货币研究",
        "本外币兑换",
        "纪念币销售",
        "以太网设备",
        "货币银行学",
        "稳定币值",
    ] {
        assert_eq!(verdict(&checker("filing"), text), Clear, "{text}");
    }
    for text in ["BTC(二（三氯甲基）碳酸酯)", "游戏代币销售", "代币机租赁", "挖矿机械租赁"] {
        assert!(verdict(&checker("filing"), text) <= Notice, "{text}");
    }
}

#[test]
fn other_readings_of_rwa_are_tagged_and_never_cleared() {
    assert_eq!(tags("风险加权资产（RWA）计量"), ["risk-weighted-assets"]);
    assert_eq!(under_profiles("风险加权资产（RWA）计量")[0], Reject);
}

#[test]
fn a_content_rule_needs_its_parts_in_one_segment() {
    let checker = checker("filing");
    let by_parts = |text: &str| {
        findings(&checker, text)
            .iter()
            .any(|f| checker.book().rule(&f.rule).is_some_and(|r| r.place.contains("parts.csv")))
    };
    let mut seen = 0;
    for rule in checker.book().rules().filter(|r| r.place.contains("parts.csv")) {
        for text in &rule.must_match {
            seen += 1;
            assert!(by_parts(text), "{text}");
            assert!(findings(&checker, text).iter().all(|f| f.verdict <= Review), "{text}");
        }
    }
    assert!(seen > 0);
    assert!(!by_parts("资产评估；游戏代币销售；债券发行"));
}

#[test]
fn a_word_that_a_stop_bounds_counts_in_the_segment_behind_the_stop() {
    let checker = checker("filing");
    for text in ["cryptocurrency挖矿设备租赁", "软件。cryptocurrency挖矿设备租赁", "bitcoin；usdt、挖矿设备租赁"]
    {
        let mining: Vec<_> = findings(&checker, text).into_iter().filter(|f| &*f.term == "挖矿").collect();
        assert_eq!(mining.iter().map(|f| f.verdict).collect::<Vec<_>>(), [Review], "{text}");
    }
    assert_eq!(verdict(&checker, "挖矿设备租赁。cryptocurrency"), Review);
    let apart = findings(&checker, "挖矿设备租赁。cryptocurrency");
    assert!(apart.iter().any(|f| &*f.term == "挖矿" && f.verdict == Notice), "{apart:?}");
}

#[test]
fn the_literal_profile_finds_only_the_seven_words() {
    let literal = checker("literal");
    for text in ["比特币", "stablecoin", "NFT", "代币发行", "数字货币"] {
        assert_eq!(verdict(&literal, text), Clear, "{text}");
    }
    assert_eq!(verdict(&literal, "加密资产"), Reject);
}

#[test]
fn names_in_other_tongues_report_the_named_word() {
    let checker = checker("filing");
    for (text, term) in [
        ("stablecoin", "稳定币"),
        ("Stable Coins", "稳定币"),
        ("stable-coin", "稳定币"),
        ("ステーブルコイン", "稳定币"),
        ("ｽﾃｰﾌﾞﾙｺｲﾝ", "稳定币"),
        ("仮想通貨", "虚拟货币"),
        ("virtual currencies", "虚拟货币"),
        ("crypto assets", "加密资产"),
        ("cryptoassets", "加密资产"),
        ("crypto-asset", "加密资产"),
        ("暗号資産", "加密资产"),
        ("cryptocurrency", "加密货币"),
        ("cryptocurrencies", "加密货币"),
        ("暗号通貨", "加密货币"),
        ("virtual assets", "虚拟资产"),
        ("real-world asset tokenization", "现实世界资产代币化"),
        ("tokenisation of real world assets", "现实世界资产代币化"),
        ("真实世界资产代币化", "现实世界资产代币化"),
    ] {
        let found = findings(&checker, text);
        assert!(found.iter().any(|f| *f.term == *term && f.verdict == Review), "{text}: {found:#?}");
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "most of them are the pieces that texts are made of")]
fn a_mask_leaves_a_hit_only_to_a_longer_rule_that_reports_it() {
    let chinese = texts(&[
        &[
            "现实世界资产",
            "真实世界资产",
            "现实资产",
            "真实资产",
            "实体资产",
            "实物资产",
            "资产",
            "不动产",
            "证券",
            "债券",
            "基金",
            "收益权",
            "所有权",
            "债权",
            "份额",
            "股权",
            "应收账款",
            "RWA",
            "RWAs",
            "airwa",
            "加密",
            "数字",
            "虚拟",
            "区块链",
            "链上",
            "密码",
            "稳定",
            "稳定型",
            "云",
            "显卡",
            "",
        ],
        &[
            "",
            "的",
            "之",
            "“",
            "及",
            "及其",
            "上链",
            "数字化",
            "数字化的",
            "类",
            "类的",
            "项目",
            "（RWA）",
            "（房产）的",
            " RWA ",
            "-rwa-",
            "、",
            " ",
        ],
        &[
            "代币",
            "通证",
            "代币化",
            "通证化",
            "令牌化",
            "代币化交易",
            "通证化资产",
            "代币发行",
            "代币票券",
            "通证众筹",
            "数字货币",
            "数字资产交易",
            "数码资产托管",
            "挖矿",
            "挖矿矿机",
        ],
    ]);
    let english = texts(&[
        &["", "un", "tokenization of ", "tokenising ", "tokenizing ", "tokenized ", "tokenisation of a "],
        &["real-world asset", "real world assets", "RealWorldAsset"],
        &["", " tokenization", " tokenisations", "-tokenization", " tokenizationx"],
    ]);
    let checker = checker("filing");
    let column = "经营范围".into();
    let mut left = 0;
    let mut unreported = Vec::new();
    for text in chinese.iter().chain(&english) {
        let examined = checker.examine(Cell { field: Field::Scope, column: &column, text });
        for hit in &examined {
            let masks: Vec<_> = hit.contexts.iter().filter(|context| context.action.hides()).collect();
            if masks.is_empty() || !masks.iter().all(|mask| mask.id.contains("-within-")) {
                continue;
            }
            left += 1;
            if !is_reported(text, hit, &examined) {
                unreported.push(format!("{text}: {}", hit.matched));
            }
        }
    }
    assert!(unreported.is_empty(), "masked, and nothing around it is reported: {unreported:?}");
    assert!(left > 300, "only {left} hits are left to a longer rule");
}

/// Whether a finding overlaps an occurrence of a hit's text.
fn is_reported(text: &str, hit: &Examined<'_>, examined: &[Examined<'_>]) -> bool {
    let length = hit.matched.chars().count();
    for (offset, _) in text.match_indices(hit.matched) {
        let start = text[..offset].chars().count();
        for finding in examined.iter().filter_map(|other| other.finding.as_ref()) {
            // In RWA的代币 the mask leaves 代币 to RWA, which ends up to two characters before it.
            let reach = if finding.rule.ends_with("/rwa") { 2 } else { 0 };
            if finding.start < start + length && start < finding.end + reach {
                return true;
            }
        }
    }
    false
}

/// Every way to take one piece of each list, in a row.
fn texts(lists: &[&[&str]]) -> Vec<String> {
    lists.iter().fold(vec![String::new()], |texts, pieces| {
        texts.iter().flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}"))).collect()
    })
}
