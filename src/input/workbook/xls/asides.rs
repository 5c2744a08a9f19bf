//! The texts of a sheet beside its cells: comments, text boxes and controls, charts, headers and footers of pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::cells::RawText;
use super::encoding::Coding;
use super::records::{Record, Records, cut_off, u16_at};
use super::{BOF, EOF, short_text};
use crate::input::aside::AsidePlace;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::{Result, margins, runs};

const HEADER: u16 = 0x0014;
const FOOTER: u16 = 0x0015;
const NOTE: u16 = 0x001C;
const OBJECT: u16 = 0x005D;
/// The text of an object in BIFF8.
const TEXT_OBJECT: u16 = 0x01B6;
const LABEL: u16 = 0x0204;
/// The headers and footers of even and of first pages.
const MORE_MARGINS: u16 = 0x089C;
/// A title of a chart, or the name of one of its series.
const SERIES_TEXT: u16 = 0x100D;
/// The number format of an axis of a chart, and what a series refers to: it has one of its own if the first of its flags is set.
const CHART_FORMAT: u16 = 0x104E;
const SERIES_DATA: u16 = 0x1051;
const HAS_FORMAT: u16 = 1;

/// Records of sheets whose texts are those of cells or of none: formulas and their texts, rows and cells, the precision of
/// computing, margins and the printer, the name in macros, pictures.
const WITHOUT_TEXTS: [u16; 26] = [
    0x0006, 0x0010, 0x0026, 0x0027, 0x0028, 0x0029, 0x004D, 0x007F, 0x00A1, 0x00BD, 0x00BE, 0x00D6, 0x00D7, 0x00E9,
    0x00FD, 0x01BA, 0x0201, 0x0203, 0x0204, 0x0205, 0x0207, 0x0208, 0x020B, 0x0221, 0x027E, 0x04BC,
];
/// A record that goes on with the one before.
const CONTINUE: u16 = 0x003C;
/// Records of the workbook with names of ranges and their comments, names in other workbooks, and cells of these.
const NAMES: [u16; 4] = [0x0018, 0x0023, 0x005A, 0x0894];

/// The type of the object that is the box of a comment.
const COMMENT_BOX: u16 = 0x0019;
/// The row of a record that continues the comment before it, in BIFF5.
const SAME_COMMENT: u16 = 0xFFFF;
/// Where in the record with the margins of even and first pages the lengths of its four texts are, and where the texts begin.
const MARGIN_LENGTHS: usize = 30;
const MARGIN_TEXTS: usize = 38;
/// A text of fewer bytes cannot be told from what is no text, and is no word of two Chinese characters.
const SHORTEST_GUESS: usize = 4;
/// How long the part is that all objects of BIFF5 have in common.
const OBJECT_HEAD: usize = 34;

/// A sheet of any type in a stream.
pub(super) struct Sheet<'a> {
    pub(super) stream: &'a [u8],
    /// The offset of its first record.
    pub(super) offset: usize,
    pub(super) is_biff8: bool,
    /// Whether its labels are those of a chart, and not cells.
    pub(super) is_chart: bool,
}

/// The texts of a sheet as they are written.
#[derive(Default)]
pub(super) struct Texts {
    /// Those of headers and footers, with their codes.
    margins: Vec<RawText>,
    boxes: Vec<RawText>,
    /// The numbers of the formats of charts.
    formats: BTreeSet<u16>,
    comments: Vec<Comment>,
    /// The texts in the boxes of comments, by the numbers of the objects.
    comment_boxes: HashMap<u16, Vec<RawText>>,
    /// What a box of BIFF5 may say, among bytes that are no text.
    guesses: Vec<Vec<u8>>,
    /// The records of BIFF8 that are not known: prompts and choices, filters, links, scenarios, the names of shapes.
    others: Vec<u8>,
    /// Whether a margin or a box cannot be read.
    has_unread_margins: bool,
    has_unread_boxes: bool,
    pub(super) records_read: u64,
}

/// A comment on a cell.
struct Comment {
    row: u16,
    column: u16,
    /// The number of the object with its text, in BIFF8.
    object: u16,
    /// Its text, in BIFF5.
    bytes: Vec<u8>,
}

/// The encodings that the bytes of a file may be in.
#[derive(Clone, Copy)]
pub(super) struct Codings {
    /// The one that the cells are in. If all of them are ASCII, it tells nothing.
    pub(super) of_cells: Coding,
    /// The one of the code page.
    pub(super) stated: Option<Coding>,
}

impl Codings {
    fn decode(self, bytes: &[u8]) -> String {
        self.of_cells.or_of(bytes, self.stated).decode(bytes)
    }
}

