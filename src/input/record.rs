//! One record of an input, whatever the input is: its text, its fields, and what its columns are.

#[cfg(feature = "reports")]
use super::client_line::is_of_client;
use super::delimited::{Dialect, Fields, Swallowed};
use super::encoding::Encoding;
#[cfg(feature = "reports")]
use super::layout::may_be_firm;
use super::layout::{HeaderAgain, Layout};
use crate::verdict::Problem;

/// Why a record's bytes could not be read like the rest of its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// They were read in this encoding instead.
    Mixed(Encoding),
    /// Some of its fields were read in this encoding instead.
    MixedFields(Encoding),
    /// Some of its fields can be read in two encodings. With the offset of the first of them in the input.
    Doubtful(u64),
    /// They do not decode. With the offset of the first such byte in the input.
    Undecodable(u64),
}

/// One record, split into fields.
#[derive(Debug)]
pub struct Record<'a> {
    pub(super) text: &'a str,
    /// Its offset in the text of its block, in bytes.
    pub start: usize,
    pub(super) fields: Fields<'a>,
    /// What its columns are.
    pub layout: &'a Layout,
    /// Which of the layouts of its block this is. Only JSON objects have several.
    pub(crate) shape: usize,
    pub(super) dialect: &'a Dialect,
    /// What was wrong with its bytes.
    pub trouble: Option<Trouble>,
    /// The number of line breaks in it, those included that were cut out of it.
    pub(super) breaks: u64,
    /// Whether a quoted field is opened in it and never closed.
    pub open_quote: bool,
    /// Whether it is a row of a spreadsheet or a JSON object, whose missing cells are empty cells.
    pub is_sheet_row: bool,
    /// What was found wrong while it was read. Only JSON objects have such notes.
    pub notes: &'a [Problem],
}

impl Record<'_> {
    /// The number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether it has no field at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.len() == 0
    }

    /// The whole text, with its delimiters and quotes.
    pub(crate) fn text(&self) -> &str {
        self.text
    }

    /// The content of a field, unquoted into `memory` if it has to be. Returns `None` if the record has no such field.
    #[inline]
    #[must_use]
    pub fn field<'m>(&'m self, index: usize, memory: &'m mut String) -> Option<&'m str> {
        Some(self.fields.get(index)?.content(self.text, memory))
    }

    /// The content of a field with its doubled quotes.
    #[inline]
    pub(crate) fn raw(&self, index: usize) -> &str {
        let field = self.fields.at(index);
        &self.text[field.start..field.end]
    }

    /// The bytes of a field if they are as they were written. Returns `None` if there is no such field or quotes have to be
    /// removed from it.
    #[inline]
    pub(crate) fn unescaped(&self, index: usize) -> Option<&[u8]> {
        let field = self.fields.get(index).filter(|field| !field.escaped)?;
        Some(&self.text.as_bytes()[field.start..field.end])
    }

    /// The column of the first character of a field in its physical line, from 1, in Unicode scalar values. Returns `None` if
    /// the record has several lines or is none of a text, or if quotes have to be removed from the field.
    #[cfg(feature = "reports")]
    pub(crate) fn column_of(&self, index: usize) -> Option<u64> {
        let field = self.fields.get(index).filter(|field| !field.escaped)?;
        let is_line = !self.is_sheet_row && self.breaks == 0;
        is_line.then(|| self.text[..field.start].chars().count() as u64 + 1)
    }

    /// Whether a field has text, blanks apart.
    #[inline]
    pub(crate) fn has_text(&self, index: usize) -> bool {
        let Some(field) = self.fields.get(index) else { return false };
        match self.text.as_bytes()[field.start..field.end] {
            [] => false,
            // Printable ASCII, or the first byte of a common Han character.
            [0x21..=0x7E | 0xE4..=0xE9, ..] => true,
            _ => !self.raw(index).trim().is_empty(),
        }
    }

    /// Whether text follows the closing quote of a field.
    #[must_use]
    pub fn has_text_behind_quote(&self) -> bool {
        self.fields.iter().any(|field| field.has_text_behind_quote(self.text))
    }

    /// Whether the record is a header again.
    pub(crate) fn header_again(&self) -> Option<HeaderAgain> {
        self.layout.header_again(self.fields.iter().map(|field| &self.text[field.start..field.end]))
    }

    /// The first and last offset of a field in the text of its block, in bytes.
    #[inline]
    pub(crate) fn bytes_of(&self, index: usize) -> (usize, usize) {
        let field = self.fields.at(index);
        (self.start + field.start, self.start + field.end)
    }

    /// Whether nothing is wrong with it: it has as many fields as the header, and no problem is known.
    #[inline]
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.trouble.is_none()
            && self.breaks == 0
            && !self.open_quote
            && self.notes.is_empty()
            && self.fields.len() == self.layout.headers.len()
    }

    /// Whether it has fewer fields than the header because it is a line that a client of a database adds to a table: a rule or
    /// the number of rows.
    #[cfg(feature = "reports")]
    pub(crate) fn is_of_client(&self) -> bool {
        let is_short = !self.is_sheet_row && self.fields.len() < self.layout.headers.len();
        is_short && self.trouble.is_none() && self.breaks == 0 && !self.open_quote && is_of_client(self.text)
    }

    /// Whether it has one field more than the header, which is empty because the line ends with the delimiter, and not because
    /// a delimiter within a text has moved all that is behind it. The row's text ends in a checked column, and what belongs
    /// into one cannot have moved into another column: there is none between, or the name ends as that of a firm.
    #[cfg(feature = "reports")]
    pub(crate) fn has_only_delimiter_more(&self) -> bool {
        let width = self.layout.headers.len();
        if self.len() != width + 1 || self.has_text(width) {
            return false;
        }
        let checked = &self.layout.checked;
        let is_checked = |index: usize| checked.iter().any(|column| column.index == index);
        let last = (0..width).rev().find(|index| self.has_text(*index));
        let (Some(last), Some(first)) = (last, checked.iter().map(|column| column.index).min()) else { return false };

        let has_firm =
            self.layout.name.is_some_and(|name| may_be_firm(self.field(name, &mut String::new()).unwrap_or_default()));
        let is_named = !self.layout.headers[last].trim().is_empty();
        is_named && is_checked(last) && (has_firm || (first..=last).all(is_checked))
    }

    /// The offset of its end in the text of its block, in bytes.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The number of line breaks inside the record.
    #[must_use]
    pub fn line_breaks(&self) -> u64 {
        self.breaks
    }

    /// Whether a quote that was never closed seems to have swallowed other records, until another quote closed it by
    /// accident: text follows the closing quote, or the lines inside a field look like records of this input.
    #[must_use]
    pub fn seems_torn(&self) -> bool {
        if self.is_sheet_row || self.breaks == 0 {
            return false;
        }

        let width = self.layout.headers.len();
        let swallowed = Swallowed { text: self.text, dialect: self.dialect, fields: self.fields, width };
        self.fields.iter().enumerate().any(|(index, field)| field.torn || swallowed.is_in(index))
    }
}
