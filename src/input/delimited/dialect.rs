//! Delimited text: where records end and what their fields are, by the rules of the `csv` crate.
//!
//! The same code serves the reader, which must cut blocks between records without decoding them, and the workers, which split
//! decoded records. It is not the `csv` crate itself because it has to report what no CSV reader reports: that a quote was
//! never closed, or closed only by accident further down, and so swallowed lines. Differential tests hold it to the crate.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3, memchr3_iter, memmem};

use crate::input::encoding::{Decoded, Encoding, decode_by_field, decode_whole};

pub(crate) const QUOTE: u8 = b'"';

/// How fields are separated.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    /// The delimiter in the encoding of the text.
    delimiter: Vec<u8>,
    /// The encoding whose characters must be stepped over whole, because their second byte may look like the delimiter.
    stepping: Option<Encoding>,
}

/// The end of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The offset at which the record's content ends, and the offset behind its line break.
    At(usize, usize),
    /// The text ends before the record does. Says whether a quote is open.
    Open(bool),
}

/// The end of a field that is not quoted: the offset of what ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldEnd {
    Delimiter(usize),
    /// The first byte of a line break.
    LineBreak(usize),
}

/// One field of a record, without its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldSpan {
    /// Where it begins in the record, in bytes.
    pub start: usize,
    /// Where it ends in the record, in bytes.
    pub end: usize,
    /// The content has doubled quotes, or text after its closing quote.
    pub escaped: bool,
    /// The quoted content has a line break and its closing quote is followed by more text: most likely the quote that closed
    /// it was meant to open another field.
    pub torn: bool,
}

impl Dialect {
    /// A dialect for text in an encoding; for decoded text if there is none.
    pub(crate) fn new(delimiter: char, encoding: Option<Encoding>) -> Self {
        let text = delimiter.to_string();
        let encoding = encoding.filter(|e| matches!(e, Encoding::Gb18030 | Encoding::Big5));
        let bytes = match encoding {
            Some(encoding) => encoding.codec().encode(&text).0.into_owned(),
            None => text.into_bytes(),
        };

        // The later bytes of a character are 0x30..=0x39, 0x40..=0x7E or above 0x7F.
        let is_ambiguous = match bytes[..] {
            [b';'] => false,
            [byte] => (0x30..=0x7E).contains(&byte),
            _ => true,
        };
        Self { delimiter: bytes, stepping: encoding.filter(|_| is_ambiguous) }
    }

    /// The delimiter's bytes.
    pub(crate) fn delimiter(&self) -> &[u8] {
        &self.delimiter
    }

    /// Where the record that begins at `from` ends. `whole` says that no more text follows.
    pub(crate) fn record_end(&self, text: &[u8], from: usize, whole: bool) -> End {
        let mut at = from;
        loop {
            if text.get(at) == Some(&QUOTE) {
                match closing_quote(text, at + 1, whole) {
                    Ok(quote) => at = quote + 1,
                    Err(_) => return End::Open(true),
                }
            }
            match self.field_end(text, at) {
                Some(FieldEnd::Delimiter(found)) => at = found + self.delimiter.len(),
                Some(FieldEnd::LineBreak(found)) => return line_break(text, found, whole),
                None => return End::Open(false),
            }
        }
    }

    /// Finds the end of the record that begins at `from`, in a text that ends with its last record, and appends its fields
    /// as [`Dialect::split`] writes them. They are all only if the record does not end inside a quoted field.
    ///
    /// `field_end` is asked for the first delimiter or line break from an offset on, with rising offsets, as
    /// [`Dialect::field_end`] finds it.
    pub(super) fn next_record(
        &self,
        text: &[u8],
        from: usize,
        fields: &mut Vec<FieldSpan>,
        mut field_end: impl FnMut(usize) -> Option<FieldEnd>,
    ) -> End {
        let mut at = from;
        loop {
            let (field, found) = if text.get(at) == Some(&QUOTE) {
                let quoted = Quoted::new(text, at);
                if !quoted.is_closed {
                    return End::Open(true);
                }
                let found = field_end(quoted.behind);
                (quoted.field(text, found.map_or(text.len(), FieldEnd::offset)), found)
            } else {
                let found = field_end(at);
                let end = found.map_or(text.len(), FieldEnd::offset);
                (FieldSpan { start: at, end, ..FieldSpan::default() }, found)
            };
            fields.push(FieldSpan { start: field.start - from, end: field.end - from, ..field });

            match found {
                Some(FieldEnd::Delimiter(found)) => at = found + self.delimiter.len(),
                Some(FieldEnd::LineBreak(found)) => return line_break(text, found, true),
                None => return End::At(text.len(), text.len()),
            }
        }
    }

