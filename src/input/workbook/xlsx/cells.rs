//! The cells of a sheet, in one pass over its part.

use quick_xml::events::{BytesStart, Event};

use super::references::{misplaced, range, reference, row_number};
use super::texts::{SharedTexts, read_run, read_runs, unescaped};
use super::xml::{Xml, attribute, invalid};
use super::{Settings, UNREAD};
use crate::input::workbook::Result;
use crate::input::workbook::formats::Format;
use crate::input::workbook::loose::{Loose, is_formula};
use crate::input::workbook::merged::Range;
use crate::input::workbook::sheet::{Position, SheetText};
use crate::message::WorkbookError;

/// The most arrays of formulas that are remembered.
const ARRAYS: usize = 1 << 10;

/// What the cells of a sheet refer to.
pub(super) struct Context<'a> {
    pub(super) texts: &'a SharedTexts,
    pub(super) formats: &'a [Format],
    pub(super) settings: Settings,
}

/// What a sheet has beside its cells.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) merged: Vec<Range>,
    /// The headers and footers of its printed pages.
    pub(super) margins: Vec<String>,
    /// What is said to who fills it in or filters it: prompts, choices, links, scenarios.
    pub(super) settings: Loose,
}

/// What an element of a sheet is.
enum Part {
    Cell,
    Margin,
    Formula,
    Other,
}

/// Adds the cells of a sheet to its text. Returns what else it has.
///
/// # Errors
/// If the part is no table, is not well-formed, or has a cell in a place that no sheet has.
pub(super) fn read(xml: &mut Xml<'_>, context: &Context<'_>, out: &mut SheetText) -> Result<Beside> {
    refuse_other_types(xml)?;
    read_any(xml, context, out)
}

/// Adds the cells of a sheet of any type to its text. Returns what else it has.
///
/// # Errors
/// If the part is not well-formed, or has a cell in a place that no sheet has.
pub(super) fn read_any(xml: &mut Xml<'_>, context: &Context<'_>, out: &mut SheetText) -> Result<Beside> {
    let mut cursor = Cursor::default();
    let mut cell = Cell::default();
    let mut arrays: Vec<Range> = Vec::new();
    let mut beside = Beside::default();
    loop {
        let part = match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "c" => {
                    cell.begin(&tag, &mut cursor)?;
                    Part::Cell
                }
                "row" => {
                    cursor.begin_row(&tag)?;
                    Part::Other
                }
                "mergeCell" => {
                    if let Some(range) = attribute(&tag, "ref")?.as_deref().and_then(range) {
                        beside.merged.push(range);
                    }
                    Part::Other
                }
                name if is_margin(name) => Part::Margin,
                name if is_formula(name) => Part::Formula,
                _ => {
                    beside.settings.attributes(&tag);
                    Part::Other
                }
            },
            Event::Text(text) => {
                beside.settings.text(&text.xml10_content());
                Part::Other
            }
            Event::Eof => return Ok(beside),
            _ => Part::Other,
        };

        match part {
            Part::Cell => {
                cell.read(xml)?;
                if cell.is_in_uncomputed(&arrays) {
                    out.put(cell.position, UNREAD)?;
                    continue;
                }
                cell.write(context, out)?;
                if let Some(array) = cell.array.take()
                    && cell.is_uncomputed(context)
                    && arrays.len() < ARRAYS
                {
                    arrays.push(array);
                }
            }
            Part::Margin => {
                let mut margin = String::new();
                xml.text(&mut margin)?;
                beside.margins.push(margin);
            }
            Part::Formula => {
                let mut formula = String::new();
                xml.text(&mut formula)?;
                beside.settings.formula(&formula);
            }
            Part::Other => {}
        }
    }
}

fn is_margin(name: &str) -> bool {
    matches!(name, "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter")
}

