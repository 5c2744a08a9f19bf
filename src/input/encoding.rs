//! Which encoding a file is in, by proof.
//!
//! A byte order mark proves it; so do NULs beside ASCII, and so does UTF-8 that holds characters of three bytes, which no
//! other encoding produces by chance. GB18030 and Big5 accept almost any bytes, so between them it is the share of common
//! characters that speaks. Whole-file guessing by frequency (chardet and the like) turns one bad byte into windows-1252.

use std::borrow::Cow;

use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE};

/// The least share of common characters that makes GB18030 or Big5 believable.
const BELIEVABLE: f64 = 0.4;
/// The share of first-level characters from which a stray record in a UTF-8 file counts as GB18030.
const PLAUSIBLE_RECORD: f64 = 0.9;

/// An encoding that mingcha reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, and ASCII.
    Utf8,
    /// GB18030-2022, and with it GBK and GB 2312.
    Gb18030,
    /// Big5 with the extensions of the web.
    Big5,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
}

impl Encoding {
    /// The name in summaries.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    /// The encoding that a user names, in any label of the WHATWG list (gbk, gb2312, cp936 …).
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim();
        if label.eq_ignore_ascii_case("cp936") {
            return Some(Self::Gb18030);
        }
        match encoding_rs::Encoding::for_label(label.as_bytes())?.name() {
            "UTF-8" => Some(Self::Utf8),
            "GBK" | "gb18030" => Some(Self::Gb18030),
            "Big5" => Some(Self::Big5),
            "UTF-16LE" => Some(Self::Utf16Le),
            "UTF-16BE" => Some(Self::Utf16Be),
            _ => None,
        }
    }

    /// Whether the bytes of newlines, quotes and the usual delimiters can be sought in the undecoded text.
    #[must_use]
    pub fn frames_raw(self) -> bool {
        !matches!(self, Self::Utf16Le | Self::Utf16Be)
    }

    pub(crate) fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Gb18030 => GB18030,
            Self::Big5 => BIG5,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        }
    }
}

/// A byte order mark at the beginning of a file, and its length.
#[must_use]
pub(crate) fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        [0x84, 0x31, 0x95, 0x33, ..] => Some((Encoding::Gb18030, 4)),
        _ => None,
    }
}

/// UTF-16 without a mark: every ASCII character has its NUL on the same side, and the rest is text too.
#[must_use]
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let nuls = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (encoding, beside) = match (nuls(0), nuls(1)) {
        (0, beside) if beside > 0 => (Encoding::Utf16Le, 0),
        (beside, 0) if beside > 0 => (Encoding::Utf16Be, 1),
        _ => return None,
    };
    let units = bytes.chunks_exact(2);
    let total = units.len();
    let textual = units.filter(|unit| {
        let (low, high) = (unit[beside], unit[1 - beside]);
        (high == 0 && (low >= b' ' || matches!(low, b'\t' | b'\r' | b'\n')))
            || matches!(high, 0x20 | 0x30 | 0x4E..=0x9F | 0xFF)
    });
    (textual.count() * 10 >= total * 9).then_some(encoding)
}

/// The encoding of a sample that holds non-ASCII bytes; none if no encoding is believable.
#[must_use]
pub(crate) fn settle(sample: &[u8]) -> Option<Encoding> {
    let utf8 = utf8_share(sample);
    let (gb, big5) = (gb18030_share(sample), big5_share(sample));
    let holds_long = utf8.long > 0;
    if utf8.long * 2 > utf8.total || (utf8.valid && (holds_long || gb.max(big5) < PLAUSIBLE_RECORD)) {
        return Some(Encoding::Utf8);
    }
    let (share, encoding) = if big5 > gb { (big5, Encoding::Big5) } else { (gb, Encoding::Gb18030) };
    (share >= BELIEVABLE).then_some(encoding)
}

struct Utf8Share {
    /// Non-ASCII bytes.
    total: usize,
    /// Of these, bytes of valid sequences of three or four.
    long: usize,
    /// Whether nothing but a sequence cut off by the sample's end is invalid.
    valid: bool,
}

fn utf8_share(sample: &[u8]) -> Utf8Share {
    let mut share = Utf8Share { total: sample.iter().filter(|b| !b.is_ascii()).count(), long: 0, valid: true };
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

/// Of the characters that the bytes are in a double-byte encoding, the share that `common` calls common.
fn double_byte_share(bytes: &[u8], length: impl Fn(&[u8]) -> usize, common: impl Fn(u8, u8) -> bool) -> f64 {
    let (mut all, mut known, mut at) = (0_u32, 0_u32, 0);
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            at += 1;
            continue;
        }
        let len = length(&bytes[at..]);
        if at + len > bytes.len() || (len == 1 && at + 1 == bytes.len()) {
            break;
        }
        all += 1;
        known += u32::from(len == 2 && common(bytes[at], bytes[at + 1]));
        at += len;
    }
    f64::from(known) / f64::from(all.max(1))
}

