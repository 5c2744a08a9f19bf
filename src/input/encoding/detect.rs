//! Detects the encoding of a text, by evidence that cannot be chance.
//!
//! NUL bytes next to ASCII mean UTF-16. Valid sequences of three bytes mean UTF-8: no other encoding produces them by chance.
//! GB18030 and Big5 accept almost any bytes, so between them the share of common characters decides. Guessing from letter
//! frequencies of the whole file (chardet and the like) is not used: one bad byte can turn its answer into windows-1252.

use std::collections::HashSet;
use std::sync::LazyLock;

use encoding_rs::{BIG5, GB18030};
use memchr::memchr;

use super::{Encoding, byte_order_mark};
use crate::text::fold::Fold;

/// The share of common characters from which a file may be GB18030 or Big5.
const BELIEVABLE: f64 = 0.4;
/// The share of first-level characters from which one record in a file of another encoding may be GB18030.
pub(super) const PLAUSIBLE_RECORD: f64 = 0.9;
/// How many characters of two bytes tell GB 2312 from Big5 by their second bytes.
const TELLING_TRAILS: u32 = 20;
/// Only the first byte of a UTF-8 sequence of three or four bytes is this or more.
const LONG: u8 = 0xE0;

/// Detects UTF-16 without a byte order mark: its ASCII characters have their NUL on the same side, and the rest is text too.
#[must_use]
pub(crate) fn utf16_without_bom(bytes: &[u8]) -> Option<Encoding> {
    memchr(0, bytes)?;
    let little = Units::count(bytes.chunks_exact(2).map(|unit| (unit[0], unit[1])));
    let big = Units::count(bytes.chunks_exact(2).map(|unit| (unit[1], unit[0])));

    // Han characters whose low byte is NUL can look like ASCII in the other byte order: the more ASCII, the likelier.
    match (little.are_text(), big.are_text()) {
        (true, false) => Some(Encoding::Utf16Le),
        (false, true) => Some(Encoding::Utf16Be),
        (true, true) if little.ascii > big.ascii => Some(Encoding::Utf16Le),
        (true, true) if big.ascii > little.ascii => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// How many units of what may be UTF-16 there are of each kind.
#[derive(Default)]
struct Units {
    all: usize,
    /// ASCII text with its NUL.
    ascii: usize,
    /// From the blocks of Han, their punctuation and full-width forms.
    wide: usize,
    /// Wide units that could equally be two ASCII letters.
    paired: usize,
}

impl Units {
    /// Counts units, each as its low and its high byte.
    fn count(units: impl Iterator<Item = (u8, u8)>) -> Self {
        let mut counted = Self::default();
        for (low, high) in units {
            counted.all += 1;
            match (high, low) {
                (0, b' '..=b'~' | b'\t' | b'\r' | b'\n') => counted.ascii += 1,
                (0x20 | 0x30 | 0x4E..=0x9F | 0xFF, _) => {
                    counted.wide += 1;
                    if high.is_ascii_graphic() && low.is_ascii_graphic() {
                        counted.paired += 1;
                    }
                }
                _ => {}
            }
        }
        counted
    }

    /// Whether the units are the text of a table in UTF-16.
    fn are_text(&self) -> bool {
        // At least 90 % of the units are ASCII or Chinese.
        let is_textual = (self.ascii + self.wide) * 10 >= self.all * 9;

        // A table has delimiters and line breaks everywhere: at least one unit in 500 is ASCII. A run of NULs within an ASCII
        // file has ASCII beside it only at its two ends.
        let is_structured = self.ascii > 0 && self.ascii * 500 >= self.all;

        // An ASCII file with some NULs looks wide too, because each pair of letters is a unit in the block of Han.
        let is_chinese = self.paired * 2 <= self.wide;
        is_textual && is_structured && (self.ascii >= self.paired || is_chinese)
    }
}

/// Detects the encoding of a sample with non-ASCII bytes. Returns `None` if no encoding is believable.
#[must_use]
pub(crate) fn settle(sample: &[u8]) -> Option<Encoding> {
    // Fast path for most files: the start of a run waits for this.
    if valid_utf8(sample).is_some_and(|valid| valid.iter().any(|byte| *byte >= LONG)) {
        return Some(Encoding::Utf8);
    }

    // A few broken bytes do not make a file another encoding.
    let utf8 = Utf8Share::of(sample);
    if utf8.long * 2 > utf8.total {
        return Some(Encoding::Utf8);
    }

    // A single pair of bytes may be é in UTF-8 or 茅 in GBK. Two adjacent pairs that are both common Chinese characters are
    // hardly ever two accented letters.
    let has_adjacent_pairs = || sample.windows(4).any(|bytes| bytes.iter().all(|byte| !byte.is_ascii()));
    let chinese_share = || first_level_share(sample).max(common_share(sample, Encoding::Big5));
    if utf8.valid && (!has_adjacent_pairs() || chinese_share() < PLAUSIBLE_RECORD) {
        return Some(Encoding::Utf8);
    }

    // Most files end here, before the whole sample is decoded twice.
    if is_gb2312(sample) {
        return Some(Encoding::Gb18030);
    }
    let gb18030 = common_share(sample, Encoding::Gb18030);
    let big5 = common_share(sample, Encoding::Big5);
    let (share, encoding) = if big5 > gb18030 { (big5, Encoding::Big5) } else { (gb18030, Encoding::Gb18030) };
    (share >= BELIEVABLE).then_some(encoding)
}

/// The text of a small file that people wrote, such as a list of terms. Returns `None` if no encoding is believable or some
/// bytes cannot be decoded.
#[must_use]
pub fn decode_file(bytes: &[u8]) -> Option<String> {
    decode_detected(bytes).map(|(text, _)| text)
}

/// [`decode_file`], with the encoding that was detected.
pub(crate) fn decode_detected(bytes: &[u8]) -> Option<(String, Encoding)> {
    let (encoding, bom_len) = match byte_order_mark(bytes) {
        Some(marked) => marked,
        None if bytes.is_ascii() => (Encoding::Utf8, 0),
        None => (utf16_without_bom(bytes).or_else(|| settle(bytes))?, 0),
    };
    let text = encoding.codec().decode_without_bom_handling_and_without_replacement(&bytes[bom_len..])?;
    Some((text.into_owned(), encoding))
}

/// The double-byte encoding that the first bytes of a file prove.
pub(crate) fn double_byte(head: &[u8]) -> Option<Encoding> {
    let first = head.iter().position(|byte| !byte.is_ascii())?;
    let encoding = settle(&head[first..])?;
    matches!(encoding, Encoding::Gb18030 | Encoding::Big5).then_some(encoding)
}

/// A sample in UTF-8 without the sequence that its end cuts off. Returns `None` if anything else is not UTF-8.
fn valid_utf8(sample: &[u8]) -> Option<&[u8]> {
    match simdutf8::compat::from_utf8(sample) {
        Ok(_) => Some(sample),
        Err(error) => error.error_len().is_none().then(|| &sample[..error.valid_up_to()]),
    }
}

/// How much of a sample is UTF-8.
pub(super) struct Utf8Share {
    /// The number of non-ASCII bytes.
    pub(super) total: usize,
    /// How many of them are in valid sequences of three or four bytes.
    pub(super) long: usize,
    /// Whether everything is valid, except for a sequence that the sample's end cuts off.
    valid: bool,
}

impl Utf8Share {
    pub(super) fn of(sample: &[u8]) -> Self {
        let mut share = Self { total: 0, long: 0, valid: true };
        let mut rest = sample;
        while let [first, behind @ ..] = rest {
            if first.is_ascii() {
                rest = behind;
                continue;
            }
            match sequence(rest) {
                Sequence::Whole(len) => {
                    share.total += len;
                    share.long += if len > 2 { len } else { 0 };
                    rest = &rest[len..];
                }
                // The bytes behind a broken beginning begin no sequence, so that each of them is broken too.
                Sequence::Broken => {
                    share.total += 1;
                    share.valid = false;
                    rest = behind;
                }
                Sequence::CutOff => {
                    share.total += rest.len();
                    break;
                }
            }
        }
        share
    }
}

/// What the first bytes of a text in UTF-8 are that does not begin with ASCII.
enum Sequence {
    /// A character of so many bytes.
    Whole(usize),
    /// No character, whatever follows.
    Broken,
    /// The beginning of a character of which the text has no more.
    CutOff,
}

/// Unicode, table 3-7: the second byte has a narrower range behind some first bytes.
fn sequence(bytes: &[u8]) -> Sequence {
    let (len, second) = match bytes {
        [0xC2..=0xDF, ..] => (2, 0x80..=0xBF),
        [0xE0, ..] => (3, 0xA0..=0xBF),
        [0xED, ..] => (3, 0x80..=0x9F),
        [0xE1..=0xEF, ..] => (3, 0x80..=0xBF),
        [0xF0, ..] => (4, 0x90..=0xBF),
        [0xF1..=0xF3, ..] => (4, 0x80..=0xBF),
        [0xF4, ..] => (4, 0x80..=0x8F),
        _ => return Sequence::Broken,
    };
    let later = &bytes[1..bytes.len().min(len)];
    let is_sound = later.iter().skip(1).all(|byte| matches!(byte, 0x80..=0xBF));
    match later {
        [] => Sequence::CutOff,
        [first, ..] if !second.contains(first) || !is_sound => Sequence::Broken,
        _ if later.len() + 1 < len => Sequence::CutOff,
        _ => Sequence::Whole(len),
    }
}

/// The share of common characters among the non-ASCII characters of a sample, read in a double-byte encoding.
///
/// Common are the characters of today's texts. They are compared folded, so that traditional text in GBK and in Big5 is judged
/// by the same measure.
pub(super) fn common_share(sample: &[u8], encoding: Encoding) -> f64 {
    let codec = if encoding == Encoding::Big5 { BIG5 } else { GB18030 };
    let text = codec.decode_without_bom_handling(sample).0;
    // The sample may end within a character.
    let text = text.strip_suffix('\u{FFFD}').unwrap_or(&text);

    let mut all: u32 = 0;
    let mut common: u32 = 0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        common += u32::from(is_common(c));
    }
    f64::from(common) / f64::from(all.max(1))
}

/// Whether a character, once folded, is in the first level of GB 2312, or is punctuation or a full-width form.
pub(super) fn is_common(c: char) -> bool {
    /// For each character of the first plane whether it is common.
    static COMMON: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let plane = 0..=u32::from(u16::MAX);
        plane.map(|number| char::from_u32(number).is_some_and(folds_to_common)).collect()
    });
    COMMON.get(c as usize).copied().unwrap_or_else(|| folds_to_common(c))
}

