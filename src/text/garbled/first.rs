//! The first characters of misread text. A text is misread from its beginning on, and a look at one character costs little.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use encoding_rs::{BIG5, GB18030};

use super::words::beginnings;
use crate::text::plane::{Plane, number_of};

/// The first character of 锟斤拷, which is what two U+FFFD in UTF-8 become when they are read as GBK.
pub(crate) const REPLACED: char = '锟';
/// How many characters at the beginning of a text are searched for its first character that is not ASCII.
pub(super) const BEGINNING: usize = 16;

/// The ideographs whose first one is U+4E00.
pub(super) const HAN: RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// Whether the first character that is not ASCII is one with which misread text begins. It costs a look at one character.
#[inline]
pub(crate) fn begins_misread(text: &str) -> bool {
    match text.as_bytes() {
        han @ [0xE4..=0xE9, ..] => han_begins_misread(han),
        [] => false,
        _ => begins_misread_otherwise(text),
    }
}

/// [`begins_misread`] of the bytes of a text that begins with a byte from 0xE4 to 0xE9, as nearly all do.
#[inline]
pub(crate) fn han_begins_misread(text: &[u8]) -> bool {
    text.first_chunk().is_some_and(|first| MISREAD_FIRST.contains(number_of(*first)))
}

fn begins_misread_otherwise(text: &str) -> bool {
    let first = text.chars().take(BEGINNING).find(|c| !c.is_ascii());
    first.is_some_and(is_misread_first)
}

pub(super) fn is_misread_first(c: char) -> bool {
    match c {
        '\u{A1}'..='\u{BF}' => !is_sign(c),
        '\u{FF1F}' => true,
        _ => MISREAD_FIRST.contains(c as usize),
    }
}

/// The characters with which misread text begins: those of [`utf8_as_gbk`], and of misread words.
static MISREAD_FIRST: LazyLock<Plane> = LazyLock::new(|| {
    let mut first = Plane::empty();
    let known = utf8_as_gbk().chars().filter(|c| HAN.contains(c));
    first.add(known.chain(beginnings()).chain(['锛', '銆', REPLACED]));
    first
});

/// Whether a character is one of [`common_han`].
pub(super) fn is_common(c: char) -> bool {
    static COMMON: LazyLock<Plane> = LazyLock::new(|| {
        let mut common = Plane::empty();
        common.add(common_han().chars());
        common
    });
    COMMON.contains(c as usize)
}

/// The characters of GB 2312, and those of the first level of Big5.
pub(super) fn common_han() -> String {
    let mut bytes = Vec::new();
    for lead in 0xB0..=0xF7_u8 {
        for trail in 0xA1..=0xFE_u8 {
            bytes.extend([lead, trail]);
        }
    }
    let mut common = GB18030.decode_without_bom_handling(&bytes).0.into_owned();

    bytes.clear();
    for lead in 0xA4..=0xC6_u8 {
        for trail in (0x40..=0x7E).chain(0xA1..=0xFE_u8) {
            bytes.extend([lead, trail]);
        }
    }
    common += &BIG5.decode_without_bom_handling(&bytes).0;
    common
}

/// What GBK reads from the first two of the three bytes of a Han character.
pub(super) fn utf8_as_gbk() -> &'static str {
    static MISREAD: LazyLock<String> = LazyLock::new(|| {
        let mut bytes = Vec::new();
        for lead in 0xE4..=0xE9 {
            for trail in 0x80..=0xBF {
                bytes.extend([lead, trail]);
            }
        }
        GB18030.decode_without_bom_handling(&bytes).0.into_owned()
    });
    &MISREAD
}

/// Signs of Latin-1 that Chinese text has, too.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '·' | '×' | '°' | '±' | '÷')
}
