//! One record's bytes become text: in its file's encoding, or in another that the bytes speak for, or with losses.

use encoding_rs::DecoderResult;

use super::encoding::Encoding;
use super::proof::{is_plausible_gb18030, is_surely_utf8};

/// The text of one record, and whether it was read in another encoding than its file's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded<'a> {
    /// In the file's own encoding.
    AsFile(&'a str),
    /// In the encoding named, which the record's bytes speak for.
    Otherwise(&'a str, Encoding),
    /// Not readable; the text has U+FFFD where bytes are lost. With the place of the first such byte.
    Lossy(&'a str, usize),
}

impl<'a> Decoded<'a> {
    /// The text, whatever became of it.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::AsFile(text) | Self::Otherwise(text, _) | Self::Lossy(text, _) => text,
        }
    }
}

/// Decodes one record of a file in `encoding`, which must frame raw; into `memory` where the bytes are no UTF-8.
pub(crate) fn decode_record<'a>(encoding: Encoding, bytes: &'a [u8], memory: &'a mut String) -> Decoded<'a> {
    if encoding == Encoding::Utf8 {
        return decode_utf8(bytes, memory);
    }
    if is_surely_utf8(bytes, encoding)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Decoded::Otherwise(text, Encoding::Utf8);
    }
    match decode_strictly(encoding, bytes, memory) {
        None => Decoded::AsFile(memory),
        Some(lost) => {
            decode_with_losses(encoding, bytes, memory);
            Decoded::Lossy(memory, lost)
        }
    }
}

fn decode_utf8<'a>(bytes: &'a [u8], memory: &'a mut String) -> Decoded<'a> {
    let lost = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => return Decoded::AsFile(text),
        Err(error) => error.valid_up_to(),
    };
    if is_plausible_gb18030(bytes) && decode_strictly(Encoding::Gb18030, bytes, memory).is_none() {
        return Decoded::Otherwise(memory, Encoding::Gb18030);
    }
    decode_with_losses(Encoding::Utf8, bytes, memory);
    Decoded::Lossy(memory, lost)
}

/// Decodes all, or says where the first bytes are that cannot be.
fn decode_strictly(encoding: Encoding, bytes: &[u8], memory: &mut String) -> Option<usize> {
    let mut decoder = encoding.codec().new_decoder_without_bom_handling();
    memory.clear();
    memory.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or_default());
    match decoder.decode_to_string_without_replacement(bytes, memory, true) {
        (DecoderResult::InputEmpty, _) => None,
        (DecoderResult::Malformed(lost, after), read) => Some(read.saturating_sub(usize::from(lost + after))),
        (DecoderResult::OutputFull, read) => Some(read),
    }
}

fn decode_with_losses(encoding: Encoding, bytes: &[u8], memory: &mut String) {
    let mut decoder = encoding.codec().new_decoder_without_bom_handling();
    memory.clear();
    memory.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or_default());
    let _ = decoder.decode_to_string(bytes, memory, true);
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn decode(encoding: Encoding, bytes: &[u8], check: impl Fn(&Decoded<'_>) -> bool) -> bool {
        check(&decode_record(encoding, bytes, &mut "left over".to_owned()))
    }

    #[test]
    fn a_broken_utf8_record_is_not_read_as_gb18030() {
        let mut bytes = "浙江恒信科技有限公司,软件开发、数据处理".as_bytes().to_vec();
        bytes.remove(4);
        assert!(decode(Encoding::Utf8, &bytes, |d| matches!(d, Decoded::Lossy(_, 3))));
    }

    #[test]
    fn the_torn_bytes_of_one_character_are_no_record_of_another_encoding() {
        let bytes = &"志".as_bytes()[1..];
        assert!(decode(Encoding::Utf8, bytes, |d| matches!(d, Decoded::Lossy(_, 0))));
    }

    #[test]
    fn a_whole_record_in_another_encoding_is_read_in_it() {
        let text = "浙江恒信科技有限公司,虚拟货币";
        let gbk = GB18030.encode(text).0;
        assert!(decode(Encoding::Utf8, &gbk, |d| *d == Decoded::Otherwise(text, Encoding::Gb18030)));
        assert!(decode(Encoding::Gb18030, text.as_bytes(), |d| *d == Decoded::Otherwise(text, Encoding::Utf8)));
        assert!(decode(Encoding::Gb18030, &gbk, |d| *d == Decoded::AsFile(text)));
    }

    #[test]
    fn the_place_of_the_first_lost_byte_is_named() {
        let mut gbk = GB18030.encode("软件开发").0.into_owned();
        gbk[4] = 0xFF;
        assert!(decode(Encoding::Gb18030, &gbk, |d| matches!(d, Decoded::Lossy(_, 4))));
        assert!(decode(Encoding::Gb18030, b"ab\xB0", |d| matches!(d, Decoded::Lossy(_, 2))));
    }
}