/// The object whose text comes next.
#[derive(Clone, Copy)]
struct Object {
    kind: u16,
    number: u16,
}

impl Texts {
    /// Reads a sheet up to its end, or up to a record that is cut off. A stream of another kind, such as a module, has none.
    pub(super) fn read(sheet: &Sheet<'_>) -> Self {
        let mut texts = Self::default();
        let mut records = Records(sheet.stream.get(sheet.offset..).unwrap_or_default());
        if matches!(records.next(), Ok(Some(record)) if record.kind == BOF) {
            texts.has_unread_boxes |= texts.add_all(&mut records, sheet).is_err();
        }
        texts
    }

    fn add_all<'a>(&mut self, records: &mut Records<'a>, sheet: &Sheet<'a>) -> Result<()> {
        let mut depth = 1;
        let mut object = None;
        // The kind of the record that is continued, if one is.
        let mut continued = EOF;
        while depth > 0 {
            let Record { kind, content } = records.next()?.ok_or_else(cut_off)?;
            self.records_read += 1;
            match kind {
                BOF => depth += 1,
                EOF => depth -= 1,
                HEADER | FOOTER => self.add_margin(content, sheet.is_biff8),
                MORE_MARGINS => self.has_unread_margins |= self.add_more_margins(content).is_none(),
                OBJECT if sheet.is_biff8 => {
                    object = Some(Object { kind: u16_at(content, 4)?, number: u16_at(content, 6)? });
                }
                OBJECT => self.add_old_object(content),
                TEXT_OBJECT => self.add_box(object.take(), content, records),
                NOTE if sheet.is_biff8 => {
                    let (row, column) = (u16_at(content, 0)?, u16_at(content, 2)?);
                    self.comments.push(Comment { row, column, object: u16_at(content, 6)?, bytes: Vec::new() });
                }
                NOTE => self.add_old_comment(content)?,
                SERIES_TEXT => {
                    let text = content.get(2..).and_then(|text| short_text(text, sheet.is_biff8));
                    self.add_text(text);
                }
                CHART_FORMAT => {
                    self.formats.insert(u16_at(content, 0)?);
                }
                SERIES_DATA if u16_at(content, 2)? & HAS_FORMAT != 0 => {
                    self.formats.insert(u16_at(content, 4)?);
                }
                LABEL if sheet.is_chart || depth > 1 => self.add_text(label(content, sheet.is_biff8)),
                CONTINUE if WITHOUT_TEXTS.contains(&continued) => {}
                _ if sheet.is_biff8 && !WITHOUT_TEXTS.contains(&kind) => add_record(content, &mut self.others),
                _ => {}
            }
            if kind != CONTINUE {
                continued = kind;
            }
        }
        Ok(())
    }

    /// A sheet without a header or footer has records without content.
    fn add_margin(&mut self, content: &[u8], is_biff8: bool) {
        if content.is_empty() {
            return;
        }
        let text = if is_biff8 { long_text(content) } else { short_text(content, false) };
        match text {
            Some(text) => self.margins.push(text),
            None => self.has_unread_margins = true,
        }
    }

    /// Adds the texts that are not empty. Returns `None` if they are cut off.
    fn add_more_margins(&mut self, content: &[u8]) -> Option<()> {
        let mut texts = Records(&[]).whole(content.get(MARGIN_TEXTS..)?).ok()?;
        for offset in (MARGIN_LENGTHS..MARGIN_TEXTS).step_by(2) {
            if u16_at(content, offset).ok()? > 0 {
                let len = texts.number(2)?;
                self.margins.push(RawText::read(&mut texts, len, true)?);
            }
        }
        Some(())
    }

    /// Adds the text of an object, which is in the records that continue this one.
    fn add_box(&mut self, object: Option<Object>, content: &[u8], records: &mut Records<'_>) {
        let Ok(len) = u16_at(content, 10) else {
            self.has_unread_boxes = true;
            return;
        };
        if len == 0 {
            return;
        }
        let text = records.whole(&[]).ok().and_then(|mut pieces| RawText::read(&mut pieces, len.into(), true));
        match (object, text) {
            (Some(Object { kind: COMMENT_BOX, number }), Some(text)) => {
                self.comment_boxes.entry(number).or_default().push(text);
            }
            (_, text) => self.add_text(text),
        }
    }

    fn add_text(&mut self, text: Option<RawText>) {
        match text {
            Some(text) => self.boxes.push(text),
            None => self.has_unread_boxes = true,
        }
    }

    /// A comment of BIFF5, of which each record has up to 2,048 bytes.
    fn add_old_comment(&mut self, content: &[u8]) -> Result<()> {
        let (row, column, len) = (u16_at(content, 0)?, u16_at(content, 2)?, u16_at(content, 4)?);
        let rest = content.get(6..).unwrap_or_default();
        match self.comments.last_mut() {
            Some(comment) if row == SAME_COMMENT => comment.bytes.extend_from_slice(rest),
            _ => {
                // The length is that of the whole text.
                let here = rest.len().min(len.into());
                self.comments.push(Comment { row, column, object: 0, bytes: rest[..here].to_vec() });
            }
        }
        Ok(())
    }

    /// An object of BIFF5. Only a box or a control has a text, which is behind fields that depend on its type.
    fn add_old_object(&mut self, content: &[u8]) {
        let has_text = matches!(u16_at(content, 4), Ok(6 | 7 | 11..));
        if has_text {
            self.guesses.push(content.get(OBJECT_HEAD..).unwrap_or_default().to_vec());
        }
    }

    /// Adds the texts as those of a sheet with this name. `words` are those of number formats.
    pub(super) fn add_to(
        mut self,
        sheet: &Arc<str>,
        codings: Codings,
        words: &BTreeMap<u16, String>,
        out: &mut Asides,
    ) {
        let margin = AsidePlace::PageMargin { sheet: Some(sheet.clone()) };
        for text in &self.margins {
            match decoded(text, codings) {
                Some(text) => out.add(margin.clone(), &margins::shown(&text)),
                None => out.unread(margin.clone()),
            }
        }
        if self.has_unread_margins {
            out.unread(margin);
        }

        for comment in std::mem::take(&mut self.comments) {
            let (row, column) = (u64::from(comment.row) + 1, usize::from(comment.column));
            let place = AsidePlace::Comment { sheet: sheet.clone(), row, column };
            for text in self.comment_boxes.remove(&comment.object).unwrap_or_default() {
                add(&text, &place, codings, out);
            }
            add(&RawText::Bytes(comment.bytes), &place, codings, out);
        }

        out.add(AsidePlace::Setting { sheet: sheet.clone() }, &runs::of_bytes(&self.others));

        let place = AsidePlace::TextBox { sheet: sheet.clone() };
        let mut lost: Vec<(u16, Vec<RawText>)> = self.comment_boxes.into_iter().collect();
        lost.sort_unstable_by_key(|(number, _)| *number);
        for text in lost.iter().flat_map(|(_, texts)| texts).chain(&self.boxes) {
            add(text, &place, codings, out);
        }
        for shown in self.formats.iter().filter_map(|format| words.get(format)) {
            out.add(place.clone(), shown);
        }
        for guess in self.guesses {
            for text in guess.split(|byte| *byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) {
                if text.len() >= SHORTEST_GUESS {
                    out.add(place.clone(), &codings.decode(text));
                }
            }
        }
        if self.has_unread_boxes {
            out.unread(place);
        }
    }
}

