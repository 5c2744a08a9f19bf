//! Finds delimiter and header at the top of delimited text.

mod ends;
mod form;
mod rows;

use std::io;
use std::sync::Arc;

use self::rows::{is_named_below, is_second_row, is_translated, is_under_scope};
use super::columns::{FurtherScopes, Layout, UNREAD};
use super::known::{KnownHeaders, same_header};
use super::suggest::is_in_one_cell;
use super::wanted::Wanted;
use crate::input::InputError;
use crate::input::aside::{Aside, AsidePlace};
use crate::input::block::{Numbering, line_breaks};
use crate::input::delimited::{Dialect, End, FieldSpan, Framer};
use crate::input::encoding::{Decoded, Encoding};
use crate::input::options::Options;
use crate::message::Headers;
use crate::verdict::Field;

/// How many records from the top may be the header.
const HEADER_WITHIN: usize = 10;
/// How many records from the top are searched for a header that is too low to count.
const LOW_HEADER_WITHIN: usize = 200;
/// From how many rows on an empty field at the end of each is a delimiter too many, and no text that was split.
const TRAILING_ROWS: usize = 2;
/// How many bytes of an input are searched for its header at first.
const FIRST_LOOK: usize = 1024;
/// How many bytes of an input are searched for its header at most.
const LAST_LOOK: usize = 8 << 20;
/// How many columns a table may have: as many as a sheet has at most.
const MOST_COLUMNS: usize = 16_384;
/// How many columns without a header may continue a scope: spreadsheets split it at commas, but a far cell is no part of it.
const MOST_CONTINUATIONS: usize = 256;
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
    /// Whether some of its bytes cannot be read.
    is_unread: bool,
    /// A character in it that ends lines elsewhere.
    line_end: Option<char>,
    /// The delimiter between fields.
    pub(crate) delimiter: char,
    /// The number of lines before the data.
    pub(crate) lines: u64,
    /// How many of these lines a spreadsheet does not show as rows, because they continue a record or declare the delimiter.
    pub(crate) inside: u64,
    /// The number of records above the header.
    pub(crate) above: usize,
    /// The row of a spreadsheet that it is in, from 1.
    row: u64,
    /// The records above the header, each as if it were the header.
    titles: Vec<Header>,
    /// The rows of the header as they are in the input: one or two. None if the input has no header.
    rows: Vec<(u64, Vec<String>)>,
    /// The offset of the data, in bytes from the top.
    data_at: usize,
    /// How many of the fields are known headers or named by the user.
    recognised: usize,
    /// The parts of a scope that a second row of the header names.
    parts: Vec<usize>,
    /// The columns without a header that continue the scope before them.
    continuations: Vec<usize>,
}

