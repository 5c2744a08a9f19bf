//! GB18030 to UTF-8 by a table of all characters of two bytes.
//!
//! The codec asks at every byte what may come. Nearly all text in GB18030 is ASCII and characters of two bytes, so four of these are
//! looked up at a time, and one addition moves on behind all of them. What the table does not have is left to the codec: characters of
//! four bytes, the sign of the euro in one byte, and bytes that are no character.

use std::sync::{Arc, LazyLock};

use encoding_rs::GB18030;

/// How many pairs of bytes there are whose first byte is not ASCII. The number of a pair is its bytes, big-endian, without
/// the highest bit.
const PAIRS: usize = 1 << 15;
/// The number of the last pair.
const LAST: u64 = 0x7FFF;
/// An entry has the UTF-8 of its character in its lowest three bytes, the first byte lowest, then the number of these bytes (2 or 3;
/// 0 if the pair is no character), then its marks.
const LEN: u32 = 24;
/// This bit of the number is set for three bytes alone.
const IS_THREE: u32 = 1 << LEN;
/// One of the two bytes is from 0x80 to 0xA0, as half of those in UTF-8 are. Hardly any character of GB 2312 has such a byte.
const IS_LOW: u32 = 1 << 26;
/// The pair is one of those that are watched for.
const IS_WATCHED: u32 = 1 << 27;

/// The number of bytes that may be written behind the text.
const SPARE: usize = 4;

/// The highest bit of each byte of a word.
const HIGH: u64 = 0x8080_8080_8080_8080;
/// The highest bit of every other byte of a word, from the first on.
const LEADS: u64 = 0x8000_8000_8000_8000;

/// Transcodes GB18030 to UTF-8.
#[derive(Clone, Debug)]
pub(crate) struct Transcoder {
    entries: Box<[u32; PAIRS]>,
    watches: bool,
}

/// What is known of bytes that were transcoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u32);

impl Marks {
    /// Whether one of the bytes is from 0x80 to 0xA0.
    pub(crate) fn has_low(self) -> bool {
        self.0 & IS_LOW != 0
    }

    /// Whether one of the characters is watched for.
    pub(crate) fn has_watched(self) -> bool {
        self.0 & IS_WATCHED != 0
    }
}

