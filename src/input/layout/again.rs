//! Which rows below the header are a header again.

use super::columns::Layout;
use super::known::KnownHeaders;

/// How a data row is a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderAgain {
    /// It equals the header of the input.
    Same,
    /// It has other headers, or the same in another order: the rows below it may mean something else.
    Other,
}

impl Layout {
    /// Whether a record with these cells is a header again: the same one, or another. Costs no memory for ordinary rows.
    pub(crate) fn header_again<'r>(&self, record: impl Iterator<Item = &'r str> + Clone) -> Option<HeaderAgain> {
        // The row of a sheet ends with its last cell, and its header has all columns of the sheet.
        let mut headers = self.headers.iter();
        let mut cells = record.clone();
        let is_same = cells.all(|cell| are_same(headers.next().map_or("", String::as_str), cell));
        if is_same && headers.all(|header| header.trim().is_empty()) {
            return Some(HeaderAgain::Same);
        }

        // A name and a scope column: no filing is called so.
        let known = KnownHeaders::builtin();
        let mut first = None;
        for (index, cell) in record.clone().enumerate() {
            let Some(field) = known.exact_field(cell) else { continue };
            match first {
                Some((_, other)) if other != field => return Some(HeaderAgain::Other),
                Some(_) => {}
                None => first = Some((index, field)),
            }
        }
        // A list of changes has one such cell in each row: 经营范围 under 变更事项. Beside further headers it is one itself.
        let (first, _) = first?;
        let mut others = record.enumerate().filter(|(index, _)| *index != first);
        let is_header = |cell: &str| known.is_id(cell) || self.headers.iter().any(|header| are_same(header, cell));
        let is_beside_header = others.any(|(_, cell)| !cell.trim().is_empty() && is_header(cell));
        is_beside_header.then_some(HeaderAgain::Other)
    }
}

/// Whether a cell equals a header, blanks around both apart.
#[inline]
fn are_same(header: &str, cell: &str) -> bool {
    // Most cells of data differ from the header in their first byte already. Blanks are none of these bytes.
    if let ([a @ (0x21..=0x7E | 0xE4..=0xE9), ..], [b @ (0x21..=0x7E | 0xE4..=0xE9), ..]) =
        (header.as_bytes(), cell.as_bytes())
        && a != b
    {
        return false;
    }
    header.trim() == cell.trim()
}
