//! Reader for .xlsb (MS-XLSB): a ZIP archive of BIFF12 parts.
//!
//! Rows and cells are read in any order. Calamine 0.38.0 loses text: it knows neither the short records, which leave out the
//! column, nor cells with runs of formats or formulas in error, and ends a sheet at a row beyond the last.

mod asides;
mod cells;
mod records;

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::result::ZipError;

use self::cells::{Cell, Cells, Found, Value};
use self::records::{Record, Records, shown_text, text, u16_at, u32_at};
use super::Result;
use super::formats::Format;
use super::guard::budget::Budget;
use super::kind::Kind;
use super::merged::MergedSheet;
use super::sheet::Content;
use crate::input::layout::UNREAD;
use crate::message::{Damage, WorkbookError};

type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// Records of the other parts: a shared text, a number format, the formats of cells, the properties of the workbook and the
/// name of a sheet.
const SHARED_TEXT: u16 = 0x0013;
const FORMAT: u16 = 0x002C;
const XF: u16 = 0x002F;
const WORKBOOK_PROPERTIES: u16 = 0x0099;
const SHEET: u16 = 0x009C;
/// How formulas are computed. Behind the number of the program comes the mode, of which 0 is that of computing nothing by itself,
/// and at an offset flags: that all formulas are to be computed when the file is opened, and that they are when it is saved.
const COMPUTING: u16 = 0x009D;
const COMPUTING_FLAGS: usize = 24;
const WHEN_OPENED: u8 = 0x01;
const WHEN_SAVED: u8 = 0x20;
const BEGIN_CELL_FORMATS: u16 = 0x0269;
const END_CELL_FORMATS: u16 = 0x026A;
/// An opened workbook.
pub(super) struct Xlsb {
    archive: Archive,
    texts: Vec<String>,
    /// The number format of each format of cells.
    formats: Vec<Format>,
    is_1904: bool,
    /// Whether the values of formulas were computed, as in an .xlsx.
    is_computed: bool,
    sheets: Vec<Sheet>,
    budget: Budget,
}

/// A sheet of the workbook.
struct Sheet {
    name: String,
    /// The name of its part. `None` if the workbook does not say which part it is.
    part: Option<String>,
    /// Whether it has cells: charts, dialogs and macros are no tables.
    has_cells: bool,
    /// The headers and footers of its printed pages, once it has been read. `None` if they cannot be read.
    margins: Option<Vec<String>>,
}

impl Xlsb {
    /// Reads what is about the whole workbook.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(cannot_unpack)?;
        let relations = match part(&mut archive, "xl/_rels/workbook.bin.rels")? {
            Some(xml) => relations(&xml)?,
            None => HashMap::new(),
        };
        let texts = shared_texts(&mut archive, &relations)?;
        let formats = formats(&mut archive, &relations)?;

        let book = part(&mut archive, "xl/workbook.bin")?.ok_or_else(unrecognizable)?;
        let mut is_1904 = false;
        let mut is_computed = false;
        let mut taken = HashSet::new();
        let mut sheets: Vec<Sheet> = Vec::new();
        let mut records = Records(&book);
        while let Some(Record { kind, content }) = records.next()? {
            match kind {
                WORKBOOK_PROPERTIES => is_1904 = u32_at(content, 0)? & 1 != 0,
                COMPUTING => {
                    let flags = content.get(COMPUTING_FLAGS).copied().unwrap_or_default();
                    let is_kept = flags & WHEN_SAVED != 0 || u32_at(content, 4).is_ok_and(|mode| mode != 0);
                    is_computed = is_kept && flags & WHEN_OPENED == 0;
                }
                SHEET => {
                    let (id, rest) = text(content.get(8..).unwrap_or_default())?;
                    let (name, _) = text(rest)?;
                    let relation = relations.get(&id);
                    sheets.push(Sheet {
                        name: super::unused(&name, &mut taken),
                        part: relation.map(|relation| relation.part.clone()),
                        has_cells: relation.is_none_or(Relation::is_worksheet),
                        margins: Some(Vec::new()),
                    });
                }
                _ => {}
            }
        }
        Ok(Self { archive, texts, formats, is_1904, is_computed, sheets, budget: Budget::default() })
    }

    /// The names of the sheets that have cells.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.names(true)
    }

    /// The names of the charts, dialogs and macros.
    pub(super) fn others(&self) -> Vec<String> {
        self.names(false)
    }

    fn names(&self, has_cells: bool) -> Vec<String> {
        let wanted = self.sheets.iter().filter(|sheet| sheet.has_cells == has_cells);
        wanted.map(|sheet| sheet.name.clone()).collect()
    }

    /// The name of the part of a sheet.
    fn part_of(&self, name: &str) -> String {
        let sheet = self.sheets.iter().find(|sheet| sheet.name == name);
        sheet.and_then(|sheet| sheet.part.clone()).unwrap_or_default()
    }

    /// What a sheet contains: nothing if no sheet has the name.
    pub(super) fn content(&mut self, name: &str) -> Result<Content> {
        let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.name == name) else {
            return Ok(Content::default());
        };
        let content = match &sheet.part {
            Some(name) => part(&mut self.archive, name)?,
            None => None,
        };
        let content = content.ok_or(WorkbookError::SheetMissing)?;

        let mut out = MergedSheet::new(Kind::Xlsb, &mut self.budget);
        let mut cells = Cells::new(&content);
        while let Some(found) = cells.next()? {
            let Cell { position, format, is_formula, value } = match found {
                Found::Cell(cell) => cell,
                Found::Merged(range) => {
                    out.range(range)?;
                    continue;
                }
                Found::Margins(margins) => {
                    sheet.margins = margins;
                    continue;
                }
            };
            if is_formula && !self.is_computed && value.is_none() {
                out.put(position, UNREAD)?;
                continue;
            }
            let format = self.formats.get(format as usize).unwrap_or(&Format::GENERAL);
            match value {
                Value::Text(text) => out.formatted(position, &text, format)?,
                Value::Shared(index) => {
                    let shared = self.texts.get(index as usize);
                    let text = shared.ok_or_else(|| Kind::Xlsb.damaged(Damage::MissingTexts))?;
                    out.formatted(position, text, format)?;
                }
                Value::Number(number) => {
                    let mut text = String::new();
                    format.write_number(number, self.is_1904, &mut text);
                    out.put(position, &text)?;
                }
                Value::Truth(is_true) => out.put(position, &format.of_truth(is_true))?,
                Value::Error(code) => out.put(position, super::error_text(code))?,
            }
        }
        let content = out.finish()?;
        // Sheets can share their part.
        self.budget.take(cells.records_read, 0)?;
        Ok(content)
    }
}