fn folds_to_common(c: char) -> bool {
    static FIRST_LEVEL: LazyLock<HashSet<char>> = LazyLock::new(first_level);

    if matches!(c, '·' | '—' | '‘'..='”' | '…' | '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}') {
        return true;
    }
    let folded = Fold::builtin().folded(c).and_then(|to| to.chars().next());
    FIRST_LEVEL.contains(&folded.unwrap_or(c))
}

/// The 3,755 characters of GB 2312's first level: rows 16 to 55.
fn first_level() -> HashSet<char> {
    let mut codes = Vec::new();
    for lead in 0xB0..=0xD7 {
        for trail in 0xA1..=0xFE {
            codes.extend([lead, trail]);
        }
    }
    let text = GB18030.decode_without_bom_handling(&codes).0;
    text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).collect()
}

/// The share of first-level characters in a text read as GB18030.
pub(super) fn first_level_share(bytes: &[u8]) -> f64 {
    let Gb18030Characters { all, first_level, .. } = gb18030_characters(bytes);
    f64::from(first_level) / f64::from(all.max(1))
}

/// Whether a text is GB 2312 by the second bytes of its characters, which are 0xA1 or more. Of those of Big5 two in five are
/// less. So a text with many Greek, Cyrillic or Japanese letters is not taken for Big5, in which these are common characters.
fn is_gb2312(bytes: &[u8]) -> bool {
    let Gb18030Characters { all, first_level, high, foreign } = gb18030_characters(bytes);
    let is_believable = f64::from(first_level + foreign) >= BELIEVABLE * f64::from(all);
    // Of GBK beyond GB 2312 a long text has a few characters. A short one in Big5 may have few of the others by chance.
    all >= TELLING_TRAILS && all - high <= all / 50 && is_believable
}

