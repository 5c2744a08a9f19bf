//! The records of a BIFF stream.

use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::message::{Damage, WorkbookError};

/// A record that continues the one before it.
const CONTINUE: u16 = 0x003C;

/// The records from some offset on.
#[derive(Clone, Copy)]
pub(super) struct Records<'a>(pub(super) &'a [u8]);

/// A record.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) content: &'a [u8],
}

impl<'a> Records<'a> {
    /// Returns the next record, or `None` at the end of the stream.
    ///
    /// # Errors
    /// If the record is cut off.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>> {
        let Some((head, rest)) = self.0.split_first_chunk::<4>() else {
            return Ok(None);
        };
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let len = u16::from_le_bytes([head[2], head[3]]);

        let (content, rest) = rest.split_at_checked(usize::from(len)).ok_or_else(cut_off)?;
        self.0 = rest;
        Ok(Some(Record { kind, content }))
    }

    /// The content of a record that was read just now, and of all records that continue it.
    ///
    /// # Errors
    /// If one of them is cut off.
    pub(super) fn whole(&mut self, first: &'a [u8]) -> Result<Pieces<'a>> {
        let mut rest = Vec::new();
        while self.0.starts_with(&CONTINUE.to_le_bytes()) {
            match self.next()? {
                Some(record) => rest.push(record.content),
                None => break,
            }
        }
        Ok(Pieces { now: first, rest: rest.into_iter() })
    }
}

/// The error for content that ends in the middle.
pub(super) fn cut_off() -> WorkbookError {
    Kind::Xls.damaged(Damage::Unfinished)
}

/// What is left of a record and of those that continue it.
pub(super) struct Pieces<'a> {
    /// What is left of the current record.
    now: &'a [u8],
    rest: std::vec::IntoIter<&'a [u8]>,
}

/// The flags of a text.
const IS_WIDE: u32 = 1;
const HAS_PHONETICS: u32 = 4;
const HAS_RUNS: u32 = 8;

impl Pieces<'_> {
    /// Goes to the next record if the current one is read. Returns `None` at the end.
    pub(super) fn go_on(&mut self) -> Option<()> {
        while self.now.is_empty() {
            self.now = self.rest.next()?;
        }
        Some(())
    }

    /// A number of `len` bytes, which are all in one record.
    pub(super) fn number(&mut self, len: usize) -> Option<u32> {
        self.go_on()?;
        let (bytes, rest) = self.now.split_at_checked(len)?;
        self.now = rest;

        let mut number = 0;
        for byte in bytes.iter().rev() {
            number = number << 8 | u32::from(*byte);
        }
        Some(number)
    }

    pub(super) fn skip(&mut self, mut len: usize) -> Option<()> {
        while len > 0 {
            self.go_on()?;
            let here = len.min(self.now.len());
            self.now = &self.now[here..];
            len -= here;
        }
        Some(())
    }

    /// Bytes of a text in a code page, which go on in further records as they are.
    pub(super) fn bytes(&mut self, mut len: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        while len > 0 {
            self.go_on()?;
            let (here, rest) = self.now.split_at(len.min(self.now.len()));
            bytes.extend_from_slice(here);
            self.now = rest;
            len -= here.len();
        }
        Some(bytes)
    }

    /// A text in UTF-16 with its flags in front of it, and what follows them in the table of shared texts.
    pub(super) fn wide(&mut self, len: u32, units: &mut Vec<u16>) -> Option<()> {
        let flags = self.number(1)?;
        let runs = if flags & HAS_RUNS == 0 { 0 } else { self.number(2)? };
        let phonetics = if flags & HAS_PHONETICS == 0 { 0 } else { self.number(4)? };

        self.units(len as usize, flags, units)?;
        self.skip(runs as usize * 4)?;
        self.skip(phonetics as usize)
    }

    /// The units of a text. They can go on in further records, each of which says anew whether its units have two bytes; in
    /// one byte they are the first 256 characters of Unicode.
    fn units(&mut self, mut left: usize, mut flags: u32, units: &mut Vec<u16>) -> Option<()> {
        loop {
            if flags & IS_WIDE == 0 {
                let (here, rest) = self.now.split_at(left.min(self.now.len()));
                units.extend(here.iter().map(|byte| u16::from(*byte)));
                self.now = rest;
                left -= here.len();
            } else {
                let here = left.min(self.now.len() / 2);
                let (pairs, rest) = self.now.split_at(here * 2);
                units.extend(pairs.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)));
                self.now = rest;
                left -= here;
            }
            if left == 0 {
                return Some(());
            }

            self.now = self.rest.next()?;
            flags = self.number(1)?;
        }
    }
}

/// The number at an offset.
///
/// # Errors
/// If the content ends before it does.
pub(super) fn u16_at(content: &[u8], offset: usize) -> Result<u16> {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().map(|bytes| u16::from_le_bytes(*bytes)).ok_or_else(cut_off)
}

/// The number at an offset.
///
/// # Errors
/// If the content ends before it does.
pub(super) fn u32_at(content: &[u8], offset: usize) -> Result<u32> {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)).ok_or_else(cut_off)
}

/// The eight bytes at an offset.
///
/// # Errors
/// If the content ends before they do.
pub(super) fn eight_at(content: &[u8], offset: usize) -> Result<[u8; 8]> {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().copied().ok_or_else(cut_off)
}
