//! Open document workbooks (.ods): every table of the part `content.xml`, read in one pass.
//!
//! A cell's text is collected as its elements go by, and a table is written out when it ends: only then is it known how many
//! columns merged cells may fill, and how much its repeated rows and cells come to. What the file only states takes no memory.
//!
//! Format: OASIS Open Document Format 1.3, part 3, chapters 6 (text) and 9 (tables).

mod cell;
mod names;
mod table;

use std::io::{BufRead, BufReader, Cursor, Read as _};

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use self::names::Names;
use self::table::Table;
use super::Result;
use super::guard::budget::Budget;
use super::kind::Kind;
use super::markup::in_utf8;
use super::sheet::Content;
use crate::message::{Cause, Damage, WorkbookError};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The part with the tables.
const CONTENT: &str = "content.xml";
/// The media type of a spreadsheet, which its first part and its manifest have.
pub(super) const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
/// The part with the media type alone.
const MEDIA_TYPE: &str = "mimetype";
/// The most bytes of these parts that are searched.
const TYPES: u64 = 1 << 20;
/// The part that says which parts are encrypted.
const MANIFEST: &str = "META-INF/manifest.xml";
/// The element that an encrypted part has in the manifest.
const ENCRYPTED: &[u8] = b"encryption-data";

/// Elements that may contain text or tables which are not those of the cells: comments, drawings, embedded objects, copies of
/// other documents, and cells that were changed.
const IGNORED: [&str; 5] =
    ["office:annotation", "table:shapes", "draw:object", "table:dde-links", "table:tracked-changes"];

/// The sheets of a document.
pub(super) struct OpenDocument {
    sheets: Vec<Sheet>,
}

struct Sheet {
    name: String,
    content: Content,
}

impl OpenDocument {
    /// Reads all tables.
    ///
    /// # Errors
    /// If the document is encrypted, damaged or has more in its tables than can be read at once; if two tables have one name;
    /// if there is a table inside a cell.
    pub(super) fn new(bytes: &[u8]) -> Result<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(cannot_unpack)?;
        if is_encrypted(&mut archive) {
            return Err(WorkbookError::Protected);
        }

        let content = archive.by_name(CONTENT).map_err(cannot_unpack)?;
        let mut document = Document::default();
        document.read(BufReader::new(in_utf8(content, Kind::Ods)?))?;
        if document.sheets.is_empty() {
            return Err(malformed("it has no table"));
        }
        Ok(Self { sheets: document.sheets })
    }

    /// The names of the tables, in their order.
    pub(super) fn sheets(&self) -> Vec<String> {
        let mut names = Vec::new();
        for sheet in &self.sheets {
            names.push(sheet.name.clone());
        }
        names
    }

    /// Hands out what a table contains, which is nothing from then on.
    pub(super) fn content(&mut self, name: &str) -> Content {
        for sheet in &mut self.sheets {
            if sheet.name == name {
                return std::mem::take(&mut sheet.content);
            }
        }
        Content::default()
    }
}

/// Whether the bytes are an archive with a spreadsheet in it, also if all parts are compressed.
pub(super) fn has_spreadsheet(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    [MEDIA_TYPE, MANIFEST].iter().any(|name| {
        let mut text = Vec::new();
        let Ok(part) = archive.by_name(name) else { return false };
        part.take(TYPES).read_to_end(&mut text).is_ok() && memmem::find(&text, SPREADSHEET).is_some()
    })
}

/// Whether the manifest says that a part is encrypted. A manifest that is missing or damaged does not keep the tables from being
/// read.
fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    let Ok(mut part) = archive.by_name(MANIFEST) else {
        return false;
    };
    let mut manifest = Vec::new();
    // What comes before the damage counts.
    let _ = part.read_to_end(&mut manifest);
    memmem::find(&manifest, ENCRYPTED).is_some()
}

/// A document that is being read.
#[derive(Default)]
struct Document {
    sheets: Vec<Sheet>,
    budget: Budget,
    names: Names,
    /// The table that is open.
    table: Option<Table>,
    /// The number of elements that are open.
    depth: usize,
    /// The number of open elements from an ignored one on.
    ignored: usize,
}

impl Document {
    fn read(&mut self, content: impl BufRead) -> Result<()> {
        let mut xml = Reader::from_reader(content);
        xml.config_mut().expand_empty_elements = true;

        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(invalid)? {
                Event::Start(tag) => self.begin(&tag)?,
                Event::End(tag) => self.end(tag.name().as_ref())?,
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::Eof if self.depth > 0 => return Err(Kind::Ods.damaged(Damage::Unfinished)),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        self.depth += 1;
        if self.depth == 1 {
            self.names = Names::declared(tag)?;
        }
        if self.ignored > 0 {
            self.ignored += 1;
            return Ok(());
        }

        let name = self.names.element(tag.name().into_inner());
        if IGNORED.contains(&&*name) {
            self.ignored = 1;
            return Ok(());
        }

        match &mut self.table {
            Some(table) => table.begin(&name, tag, &self.names, &self.budget),
            None if name == "table:table" => {
                let stated = self.names.attribute(tag, "table:name")?;
                let number = self.sheets.len() + 1;
                let name = stated.unwrap_or_else(|| format!("Sheet{number}"));
                self.table = Some(Table::new(name));
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn end(&mut self, tag: &str) -> Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.ignored > 0 {
            self.ignored -= 1;
            return Ok(());
        }

        let name = self.names.element(tag);
        if name == "table:table" {
            return self.end_table();
        }
        match &mut self.table {
            Some(table) => table.end(&name),
            None => Ok(()),
        }
    }

    fn end_table(&mut self) -> Result<()> {
        let Some(mut table) = self.table.take() else {
            return Ok(());
        };
        for sheet in &self.sheets {
            if sheet.name == table.name {
                return Err(WorkbookError::SheetsOfOneName { sheet: table.name });
            }
        }

        let content = table.written(&mut self.budget)?;
        self.sheets.push(Sheet { name: table.name, content });
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.ignored == 0
            && let Some(table) = &mut self.table
        {
            table.text(text);
        }
    }

    /// A reference such as `&amp;` or `&#x5E01;`.
    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<()> {
        if let Some(letter) = reference.resolve_char_ref().map_err(invalid)? {
            self.text(letter.encode_utf8(&mut [0; 4]));
            return Ok(());
        }
        let Some(text) = resolve_predefined_entity(reference) else {
            return Err(invalid(format!("unknown entity {}", &**reference)));
        };
        self.text(text);
        Ok(())
    }
}

fn cannot_unpack(error: ZipError) -> WorkbookError {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => WorkbookError::Protected,
        error => Kind::Ods.damaged(Damage::Archive { cause: error.into() }),
    }
}

fn invalid(error: impl Into<Cause>) -> WorkbookError {
    Kind::Ods.damaged(Damage::Xml { cause: error.into() })
}

fn malformed(error: impl Into<Cause>) -> WorkbookError {
    Kind::Ods.damaged(Damage::Malformed { cause: error.into() })
}