/// Finds the header and skips everything before the data.
pub(crate) fn take(framer: &mut Framer, options: &Options, numbering: Numbering) -> Result<Header, InputError> {
    let declared = match numbering {
        Numbering::Lines => declared_delimiter(framer)?,
        Numbering::Records => None,
    };
    let delimiter = options.delimiter.or(declared);

    let search = Search { wanted: &options.wanted, numbering };
    let delimiters = delimiter.as_ref().map_or(&DELIMITERS[..], std::slice::from_ref);
    let by_known = by_known_headers(framer, options, numbering, delimiters)?;
    let mut header = match by_known {
        Some(header) => header,
        None => search.run(framer, delimiters)?,
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

/// The header by known headers alone, where named columns count beside them: then a name tells the header only of an input that
/// has no known one. Returns `None` for such an input, and where nothing is named so.
fn by_known_headers(
    framer: &mut Framer,
    options: &Options,
    numbering: Numbering,
    delimiters: &[char],
) -> Result<Option<Header>, InputError> {
    let Some(wanted) = options.wanted.by_known_headers() else { return Ok(None) };
    let header = Search { wanted: &wanted, numbering }.run(framer, delimiters)?;
    Ok((header.recognised > 0).then_some(header))
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

/// The fields of a record.
struct Fields {
    texts: Vec<String>,
    /// Whether some of its bytes cannot be read.
    is_unread: bool,
    /// A character in it that ends lines elsewhere.
    line_end: Option<char>,
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
                match self.best(text, is_last, encoding, delimiters)? {
                    Some(header) if header.recognised == 0 && is_last => {
                        let low = delimiters.iter().find_map(|&delimiter| self.low_header(text, encoding, delimiter));
                        return low.map_or(Ok(header), Err);
                    }
                    Some(header) if header.recognised > 0 || is_last || self.wanted.no_headers => return Ok(header),
                    None if is_last => return Err(InputError::NoRecord),
                    _ => {}
                }
            }
            len *= 2;
        }
    }

    /// The header under the delimiter that gives it the most known fields; on a tie, under the more likely delimiter.
    fn best(
        &self,
        text: &[u8],
        whole: bool,
        encoding: Encoding,
        delimiters: &[char],
    ) -> Result<Option<Header>, InputError> {
        let mut best: Option<(Header, Vec<Header>)> = None;
        for &delimiter in delimiters {
            let mut candidates = self.candidates(text, whole, encoding, delimiter, HEADER_WITHIN);
            if candidates.is_empty() {
                continue;
            }
            let below = candidates.split_off(first_header(&candidates) + 1);
            let Some(mut candidate) = candidates.pop() else { continue };
            candidate.titles = candidates;
            if best.as_ref().is_none_or(|(best, _)| self.prefers(&candidate, &below, best)) {
                best = Some((candidate, below));
            }
        }

        let Some((mut header, below)) = best else { return Ok(None) };
        if header.fields.len() > MOST_COLUMNS {
            return Err(InputError::TooManyColumns { columns: header.fields.len(), most: MOST_COLUMNS });
        }
        if !self.wanted.no_headers {
            header.rows.push((header.row, header.fields.clone()));
        }
        let is_unsplit = self.numbering == Numbering::Records && self.wanted.required.is_empty();
        if is_unsplit
            && (header.recognised == 0 || filled(&header.fields) == 1 && !self.wanted.names_any())
            && let Some(cell) = std::iter::once(&header).chain(&below).find(|record| is_in_one_cell(&record.fields))
        {
            return Err(InputError::InOneCell { found: Headers::of(&cell.fields) });
        }
        if header.recognised > 0 && !self.wanted.no_headers {
            if self.numbering == Numbering::Records {
                header.widen(&below);
            } else if header.has_trailing_delimiter(&below) {
                header.fields.push(String::new());
            }
            let is_checked = self.wanted.required.is_empty();
            if is_checked && let Some(dictionary) = header.dictionary() {
                return Err(InputError::NoCheckedColumn { found: Headers::of(&dictionary.fields) });
            }
            if is_checked && let Some((row, cell)) = form::label(&header, &below) {
                return Err(InputError::Form { row: header.above + row, cell });
            }
            let is_at_end = |record: &Header| whole && text[record.data_at..].trim_ascii().is_empty();
            if self.numbering == Numbering::Lines && is_checked && is_at_end(&header) {
                ends::refuse(&header)?;
            }
            // A report has its columns in one row, and cells that begin as headers do.
            let is_second =
                |second: &&Header| is_checked && is_second_row(&header.fields, &second.fields, is_at_end(second));
            if let Some(second) = below.first().filter(is_second) {
                header.take_second_row(second);
            }
            header.find_continuations();
        }
        Ok(Some(header))
    }

    /// The error for a header below the first records: it names a name and a scope. The rows above it are none of filings.
    fn low_header(&self, text: &[u8], encoding: Encoding, delimiter: char) -> Option<InputError> {
        if self.wanted.no_headers || !self.wanted.required.is_empty() {
            return None;
        }
        let known = KnownHeaders::builtin();
        let candidates = self.candidates(text, true, encoding, delimiter, LOW_HEADER_WITHIN);
        for candidate in candidates.iter().skip(HEADER_WITHIN) {
            let mut columns = Vec::new();
            for field in Field::FILED {
                let column = candidate.fields.iter().position(|cell| known.exact_field(cell) == Some(field));
                columns.extend(column.map(|column| (field, column + 1)));
            }
            if columns.len() == Field::FILED.len() {
                return Some(InputError::HeaderTooLow { row: candidate.row, within: HEADER_WITHIN, columns });
            }
        }
        None
    }

    /// Whether a candidate is better: it has more known headers, or as many and comes earlier. Where none are known, it is the
    /// first record under a delimiter that splits it into more fields.
    fn prefers(&self, candidate: &Header, below: &[Header], best: &Header) -> bool {
        let is_any_recognised = candidate.recognised > 0 || best.recognised > 0;
        if self.wanted.no_headers || !is_any_recognised {
            return candidate.fields.len() > best.fields.len();
        }
        if candidate.recognised != best.recognised {
            return candidate.recognised > best.recognised;
        }
        // 经营范围;; is a header with two blank ones behind it, and none of one column. 企业名称 | 备注 is two if the rows are
        // split, too.
        let is_one = filled(&candidate.fields) == 1 || below.iter().any(|row| row.fields.len() > 1);
        let is_split = best.fields.len() == 1 && candidate.fields.len() > 1 && is_one;
        candidate.above < best.above || candidate.above == best.above && is_split
    }

    /// The first records of a text under a delimiter, each as if it were the header. `whole` says that the input ends with
    /// the text.
    fn candidates(&self, text: &[u8], whole: bool, encoding: Encoding, delimiter: char, most: usize) -> Vec<Header> {
        let dialect = Dialect::new(delimiter, Some(encoding));
        let no_headers = self.wanted.no_headers;
        let mut found = Vec::new();
        let mut at = 0;
        let mut lines = 0;
        let mut inside = 0;

        while found.len() < most {
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
            let Fields { texts: fields, is_unread, line_end } = self.fields(&text[at..end], encoding, delimiter);
            let recognised = if no_headers { 0 } else { Layout::recognised(&fields, self.wanted) };
            let above = found.len();
            let mut header = Header {
                fields,
                is_unread,
                line_end,
                delimiter,
                lines,
                inside,
                above,
                row: lines - inside + 1,
                titles: Vec::new(),
                rows: Vec::new(),
                data_at: at,
                recognised,
                parts: Vec::new(),
                continuations: Vec::new(),
            };

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

    /// The fields of a record. Their numbers if the input has no headers.
    fn fields(&self, record: &[u8], encoding: Encoding, delimiter: char) -> Fields {
        let mut text = String::new();
        let decoded = Dialect::new(delimiter, Some(encoding)).decode(encoding, record, &mut text);
        let mut spans: Vec<FieldSpan> = Vec::new();
        Dialect::new(delimiter, None).split(&text, &mut spans);

        if self.wanted.no_headers {
            let texts = (1..=spans.len()).map(|number| number.to_string()).collect();
            return Fields { texts, is_unread: false, line_end: None };
        }
        let line_end = text.trim().chars().find(|c| ends::LINE_ENDS.contains(c));
        let mut memory = String::new();
        let texts = spans.iter().map(|span| span.content(&text, &mut memory).to_owned()).collect();
        Fields { texts, is_unread: matches!(decoded, Decoded::Lossy(_) | Decoded::Doubtful(_)), line_end }
    }
}

/// The number of the first candidate that can be the header. A lone cell above a table is its title, whatever it says. The
/// first candidate if none can be.
fn first_header(candidates: &[Header]) -> usize {
    let is_table = candidates.iter().any(|candidate| candidate.recognised > 0 && filled(&candidate.fields) > 1);
    let can_be_header = |candidate: &Header| candidate.recognised > 0 && (!is_table || filled(&candidate.fields) > 1);
    candidates.iter().position(can_be_header).unwrap_or_default()
}

fn filled(fields: &[String]) -> usize {
    with_text(fields).count()
}

/// The fields that are not blank, by their columns.
fn with_text(fields: &[String]) -> impl Iterator<Item = (usize, String)> {
    let trimmed = fields.iter().map(|field| field.trim()).enumerate();
    trimmed.filter(|(_, field)| !field.is_empty()).map(|(column, field)| (column, field.to_owned()))
}

/// A text above the rows, unless it is a formula without a value.
fn known_text(text: String) -> Option<String> {
    (text != UNREAD).then_some(text)
}

impl Header {
    /// Names the columns by both rows of a header.
    fn take_second_row(&mut self, second: &Self) {
        let above = self.fields.clone();
        for (index, part) in second.fields.iter().enumerate() {
            let part = part.trim();
            if part.is_empty() || self.fields.get(index).is_some_and(|own| same_header(own, part)) {
                continue;
            }
            if is_under_scope(&above, index) {
                self.parts.push(index);
            }
            if self.fields.len() <= index {
                self.fields.resize(index + 1, String::new());
            }
            let own = &mut self.fields[index];
            // 企业名称 over name says the same twice.
            if is_translated(own, part) {
                continue;
            }
            if is_named_below(own, part) {
                own.clear();
            } else if !own.trim().is_empty() {
                own.push(' ');
            }
            own.push_str(part);
        }
        self.rows.push((second.row, second.fields.clone()));
        self.lines = second.lines;
        self.inside = second.inside;
        self.data_at = second.data_at;
    }

    /// The row above with the headers of a list of fields, if this is the first row of such a list that names a known header.
    fn dictionary(&self) -> Option<&Self> {
        let known = KnownHeaders::builtin();
        let is_of_dictionary =
            |title: &&Self| filled(&title.fields) > 1 && title.fields.iter().any(|cell| known.is_of_dictionary(cell));
        self.titles.iter().rev().find(is_of_dictionary).filter(|_| self.recognised == 1)
    }

    /// Whether each row below ends with an empty field that the header does not have: a delimiter at the end of its line.
    /// Behind a scope that field is checked in any case, and so a comma that splits one does no harm; elsewhere all rows have
    /// one field more, and a single one tells nothing.
    fn has_trailing_delimiter(&self, below: &[Self]) -> bool {
        let columns = self.fields.len();
        let is_behind_scope = is_under_scope(&self.fields, columns.saturating_sub(1));
        let mut longer = 0;
        for row in below {
            let ends_empty = row.fields.last().is_some_and(|last| last.trim().is_empty());
            if !ends_empty || row.fields.len() <= columns {
                return false;
            }
            longer += usize::from(row.fields.len() == columns + 1);
        }
        let are_enough = if is_behind_scope { longer > 0 } else { longer == below.len() && longer >= TRAILING_ROWS };
        columns > 1 && are_enough
    }

    /// Adds the columns of a sheet that have no header. Its first row with text, which may be a title, has all columns.
    fn widen(&mut self, below: &[Self]) {
        let records = self.titles.iter().chain(below);
        let widest = records.map(|record| record.fields.len()).max().unwrap_or_default();
        if self.fields.len() < widest {
            self.fields.resize(widest, String::new());
        }
    }

    /// Finds the columns that come right behind a scope without a header, or with one that only says so: 续.
    fn find_continuations(&mut self) {
        let known = KnownHeaders::builtin();
        let mut is_behind_scope = false;
        for (index, field) in self.fields.iter().enumerate() {
            let is_named = !field.trim().is_empty() && !known.is_continuation(field);
            if is_named {
                is_behind_scope = self.parts.contains(&index) || is_under_scope(&self.fields, index);
            } else if is_behind_scope && self.continuations.len() < MOST_CONTINUATIONS {
                self.continuations.push(index);
            }
        }
    }

    /// The texts above the header and in it.
    pub(crate) fn texts(&self, source: &Arc<str>) -> Vec<Aside> {
        let in_table = self.titles.iter().filter(|title| filled(&title.fields) > 1).count() > 1;
        let mut texts = Vec::new();
        for title in &self.titles {
            for (column, text) in with_text(&title.fields) {
                let place = AsidePlace::Title { sheet: None, row: title.row, column, in_table };
                let text = known_text(text).filter(|_| !title.is_unread);
                texts.push(Aside { source: source.clone(), place, text });
            }
        }
        for (row, fields) in &self.rows {
            for (column, text) in with_text(fields) {
                let place = AsidePlace::Header { sheet: None, row: *row, column };
                texts.push(Aside { source: source.clone(), place, text: known_text(text) });
            }
        }
        texts
    }

    /// The layout of the columns under this header.
    pub(crate) fn layout(&mut self, numbering: Numbering, wanted: &Wanted) -> Result<Layout, InputError> {
        let fields = std::mem::take(&mut self.fields);
        // In a sheet a cell beside the scope may be a note; in delimited text a comma has split the scope.
        let are_uncertain = numbering == Numbering::Records;
        let further = FurtherScopes { parts: &self.parts, continuations: &self.continuations, are_uncertain };
        Layout::with_further_scopes(fields, further, wanted)
    }
}
