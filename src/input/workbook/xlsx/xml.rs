//! The XML of a part, as a stream of events.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::message::{Cause, Damage, WorkbookError};

/// How many bytes are unpacked at a time.
const CHUNK: usize = 1 << 16;
/// The declaration with the name of the encoding is at most this long, in bytes.
const DECLARATION: u64 = 1 << 10;

/// A part that is being read. Empty elements are given as a start and an end.
pub(super) struct Xml<'a> {
    reader: Reader<BufReader<Box<dyn Read + 'a>>>,
    buffer: Vec<u8>,
    depth: usize,
    has_root: bool,
}

impl<'a> Xml<'a> {
    /// # Errors
    /// If the part is in another encoding than UTF-8 and UTF-16.
    pub(super) fn new(mut part: impl Read + 'a) -> Result<Self> {
        let mut head = Vec::new();
        part.by_ref().take(DECLARATION).read_to_end(&mut head).map_err(cannot_unpack)?;

        let source: Box<dyn Read + 'a> = if let Some(encoding) = wide_encoding(&head) {
            part.read_to_end(&mut head).map_err(cannot_unpack)?;
            let (text, _, has_errors) = encoding.decode(&head);
            if has_errors {
                return Err(invalid("text that is not UTF-16"));
            }
            let text = text.as_bytes();
            Box::new(Cursor::new(text[declaration(text).len()..].to_vec()))
        } else {
            let declaration = declaration(&head);
            refuse_other_encoding(declaration)?;
            let rest = head[declaration.len()..].to_vec();
            Box::new(Cursor::new(rest).chain(part))
        };

        let mut reader = Reader::from_reader(BufReader::with_capacity(CHUNK, source));
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, buffer: Vec::new(), depth: 0, has_root: false })
    }

    /// The next event.
    ///
    /// # Errors
    /// If the part cannot be unpacked, is not well-formed, or ends inside an element or without any.
    pub(super) fn next(&mut self) -> Result<Event<'_>> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(broken)?;
        match &event {
            Event::Start(_) => {
                self.depth += 1;
                self.has_root = true;
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 || !self.has_root => return Err(Kind::Xlsx.damaged(Damage::Unfinished)),
            _ => {}
        }
        Ok(event)
    }

    /// Skips the element whose start was read last.
    pub(super) fn skip(&mut self) -> Result<()> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let Event::Eof = self.next()? {
                break;
            }
        }
        Ok(())
    }

    /// Appends all text of the element whose start was read last: text nodes, CDATA sections and references.
    pub(super) fn text(&mut self, out: &mut String) -> Result<()> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.next()? {
                Event::Text(text) => out.push_str(&text.xml10_content()),
                Event::CData(text) => out.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => resolve(&reference, out)?,
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Appends the character that a reference such as `&lt;` or `&#12;` means.
pub(super) fn resolve(reference: &BytesRef<'_>, out: &mut String) -> Result<()> {
    if let Some(character) = reference.resolve_char_ref().map_err(invalid)? {
        out.push(character);
        return Ok(());
    }
    let text = quick_xml::escape::resolve_predefined_entity(reference);
    out.push_str(text.ok_or_else(|| invalid("an unknown entity"))?);
    Ok(())
}

/// The value of an attribute, whatever the prefix of its name.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(invalid)?;
        if attribute.key.local_name().as_ref() == name {
            let value = quick_xml::escape::unescape(&attribute.value).map_err(invalid)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// The error for a part that is not well-formed.
pub(super) fn invalid(error: impl Into<Cause>) -> WorkbookError {
    Kind::Xlsx.damaged(Damage::Xml { cause: error.into() })
}

fn cannot_unpack(error: std::io::Error) -> WorkbookError {
    Kind::Xlsx.damaged(Damage::Archive { cause: error.into() })
}

fn broken(error: quick_xml::Error) -> WorkbookError {
    match error {
        quick_xml::Error::Io(error) => Kind::Xlsx.damaged(Damage::Archive { cause: error.into() }),
        error => invalid(error),
    }
}

/// UTF-16 with a byte order mark, or without one if the part begins with a `<`.
fn wide_encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// The byte order mark and the XML declaration, which are not needed any more when the encoding is known.
fn declaration(head: &[u8]) -> &[u8] {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mark = head.len() - text.len();
    let blanks = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if !text[blanks..].starts_with(b"<?xml") {
        return &head[..mark];
    }
    match memchr::memmem::find(text, b"?>") {
        Some(end) => &head[..mark + end + 2],
        None => &head[..mark],
    }
}

fn refuse_other_encoding(declaration: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(declaration);
    let Some((_, value)) = text.split_once("encoding") else {
        return Ok(());
    };
    let value = value.trim_start().trim_start_matches('=').trim_start();
    let quotes = ['"', '\''];
    let name = value.trim_start_matches(quotes).split(quotes).next().unwrap_or_default().trim();
    match name.to_ascii_lowercase().as_str() {
        // UTF-16 that is stated of bytes that are not: the text was converted and its declaration was not.
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "" => Ok(()),
        _ => Err(WorkbookError::OtherEncoding { encoding: name.to_owned() }),
    }
}
