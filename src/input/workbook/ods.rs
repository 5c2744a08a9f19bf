//! Open document workbooks (.ods): every table of the part `content.xml`, read in one pass.
//!
//! A cell's text is collected as its elements go by, and a table is written out when it ends: only then is it known how many
//! columns merged cells may fill, and how much its repeated rows and cells come to. What the file only states takes no memory.
//!
//! Format: OASIS Open Document Format 1.3, part 3, chapters 6 (text) and 9 (tables).

mod asides;
mod cell;
mod names;
mod objects;
pub(super) mod paragraphs;
mod table;

use std::io::{BufRead, BufReader, Cursor, Read as _};
use std::sync::Arc;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use self::asides::Beside;
use self::names::Names;
use self::objects::Object;
use self::paragraphs::add_of_styles;
use self::table::Table;
use super::Result;
use super::asides::Asides;
use super::guard::budget::Budget;
use super::kind::Kind;
use super::loose::Loose;
use super::markup::in_utf8;
use super::sheet::Content;
use crate::input::aside::AsidePlace;
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

/// The element around the tables, and what is about all of them: choices and prompts, names of ranges, cells of other documents
/// and cells as they were before they were changed.
const BODY: &str = "office:spreadsheet";

/// The sheets of a document.
pub(super) struct OpenDocument {
    sheets: Vec<Sheet>,
    /// The texts beside the cells.
    asides: Asides,
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
        let Document { sheets, mut asides, objects, loose_of_all, has_unshown, .. } = document;
        asides.add(whole(), &loose_of_all.into_text());
        if sheets.is_empty() {
            return Err(malformed("it has no table"));
        }
        if has_unshown {
            // The formats are in front of the cells, and which of them a cell has is in styles of several levels.
            let content = archive.by_name(CONTENT).map_err(cannot_unpack)?;
            add_of_styles(content, &whole(), &whole(), &mut asides)?;
        }
        objects::parts(&mut archive, &objects, &mut asides);
        Ok(Self { sheets, asides })
    }

    /// The names of the tables, in their order.
    pub(super) fn sheets(&self) -> Vec<String> {
        let mut names = Vec::new();
        for sheet in &self.sheets {
            names.push(sheet.name.clone());
        }
        names
    }

    /// Adds the texts beside the cells: those of the sheet that is wanted, or of all.
    pub(super) fn asides(mut self, wanted: Option<&str>, out: &mut Asides) {
        for sheet in self.sheets {
            let sheet: Arc<str> = sheet.name.into();
            self.asides.add(AsidePlace::SheetName { sheet: sheet.clone() }, &sheet);
        }
        if let Some(wanted) = wanted {
            self.asides.keep_sheet(wanted);
        }
        out.append(self.asides);
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
    /// Whether the tables have begun: what comes before are styles.
    has_body: bool,
    /// The name of the sheet that is being read, or was last.
    sheet: Arc<str>,
    /// The element beside the cells that is open.
    beside: Option<Beside>,
    /// What the attributes of such elements say: of the table that is open, and of all others.
    loose: Loose,
    loose_of_all: Loose,
    asides: Asides,
    /// The embedded objects.
    objects: Vec<Object>,
    /// Whether a cell has a value without the text that is shown of it.
    has_unshown: bool,
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
                Event::GeneralRef(reference) => self.text(&asides::resolved(&reference)?),
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
        let name = self.names.element(tag.name().into_inner());
        self.has_body |= name == BODY;
        if self.beside.is_some() || self.is_beside(&name) {
            return self.begin_beside(&name, tag);
        }
        match &mut self.table {
            Some(_) if name.starts_with("form:") => asides::control(tag, &self.names, &self.sheet, &mut self.asides),
            Some(table) => table.begin(&name, tag, &self.names, &self.budget),
            None if name == "table:table" => {
                let stated = self.names.attribute(tag, "table:name")?;
                let number = self.sheets.len() + 1;
                let name = stated.unwrap_or_else(|| format!("Sheet{number}"));
                self.sheet = name.as_str().into();
                self.table = Some(Table::new(name));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Whether an element has a text that is not the one of a cell.
    fn is_beside(&self, name: &str) -> bool {
        match &self.table {
            Some(table) => asides::is_beside(name) || !table.is_in_row() && asides::is_setting(name),
            None => self.has_body && name.starts_with("table:") && name != "table:table",
        }
    }

    /// An element beside the cells begins, or one inside it.
    fn begin_beside(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<()> {
        if matches!(name, "draw:object" | "draw:object-ole")
            && let Some(folder) = self.names.attribute(tag, "xlink:href")?
        {
            self.objects.push(Object { sheet: self.sheet.clone(), folder });
        }
        let loose = if self.table.is_some() { &mut self.loose } else { &mut self.loose_of_all };
        loose.attributes(tag);
        if let Some(beside) = &mut self.beside {
            return beside.begin(name, tag, &self.names);
        }

        let sheet = self.sheet.clone();
        let place = match &self.table {
            Some(table) if name == "office:annotation" => {
                let (row, column) = table.position();
                AsidePlace::Comment { sheet, row, column }
            }
            Some(_) if asides::is_beside(name) => AsidePlace::TextBox { sheet },
            Some(_) => AsidePlace::Setting { sheet },
            None => whole(),
        };
        self.beside = Some(Beside::begun(name, place));
        Ok(())
    }

    fn end(&mut self, tag: &str) -> Result<()> {
        self.depth = self.depth.saturating_sub(1);
        let name = self.names.element(tag);
        if let Some(mut beside) = self.beside.take() {
            if beside.end(&name) {
                beside.add_to(&mut self.asides);
            } else {
                self.beside = Some(beside);
            }
            return Ok(());
        }
        if name == "table:table" {
            return self.end_table();
        }
        match &mut self.table {
            Some(_) if name.starts_with("form:") => Ok(()),
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

        let place = AsidePlace::Setting { sheet: self.sheet.clone() };
        self.asides.add(place, &std::mem::take(&mut self.loose).into_text());
        let content = table.written(&mut self.budget)?;
        self.has_unshown |= table.unshown > 0;
        self.sheets.push(Sheet { name: table.name, content });
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(beside) = &mut self.beside {
            beside.text(text);
        } else if let Some(table) = &mut self.table {
            table.text(text);
        }
    }
}

/// The place of what is about all tables.
fn whole() -> AsidePlace {
    AsidePlace::Part { sheet: None, part: CONTENT.to_owned() }
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