    /// The delimiter, if it is one byte that is part of no other character.
    pub(super) fn single_byte(&self) -> Option<u8> {
        match (self.stepping, &self.delimiter[..]) {
            (None, [byte]) => Some(*byte),
            _ => None,
        }
    }

    /// The next delimiter or line break from `at` on.
    pub(super) fn field_end(&self, text: &[u8], at: usize) -> Option<FieldEnd> {
        if let Some(encoding) = self.stepping {
            return self.step_to_field_end(text, at, encoding);
        }
        if let [byte] = self.delimiter[..] {
            let found = at + memchr3(byte, b'\n', b'\r', &text[at..])?;
            return Some(if text[found] == byte { FieldEnd::Delimiter(found) } else { FieldEnd::LineBreak(found) });
        }

        // One search for both: to search the line break first would scan a long line once for each field.
        let first = self.delimiter[0];
        for offset in memchr3_iter(first, b'\n', b'\r', &text[at..]) {
            let found = at + offset;
            if text[found] != first {
                return Some(FieldEnd::LineBreak(found));
            }
            if text[found..].starts_with(&self.delimiter) {
                return Some(FieldEnd::Delimiter(found));
            }
        }
        None
    }

    fn step_to_field_end(&self, text: &[u8], mut at: usize, encoding: Encoding) -> Option<FieldEnd> {
        while at < text.len() {
            if text[at..].starts_with(&self.delimiter) {
                return Some(FieldEnd::Delimiter(at));
            }
            if matches!(text[at], b'\n' | b'\r') {
                return Some(FieldEnd::LineBreak(at));
            }
            at += character_len(text, at, encoding);
        }
        None
    }

    /// An offset at most `margin` bytes before the end of a text without delimiters at which no character is cut in half.
    pub(crate) fn safe_end(&self, text: &[u8], from: usize, margin: usize) -> usize {
        let Some(encoding) = self.stepping else { return text.len().saturating_sub(margin).max(from) };
        let mut at = from;
        while at + margin < text.len() {
            at += character_len(text, at, encoding);
        }
        at.min(text.len())
    }

    /// Splits one decoded record, without its line break, into `fields`. Nothing is unescaped yet.
    pub(crate) fn split(&self, record: &str, fields: &mut Vec<FieldSpan>) {
        fields.clear();
        let text = record.as_bytes();
        let mut at = 0;
        loop {
            let (field, delimiter) = self.field(text, at);
            fields.push(field);
            match delimiter {
                Some(delimiter) => at = delimiter + self.delimiter.len(),
                None => return,
            }
        }
    }

    /// The field that begins at `at`, and the offset of the delimiter behind it.
    fn field(&self, text: &[u8], at: usize) -> (FieldSpan, Option<usize>) {
        if text.get(at) != Some(&QUOTE) {
            let delimiter = self.delimiter_in_record(text, at);
            let end = delimiter.unwrap_or(text.len());
            return (FieldSpan { start: at, end, ..FieldSpan::default() }, delimiter);
        }

        let quoted = Quoted::new(text, at);
        let delimiter = self.delimiter_in_record(text, quoted.behind);
        (quoted.field(text, delimiter.unwrap_or(text.len())), delimiter)
    }

