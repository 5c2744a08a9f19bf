//! The parts of a package with texts beside the cells: comments, drawings, charts and the like. An .xlsb has the same parts,
//! except for its comments.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::cells::reference;
use super::package::{Package, relationships_of};
use super::texts::read_runs;
use super::xml::{Xml, attribute, invalid};
use crate::input::aside::AsidePlace;
use crate::input::workbook::Result;
use crate::input::workbook::asides::Asides;

/// What a part contains, by the last word of the type of the relationship that leads to it, in lower case.
const KINDS: [(&str, Kind); 8] = [
    ("comments", Kind::Comments),
    ("threadedcomment", Kind::Threads),
    ("drawing", Kind::Drawing),
    ("chart", Kind::Drawing),
    ("chartex", Kind::Drawing),
    ("chartusershapes", Kind::Drawing),
    ("diagramdata", Kind::Drawing),
    ("vmldrawing", Kind::Vml),
];

/// What a part contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input::workbook) enum Kind {
    /// Notes on cells. Those of an .xlsb are binary.
    Comments,
    /// Threads of comments on cells.
    Threads,
    /// Shapes, charts or diagrams in `DrawingML`.
    Drawing,
    /// Shapes and controls in VML, a language of Excel 2000 that later versions still write.
    Vml,
}

/// A part of a sheet.
pub(in crate::input::workbook) struct Part {
    pub(in crate::input::workbook) kind: Kind,
    pub(in crate::input::workbook) name: String,
}

/// The parts that have been found. No part is read twice, however many sheets refer to it.
#[derive(Default)]
pub(in crate::input::workbook) struct Parts {
    seen: HashSet<String>,
}

impl Parts {
    /// The parts to which a sheet refers, directly or by way of others.
    pub(in crate::input::workbook) fn of_sheet(
        &mut self,
        package: &mut Package,
        part: &str,
        sheet: &Arc<str>,
        out: &mut Asides,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut waiting = VecDeque::from([part.to_owned()]);
        while let Some(from) = waiting.pop_front() {
            let Ok(relationships) = package.relationships(&from) else {
                out.unread(AsidePlace::Part { sheet: Some(sheet.clone()), part: relationships_of(&from) });
                continue;
            };
            for relationship in relationships {
                let kind = relationship.kind.to_ascii_lowercase();
                let Some((_, kind)) = KINDS.into_iter().find(|(name, _)| *name == kind) else {
                    continue;
                };
                if let Some(name) = package.resolve(&from, &relationship.target)
                    && self.seen.insert(name.clone())
                {
                    waiting.push_back(name.clone());
                    parts.push(Part { kind, name });
                }
            }
        }
        parts
    }
}

/// Adds the texts of a part in XML.
pub(in crate::input::workbook) fn read(package: &mut Package, part: &Part, sheet: &Arc<str>, out: &mut Asides) {
    let outcome = match part.kind {
        Kind::Comments | Kind::Threads => package.open(&part.name).and_then(|mut xml| comments(&mut xml, sheet, out)),
        Kind::Drawing => package.open(&part.name).and_then(|mut xml| drawing(&mut xml, sheet, out)),
        Kind::Vml => package.bytes(&part.name).and_then(|bytes| vml(&bytes, sheet, out)),
    };
    if outcome.is_err() {
        unread(part, sheet, out);
    }
}

/// Adds a part that cannot be read, or not to its end.
pub(in crate::input::workbook) fn unread(part: &Part, sheet: &Arc<str>, out: &mut Asides) {
    out.unread(AsidePlace::Part { sheet: Some(sheet.clone()), part: part.name.clone() });
}

/// What an element of a list of comments is.
enum CommentElement {
    Comment(Option<String>),
    Text,
    Ended,
    Other,
}

