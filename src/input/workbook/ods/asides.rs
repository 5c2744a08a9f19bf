//! The texts of a document beside its cells: comments, shapes and controls.

use std::sync::Arc;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart};

use super::cell::Cell;
use super::invalid;
use super::names::Names;
use crate::input::aside::AsidePlace;
use crate::input::workbook::Result;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::guard::budget::Budget;

/// The most blanks that are taken over where a text has more.
const BLANKS: u64 = 16;
/// What a control shows: its label, or the text in it.
const SHOWN_BY_CONTROLS: [&str; 4] = ["form:label", "form:value", "form:current-value", "form:title"];

/// Whether an element of a table has a text that is not the one of a cell. The pronunciation of a text is such a text.
pub(super) fn is_beside(name: &str) -> bool {
    matches!(name, "office:annotation" | "table:shapes" | "text:ruby-text") || name.starts_with("draw:")
}

/// Whether an element of a table that is outside of its rows is neither around rows and columns nor around controls: titles,
/// scenarios, filters, formats that depend on a condition.
pub(super) fn is_setting(name: &str) -> bool {
    let is_around = name.starts_with("table:table-") || name == "office:forms" || name.starts_with("form:");
    !is_around && name != "table:table"
}

/// Whether an element is a title or a description, which has a text without a paragraph.
pub(super) fn is_title(name: &str) -> bool {
    name.ends_with(":title") || name.ends_with(":desc")
}

/// The name of an element as that of a paragraph, if it is one.
fn as_paragraph(name: &str) -> &str {
    if is_title(name) { "text:p" } else { name }
}

/// An element beside the cells that is being read.
pub(super) struct Beside {
    place: AsidePlace,
    /// How many elements are open in it.
    depth: usize,
    /// Its paragraphs.
    text: Cell,
}

impl Beside {
    pub(super) fn new(place: AsidePlace) -> Self {
        Self { place, depth: 0, text: Cell::default() }
    }

    /// The element with a name that begins at a place. A title has its text without a paragraph.
    pub(super) fn begun(name: &str, place: AsidePlace) -> Self {
        if is_title(name) { Self::paragraph(name, place) } else { Self::new(place) }
    }

    /// The paragraph or title with a name that begins at a place.
    pub(super) fn paragraph(name: &str, place: AsidePlace) -> Self {
        let mut beside = Self::new(place);
        beside.text.begin(as_paragraph(name));
        beside
    }

    pub(super) fn begin(&mut self, name: &str, tag: &BytesStart<'_>, names: &Names) -> Result<()> {
        self.depth += 1;
        self.text.begin(as_paragraph(name));
        if name == "text:s" {
            // How many there are makes no difference.
            let count = names.number(tag, "text:c").unwrap_or(1).min(BLANKS);
            self.text.blanks(count, 0, &Budget::default())?;
        }
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.text(text);
    }

    /// An element ends. Returns whether it is the whole one.
    pub(super) fn end(&mut self, name: &str) -> bool {
        if self.depth == 0 {
            return true;
        }
        self.depth -= 1;
        self.text.end(as_paragraph(name));
        false
    }

    pub(super) fn add_to(self, out: &mut Asides) {
        out.add(self.place, self.text.shown());
    }
}

/// Adds what a control shows.
pub(super) fn control(tag: &BytesStart<'_>, names: &Names, sheet: &Arc<str>, out: &mut Asides) -> Result<()> {
    for attribute in SHOWN_BY_CONTROLS {
        if let Some(text) = names.attribute(tag, attribute)? {
            out.add(AsidePlace::TextBox { sheet: sheet.clone() }, &text);
        }
    }
    Ok(())
}

/// The character of a reference such as `&amp;` or `&#x5E01;`.
pub(super) fn resolved(reference: &BytesRef<'_>) -> Result<String> {
    if let Some(letter) = reference.resolve_char_ref().map_err(invalid)? {
        return Ok(letter.to_string());
    }
    match resolve_predefined_entity(reference) {
        Some(text) => Ok(text.to_owned()),
        None => Err(invalid(format!("unknown entity {}", &**reference))),
    }
}
