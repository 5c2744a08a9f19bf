//! The records of a part in BIFF12, and the texts in them.

use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::message::{Damage, WorkbookError};

/// The records of a part.
pub(super) struct Records<'a>(pub(super) &'a [u8]);

pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) content: &'a [u8],
}

impl<'a> Records<'a> {
    /// Returns the next record, or `None` at the end of the part.
    ///
    /// Kind and length are written in base 128, least significant byte first; the high bit says that another byte follows. A
    /// kind has at most two bytes, and a length at most four.
    ///
    /// # Errors
    /// If the record is cut off.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let first = self.byte()?;
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(self.byte()? & 0x7F) << 7;
        }

        let mut len = 0;
        for place in 0..4 {
            let byte = self.byte()?;
            len |= usize::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }

        let (content, rest) = self.0.split_at_checked(len).ok_or_else(cut_off)?;
        self.0 = rest;
        Ok(Some(Record { kind, content }))
    }

    fn byte(&mut self) -> Result<u8> {
        let (byte, rest) = self.0.split_first().ok_or_else(cut_off)?;
        self.0 = rest;
        Ok(*byte)
    }
}

/// A text with its length in front of it, and what is behind it. A length of all ones says that there is no text.
pub(super) fn text(content: &[u8]) -> Result<(String, &[u8])> {
    let len = u32_at(content, 0)?;
    let rest = &content[4..];
    if len == u32::MAX {
        return Ok((String::new(), rest));
    }

    let (bytes, rest) = rest.split_at_checked((len as usize).saturating_mul(2)).ok_or_else(cut_off)?;
    let units: Vec<u16> = bytes.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Ok((String::from_utf16_lossy(&units), rest))
}

/// The text of a cell, in which a control is written as `_x000D_`.
pub(super) fn shown_text(content: &[u8]) -> Result<String> {
    let (written, _) = text(content)?;
    let mut shown = String::new();
    let mut rest = &written[..];
    while let Some(offset) = rest.find("_x") {
        shown.push_str(&rest[..offset]);
        rest = &rest[offset..];
        let (character, len) = escaped(rest).map_or(('_', 1), |character| (character, "_x000D_".len()));
        shown.push(character);
        rest = &rest[len..];
    }
    shown.push_str(rest);
    Ok(shown)
}

/// The character that an escape at the beginning of a text stands for.
fn escaped(text: &str) -> Option<char> {
    let digits = text.get(2..6)?;
    let is_escape = text.get(6..7) == Some("_") && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_escape {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// The number at an offset.
pub(super) fn u16_at(content: &[u8], offset: usize) -> Result<u16> {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().map(|bytes| u16::from_le_bytes(*bytes)).ok_or_else(cut_off)
}

pub(super) fn u32_at(content: &[u8], offset: usize) -> Result<u32> {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)).ok_or_else(cut_off)
}

/// The error for content that ends in the middle.
pub(super) fn cut_off() -> WorkbookError {
    Kind::Xlsb.damaged(Damage::Unfinished)
}
