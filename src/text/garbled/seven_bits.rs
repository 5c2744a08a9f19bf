//! Encodings of Chinese that are made of ASCII alone, for mail: nobody reads them.

use super::utf8::is_chinese;

/// How many characters of UTF-7 in a row tell.
const TELLING: usize = 3;
/// How many tell if the sign of their end is behind them.
const TELLING_CLOSED: usize = 2;

/// Whether a text contains HZ (RFC 1843): `~{`, two printable characters for each character of GB 2312, `~}`.
pub(super) fn has_hz(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("~{") {
        let Some((inside, after)) = after.split_once("~}") else { return false };
        let bytes = inside.as_bytes();
        let are_pairs = bytes.chunks(2).all(|pair| matches!(pair, [0x21..=0x77, 0x21..=0x7E]));
        if !bytes.is_empty() && are_pairs {
            return true;
        }
        rest = after;
    }
    false
}

/// Whether a text contains UTF-7 (RFC 2152): `+`, UTF-16 in Base64, and maybe `-`.
pub(super) fn has_utf7(text: &str) -> bool {
    text.split('+').skip(1).any(|run| {
        let len = run.bytes().take_while(|byte| sextet(*byte).is_some()).count();
        let telling = if run[len..].starts_with('-') { TELLING_CLOSED } else { TELLING };
        chinese_in_base64(&run.as_bytes()[..len]).is_some_and(|count| count >= telling)
    })
}

/// How many characters a run of Base64 has if all are Chinese.
fn chinese_in_base64(run: &[u8]) -> Option<usize> {
    let mut count = 0;
    let mut bits: u32 = 0;
    let mut len = 0;
    for byte in run {
        bits = bits << 6 | sextet(*byte)?;
        len += 6;
        if len >= 16 {
            len -= 16;
            char::from_u32(bits >> len).filter(|c| is_chinese(*c))?;
            bits &= (1 << len) - 1;
            count += 1;
        }
    }
    // What fills the last character up is zero.
    (bits == 0 && len < 6).then_some(count)
}

/// The six bits of a character of Base64.
fn sextet(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}
