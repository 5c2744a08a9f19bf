//! What the first rows of a table tell: whether its headers are in two rows.

use crate::input::layout::known::{KnownHeaders, Role, same_header};
use crate::verdict::Field;

/// Whether a record is the second row of a header. It has no text of its own under a name or a scope, except for the parts of a
/// scope, and it names such parts, or further columns to check, or repeats the headers of all columns that are merged over both
/// rows, or gives them in another language. A row of headers that differ in nothing is the header again. `is_last` says that no row
/// follows: then one that only repeats headers may be the only filing.
pub(super) fn is_second_row(header: &[String], second: &[String], is_last: bool) -> bool {
    let known = KnownHeaders::builtin();
    let mut parts = 0;
    let mut fields = 0;
    let mut repeated = 0;
    let mut others = 0;
    let mut labels = 0;
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
        } else if is_translated(above, cell) {
            translated += 1;
        } else if is_under_scope(header, index) && matches!(role, Some(Role::Part | Role::Field(Field::Scope))) {
            parts += 1;
        } else if is_checked || is_under_scope(header, index) {
            return false;
        } else if matches!(role, Some(Role::Field(_))) {
            fields += 1;
        } else {
            others += 1;
            labels += usize::from(known.is_label(cell));
        }
    }
    // Without a name above, a row with a word like 许可 may be a filing.
    let has_name = header.iter().any(|above| known.exact_field(above) == Some(Field::Name));
    let has_parts = parts > 0 && (others == 0 || has_name);
    let has_headers = others > 0 && (!is_last || labels == others);
    has_parts || fields > 0 || translated > 0 || repeated > 0 && has_headers
}

/// Whether the header of a column is that of a scope, or behind one blank or 续.
pub(super) fn is_under_scope(header: &[String], index: usize) -> bool {
    let upto = &header[..header.len().min(index + 1)];
    let known = KnownHeaders::builtin();
    let named = upto.iter().rev().find(|field| !field.trim().is_empty() && !known.is_continuation(field));
    named.is_some_and(|field| known.role(field) == Some(Role::Field(Field::Scope)))
}

/// Whether two known headers of a field are in different languages.
pub(super) fn is_translated(above: &str, cell: &str) -> bool {
    let known = KnownHeaders::builtin();
    let field = known.exact_field(above);
    field.is_some() && field == known.exact_field(cell) && above.is_ascii() != cell.is_ascii()
}

/// Whether the header of a group of columns says nothing of this one, which its second row names: 企业信息 above 企业名称.
pub(super) fn is_named_below(above: &str, part: &str) -> bool {
    let known = KnownHeaders::builtin();
    known.role(above).is_none() && matches!(known.role(part), Some(Role::Field(_) | Role::Id))
}
