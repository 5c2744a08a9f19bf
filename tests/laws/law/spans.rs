//! Folding, and the way back from every folded letter to the original.

use mingcha::checker::Checker;
use mingcha::text::class::{Classes, Gap};
use mingcha::text::fold::Fold;
use mingcha::text::folded::Folded;
use unicode_segmentation::UnicodeSegmentation;

use super::made::Choices;
use super::world::{FILING, STOCK, findings};

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let cell = match choices.take() & 1 {
        0 => choices.text(64),
        _ => String::from_utf8_lossy(choices.rest()).into_owned(),
    };
    folding_is_by_character_and_final(&cell);
    units_lead_back(&cell);
    for checker in [&*FILING, &*STOCK] {
        findings_are_their_places(checker, &cell);
    }
}

fn folding_is_by_character_and_final(cell: &str) {
    let fold = Fold::builtin();
    let folded = fold.fold(cell);
    let by_character: String = cell.chars().map(|c| fold.fold(c.encode_utf8(&mut [0; 4]))).collect();
    assert_eq!(folded, by_character);
    assert_eq!(fold.fold(&folded), folded, "folding twice is folding once");
}

fn units_lead_back(cell: &str) {
    let (fold, classes) = (Fold::builtin(), Classes::builtin());
    let folded = Folded::new(fold, classes, cell);
    assert_eq!(folded.text, fold.fold(cell));
    let letters: String = folded.text.chars().filter(|c| classes.gap(*c) == Gap::None).collect();
    assert_eq!(folded.letters(), letters);
    assert!(folded.units.is_sorted_by_key(|u| u.original_at));
    for (k, unit) in folded.units.iter().enumerate() {
        let original = cell[unit.original_at as usize..].chars().next().unwrap();
        assert!(fold.fold(original.encode_utf8(&mut [0; 4])).contains(unit.folded));
        assert_eq!(folded.text[unit.text_at as usize..].chars().next(), Some(unit.folded));
        let place = folded.original_of(cell, &(k..k + 1));
        assert!(place.contains(&(unit.original_at as usize)));
        assert_eq!(folded.units_of_text(folded.text_of(&(k..k + 1))), k..k + 1);
    }
}

fn findings_are_their_places(checker: &Checker, cell: &str) {
    let found = findings(checker, cell);
    if found.is_empty() {
        return;
    }
    let scalars: Vec<char> = cell.chars().collect();
    let mut boundaries: Vec<usize> =
        cell.graphemes(true).scan(0, |at, g| Some(std::mem::replace(at, *at + g.chars().count()))).collect();
    boundaries.push(scalars.len());
    for finding in found {
        assert!(finding.start < finding.end && finding.end <= scalars.len(), "{finding:?}");
        assert!(finding.matched.chars().eq(scalars[finding.start..finding.end].iter().copied()), "{finding:?}");
        let is_whole = |at: &usize| boundaries.binary_search(at).is_ok();
        assert!(is_whole(&finding.start) && is_whole(&finding.end), "{finding:?}");
        assert!(finding.excerpt.contains(&finding.matched) && cell.contains(&finding.excerpt), "{finding:?}");
        assert!(finding.verdict.is_of_finding(), "{finding:?}");
    }
}
