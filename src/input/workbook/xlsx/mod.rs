//! Reader of .xlsx: a package of XML parts, of which the workbook, its styles, its shared texts and its sheets are read.
//!
//! It reads what spreadsheets show, also where a writer deviates from ECMA-376: cells in any order, references of any form,
//! parts under unusual names. A cell whose text cannot be known has the text [`UNREAD`], which makes its row unchecked.

mod asides;
mod cells;
mod comments;
pub(super) mod drawing;
pub(super) mod package;
mod references;
mod styles;
mod texts;
mod xml;

use std::sync::Arc;

use quick_xml::events::Event;

pub(super) use self::asides::{Kind as PartKind, Part, Parts, read as read_part, unread as unread_part};
use self::cells::{Beside, Context};
use self::package::Relationship;
pub(super) use self::package::{Package, has_workbook};
use self::texts::SharedTexts;
use super::asides::Asides;
use super::formats::Format;
use super::kind::Kind;
use super::sheet::{Content, SheetText};
use super::{Result, margins, merged};
use crate::input::aside::AsidePlace;
use crate::input::layout::UNREAD;
use crate::message::{Damage, WorkbookError};

/// The types of sheets that are no tables.
const OTHER_SHEETS: [&str; 4] = ["chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"];

/// A workbook whose sheets can be read.
pub(super) struct Xlsx {
    package: Package,
    sheets: Vec<Sheet>,
    texts: SharedTexts,
    /// The number format of each style.
    formats: Vec<Format>,
    settings: Settings,
    /// The part with the texts of cells.
    shared: Option<String>,
    /// The parts of the workbook and of its styles. The names of ranges and the formats that depend on a condition are texts.
    beside: Vec<String>,
}

/// A sheet of the workbook, of any type.
struct Sheet {
    name: String,
    /// The part with its content. `None` if the package has no such part.
    part: Option<String>,
    /// Whether the workbook says that it is a chart, a dialog or a macro sheet.
    is_other: bool,
    /// What it has beside its cells, once it has been read.
    beside: Option<Beside>,
}

/// What the workbook says about all sheets.
#[derive(Clone, Copy, Default)]
struct Settings {
    /// Whether dates are counted from 1904.
    is_1904: bool,
    /// Whether the values of formulas were computed. Writers that compute nothing store 0 and tell spreadsheets to compute
    /// all formulas when they open the workbook, or tell nothing at all.
    is_computed: bool,
}

impl Xlsx {
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self> {
        let mut package = Package::new(bytes)?;
        let workbook = package.workbook()?;
        let relationships = package.relationships(&workbook)?;

        let (sheets, settings) = sheets(&mut package, &workbook, &relationships)?;
        let shared = package.find(&workbook, &relationships, "sharedStrings");
        let texts = match &shared {
            Some(part) => SharedTexts::read(&mut package.open(part)?)?,
            None => SharedTexts::default(),
        };
        let styles = package.find(&workbook, &relationships, "styles");
        let formats = match &styles {
            Some(part) => styles::read(&mut package.open(part)?)?,
            None => Vec::new(),
        };
        let beside = std::iter::once(workbook).chain(styles).collect();
        Ok(Self { package, sheets, texts, formats, settings, shared, beside })
    }

    /// The names of all sheets. Those of another type, such as charts, are refused when they are read.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// What a sheet contains.
    ///
    /// # Errors
    /// If there is no such sheet, it has no table, or it cannot be read.
    pub(super) fn content(&mut self, name: &str) -> Result<Content> {
        let sheet = self.sheets.iter_mut().find(|sheet| sheet.name == name).ok_or(WorkbookError::SheetMissing)?;
        if sheet.is_other {
            return Err(WorkbookError::NotATable);
        }
        let part = sheet.part.as_ref().ok_or(WorkbookError::SheetMissing)?;

        let mut xml = self.package.open(part)?;
        let context = Context { texts: &self.texts, formats: &self.formats, settings: self.settings };
        let mut text = SheetText::new(Kind::Xlsx);
        let beside = cells::read(&mut xml, &context, &mut text)?;
        let Beside { merged, .. } = sheet.beside.insert(beside);
        merged::fill(text.finish(), std::mem::take(merged))
    }