fn cannot_unpack(error: impl Into<ZipError>) -> WorkbookError {
    Kind::Xlsb.damaged(Damage::Archive { cause: error.into().into() })
}

fn unrecognizable() -> WorkbookError {
    Kind::Xlsb.damaged(Damage::Unrecognizable)
}

/// The content of a part, whose name may differ in the case of its letters. The archive was checked for its size before.
fn part(archive: &mut Archive, name: &str) -> Result<Option<Vec<u8>>> {
    let mut found = None;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(cannot_unpack)?;
        let is_named = part.name().is_ok_and(|stored| stored.replace('\\', "/").eq_ignore_ascii_case(name));
        if is_named {
            found = Some(index);
            break;
        }
    }
    let Some(index) = found else {
        return Ok(None);
    };

    let mut content = Vec::new();
    let mut part = archive.by_index(index).map_err(cannot_unpack)?;
    part.read_to_end(&mut content).map_err(cannot_unpack)?;
    Ok(Some(content))
}

/// A part to which the workbook refers.
struct Relation {
    /// The end of the address that says what the part is.
    kind: String,
    part: String,
}

impl Relation {
    /// Whether the part is a sheet with cells. Some writers do not say what it is, and then its folder does.
    fn is_worksheet(&self) -> bool {
        if self.kind.is_empty() {
            return self.part.to_ascii_lowercase().starts_with("xl/worksheets/");
        }
        self.kind.eq_ignore_ascii_case("worksheet")
    }
}

/// The parts to which the workbook refers, by their ids.
fn relations(xml: &[u8]) -> Result<HashMap<String, Relation>> {
    let mut relations = HashMap::new();
    let mut reader = Reader::from_reader(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let target = attribute(&tag, "Target");
                let part = match target.strip_prefix('/').or_else(|| target.strip_prefix("../")) {
                    Some(absolute) => absolute.to_owned(),
                    None => format!("xl/{}", target.trim_start_matches("./")),
                };
                let kind = attribute(&tag, "Type").rsplit('/').next().unwrap_or_default().to_owned();
                relations.insert(attribute(&tag, "Id"), Relation { kind, part });
            }
            Ok(Event::Eof) => return Ok(relations),
            Ok(_) => {}
            Err(error) => return Err(Kind::Xlsb.damaged(Damage::Xml { cause: error.into() })),
        }
    }
}

/// The value of an attribute, or an empty text.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let Ok(Some(attribute)) = tag.try_get_attribute(name) else {
        return String::new();
    };
    attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default().into_owned()
}

/// The part with a kind of content, at its usual place if the workbook does not refer to it.
fn related(archive: &mut Archive, relations: &HashMap<String, Relation>, kind: &str) -> Result<Vec<u8>> {
    let relation = relations.values().find(|relation| relation.kind.eq_ignore_ascii_case(kind));
    let usual = format!("xl/{kind}.bin");
    let name = relation.map_or(&usual[..], |relation| &relation.part);
    Ok(part(archive, name)?.unwrap_or_default())
}

fn shared_texts(archive: &mut Archive, relations: &HashMap<String, Relation>) -> Result<Vec<String>> {
    let content = related(archive, relations, "sharedStrings")?;
    let mut texts = Vec::new();
    let mut records = Records(&content);
    while let Some(record) = records.next()? {
        if record.kind == SHARED_TEXT {
            // Flags are in front of the text, and runs of formats and phonetics behind it.
            texts.push(shown_text(record.content.get(1..).unwrap_or_default())?);
        }
    }
    Ok(texts)
}

/// The number formats of the formats of cells.
fn formats(archive: &mut Archive, relations: &HashMap<String, Relation>) -> Result<Vec<Format>> {
    let content = related(archive, relations, "styles")?;
    let mut codes = HashMap::new();
    let mut formats = Vec::new();
    let mut is_of_cells = false;
    let mut records = Records(&content);
    while let Some(Record { kind, content }) = records.next()? {
        match kind {
            FORMAT => {
                let (code, _) = text(content.get(2..).unwrap_or_default())?;
                codes.insert(u16_at(content, 0)?, Format::of_code(&code));
            }
            BEGIN_CELL_FORMATS => is_of_cells = true,
            END_CELL_FORMATS => is_of_cells = false,
            XF if is_of_cells => {
                let id = u16_at(content, 2)?;
                let built_in = Format::built_in(id);
                let is_plain = built_in == Format::GENERAL;
                let stated = codes.get(&id).filter(|_| is_plain);
                formats.push(stated.cloned().unwrap_or(built_in));
            }
            _ => {}
        }
    }
    Ok(formats)
}
