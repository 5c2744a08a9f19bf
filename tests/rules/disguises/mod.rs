//! Disguises that only a reader recognises: found in generated forms of every rule, and nowhere in two dictionaries.

mod forms;
mod quiet;

use crate::common::{checker, exact_checker, findings, verdict};
use mingcha::rules::{RuleBook, RuleFiles};
use mingcha::verdict::{Evidence, Finding, Tier, Verdict};

pub(crate) const KINDS: [Evidence; 3] = [Evidence::Sound, Evidence::Shape, Evidence::Split];

/// Whether a finding rests on a disguise.
pub(crate) fn is_disguise(finding: &Finding) -> bool {
    KINDS.iter().any(|kind| finding.evidence.contains(kind))
}

#[test]
fn every_kind_of_disguise_is_found_and_named() {
    let checker = checker("filing");
    for (text, term, kind) in [
        ("虚拟贷币", "虚拟货币", Evidence::Shape),
        ("虛擬貸幣", "虚拟货币", Evidence::Shape),
        ("从事虚拟huo币交易", "虚拟货币", Evidence::Sound),
        ("加密火币", "加密货币", Evidence::Sound),
        ("xuni货币", "虚拟货币", Evidence::Sound),
        ("Xū nǐ huò bì", "虚拟货币", Evidence::Sound),
        ("xu'ni huo'bi", "虚拟货币", Evidence::Sound),
        ("ＸＵＮＩＨＵＯＢＩ", "虚拟货币", Evidence::Sound),
        ("x u n i h u o b i", "虚拟货币", Evidence::Sound),
        ("禾急定币发行", "稳定币", Evidence::Split),
        ("禾 急 定 币", "稳定币", Evidence::Split),
        ("禾急 定 币", "稳定币", Evidence::Split),
        ("虚 拟 huo 币交易", "虚拟货币", Evidence::Sound),
        ("虚 拟huo币", "虚拟货币", Evidence::Sound),
        ("虚手以货币", "虚拟货币", Evidence::Split),
        ("稳定敝巾", "稳定币", Evidence::Split),
    ] {
        let found = findings(&checker, text);
        let disguised = found.iter().find(|f| f.evidence.contains(&kind));
        assert_eq!(disguised.map(|f| (&*f.term, f.verdict)), Some((term, Verdict::Review)), "{text}");
    }
}

#[test]
fn a_syllable_inside_a_longer_word_or_a_second_replaced_character_is_no_disguise() {
    let checker = checker("filing");
    for text in [
        "温鼎壁画",
        "虚拟贷巾",
        "xunihuobing",
        "虚拟huob",
        "xu n i huo bi",
        "虚拟 h uo 币",
        "虚 拟货bi",
        "boxuni货币",
        "火币",
        "加密，货 bi",
        "稳定、bi",
        "稳定比例",
        "稳定市场",
        "关闭矿场",
        "数据加密BI系统",
        "加密必须",
        "虚以实代",
        "加密市场",
    ] {
        assert!(!findings(&checker, text).iter().any(is_disguise), "{text}");
    }
}

#[test]
fn an_exact_or_masked_hit_is_not_reported_again_as_a_disguise() {
    let checker = checker("filing");
    for text in ["虚拟货币", "虛擬貨幣", "虚 拟 货 币", "稳定币值", "币币交易", "加密数字货币", "虚拟，货币"]
    {
        assert!(!findings(&checker, text).iter().any(is_disguise), "{text}");
    }
    let both = findings(&checker, "加密火币");
    assert!(both.iter().any(|f| f.tier == Tier::Related && !is_disguise(f)), "火币 keeps its own finding");
}

#[test]
fn a_disguise_is_for_review_at_most_and_the_literal_profile_finds_none() {
    for text in ["虚拟贷币", "虚拟huo币", "禾急定币", "加密火币"] {
        for profile in ["filing", "stock"] {
            assert_eq!(verdict(&checker(profile), text), Verdict::Review, "{profile} {text}");
        }
        assert_eq!(verdict(&checker("literal"), text), Verdict::Clear, "{text}");
        let off = exact_checker();
        assert!(!findings(&off, text).iter().any(is_disguise), "{text}");
    }
}

#[test]
fn switching_disguises_on_changes_no_exact_finding() {
    let (on, off) = (checker("filing"), exact_checker());
    let sets: Vec<_> = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
    let texts = RuleBook { sets };
    for text in texts.rules().flat_map(|r| r.must_match.iter().chain(&r.must_not)) {
        let mut with = findings(&on, text);
        with.retain(|f| !is_disguise(f));
        assert_eq!(with, findings(&off, text), "{text}");
    }
}

#[test]
fn no_near_miss_of_the_book_is_taken_for_a_disguise() {
    let checker = checker("filing");
    for set in RuleFiles::built_in().iter().map(|files| files.load().unwrap()) {
        let contexts = set.contexts.iter().filter(|c| c.action.hides()).flat_map(|c| &c.must);
        for text in set.rules.iter().flat_map(|r| &r.must_not).chain(contexts) {
            assert!(!findings(&checker, text).iter().any(is_disguise), "{text}");
        }
    }
}
