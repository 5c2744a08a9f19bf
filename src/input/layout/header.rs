//! Finds delimiter and header at the top of delimited text.

use anyhow::{Result, bail};

use super::columns::{Layout, Wanted};
use crate::input::block::{Numbering, line_breaks};
use crate::input::delimited::{Dialect, End, FieldSpan, Framer};
use crate::input::encoding::{Encoding, decode_record};
use crate::input::options::Options;

/// How many records from the top are looked through for the header.
const HEADER_WITHIN: usize = 10;
/// How much of an input is looked at first, and at the most, for its header; in bytes.
const LOOK: (usize, usize) = (1024, 8 << 20);
/// The delimiters that are tried, the likelier ones first.
const DELIMITERS: [char; 6] = [',', '\t', ';', '，', '；', '|'];
/// What stands between fields that nothing stands between: in a list of one column, commas are text.
const NO_DELIMITER: char = '\u{1F}';
/// How a first line begins that declares the delimiter, as Excel understands it.
const DECLARATION: &str = "sep=";

/// A record that is taken, or may be taken, for the header.
#[derive(Debug)]
pub(crate) struct Header {
    /// The headers; numbers, if there are none.
    pub(crate) fields: Vec<String>,
    /// What stands between fields.
    pub(crate) delimiter: char,
    /// How many lines stand before the data.
    pub(crate) lines: u64,
    /// How many of these a spreadsheet does not show as rows: they go on a record, or declare the delimiter.
    pub(crate) inside: u64,
    /// How many records stand above it.
    pub(crate) above: usize,
    /// Where the data begins, in bytes from the top.
    data_at: usize,
    /// How many of its fields are known or named by the user.
    recognised: usize,
}

/// Finds the header and takes all that stands before the data.
pub(crate) fn take(framer: &mut Framer, options: &Options, numbering: Numbering) -> Result<Header> {
    let declared = if numbering == Numbering::Lines { separator_line(framer)? } else { None };
    let named = options.delimiter.or(declared);
    let delimiters = named.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let mut header = find(framer, &delimiters, &Look { wanted: &options.wanted, numbering })?;
    framer.skip(header.data_at);
    let declaration = u64::from(declared.is_some());
    (header.lines, header.inside) = (header.lines + declaration, header.inside + declaration);
    if named.is_none() && header.fields.len() == 1 {
        header.delimiter = NO_DELIMITER;
    }
    Ok(header)
}

/// The delimiter that a first line such as `sep=;` declares; the line is skipped.
fn separator_line(framer: &mut Framer) -> Result<Option<char>> {
    let (head, _) = framer.peek(LOOK.0)?;
    let end = memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len());
    let line = std::str::from_utf8(&head[..end]).unwrap_or_default();
    let line = line.strip_prefix('"').and_then(|l| l.strip_suffix('"')).unwrap_or(line);
    let is_declaration = line.get(..DECLARATION.len()).is_some_and(|l| l.eq_ignore_ascii_case(DECLARATION));
    if !is_declaration {
        return Ok(None);
    }
    let mut characters = line[DECLARATION.len()..].chars();
    let (Some(delimiter), None) = (characters.next(), characters.next()) else {
        bail!("the first line, `{line}`, declares no single character; name the delimiter with --delimiter");
    };
    let after = if head[end..].starts_with(b"\r\n") { end + 2 } else { (end + 1).min(head.len()) };
    framer.skip(after);
    Ok(Some(delimiter))
}

/// What is looked for.
struct Look<'a> {
    wanted: &'a Wanted,
    numbering: Numbering,
}

fn find(framer: &mut Framer, delimiters: &[char], look: &Look<'_>) -> Result<Header> {
    let mut len = LOOK.0;
    loop {
        framer.peek(len)?;
        let Some(encoding) = framer.encoding() else {
            bail!(
                "no encoding that is known here explains its bytes; name it with --encoding, such as --encoding gb18030"
            );
        };
        let (text, ended) = framer.peek(len)?;
        let last = ended || len >= LOOK.1;
        if last || line_breaks(text) > HEADER_WITHIN as u64 {
            let candidates = delimiters.iter().flat_map(|&d| look.records(text, last, encoding, d));
            // Of equals the first is taken: the likelier delimiter, the earlier record.
            let best = candidates.reduce(|best, next| if look.prefers(&next, &best) { next } else { best });
            match best {
                Some(header) if header.recognised > 0 || last || look.wanted.no_headers => return Ok(header),
                None if last => bail!("holds no record: a batch has at least a header line"),
                _ => {}
            }
        }
        len *= 2;
    }
}

impl Look<'_> {
    fn prefers(&self, next: &Header, best: &Header) -> bool {
        if self.wanted.no_headers || (next.recognised, best.recognised) == (0, 0) {
            return next.above == 0 && next.fields.len() > best.fields.len();
        }
        next.recognised > best.recognised
    }

    /// The first records of a text under a delimiter, each as if it were the header.
    fn records(&self, text: &[u8], whole: bool, encoding: Encoding, delimiter: char) -> Vec<Header> {
        let dialect = Dialect::new(delimiter, Some(encoding));
        let (mut found, mut at, mut lines, mut inside) = (Vec::new(), 0, 0, 0);
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
            let recognised = if self.wanted.no_headers { 0 } else { Layout::recognised(&fields, self.wanted) };
            let before = (at, lines, inside);
            let taken = self.numbering.lines(&text[at..next]);
            lines += taken;
            inside += taken.saturating_sub(u64::from(next > end));
            let (data_at, lines, inside) = if self.wanted.no_headers { before } else { (next, lines, inside) };
            found.push(Header { fields, delimiter, lines, inside, above: found.len(), data_at, recognised });
            at = next;
        }
        found
    }

    fn fields(&self, record: &[u8], encoding: Encoding, delimiter: char) -> Vec<String> {
        let (mut decoded, mut memory, mut spans) = (String::new(), String::new(), Vec::<FieldSpan>::new());
        decode_record(encoding, record, &mut decoded);
        Dialect::new(delimiter, None).split(&decoded, &mut spans);
        if self.wanted.no_headers {
            return (1..=spans.len()).map(|number| number.to_string()).collect();
        }
        spans.iter().map(|span| span.content(&decoded, &mut memory).to_owned()).collect()
    }
}
