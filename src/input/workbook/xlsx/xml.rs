//! The XML of a part, as a stream of events.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::input::workbook::Result;
use crate::input::workbook::guard::archive;
use crate::input::workbook::kind::Kind;
use crate::input::workbook::markup::in_utf8;
use crate::message::{Cause, Damage, WorkbookError};

/// How many bytes are unpacked at a time.
const CHUNK: usize = 1 << 16;

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
    pub(super) fn new(part: impl Read + 'a) -> Result<Self> {
        let source = in_utf8(part, Kind::Xlsx)?;
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

fn broken(error: quick_xml::Error) -> WorkbookError {
    match error {
        quick_xml::Error::Io(error) => match archive::refusal(&error) {
            Some(refusal) => refusal,
            None => Kind::Xlsx.damaged(Damage::Archive { cause: error.into() }),
        },
        error => invalid(error),
    }
}
