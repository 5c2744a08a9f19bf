//! Finds delimiter and header at the top of delimited text.

use std::io;

use super::columns::Layout;
use super::wanted::Wanted;
use crate::input::InputError;
use crate::input::block::{Numbering, line_breaks};
use crate::input::delimited::{Dialect, End, FieldSpan, Framer};
use crate::input::encoding::{Encoding, decode_record};
use crate::input::options::Options;

/// How many records from the top may be the header.
const HEADER_WITHIN: usize = 10;
/// How many bytes of an input are searched for its header at first.
const FIRST_LOOK: usize = 1024;
/// How many bytes of an input are searched for its header at most.
const LAST_LOOK: usize = 8 << 20;
/// The delimiters that are tried, the more likely ones first.
const DELIMITERS: [char; 6] = [',', '\t', ';', '，', '；', '|'];
/// The delimiter of inputs with one column. U+001F does not occur in text, so commas stay part of the cell.
const NO_DELIMITER: char = '\u{1F}';
/// How a first line begins that declares the delimiter for Excel.
const DECLARATION: &str = "sep=";

/// A record that is the header, or may be.
#[derive(Debug)]
pub(crate) struct Header {
    /// The headers; 1-based numbers if there are none.
    pub(crate) fields: Vec<String>,
    /// The delimiter between fields.
    pub(crate) delimiter: char,
    /// The number of lines before the data.
    pub(crate) lines: u64,
    /// How many of these lines a spreadsheet does not show as rows, because they continue a record or declare the delimiter.
    pub(crate) inside: u64,
    /// The number of records above the header.
    pub(crate) above: usize,
    /// The offset of the data, in bytes from the top.
    data_at: usize,
    /// How many of the fields are known headers or named by the user.
    recognised: usize,
}

/// Finds the header and skips everything before the data.
pub(crate) fn take(framer: &mut Framer, options: &Options, numbering: Numbering) -> Result<Header, InputError> {
    let declared = match numbering {
        Numbering::Lines => declared_delimiter(framer)?,
        Numbering::Records => None,
    };
    let delimiter = options.delimiter.or(declared);

    let search = Search { wanted: &options.wanted, numbering };
    let mut header = match delimiter {
        Some(delimiter) => search.run(framer, &[delimiter])?,
        None => search.run(framer, &DELIMITERS)?,
    };
    if let Some(declared) = declared.filter(|_| options.delimiter.is_none())
        && header.recognised == 0
        && header.fields.len() == 1
    {
        let other = search.run(framer, &DELIMITERS)?;
        if other.fields.len() > 1 {
            let declared = declared.to_string();
            return Err(InputError::WrongSeparator { declared, delimiter: other.delimiter });
        }
    }
    framer.skip(header.data_at);

    if declared.is_some() {
        header.lines += 1;
        header.inside += 1;
    }
    if delimiter.is_none() && header.fields.len() == 1 {
        header.delimiter = NO_DELIMITER;
    }
    Ok(header)
}

/// The delimiter that a first line such as `sep=;` declares. Skips this line.
fn declared_delimiter(framer: &mut Framer) -> Result<Option<char>, InputError> {
    let (head, _) = framer.peek(FIRST_LOOK).map_err(unreadable)?;
    let end = memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len());

    let line = std::str::from_utf8(&head[..end]).unwrap_or_default();
    let line = line.strip_prefix('"').and_then(|l| l.strip_suffix('"')).unwrap_or(line);
    let Some((name, value)) = line.split_at_checked(DECLARATION.len()) else { return Ok(None) };
    if !name.eq_ignore_ascii_case(DECLARATION) {
        return Ok(None);
    }

    let mut characters = value.chars();
    let (Some(delimiter), None) = (characters.next(), characters.next()) else {
        return Err(InputError::NoSeparator { line: line.to_owned() });
    };

    let data_at = if head[end..].starts_with(b"\r\n") { end + 2 } else { (end + 1).min(head.len()) };
    framer.skip(data_at);
    Ok(Some(delimiter))
}

fn unreadable(error: io::Error) -> InputError {
    InputError::Unreadable { error }
}

