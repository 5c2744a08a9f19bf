//! The sieve against the plain search, for the laws and for the tests of rules.

use std::sync::Arc;

use mingcha::checker::{Cell, Checker};
use mingcha::matching::Suspects;
use mingcha::verdict::Field;

/// Fails if there is a hit in the text that either step of the sieve would drop, or if the first step drops something else
/// that the second would report. What only looks strange is dropped by the scan over bytes, but not by the walk.
pub fn assert_sound(checker: &Checker, text: &str) {
    let hits = plain(checker, text);
    let sifted = checker.sift(text);
    assert!(hits == 0 || sifted.may_hold, "{hits} hits dropped by letters: {text:?}");
    let is_strange = sifted.is_strange && !checker.sieve().has_anchors();
    if hits == 0 && !sifted.has_lost && !sifted.is_reordered && !is_strange {
        return;
    }
    for padding in [0, 1, 63, 64, 70] {
        let block = format!("{}{text}{}", "，".repeat(padding), "。".repeat(padding));
        let mut suspects = Suspects::default();
        checker.sieve().suspects(&block, &mut suspects);
        let start = padding * "，".len();
        assert!(suspects.within(start, start + text.len()), "{hits} hits dropped by bytes: {text:?} at {start}");
    }
}

/// How many hits a search without the sieve finds.
pub fn plain(checker: &Checker, text: &str) -> usize {
    let column: Arc<str> = "".into();
    checker.examine(Cell { field: Field::Scope, column: &column, text }).len()
}
