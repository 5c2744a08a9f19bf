//! The bytes of characters in GBK and in Big5, from tables of all their characters of two bytes: the encoder of a whole text is
//! slow for Han.

use std::sync::LazyLock;

use encoding_rs::{Encoding, GB18030};

/// What decoders of GBK read as an ideographic space, too, and encoders never write.
const SECOND_SPACE: [u8; 2] = [0xA3, 0xA0];

/// The characters of two bytes in one encoding.
pub(crate) struct Pairs {
    /// By number of the character in the first plane; 0 if it has no two bytes.
    pairs: Vec<u16>,
}

impl Pairs {
    pub(crate) fn gbk() -> &'static Self {
        static BUILTIN: LazyLock<Pairs> = LazyLock::new(|| Pairs::new(GB18030));
        &BUILTIN
    }

    #[cfg(feature = "reports")]
    pub(crate) fn big5() -> &'static Self {
        static BUILTIN: LazyLock<Pairs> = LazyLock::new(|| Pairs::new(encoding_rs::BIG5));
        &BUILTIN
    }

    fn new(encoding: &'static Encoding) -> Self {
        // One line for each pair. A pair that is no character becomes another number of characters than one.
        let mut lines = Vec::new();
        for lead in 0x81..=0xFE_u8 {
            for trail in 0x40..=0xFE_u8 {
                lines.extend([lead, trail, b'\n']);
            }
        }
        let decoded = encoding.decode_without_bom_handling(&lines).0;

        let mut pairs = vec![0; 0x1_0000];
        for (line, pair) in decoded.lines().zip(lines.chunks(3)) {
            let mut characters = line.chars();
            if let (Some(c), None) = (characters.next(), characters.next())
                && c != char::REPLACEMENT_CHARACTER
                && pair[..2] != SECOND_SPACE
                && let Some(place) = pairs.get_mut(c as usize)
            {
                *place = u16::from_be_bytes([pair[0], pair[1]]);
            }
        }
        Self { pairs }
    }

    /// The two bytes of a character.
    pub(crate) fn of(&self, c: char) -> Option<[u8; 2]> {
        let pair = self.pairs.get(c as usize).copied().unwrap_or_default();
        (pair != 0).then(|| pair.to_be_bytes())
    }

    /// Appends the bytes of a character. Windows reads 0x80 as the sign of the euro. What has no two bytes becomes a byte that
    /// is part of no text.
    pub(crate) fn write(&self, c: char, bytes: &mut Vec<u8>) {
        const NONE: u8 = 0xFF;
        match self.of(c) {
            _ if c == '€' => bytes.push(0x80),
            Some(pair) => bytes.extend(pair),
            None if c.is_ascii() => bytes.push(c as u8),
            None => bytes.push(NONE),
        }
    }
}
