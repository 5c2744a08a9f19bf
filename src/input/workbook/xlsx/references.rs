//! References to cells, rows and ranges.

use crate::input::workbook::kind::Kind;
use crate::input::workbook::merged::Range;
use crate::message::{Damage, WorkbookError};

/// The row, from 0, and the column of a reference such as `B2`, `b2` or `$B$2`. A column alone has no row.
pub(super) fn reference(text: &str) -> Option<(Option<u32>, u32)> {
    let mut column = 0_u32;
    let text = text.strip_prefix('$').unwrap_or(text);
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    for letter in text.bytes().take(letters) {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.saturating_mul(26).saturating_add(digit);
    }

    let column = column.checked_sub(1)?;
    let rest = &text[letters..];
    if rest.is_empty() {
        return Some((None, column));
    }
    let row = row_number(rest)?;
    Some((Some(row), column))
}

/// The row, from 0, of a number from 1.
pub(super) fn row_number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('$').unwrap_or(text);
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits {
        return None;
    }
    // A number that has too many digits is beyond the last row.
    let number: u32 = digits.parse().unwrap_or(u32::MAX);
    number.checked_sub(1)
}

/// The range of a reference such as `B2:B3`.
pub(super) fn range(text: &str) -> Option<Range> {
    let (first, last) = text.split_once(':')?;
    let (first_row, first_column) = reference(first.trim())?;
    let (last_row, last_column) = reference(last.trim())?;
    Some(Range::new((first_row?, first_column), (last_row?, last_column)))
}

/// The error for a place that no sheet has.
pub(super) fn misplaced(reference: &str) -> WorkbookError {
    Kind::Xlsx.damaged(Damage::Malformed { cause: format!("no such place: {reference}").into() })
}
