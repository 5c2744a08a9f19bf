//! Reader for the BIFF stream of an .xls: Excel 5 and 95 (BIFF5) and Excel 97–2003 (BIFF8, MS-XLS).
//!
//! A text that cannot be read is an error in its cell or refuses the file. Calamine 0.38.0 loses some of it: it decodes the
//! UTF-16 of BIFF8 by the code page, takes BIFF5 without a code page for Latin, does not read the records that continue a
//! label or the value of a formula, and leaves the cell of a formula without value blank.

mod asides;
mod cells;
mod encoding;
mod records;
mod tokens;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use self::asides::{Codings, Texts};
pub(super) use self::cells::short_number;
use self::cells::{Cells, Event, RawText, Value};
use self::encoding::Coding;
use self::records::{Pieces, Records, cut_off, u16_at, u32_at};
use super::Result;
use super::asides::Asides;
use super::formats::{Format, words_of_code};
use super::guard::budget::Budget;
use super::kind::Kind;
use super::merged::MergedSheet;
use super::sheet::Content;
use crate::input::aside::AsidePlace;
use crate::message::{Damage, WorkbookError};

const EOF: u16 = 0x000A;
const BOF: u16 = 0x0809;
const DATE_MODE: u16 = 0x0022;
const FILE_PASS: u16 = 0x002F;
const CODE_PAGE: u16 = 0x0042;
const NAME: u16 = 0x0018;
const BOUND_SHEET: u16 = 0x0085;
const XF: u16 = 0x00E0;
const SST: u16 = 0x00FC;
const FORMAT: u16 = 0x041E;
/// The first records of the versions before Excel 5.
const OLD_BOF: [u16; 3] = [0x0009, 0x0209, 0x0409];

/// How a stream of Excel 5 or later begins: the kind of its first record and the two lengths that it can have.
const STREAMS: [&[u8]; 2] = [b"\x09\x08\x08\0", b"\x09\x08\x10\0"];

/// The version of BIFF8 and the types of streams, as the record at the beginning states them.
const BIFF8: u16 = 0x0600;
const WORKSHEET_STREAM: u16 = 0x0010;
/// The types of sheets that are lists of macros and charts.
const MACROS: u8 = 1;
const CHART: u8 = 2;

/// An opened workbook.
pub(super) struct Xls {
    stream: Vec<u8>,
    is_biff8: bool,
    is_1904: bool,
    coding: Coding,
    /// That of the code page.
    stated: Option<Coding>,
    texts: SharedTexts,
    /// The number format of each format of cells (XF).
    formats: Vec<Format>,
    /// What number formats with words may show, by their numbers: axes and labels of charts refer to them.
    words: BTreeMap<u16, String>,
    /// The names of ranges and of functions of later versions, in BIFF8.
    names: Vec<String>,
    sheets: Vec<Sheet>,
    budget: Budget,
}

/// A sheet of the workbook.
struct Sheet {
    name: String,
    /// The offset of its first record.
    offset: usize,
    /// Whether it has cells: charts, macros and modules are no tables.
    has_cells: bool,
    is_chart: bool,
    /// Whether it is a list of macros, which are in cells.
    has_macros: bool,
}

/// Whether a file begins like a worksheet or workbook of Excel 2, 3 or 4, which are streams of records without a compound
/// file around them. A text does not: the length of the record contains a NUL and its version, too.
pub(super) fn is_older_than_excel_5(bytes: &[u8]) -> bool {
    let mut records = Records(bytes);
    let Ok(Some(first)) = records.next() else {
        return false;
    };
    let has_type_of_stream = matches!(u16_at(first.content, 2), Ok(0x0010 | 0x0020 | 0x0040 | 0x0100));
    OLD_BOF.contains(&first.kind) && matches!(first.content.len(), 4..=16) && has_type_of_stream
}

/// Whether a file is the stream of Excel 5 or later itself, without the compound file around it, as some programs write it.
pub(super) fn is_stream(bytes: &[u8]) -> bool {
    STREAMS.iter().any(|first| bytes.starts_with(first))
}

/// A sheet as the workbook lists it, without its name, and its name.
fn bound_sheet(content: &[u8], is_biff8: bool) -> Result<(Sheet, RawText)> {
    let name = content.get(6..).and_then(|name| short_text(name, is_biff8)).ok_or_else(cut_off)?;
    let kind = content[5];
    let sheet = Sheet {
        name: String::new(),
        offset: u32_at(content, 0)? as usize,
        has_cells: kind == 0,
        is_chart: kind == CHART,
        has_macros: kind == MACROS,
    };
    Ok((sheet, name))
}

