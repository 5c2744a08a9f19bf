//! The fold against the published test data of Unicode and `OpenCC`, which stands beside the checkout in `../shared`.
//!
//! Where that folder is missing these tests say so and pass, unless `MINGCHA_REQUIRE_SHARED=1` makes that a failure.

use mingcha::text::fold::Fold;

use crate::common::shared;

/// The text of a file of the conformance folder. Returns `None` where the file may be missing.
fn published(file: &str) -> Option<String> {
    shared(&format!("conformance/{file}")).map(|path| std::fs::read_to_string(path).unwrap())
}

fn chars(code_points: &str) -> String {
    let parse = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("a code point");
    code_points.split_whitespace().map(parse).collect()
}

/// Brackets that a single character such as 🄡 or 🉀 carries around its content: the fold strips them, so that the letter inside
/// stands alone, while the full text "(R)" keeps them as the separators that they are.
fn without_brackets(folded: &str) -> &str {
    let inside = |open, close| folded.strip_prefix(open)?.strip_suffix(close);
    inside('(', ')').or_else(|| inside('〔', '〕')).unwrap_or(folded)
}

#[test]
fn all_normalization_forms_of_a_text_fold_alike() {
    let Some(text) = published("unicode/NormalizationTest.txt") else {
        return;
    };
    let fold = Fold::builtin();
    let (mut lines, mut bracketed) = (0, 0);
    for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_hexdigit())) {
        let forms: Vec<String> = line.split(';').take(5).map(|column| fold.fold(&chars(column))).collect();
        let is_bracketed = forms[0] != forms[4] && forms[0] == without_brackets(&forms[4]);
        let unlike =
            forms.iter().find(|form| **form != forms[0] && !(is_bracketed && without_brackets(form) == forms[0]));
        assert!(unlike.is_none(), "{line}\nfolds to {forms:?}");
        lines += 1;
        bracketed += usize::from(is_bracketed);
    }
    assert!(lines > 19_000, "only {lines} lines read");
    assert_eq!(bracketed, 149, "characters that carry brackets");
}

#[test]
fn traditional_text_folds_as_its_simplified_form_does() {
    let Some(text) = published("opencc/t2s.tsv") else {
        return;
    };
    let fold = Fold::builtin();
    let cases: Vec<_> = text.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    assert_eq!(cases.len(), 55);
    for (input, expected) in cases {
        assert_eq!(fold.fold(input), fold.fold(expected), "{input}");
    }
}

#[test]
fn every_letter_that_looks_like_r_w_or_a_is_that_letter() {
    let Some(text) = published("unicode/confusables.txt") else {
        return;
    };
    let mut checked = 0;
    for line in text.trim_start_matches('\u{FEFF}').lines().filter(|line| line.contains(";\tMA")) {
        let mut columns = line.split(';');
        let (from, to) = (chars(columns.next().unwrap_or_default()), chars(columns.next().unwrap_or_default()));
        let to = to.to_ascii_lowercase();
        if ["r", "w", "a"].contains(&&*to) && from.chars().all(|c| !c.is_ascii() && c.is_alphabetic()) {
            assert_eq!(Fold::builtin().fold(&from), to, "{line}");
            checked += 1;
        }
    }
    assert!(checked > 90, "only {checked} look-alikes read");
}