/// The share of characters of GB 2312's first level, its punctuation and its full-width forms.
fn gb18030_share(bytes: &[u8]) -> f64 {
    let length = |b: &[u8]| match b {
        [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => 2,
        [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => 4,
        _ => 1,
    };
    double_byte_share(bytes, length, |lead, trail| matches!(lead, 0xB0..=0xD7 | 0xA1 | 0xA3) && trail >= 0xA1)
}

/// The share of characters of Big5's first level and its symbols.
fn big5_share(bytes: &[u8]) -> f64 {
    let length = |b: &[u8]| match b {
        [0x81..=0xFE, 0x40..=0x7E | 0xA1..=0xFE, ..] => 2,
        _ => 1,
    };
    double_byte_share(bytes, length, |lead, _| matches!(lead, 0xA1..=0xC6))
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

/// The text of one record, and whether it was read in another encoding than its file's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded<'a> {
    /// In the file's own encoding.
    AsFile(Cow<'a, str>),
    /// In the encoding named, which the record's bytes speak for.
    Otherwise(Cow<'a, str>, Encoding),
    /// Not readable; the text has U+FFFD where bytes are lost. With the place of the first such byte.
    Lossy(Cow<'a, str>, usize),
}

/// Decodes one record of a file in `encoding`, which must frame raw.
pub(crate) fn decode_record(encoding: Encoding, bytes: &[u8]) -> Decoded<'_> {
    if encoding == Encoding::Utf8 {
        return match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => Decoded::AsFile(text.into()),
            Err(error) => match plausible_gb18030(bytes) {
                Some(text) => Decoded::Otherwise(text, Encoding::Gb18030),
                None => Decoded::Lossy(String::from_utf8_lossy(bytes), error.valid_up_to()),
            },
        };
    }
    if let Some(text) = surely_utf8(encoding, bytes) {
        return Decoded::Otherwise(text.into(), Encoding::Utf8);
    }
    let codec = encoding.codec();
    match codec.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Decoded::AsFile(text),
        None => Decoded::Lossy(codec.decode_without_bom_handling(bytes).0, first_undecodable(codec, bytes)),
    }
}

/// Whether a record of a double-byte file is UTF-8 all the same: valid, with long sequences, and odd in the file's encoding.
fn surely_utf8(encoding: Encoding, bytes: &[u8]) -> Option<&str> {
    let text = simdutf8::basic::from_utf8(bytes).ok().filter(|t| t.chars().any(|c| c.len_utf8() > 2))?;
    let share = if encoding == Encoding::Big5 { big5_share(bytes) } else { gb18030_share(bytes) };
    (share < PLAUSIBLE_RECORD).then_some(text)
}

fn plausible_gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let utf8 = utf8_share(bytes);
    if utf8.long * 2 > utf8.total || gb18030_share(bytes) < PLAUSIBLE_RECORD {
        return None;
    }
    GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

fn first_undecodable(codec: &'static encoding_rs::Encoding, bytes: &[u8]) -> usize {
    let mut decoder = codec.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    let (_, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    read.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn one_broken_byte_does_not_change_a_files_encoding() {
        let mut utf8 = "软件开发、数据加密".repeat(20).into_bytes();
        utf8[31] = 0xFF;
        assert_eq!(settle(&utf8), Some(Encoding::Utf8));
        let mut gbk = GB18030.encode(&"软件开发、数据加密".repeat(20)).0.into_owned();
        gbk[30] = 0xFF;
        assert_eq!(settle(&gbk), Some(Encoding::Gb18030));
    }

    #[test]
    fn bytes_that_are_no_chinese_text_settle_nothing() {
        assert_eq!(settle(&[0xFF; 100]), None);
        assert_eq!(settle(b"caf\xE9 cr\xE8me na\xEFve"), None);
    }

    #[test]
    fn utf16_needs_its_nuls_on_one_side() {
        let le: Vec<u8> = "名称,范围\n甲,乙\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "名称,范围\n甲,乙\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf16_without_mark(&le), Some(Encoding::Utf16Le));
        assert_eq!(utf16_without_mark(&be), Some(Encoding::Utf16Be));
        assert_eq!(utf16_without_mark(b"name,scope\nabc\0\0\0\0\0\0,def\n"), None);
        assert_eq!(utf16_without_mark("名称,范围\n甲\0,乙\n".as_bytes()), None);
    }

    #[test]
    fn a_broken_utf8_record_is_not_read_as_gb18030() {
        let mut bytes = "浙江恒信科技有限公司,软件开发、数据处理".as_bytes().to_vec();
        bytes.remove(4);
        assert!(matches!(decode_record(Encoding::Utf8, &bytes), Decoded::Lossy(_, 3)));
        let stray = GB18030.encode("浙江恒信科技有限公司,虚拟货币").0;
        assert!(matches!(decode_record(Encoding::Utf8, &stray), Decoded::Otherwise(_, Encoding::Gb18030)));
        let stray = "浙江恒信科技有限公司,虚拟货币".as_bytes();
        assert!(matches!(decode_record(Encoding::Gb18030, stray), Decoded::Otherwise(_, Encoding::Utf8)));
    }
}
