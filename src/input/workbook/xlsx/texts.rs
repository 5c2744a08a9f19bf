//! Texts with runs: shared ones, which cells refer to by number, and those inside a cell.

use std::borrow::Cow;

use quick_xml::events::Event;

use super::xml::{Xml, attribute, resolve};
use crate::input::workbook::Result;

/// The length of an escape such as `_x000D_`.
const ESCAPE: usize = 7;

/// The shared texts of a workbook, one after the other.
#[derive(Default)]
pub(super) struct SharedTexts {
    text: String,
    ends: Vec<usize>,
}

impl SharedTexts {
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self> {
        let mut texts = Self::default();
        let mut scratch = String::new();
        loop {
            let is_text = match xml.next()? {
                Event::Start(tag) => tag.local_name().as_ref() == "si",
                Event::Eof => return Ok(texts),
                _ => false,
            };
            if is_text {
                read_runs(xml, &mut texts.text, &mut scratch)?;
                texts.ends.push(texts.text.len());
            }
        }
    }

    /// The text with a number, from 0.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = match number.checked_sub(1) {
            Some(before) => self.ends[before],
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// What a text is made of.
enum Piece {
    /// A run of text, and whether its blanks at both ends are kept.
    Run {
        keeps_blanks: bool,
    },
    /// How characters are pronounced, or what only later versions of spreadsheets know. Cells do not show it.
    Unseen,
    Ended,
    Other,
}

/// Appends the runs of the element whose start was read last. Text outside of runs is read as well: some writers leave the
/// elements of runs out.
pub(super) fn read_runs(xml: &mut Xml<'_>, out: &mut String, scratch: &mut String) -> Result<()> {
    let mut depth = 1_usize;
    scratch.clear();
    while depth > 0 {
        let piece = match xml.next()? {
            Event::Start(tag) => {
                depth += 1;
                match tag.local_name().as_ref() {
                    "t" => {
                        Piece::Run { keeps_blanks: attribute(&tag, "space")?.is_some_and(|space| space == "preserve") }
                    }
                    "rPh" | "extLst" => Piece::Unseen,
                    _ => Piece::Other,
                }
            }
            Event::End(_) => {
                depth -= 1;
                Piece::Other
            }
            Event::Text(text) => {
                scratch.push_str(&text.xml10_content());
                Piece::Other
            }
            Event::CData(text) => {
                scratch.push_str(&text.xml10_content());
                Piece::Other
            }
            Event::GeneralRef(reference) => {
                resolve(&reference, scratch)?;
                Piece::Other
            }
            Event::Eof => Piece::Ended,
            _ => Piece::Other,
        };

        match piece {
            Piece::Run { keeps_blanks } => {
                append(scratch, false, out);
                scratch.clear();
                read_run(xml, keeps_blanks, out, scratch)?;
                depth -= 1;
            }
            Piece::Unseen => {
                xml.skip()?;
                depth -= 1;
            }
            Piece::Ended => break,
            Piece::Other => {}
        }
    }
    append(scratch, false, out);
    scratch.clear();
    Ok(())
}

/// Appends the run whose start was read last.
pub(super) fn read_run(xml: &mut Xml<'_>, keeps_blanks: bool, out: &mut String, scratch: &mut String) -> Result<()> {
    scratch.clear();
    xml.text(scratch)?;
    append(scratch, keeps_blanks, out);
    scratch.clear();
    Ok(())
}

fn append(text: &str, keeps_blanks: bool, out: &mut String) {
    // Hardly any text has blanks around it.
    let has_blank_ends = matches!(text.as_bytes(), [..=b' ', ..] | [.., ..=b' ']);
    let is_trimmed = has_blank_ends && !keeps_blanks;
    let text = if is_trimmed { text.trim_matches([' ', '\t', '\r', '\n']) } else { text };
    out.push_str(&unescaped(text));
}

/// A text whose escapes such as `_x000D_` are replaced by the characters that they mean, which are code units of UTF-16.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'_', text.as_bytes()).is_none() || !text.contains("_x") {
        return Cow::Borrowed(text);
    }

    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(offset) = rest.find("_x") {
        let (before, at) = rest.split_at(offset);
        out.push_str(before);
        let Some(unit) = escape(at) else {
            out.push_str("_x");
            rest = &at[2..];
            continue;
        };

        rest = &at[ESCAPE..];
        let mut units = vec![unit];
        if (0xD800..0xDC00).contains(&unit)
            && let Some(low @ 0xDC00..=0xDFFF) = escape(rest)
        {
            units.push(low);
            rest = &rest[ESCAPE..];
        }
        for character in char::decode_utf16(units) {
            out.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The code unit of the escape with which a text begins.
fn escape(text: &str) -> Option<u16> {
    let digits = text.get(..ESCAPE)?.strip_prefix("_x")?.strip_suffix('_')?;
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !are_digits {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}
