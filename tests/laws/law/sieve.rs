//! The sieve drops no cell in which a plain search finds something, under the built-in rules or own terms of few letters.

use std::sync::LazyLock;

use mingcha::checker::Checker;
use mingcha::rules::{Profile, RuleBook, RuleSet};

use super::made::Choices;
use super::sound::assert_sound;
use super::world::{EXACT, FILING, STOCK};

/// Own terms of one letter and of few, that other characters fold to or from.
const TERMS: &str = "term\nB\n一\n的\nss\n㎡\nff\nπ\nİ\n2026\nнов\n币\nA·B\nffi\nʾa\n甲\n";

static OWN: LazyLock<[Checker; 2]> = LazyLock::new(|| {
    let book = || RuleBook { sets: vec![RuleSet::of_terms("own", "own.csv", TERMS).unwrap()] };
    let profile = || Profile::built_in("filing").unwrap();
    [Checker::new(book(), profile()).unwrap(), Checker::without_disguises(book(), profile()).unwrap()]
});

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let checker = match choices.take() % 6 {
        0 => &FILING,
        1 => &EXACT,
        2 => &STOCK,
        3 => &OWN[0],
        _ => &OWN[1],
    };
    if choices.take() < 8 {
        return assert_sound(checker, &String::from_utf8_lossy(choices.rest()));
    }
    // Short texts: in a long one another hit would hide that one is dropped.
    while !choices.is_empty() {
        let most = 1 + usize::from(choices.take() % 6);
        assert_sound(checker, &choices.text(most));
    }
}
