//! The crate as other programs use it.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../common/mod.rs"]
mod common;
mod cut;
mod escaped;
mod garbled;
mod rows;

use std::sync::LazyLock;

use common::cases;
use mingcha::{Checker, Date, Field, Finding, Profile, RuleBook, RuleSet, Verdict};
use proptest::prelude::*;

const fn is_shared_between_threads<T: Send + Sync>() {}
const _: () = {
    is_shared_between_threads::<Checker>();
    is_shared_between_threads::<RuleBook>();
    is_shared_between_threads::<RuleSet>();
    is_shared_between_threads::<Profile>();
    is_shared_between_threads::<Finding>();
    is_shared_between_threads::<Verdict>();
};

const DAY: Date = Date::constant(2026, 3, 1);

static CHECKER: LazyLock<Checker> =
    LazyLock::new(|| Checker::new(RuleBook::in_force(DAY).unwrap(), Profile::built_in("filing").unwrap()).unwrap());

fn assert_places(text: &str) {
    let characters: Vec<char> = text.chars().collect();
    for field in Field::ALL {
        for finding in CHECKER.check_text(field, text) {
            let place: String = characters[finding.start..finding.end].iter().collect();
            assert_eq!(place, finding.matched);
            assert!(text.contains(&finding.excerpt) && finding.verdict > Verdict::Clear);
        }
    }
}

/// Words and what may stand in them, around them and on them.
fn woven() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(虚|拟|货|币|資|产|代|穩|定|R|W|A|ｒ|🆁|xuni|huobi|禾|急|（|）|【|、|\\.| |\n|\u{200b}|\u{301}|\u{fe0f}){1,6}",
        Just("现实世界资产".to_owned()),
        Just("虚拟货币".to_owned()),
        Just("不含".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

#[test]
fn another_column_is_searched_for_the_named_words_only_and_they_are_a_notice() {
    for text in ["炒作虚拟货币", "炒作虛擬貨幣", "炒作虚.拟.货.币"] {
        let findings = CHECKER.check_text(Field::Other, text);
        let [finding] = &findings[..] else { panic!("{text}: {findings:?}") };
        assert_eq!((finding.field, &*finding.column, finding.verdict), (Field::Other, "other", Verdict::Notice));
    }
    // A related word, content of the notice, a sound-alike, an escape.
    for text in ["数字货币技术研发", "虚拟币交易", "虚拟huobi交易", "虚&#25311;货币交易"] {
        assert_ne!(CHECKER.check_text(Field::Scope, text), [], "{text}");
        assert_eq!(CHECKER.check_text(Field::Other, text), [], "{text}");
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn no_text_makes_it_panic_and_every_place_is_right(text in any::<String>()) {
        assert_places(&text);
    }

    #[test]
    fn no_woven_text_makes_it_panic_and_every_place_is_right(text in woven()) {
        assert_places(&text);
    }
}

#[test]
fn every_single_character_is_read_alone_and_inside_a_word() {
    for c in '\0'..=char::MAX {
        if u32::from(c) % 7 == 0 || u32::from(c) < 0x3000 {
            assert_places(&format!("虚拟{c}货币{c}"));
        }
    }
}

#[test]
fn one_checker_serves_many_threads() {
    let texts = ["虚拟货币", "海通证券", "加密 资产", "RWA", "NORWAY"];
    let expected: Vec<usize> = texts.iter().map(|text| CHECKER.check_text(Field::Scope, text).len()).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for (text, expected) in texts.iter().zip(&expected) {
                    assert_eq!(CHECKER.check_text(Field::Scope, text).len(), *expected);
                }
            });
        }
    });
    assert_eq!(expected, [1, 0, 1, 1, 0]);
}

#[test]
fn rules_are_those_of_the_day_and_profiles_those_that_are_built_in() {
    assert_eq!(RuleBook::in_force(DAY).unwrap().sets.len(), 1);
    assert!(RuleBook::in_force(Date::constant(2026, 2, 5)).unwrap().sets.is_empty());
    for name in ["filing", "stock", "literal"] {
        assert_eq!(Profile::built_in(name).unwrap().name, name);
    }
    assert_eq!(
        Profile::built_in("x").unwrap_err().to_string(),
        "`x` is no built-in profile; the built-in ones are filing, stock, advertising, literal"
    );
}