/// Notes, or comments of threads. The text of a note has runs.
fn comments(xml: &mut Xml<'_>, sheet: &Arc<str>, out: &mut Asides) -> Result<()> {
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

/// The elements around the text of one shape, one title, or the labels of a chart.
const BLOCKS: [&str; 7] = ["txBody", "rich", "tx", "strCache", "strLit", "strDim", "multiLvlStrCache"];
/// The elements that have text: runs, values of charts, and points of charts and of diagrams.
const LEAVES: [&str; 3] = ["t", "v", "pt"];
/// The numbers of charts.
const NUMBERS: [&str; 3] = ["numCache", "numLit", "numDim"];

/// What an event of a drawing means.
enum Piece {
    Text(String),
    Line,
    BlockEdge,
    LeafStart,
    /// The end of a run.
    RunEnd,
    /// The end of a value or a point, each of which is on a line of its own.
    ValueEnd,
    Numbers,
    Ended,
    Other,
}

/// `DrawingML`: the texts of shapes, of charts and of diagrams.
fn drawing(xml: &mut Xml<'_>, sheet: &Arc<str>, out: &mut Asides) -> Result<()> {
    let mut text = String::new();
    let mut leaves = 0_usize;
    loop {
        let piece = match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                name if NUMBERS.contains(&name) => Piece::Numbers,
                name if LEAVES.contains(&name) => Piece::LeafStart,
                name if BLOCKS.contains(&name) => Piece::BlockEdge,
                "p" | "br" => Piece::Line,
                _ => Piece::Other,
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => Piece::RunEnd,
                name if LEAVES.contains(&name) => Piece::ValueEnd,
                name if BLOCKS.contains(&name) => Piece::BlockEdge,
                _ => Piece::Other,
            },
            Event::Text(content) => Piece::Text(content.xml10_content().into_owned()),
            Event::CData(content) => Piece::Text(content.xml10_content().into_owned()),
            Event::GeneralRef(reference) => {
                let mut character = String::new();
                super::xml::resolve(&reference, &mut character)?;
                Piece::Text(character)
            }
            Event::Eof => Piece::Ended,
            _ => Piece::Other,
        };

        match piece {
            Piece::Text(content) if leaves > 0 => text.push_str(&content),
            Piece::Line => text.push('\n'),
            Piece::LeafStart => leaves += 1,
            Piece::RunEnd => leaves = leaves.saturating_sub(1),
            Piece::ValueEnd => {
                leaves = leaves.saturating_sub(1);
                // A point ends behind its value.
                if !text.ends_with('\n') {
                    text.push('\n');
                }
            }
            Piece::Numbers => xml.skip()?,
            Piece::BlockEdge => flush(&mut text, sheet, out),
            Piece::Ended => {
                flush(&mut text, sheet, out);
                return Ok(());
            }
            Piece::Text(_) | Piece::Other => {}
        }
    }
}

fn flush(text: &mut String, sheet: &Arc<str>, out: &mut Asides) {
    out.add(AsidePlace::TextBox { sheet: sheet.clone() }, text);
    text.clear();
}

/// VML: the texts of boxes and controls, which are HTML with elements that need not end, and of word art.
fn vml(bytes: &[u8], sheet: &Arc<str>, out: &mut Asides) -> Result<()> {
    let encoding = encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
    let (content, _, has_errors) = encoding.decode(bytes);
    if has_errors {
        return Err(invalid("text that is not UTF-8"));
    }
    let mut reader = Reader::from_str(&content);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;

    let mut text = String::new();
    let mut is_in_box = false;
    loop {
        match reader.read_event().map_err(invalid)? {
            Event::Start(tag) => {
                is_in_box |= tag.local_name().as_ref() == "textbox";
                begin_vml(&tag, &mut text, sheet, out)?;
            }
            Event::Empty(tag) => begin_vml(&tag, &mut text, sheet, out)?,
            Event::End(tag) if tag.local_name().as_ref() == "textbox" => {
                is_in_box = false;
                flush(&mut text, sheet, out);
            }
            Event::Text(content) if is_in_box => add_html(&content.xml10_content(), &mut text),
            Event::CData(content) if is_in_box => add_html(&content.xml10_content(), &mut text),
            Event::GeneralRef(reference) if is_in_box => {
                let character = reference.resolve_char_ref().ok().flatten();
                match (character, resolve_predefined_entity(&reference)) {
                    (Some(character), _) => text.push(character),
                    (None, Some(known)) => text.push_str(known),
                    // A blank that does not break is the only one that is used.
                    (None, None) => text.push(' '),
                }
            }
            Event::Eof => {
                flush(&mut text, sheet, out);
                return Ok(());
            }
            _ => {}
        }
    }
}

/// The start of an element of VML. Word art has its text in an attribute.
fn begin_vml(tag: &BytesStart<'_>, text: &mut String, sheet: &Arc<str>, out: &mut Asides) -> Result<()> {
    match tag.local_name().as_ref() {
        "br" | "div" | "p" => text.push('\n'),
        "textpath" => {
            let content = attribute(tag, "string")?.unwrap_or_default();
            out.add(AsidePlace::TextBox { sheet: sheet.clone() }, &content);
        }
        _ => {}
    }
    Ok(())
}

/// Appends text of HTML, in which white space is one blank.
fn add_html(content: &str, text: &mut String) {
    for character in content.chars() {
        if !character.is_ascii_whitespace() {
            text.push(character);
        } else if !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}