impl Transcoder {
    /// The transcoder that watches for nothing.
    pub(crate) fn builtin() -> &'static Arc<Self> {
        static BUILTIN: LazyLock<Arc<Transcoder>> = LazyLock::new(|| Arc::new(Transcoder::new()));
        &BUILTIN
    }

    fn new() -> Self {
        let mut entries = vec![0; PAIRS];
        // One line for each pair. A pair that is no character becomes another number of characters than one.
        let mut lines = Vec::new();
        for lead in 0x81..=0xFE_u8 {
            for trail in 0x40..=0xFE_u8 {
                lines.extend([lead, trail, b'\n']);
            }
        }
        let text = GB18030.decode_without_bom_handling(&lines).0;
        for (line, pair) in text.lines().zip(lines.chunks(3)) {
            let mut characters = line.chars();
            let (Some(c), None) = (characters.next(), characters.next()) else { continue };
            if c != char::REPLACEMENT_CHARACTER && matches!(c.len_utf8(), 2 | 3) {
                entries[number([pair[0], pair[1]])] = entry(c, [pair[0], pair[1]]);
            }
        }
        let entries = entries.into_boxed_slice().try_into().expect("there is an entry for each pair");
        Self { entries, watches: false }
    }

    /// The same transcoder that marks texts with one of these pairs of bytes.
    pub(crate) fn watching(mut self, pairs: impl IntoIterator<Item = [u8; 2]>) -> Self {
        for pair in pairs {
            self.entries[number(pair)] |= IS_WATCHED;
        }
        self.watches = true;
        self
    }

    /// Whether texts that are not marked have none of the pairs that their reader looks for.
    pub(crate) fn watches(&self) -> bool {
        self.watches
    }

    /// The character of two bytes. Returns `None` if they are none.
    pub(crate) fn character(&self, pair: [u8; 2]) -> Option<char> {
        let entry = self.entries[number(pair)];
        let bytes = entry.to_le_bytes();
        let utf8 = bytes.get(..len(entry)).filter(|utf8| !utf8.is_empty() && !pair[0].is_ascii())?;
        std::str::from_utf8(utf8).ok()?.chars().next()
    }

    /// How many bytes the memory for the text of so many bytes must have.
    pub(crate) fn room(bytes: usize) -> usize {
        bytes + bytes.div_ceil(2) + SPARE
    }

    /// Writes the text of some bytes to the beginning of `out`, which must have [`Transcoder::room`]. Returns its length in bytes, or
    /// `None` if some bytes are left to the codec. Bytes behind the text may be overwritten. Hot.
    #[inline]
    pub(crate) fn write(&self, bytes: &[u8], out: &mut [u8], marks: &mut Marks) -> Option<usize> {
        let mut rest = bytes;
        let mut at = 0;
        loop {
            while let Some((eight, behind)) = rest.split_first_chunk::<8>() {
                let word = u64::from_be_bytes(*eight);
                if word & HIGH == 0 {
                    *out.get_mut(at..)?.first_chunk_mut()? = *eight;
                    at += 8;
                    rest = behind;
                    continue;
                }
                if word & LEADS != LEADS {
                    break;
                }

                let [first, second, third, fourth] =
                    [48, 32, 16, 0].map(|shift| self.entries[(word >> shift & LAST) as usize]);
                if first & second & third & fourth & IS_THREE == 0 {
                    break;
                }
                // Each write covers the last byte of the one before, which is none of its character.
                let text: &mut [u8; 13] = out.get_mut(at..)?.first_chunk_mut()?;
                text[0..4].copy_from_slice(&first.to_le_bytes());
                text[3..7].copy_from_slice(&second.to_le_bytes());
                text[6..10].copy_from_slice(&third.to_le_bytes());
                text[9..13].copy_from_slice(&fourth.to_le_bytes());
                marks.0 |= first | second | third | fourth;
                at += 12;
                rest = behind;
            }

            match rest {
                [] => return Some(at),
                [ascii @ 0..=0x7F, behind @ ..] => {
                    *out.get_mut(at)? = *ascii;
                    at += 1;
                    rest = behind;
                }
                [lead, trail, behind @ ..] => {
                    let entry = self.entries[number([*lead, *trail])];
                    if len(entry) == 0 {
                        return None;
                    }
                    *out.get_mut(at..)?.first_chunk_mut()? = entry.to_le_bytes();
                    marks.0 |= entry;
                    at += len(entry);
                    rest = behind;
                }
                [_] => return None,
            }
        }
    }
}

/// The number of a pair of bytes.
#[inline]
fn number(pair: [u8; 2]) -> usize {
    usize::from(u16::from_be_bytes(pair)) % PAIRS
}

/// The number of bytes of a character in UTF-8.
#[inline]
fn len(entry: u32) -> usize {
    (entry >> LEN) as usize & 3
}

