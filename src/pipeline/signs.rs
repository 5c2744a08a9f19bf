//! What a text says of itself: that it is empty, cut off, an error or no id any more.

use std::collections::HashSet;
use std::sync::LazyLock;

use memchr::memchr2;

use crate::table::Table;
use crate::text::fold::Fold;

/// The longest text that can stand for an empty cell, in bytes.
const EMPTY_TEXT: usize = 16;
/// Whether a cell says that there is nothing in it.
pub(super) fn is_empty(text: &str) -> bool {
    static EMPTY: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let table = Table::parse("data/empty.csv", include_str!("../../data/empty.csv"), &["text", "seen_in"])
            .expect("data/empty.csv is checked by a test");
        table.rows().map(|row| Fold::builtin().fold(row.get("text"))).collect()
    });
    // Most cells are long.
    if text.len() > EMPTY_TEXT && begins_with_han(text) {
        return false;
    }
    let text = text.trim();
    // Of NULs a cell is made whose bytes were lost: that is not nothing.
    !text.chars().any(|c| is_seen(c) || c == '\0')
        || (text.len() <= EMPTY_TEXT && EMPTY.contains(&Fold::builtin().fold(text)))
}

/// Whether a text ends as exports do that cut long cells off: in three dots of any width, or an ellipsis; whatever blanks
/// and invisible characters stand among and behind them.
pub(super) fn is_cut_off(text: &str) -> bool {
    const CENTRED: char = '⋯';
    // Most cells end in a Han character, a bracket or a full stop.
    if matches!(text.as_bytes(), [.., 0xE4..=0xE9, _, _]) || text.ends_with(['）', '。']) {
        return false;
    }
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
pub(super) fn is_cell_error(text: &str) -> bool {
    const ERRORS: [&str; 10] =
        ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#DATA!", "#SPILL!"];
    if begins_with_han(text) || text.chars().find(|c| is_seen(*c)) != Some('#') {
        return false;
    }
    let seen: String = text.chars().filter(|c| is_seen(*c)).collect();
    ERRORS.contains(&seen.as_str()) || (seen.len() > 2 && seen.bytes().all(|b| b == b'#'))
}

/// Whether a text begins with a character of the block of common Han, as most do. Told from its first byte, which costs less
/// than any look at characters.
fn begins_with_han(text: &str) -> bool {
    matches!(text.as_bytes(), [0xE4..=0xE9, ..])
}

/// Whether a character shows: it is no blank, and the fold leaves something of it.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !matches!(Fold::builtin().get(c), Some(("", _)))
}

/// Whether an id is a number with an exponent, as spreadsheets write long ones.
pub(super) fn is_scientific(id: &str) -> bool {
    let Some(at) = memchr2(b'E', b'e', id.as_bytes()) else { return false };
    let (digits, exponent) = (&id[..at], &id[at + 1..]);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    whole.len() == 1 && is_number(whole) && is_number(fraction) && exponent.strip_prefix('+').is_some_and(is_number)
}
