//! Chinese in UTF-8 that was read in another encoding. The bytes of UTF-8 are no text by chance.

use std::ops::RangeInclusive;

use super::first::{HAN, is_common, is_misread_first};
use crate::text::pairs::Pairs;

/// How many misread characters in a row tell if there is other text around them.
const TELLING: usize = 4;
/// How many tell if there is nothing else, or if the text has no other characters of that kind.
pub(super) const TELLING_ALONE: usize = 2;

/// What code pages 437 and 850 read from the bytes from 0x80 on.
pub(super) const CODE_PAGES: [&str; 2] = [
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}",
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}",
];
/// What code page 437 reads from the first byte of a Han character.
pub(super) const PAGE_LEADS: [char; 5] = ['Σ', 'σ', 'τ', 'Φ', 'Θ'];
/// What code page 850 reads from it, or both.
const LATIN_LEADS: [char; 6] = ['õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú'];

/// Whether a text contains UTF-8 that was read as GBK.
pub(super) fn has_utf8_in_gbk(text: &str) -> bool {
    // One of two characters in a row is read from its first two bytes.
    if !text.chars().any(is_misread_first) {
        return false;
    }
    let mut bytes = Vec::new();
    for run in text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty()) {
        bytes.clear();
        let gbk = Pairs::gbk();
        run.chars().for_each(|c| gbk.write(c, &mut bytes));

        let misread = Misread::of(&bytes);
        if misread.longest >= TELLING || (misread.longest >= TELLING_ALONE && misread.is_all) {
            return true;
        }
    }
    false
}

/// How much of a sequence of bytes is Chinese in UTF-8.
pub(super) struct Misread {
    /// The most characters in a row.
    pub(super) longest: usize,
    /// Whether there is nothing else, except for a part of a last character.
    is_all: bool,
}

impl Misread {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut misread = Self { longest: 0, is_all: true };
        let mut count = 0;
        let mut at = 0;
        while at < bytes.len() {
            let known = [3, 2].into_iter().find(|len| bytes.get(at..at + len).is_some_and(is_chinese_utf8));
            if let Some(len) = known {
                count += 1;
                misread.longest = misread.longest.max(count);
                at += len;
            } else {
                misread.is_all &= at + 2 >= bytes.len();
                count = 0;
                at += 1;
            }
        }
        misread
    }
}

/// Whether these bytes are one character of Chinese text in UTF-8.
fn is_chinese_utf8(bytes: &[u8]) -> bool {
    // Nearly all bytes are told by these two.
    let may_be = matches!(bytes, [0xC2..=0xEF, 0x80..=0xBF, ..]);
    if !may_be {
        return false;
    }
    let character = std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next());
    character.is_some_and(is_chinese)
}

/// Whether a character is punctuation of Chinese text or a Han character as nearly all of them: in GB 2312, or in the first
/// level of Big5.
pub(super) fn is_chinese(c: char) -> bool {
    match c {
        '·' | '×' | '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}' | '‘'..='”' | '—' | '…' => true,
        _ => HAN.contains(&c) && is_common(c),
    }
}

/// Whether a text contains UTF-8 that was read in a code page of DOS, as programs read the names of files in archives.
pub(super) fn has_utf8_in_code_page(text: &str) -> bool {
    // All of them begin with one of these bytes: they have two, and hardly another character of Chinese text has.
    if !has_byte_of(text, 0xC2..=0xDF) || !(text.contains(PAGE_LEADS) || text.contains(LATIN_LEADS)) {
        return false;
    }
    CODE_PAGES.iter().any(|page| {
        let mut bytes = Vec::new();
        for c in text.chars() {
            // What is in no code page becomes a byte that is part of no text.
            bytes.push(page_byte(page, c).unwrap_or_default());
        }
        Misread::of(&bytes).longest >= TELLING_ALONE
    })
}

/// Whether a text has a byte of a range. Written so that the compiler looks at many bytes at once.
pub(super) fn has_byte_of(text: &str, range: RangeInclusive<u8>) -> bool {
    text.as_bytes().chunks(64).any(|bytes| bytes.iter().fold(false, |has, byte| has | range.contains(byte)))
}

/// The byte above ASCII that a code page reads as a character.
fn page_byte(page: &str, c: char) -> Option<u8> {
    let place = page.chars().position(|other| other == c)?;
    u8::try_from(0x80 + place).ok()
}
