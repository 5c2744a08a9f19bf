//! The texts that the cells of an older workbook share: how long each is, since every cell gets a copy of its own.

/// The record that the texts begin in, and those that go on with it.
const TEXTS: u16 = 0x00FC;
const CONTINUED: u16 = 0x003C;
/// The most records that texts may go on in: 500 MB. Their reader takes a time that grows with the square of it.
const RECORDS: usize = 1 << 16;
/// How many bytes a character of two bytes has at most in UTF-8.
const WIDEST: usize = 3;

/// The most bytes that each text takes, as far as they can be told apart; none if they are in too many pieces.
pub(super) fn lengths<'a>(book: impl Iterator<Item = (u16, &'a [u8])>) -> Option<Vec<usize>> {
    let mut pieces = Vec::new();
    let mut is_text = false;
    for (kind, data) in book {
        // The reader takes the last ones if there are several.
        if kind == TEXTS {
            pieces.clear();
        }
        is_text = kind == TEXTS || is_text && kind == CONTINUED;
        if is_text {
            pieces.push(data);
        }
    }
    if pieces.len() > RECORDS {
        return None;
    }
    let mut pieces = Pieces { now: &[], rest: pieces.into_iter() };
    // How many there are is stated twice, and not relied upon.
    let found = pieces.skip(8).map(|()| std::iter::from_fn(|| pieces.text()).collect());
    Some(found.unwrap_or_default())
}

/// What is left of the records.
struct Pieces<'a> {
    now: &'a [u8],
    rest: std::vec::IntoIter<&'a [u8]>,
}

impl Pieces<'_> {
    /// Passes over a text and says how many bytes it takes at most; nothing where they end.
    fn text(&mut self) -> Option<usize> {
        if self.now.is_empty() {
            self.now = self.rest.next()?;
            if self.now.is_empty() {
                return Some(0);
            }
        }
        let characters = self.number(2)?;
        let flags = self.number(1)?;
        let runs = if flags & 8 == 0 { 0 } else { self.number(2)? };
        let extra = if flags & 4 == 0 { 0 } else { self.number(4)? };
        self.characters(characters, flags)?;
        self.skip(runs * 4)?;
        self.skip(extra)?;
        Some(characters * WIDEST)
    }

    /// Each further record says anew whether its characters have two bytes.
    fn characters(&mut self, mut left: usize, mut flags: usize) -> Option<()> {
        loop {
            let width = 1 + (flags & 1);
            let here = left.min(self.now.len() / width);
            self.now = &self.now[here * width..];
            left -= here;
            if left == 0 {
                return Some(());
            }
            self.now = self.rest.next()?;
            flags = self.number(1)?;
        }
    }

    fn skip(&mut self, mut len: usize) -> Option<()> {
        while len > 0 {
            if self.now.is_empty() {
                self.now = self.rest.next()?;
            }
            let here = len.min(self.now.len());
            self.now = &self.now[here..];
            len -= here;
        }
        Some(())
    }

    /// A number of so many bytes, which stand in one record.
    fn number(&mut self, len: usize) -> Option<usize> {
        let (bytes, rest) = self.now.split_at_checked(len)?;
        self.now = rest;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_long_as_it_says_whatever_stands_behind_it_and_wherever_it_is_cut() {
        let head = [0_u8; 8];
        // Three characters of a byte; two of two bytes with a run of 4 bytes and 3 more bytes, cut within; one more.
        let first = [&head[..], b"\x03\0\0abc", b"\x02\0\x0D\x01\0\x03\0\0\0\x5A\x86"].concat();
        let second = b"\x01\xDF\x62rr";
        let third = b"rreee\x01\0\0z";
        let records = [(TEXTS, &first[..]), (CONTINUED, second), (CONTINUED, third), (0x0085, b"")];
        assert_eq!(lengths(records.into_iter()), Some(vec![9, 6, 3]));
    }

    #[test]
    fn a_record_without_anything_in_it_is_an_empty_text() {
        let first = [&[0; 8][..], b"\x01\0\0a"].concat();
        let records = [(TEXTS, &first[..]), (CONTINUED, b""), (CONTINUED, b"\x01\0\0b")];
        assert_eq!(lengths(records.into_iter()), Some(vec![3, 0, 3]));
    }

    #[test]
    fn only_texts_that_are_whole_have_a_length() {
        let cut = [&[0; 8][..], b"\x01\0\0a", b"\x09\0\0bcd"].concat();
        assert_eq!(lengths([(TEXTS, &cut[..])].into_iter()), Some(vec![3]));
        assert_eq!(lengths([(TEXTS, &b"short"[..])].into_iter()), Some(vec![]));
        assert_eq!(lengths([(TEXTS, &cut[..]), (TEXTS, &[0; 8])].into_iter()), Some(vec![]), "the last ones count");
    }
}
