//! Files of which no row would be left below the header although they have some.

use super::{Header, filled};
use crate::input::InputError;

/// Characters that end lines in other systems, and here are part of one.
pub(super) const LINE_ENDS: [char; 8] =
    ['\u{B}', '\u{C}', '\u{1C}', '\u{1D}', '\u{1E}', '\u{85}', '\u{2028}', '\u{2029}'];
/// How many rows above a header make a table.
const ROWS: usize = 2;

/// Refuses a header at the very end of a text if its line contains other line ends, or if there are rows above it.
///
/// # Errors
/// [`InputError::OtherLineEnds`], [`InputError::RowsAboveHeader`].
pub(super) fn refuse(header: &Header) -> Result<(), InputError> {
    if let Some(line_end) = header.line_end {
        return Err(InputError::OtherLineEnds { line_end: format!("U+{:04X}", u32::from(line_end)) });
    }

    let columns = filled(&header.fields);
    let is_row = |title: &&Header| {
        let has_label = title.fields.iter().any(|cell| cell.contains([':', '：']));
        columns > 1 && filled(&title.fields) == columns && !has_label
    };
    if header.titles.iter().filter(is_row).count() >= ROWS {
        return Err(InputError::RowsAboveHeader { row: header.row });
    }
    Ok(())
}
