//! What the bytes of one record or field prove of their encoding, in a file whose encoding is settled.

use super::Encoding;
use super::detect::{PLAUSIBLE_RECORD, Utf8Share, common_share, first_level_share, gb18030_characters, is_common};

/// The share of common characters below which a field is hardly in an encoding.
const UNLIKELY: f64 = 0.5;
/// The first byte from which characters of Big5 are of its second level, or of none.
const RARE_BIG5: u8 = 0xC7;
/// How many characters a record must have for its bytes to be evidence of another encoding.
const TELLING: usize = 4;

/// Whether bytes that are not UTF-8 are in a double-byte encoding: hardly anything in them would be UTF-8, and at least 90 %
/// of their characters are common there.
pub(super) fn is_plausible(bytes: &[u8], encoding: Encoding) -> bool {
    let utf8 = Utf8Share::of(bytes);
    if utf8.long * 2 >= utf8.total {
        return false;
    }
    if encoding == Encoding::Big5 {
        let is_long_enough = big5_leads(bytes).count() >= TELLING;
        return is_long_enough && common_share(bytes, encoding) >= PLAUSIBLE_RECORD;
    }
    gb18030_characters(bytes).all as usize >= TELLING && first_level_share(bytes) >= PLAUSIBLE_RECORD
}

/// Whether a record of a double-byte file is UTF-8 instead: it is valid, has sequences of three bytes, and has uncommon
/// characters in the file's encoding.
pub(super) fn is_surely_utf8(record: &[u8], file: Encoding) -> bool {
    let Ok(text) = simdutf8::basic::from_utf8(record) else { return false };
    let has_long = text.chars().any(|c| c.len_utf8() > 2);
    has_long && common_share(record, file) < PLAUSIBLE_RECORD
}

/// Whether a field of a double-byte file is UTF-8 instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Utf8Claim {
    No,
    Doubtful,
    Sure,
}

/// Weighs whether a field of a double-byte file is UTF-8. Two rare characters in a row can look like it.
pub(super) fn claims_utf8(field: &[u8], file: Encoding) -> Utf8Claim {
    let Ok(text) = std::str::from_utf8(field) else { return Utf8Claim::No };
    let mut long: u32 = 0;
    let mut common: u32 = 0;
    for c in text.chars().filter(|c| c.len_utf8() > 2) {
        long += 1;
        common += u32::from(is_common(c));
    }

    let is_own = file.codec().decode_without_bom_handling_and_without_replacement(field).is_some();
    match (long, is_own) {
        (0, _) | (1, true) => Utf8Claim::No,
        (1, false) => Utf8Claim::Doubtful,
        (_, false) => Utf8Claim::Sure,
        (2, true) if common < 2 => Utf8Claim::No,
        _ if common_share(field, file) >= PLAUSIBLE_RECORD || common * 2 < long => Utf8Claim::Doubtful,
        _ => Utf8Claim::Sure,
    }
}

/// Whether a field that decodes as Big5 is GB18030 instead: some of its characters are rare in Big5, hardly any are common
/// there, and nearly all are common in GB18030.
pub(super) fn is_rather_gb18030(field: &[u8]) -> bool {
    has_rare_big5(field) && is_plausible(field, Encoding::Gb18030) && common_share(field, Encoding::Big5) < UNLIKELY
}

/// Whether bytes of a double-byte file contain what looks like two characters of UTF-8 in a row. Hot: most records are told
/// by the first look, because GB 2312 and Big5 have no bytes from 0x80 to 0xA0, which half of those in UTF-8 are.
pub(super) fn may_hold_utf8(bytes: &[u8]) -> bool {
    let mut low = 0;
    for byte in bytes {
        low |= u8::from(byte.wrapping_sub(0x80) <= 0x20);
    }
    low != 0 && holds_two_long(bytes)
}

/// Whether two sequences of three bytes, as UTF-8 has them, follow each other. Written so that it compiles to vectors.
pub(crate) fn holds_two_long(bytes: &[u8]) -> bool {
    let mut found = 0;
    for &six in bytes.array_windows::<6>() {
        found |= is_long(six, 0) & is_long(six, 3);
    }
    found != 0
}

/// Whether three of six bytes look like one character of UTF-8.
#[inline]
fn is_long(six: [u8; 6], at: usize) -> u8 {
    let is_lead = six[at] & 0xF0 == 0xE0;
    let has_second = six[at + 1] & 0xC0 == 0x80;
    let has_third = six[at + 2] & 0xC0 == 0x80;
    u8::from(is_lead & has_second & has_third)
}

/// Whether at least two characters of a text in Big5 are of its second level, which is rare, or of none.
pub(super) fn has_rare_big5(bytes: &[u8]) -> bool {
    big5_leads(bytes).filter(|lead| *lead >= RARE_BIG5).nth(1).is_some()
}

/// The first byte of each character of two bytes in Big5.
fn big5_leads(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes.get(at..)?.iter().position(|byte| !byte.is_ascii())?;
        let lead = bytes[at];
        at += 2;
        Some(lead)
    })
}
