//! The texts of a part of a document: paragraphs, headers and footers of pages, words of number formats, mathematics, and what
//! attributes say.

use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::asides::{Beside, is_title, resolved};
use super::invalid;
use super::names::Names;
use crate::input::aside::AsidePlace;
use crate::input::workbook::Result;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::kind::Kind;
use crate::input::workbook::loose::Loose;
use crate::input::workbook::markup::in_utf8;
use crate::message::Damage;

/// Elements whose text is none of the content: pictures, and who made a comment and when.
const UNSEEN: [&str; 4] = ["binary-data", "creator", "creator-initials", "date"];
/// What stands between a formula and its source: no word goes on behind a blank line.
const BETWEEN: &str = "\n\n";

/// Adds all texts of a part.
pub(in crate::input::workbook) fn add_all(content: impl Read, place: &AsidePlace, out: &mut Asides) -> Result<()> {
    add(content, Wanted::All, [place, place], out)
}

/// Adds the headers and footers of pages, whose place is `margins`, and the words of number formats.
pub(super) fn add_of_styles(
    content: impl Read,
    margins: &AsidePlace,
    formats: &AsidePlace,
    out: &mut Asides,
) -> Result<()> {
    add(content, Wanted::Margins, [margins, formats], out)
}

/// Which paragraphs of a part are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    /// Those of headers and footers.
    Margins,
}

/// Adds the texts of a part: those of paragraphs and others have a place each.
fn add(content: impl Read, wanted: Wanted, [place, other]: [&AsidePlace; 2], out: &mut Asides) -> Result<()> {
    let mut reading = Reading {
        wanted,
        place,
        beside: None,
        loose: Loose::default(),
        format: None,
        math: None,
        is_unseen: false,
        names: Names::default(),
        depth: 0,
    };
    let outcome = in_utf8(content, Kind::Ods).and_then(|content| reading.read(BufReader::new(content), out));
    out.add(other.clone(), &std::mem::take(&mut reading.loose).into_text());
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
    /// What attributes and elements other than paragraphs say.
    loose: Loose,
    /// What the number format that is open shows, with a digit in the place of each part of the value.
    format: Option<String>,
    /// The text of the mathematics that are open: each letter may have an element of its own.
    math: Option<String>,
    /// Whether the text of the element that is open is none of the content.
    is_unseen: bool,
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
        self.is_unseen = UNSEEN.contains(&local(&name));
        match (&mut self.format, &mut self.math) {
            (Some(format), _) if name != "number:text" => format.push('0'),
            (_, Some(math)) if local(&name) == "annotation" => math.push_str(BETWEEN),
            _ if is_format(&name) => self.format = Some(String::new()),
            _ if local(&name) == "math" => self.math = Some(String::new()),
            _ => {}
        }

        let is_wanted = match self.wanted {
            Wanted::All => matches!(&*name, "text:p" | "text:h") || is_title(&name),
            Wanted::Margins => is_margin(&name),
        };
        if is_wanted {
            let place = self.place.clone();
            self.beside = Some(match self.wanted {
                Wanted::All => Beside::paragraph(&name, place),
                Wanted::Margins => Beside::new(place),
            });
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(beside) = &mut self.beside {
            beside.text(text);
        } else if let Some(format) = &mut self.format {
            format.push_str(text.trim());
        } else if let Some(math) = &mut self.math {
            math.push_str(text.trim());
        } else if self.wanted == Wanted::All && !self.is_unseen {
            self.loose.text(text);
        }
    }

    fn end(&mut self, name: &str, out: &mut Asides) {
        self.depth = self.depth.saturating_sub(1);
        self.is_unseen = false;
        let name = self.names.element(name);
        let has_ended = self.beside.as_mut().is_some_and(|beside| beside.end(&name));
        if has_ended && let Some(beside) = self.beside.take() {
            beside.add_to(out);
        }
        let shown = match &*name {
            name if is_format(name) => self.format.take(),
            name if local(name) == "math" => self.math.take(),
            _ => None,
        };
        if let Some(shown) = shown {
            self.loose.text(&shown);
        }
    }
}

/// The name of an element without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// Whether an element is a number format.
fn is_format(name: &str) -> bool {
    name.starts_with("number:") && name.ends_with("-style")
}

/// Whether an element is the header or footer of a page: there are several, such as those of left pages and first pages.
fn is_margin(name: &str) -> bool {
    matches!(local(name), "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first")
}
