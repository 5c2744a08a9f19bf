//! Reads an oversized line of JSON and truncates each string to what will be checked.

use crate::input::limits::Limits;

/// How many times the limit of a cell is kept of a string in raw bytes. An escape has six bytes for at least one, so the string
/// still reaches its limit after unescaping.
const RAW_PER_CELL: usize = 8;

/// How many digits follow `\u`.
const HEX_DIGITS: usize = 4;

/// The state of truncating one line.
pub(super) struct LongLine<'a> {
    kept: &'a mut Vec<u8>,
    /// The longest string that is kept whole, in bytes.
    longest: usize,
    /// The length of the line from which nothing more is kept: with so many strings it is not a filing.
    full: usize,
    /// How many bytes of the current string have been seen; `None` outside strings.
    string: Option<usize>,
    escape: Escape,
    is_dropping: bool,
    is_full: bool,
}

/// What is left of an escape sequence.
#[derive(Clone, Copy)]
enum Escape {
    Nothing,
    /// The character after the backslash.
    Character,
    /// This many hexadecimal digits.
    Digits(usize),
}

impl<'a> LongLine<'a> {
    pub(super) fn new(limits: Limits, kept: &'a mut Vec<u8>) -> Self {
        Self {
            kept,
            longest: limits.cell.saturating_mul(RAW_PER_CELL),
            full: limits.record().saturating_mul(2),
            string: None,
            escape: Escape::Nothing,
            is_dropping: false,
            is_full: false,
        }
    }

    /// Adds a part of the line.
    pub(super) fn take(&mut self, part: &[u8]) {
        for &byte in part {
            self.step(byte);
            if self.kept.len() >= self.full && is_first_of_character(byte) {
                self.is_full = true;
            }
            if !self.is_dropping && !self.is_full {
                self.kept.push(byte);
            }
        }
    }

    /// Ends the line.
    pub(super) fn end(self) {
        self.kept.push(b'\n');
    }

    /// Follows strings and escapes. Dropping starts only between characters and escapes, and ends with the string.
    fn step(&mut self, byte: u8) {
        let Some(seen) = &mut self.string else {
            self.string = (byte == b'"').then_some(0);
            return;
        };
        *seen += 1;
        let is_too_long = *seen > self.longest;

        self.escape = match (self.escape, byte) {
            (Escape::Character, b'u') => Escape::Digits(HEX_DIGITS),
            (Escape::Digits(left), _) if left > 1 => Escape::Digits(left - 1),
            (Escape::Character | Escape::Digits(_), _) => Escape::Nothing,

            (Escape::Nothing, b'"') => {
                self.string = None;
                self.is_dropping = false;
                Escape::Nothing
            }
            (Escape::Nothing, _) => {
                self.is_dropping |= is_too_long && is_first_of_character(byte);
                if byte == b'\\' { Escape::Character } else { Escape::Nothing }
            }
        };
    }
}

fn is_first_of_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str) -> String {
        let mut kept = Vec::new();
        let mut long = LongLine::new(Limits { cell: 1, ..Limits::default() }, &mut kept);
        line.as_bytes().chunks(3).for_each(|piece| long.take(piece));
        String::from_utf8(kept).unwrap()
    }

    #[test]
    fn what_is_cut_out_of_a_string_leaves_an_object_of_whole_characters() {
        for (line, kept) in [
            (r#"{"a":"软件开发","b":"c"}"#, r#"{"a":"软件开","b":"c"}"#),
            (r#"{"a":"1234567\"89","b":"\\"}"#, r#"{"a":"1234567\"","b":"\\"}"#),
            (r#"{"a":"123456\u865a\u62df","b":1}"#, r#"{"a":"123456\u865a","b":1}"#),
            (r#"{"a":"12345678\\","b":"\""}"#, r#"{"a":"12345678","b":"\""}"#),
        ] {
            assert_eq!(cut(line), kept);
        }
    }
}
