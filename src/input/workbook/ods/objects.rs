//! The parts of a document beside the one with the tables: pages, embedded objects of any program, and all others.

use std::io::Read as _;
use std::sync::Arc;

use super::paragraphs::{add_all, add_of_styles};
use super::{Archive, CONTENT};
use crate::input::aside::AsidePlace;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::{Result, embedded};

/// The part with the pages and the formats that depend on a condition.
const STYLES: &str = "styles.xml";

/// An object that is embedded in a sheet.
pub(super) struct Object {
    pub(super) sheet: Arc<str>,
    /// Its part or its folder, as the sheet refers to it.
    pub(super) folder: String,
}

impl Object {
    fn has(&self, part: &str) -> bool {
        let folder = self.folder.trim_start_matches("./").trim_end_matches('/');
        let rest = part.strip_prefix(folder).filter(|_| !folder.is_empty());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Adds the texts of all parts but the one with the tables, those of objects first.
pub(super) fn parts(archive: &mut Archive<'_>, objects: &[Object], out: &mut Asides) {
    let mut parts: Vec<(bool, String)> = Vec::new();
    for index in 0..archive.len() {
        let Some(Ok(name)) = archive.name_for_index(index) else { continue };
        let is_passed_by = name == CONTENT || name.ends_with('/') || embedded::has_no_text(&name.to_lowercase());
        if !is_passed_by {
            parts.push((!name.contains('/'), name.into_owned()));
        }
    }
    parts.sort_unstable();
    for (_, part) in parts {
        let object = objects.iter().find(|object| object.has(&part));
        add_part(archive, part, object.map(|object| object.sheet.clone()), out);
    }
}

fn add_part(archive: &mut Archive<'_>, part: String, sheet: Option<Arc<str>>, out: &mut Asides) {
    let mut place = AsidePlace::Part { sheet: sheet.clone(), part: part.clone() };
    let is_read = bytes(archive, &part).is_ok_and(|bytes| match part.rsplit('/').next() {
        // A chart has a copy of its numbers in a table.
        Some(CONTENT) => {
            let shown = sheet.map_or_else(|| place.clone(), |sheet| AsidePlace::TextBox { sheet });
            add_all(&bytes[..], &shown, out).is_ok()
        }
        Some(STYLES) => {
            let margins = AsidePlace::PageMargin { sheet };
            add_of_styles(&bytes[..], &margins, &place, out).is_ok()
        }
        _ => {
            place = AsidePlace::Document { sheet, part };
            embedded::add(bytes, &place, out)
        }
    });
    if !is_read {
        out.unread(place);
    }
}

fn bytes(archive: &mut Archive<'_>, part: &str) -> Result<Vec<u8>> {
    let mut part = archive.by_name(part).map_err(super::cannot_unpack)?;
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes).map_err(|error| super::cannot_unpack(error.into()))?;
    Ok(bytes)
}
