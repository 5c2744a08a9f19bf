//! Opens delimited text: encoding, delimiter, header and columns, all settled before any row is read.

use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::bytes::{Bytes, Settled};
use super::delimited::{Dialect, End, FieldSpan, line_breaks};
use super::encoding::{Decoded, Encoding, decode_record};
use super::frame::{Block, Framer, Limits};
use super::layout::{Layout, Wanted};
use super::source::Source;

/// How many records from the top are looked through for the header.
const HEADER_WITHIN: usize = 10;
/// How much of an input is looked at first, and at the most, for its header; in bytes.
const LOOK: (usize, usize) = (1024, 8 << 20);
/// The delimiters that are tried, the likelier ones first.
const DELIMITERS: [char; 6] = [',', '\t', ';', '，', '；', '|'];

/// What the user says of an input, where it is not to be found out.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The columns.
    pub wanted: Wanted,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The delimiter.
    pub delimiter: Option<char>,
    /// How the input is cut.
    pub limits: Limits,
}

/// An opened input, ready to give its blocks.
pub struct Input {
    /// The name in reports.
    pub name: String,
    /// What its columns are.
    pub layout: Layout,
    /// What stands between fields.
    pub delimiter: char,
    /// How many physical lines stand before the first block.
    pub lines_before: u64,
    /// How many records stand above the header.
    pub titles: usize,
    /// The longest cell that is read whole, in bytes.
    pub max_cell: usize,
    framer: Framer,
}

/// A record that may be the header.
#[derive(Debug)]
struct Header {
    fields: Vec<String>,
    delimiter: char,
    /// Where the data begins, in bytes from the top.
    data_at: usize,
    /// How many records stand above it.
    above: usize,
    /// How many of its fields are known or named by the user.
    recognised: usize,
}

impl Input {
    /// Opens delimited text. Every error names the input and says what to do.
    pub fn open(source: Source, options: &Options) -> Result<Self> {
        let name = source.name.clone();
        Self::open_named(source, options).with_context(|| name)
    }

    fn open_named(source: Source, options: &Options) -> Result<Self> {
        let name = source.name.clone();
        if source.head.is_empty() {
            bail!("is empty: a batch has at least a header line");
        }
        let bytes = Bytes::open(source.into_stream(), options.encoding).context("cannot be read")?;
        let mut framer = Framer::new(bytes, options.limits);
        let declared = separator_line(&mut framer)?;
        let delimiters = match options.delimiter.or(declared.0) {
            Some(delimiter) => vec![delimiter],
            None => DELIMITERS.to_vec(),
        };
        let header = find_header(&mut framer, &delimiters, &options.wanted)?;
        let (shown, _) = framer.peek(header.data_at)?;
        let lines_before = declared.1 + line_breaks(&shown[..header.data_at]);
        framer.skip(header.data_at);
        framer.delimit(header.delimiter);
        Ok(Self {
            name,
            layout: Layout::new(header.fields, &options.wanted)?,
            delimiter: header.delimiter,
            lines_before,
            titles: header.above,
            max_cell: options.limits.cell,
            framer,
        })
    }

    /// Reads the next block into the memory of an old one; false at the end of the input.
    pub fn next(&mut self, block: &mut Block) -> Result<bool> {
        self.framer.next(block).with_context(|| format!("{}: cannot be read on", self.name))
    }

    /// The headers of the columns that are carried along.
    #[must_use]
    pub fn kept_headers(&self) -> Vec<Arc<str>> {
        self.layout.kept.iter().map(|&i| self.layout.headers[i].as_str().into()).collect()
    }

    /// The encoding as it stands in summaries.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        match self.framer.settled() {
            Settled::Ascii => "ASCII",
            Settled::As(encoding) => encoding.name(),
            Settled::Unknown => "unknown",
        }
    }
}

/// The delimiter that a first line such as `sep=;` declares, and how many lines it takes; the line is skipped.
fn separator_line(framer: &mut Framer) -> Result<(Option<char>, u64)> {
    let (head, _) = framer.peek(LOOK.0)?;
    let end = memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len());
    let Some(declared) = std::str::from_utf8(&head[..end]).ok().and_then(|line| line.strip_prefix("sep=")) else {
        return Ok((None, 0));
    };
    let mut characters = declared.chars();
    let (Some(delimiter), None) = (characters.next(), characters.next()) else {
        bail!("the first line, `sep={declared}`, declares no single character; name the delimiter with --delimiter");
    };
    let after = if head[end..].starts_with(b"\r\n") { end + 2 } else { (end + 1).min(head.len()) };
    framer.skip(after);
    Ok((Some(delimiter), 1))
}

fn find_header(framer: &mut Framer, delimiters: &[char], wanted: &Wanted) -> Result<Header> {
    let mut look = LOOK.0;
    loop {
        framer.peek(look)?;
        let Some(encoding) = framer.encoding() else {
            bail!(
                "no encoding that is known here explains its bytes; name it with --encoding, such as --encoding gb18030"
            );
        };
        let (text, ended) = framer.peek(look)?;
        let last = ended || look >= LOOK.1;
        if last || line_breaks(text) > HEADER_WITHIN as u64 {
            let candidates = delimiters.iter().flat_map(|&d| headers(text, last, encoding, d, wanted));
            // Of equals the first is taken: the likelier delimiter, the earlier record.
            let best = candidates.reduce(|best, next| if better(&next, &best, wanted) { next } else { best });
            match best {
                Some(header) if header.recognised > 0 || last || wanted.no_headers => return Ok(header),
                None if last => bail!("holds no record: a batch has at least a header line"),
                _ => {}
            }
        }
        look *= 2;
    }
}

fn better(next: &Header, best: &Header, wanted: &Wanted) -> bool {
    if wanted.no_headers || (next.recognised, best.recognised) == (0, 0) {
        return next.above == 0 && next.fields.len() > best.fields.len();
    }
    next.recognised > best.recognised
}

/// The first records of a text under a delimiter, each as if it were the header.
fn headers(text: &[u8], whole: bool, encoding: Encoding, delimiter: char, wanted: &Wanted) -> Vec<Header> {
    let dialect = Dialect::new(delimiter, Some(encoding));
    let decoded = Dialect::new(delimiter, None);
    let (mut found, mut at, mut spans, mut memory) = (Vec::new(), 0, Vec::<FieldSpan>::new(), String::new());
    while found.len() < HEADER_WITHIN {
        while matches!(text.get(at), Some(b'\r' | b'\n')) {
            at += 1;
        }
        if at == text.len() {
            break;
        }
        let (end, next) = match dialect.record_end(text, at, whole) {
            End::At(end, next) => (end, next),
            End::Open(_) if whole => (text.len(), text.len()),
            End::Open(_) => break,
        };
        let (Decoded::AsFile(record) | Decoded::Otherwise(record, _) | Decoded::Lossy(record, _)) =
            decode_record(encoding, &text[at..end]);
        decoded.split(&record, &mut spans);
        let fields: Vec<String> = if wanted.no_headers {
            (1..=spans.len()).map(|n| n.to_string()).collect()
        } else {
            spans.iter().map(|s| s.content(&record, &mut memory).to_owned()).collect()
        };
        let recognised = if wanted.no_headers { 0 } else { Layout::recognised(&fields, wanted) };
        let data_at = if wanted.no_headers { at } else { next };
        found.push(Header { fields, delimiter, data_at, above: found.len(), recognised });
        at = next;
    }
    found
}