    /// The next delimiter. A line break within a record that has already been cut out is content.
    fn delimiter_in_record(&self, text: &[u8], at: usize) -> Option<usize> {
        let found = match self.delimiter[..] {
            [byte] => memchr(byte, &text[at..]),
            _ => memmem::find(&text[at..], &self.delimiter),
        };
        found.map(|offset| at + offset)
    }
}

impl Dialect {
    /// Appends the text of a record that is in `encoding` as its file is, or whose fields are each in the encoding that their
    /// own bytes prove.
    pub(crate) fn decode(&self, encoding: Encoding, record: &[u8], text: &mut String) -> Decoded {
        if decode_whole(encoding, record, text) {
            return Decoded::AsFile;
        }
        decode_by_field(encoding, record, &self.raw_fields(record), text)
    }

    /// The fields of a record that is not decoded yet, with their quotes.
    fn raw_fields(&self, record: &[u8]) -> Vec<Range<usize>> {
        let mut fields = Vec::new();
        let mut start = 0;
        let mut at = 0;
        loop {
            if at == start && record.get(start) == Some(&QUOTE) {
                at = closing_quote(record, start + 1, true).map_or(record.len(), |quote| quote + 1);
            }
            match self.field_end(record, at) {
                Some(FieldEnd::Delimiter(end)) => {
                    fields.push(start..end);
                    start = end + self.delimiter.len();
                    at = start;
                }
                // Content of a record that has been cut out already.
                Some(FieldEnd::LineBreak(found)) => at = found + 1,
                None => {
                    fields.push(start..record.len());
                    return fields;
                }
            }
        }
    }
}

/// A field that begins with a quote.
struct Quoted {
    /// Where its content begins.
    start: usize,
    /// The offset of the quote that closes it; that of the end of the text if none does.
    close: usize,
    /// Where the text behind its closing quote begins.
    behind: usize,
    is_closed: bool,
    has_doubled: bool,
}

impl Quoted {
    fn new(text: &[u8], at: usize) -> Self {
        let start = at + 1;
        let first = memchr(QUOTE, &text[start..]).map_or(text.len(), |offset| start + offset);
        let (close, is_closed) = match closing_quote(text, first, true) {
            Ok(close) => (close, true),
            Err(end) => (end, false),
        };
        Self { start, close, behind: (close + 1).min(text.len()), is_closed, has_doubled: first < close }
    }

    /// The field, which ends at `end`. Text behind the closing quote belongs to the content.
    fn field(&self, text: &[u8], end: usize) -> FieldSpan {
        let Self { start, close, .. } = *self;
        if end <= self.behind {
            return FieldSpan { start, end: close, escaped: self.has_doubled, torn: false };
        }
        let torn = memchr2(b'\n', b'\r', &text[start..close]).is_some();
        FieldSpan { start, end, escaped: true, torn }
    }
}

impl FieldEnd {
    pub(super) fn offset(self) -> usize {
        match self {
            Self::Delimiter(at) | Self::LineBreak(at) => at,
        }
    }
}

impl FieldSpan {
    /// The field's content. `memory` holds it if quotes have to be removed.
    #[inline]
    pub(crate) fn content<'a>(&self, record: &'a str, memory: &'a mut String) -> &'a str {
        let raw = &record[self.start..self.end];
        if self.escaped { unescaped(raw, memory) } else { raw }
    }

    /// Whether text follows the closing quote: only then that quote is part of the field.
    pub(crate) fn has_text_behind_quote(&self, record: &str) -> bool {
        self.escaped && closing_quote(&record.as_bytes()[self.start..self.end], 0, true).is_ok()
    }
}

/// The content of a quoted field, and the text after its closing quote, put into `memory`. Doubled quotes become single ones.
fn unescaped<'a>(raw: &str, memory: &'a mut String) -> &'a str {
    memory.clear();
    let close = closing_quote(raw.as_bytes(), 0, true).unwrap_or_else(|end| end);

    let mut rest = &raw[..close];
    while let Some(quote) = memchr(QUOTE, rest.as_bytes()) {
        memory.push_str(&rest[..=quote]);
        rest = rest.get(quote + 2..).unwrap_or_default();
    }
    memory.push_str(rest);

    let after = raw.get(close + 1..).unwrap_or_default();
    memory.push_str(after);
    memory
}