impl Xls {
    /// Reads what is about the whole workbook.
    pub(super) fn new(stream: Vec<u8>) -> Result<Self> {
        let mut records = Records(&stream);
        let first = records.next()?.ok_or_else(cut_off)?;
        if is_older_than_excel_5(&stream) {
            return Err(WorkbookError::OlderThanExcel5);
        }
        if first.kind != BOF {
            return Err(Kind::Xls.damaged(Damage::Unrecognizable));
        }
        let version = u16_at(first.content, 0)?;
        let is_biff8 = version == BIFF8 || (version == 0 && u16_at(first.content, 2)? != 0x1000);

        let mut code_page = None;
        let mut is_1904 = false;
        let mut codes = HashMap::new();
        let mut format_ids = Vec::new();
        let mut texts = SharedTexts::default();
        let mut of_ranges = Vec::new();
        let mut bound: Vec<(Sheet, RawText)> = Vec::new();
        loop {
            let record = records.next()?.ok_or_else(cut_off)?;
            let content = record.content;
            match record.kind {
                EOF => break,
                FILE_PASS => return Err(WorkbookError::Protected),
                CODE_PAGE => code_page = Some(u16_at(content, 0)?),
                DATE_MODE => is_1904 = u16_at(content, 0)? == 1,
                FORMAT => {
                    if let Some(code) = format_code(content, is_biff8) {
                        codes.insert(u16_at(content, 0)?, code);
                    }
                }
                XF => format_ids.push(u16_at(content, 2)?),
                SST => texts = SharedTexts::read(records.whole(content)?),
                NAME if is_biff8 => of_ranges.push(name_of_range(content).unwrap_or_default()),
                BOUND_SHEET => bound.push(bound_sheet(content, is_biff8)?),
                _ => {}
            }
        }

        let (mut sheets, mut names): (Vec<_>, Vec<_>) = bound.into_iter().unzip();
        // A worksheet of its own, without a workbook around it.
        if sheets.is_empty() && u16_at(first.content, 2)? == WORKSHEET_STREAM {
            sheets.push(Sheet { name: String::new(), offset: 0, has_cells: true, is_chart: false, has_macros: false });
            names.push(RawText::Wide("Sheet1".to_owned()));
        }

        let coding = Self::coding(&stream, is_biff8, code_page, &sheets, &names)?;
        let codes: BTreeMap<u16, String> = codes.iter().map(|(id, code)| (*id, code.decoded(coding))).collect();
        let mut formats = Vec::new();
        for id in format_ids {
            formats.push(codes.get(&id).map_or_else(|| Format::built_in(id), |code| Format::of_code(code)));
        }
        let mut words = BTreeMap::new();
        for (id, code) in codes {
            words.extend(words_of_code(&code).map(|shown| (id, shown)));
        }

        let mut taken = HashSet::new();
        let mut with_names: Vec<Sheet> = Vec::new();
        for (sheet, name) in sheets.into_iter().zip(names) {
            let name = super::unused(&name.decoded(coding), &mut taken);
            with_names.push(Sheet { name, ..sheet });
        }
        let stated = Coding::stated(code_page);
        Ok(Self {
            is_biff8,
            is_1904,
            coding,
            stated,
            texts,
            formats,
            words,
            names: of_ranges,
            sheets: with_names,
            budget: Budget::default(),
            stream,
        })
    }

    /// How the texts of the file are encoded.
    fn coding(
        stream: &[u8],
        is_biff8: bool,
        code_page: Option<u16>,
        sheets: &[Sheet],
        names: &[RawText],
    ) -> Result<Coding> {
        let stated = Coding::stated(code_page);
        if is_biff8 || stated.is_some_and(|coding| !coding.is_western()) {
            return Ok(stated.unwrap_or_default());
        }

        // The texts of the whole file, on a line each.
        let mut sample = Vec::new();
        let mut budget = Budget::default();
        for name in names {
            name.add_to(&mut sample);
        }
        for sheet in sheets {
            if !sheet.has_cells {
                continue;
            }
            // A sheet that is damaged is refused when it is read: what comes before the damage counts.
            let Ok(mut cells) = Cells::new(stream, sheet.offset, is_biff8, &[]) else {
                continue;
            };
            while let Ok(Some(event)) = cells.next() {
                if let Event::Cell(_, _, Value::Text(text)) = event {
                    text.add_to(&mut sample);
                }
            }
            budget.take(cells.records_read, 0)?;
        }
        Coding::of_sample(&sample, stated)
    }

