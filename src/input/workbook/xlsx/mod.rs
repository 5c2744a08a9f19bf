//! Reader of .xlsx: a package of XML parts, of which the workbook, its styles, its shared texts and its sheets are read.
//!
//! It reads what spreadsheets show, also where a writer deviates from ECMA-376: cells in any order, references of any form,
//! parts under unusual names. A cell whose text cannot be known has the text [`UNREAD`], which makes its row unchecked.

mod cells;
mod package;
mod styles;
mod texts;
mod xml;

use quick_xml::events::Event;

use self::cells::Context;
pub(super) use self::package::has_workbook;
use self::package::{Package, Relationship};
use self::texts::SharedTexts;
use super::Result;
use super::formats::Format;
use super::kind::Kind;
use super::merged;
use super::sheet::{Content, SheetText};
use crate::message::{Damage, WorkbookError};

/// The text of a cell whose value is not known, as spreadsheets show it: a formula that no program has computed yet, or a
/// shared text that is missing.
const UNREAD: &str = "#GETTING_DATA";

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
}

/// A sheet of the workbook, of any type.
struct Sheet {
    name: String,
    /// The part with its content. `None` if the package has no such part.
    part: Option<String>,
    /// Whether the workbook says that it is a chart, a dialog or a macro sheet.
    is_other: bool,
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
        let texts = match package.find(&workbook, &relationships, "sharedStrings") {
            Some(part) => SharedTexts::read(&mut package.open(&part)?)?,
            None => SharedTexts::default(),
        };
        let formats = match package.find(&workbook, &relationships, "styles") {
            Some(part) => styles::read(&mut package.open(&part)?)?,
            None => Vec::new(),
        };
        Ok(Self { package, sheets, texts, formats, settings })
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
        let sheet = self.sheets.iter().find(|sheet| sheet.name == name);
        if sheet.is_some_and(|sheet| sheet.is_other) {
            return Err(WorkbookError::NotATable);
        }
        let part = sheet.and_then(|sheet| sheet.part.clone()).ok_or(WorkbookError::SheetMissing)?;

        let mut xml = self.package.open(&part)?;
        let context = Context { texts: &self.texts, formats: &self.formats, settings: self.settings };
        let mut text = SheetText::new(Kind::Xlsx);
        let ranges = cells::read(&mut xml, &context, &mut text)?;

        merged::fill(text.finish(), ranges)
    }
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
        sheets.push(Sheet { name, part, is_other });
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
