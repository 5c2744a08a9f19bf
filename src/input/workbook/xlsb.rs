//! Reader for .xlsb (MS-XLSB): a ZIP archive of BIFF12 parts.
//!
//! Rows and cells are read in any order. Calamine 0.38.0 loses text: it knows neither the short records, which leave out the
//! column, nor cells with runs of formats or formulas in error, and ends a sheet at a row beyond the last.

mod asides;

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read as _};
use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::result::ZipError;

use super::Result;
use super::formats::Format;
use super::guard::budget::Budget;
use super::kind::Kind;
use super::merged::{MergedSheet, Range};
use super::sheet::{COLUMNS, Content, Position, ROWS};
use super::xls::short_number;
use crate::input::layout::UNREAD;
use crate::message::{Damage, WorkbookError};

type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// Records of a sheet. Those of cells are numbered through, see [`Value`].
const ROW: u16 = 0x0000;
const CELL_WITH_RUNS: u16 = 0x003E;
const MERGED_CELL: u16 = 0x00B0;
/// `BrtBeginHeaderFooter`, the headers and footers of printed pages.
const MARGINS: u16 = 0x01DF;
/// The record of a blank cell without its column: this and the ones behind it take the column behind the cell before.
const FIRST_SHORT: u16 = 0x000C;
const LAST_SHORT: u16 = 0x0012;
/// The records of formulas: `BrtFmlaString` to `BrtFmlaError`.
const FORMULAS: RangeInclusive<u16> = 0x08..=0x0B;

/// Records of the other parts: a shared text, a number format, the formats of cells, the properties of the workbook and the
/// name of a sheet.
const SHARED_TEXT: u16 = 0x0013;
const FORMAT: u16 = 0x002C;
const XF: u16 = 0x002F;
const WORKBOOK_PROPERTIES: u16 = 0x0099;
const SHEET: u16 = 0x009C;
/// How formulas are computed. Behind the number of the program come the mode, of which 0 is that of computing nothing by itself,
/// and at an offset flags, of which the first says that all formulas are to be computed when the file is opened.
const COMPUTING: u16 = 0x009D;
const COMPUTING_FLAGS: usize = 24;
const BEGIN_CELL_FORMATS: u16 = 0x0269;
const END_CELL_FORMATS: u16 = 0x026A;
/// How many headers and footers there are: one each for odd, even and first pages.
const MARGIN_TEXTS: usize = 6;

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
                    is_computed = u32_at(content, 4).is_ok_and(|mode| mode != 0) && flags & 1 == 0;
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
                Value::Truth(is_true) => out.put(position, if is_true { "TRUE" } else { "FALSE" })?,
                Value::Error(code) => out.put(position, super::error_text(code))?,
            }
        }
        let content = out.finish()?;
        // Sheets can share their part.
        self.budget.take(cells.records_read, 0)?;
        Ok(content)
    }
}

/// The texts of a record with headers and footers, which has flags in front of them.
fn stated_margins(content: &[u8]) -> Result<Vec<String>> {
    let mut margins = Vec::new();
    let mut rest = content.get(2..).ok_or_else(cut_off)?;
    for _ in 0..MARGIN_TEXTS {
        let (margin, behind) = text(rest)?;
        margins.push(margin);
        rest = behind;
    }
    Ok(margins)
}

fn cannot_unpack(error: impl Into<ZipError>) -> WorkbookError {
    Kind::Xlsb.damaged(Damage::Archive { cause: error.into().into() })
}

fn unrecognizable() -> WorkbookError {
    Kind::Xlsb.damaged(Damage::Unrecognizable)
}

fn cut_off() -> WorkbookError {
    Kind::Xlsb.damaged(Damage::Unfinished)
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

/// What a record of a sheet gives.
enum Found {
    Cell(Cell),
    Merged(Range),
    /// The headers and footers of printed pages, or `None` if they cannot be read.
    Margins(Option<Vec<String>>),
}

struct Cell {
    position: Position,
    /// The number of its format.
    format: u32,
    is_formula: bool,
    value: Value,
}

enum Value {
    Text(String),
    /// The number of a shared text.
    Shared(u32),
    Number(f64),
    Truth(bool),
    Error(u8),
}

impl Value {
    /// Whether writers store this in place of the value of a formula.
    fn is_none(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(number) => *number == 0.0,
            Self::Shared(_) | Self::Truth(_) | Self::Error(_) => false,
        }
    }

    /// The value of a cell with this kind of record. Returns `None` if it is blank, or if the record is not of a cell.
    fn read(kind: u16, content: &[u8]) -> Result<Option<Self>> {
        let value = match kind {
            // `BrtCellRk`.
            0x02 | 0x0D => Self::Number(short_number(u32_at(content, 0)?)),
            // `BrtCellError` and `BrtFmlaError`.
            0x03 | 0x0B | 0x0E => Self::Error(*content.first().ok_or_else(cut_off)?),
            // `BrtCellBool` and `BrtFmlaBool`.
            0x04 | 0x0A | 0x0F => Self::Truth(*content.first().ok_or_else(cut_off)? != 0),
            // `BrtCellReal` and `BrtFmlaNum`.
            0x05 | 0x09 | 0x10 => {
                let bytes = content.first_chunk().ok_or_else(cut_off)?;
                Self::Number(f64::from_le_bytes(*bytes))
            }
            // `BrtCellSt` and `BrtFmlaString`.
            0x06 | 0x08 | 0x11 => Self::Text(shown_text(content)?),
            // `BrtCellIsst`.
            0x07 | 0x12 => Self::Shared(u32_at(content, 0)?),
            // The flags of its runs are in front of the text.
            CELL_WITH_RUNS => Self::Text(shown_text(content.get(1..).unwrap_or_default())?),
            _ => return Ok(None),
        };
        Ok(Some(value))
    }
}