    /// Adds the texts beside the cells: those of the sheet that is wanted, or of all, and those of the whole workbook.
    pub(super) fn asides(mut self, wanted: Option<&str>, out: &mut Asides) {
        let context = Context { texts: &self.texts, formats: &self.formats, settings: self.settings };
        let mut parts = Parts::default();
        let of_sheets = self.sheets.iter().filter_map(|sheet| sheet.part.as_ref());
        for part in of_sheets.chain(&self.shared).chain(&self.beside) {
            parts.pass_by(part);
        }
        for sheet in self.sheets {
            let name: Arc<str> = sheet.name.into();
            if wanted.is_some_and(|wanted| wanted != &*name) {
                if let Some(part) = sheet.part {
                    parts.of_sheet(&mut self.package, &part, &name, &mut Asides::default());
                }
                continue;
            }
            out.add(AsidePlace::SheetName { sheet: name.clone() }, &name);
            let Some(part) = sheet.part else {
                continue;
            };

            let beside = match sheet.beside {
                Some(beside) => beside,
                None => other_sheet(&mut self.package, &part, &context, &name, out),
            };
            for margin in beside.margins {
                out.add(AsidePlace::PageMargin { sheet: Some(name.clone()) }, &margins::shown(&margin));
            }
            out.add(AsidePlace::Setting { sheet: name.clone() }, &beside.settings.into_text());

            for part in parts.of_sheet(&mut self.package, &part, &name, out) {
                asides::read(&mut self.package, &part, out);
            }
        }
        let of_book = self.beside.into_iter().chain(parts.of_no_sheet(&self.package));
        for part in of_book {
            asides::read(&mut self.package, &Part::of_book(part), out);
        }
    }
}

/// Adds the cells of a sheet that is no table, which a list of macros has. Returns what else it has.
fn other_sheet(package: &mut Package, part: &str, context: &Context<'_>, sheet: &Arc<str>, out: &mut Asides) -> Beside {
    let mut text = SheetText::new(Kind::Xlsx);
    let outcome = package.open(part).and_then(|mut xml| cells::read_any(&mut xml, context, &mut text));
    out.add_cells(sheet, &text.finish());
    outcome.unwrap_or_else(|_| {
        out.unread(AsidePlace::Part { sheet: Some(sheet.clone()), part: part.to_owned() });
        Beside::default()
    })
}

/// The sheets that the part of the workbook lists, and its settings.
fn sheets(package: &mut Package, workbook: &str, relationships: &[Relationship]) -> Result<(Vec<Sheet>, Settings)> {
    let mut listed: Vec<(String, Option<String>)> = Vec::new();
    let mut settings = Settings::default();
    let mut xml = package.open(workbook)?;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "sheet" => {
                    listed.push((xml::attribute(&tag, "name")?.unwrap_or_default(), xml::attribute(&tag, "id")?));
                }
                "workbookPr" => settings.is_1904 |= is_set(xml::attribute(&tag, "date1904")?),
                "calcPr" => {
                    let is_left_to_reader = is_set(xml::attribute(&tag, "fullCalcOnLoad")?)
                        || xml::attribute(&tag, "calcMode")?.is_some_and(|mode| mode == "manual");
                    settings.is_computed = !is_left_to_reader;
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    drop(xml);

    if listed.is_empty() {
        return Err(Kind::Xlsx.damaged(Damage::NoSheets));
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    for (name, id) in listed {
        let relationship = relationships.iter().find(|relationship| Some(&relationship.id) == id.as_ref());
        let part = relationship.and_then(|relationship| package.resolve(workbook, &relationship.target));
        let is_other = relationship.is_some_and(|relationship| OTHER_SHEETS.contains(&relationship.kind.as_str()));
        let name = unique(name, &sheets);
        sheets.push(Sheet { name, part, is_other, beside: None });
    }
    Ok((sheets, settings))
}

/// The name, or the name with a number if another sheet has it: sheets are read by their names.
fn unique(name: String, sheets: &[Sheet]) -> String {
    let is_taken = |name: &str| sheets.iter().any(|sheet| sheet.name == name);
    if !is_taken(&name) {
        return name;
    }
    let numbered = (2_u32..).map(|number| format!("{name} ({number})"));
    numbered.into_iter().find(|numbered| !is_taken(numbered)).unwrap_or(name)
}

/// Whether an attribute is true as XML Schema writes it.
fn is_set(value: Option<String>) -> bool {
    value.is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

#[cfg(test)]
mod tests;
