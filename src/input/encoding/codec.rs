//! Bytes to text with one codec, strictly or with losses, and how a record was read.

use encoding_rs::DecoderResult;

use super::Encoding;

/// How one record's bytes were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    /// In the file's own encoding.
    AsFile,
    /// In this encoding instead, which the record's bytes give evidence of.
    Otherwise(Encoding),
    /// Some fields in the file's own encoding, the others in this one, each by evidence of its own.
    InPart(Encoding),
    /// In one of two encodings that are possible. The offset of the first field or part of which that is true is in bytes
    /// from the beginning of the record.
    Doubtful(usize),
    /// With U+FFFD in place of bytes that cannot be decoded. The offset of the first of them is in bytes from the beginning
    /// of the record.
    Lossy(usize),
}

/// The offset of the first byte that cannot be decoded.
pub(super) struct Malformed {
    pub(super) at: usize,
}

/// Appends the text if all bytes can be decoded, and nothing otherwise.
pub(super) fn decode_strictly(encoding: Encoding, bytes: &[u8], text: &mut String) -> Result<(), Malformed> {
    let before = text.len();
    let mut decoder = encoding.codec().new_decoder_without_bom_handling();
    text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or_default());

    let (result, read) = decoder.decode_to_string_without_replacement(bytes, text, true);
    let at = match result {
        DecoderResult::InputEmpty => return Ok(()),
        // The malformed bytes have been read, and maybe some behind them.
        DecoderResult::Malformed(malformed, behind) => read.saturating_sub(usize::from(malformed + behind)),
        DecoderResult::OutputFull => read,
    };
    text.truncate(before);
    Err(Malformed { at })
}

/// Appends the text with U+FFFD in place of bytes that cannot be decoded.
pub(super) fn decode_with_losses(encoding: Encoding, bytes: &[u8], text: &mut String) {
    let mut decoder = encoding.codec().new_decoder_without_bom_handling();
    text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or_default());
    let _ = decoder.decode_to_string(bytes, text, true);
}