/// The cells of a sheet, in the order in which they are written.
struct Cells<'a> {
    records: Records<'a>,
    row: u32,
    /// The column behind the cell before.
    next_column: u32,
    records_read: u64,
}

impl<'a> Cells<'a> {
    fn new(sheet: &'a [u8]) -> Self {
        Self { records: Records(sheet), row: 0, next_column: 0, records_read: 0 }
    }

    /// Returns the next cell with a value or the next merged cells, or `None` at the end of the sheet.
    fn next(&mut self) -> Result<Option<Found>> {
        while let Some(Record { kind, content }) = self.records.next()? {
            self.records_read += 1;
            match kind {
                ROW => {
                    self.row = u32_at(content, 0)?;
                    self.next_column = 0;
                    if self.row >= ROWS {
                        return Err(Kind::Xlsb.damaged(Damage::BeyondSheet));
                    }
                }
                MERGED_CELL => {
                    let first = (u32_at(content, 0)?, u32_at(content, 8)?);
                    let last = (u32_at(content, 4)?, u32_at(content, 12)?);
                    return Ok(Some(Found::Merged(Range::new(first, last))));
                }
                MARGINS => return Ok(Some(Found::Margins(stated_margins(content).ok()))),
                0x01..=LAST_SHORT | CELL_WITH_RUNS => {
                    if let Some(cell) = self.cell(kind, content)? {
                        return Ok(Some(Found::Cell(cell)));
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn cell(&mut self, kind: u16, content: &[u8]) -> Result<Option<Cell>> {
        let is_short = (FIRST_SHORT..=LAST_SHORT).contains(&kind);
        let column = if is_short { self.next_column } else { u32_at(content, 0)? };
        let rest = content.get(if is_short { 0 } else { 4 }..).unwrap_or_default();
        if column >= COLUMNS {
            return Err(Kind::Xlsb.damaged(Damage::BeyondSheet));
        }
        self.next_column = column + 1;

        // The number of the format has three bytes, and a flag is behind it.
        let format = u32_at(rest, 0)? & 0x00FF_FFFF;
        let value = Value::read(kind, &rest[4..])?;
        let is_formula = FORMULAS.contains(&kind);
        Ok(value.map(|value| Cell { position: (self.row, column), format, is_formula, value }))
    }
}

/// The records of a part.
struct Records<'a>(&'a [u8]);

struct Record<'a> {
    kind: u16,
    content: &'a [u8],
}

impl<'a> Records<'a> {
    /// Returns the next record, or `None` at the end of the part.
    ///
    /// Kind and length are written in base 128, least significant byte first; the high bit says that another byte follows. A
    /// kind has at most two bytes, and a length at most four.
    ///
    /// # Errors
    /// If the record is cut off.
    fn next(&mut self) -> Result<Option<Record<'a>>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let first = self.byte()?;
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(self.byte()? & 0x7F) << 7;
        }

        let mut len = 0;
        for place in 0..4 {
            let byte = self.byte()?;
            len |= usize::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }

        let (content, rest) = self.0.split_at_checked(len).ok_or_else(cut_off)?;
        self.0 = rest;
        Ok(Some(Record { kind, content }))
    }

    fn byte(&mut self) -> Result<u8> {
        let (byte, rest) = self.0.split_first().ok_or_else(cut_off)?;
        self.0 = rest;
        Ok(*byte)
    }
}

/// A text with its length in front of it, and what is behind it. A length of all ones says that there is no text.
fn text(content: &[u8]) -> Result<(String, &[u8])> {
    let len = u32_at(content, 0)?;
    let rest = &content[4..];
    if len == u32::MAX {
        return Ok((String::new(), rest));
    }

    let (bytes, rest) = rest.split_at_checked((len as usize).saturating_mul(2)).ok_or_else(cut_off)?;
    let units: Vec<u16> = bytes.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Ok((String::from_utf16_lossy(&units), rest))
}

/// The text of a cell, in which a control is written as `_x000D_`.
fn shown_text(content: &[u8]) -> Result<String> {
    let (written, _) = text(content)?;
    let mut shown = String::new();
    let mut rest = &written[..];
    while let Some(offset) = rest.find("_x") {
        shown.push_str(&rest[..offset]);
        rest = &rest[offset..];
        let (character, len) = escaped(rest).map_or(('_', 1), |character| (character, "_x000D_".len()));
        shown.push(character);
        rest = &rest[len..];
    }
    shown.push_str(rest);
    Ok(shown)
}

/// The character that an escape at the beginning of a text stands for.
fn escaped(text: &str) -> Option<char> {
    let digits = text.get(2..6)?;
    let is_escape = text.get(6..7) == Some("_") && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_escape {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// The number at an offset.
fn u16_at(content: &[u8], offset: usize) -> Result<u16> {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().map(|bytes| u16::from_le_bytes(*bytes)).ok_or_else(cut_off)
}

fn u32_at(content: &[u8], offset: usize) -> Result<u32> {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)).ok_or_else(cut_off)
}
