//! Delimited text: where records end and what their fields are, by the rules of the `csv` crate.
//!
//! The same walk serves the reader, which must cut blocks between records without decoding them, and the workers, which
//! split decoded records. It is our own because it has to say what no CSV reader says: that a quote was never closed, or
//! closed only by accident further down, and so swallowed lines. It is held to the `csv` crate by differential tests.

use memchr::{memchr, memchr2, memchr3, memchr3_iter, memmem};

use crate::input::encoding::Encoding;

pub(crate) const QUOTE: u8 = b'"';

/// How fields are set apart.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    /// The delimiter in the text that is walked.
    delimiter: Vec<u8>,
    /// The encoding whose characters must be stepped over whole, because their bytes may look like the delimiter.
    stepping: Option<Encoding>,
}

/// What a walk over the bytes of one record found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The record's content ends at the first place and the next record may begin at the second.
    At(usize, usize),
    /// The text ends before the record does; with whether a quote is open.
    Open(bool),
}

/// One field of a record, unquoted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldSpan {
    /// Where it begins in the record, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The content has doubled quotes, or text after its closing quote.
    pub escaped: bool,
    /// The content was quoted and holds a line break, and its closing quote is followed by more text: the quote that
    /// closed it was most likely meant to open another field.
    pub torn: bool,
}

impl Dialect {
    /// A dialect for decoded text, or for text in an encoding.
    pub(crate) fn new(delimiter: char, encoding: Option<Encoding>) -> Self {
        let text = delimiter.to_string();
        let encoding = encoding.filter(|e| matches!(e, Encoding::Gb18030 | Encoding::Big5));
        let bytes = match encoding {
            Some(encoding) => encoding.codec().encode(&text).0.into_owned(),
            None => text.into_bytes(),
        };
        let ambiguous = bytes.len() > 1 || bytes.first().is_some_and(|b| (0x30..=0x7E).contains(b) && *b != b';');
        Self { delimiter: bytes, stepping: encoding.filter(|_| ambiguous) }
    }

    /// The delimiter's bytes.
    pub(crate) fn delimiter(&self) -> &[u8] {
        &self.delimiter
    }

    /// Where the record ends that begins at `from`. `whole` says that no more text will follow.
    pub(crate) fn record_end(&self, text: &[u8], from: usize, whole: bool) -> End {
        let mut at = from;
        loop {
            if text.get(at) == Some(&QUOTE) {
                match closing_quote(text, at + 1, whole) {
                    Ok(quote) => at = quote + 1,
                    Err(_) => return End::Open(true),
                }
            }
            match self.delimiter_or_break(text, at) {
                None => return End::Open(false),
                Some((found, true)) => at = found + self.delimiter.len(),
                Some((found, false)) => return line_break(text, found, whole),
            }
        }
    }

    /// The next delimiter or line break from `at` on, and whether it is a delimiter.
    pub(crate) fn delimiter_or_break(&self, text: &[u8], at: usize) -> Option<(usize, bool)> {
        if let Some(encoding) = self.stepping {
            return self.step_to_delimiter_or_break(text, at, encoding);
        }
        if let [byte] = self.delimiter[..] {
            return memchr3(byte, b'\n', b'\r', &text[at..]).map(|p| (at + p, text[at + p] == byte));
        }
        // One search for both: to look for the line's end first would be to look through a long line once a field.
        let first = self.delimiter[0];
        let mut candidates = memchr3_iter(first, b'\n', b'\r', &text[at..]).map(|p| at + p);
        candidates.find(|&p| text[p] != first || text[p..].starts_with(&self.delimiter)).map(|p| (p, text[p] == first))
    }

    fn step_to_delimiter_or_break(&self, text: &[u8], mut at: usize, encoding: Encoding) -> Option<(usize, bool)> {
        while at < text.len() {
            if text[at..].starts_with(&self.delimiter) {
                return Some((at, true));
            }
            if matches!(text[at], b'\n' | b'\r') {
                return Some((at, false));
            }
            at += step(text, at, encoding);
        }
        None
    }

    /// A place at most `margin` bytes before the end of a text without delimiters at which no character is torn apart.
    pub(crate) fn safe_end(&self, text: &[u8], from: usize, margin: usize) -> usize {
        let Some(encoding) = self.stepping else { return text.len().saturating_sub(margin).max(from) };
        let mut at = from;
        while at + margin < text.len() {
            at += step(text, at, encoding);
        }
        at.min(text.len())
    }

