//! Decodes the bytes of one record: in its file's encoding, or in another one that the bytes give evidence of, or with losses.

use std::ops::Range;

use super::Encoding;
use super::codec::{Decoded, decode_strictly};
use super::fields::decode_fields;
use super::proof::{has_rare_big5, is_surely_utf8, may_hold_utf8};

/// Appends the text of one record if it decodes as its file does and nothing in it looks like another encoding. Returns
/// whether it does. Hot: for every record of a file that is not UTF-8.
pub(crate) fn decode_whole(encoding: Encoding, bytes: &[u8], text: &mut String) -> bool {
    let looks_mixed = match encoding {
        Encoding::Utf8 => {
            let utf8 = simdutf8::basic::from_utf8(bytes);
            text.push_str(utf8.unwrap_or_default());
            return utf8.is_ok();
        }
        Encoding::Big5 => may_hold_utf8(bytes) || has_rare_big5(bytes),
        Encoding::Gb18030 | Encoding::Utf16Le | Encoding::Utf16Be => may_hold_utf8(bytes),
    };
    !looks_mixed && decode_strictly(encoding, bytes, text).is_ok()
}

/// Appends the text of one record, each of its fields in the encoding that its own bytes prove.
pub(crate) fn decode_by_field(encoding: Encoding, bytes: &[u8], fields: &[Range<usize>], text: &mut String) -> Decoded {
    if encoding != Encoding::Utf8
        && is_surely_utf8(bytes, encoding)
        && let Ok(utf8) = std::str::from_utf8(bytes)
    {
        text.push_str(utf8);
        return Decoded::Otherwise(Encoding::Utf8);
    }
    decode_fields(encoding, bytes, fields, text)
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn decode(encoding: Encoding, bytes: &[u8]) -> (String, Decoded) {
        let mut text = "before".to_owned();
        let whole = 0..bytes.len();
        let decoded = if decode_whole(encoding, bytes, &mut text) {
            Decoded::AsFile
        } else {
            decode_by_field(encoding, bytes, std::slice::from_ref(&whole), &mut text)
        };
        (text.strip_prefix("before").unwrap().to_owned(), decoded)
    }

    #[test]
    fn a_broken_utf8_record_is_not_read_as_gb18030() {
        let mut bytes = "浙江恒信科技有限公司,软件开发、数据处理".as_bytes().to_vec();
        bytes.remove(4);
        assert_eq!(decode(Encoding::Utf8, &bytes).1, Decoded::Lossy(3));
    }

    #[test]
    fn the_torn_bytes_of_one_character_are_no_record_of_another_encoding() {
        let bytes = &"志".as_bytes()[1..];
        assert_eq!(decode(Encoding::Utf8, bytes).1, Decoded::Lossy(0));
    }

    #[test]
    fn a_whole_record_in_another_encoding_is_read_in_it() {
        let text = "浙江恒信科技有限公司,虚拟货币".to_owned();
        let gbk = GB18030.encode(&text).0;
        assert_eq!(decode(Encoding::Utf8, &gbk), (text.clone(), Decoded::Otherwise(Encoding::Gb18030)));
        assert_eq!(decode(Encoding::Gb18030, text.as_bytes()), (text.clone(), Decoded::Otherwise(Encoding::Utf8)));
        assert_eq!(decode(Encoding::Gb18030, &gbk), (text, Decoded::AsFile));
    }

    #[test]
    fn the_place_of_the_first_lost_byte_is_named() {
        let mut gbk = GB18030.encode("软件开发").0.into_owned();
        gbk[4] = 0xFF;
        assert_eq!(decode(Encoding::Gb18030, &gbk).1, Decoded::Lossy(4));
        assert_eq!(decode(Encoding::Gb18030, b"ab\xB0").1, Decoded::Lossy(2));
    }
}
