//! The sieve never drops a cell in which a plain search finds something.

use crate::common::{cases, checker, exact_checker};
use crate::sound::{assert_sound, plain};
use mingcha::checker::Checker;
use mingcha::matching::Suspects;
use mingcha::rules::{Profile, RuleBook, RuleFiles, RuleSet};
use mingcha::text::fold::Fold;
use proptest::prelude::*;

/// Every raw character whose folded form contains this letter.
fn forms(letter: char) -> Vec<char> {
    let mut forms = vec![letter];
    for (c, folded, _) in Fold::builtin().entries() {
        if folded.contains(letter) {
            forms.push(c);
        }
    }
    forms
}

#[test]
fn every_form_of_every_letter_of_every_term_passes() {
    for profile in ["filing", "literal"] {
        let checker = checker(profile);
        let exact = exact_checker();
        let book = checker.book();
        for rule in book.rules() {
            for letters in book.spellings(rule) {
                let letters: Vec<char> = letters.chars().collect();
                for at in 0..letters.len() {
                    for form in forms(letters[at]) {
                        let mut text = letters.clone();
                        text[at] = form;
                        let text: String = text.into_iter().collect();
                        assert_sound(&checker, &text);
                        assert_sound(&exact, &text);
                    }
                }
            }
        }
    }
}

#[test]
fn every_example_of_every_rule_passes() {
    let checker = checker("filing");
    for rule in checker.book().rules() {
        rule.must_match.iter().chain(&rule.must_not).for_each(|text| assert_sound(&checker, text));
    }
}

/// Pieces that make disguises beside the characters of terms.
const DISGUISES: [&str; 16] =
    ["贷", "huo", "bi", "xu", "火", "禾急", "扌以", "手", "弋", "人", "X", "ｎｉ", "巾", "敝", "'", "蜜"];

