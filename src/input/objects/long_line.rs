//! Takes in a line of JSON that is too long to be kept whole, with no more of each string than can be checked.

use crate::input::block::Limits;

/// How often the limit of a cell is kept of a string raw: an escape takes six bytes for one, so that after unescaping the
/// limit is still reached.
const RAW_PER_CELL: usize = 8;

/// How many digits `\u` has.
const HEX_DIGITS: usize = 4;
/// The state of an escape of which there is only the backslash; more than the digits that may be to come.
const BEGUN: usize = HEX_DIGITS + 1;

/// The state of cutting one line.
pub(super) struct LongLine<'a> {
    kept: &'a mut Vec<u8>,
    /// The longest string that is kept whole.
    longest: usize,
    /// From here on nothing is kept: the line has so many strings that it is no filing.
    full: usize,
    /// How much of the current string has been seen; none outside strings.
    string: Option<usize>,
    /// How many digits of an escape are yet to come, or [`BEGUN`].
    escape: usize,
    is_dropping: bool,
    is_full: bool,
}

impl<'a> LongLine<'a> {
    pub(super) fn new(limits: Limits, kept: &'a mut Vec<u8>) -> Self {
        let longest = limits.cell.saturating_mul(RAW_PER_CELL);
        let full = limits.record().saturating_mul(2);
        Self { kept, longest, full, string: None, escape: 0, is_dropping: false, is_full: false }
    }

    /// Takes in a piece of the line.
    pub(super) fn take(&mut self, piece: &[u8]) {
        for &byte in piece {
            self.step(byte);
            self.is_full |= self.kept.len() >= self.full && byte & 0xC0 != 0x80;
            if !self.is_dropping && !self.is_full {
                self.kept.push(byte);
            }
        }
    }

    /// Ends the line.
    pub(super) fn end(self) {
        self.kept.push(b'\n');
    }

    fn step(&mut self, byte: u8) {
        let Some(seen) = &mut self.string else {
            self.string = (byte == b'"').then_some(0);
            return;
        };
        *seen += 1;
        if self.escape > 0 {
            self.escape = match (self.escape, byte) {
                (BEGUN, b'u') => HEX_DIGITS,
                (BEGUN, _) => 0,
                (left, _) => left - 1,
            };
            return;
        }
        let is_character = byte & 0xC0 != 0x80;
        if byte == b'"' {
            (self.string, self.is_dropping) = (None, false);
            return;
        }
        self.is_dropping |= is_character && *seen > self.longest;
        self.escape = if byte == b'\\' { BEGUN } else { 0 };
    }
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
