//! Parts in XML with texts of any kind: shapes, charts and diagrams in `DrawingML`, shapes and controls in VML, and all others.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::xml::{Xml, invalid};
use crate::input::aside::AsidePlace;
use crate::input::workbook::Result;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::loose::{Loose, is_formula};

/// The elements around the text of one shape, one title, the labels of a chart, or one cell.
const BLOCKS: [&str; 9] = ["txBody", "rich", "tx", "strCache", "strLit", "strDim", "multiLvlStrCache", "is", "si"];
/// The elements that have text: runs, values of charts, and points of charts and of diagrams.
const LEAVES: [&str; 3] = ["t", "v", "pt"];
/// Elements without texts of their own: the numbers of charts, fonts and the like, and what is read elsewhere.
const SKIPPED: [&str; 14] = [
    "numCache",
    "numLit",
    "numDim",
    "font",
    "fonts",
    "fills",
    "borders",
    "numFmts",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "sheets",
    "absPath",
    "theme",
];

/// What an event of a part means.
enum Piece {
    Text(String),
    Line,
    BlockEdge,
    LeafStart,
    /// The end of a run.
    RunEnd,
    /// The end of a value or a point. No word goes on in the next one.
    ValueEnd,
    Formula,
    Format,
    Skipped,
    Ended,
    Other,
}

/// Whether the bytes are XML, in UTF-8 or UTF-16.
pub(in crate::input::workbook) fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let is_wide = [&b"\xFF\xFE<\0"[..], b"\xFE\xFF\0<", b"<\0"].iter().any(|mark| bytes.starts_with(mark));
    is_wide || text.trim_ascii_start().starts_with(b"<")
}

/// Adds the texts of a part, which is XML of any kind.
pub(in crate::input::workbook) fn of_bytes(bytes: &[u8], place: &AsidePlace, out: &mut Asides) -> Result<()> {
    read(&mut Xml::new(bytes)?, place, out)
}

/// Adds the texts of shapes, charts and diagrams, each on its own, and behind them what attributes and other elements say.
fn read(xml: &mut Xml<'_>, place: &AsidePlace, out: &mut Asides) -> Result<()> {
    let mut loose = Loose::default();
    let outcome = read_with(xml, place, &mut loose, out);
    // What comes before the damage counts.
    out.add(place.clone(), &loose.into_text());
    outcome
}

fn read_with(xml: &mut Xml<'_>, place: &AsidePlace, loose: &mut Loose, out: &mut Asides) -> Result<()> {
    let mut text = String::new();
    let mut leaves = 0_usize;
    loop {
        let piece = match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                name if SKIPPED.contains(&name) => Piece::Skipped,
                name => {
                    loose.attributes(&tag);
                    started(name)
                }
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
            Piece::Text(content) => loose.text(&content),
            Piece::Line => text.push('\n'),
            Piece::LeafStart => leaves += 1,
            Piece::RunEnd => leaves = leaves.saturating_sub(1),
            Piece::ValueEnd => {
                leaves = leaves.saturating_sub(1);
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            }
            Piece::Formula => {
                let mut formula = String::new();
                xml.text(&mut formula)?;
                loose.formula(&formula);
            }
            Piece::Format => {
                let mut code = String::new();
                xml.text(&mut code)?;
                loose.format(&code);
            }
            Piece::Skipped => xml.skip()?,
            Piece::BlockEdge => flush(&mut text, place, out),
            Piece::Ended => {
                flush(&mut text, place, out);
                return Ok(());
            }
            Piece::Other => {}
        }
    }
}

/// What the start of an element with a name means.
fn started(name: &str) -> Piece {
    match name {
        name if LEAVES.contains(&name) => Piece::LeafStart,
        name if BLOCKS.contains(&name) => Piece::BlockEdge,
        "formatCode" => Piece::Format,
        name if is_formula(name) => Piece::Formula,
        "p" | "br" => Piece::Line,
        _ => Piece::Other,
    }
}

fn flush(text: &mut String, place: &AsidePlace, out: &mut Asides) {
    out.add(place.clone(), text);
    text.clear();
}

/// VML: the texts of boxes and controls, which are HTML with elements that need not end, and behind them what attributes say:
/// word art has its text in one.
pub(in crate::input::workbook) fn vml(bytes: &[u8], place: &AsidePlace, out: &mut Asides) -> Result<()> {
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

    let mut loose = Loose::default();
    let mut text = String::new();
    let mut is_in_box = false;
    loop {
        match reader.read_event().map_err(invalid)? {
            Event::Start(tag) | Event::Empty(tag) => {
                is_in_box |= tag.local_name().as_ref() == "textbox";
                if matches!(tag.local_name().as_ref(), "br" | "div" | "p") {
                    text.push('\n');
                }
                loose.attributes(&tag);
            }
            Event::End(tag) if tag.local_name().as_ref() == "textbox" => {
                is_in_box = false;
                flush(&mut text, place, out);
            }
            Event::Text(content) if is_in_box => add_html(&content.xml10_content(), &mut text),
            Event::CData(content) if is_in_box => add_html(&content.xml10_content(), &mut text),
            // The other elements have numbers and key words.
            Event::Text(content) if !content.is_ascii() => loose.text(&content.xml10_content()),
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
                flush(&mut text, place, out);
                out.add(place.clone(), &loose.into_text());
                return Ok(());
            }
            _ => {}
        }
    }
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
