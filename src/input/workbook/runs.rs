//! Runs of text in bytes of which it is not known how they are built: captions of controls, records that are not read.

use encoding_rs::{BIG5, GB18030, UTF_16BE};

/// The byte order mark of UTF-16 with the high byte first.
const BIG_ENDIAN: &[u8] = b"\xFE\xFF";
/// How many Chinese characters, or else how many letters, a run has at least.
const HAN: usize = 2;
const LETTERS: usize = 3;
/// From how many bytes on a run of ASCII must be longer, because some occur by chance.
const LARGE: usize = 1 << 12;
const LETTERS_OF_LARGE: usize = 8;
/// What a line ends with.
const BREAKS: [char; 2] = ['\r', '\n'];
/// What stands between two runs: no word goes on behind a blank line.
const BETWEEN: &str = "\n\n";

/// The runs in UTF-16 at even and at odd offsets, and those in UTF-8.
pub(in crate::input) fn of_bytes(bytes: &[u8]) -> String {
    let mut runs = Runs { all: String::new(), run: String::new(), letters: LETTERS };
    if bytes.len() > LARGE {
        runs.letters = LETTERS_OF_LARGE;
    }
    for offset in 0..bytes.len().min(2) {
        let (units, _) = bytes[offset..].as_chunks::<2>();
        let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
        for character in char::decode_utf16(units) {
            runs.take(character.ok());
        }
        runs.end();
    }
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            runs.take(Some(character));
        }
        runs.end();
    }
    runs.all
}

/// The runs in all encodings that a text of an office may have, also in the double-byte ones: what is before a text may make the
/// first of its bytes the second one of a character.
pub(super) fn of_any_encoding(bytes: &[u8]) -> String {
    let mut runs = Runs { all: of_bytes(bytes), run: String::new(), letters: usize::MAX };
    if bytes.starts_with(BIG_ENDIAN) {
        runs.take_all(&UTF_16BE.decode(bytes).0);
    }
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\r' | b'\n' | b'\t');
    for piece in bytes.split(is_control).filter(|piece| !piece.is_ascii()) {
        for encoding in [GB18030, BIG5] {
            for offset in 0..2 {
                runs.take_all(&encoding.decode_without_bom_handling(&piece[offset..]).0);
            }
        }
    }
    runs.all
}

struct Runs {
    all: String,
    run: String,
    /// How many letters a run has at least.
    letters: usize,
}

impl Runs {
    fn take_all(&mut self, text: &str) {
        for character in text.chars() {
            self.take(Some(character));
        }
        self.end();
    }

    fn take(&mut self, character: Option<char>) {
        match character {
            Some(character) if is_of_text(character) => {
                if self.run.ends_with(BREAKS) && !is_han(character) {
                    self.end();
                }
                self.run.push(character);
            }
            // A text that is wrapped inside a word. Other bytes may be breaks by chance.
            Some(character)
                if BREAKS.contains(&character) && self.run.ends_with(|last| is_han(last) || last == '\r') =>
            {
                self.run.push(character);
            }
            _ => self.end(),
        }
    }

    fn end(&mut self) {
        let han = self.run.chars().filter(|character| is_han(*character)).count();
        let letters = self.run.chars().filter(|character| character.is_alphabetic()).count();
        if han >= HAN || letters >= self.letters {
            if !self.all.is_empty() {
                self.all.push_str(BETWEEN);
            }
            self.all.push_str(self.run.trim());
        }
        self.run.clear();
    }
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}')
}

/// Whether a character occurs in Chinese and English texts.
fn is_of_text(character: char) -> bool {
    is_han(character) || matches!(character, ' '..='~' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' | '“' | '”')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_among_other_bytes_are_found_at_any_offset_in_both_encodings() {
        let wide: Vec<u8> = "稳定币（试点）".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            [&[0, 1][..], &wide, &[0, 0, 7]].concat(),
            [&[9][..], &wide].concat(),
            [&[0xFF, 0][..], "稳定币（试点）".as_bytes(), &[0]].concat(),
        ] {
            let runs = of_bytes(&bytes);
            assert!(runs.split(BETWEEN).any(|run| run == "稳定币（试点）"), "{runs:?}");
        }
        let wrapped: Vec<u8> = "稳定\r\n币\nA".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(of_bytes(&wrapped).split(BETWEEN).any(|run| run == "稳定\r\n币"), "{:?}", of_bytes(&wrapped));
        // The same bytes may be letters in the other encoding.
        assert!(of_bytes(b"\x01RWA\0ab\0").split(BETWEEN).any(|run| run == "RWA"));
        for bytes in [&b""[..], &[0; 64], &[7, 1, 0x80, 0xFF, 3]] {
            assert_eq!(of_bytes(bytes), "", "{bytes:?}");
        }
    }
}
