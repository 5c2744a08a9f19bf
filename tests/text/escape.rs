//! What is shown as it is and what is escaped, over all of Unicode.

use icu_properties::CodePointMapData;
use icu_properties::props::{
    BidiControl, BinaryProperty as _, DefaultIgnorableCodePoint, GeneralCategory, NoncharacterCodePoint,
};

use mingcha::escape::visible;
use mingcha::text::fold::{Fold, Kinds};

fn is_escaped(c: char) -> bool {
    visible(&c.to_string()) != c.to_string()
}

/// Whether the fold drops a character because it shows nothing.
fn is_invisible(c: char) -> bool {
    Fold::builtin().get(c).is_some_and(|(folded, kinds)| folded.is_empty() && kinds.contains(Kinds::INVISIBLE))
}

#[test]
fn no_character_that_hides_reorders_or_controls_reaches_a_terminal() {
    let category = CodePointMapData::<GeneralCategory>::new();
    let mut escaped = 0;
    for c in char::MIN..=char::MAX {
        let is_hostile = BidiControl::for_char(c)
            || NoncharacterCodePoint::for_char(c)
            || DefaultIgnorableCodePoint::for_char(c)
            || is_invisible(c)
            || matches!(
                category.get(c),
                GeneralCategory::Control
                    | GeneralCategory::Format
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
            );
        assert_eq!(is_escaped(c), is_hostile, "{c:?} {:?}", category.get(c));
        escaped += usize::from(is_hostile);
    }
    assert!(escaped > 4_000, "only {escaped} characters are escaped");
}

#[test]
fn combining_marks_and_ordinary_characters_are_shown_as_they_are() {
    let category = CodePointMapData::<GeneralCategory>::new();
    let mut marks = 0;
    for c in (char::MIN..=char::MAX).filter(|c| category.get(*c) == GeneralCategory::NonspacingMark) {
        if !DefaultIgnorableCodePoint::for_char(c) && !is_invisible(c) {
            assert!(!is_escaped(c), "{c:?}");
            marks += 1;
        }
    }
    assert!(marks > 1_000, "only {marks} marks were looked at");

    for c in "\u{301}\u{308}虚擬货币Ｒé々〇。（）★🙂 \u{3000}\u{a0}".chars() {
        assert!(!is_escaped(c), "{c:?}");
    }
}
