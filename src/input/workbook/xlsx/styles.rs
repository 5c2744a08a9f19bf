//! The styles of an .xlsx, of which only the number formats matter.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::xml::{Xml, attribute};
use crate::input::workbook::Result;
use crate::input::workbook::formats::Format;

/// The number format of each style that cells refer to.
pub(super) fn read(xml: &mut Xml<'_>) -> Result<Vec<Format>> {
    let mut custom: HashMap<String, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut is_of_cells = false;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (attribute(&tag, "numFmtId")?, attribute(&tag, "formatCode")?) {
                        // A style for conditional formatting may define one anew: the first one belongs to the cells.
                        custom.entry(id).or_insert_with(|| Format::of_code(&code));
                    }
                }
                "cellXfs" => is_of_cells = true,
                "xf" if is_of_cells => {
                    let id = attribute(&tag, "numFmtId")?.unwrap_or_default();
                    let built_in = || Format::built_in(id.trim().parse().unwrap_or_default());
                    formats.push(custom.get(&id).cloned().unwrap_or_else(built_in));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => is_of_cells = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}
