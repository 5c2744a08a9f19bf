//! Precision on independent text: the words of a Chinese and of an English dictionary, and pairs of them.

use std::path::Path;

use mingcha::checker::Checker;

use super::is_disguise;
use crate::common::{checker, findings};

/// English words that are taken for a disguise: after 加密, `bi` is also the pinyin of 币, and only a reader can tell.
const AMBIGUOUS: [&str; 3] = ["bi", "Bi", "Bi's"];
const ENGLISH: &str = "/usr/share/dict/words";

/// The words of jieba's dict.txt, whose path is in `MINGCHA_WORDS`. A line is a word, a blank and a count.
fn chinese() -> Option<Vec<String>> {
    let Some(path) = std::env::var_os("MINGCHA_WORDS") else {
        println!("skipped: MINGCHA_WORDS names no word list");
        return None;
    };
    let text = std::fs::read_to_string(path).expect("MINGCHA_WORDS can be read");
    Some(text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

fn disguised(checker: &Checker, text: &str) -> bool {
    findings(checker, text).iter().any(is_disguise)
}

#[test]
fn no_word_of_a_chinese_dictionary_is_taken_for_a_disguise() {
    let Some(words) = chinese() else { return };
    assert!(words.len() > 300_000, "{} words are no dictionary", words.len());
    let checker = checker("filing");
    for carrier in ["{}", "{}科技有限公司", "加工、{}销售"] {
        let taken: Vec<_> = words.iter().filter(|word| disguised(&checker, &carrier.replace("{}", word))).collect();
        assert!(taken.is_empty(), "{carrier}: {taken:?}");
    }
}

#[test]
fn at_most_three_of_many_random_pairs_of_words_are_taken_for_a_disguise() {
    let Some(words) = chinese() else { return };
    let checker = checker("filing");
    let mut state = 42_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        &words[usize::try_from(state >> 33).unwrap() % words.len()]
    };
    let pairs: Vec<String> = (0..300_000).map(|_| format!("{}{}", next(), next())).collect();
    let taken: Vec<_> = pairs.iter().filter(|pair| disguised(&checker, pair)).collect();
    assert!(taken.len() <= 3, "{taken:?}");
}

/// Words with which a term begins, before words that could complete its sound or shape. Random pairs rarely contain these.
#[test]
fn a_word_that_begins_a_term_is_not_completed_by_the_word_after_it() {
    let Some(words) = chinese() else { return };
    let checker = checker("filing");
    let heads = ["稳定", "加密", "虚拟", "比特", "以太", "泰达", "加密数字", "稳定数字"];
    let mut taken = Vec::new();
    for (head, word) in heads.iter().flat_map(|head| words.iter().map(move |word| (head, word))) {
        // A single character is no independent word.
        if word.chars().count() > 1 && disguised(&checker, &format!("{head}{word}")) {
            taken.push(format!("{head}{word}"));
        }
    }
    // The rest can be read either way: 加密代笔, 加密自产, 以太土方.
    let joins = words.len() * heads.len();
    assert!(taken.len() * 50_000 <= joins, "{} of {joins}: {taken:?}", taken.len());
}

#[test]
fn no_english_word_is_taken_for_a_disguise() {
    let path = std::env::var("MINGCHA_ENGLISH").unwrap_or_else(|_| ENGLISH.to_owned());
    if !Path::new(&path).exists() {
        println!("skipped: {path} is not there");
        return;
    }
    let text = std::fs::read_to_string(path).expect("a word list is UTF-8");
    let checker = checker("filing");
    for carrier in ["{}", "{} Ltd", "加密{}销售", "虚拟{}", "稳定{}"] {
        let words = text.lines().filter(|word| !AMBIGUOUS.contains(word));
        let taken: Vec<_> = words.filter(|word| disguised(&checker, &carrier.replace("{}", word))).collect();
        assert!(taken.is_empty(), "{carrier}: {taken:?}");
    }
}
