//! Texts as systems with one encoding or another have them, for the laws and for the tests of inputs.

use encoding_rs::{BIG5, GB18030};
use mingcha::input::Encoding;

/// The encodings that a file or a field may be in.
pub const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Gb18030, Encoding::Big5];

/// The same text as a system with this encoding has it, in simplified or in traditional characters.
pub fn in_script<T: Copy>(encoding: Encoding, [simplified, traditional]: [T; 2]) -> T {
    if encoding == Encoding::Big5 { traditional } else { simplified }
}

pub fn encoded(encoding: Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, has_others) = match encoding {
        Encoding::Gb18030 => GB18030.encode(text),
        Encoding::Big5 => BIG5.encode(text),
        _ => return text.as_bytes().to_vec(),
    };
    assert!(!has_others, "{text} is not in {}", encoding.name());
    bytes.into_owned()
}
