//! Text that nobody can read any more: its bytes were read in a wrong encoding, or its characters were replaced by question
//! marks, before it came here.

mod first;
mod latin;
#[cfg(test)]
mod made;
mod seven_bits;
mod utf8;
mod words;

use std::sync::LazyLock;

use self::first::{BEGINNING, HAN, is_misread_first, is_sign, utf8_as_gbk};
use self::latin::has_misread_latin;
use self::seven_bits::{has_hz, has_utf7};
use self::utf8::{has_utf8_in_code_page, has_utf8_in_gbk};
use self::words::{anchors, has_misread_word};
use crate::table::Table;

pub(crate) use self::first::{REPLACED, begins_misread, han_begins_misread};

/// The characters that begin an escape.
pub(crate) const ESCAPES: [char; 7] = ['&', '<', '\\', '%', '_', '\u{1B}', '\u{8}'];

/// How many question marks tell in a column that is not checked, where one or two may be a remark.
const LOST_ALONE: usize = 4;

/// Whether a character has a meaning only by agreement, so that nobody else can read it.
pub(crate) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// Characters that are common in garbled text and rare elsewhere: a text without any of these and of
/// [`misread_characters`], also at its beginning, is not garbled. A scan over bytes tells each of them that is not ASCII from
/// common Han characters, and the ASCII ones have letters behind them.
pub(crate) fn strange_characters() -> impl Iterator<Item = char> {
    let private = '\u{E000}'..='\u{F8FF}';
    let latin = ('\u{C0}'..='\u{FF}').filter(|c| !is_sign(*c));
    let anchors = anchors().filter(|c| !HAN.contains(c));
    private.chain(latin).chain(utf8::PAGE_LEADS).chain(anchors).chain([REPLACED, '?', '~', '+'])
}

/// Han characters of misread text: those that GBK reads from the first two of the three bytes that a Han character has in
/// UTF-8, and a rare one of each word as it is misread elsewhere.
pub(crate) fn misread_characters() -> impl Iterator<Item = char> {
    utf8_as_gbk().chars().chain(anchors().filter(|c| HAN.contains(c)))
}

/// Whether a text in a column that is not checked may be misread, going by the beginning of its text. Such a text is misread
/// from its beginning on, and a look at one character costs little.
#[inline]
pub(crate) fn may_be_misread(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes {
        [0xE4..=0xE9, ..] => begins_misread(text),
        [b'?' | b'~' | b'+', ..] => true,
        _ if bytes[..bytes.len().min(BEGINNING)].is_ascii() => false,
        _ => may_be_misread_otherwise(text),
    }
}

fn may_be_misread_otherwise(text: &str) -> bool {
    // 北京 in GBK begins with ±± as Latin-1.
    let first = text.chars().find(|c| !c.is_ascii() && !is_sign(*c));
    first.is_some_and(|c| is_misread_first(c) || matches!(c, '\u{C0}'..='\u{FF}'))
}

/// Whether a text in a column that is not checked was read in a wrong encoding, or is made of question marks. Characters that
/// have a meaning only by agreement are left out: names of persons have some.
pub(crate) fn is_misread(text: &str) -> bool {
    has_trace(text) || is_lost_whole(text) || has_seven_bits(text) || has_misread(text)
}

/// Whether a text was read in a wrong encoding that left its bytes as they were.
fn has_misread(text: &str) -> bool {
    has_utf8_in_gbk(text) || has_utf8_in_code_page(text) || has_misread_latin(text) || has_misread_word(text)
}

/// Whether a text contains Chinese in an encoding that is made of ASCII.
fn has_seven_bits(text: &str) -> bool {
    has_hz(text) || has_utf7(text)
}

/// Whether a text is at least [`LOST_ALONE`] question marks and nothing else that is read.
fn is_lost_whole(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric()) && text.chars().filter(|c| is_question_mark(*c)).count() >= LOST_ALONE
}

/// Whether some of a text cannot be read by anybody.
pub(crate) fn is_garbled(text: &str) -> bool {
    text.chars().any(is_private)
        || has_trace(text)
        || has_lost_characters(text)
        || has_seven_bits(text)
        || has_misread(text)
}

fn has_trace(text: &str) -> bool {
    traces().iter().any(|trace| text.contains(&**trace))
}

/// Sequences of characters that no text has unless it was damaged.
fn traces() -> &'static [String] {
    static TRACES: LazyLock<Vec<String>> = LazyLock::new(|| {
        Table::built_in_list("data/garbled.csv", include_str!("../../data/garbled.csv"), ["trace", "reason"])
    });
    &TRACES
}

/// Whether question marks stand for characters that an encoding did not have.
fn has_lost_characters(text: &str) -> bool {
    let mut marks = 0;
    let is_nothing_else = text.chars().all(|c| {
        marks += usize::from(is_question_mark(c));
        !c.is_alphanumeric()
    });
    if is_nothing_else && marks >= 2 {
        return true;
    }

    let mut rest = text;
    let mut before = None;
    while let Some(at) = rest.find('?') {
        before = rest[..at].chars().next_back().or(before);
        let run = rest.len() - at - rest[at..].trim_start_matches('?').len();
        rest = &rest[at + run..];
        if are_lost(before, run, rest) {
            return true;
        }
        before = Some('?');
    }
    false
}

fn is_question_mark(c: char) -> bool {
    matches!(c, '?' | '？')
}

/// Whether a run of question marks replaces characters, going by what is before and after it. A question may end in several.
fn are_lost(before: Option<char>, run: usize, after: &str) -> bool {
    let is_question = before.is_some_and(|c| question_endings().contains(&c) || c.is_ascii_lowercase());
    match run {
        0 | 1 => false,
        2 => !is_question && before.is_some_and(|c| HAN.contains(&c)) && after.starts_with(|c| HAN.contains(&c)),
        _ => !is_question || after.starts_with(char::is_alphanumeric),
    }
}

/// The characters after which several question marks are those of a question.
fn question_endings() -> &'static [char] {
    static ENDINGS: LazyLock<Vec<char>> = LazyLock::new(|| {
        let csv = include_str!("../../data/question-endings.csv");
        let endings = Table::built_in_list("data/question-endings.csv", csv, ["character", "reason"]);
        endings.iter().filter_map(|ending| ending.chars().next()).collect()
    });
    &ENDINGS
}
