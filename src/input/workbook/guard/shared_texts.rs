//! The shared string table (SST) of an .xls: how long each text is, since calamine gives every cell a copy of its own.

/// The record in which the table begins.
const SST: u16 = 0x00FC;
/// A record that continues the one before it.
const CONTINUE: u16 = 0x003C;
/// The most records that the table may have: 500 MB. Calamine's time grows with the square of this number.
const RECORDS: usize = 1 << 16;
/// The number of texts is stated twice in front of them, in this many bytes, and not relied upon.
const COUNTS: usize = 8;
/// The most bytes that a character of UTF-16 takes in UTF-8.
const WIDEST: usize = 3;

/// The flags of a text.
const IS_WIDE: usize = 1;
const HAS_PHONETICS: usize = 4;
const HAS_RUNS: usize = 8;

/// The most bytes that each text takes in UTF-8, up to the first that is cut off. Returns `None` if the table has too many
/// records.
pub(super) fn lengths<'a>(globals: impl Iterator<Item = (u16, &'a [u8])>) -> Option<Vec<usize>> {
    let mut records = Vec::new();
    let mut is_table = false;
    for (kind, content) in globals {
        // Calamine takes the last table if there are several.
        if kind == SST {
            records.clear();
        }
        is_table = kind == SST || (is_table && kind == CONTINUE);
        if is_table {
            records.push(content);
        }
    }
    if records.len() > RECORDS {
        return None;
    }

    let mut table = Table { now: &[], rest: records.into_iter() };
    let mut lengths = Vec::new();
    if table.skip(COUNTS).is_some() {
        while let Some(len) = table.text() {
            lengths.push(len);
        }
    }
    Some(lengths)
}

/// What is left of the table.
struct Table<'a> {
    /// What is left of the current record.
    now: &'a [u8],
    rest: std::vec::IntoIter<&'a [u8]>,
}

impl Table<'_> {
    /// Skips a text and returns how many bytes it takes at most. Returns `None` at the end.
    fn text(&mut self) -> Option<usize> {
        if self.now.is_empty() {
            self.now = self.rest.next()?;
            if self.now.is_empty() {
                return Some(0);
            }
        }

        let characters = self.number(2)?;
        let flags = self.number(1)?;
        let runs = if flags & HAS_RUNS == 0 { 0 } else { self.number(2)? };
        let phonetics = if flags & HAS_PHONETICS == 0 { 0 } else { self.number(4)? };

        self.characters(characters, flags)?;
        self.skip(runs * 4)?;
        self.skip(phonetics)?;
        Some(characters * WIDEST)
    }

    /// Skips characters. They can go on in further records, each of which says anew whether its characters have two bytes.
    fn characters(&mut self, mut left: usize, mut flags: usize) -> Option<()> {
        loop {
            let width = if flags & IS_WIDE == 0 { 1 } else { 2 };
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

    /// A number of `len` bytes, which are all in one record.
    fn number(&mut self, len: usize) -> Option<usize> {
        let (bytes, rest) = self.now.split_at_checked(len)?;
        self.now = rest;

        let mut number = 0;
        for byte in bytes.iter().rev() {
            number = number << 8 | usize::from(*byte);
        }
        Some(number)
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
        let records = [(SST, &first[..]), (CONTINUE, second), (CONTINUE, third), (0x0085, b"")];
        assert_eq!(lengths(records.into_iter()), Some(vec![9, 6, 3]));
    }

    #[test]
    fn a_record_without_anything_in_it_is_an_empty_text() {
        let first = [&[0; 8][..], b"\x01\0\0a"].concat();
        let records = [(SST, &first[..]), (CONTINUE, b""), (CONTINUE, b"\x01\0\0b")];
        assert_eq!(lengths(records.into_iter()), Some(vec![3, 0, 3]));
    }

    #[test]
    fn only_texts_that_are_whole_have_a_length() {
        let cut = [&[0; 8][..], b"\x01\0\0a", b"\x09\0\0bcd"].concat();
        assert_eq!(lengths([(SST, &cut[..])].into_iter()), Some(vec![3]));
        assert_eq!(lengths([(SST, &b"short"[..])].into_iter()), Some(vec![]));
        assert_eq!(lengths([(SST, &cut[..]), (SST, &[0; 8])].into_iter()), Some(vec![]), "the last ones count");
    }
}
