//! What the first rows of a table tell: whether its headers are in a column, and whether they are in two rows.

use super::Header;
use crate::input::layout::known::{KnownHeaders, Role, same_header};
use crate::input::layout::suggest::is_value_of;
use crate::verdict::Field;

/// The first known header with a text behind it that is no header but what it names: 企业名称, 某某有限公司. Returns its row and
/// its text.
pub(super) fn label_before_value(header: &Header) -> Option<(usize, String)> {
    let known = KnownHeaders::builtin();
    for (label, value) in header.fields.iter().zip(header.fields.iter().skip(1)) {
        let Some(field) = known.exact_field(label) else { continue };
        if known.role(value).is_none() && is_value_of(value, field) {
            return Some((1, label.trim().to_owned()));
        }
    }
    None
}

/// The first known header of another field, or of ids, below a known header, in the same column: then the headers are in a
/// column and not in a row. Returns its row below the header, and its text. A whole row of headers is no such label.
pub(super) fn label_below(header: &Header, below: &[Header]) -> Option<(usize, String)> {
    let known = KnownHeaders::builtin();
    for (index, own) in header.fields.iter().enumerate() {
        let Some(own) = known.exact_field(own) else { continue };
        for (row, candidate) in below.iter().enumerate() {
            let Some(text) = candidate.fields.get(index) else { continue };
            let is_label = known.exact_field(text).is_some_and(|other| other != own);
            let is_only_one = candidate.recognised == 1 && header.recognised == 1;
            let is_id = candidate.recognised == 0 && known.is_id(text);
            if is_label && is_only_one || is_id {
                return Some((row + 2, text.trim().to_owned()));
            }
        }
    }
    None
}

/// Whether a record is the second row of a header. It has no text of its own under a name or a scope, except for the parts of a
/// scope, and it names such parts, or further columns to check, or repeats the headers of all columns that are merged over both
/// rows, or gives them in another language. A row of headers that differ in nothing is the header again.
pub(super) fn is_second_row(header: &[String], second: &[String]) -> bool {
    let known = KnownHeaders::builtin();
    let mut parts = 0;
    let mut fields = 0;
    let mut repeated = 0;
    let mut others = 0;
    let mut translated = 0;
    for (index, cell) in second.iter().enumerate() {
        let above = header.get(index).map_or("", |above| above.as_str());
        let is_checked = known.exact_field(above).is_some();
        let role = known.role(cell);
        if cell.trim().is_empty() {
            continue;
        }
        if same_header(above, cell) {
            repeated += usize::from(is_checked);
        } else if is_checked
            && known.exact_field(above) == known.exact_field(cell)
            && above.is_ascii() != cell.is_ascii()
        {
            translated += 1;
        } else if is_under_scope(header, index) && matches!(role, Some(Role::Part | Role::Field(Field::Scope))) {
            parts += 1;
        } else if is_checked || is_under_scope(header, index) {
            return false;
        } else if matches!(role, Some(Role::Field(_))) {
            fields += 1;
        } else {
            others += 1;
        }
    }
    // Without a name above, a row with a word like 许可 may be a filing.
    let has_name = header.iter().any(|above| known.exact_field(above) == Some(Field::Name));
    let has_parts = parts > 0 && (others == 0 || has_name);
    has_parts || fields > 0 || translated > 0 || repeated > 0 && others > 0
}

/// Whether the header of a column is that of a scope, or blank behind one.
pub(super) fn is_under_scope(header: &[String], index: usize) -> bool {
    let upto = &header[..header.len().min(index + 1)];
    let named = upto.iter().rev().find(|field| !field.trim().is_empty());
    named.is_some_and(|field| KnownHeaders::builtin().role(field) == Some(Role::Field(Field::Scope)))
}

/// Whether the header of a group of columns says nothing of this one, which its second row names: 企业信息 above 企业名称.
pub(super) fn is_named_below(above: &str, part: &str) -> bool {
    let known = KnownHeaders::builtin();
    known.role(above).is_none() && matches!(known.role(part), Some(Role::Field(_) | Role::Id))
}
