//! The encodings that are read, their names and their byte order marks.

mod codec;
mod decode;
mod detect;
mod fields;
mod proof;
mod stream;
mod transcoder;

use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE};

#[cfg(feature = "reports")]
use crate::text::pairs::Pairs;

pub(crate) use codec::Decoded;
pub(crate) use decode::{decode_by_field, decode_whole};
pub(crate) use detect::decode_detected;
pub use detect::decode_file;
pub(crate) use detect::double_byte;
#[cfg(feature = "workbooks")]
pub(crate) use detect::settle;
pub(crate) use detect::utf16_without_bom;
pub(crate) use proof::holds_two_long;
pub(crate) use stream::{Bytes, Settled, transcoded};
pub(crate) use transcoder::{Marks, Transcoder};

/// An encoding that mingcha reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, and ASCII.
    Utf8,
    /// GB18030-2022, and with it GBK and GB 2312.
    Gb18030,
    /// Big5 with the extensions of the web.
    Big5,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
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

    /// The usual labels of the encodings that are read.
    pub const LABELS: [&str; 7] = ["utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16le", "utf-16be"];

    /// The encoding with a label of the WHATWG Encoding Standard (gbk, gb2312 …), or cp936. Returns `None` for a label of an
    /// encoding that is not read.
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

    /// Whether line breaks, quotes and the usual delimiters can be searched for in the bytes without decoding them.
    #[must_use]
    pub fn frames_raw(self) -> bool {
        !matches!(self, Self::Utf16Le | Self::Utf16Be)
    }

    /// A text in this encoding. Returns `None` if a character of it is not in the encoding.
    pub(crate) fn bytes_of(self, text: &str) -> Option<Vec<u8>> {
        // The codec writes UTF-8 instead.
        match self {
            Self::Utf16Le => return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Utf8 | Self::Gb18030 | Self::Big5 => {}
        }
        let (bytes, _, has_others) = self.codec().encode(text);
        (!has_others).then(|| bytes.into_owned())
    }

    /// Its characters of two bytes, if it is a double-byte encoding.
    #[cfg(feature = "reports")]
    pub(crate) fn pairs(self) -> Option<&'static Pairs> {
        match self {
            Self::Gb18030 => Some(Pairs::gbk()),
            Self::Big5 => Some(Pairs::big5()),
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => None,
        }
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

/// The byte order mark at the beginning of some bytes, and its length in bytes.
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