/// How many characters a text read as GB18030 has.
#[derive(Default)]
pub(super) struct Gb18030Characters {
    /// Those that are not ASCII.
    pub(super) all: u32,
    /// Those of GB 2312, by their second byte, and those of four bytes.
    high: u32,
    /// Japanese, Greek and Cyrillic letters, and characters of four bytes.
    foreign: u32,
    /// Those of GB 2312's first level, its punctuation or its full-width forms.
    first_level: u32,
}

pub(super) fn gb18030_characters(bytes: &[u8]) -> Gb18030Characters {
    let mut counted = Gb18030Characters::default();
    let mut at = 0;
    while at < bytes.len() {
        let len = match bytes[at..] {
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => 2,
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => 4,
            _ => 1,
        };
        counted.all += u32::from(!bytes[at].is_ascii());
        counted.high += u32::from(len == 4 || (len == 2 && bytes[at + 1] >= 0xA1));
        counted.foreign += u32::from(len == 4 || (len == 2 && matches!(bytes[at], 0xA4..=0xA7)));
        if len == 2 && matches!(bytes[at..], [0xB0..=0xD7 | 0xA1 | 0xA3, 0xA1..=0xFE, ..]) {
            counted.first_level += 1;
        }
        at += len;
    }
    counted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn sequences_of_utf8_are_those_of_the_standard_library(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::collection::vec(any::<u8>(), 0..4),
                    prop::collection::vec(0xBE..=0xF5_u8, 0..4),
                    prop::collection::vec(0x7E..=0xC1_u8, 0..4),
                    any::<char>().prop_map(|c| c.to_string().into_bytes()),
                ],
                0..6,
            ),
        ) {
            let bytes = pieces.concat();
            let share = Utf8Share::of(&bytes);
            let whole: usize =
                bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).map(char::len_utf8).filter(|len| *len > 2).sum();
            let is_valid = match std::str::from_utf8(&bytes) {
                Ok(_) => true,
                Err(error) => error.error_len().is_none(),
            };
            let all = bytes.iter().filter(|byte| !byte.is_ascii()).count();
            prop_assert_eq!((share.total, share.long, share.valid), (all, whole, is_valid), "{:02X?}", bytes);
        }
    }

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
        for text in
            ["企业名称,经营范围\nООО Ромашка,торговля\n甲,比特币", "企业名称,经营范围\nカラオケ さくら,カラオケ店"]
        {
            assert_eq!(settle(&GB18030.encode(text).0), Some(Encoding::Gb18030), "{text}");
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
            assert_eq!(utf16_without_bom(&utf16(text, u16::to_le_bytes)), Some(Encoding::Utf16Le), "{text}");
            assert_eq!(utf16_without_bom(&utf16(text, u16::to_be_bytes)), Some(Encoding::Utf16Be), "{text}");
        }
    }

    #[test]
    fn nuls_in_ascii_or_utf8_are_no_utf16() {
        for text in ["name,scope\nabc\0\0\0\0\0\0,def\n", "name,scope\nabc\0,def\n", "名称,范围\n甲\0,乙\n"] {
            assert_eq!(utf16_without_bom(text.as_bytes()), None, "{text:?}");
        }
        let run = format!("name,scope\nabc{}def,ghi\n", "\0".repeat(1411));
        assert_eq!(utf16_without_bom(run.as_bytes()), None);
    }
}
