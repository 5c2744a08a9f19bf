//! The texts of a document beside its cells: comments, shapes, controls, embedded objects, and the headers and footers of pages.

use std::io::{BufRead, BufReader};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::cell::Cell;
use super::names::Names;
use super::{Archive, CONTENT, invalid};
use crate::input::aside::AsidePlace;
use crate::input::workbook::Result;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::guard::budget::Budget;
use crate::input::workbook::kind::Kind;
use crate::input::workbook::loose::Loose;
use crate::message::Damage;

/// The part with the pages.
const STYLES: &str = "styles.xml";
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
fn is_title(name: &str) -> bool {
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
        let mut beside = Self::new(place);
        if is_title(name) {
            beside.text.begin(as_paragraph(name));
        }
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

/// An object that is embedded in a sheet.
pub(super) struct Object {
    pub(super) sheet: Arc<str>,
    /// Its folder, as the sheet refers to it.
    pub(super) folder: String,
}

/// Adds the texts of embedded objects. A chart has a copy of its numbers in a table.
pub(super) fn objects(archive: &mut Archive<'_>, objects: &[Object], out: &mut Asides) {
    let mut read: Vec<&str> = Vec::new();
    for object in objects {
        let folder = object.folder.trim_start_matches("./").trim_end_matches('/');
        if read.contains(&folder) {
            continue;
        }
        read.push(folder);

        let part = format!("{folder}/{CONTENT}");
        // An object of another program is not a document.
        if archive.index_for_name(&part).is_none() {
            continue;
        }
        let place = AsidePlace::TextBox { sheet: object.sheet.clone() };
        if add_paragraphs(archive, &part, Wanted::All, &place, out).is_err() {
            out.unread(AsidePlace::Part { sheet: Some(object.sheet.clone()), part });
        }
    }
}

/// Adds the headers and footers of pages.
pub(super) fn pages(archive: &mut Archive<'_>, out: &mut Asides) {
    if archive.index_for_name(STYLES).is_none() {
        return;
    }
    let place = AsidePlace::PageMargin { sheet: None };
    if add_paragraphs(archive, STYLES, Wanted::Margins, &place, out).is_err() {
        out.unread(AsidePlace::Part { sheet: None, part: STYLES.to_owned() });
    }
}

/// Which paragraphs of a part are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    /// Those of headers and footers.
    Margins,
}

/// Adds the paragraphs of a part.
fn add_paragraphs(
    archive: &mut Archive<'_>,
    part: &str,
    wanted: Wanted,
    place: &AsidePlace,
    out: &mut Asides,
) -> Result<()> {
    let part = archive.by_name(part).map_err(super::cannot_unpack)?;
    let mut reading =
        Reading { wanted, place, beside: None, loose: Loose::default(), names: Names::default(), depth: 0 };
    let outcome = reading.read(BufReader::new(part), out);
    out.add(place.clone(), &std::mem::take(&mut reading.loose).into_text());
    // What comes before the damage counts.
    if let Some(beside) = reading.beside {
        beside.add_to(out);
    }
    outcome
}

/// A part whose paragraphs are being read.
struct Reading<'a> {
    wanted: Wanted,
    place: &'a AsidePlace,
    /// The text that is open.
    beside: Option<Beside>,
    /// What attributes say.
    loose: Loose,
    names: Names,
    depth: usize,
}

impl Reading<'_> {
    fn read(&mut self, content: impl BufRead, out: &mut Asides) -> Result<()> {
        let mut xml = Reader::from_reader(content);
        xml.config_mut().expand_empty_elements = true;

        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(invalid)? {
                Event::Start(tag) => self.begin(&tag)?,
                Event::End(tag) => self.end(tag.name().as_ref(), out),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => self.text(&resolved(&reference)?),
                Event::Eof if self.depth > 0 => return Err(Kind::Ods.damaged(Damage::Unfinished)),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        if self.depth == 0 {
            self.names = Names::declared(tag)?;
        }
        self.depth += 1;

        let name = self.names.element(tag.name().into_inner());
        if self.wanted == Wanted::All {
            self.loose.attributes(tag);
        }
        if let Some(beside) = &mut self.beside {
            return beside.begin(&name, tag, &self.names);
        }
        let is_wanted = match self.wanted {
            Wanted::All => matches!(&*name, "text:p" | "text:h") || is_title(&name),
            Wanted::Margins => is_margin(&name),
        };
        if is_wanted {
            let mut beside = Beside::new(self.place.clone());
            if self.wanted == Wanted::All {
                beside.text.begin(as_paragraph(&name));
            }
            self.beside = Some(beside);
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(beside) = &mut self.beside {
            beside.text(text);
        }
    }

    fn end(&mut self, name: &str, out: &mut Asides) {
        self.depth = self.depth.saturating_sub(1);
        let name = self.names.element(name);
        let has_ended = self.beside.as_mut().is_some_and(|beside| beside.end(&name));
        if has_ended && let Some(beside) = self.beside.take() {
            beside.add_to(out);
        }
    }
}

/// Whether an element is the header or footer of a page: there are several, such as those of left pages and first pages.
fn is_margin(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or_default();
    matches!(local, "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first")
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