/// The search for the header.
struct Search<'a> {
    wanted: &'a Wanted,
    numbering: Numbering,
}

impl Search<'_> {
    /// Reads as much of the input as is needed to find the header under one of the delimiters.
    fn run(&self, framer: &mut Framer, delimiters: &[char]) -> Result<Header, InputError> {
        let mut len = FIRST_LOOK;
        loop {
            // The encoding is settled by what is read.
            framer.peek(len).map_err(unreadable)?;
            let encoding = framer.encoding().ok_or(InputError::UnknownEncoding)?;
            let (text, ended) = framer.peek(len).map_err(unreadable)?;
            let is_last = ended || len >= LAST_LOOK;

            if is_last || line_breaks(text) > HEADER_WITHIN as u64 {
                match self.best(text, is_last, encoding, delimiters) {
                    Some(header) if header.recognised > 0 || is_last || self.wanted.no_headers => return Ok(header),
                    None if is_last => return Err(InputError::NoRecord),
                    _ => {}
                }
            }
            len *= 2;
        }
    }

    /// The best candidate. On a tie the first one: that of the more likely delimiter, then the earlier record.
    fn best(&self, text: &[u8], whole: bool, encoding: Encoding, delimiters: &[char]) -> Option<Header> {
        let mut best: Option<Header> = None;
        for &delimiter in delimiters {
            for candidate in self.candidates(text, whole, encoding, delimiter) {
                if best.as_ref().is_none_or(|best| self.prefers(&candidate, best)) {
                    best = Some(candidate);
                }
            }
        }
        best
    }

    /// Whether a candidate is better: it has more known headers, or, where none are known, it is the first record under a
    /// delimiter that splits it into more fields.
    fn prefers(&self, candidate: &Header, best: &Header) -> bool {
        let is_any_recognised = candidate.recognised > 0 || best.recognised > 0;
        if self.wanted.no_headers || !is_any_recognised {
            return candidate.above == 0 && candidate.fields.len() > best.fields.len();
        }
        candidate.recognised > best.recognised
    }

    /// The first records of a text under a delimiter, each as if it were the header. `whole` says that the input ends with
    /// the text.
    fn candidates(&self, text: &[u8], whole: bool, encoding: Encoding, delimiter: char) -> Vec<Header> {
        let dialect = Dialect::new(delimiter, Some(encoding));
        let no_headers = self.wanted.no_headers;
        let mut found = Vec::new();
        let mut at = 0;
        let mut lines = 0;
        let mut inside = 0;

        while found.len() < HEADER_WITHIN {
            let blank = text[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            lines += line_breaks(&text[at..at + blank]);
            at += blank;
            if at == text.len() {
                break;
            }

            let (end, next) = match dialect.record_end(text, at, whole) {
                End::At(end, next) => (end, next),
                End::Open(_) if whole => (text.len(), text.len()),
                End::Open(_) => break,
            };
            let fields = self.fields(&text[at..end], encoding, delimiter);
            let recognised = if no_headers { 0 } else { Layout::recognised(&fields, self.wanted) };
            let above = found.len();
            let mut header = Header { fields, delimiter, lines, inside, above, data_at: at, recognised };

            let taken = self.numbering.lines(&text[at..next]);
            let line_ends = u64::from(next > end);
            lines += taken;
            inside += taken.saturating_sub(line_ends);

            // Without headers the record itself is the first of the data.
            if !no_headers {
                header.data_at = next;
                header.lines = lines;
                header.inside = inside;
            }
            found.push(header);
            at = next;
        }
        found
    }

    /// The fields of a record; their numbers if the input has no headers.
    fn fields(&self, record: &[u8], encoding: Encoding, delimiter: char) -> Vec<String> {
        let mut decoded = String::new();
        decode_record(encoding, record, &mut decoded);
        let mut spans: Vec<FieldSpan> = Vec::new();
        Dialect::new(delimiter, None).split(&decoded, &mut spans);

        if self.wanted.no_headers {
            return (1..=spans.len()).map(|number| number.to_string()).collect();
        }
        let mut memory = String::new();
        spans.iter().map(|span| span.content(&decoded, &mut memory).to_owned()).collect()
    }
}
