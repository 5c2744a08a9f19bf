//! Every word of four dictionaries that nobody wrote for these tests: which are flagged, and which of them wrongly.

use std::collections::BTreeSet;
use std::path::Path;

use encoding_rs::EUC_JP;
use mingcha::Field;

use crate::common::checker;

/// The word lists of Debian's packages wamerican, rime-essay and edict.
const ENGLISH: &str = "/usr/share/dict/words";
const ESSAY: &str = "/usr/share/rime-data/essay.txt";
const EDICT: &str = "/usr/share/edict/edict";

/// Words that are what the notice is about.
const RIGHTLY: [&str; 24] = [
    "代币",
    "代币券",
    "代幣",
    "挖矿",
    "挖礦",
    "虛擬貨幣",
    "ＢＴＣ",
    "イーサリアム",
    "クリプトカレンシー",
    "ビットコイン",
    "暗号資産",
    "暗号通貨",
    "仮想通貨",
    "仮想通貨交換所",
    "bitcoin",
    "bitcoin's",
    "bitcoins",
    "Bitcoin",
    "Bitcoins",
    "cryptocurrencies",
    "cryptocurrency",
    "cryptocurrency's",
    "altcoin",
    "cryptos",
];
/// Words that are not: a tether is a rope, and the coin of that name a related term.
const WRONGLY: [&str; 2] = ["tether", "tether's"];

fn text_of(path: &str) -> Option<Vec<u8>> {
    if !Path::new(path).exists() {
        println!("skipped: {path} is not there");
        return None;
    }
    Some(std::fs::read(path).expect("a word list can be read"))
}

/// The words before the first blank or tab of each line.
fn first_columns(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.split([' ', '\t']).next()).map(str::to_owned).collect()
}

/// The words of EDICT and how they are read: 暗号通貨 [あんごうつうか] /(n) .../
fn japanese(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in text.lines().skip(1) {
        let (heads, _) = line.split_once('/').unwrap_or((line, ""));
        words.extend(heads.split([' ', '[', ']']).filter(|word| !word.is_empty()).map(str::to_owned));
    }
    words
}

fn lists() -> Vec<Vec<String>> {
    let mut lists = Vec::new();
    let utf8 = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the word list is UTF-8");
    match std::env::var("MINGCHA_WORDS") {
        Ok(path) => lists.extend(text_of(&path).map(|bytes| first_columns(&utf8(bytes)))),
        Err(_) => println!("skipped: MINGCHA_WORDS names no word list"),
    }
    lists.extend(text_of(ESSAY).map(|bytes| first_columns(&utf8(bytes))));
    lists.extend(text_of(ENGLISH).map(|bytes| utf8(bytes).lines().map(str::to_owned).collect()));
    lists.extend(text_of(EDICT).map(|bytes| japanese(&EUC_JP.decode(&bytes).0)));
    lists
}

#[test]
fn at_most_two_of_a_million_words_are_flagged_that_have_nothing_to_do_with_the_notice() {
    let checker = checker("filing");
    let lists = lists();
    let number: usize = lists.iter().map(Vec::len).sum();
    let words: BTreeSet<_> = lists.into_iter().flatten().collect();
    for carrier in ["{}", "加工、{}销售", "{}科技有限公司"] {
        let flagged =
            words.iter().filter(|word| !checker.check_text(Field::Scope, &carrier.replace("{}", word)).is_empty());
        let wrongly: Vec<_> = flagged.filter(|word| !RIGHTLY.contains(&word.as_str())).collect();
        assert!(wrongly.iter().all(|word| WRONGLY.contains(&word.as_str())), "{carrier}: {wrongly:?}");
        assert!(number < 1_000_000 || wrongly.len() * 1_000_000 <= 2 * number, "{carrier}: {wrongly:?} of {number}");
    }
}
