//! The texts of an .xlsb beside its cells.

use std::sync::Arc;

use super::cells::{CELL_WITH_RUNS, MARGINS};
use super::records::{Record, Records, shown_text, u32_at};
use super::{SHEET, Sheet, WORKBOOK_PROPERTIES, Xlsb};
use crate::input::aside::AsidePlace;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::xlsx::{Package, Part, PartKind, Parts, read_part, unread_part};
use crate::input::workbook::{Result, margins, runs};

/// Records of the comments: the cell that one is on, and its text.
const COMMENT: u16 = 0x027B;
const COMMENT_TEXT: u16 = 0x027D;
/// The last of the records of rows and cells, and the one with the folder of the file.
const LAST_OF_CELLS: u16 = 0x0013;
const FOLDER: u16 = 0x0817;
/// Records without texts: the widths of the margins, which are numbers, and which program wrote the file.
const MARGIN_WIDTHS: u16 = 0x01DC;
const PROGRAM: u16 = 0x0080;
/// Records beside the cells that are read elsewhere or have no texts.
const OTHERS: [u16; 7] = [CELL_WITH_RUNS, MARGINS, MARGIN_WIDTHS, SHEET, FOLDER, PROGRAM, WORKBOOK_PROPERTIES];

/// A format that depends on a condition.
const CONDITIONAL_FORMAT: u16 = 0x01FB;

/// The part with the list of the sheets, and the one with the formats.
const BOOK: &str = "xl/workbook.bin";
/// The parts whose texts are those of cells, or formats.
const STYLES: &str = "xl/styles.bin";
const READ: [&str; 3] = [BOOK, "xl/sharedstrings.bin", STYLES];

impl Xlsb {
    /// Adds the texts beside the cells: those of the sheet that is wanted, or of all, and those of the whole workbook.
    pub(in crate::input::workbook) fn asides(mut self, wanted: Option<&str>, out: &mut Asides) {
        // Lists of macros have cells, too.
        for name in self.others() {
            if wanted.is_some_and(|wanted| wanted != name) {
                continue;
            }
            match self.content(&name) {
                Ok(content) => out.add_cells(&name, &content.text),
                Err(_) => out.unread(AsidePlace::Part { sheet: Some(name.as_str().into()), part: self.part_of(&name) }),
            }
        }

        let mut package = Package::new(self.archive.into_inner().into_inner()).ok();
        let mut parts = Parts::default();
        for part in self.sheets.iter().filter_map(|sheet| sheet.part.as_deref()).chain(READ) {
            parts.pass_by(&part.to_lowercase());
        }
        for sheet in self.sheets {
            let is_wanted = wanted.is_none_or(|wanted| wanted == sheet.name);
            match &mut package {
                Some(package) if is_wanted => sheet_asides(package, sheet, &mut parts, out),
                Some(package) => {
                    if let Some(part) = sheet.part {
                        parts.of_sheet(package, &part, &sheet.name.into(), &mut Asides::default());
                    }
                }
                None if is_wanted => {
                    out.unread(AsidePlace::Part {
                        sheet: Some(sheet.name.into()),
                        part: sheet.part.unwrap_or_default(),
                    });
                }
                None => {}
            }
        }
        let Some(mut package) = package else { return };
        if let Ok(book) = package.bytes(BOOK) {
            let place = AsidePlace::Part { sheet: None, part: BOOK.to_owned() };
            out.add(place, &texts_of(&book, is_beside_cells));
        }
        if let Ok(styles) = package.bytes(STYLES) {
            let place = AsidePlace::Part { sheet: None, part: STYLES.to_owned() };
            out.add(place, &texts_of(&styles, |kind| kind == CONDITIONAL_FORMAT));
        }
        for part in parts.of_no_sheet(&package) {
            read_part(&mut package, &Part::of_book(part), out);
        }
    }
}

/// Adds the texts beside the cells of one sheet.
fn sheet_asides(package: &mut Package, sheet: Sheet, parts: &mut Parts, out: &mut Asides) {
    let name: Arc<str> = sheet.name.into();
    out.add(AsidePlace::SheetName { sheet: name.clone() }, &name);
    let place = AsidePlace::PageMargin { sheet: Some(name.clone()) };
    match sheet.margins {
        Some(stated) => {
            for margin in stated {
                out.add(place.clone(), &margins::shown(&margin));
            }
        }
        None => out.unread(place),
    }

    let Some(part) = sheet.part.as_deref().and_then(|part| package.resolve("", part)) else {
        return;
    };
    if let Ok(records) = package.bytes(&part) {
        out.add(AsidePlace::Setting { sheet: name.clone() }, &texts_of(&records, is_beside_cells));
    }
    for part in parts.of_sheet(package, &part, &name, out) {
        let is_binary = part.kind == PartKind::Comments && part.name.rsplit('.').next() != Some("xml");
        if is_binary {
            comments(package, &part, &name, out);
        } else {
            read_part(package, &part, out);
        }
    }
}

/// Whether a record has no cells, margins or names of sheets, but prompts, filters, links or names of ranges.
fn is_beside_cells(kind: u16) -> bool {
    kind > LAST_OF_CELLS && !OTHERS.contains(&kind)
}

/// The texts in the records whose kinds are wanted.
fn texts_of(part: &[u8], is_wanted: impl Fn(u16) -> bool) -> String {
    let mut others = Vec::new();
    let mut records = Records(part);
    // What comes before the damage counts. Damaged cells are an error of their own.
    while let Ok(Some(Record { kind, content })) = records.next() {
        if is_wanted(kind) {
            others.extend_from_slice(content);
            others.extend_from_slice(&[0; 4]);
        }
    }
    runs::of_bytes(&others)
}

/// Adds the comments of a binary part.
fn comments(package: &mut Package, part: &Part, sheet: &Arc<str>, out: &mut Asides) {
    let outcome = package.bytes(&part.name).and_then(|bytes| add_comments(&bytes, sheet, out));
    if outcome.is_err() {
        unread_part(part, out);
    }
}

fn add_comments(part: &[u8], sheet: &Arc<str>, out: &mut Asides) -> Result<()> {
    let mut place = AsidePlace::TextBox { sheet: sheet.clone() };
    let mut records = Records(part);
    while let Some(Record { kind, content }) = records.next()? {
        match kind {
            // The number of its author, and its first row, last row, first column and last column.
            COMMENT => {
                let row = u64::from(u32_at(content, 4)?) + 1;
                let column = u32_at(content, 12)? as usize;
                place = AsidePlace::Comment { sheet: sheet.clone(), row, column };
            }
            // Flags are in front of the text, and runs of formats behind it.
            COMMENT_TEXT => out.add(place.clone(), &shown_text(content.get(1..).unwrap_or_default())?),
            _ => {}
        }
    }
    Ok(())
}