fn piece() -> impl Strategy<Value = String> {
    let book = RuleFiles::built_in().remove(0).load().unwrap();
    let words: Vec<String> =
        book.rules.iter().flat_map(|r| r.must_match.iter().cloned().chain([r.spelled.clone()])).collect();
    let letters: Vec<char> = words.iter().flat_map(|w| w.chars()).collect();
    let raw: Vec<char> = Fold::builtin().entries().map(|(c, ..)| c).collect();
    prop_oneof![
        3 => prop::sample::select(words),
        4 => prop::sample::select(letters).prop_map(String::from),
        2 => prop::sample::select(vec![" ", "·", "、", "（", "）", "\u{200b}", "\u{332}", "\r\n", "，", "\"", "-"]).prop_map(str::to_owned),
        1 => prop::sample::select(raw).prop_map(String::from),
        2 => prop::sample::select(DISGUISES.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn what_the_sieve_drops_has_no_hit(pieces in prop::collection::vec(piece(), 0..10)) {
        assert_sound(&checker("filing"), &pieces.concat());
        assert_sound(&exact_checker(), &pieces.concat());
    }
}

#[test]
fn a_lost_character_is_never_sieved_out() {
    for profile in ["filing", "literal"] {
        for padding in 0..130 {
            let block = format!("{}软件\u{fffd}开发{}", "，".repeat(padding), "。".repeat(padding));
            let mut suspects = Suspects::default();
            checker(profile).sieve().suspects(&block, &mut suspects);
            assert!(suspects.within(padding * 3, block.len() - padding * 3), "{profile} {padding}");
            assert!(checker(profile).sift(&block).has_lost, "{profile} {padding}");
        }
    }
}

#[test]
fn own_terms_of_any_kind_are_sieved_soundly() {
    let terms = "term\n火眼币\n一\n2026\nA\n龘龘\nСбер\nπ币\n甲乙丙丁\n€uro\n㎡\n123\n的\n";
    let own = RuleSet::of_terms("own", "own.csv", terms).unwrap();
    let profile = Profile::parse("data/profiles.csv", include_str!("../../data/profiles.csv")).unwrap().remove(0);
    let checker = Checker::without_disguises(RuleBook { sets: vec![own] }, profile).unwrap();
    let mut hits = 0;
    for text in [
        "火眼币",
        "火 眼 币",
        "一般项目",
        "成立于2026年",
        "级别A",
        "龘龘",
        "СБЕР银行",
        "Π币",
        "甲·乙·丙·丁",
        "€uro",
        "面积㎡",
        "１２３",
        "我的",
        "無關",
        "A。AA",
    ] {
        hits += plain(&checker, text);
        assert_sound(&checker, text);
    }
    assert!(hits >= 12, "{hits}");
}

#[test]
fn without_disguises_the_built_in_book_is_sieved_as_raw_bytes() {
    let checker = exact_checker();
    assert!(checker.sieve().has_anchors());
    let mut suspects = Suspects::default();
    let clear = "913301010000000001，上海云岭科技有限公司，许可项目；凭许可证经营；数字文化、数码影像、中心广场、比赛、精密机械；货物进出口。";
    checker.sieve().suspects(clear, &mut suspects);
    assert!(!suspects.within(0, clear.len()), "an ordinary filing is not sieved out");
}

#[test]
fn an_ordinary_filing_is_not_folded() {
    let clear = "杭州云岭科技有限公司，软件开发；货物进出口；投资管理；上下游代理、I类医疗器械、LED照明。";
    assert!(!checker("filing").sift(clear).may_hold);
}

#[test]
fn a_term_inside_a_latin_word_is_dropped_and_one_with_a_capital_of_its_own_is_not() {
    let exact = exact_checker();
    for text in ["FORWARD牌货架销售", "湖北天明Norway海产有限公司", "ＦＯＲＷＡＲＤ牌", "hardware, forward"]
    {
        assert!(!exact.sift(text).may_hold, "{text}");
    }
    for text in ["fooRWA平台", "FORWARD、RWA", "forward R W A", "№RWA", "é RWA", "RWAND", "ＦｏｏＲＷＡ"] {
        assert!(exact.sift(text).may_hold, "{text}");
        assert_sound(&exact, text);
    }
}

/// Every character that folds to more than one.
fn characters_of_several() -> Vec<char> {
    let several = Fold::builtin().entries().filter(|(_, folded, _)| folded.chars().count() > 1);
    several.map(|(c, ..)| c).collect()
}

#[test]
fn a_character_that_folds_to_several_drops_no_latin_term_beside_it() {
    let exact = exact_checker();
    let literal = checker("literal");
    let characters = characters_of_several();
    assert!(characters.len() > 1000, "{}", characters.len());
    for c in characters {
        for text in [format!("{c}RWA咨询"), format!("RWA{c}"), format!("a{c}RWA"), format!("{c}{c}Rwa、{c}")] {
            assert_sound(&exact, &text);
            assert_sound(&literal, &text);
        }
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn own_terms_of_one_or_two_letters_are_sieved_soundly(
        terms in prop::collection::btree_set("[bBaRLlſ币代]{1,2}", 1..4),
        several in prop::option::of(prop::sample::select(characters_of_several())),
        text in prop::collection::vec("[abBl。·币]", 0..8),
        at in any::<prop::sample::Index>(),
    ) {
        let terms: Vec<String> = terms.into_iter().collect();
        let Ok(own) = RuleSet::of_terms("own", "own.csv", &format!("term\n{}\n", terms.join("\n"))) else {
            return Ok(());
        };
        let profile = Profile::built_in("filing").unwrap();
        let checker = Checker::without_disguises(RuleBook { sets: vec![own] }, profile).unwrap();
        let mut text = text;
        if let Some(several) = several {
            text.insert(at.index(text.len() + 1), several.to_string());
        }
        assert_sound(&checker, &text.concat());
    }

    #[test]
    fn no_hit_among_latin_letters_is_dropped(text in "([a-zA-Zｗé®Ⅱ㎏ĿŀẚǄ -]|RWA|rwa|Rwa|usdt|BTC|代币|\u{200b}){1,12}") {
        assert_sound(&exact_checker(), &text);
    }
}
