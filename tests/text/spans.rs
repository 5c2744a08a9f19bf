//! Spans lead back to the original, whatever folding drops, expands or widens.

use std::sync::{Arc, LazyLock};

use crate::common::{cases, checker, findings};
use mingcha::checker::Checker;
use mingcha::text::class::{Classes, Gap};
use mingcha::text::fold::Fold;
use mingcha::text::folded::Folded;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

static CHECKER: LazyLock<Arc<Checker>> = LazyLock::new(|| checker("filing"));

/// Pieces that fold in every way: dropped, expanded, widened, marked, joined into clusters, and the words themselves.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "虚拟货币",
        "虛擬貨幣",
        "虚",
        "拟",
        "货",
        "币",
        "R",
        "W",
        "A",
        "rwa",
        "ＲＷＡ",
        "🆁🆆🅰",
        "ʀᴡᴀ",
        "稳定币",
        "加密",
        "资产",
        "㈾",
        "㍿",
        "ﬀ",
        "🄡",
        "™",
        "…",
        "\u{200b}",
        "\u{300}",
        "\u{332}",
        "\u{20dd}",
        "\u{fe0f}",
        "\u{200d}",
        " ",
        "\u{3000}",
        "、",
        "；",
        "。",
        "（",
        "）",
        "【",
        "】",
        "·",
        "\r\n",
        "\n",
        "🙂",
        "👨‍👩‍👧",
        "🇨🇳",
        "각",
        "각",
        "ｽﾃｰﾌﾞﾙｺｲﾝ",
        "现实世界资产",
        "的",
        "代币化",
        "值",
        "s",
        "\u{0}",
        "\u{feff}",
        "\u{e000}",
    ]);
    prop_oneof![8 => words.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// The plain way: every character folded on its own, nothing shared between them.
fn map_by_character(cell: &str) -> Vec<(char, u32)> {
    let classes = Classes::builtin();
    let folded = |(at, c): (usize, char)| {
        let text = Fold::builtin().fold(&c.to_string());
        text.chars().map(|f| (f, u32::try_from(at).unwrap())).collect::<Vec<_>>()
    };
    cell.char_indices().flat_map(folded).filter(|(c, _)| classes.gap(*c) == Gap::None).collect()
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn units_are_what_folding_each_character_alone_gives(cell in text()) {
        let folded = Folded::new(Fold::builtin(), Classes::builtin(), &cell);
        let units: Vec<_> = folded.units.iter().map(|u| (u.folded, u.original_at)).collect();
        prop_assert_eq!(units, map_by_character(&cell));
        prop_assert_eq!(&folded.text, &Fold::builtin().fold(&cell));
        for unit in &folded.units {
            prop_assert_eq!(folded.text[unit.text_at as usize..].chars().next(), Some(unit.folded));
        }
    }

    #[test]
    fn a_finding_is_its_place_in_whole_clusters(cell in text()) {
        let scalars: Vec<char> = cell.chars().collect();
        let mut boundaries: Vec<usize> = cell.grapheme_indices(true).map(|(at, _)| cell[..at].chars().count()).collect();
        boundaries.push(scalars.len());
        for finding in findings(&CHECKER, &cell) {
            prop_assert!(finding.start < finding.end && finding.end <= scalars.len());
            prop_assert_eq!(&finding.matched, &scalars[finding.start..finding.end].iter().collect::<String>());
            prop_assert!(boundaries.contains(&finding.start) && boundaries.contains(&finding.end), "{:?}", finding);
            prop_assert!(finding.excerpt.contains(&finding.matched) && cell.contains(&finding.excerpt));
        }
    }

    #[test]
    fn the_matched_text_alone_holds_the_terms_letters(cell in text()) {
        let letters = |text: &str| Folded::new(Fold::builtin(), Classes::builtin(), text).letters();
        for finding in findings(&CHECKER, &cell) {
            let rule = CHECKER.book().rule(&finding.rule).unwrap();
            let is_spelled = CHECKER.book().spellings(rule).any(|spelled| letters(&finding.matched).contains(spelled));
            let is_apart = rule.spelled.contains('…') || CHECKER.book().spellings(rule).count() == 0;
            prop_assert!(is_spelled || is_apart, "{:?}", finding);
        }
    }
}