/// The texts in the names of ranges of a workbook in BIFF8.
pub(super) fn names(stream: &[u8]) -> String {
    let mut names = Vec::new();
    let mut records = Records(stream);
    while let Ok(Some(Record { kind, content })) = records.next() {
        match kind {
            EOF => break,
            kind if NAMES.contains(&kind) => add_record(content, &mut names),
            _ => {}
        }
    }
    runs::of_bytes(&names)
}

/// Adds the content of a record. No text goes on from one to the next.
fn add_record(content: &[u8], records: &mut Vec<u8>) {
    records.extend_from_slice(content);
    records.extend_from_slice(&[0; 4]);
}

fn add(text: &RawText, place: &AsidePlace, codings: Codings, out: &mut Asides) {
    match decoded(text, codings) {
        Some(text) => out.add(place.clone(), &text),
        None => out.unread(place.clone()),
    }
}

/// The text. Returns `None` if it is in an encoding that is not known.
fn decoded(text: &RawText, codings: Codings) -> Option<String> {
    let RawText::Bytes(bytes) = text else {
        return Some(text.decoded(codings.of_cells));
    };
    let decoded = codings.decode(bytes);
    (!decoded.contains(char::REPLACEMENT_CHARACTER)).then_some(decoded)
}

/// A text whose length is stated in two bytes, as BIFF8 has it.
fn long_text(content: &[u8]) -> Option<RawText> {
    let mut pieces = Records(&[]).whole(content).ok()?;
    let len = pieces.number(2)?;
    RawText::read(&mut pieces, len, true)
}

/// The text of a label, which is behind its row, column and format.
fn label(content: &[u8], is_biff8: bool) -> Option<RawText> {
    let mut pieces = Records(&[]).whole(content.get(6..)?).ok()?;
    let len = pieces.number(2)?;
    RawText::read(&mut pieces, len, is_biff8)
}
