//! Which encoding a text is in, by proof.
//!
//! NULs beside ASCII prove UTF-16, and so does UTF-8 that holds characters of three bytes prove itself, which no other
//! encoding produces by chance. GB18030 and Big5 accept almost any bytes, so between them it is the share of common
//! characters that speaks. Whole-file guessing by frequency (chardet and the like) turns one bad byte into windows-1252.

use std::collections::HashSet;
use std::sync::LazyLock;

use encoding_rs::{BIG5, GB18030};
use memchr::memchr;

use super::{Encoding, byte_order_mark};
use crate::text::fold::Fold;

/// The least share of common characters that makes GB18030 or Big5 believable.
const BELIEVABLE: f64 = 0.4;
/// The share of first-level characters from which a stray record in a file counts as GB18030.
const PLAUSIBLE_RECORD: f64 = 0.9;
/// The first byte of a sequence of three or four in UTF-8 is this or more, and no other is.
const LONG: u8 = 0xE0;
/// How many characters a stray record must have for its bytes to speak for an encoding.
const TELLING: u32 = 4;

/// UTF-16 without a mark: ASCII characters have their NUL on the same side, and the rest is text too.
#[must_use]
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    memchr(0, bytes)?;
    let little = Units::count(bytes.chunks_exact(2).map(|unit| (unit[0], unit[1])));
    let big = Units::count(bytes.chunks_exact(2).map(|unit| (unit[1], unit[0])));
    match (little.are_text(), big.are_text()) {
        (true, big_too) if !big_too || little.ascii > big.ascii => Some(Encoding::Utf16Le),
        (little_too, true) if !little_too || big.ascii > little.ascii => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Units of what may be UTF-16, by kind.
#[derive(Default)]
struct Units {
    all: usize,
    /// ASCII text with its NUL.
    ascii: usize,
    /// From the blocks of Han, their punctuation and full-width forms.
    wide: usize,
    /// Of the wide, those whose bytes are both visible ASCII, as every pair of letters in an ASCII text is.
    paired: usize,
}

impl Units {
    fn count(units: impl Iterator<Item = (u8, u8)>) -> Self {
        let mut counted = Self::default();
        for (low, high) in units {
            counted.all += 1;
            match (high, low) {
                (0, b' '..=b'~' | b'\t' | b'\r' | b'\n') => counted.ascii += 1,
                (0x20 | 0x30 | 0x4E..=0x9F | 0xFF, _) => {
                    counted.wide += 1;
                    counted.paired += usize::from(high.is_ascii_graphic() && low.is_ascii_graphic());
                }
                _ => {}
            }
        }
        counted
    }

    fn are_text(&self) -> bool {
        let textual = (self.ascii + self.wide) * 10 >= self.all * 9;
        // A run of NULs in an ASCII file has ASCII beside it too: at its ends, and nowhere else.
        let structured = self.ascii > 0 && self.ascii * 500 >= self.all;
        textual && structured && (self.ascii >= self.paired || self.paired * 2 <= self.wide)
    }
}

/// The encoding of a sample that holds non-ASCII bytes; none if no encoding is believable.
#[must_use]
pub(crate) fn settle(sample: &[u8]) -> Option<Encoding> {
    // Most files, and the start of a run waits for it.
    if valid_utf8(sample).is_some_and(|valid| valid.iter().any(|byte| *byte >= LONG)) {
        return Some(Encoding::Utf8);
    }
    let utf8 = Utf8Share::of(sample);
    if utf8.long * 2 > utf8.total {
        return Some(Encoding::Utf8);
    }
    let (gb, big5) = (common_share(sample, Encoding::Gb18030), common_share(sample, Encoding::Big5));
    // A lone pair of bytes may be é or 茅; two pairs on end that are both good Chinese are hardly ever two letters.
    let is_alone = !sample.windows(4).any(|bytes| bytes.iter().all(|b| !b.is_ascii()));
    if utf8.valid && (is_alone || first_level_share(sample).max(big5) < PLAUSIBLE_RECORD) {
        return Some(Encoding::Utf8);
    }
    let (share, encoding) = if big5 > gb { (big5, Encoding::Big5) } else { (gb, Encoding::Gb18030) };
    (share >= BELIEVABLE).then_some(encoding)
}

/// The text of a small file that people wrote, such as a list of terms; none if no encoding is believable.
#[must_use]
pub fn decode_file(bytes: &[u8]) -> Option<String> {
    let (encoding, mark) = match byte_order_mark(bytes) {
        Some(marked) => marked,
        None if bytes.is_ascii() => (Encoding::Utf8, 0),
        None => (utf16_without_mark(bytes).or_else(|| settle(bytes))?, 0),
    };
    let text = encoding.codec().decode_without_bom_handling_and_without_replacement(&bytes[mark..])?;
    Some(text.into_owned())
}

/// A sample without the sequence that its end cuts off, if all of it is UTF-8.
fn valid_utf8(sample: &[u8]) -> Option<&[u8]> {
    match simdutf8::compat::from_utf8(sample) {
        Ok(_) => Some(sample),
        Err(error) => error.error_len().is_none().then(|| &sample[..error.valid_up_to()]),
    }
}

struct Utf8Share {
    /// Non-ASCII bytes.
    total: usize,
    /// Of these, bytes of valid sequences of three or four.
    long: usize,
    /// Whether nothing but a sequence cut off by the sample's end is invalid.
    valid: bool,
}

impl Utf8Share {
    fn of(sample: &[u8]) -> Self {
        let total = sample.iter().filter(|byte| !byte.is_ascii()).count();
        let mut share = Self { total, long: 0, valid: true };
        let mut read = 0;
        for chunk in sample.utf8_chunks() {
            share.long += chunk.valid().chars().map(char::len_utf8).filter(|len| *len > 2).sum::<usize>();
            read += chunk.valid().len() + chunk.invalid().len();
            let cut_off =
                read == sample.len() && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
            share.valid &= chunk.invalid().is_empty() || cut_off;
        }
        share
    }
}

/// Of the characters that a sample is in a double-byte encoding, the share of those that today's texts are made of once
/// they are folded. Folded, so that traditional text in GBK and in Big5 is judged by the same measure.
fn common_share(sample: &[u8], encoding: Encoding) -> f64 {
    let codec = if encoding == Encoding::Big5 { BIG5 } else { GB18030 };
    let text = codec.decode_without_bom_handling(sample).0;
    let cut_off = usize::from(text.ends_with('\u{FFFD}'));
    let (mut all, mut common) = (0_u32, 0_u32);
    let end = text.len() - cut_off * '\u{FFFD}'.len_utf8();
    for c in text[..end].chars().filter(|c| !c.is_ascii()) {
        all += 1;
        common += u32::from(is_common(c));
    }
    f64::from(common) / f64::from(all.max(1))
}

/// Whether a character is of GB 2312's first level once it is folded, or punctuation or a full-width form.
fn is_common(c: char) -> bool {
    static FIRST_LEVEL: LazyLock<HashSet<char>> = LazyLock::new(|| {
        let codes: Vec<u8> =
            (0xB0..=0xD7).flat_map(|lead| (0xA1..=0xFE).flat_map(move |trail| [lead, trail])).collect();
        GB18030
            .decode_without_bom_handling(&codes)
            .0
            .chars()
            .filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c))
            .collect()
    });
    let punctuation = matches!(c, '·' | '—' | '‘'..='”' | '…' | '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}');
    punctuation || FIRST_LEVEL.contains(&Fold::builtin().get(c).and_then(|(to, _)| to.chars().next()).unwrap_or(c))
}