    /// Splits one record, without its line break, into `fields`; nothing is unescaped yet.
    pub(crate) fn split(&self, record: &str, fields: &mut Vec<FieldSpan>) {
        fields.clear();
        let text = record.as_bytes();
        let mut at = 0;
        loop {
            let quoted = text.get(at) == Some(&QUOTE);
            let mut field = FieldSpan { start: at, end: text.len(), ..FieldSpan::default() };
            if quoted {
                field.start = at + 1;
                let first = memchr(QUOTE, &text[field.start..]).map_or(text.len(), |p| field.start + p);
                let close = closing_quote(text, first, true).unwrap_or_else(|end| end);
                field.end = close;
                field.escaped = first < close;
                at = (close + 1).min(text.len());
            }
            let next = self.delimiter_in_record(text, at);
            let end = next.unwrap_or(text.len());
            if !quoted {
                field.end = end;
            } else if end > at {
                field.torn = memchr2(b'\n', b'\r', &text[field.start..field.end]).is_some();
                field.escaped = true;
                field.end = end;
            }
            fields.push(field);
            match next {
                Some(delimiter) => at = delimiter + self.delimiter.len(),
                None => return,
            }
        }
    }

    /// The next delimiter; a line break in a record that has already been cut out is content.
    fn delimiter_in_record(&self, text: &[u8], at: usize) -> Option<usize> {
        match self.delimiter[..] {
            [byte] => memchr(byte, &text[at..]),
            _ => memmem::find(&text[at..], &self.delimiter),
        }
        .map(|p| at + p)
    }
}

impl FieldSpan {
    /// The field's content; `memory` holds it where quotes have to be taken out.
    #[inline]
    pub(crate) fn content<'a>(&self, record: &'a str, memory: &'a mut String) -> &'a str {
        let raw = &record[self.start..self.end];
        if self.escaped { unescaped(raw, memory) } else { raw }
    }
}

/// What stands between quotes, without the quotes in it, put into `memory`.
fn unescaped<'a>(raw: &str, memory: &'a mut String) -> &'a str {
    memory.clear();
    let bytes = raw.as_bytes();
    let close = closing_quote(bytes, 0, true).unwrap_or_else(|end| end);
    let mut rest = &raw[..close];
    while let Some(quote) = memchr(QUOTE, rest.as_bytes()) {
        memory.push_str(&rest[..=quote]);
        rest = rest.get(quote + 2..).unwrap_or_default();
    }
    memory.push_str(rest);
    memory.push_str(raw.get(close + 1..).unwrap_or_default());
    memory
}

/// The length of the character at a place in double-byte text; 1 for a broken one.
fn step(text: &[u8], at: usize, encoding: Encoding) -> usize {
    match text[at..] {
        [0x81..=0xFE, b'0'..=b'9', 0x81..=0xFE, b'0'..=b'9', ..] if encoding == Encoding::Gb18030 => 4,
        [0x81..=0xFE, 0x40..=0xFF, ..] => 2,
        _ => 1,
    }
}

/// How much of a text that was cut at any byte is whole characters.
pub(crate) fn whole_characters(text: &[u8], encoding: Option<Encoding>) -> usize {
    let Some(encoding) = encoding.filter(|e| matches!(e, Encoding::Gb18030 | Encoding::Big5)) else {
        let begins = text.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or_default();
        let is_cut = std::str::from_utf8(&text[begins..]).is_err_and(|e| e.error_len().is_none());
        return if is_cut { begins } else { text.len() };
    };
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
        at += step(text, at, encoding);
    }
    text.len()
}

/// The quote that closes a quoted field whose content begins at `from`; else where to look on when more text has come.
/// Where text may follow, a quote at its very end is not taken for a closing one: it may be the first of two.
pub(crate) fn closing_quote(text: &[u8], mut from: usize, whole: bool) -> Result<usize, usize> {
    while let Some(quote) = memchr(QUOTE, &text[from..]).map(|p| from + p) {
        match text.get(quote + 1) {
            Some(&QUOTE) => from = quote + 2,
            None if !whole => return Err(quote),
            _ => return Ok(quote),
        }
    }
    Err(text.len())
}

/// The end of a record whose line break is at `at`: LF, CR or both.
pub(crate) fn line_break(text: &[u8], at: usize, whole: bool) -> End {
    match (text[at], text.get(at + 1)) {
        (b'\r', Some(b'\n')) => End::At(at, at + 2),
        (b'\r', None) if !whole => End::Open(false),
        _ => End::At(at, at + 1),
    }
}