/// Refuses charts, dialogs and macro sheets, by the name of their root element.
fn refuse_other_types(xml: &mut Xml<'_>) -> Result<()> {
    loop {
        if let Event::Start(tag) = xml.next()? {
            let name = tag.local_name();
            return if name.as_ref() == "worksheet" { Ok(()) } else { Err(WorkbookError::NotATable) };
        }
    }
}

/// Where the next cell is if it does not say so itself.
#[derive(Default)]
struct Cursor {
    row: u32,
    column: u32,
    /// The row after the current one.
    next_row: u32,
}

impl Cursor {
    fn begin_row(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        self.row = self.next_row;
        if let Some(stated) = attribute(tag, "r")? {
            self.row = row_number(stated.trim()).ok_or_else(|| misplaced(&stated))?;
        }
        self.column = 0;
        self.next_row = self.row.saturating_add(1);
        Ok(())
    }
}

/// The type of a cell's value.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Type {
    #[default]
    Number,
    /// The number of a shared text.
    Shared,
    /// A text inside the cell.
    Inline,
    /// The text that a formula gave.
    Text,
    /// A date as it is written in texts.
    Date,
    Truth,
    Error,
}

/// The cell that is being read. Its memory is used again for the next.
#[derive(Default)]
struct Cell {
    position: Position,
    kind: Type,
    style: Option<usize>,
    has_formula: bool,
    /// The range that its formula fills, if that is an array.
    array: Option<Range>,
    has_value: bool,
    /// The content of `v`.
    value: String,
    /// The content of `is`.
    inline: String,
    scratch: String,
}

/// What an element in a cell is.
enum Element {
    Value,
    Formula,
    Inline,
    Run,
    Other,
    /// None, or the end of one.
    None,
    CellEnd,
}

