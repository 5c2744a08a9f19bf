//! Comments on cells: notes, and threads of comments.

use std::sync::Arc;

use quick_xml::events::Event;

use super::references::reference;
use super::texts::read_runs;
use super::xml::{Xml, attribute};
use crate::input::aside::AsidePlace;
use crate::input::workbook::Result;
use crate::input::workbook::asides::Asides;

/// What an element of a list of comments is.
enum CommentElement {
    Comment(Option<String>),
    Text,
    Ended,
    Other,
}

/// Notes, or comments of threads. The text of a note has runs.
pub(super) fn read(xml: &mut Xml<'_>, sheet: &Arc<str>, out: &mut Asides) -> Result<()> {
    let mut place = AsidePlace::TextBox { sheet: sheet.clone() };
    let mut scratch = String::new();
    loop {
        let element = match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "comment" | "threadedComment" => CommentElement::Comment(attribute(&tag, "ref")?),
                "text" => CommentElement::Text,
                _ => CommentElement::Other,
            },
            Event::Eof => CommentElement::Ended,
            _ => CommentElement::Other,
        };

        match element {
            CommentElement::Comment(cell) => place = comment_on(cell.as_deref(), sheet),
            CommentElement::Text => {
                let mut text = String::new();
                read_runs(xml, &mut text, &mut scratch)?;
                out.add(place.clone(), &text);
            }
            CommentElement::Ended => return Ok(()),
            CommentElement::Other => {}
        }
    }
}

/// The place of a comment on a cell, or on the sheet if the cell is not known.
fn comment_on(cell: Option<&str>, sheet: &Arc<str>) -> AsidePlace {
    let sheet = sheet.clone();
    // A comment on merged cells may have their range.
    let first = cell.and_then(|cell| cell.trim().split(':').next());
    match first.and_then(reference) {
        Some((Some(row), column)) => AsidePlace::Comment { sheet, row: u64::from(row) + 1, column: column as usize },
        _ => AsidePlace::TextBox { sheet },
    }
}