    /// The names of the sheets that have cells.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.names(true)
    }

    /// The names of the charts, macros and modules.
    pub(super) fn others(&self) -> Vec<String> {
        self.names(false)
    }

    fn names(&self, has_cells: bool) -> Vec<String> {
        let wanted = self.sheets.iter().filter(|sheet| sheet.has_cells == has_cells);
        wanted.map(|sheet| sheet.name.clone()).collect()
    }

    /// Adds the texts beside the cells: those of the sheet that is wanted, or of all.
    pub(super) fn asides(mut self, wanted: Option<&str>, out: &mut Asides) {
        self.sheets.retain(|sheet| wanted.is_none_or(|wanted| wanted == sheet.name));
        let macros: Vec<String> =
            self.sheets.iter().filter(|sheet| sheet.has_macros).map(|sheet| sheet.name.clone()).collect();
        for name in macros {
            match self.content(&name) {
                Ok(content) => out.add_cells(&name, &content.text),
                Err(_) => out.unread(AsidePlace::Part { sheet: Some(name.as_str().into()), part: name }),
            }
        }

        if self.is_biff8 {
            let place = AsidePlace::Part { sheet: None, part: "Workbook".to_owned() };
            out.add(place, &asides::names(&self.stream));
        }
        let mut seen = HashSet::new();
        let mut budget = Budget::default();
        for sheet in self.sheets {
            let name: Arc<str> = sheet.name.into();
            out.add(AsidePlace::SheetName { sheet: name.clone() }, &name);
            // Sheets may share their records.
            if !seen.insert(sheet.offset) {
                continue;
            }

            let Sheet { offset, is_chart, .. } = sheet;
            let texts = Texts::read(&asides::Sheet { stream: &self.stream, offset, is_biff8: self.is_biff8, is_chart });
            let records_read = texts.records_read;
            let codings = Codings { of_cells: self.coding, stated: self.stated };
            texts.add_to(&name, codings, &self.words, out);
            if budget.take(records_read, 0).is_err() {
                out.unread(AsidePlace::TextBox { sheet: name });
                return;
            }
        }
    }

    /// What a sheet contains: nothing if no sheet has the name.
    pub(super) fn content(&mut self, name: &str) -> Result<Content> {
        let Some(sheet) = self.sheets.iter().find(|sheet| sheet.name == name) else {
            return Ok(Content::default());
        };

        let mut text = MergedSheet::new(Kind::Xls, &mut self.budget);
        let mut cells = Cells::new(&self.stream, sheet.offset, self.is_biff8, &self.names)?;
        while let Some(event) = cells.next()? {
            let (position, format, value) = match event {
                Event::Cell(position, format, value) => (position, format, value),
                Event::Merged(ranges) => {
                    for range in ranges {
                        text.range(range)?;
                    }
                    continue;
                }
            };
            let format = self.formats.get(usize::from(format)).unwrap_or(&Format::GENERAL);
            match value {
                Value::Text(raw) => text.formatted(position, &raw.decoded(self.coding), format)?,
                Value::Shared(index) => {
                    let shared = self.texts.get(index);
                    let shared = shared.ok_or_else(|| Kind::Xls.damaged(Damage::MissingTexts))?;
                    text.formatted(position, shared, format)?;
                }
                Value::Number(number) => {
                    let mut shown = String::new();
                    format.write_number(number, self.is_1904, &mut shown);
                    text.put(position, &shown)?;
                }
                Value::Truth(is_true) => text.put(position, &format.of_truth(is_true))?,
                Value::Error(code) => text.put(position, super::error_text(code))?,
                Value::Unread => text.put(position, super::UNREAD)?,
            }
        }
        let content = text.finish()?;
        // Sheets can share their records.
        self.budget.take(cells.records_read, 0)?;
        Ok(content)
    }
}

/// A text whose length is stated in one byte.
fn short_text(content: &[u8], is_biff8: bool) -> Option<RawText> {
    let mut pieces = Records(&[]).whole(content).ok()?;
    let len = pieces.number(1)?;
    RawText::read(&mut pieces, len, is_biff8)
}

/// The name of a range, whose length in front of other fields is stated in one byte.
fn name_of_range(content: &[u8]) -> Option<String> {
    let mut pieces = Records(&[]).whole(content.get(14..)?).ok()?;
    let len = u32::from(*content.get(3)?);
    Some(RawText::read(&mut pieces, len, true)?.decoded(Coding::default()))
}

/// The code of a number format.
fn format_code(content: &[u8], is_biff8: bool) -> Option<RawText> {
    let mut pieces = Records(&[]).whole(content.get(2..)?).ok()?;
    let len = pieces.number(if is_biff8 { 2 } else { 1 })?;
    RawText::read(&mut pieces, len, is_biff8)
}

/// The shared texts of a workbook, one behind the other.
#[derive(Default)]
struct SharedTexts {
    text: String,
    /// The offset at which each text ends.
    ends: Vec<usize>,
}

impl SharedTexts {
    /// Reads the table up to the first text that is cut off. The number of texts is stated twice in front of them, in eight
    /// bytes, and not relied upon.
    fn read(mut table: Pieces<'_>) -> Self {
        let mut texts = Self::default();
        if table.skip(8).is_none() {
            return texts;
        }

        let mut units = Vec::new();
        while let Some(len) = table.number(2) {
            units.clear();
            if table.wide(len, &mut units).is_none() {
                break;
            }
            let characters = char::decode_utf16(units.iter().copied());
            texts.text.extend(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)));
            texts.ends.push(texts.text.len());
        }
        texts
    }

    fn get(&self, index: u32) -> Option<&str> {
        let index = index as usize;
        let end = *self.ends.get(index)?;
        let begin = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(begin..end)
    }
}