/// Whether a record that is no UTF-8 is one of GB18030 instead: hardly anything in it would be UTF-8, and at least 90 % of
/// its characters are of GB 2312's first level.
pub(crate) fn is_plausible_gb18030(record: &[u8]) -> bool {
    let utf8 = Utf8Share::of(record);
    let is_long_enough = gb18030_characters(record).0 >= TELLING;
    utf8.long * 2 < utf8.total && is_long_enough && first_level_share(record) >= PLAUSIBLE_RECORD
}

/// Whether a record of a double-byte file is UTF-8 all the same: valid, with long sequences, and odd in the file's
/// encoding.
pub(crate) fn is_surely_utf8(record: &[u8], file: Encoding) -> bool {
    simdutf8::basic::from_utf8(record).is_ok_and(|text| text.chars().any(|c| c.len_utf8() > 2))
        && common_share(record, file) < PLAUSIBLE_RECORD
}

/// Of the characters of a text read as GB18030, the share of those that [`gb18030_characters`] counts as first level.
fn first_level_share(bytes: &[u8]) -> f64 {
    let (all, first_level) = gb18030_characters(bytes);
    f64::from(first_level) / f64::from(all.max(1))
}

/// The double-byte characters in a text read as GB18030, and how many are of GB 2312's first level, its punctuation or
/// its full-width forms.
fn gb18030_characters(bytes: &[u8]) -> (u32, u32) {
    let (mut all, mut first_level, mut at) = (0, 0, 0);
    while at < bytes.len() {
        let len = match bytes[at..] {
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => 2,
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => 4,
            _ => 1,
        };
        all += u32::from(!bytes[at].is_ascii());
        first_level += u32::from(len == 2 && matches!(bytes[at..], [0xB0..=0xD7 | 0xA1 | 0xA3, 0xA1..=0xFE, ..]));
        at += len;
    }
    (all, first_level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn short_texts_are_settled_by_what_they_would_say() {
        for text in ["名称,经营范围\n联通,虚拟货币", "联通", "公司", "甲公司，软件开发（不含许可）"]
        {
            let gbk = GB18030.encode(text).0;
            assert_eq!(settle(&gbk), Some(Encoding::Gb18030), "{text}");
            assert_eq!(settle(text.as_bytes()), Some(Encoding::Utf8), "{text}");
        }
        for text in ["名稱,經營範圍\n聯通,虛擬貨幣", "公司名稱", "甲公司，軟體開發"] {
            assert_eq!(settle(&BIG5.encode(text).0), Some(Encoding::Big5), "{text}");
        }
    }

    #[test]
    fn traditional_text_in_gbk_is_not_taken_for_big5() {
        for text in ["名稱,經營範圍\n聯通,虛擬貨幣", "企業名稱", "臺灣貿易有限公司,軟體開發、數據處理"]
        {
            assert_eq!(settle(&GB18030.encode(text).0), Some(Encoding::Gb18030), "{text}");
            assert_eq!(settle(&BIG5.encode(text).0), Some(Encoding::Big5), "{text}");
        }
    }

    #[test]
    fn letters_with_accents_are_no_chinese() {
        for text in ["4,5,ʤ", "Café Ltd,crème", "Компания,услуги", "×±÷"] {
            assert_eq!(settle(text.as_bytes()), Some(Encoding::Utf8), "{text}");
        }
    }

    #[test]
    fn one_broken_byte_does_not_change_a_files_encoding() {
        let mut utf8 = "软件开发、数据加密\n".repeat(20).into_bytes();
        utf8[31] = 0xFF;
        assert_eq!(settle(&utf8), Some(Encoding::Utf8));
        let mut gbk = GB18030.encode(&"软件开发、数据加密\n".repeat(20)).0.into_owned();
        gbk[30] = 0xFF;
        assert_eq!(settle(&gbk), Some(Encoding::Gb18030));
    }

    #[test]
    fn bytes_that_are_no_chinese_text_settle_nothing() {
        assert_eq!(settle(&[0xFF; 100]), None);
        assert_eq!(settle(b"caf\xE9 cr\xE8me na\xEFve"), None);
    }

    #[test]
    fn utf16_is_known_by_its_nuls_even_beside_characters_that_hold_one() {
        // 一 and 开 end in a NUL themselves.
        for text in ["名称,范围\n甲,乙\n", "一般经营项目,名称\n开发一,一\n", "name,scope\nabc,def\n", "甲,乙\n"]
        {
            assert_eq!(utf16_without_mark(&utf16(text, u16::to_le_bytes)), Some(Encoding::Utf16Le), "{text}");
            assert_eq!(utf16_without_mark(&utf16(text, u16::to_be_bytes)), Some(Encoding::Utf16Be), "{text}");
        }
    }

    #[test]
    fn nuls_in_ascii_or_utf8_are_no_utf16() {
        for text in ["name,scope\nabc\0\0\0\0\0\0,def\n", "name,scope\nabc\0,def\n", "名称,范围\n甲\0,乙\n"] {
            assert_eq!(utf16_without_mark(text.as_bytes()), None, "{text:?}");
        }
        let run = format!("name,scope\nabc{}def,ghi\n", "\0".repeat(1411));
        assert_eq!(utf16_without_mark(run.as_bytes()), None);
    }
}