fn entry(c: char, pair: [u8; 2]) -> u32 {
    let mut utf8 = [0; 4];
    c.encode_utf8(&mut utf8);
    let len = if c.len_utf8() == 3 { 3 } else { 2 };
    let is_low = pair.iter().any(|byte| matches!(byte, 0x80..=0xA0));
    u32::from_le_bytes(utf8) | len << LEN | if is_low { IS_LOW } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// The text as the transcoder writes it. Returns `None` if it leaves some of it to the codec.
    fn transcoded(bytes: &[u8]) -> Option<(String, Marks)> {
        let mut out = vec![0; Transcoder::room(bytes.len())];
        let mut marks = Marks::default();
        let len = Transcoder::builtin().write(bytes, &mut out, &mut marks)?;
        Some((String::from_utf8(out[..len].to_vec()).unwrap(), marks))
    }

    fn by_codec(bytes: &[u8]) -> Option<String> {
        GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
    }

    #[test]
    fn each_code_of_one_and_two_bytes_is_the_character_of_the_codec_or_is_left_to_it() {
        let mut characters = 0;
        for first in 0..=0xFF_u8 {
            let expected = by_codec(&[first]).filter(|_| first.is_ascii());
            assert_eq!(transcoded(&[first]).map(|(text, _)| text), expected, "{first:02X}");
            for second in 0..=0xFF_u8 {
                let pair = [first, second];
                let codec = by_codec(&pair);
                let known = transcoded(&pair);
                let is_character = !first.is_ascii() && codec.as_ref().is_some_and(|text| text.chars().count() == 1);
                characters += usize::from(is_character);
                if is_character || pair.is_ascii() {
                    let (text, marks) = known.unwrap();
                    assert_eq!(Some(&text), codec.as_ref(), "{pair:02X?}");
                    assert_eq!(marks.has_low(), pair.iter().any(|byte| matches!(byte, 0x80..=0xA0)), "{pair:02X?}");
                    // Four in a row are looked up at once.
                    assert_eq!(
                        transcoded(&pair.repeat(5)).map(|(text, _)| text),
                        by_codec(&pair.repeat(5)),
                        "{pair:02X?}"
                    );
                    if is_character {
                        assert_eq!(Transcoder::builtin().character(pair), text.chars().next(), "{pair:02X?}");
                    }
                } else {
                    assert_eq!(known, None, "{pair:02X?}");
                    assert_eq!(Transcoder::builtin().character(pair), None, "{pair:02X?}");
                }
            }
        }
        assert_eq!(characters, 126 * 190, "all pairs of GB18030 are characters");
    }

    #[test]
    fn no_code_of_four_bytes_is_taken_for_characters_of_two() {
        for lead in 0x81..=0xFE_u8 {
            for digit in b'0'..=b'9' {
                for third in 0x81..=0xFE_u8 {
                    for last in b'0'..=b'9' {
                        let code = [b'a', lead, digit, third, last, b'b', 0xB0, 0xA1];
                        assert_eq!(transcoded(&code), None, "{code:02X?}");
                        assert_eq!(transcoded(&code[1..]), None, "{code:02X?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_text_is_marked_by_the_pairs_that_are_watched_for() {
        let transcoder = Transcoder::clone(Transcoder::builtin()).watching([*b"\xB3\x66"]);
        assert!(transcoder.watches() && !Transcoder::builtin().watches());
        for (bytes, expected) in [
            (&b"\xB3\x66"[..], true),
            (b"\xB0\xA1\xB0\xA1\xB3\x66\xB0\xA1\xB0\xA1", true),
            (b"\xB0\xA1\xB0\xB3\x66\xA1", false),
            (b"a\xB3\xB3\x66", false),
        ] {
            let mut marks = Marks::default();
            let mut out = vec![0; Transcoder::room(bytes.len())];
            transcoder.write(bytes, &mut out, &mut marks);
            assert_eq!(marks.has_watched(), expected, "{bytes:02X?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_become_the_text_of_the_codec_or_are_left_to_it(
            pieces in prop::collection::vec(
                prop_oneof![
                    "[a-z0-9,\"\n]{1,12}".prop_map(String::into_bytes),
                    "[\u{4E00}-\u{9FA5}]{1,12}".prop_map(|text| GB18030.encode(&text).0.into_owned()),
                    "[·×éα\u{E000}-\u{E010}𠀀-𠀂😀]{1,3}".prop_map(|text| GB18030.encode(&text).0.into_owned()),
                    prop::collection::vec(any::<u8>(), 1..4),
                ],
                0..8,
            ),
        ) {
            let bytes = pieces.concat();
            if let Some((text, marks)) = transcoded(&bytes) {
                prop_assert_eq!(Some(text), by_codec(&bytes));
                prop_assert_eq!(marks.has_low(), bytes.iter().any(|byte| matches!(byte, 0x80..=0xA0)));
            } else if let Some(text) = by_codec(&bytes) {
                // Only what the table does not have.
                let is_left = |c: char| c == '€' || GB18030.encode(c.encode_utf8(&mut [0; 4])).0.len() == 4;
                prop_assert!(text.chars().any(is_left), "{text:?}");
            }
        }
    }
}
