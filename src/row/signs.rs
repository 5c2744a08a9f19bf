//! What a text says of itself: that it is empty, cut off, an error or no id any more.

use std::collections::HashSet;
use std::sync::LazyLock;

use memchr::memchr2;

use crate::table::Table;
use crate::text::fold::Fold;
use crate::verdict::ProblemKind;

/// The longest text that can stand for an empty cell, in bytes.
const EMPTY_TEXT: usize = 16;

/// What a cell's text says of itself: that there is nothing in it, that it was cut off, or that it is an error.
#[inline]
pub(super) fn sign(text: &str) -> Option<ProblemKind> {
    if is_ordinary(text.as_bytes()) { None } else { look_closer(text) }
}

/// Whether a text is long, begins with a character of the block of common Han and ends in one, in a bracket or in a full
/// stop. Most are so, and bytes tell, which costs less than any look at characters.
#[inline]
pub(crate) fn is_ordinary(text: &[u8]) -> bool {
    match text {
        [0xE4..=0xE9, .., a, b, c] if text.len() > EMPTY_TEXT => {
            matches!((a, b, c), (0xE4..=0xE9, ..) | (0xEF, 0xBC, 0x89) | (0xE3, 0x80, 0x82))
        }
        _ => false,
    }
}

fn look_closer(text: &str) -> Option<ProblemKind> {
    if is_empty(text) {
        Some(ProblemKind::Empty)
    } else if is_cell_error(text) {
        Some(ProblemKind::CellError)
    } else {
        is_cut_off(text).then_some(ProblemKind::CutOff)
    }
}

/// Whether a cell says that there is nothing in it.
pub(crate) fn is_empty(text: &str) -> bool {
    static EMPTY: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let texts = Table::built_in_list("data/empty.csv", include_str!("../../data/empty.csv"), ["text", "seen_in"]);
        texts.iter().map(|text| Fold::builtin().fold(text)).collect()
    });
    let text = text.trim();
    // Of NULs a cell is made whose bytes were lost: that is not nothing.
    !text.chars().any(|c| is_seen(c) || c == '\0')
        || (text.len() <= EMPTY_TEXT && EMPTY.contains(&Fold::builtin().fold(text)))
}

/// Whether a text ends as exports do that cut long cells off: in three dots of any width, or an ellipsis; whatever blanks
/// and invisible characters stand among and behind them.
fn is_cut_off(text: &str) -> bool {
    const CENTRED: char = '⋯';
    let mut dots = 0;
    for c in text.chars().rev().filter(|c| !c.is_whitespace()) {
        dots += match Fold::builtin().get(c) {
            Some((folded, _)) if folded.bytes().all(|b| b == b'.') => folded.len(),
            None if c == '.' => 1,
            None if c == CENTRED => 3,
            _ => return false,
        };
        if dots >= 3 {
            return true;
        }
    }
    false
}

/// Whether a cell shows what a spreadsheet shows for a text that it could not work out, or had no room for.
fn is_cell_error(text: &str) -> bool {
    static ERRORS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let csv = include_str!("../../data/cell-errors.csv");
        Table::built_in_list("data/cell-errors.csv", csv, ["text", "shown_by"]).into_iter().collect()
    });
    if !text.chars().find(|c| is_seen(*c)).is_some_and(begins_error) {
        return false;
    }

    let seen: String = text.chars().filter(|c| is_seen(*c)).map(ascii_form).collect();
    let without_dots = seen.trim_end_matches(['.', '…']);
    ERRORS.contains(without_dots) || is_coded_error(&seen) || is_numbered_error(&seen)
}

fn begins_error(c: char) -> bool {
    matches!(c, '#' | '＃' | 'E' | '错' | '錯')
}

/// The signs that errors are written with, in ASCII.
fn ascii_form(c: char) -> char {
    match c {
        '＃' => '#',
        '！' => '!',
        '？' => '?',
        '：' => ':',
        _ => c,
    }
}

/// Whether a text is `#`, capitals and `!` or `?`, as all programs write their errors, or `#` alone several times.
fn is_coded_error(text: &str) -> bool {
    let Some(code) = text.strip_prefix('#') else { return false };
    if code.len() >= 2 && code.bytes().all(|byte| byte == b'#') {
        return true;
    }
    let Some(name) = code.strip_suffix(['!', '?']) else { return false };
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'/' | b'_');
    name.len() >= 2 && name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(is_name)
}

/// Whether a text is the number of an error, as `LibreOffice` shows it: `Err:508`.
fn is_numbered_error(text: &str) -> bool {
    let prefixes = ["Err:", "错误:", "錯誤:"];
    let number = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
    number.is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a character shows: it is no blank, and the fold leaves something of it.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !matches!(Fold::builtin().get(c), Some(("", _)))
}

/// Whether an id is a number with an exponent, as spreadsheets write long ones.
#[inline]
pub(crate) fn is_scientific(id: &str) -> bool {
    // One digit stands before the point or the exponent.
    matches!(id.as_bytes(), [_, b'.' | b'E' | b'e', ..]) && is_mantissa_with_exponent(id)
}

fn is_mantissa_with_exponent(id: &str) -> bool {
    let Some(at) = memchr2(b'E', b'e', id.as_bytes()) else { return false };
    let (digits, exponent) = (&id[..at], &id[at + 1..]);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    whole.len() == 1 && is_number(whole) && is_number(fraction) && exponent.strip_prefix('+').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn a_text_that_looks_ordinary_has_no_sign(
            first in "[一-鿿 #.\\PC]?",
            within in "[一-鿿。…#]{0,10}",
            last in "[一-鿿）。.…⋯．\\PC]{0,3}",
        ) {
            let text = [first, within, last].concat();
            prop_assert!(!is_ordinary(text.as_bytes()) || look_closer(&text).is_none(), "{}", text);
        }
    }
}