/// The length of the character at an offset of double-byte text; 1 for a broken one.
fn character_len(text: &[u8], at: usize, encoding: Encoding) -> usize {
    match text[at..] {
        [0x81..=0xFE, b'0'..=b'9', 0x81..=0xFE, b'0'..=b'9', ..] if encoding == Encoding::Gb18030 => 4,
        [0x81..=0xFE, 0x40..=0xFF, ..] => 2,
        _ => 1,
    }
}

/// The length of a text that was cut at any byte, without the part of a character at its end.
pub(crate) fn whole_characters(text: &[u8], encoding: Option<Encoding>) -> usize {
    match encoding {
        Some(encoding @ (Encoding::Gb18030 | Encoding::Big5)) => whole_double_byte(text, encoding),
        _ => whole_utf8(text),
    }
}

fn whole_utf8(text: &[u8]) -> usize {
    let last = text.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or_default();
    let is_cut = std::str::from_utf8(&text[last..]).is_err_and(|error| error.error_len().is_none());
    if is_cut { last } else { text.len() }
}

/// In double-byte text a character can only be told from its beginning, so the whole text is walked.
fn whole_double_byte(text: &[u8], encoding: Encoding) -> usize {
    let mut at = 0;
    while at < text.len() {
        let is_cut = match text[at..] {
            [0x81..=0xFE] => true,
            [0x81..=0xFE, b'0'..=b'9'] | [0x81..=0xFE, b'0'..=b'9', 0x81..=0xFE] => encoding == Encoding::Gb18030,
            _ => false,
        };
        if is_cut {
            return at;
        }
        at += character_len(text, at, encoding);
    }
    text.len()
}

/// The offset of the quote that closes a quoted field whose content begins at `from`. If there is none, `Err` has the offset
/// at which to continue when more text has been read.
///
/// `whole` says that no more text follows. If some may follow, a quote at the very end does not close the field: it may be the
/// first of a doubled quote.
pub(crate) fn closing_quote(text: &[u8], mut from: usize, whole: bool) -> Result<usize, usize> {
    while let Some(offset) = memchr(QUOTE, &text[from..]) {
        let quote = from + offset;
        match text.get(quote + 1) {
            Some(&QUOTE) => from = quote + 2,
            None if !whole => return Err(quote),
            _ => return Ok(quote),
        }
    }
    Err(text.len())
}

/// The end of a record whose line break (LF, CR or CRLF) is at `at`. `whole` says that no more text follows.
pub(crate) fn line_break(text: &[u8], at: usize, whole: bool) -> End {
    match (text[at], text.get(at + 1)) {
        (b'\r', Some(b'\n')) => End::At(at, at + 2),
        (b'\r', None) if !whole => End::Open(false),
        _ => End::At(at, at + 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn a_record_whose_fields_are_found_with_its_end_is_split_as_it_is_alone(
            text in "[a,，\"\n\r]{1,24}",
            delimiter in prop::sample::select(vec![',', '，']),
        ) {
            let dialect = Dialect::new(delimiter, None);
            let mut found = Vec::new();
            let field_end = |at| dialect.field_end(text.as_bytes(), at);
            let end = dialect.next_record(text.as_bytes(), 0, &mut found, field_end);
            let end = match (end, dialect.record_end(text.as_bytes(), 0, true)) {
                (End::At(end, next), expected) => {
                    // The last record may have no line break.
                    let is_last = expected == End::Open(false) && (end, next) == (text.len(), text.len());
                    prop_assert!(is_last || expected == End::At(end, next), "{:?}", expected);
                    end
                }
                (End::Open(is_quoted), expected) => {
                    prop_assert_eq!(expected, End::Open(is_quoted));
                    return Ok(());
                }
            };
            let mut alone = Vec::new();
            dialect.split(&text[..end], &mut alone);
            prop_assert_eq!(found, alone);
        }
    }
}