impl Cell {
    fn begin(&mut self, tag: &BytesStart<'_>, cursor: &mut Cursor) -> Result<()> {
        self.kind = Type::Number;
        self.style = None;
        self.has_formula = false;
        self.array = None;
        self.has_value = false;
        self.value.clear();
        self.inline.clear();

        let mut row = cursor.row;
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(invalid)?;
            let value = attribute.value.trim();
            match attribute.key.as_ref() {
                "r" if !value.is_empty() => {
                    let (stated_row, column) = reference(value).ok_or_else(|| misplaced(value))?;
                    row = stated_row.unwrap_or(row);
                    cursor.column = column;
                }
                "s" => self.style = value.parse().ok(),
                "t" => self.kind = type_of(value),
                _ => {}
            }
        }
        self.position = (row, cursor.column);
        cursor.column = cursor.column.saturating_add(1);
        Ok(())
    }

    /// Reads up to the end of the cell.
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        loop {
            let element = match xml.next()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "v" => Element::Value,
                    "f" => {
                        // The cells of a shared formula each have one.
                        let is_shared = attribute(&tag, "t")?.is_some_and(|kind| kind == "shared");
                        let stated = if is_shared { None } else { attribute(&tag, "ref")? };
                        self.array = stated.as_deref().and_then(range);
                        Element::Formula
                    }
                    "is" => Element::Inline,
                    "t" => Element::Run,
                    _ => Element::Other,
                },
                Event::End(_) | Event::Eof => Element::CellEnd,
                _ => Element::None,
            };

            match element {
                Element::Value => {
                    self.has_value = true;
                    xml.text(&mut self.value)?;
                }
                Element::Formula => {
                    self.has_formula = true;
                    xml.skip()?;
                }
                Element::Inline => read_runs(xml, &mut self.inline, &mut self.scratch)?,
                // Some writers leave `is` out.
                Element::Run => read_run(xml, false, &mut self.inline, &mut self.scratch)?,
                Element::Other => xml.skip()?,
                Element::None => {}
                Element::CellEnd => return Ok(()),
            }
        }
    }

    fn write(&self, context: &Context<'_>, out: &mut SheetText) -> Result<()> {
        if self.has_formula && self.inline.is_empty() && self.is_uncomputed(context) {
            return out.put(self.position, UNREAD);
        }

        // A cell that has a text of both kinds shows one of them, depending on the program.
        let is_said_twice = self.value.trim() == self.inline.trim();
        self.write_text(&self.inline, context, out)?;
        if is_said_twice && !self.inline.is_empty() {
            return Ok(());
        }
        self.write_value(context, out)
    }

    /// Whether a cell without formula has the value 0 in the range of an array that was not computed.
    fn is_in_uncomputed(&self, arrays: &[Range]) -> bool {
        let is_zero = self.kind == Type::Number && self.value.trim().parse() == Ok(0.0);
        let is_inside =
            |range: &Range| range.rows.contains(&self.position.0) && range.columns.contains(&self.position.1);
        !arrays.is_empty() && is_zero && !self.has_formula && arrays.iter().any(is_inside)
    }

    /// Whether a formula has no value, or one that writers store instead of computing it.
    fn is_uncomputed(&self, Context { texts, settings, .. }: &Context<'_>) -> bool {
        let value = self.value.trim();
        if self.kind == Type::Shared && !settings.is_computed {
            // An empty text is one of the shared ones, too.
            let shared = value.parse().ok().and_then(|number| texts.get(number));
            return shared.is_none_or(|text| text.trim().is_empty());
        }
        if matches!(self.kind, Type::Text | Type::Date) {
            return !self.has_value || (value.is_empty() && !settings.is_computed);
        }
        let is_zero = self.kind == Type::Number && value.parse() == Ok(0.0);
        value.is_empty() || (is_zero && !settings.is_computed)
    }

    fn write_value(&self, context: &Context<'_>, out: &mut SheetText) -> Result<()> {
        let value = self.value.trim();
        if value.is_empty() {
            // Blanks may be the text.
            let is_text = matches!(self.kind, Type::Text | Type::Date | Type::Inline);
            let is_lost = self.kind == Type::Error && self.inline.is_empty();
            return match (is_text, is_lost) {
                (true, _) => self.write_text(&self.value, context, out),
                (_, true) => out.put(self.position, UNREAD),
                _ => Ok(()),
            };
        }

        match self.kind {
            Type::Shared => {
                let text = value.parse().ok().and_then(|number| context.texts.get(number));
                match text {
                    Some(text) => self.write_text(text, context, out),
                    None => out.put(self.position, UNREAD),
                }
            }
            Type::Number => match value.parse() {
                Ok(number) if f64::is_finite(number) => {
                    out.number(self.position, number, self.format(context), context.settings.is_1904)
                }
                _ => out.put(self.position, &unescaped(&self.value)),
            },
            Type::Truth => match value {
                value if value == "1" || value.eq_ignore_ascii_case("true") => {
                    out.put(self.position, &self.format(context).of_truth(true))
                }
                value if value == "0" || value.eq_ignore_ascii_case("false") => {
                    out.put(self.position, &self.format(context).of_truth(false))
                }
                value => out.put(self.position, value),
            },
            Type::Error => out.put(self.position, value),
            Type::Date => {
                let mut shown = String::new();
                self.format(context).write_date(value, &mut shown);
                out.put(self.position, &shown)
            }
            Type::Text | Type::Inline => self.write_text(&unescaped(&self.value), context, out),
        }
    }

    fn format<'c>(&self, context: &Context<'c>) -> &'c Format {
        self.style.and_then(|style| context.formats.get(style)).unwrap_or(&Format::GENERAL)
    }

    /// Adds a text as the cell shows it.
    fn write_text(&self, text: &str, context: &Context<'_>, out: &mut SheetText) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        match self.format(context).of_text(text) {
            Some(shown) => out.put(self.position, &shown),
            None => out.put(self.position, text),
        }
    }
}

/// The type with a name. What only later versions of spreadsheets know is written as a text.
fn type_of(name: &str) -> Type {
    match name {
        "n" => Type::Number,
        "s" => Type::Shared,
        "inlineStr" | "is" => Type::Inline,
        "b" => Type::Truth,
        "e" => Type::Error,
        "d" => Type::Date,
        _ => Type::Text,
    }
}
