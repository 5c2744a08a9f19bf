//! Whether the first rows of a table are a form, or a table on its side: its headers are in a column, or take turns with their
//! values in a row.

use super::{Header, with_text};
use crate::input::layout::known::{KnownHeaders, same_header};
use crate::input::layout::suggest::{is_value_of, may_be_firm};
use crate::verdict::Field;

/// The cell that shows that a table is a form: its row, from 1 for the header, and its text.
pub(super) fn label(header: &Header, below: &[Header]) -> Option<(usize, String)> {
    let beside = || label_before_value(header).or_else(|| label_before_firm(header, below.is_empty()));
    let again = || label_again(header, below).or_else(|| label_with_colon(header, below));
    beside().or_else(|| label_below(header, below)).or_else(again).or_else(|| item_below(header, below))
}

/// The first known header with a text behind it that is no header but what it names: 企业名称, 某某有限公司. Returns its row and
/// its text.
fn label_before_value(header: &Header) -> Option<(usize, String)> {
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
fn label_below(header: &Header, below: &[Header]) -> Option<(usize, String)> {
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

/// The first label if known headers of a name and a scope take turns with texts that are none, of which one may be a firm:
/// 企业名称, 甲公司, 经营范围, 软件开发. If nothing is below, the name may be any: a header alone has other headers between these.
fn label_before_firm(header: &Header, is_last: bool) -> Option<(usize, String)> {
    let known = KnownHeaders::builtin();
    let cells = distinct(&header.fields);
    let mut fields = Vec::new();
    let mut has_firm = false;
    for pair in cells.chunks(2) {
        let [label, value] = pair else { return None };
        let is_value = known.role(value).is_none() && !known.is_label(value);
        let is_value = is_value && !(is_last && known.ends_as_label(value));
        if !is_value || known.role(label).is_none() && !known.is_label(label) {
            return None;
        }
        let field = known.exact_field(label);
        has_firm |= field == Some(Field::Name) && (is_last || may_be_firm(value));
        fields.extend(field);
    }
    let has_all = Field::FILED.iter().all(|field| fields.contains(field));
    (has_all && has_firm).then(|| (1, cells.first().cloned().unwrap_or_default()))
}

/// The first known header if the row below has the same labels before other values, and no later row has other labels. Where
/// headers are merged over two rows, the rows below have values under them.
fn label_again(header: &Header, below: &[Header]) -> Option<(usize, String)> {
    let known = KnownHeaders::builtin();
    let (next, later) = below.split_first()?;
    let mut labels = Vec::new();
    let mut is_label_next = true;
    let mut before: Option<(&str, &str)> = None;
    for index in 0..header.fields.len().max(next.fields.len()) {
        let (own, other) = (cell(header, index), cell(next, index));
        if own.is_empty() && other.is_empty() || before.replace((own, other)) == Some((own, other)) {
            continue;
        }
        let is_label = !own.is_empty() && same_header(own, other);
        if is_label != is_label_next {
            return None;
        }
        if is_label {
            labels.push(index);
        }
        is_label_next = !is_label_next;
    }
    let label = labels.iter().map(|index| cell(header, *index)).find(|label| known.exact_field(label).is_some())?;

    let has_values = is_label_next && !labels.is_empty();
    let goes_on = later.iter().all(|row| {
        let is_footer = with_text(&row.fields).count() < 2;
        is_footer || labels.iter().all(|index| same_header(cell(header, *index), cell(row, *index)))
    });
    (has_values && goes_on).then(|| (1, label.to_owned()))
}

/// The first label if labels that end with a colon take turns with texts that do not.
fn label_with_colon(header: &Header, below: &[Header]) -> Option<(usize, String)> {
    let values = values_behind_colons(&header.fields)?;
    let label = header.fields.iter().find(|cell| ends_with_colon(cell))?;
    let is_form = match below.first() {
        Some(next) => values > 1 || values_behind_colons(&next.fields).is_some(),
        None => values > 1 || distinct(&header.fields).len() == 2,
    };
    is_form.then(|| (1, label.trim().to_owned()))
}

/// How many values there are if the filled cells are labels that end with a colon, each before one value or none.
fn values_behind_colons(fields: &[String]) -> Option<usize> {
    let mut values = 0;
    let mut is_behind_label = false;
    for cell in distinct(fields) {
        let is_label = ends_with_colon(&cell);
        if !is_label && !is_behind_label {
            return None;
        }
        values += usize::from(!is_label);
        is_behind_label = is_label;
    }
    (values > 0).then_some(values)
}

/// The first cell below a known header that is the name of another item, if the cells of this row below all known headers are,
/// and the item has a value beside it: 住所 below 企业名称.
fn item_below(header: &Header, below: &[Header]) -> Option<(usize, String)> {
    let known = KnownHeaders::builtin();
    let next = below.first()?;
    let mut item = None;
    for (index, own) in header.fields.iter().enumerate() {
        let text = cell(next, index);
        if text.is_empty() || known.exact_field(own).is_none() {
            continue;
        }
        let value = cell(next, index + 1);
        if !known.is_label(text) || value.is_empty() || known.is_label(value) {
            return None;
        }
        item = item.or_else(|| Some(text.to_owned()));
    }
    Some((2, item?))
}

fn cell(record: &Header, index: usize) -> &str {
    record.fields.get(index).map_or("", |cell| cell.trim())
}

fn ends_with_colon(cell: &str) -> bool {
    cell.trim_end().ends_with([':', '：'])
}

/// The filled cells. A cell that is merged over several columns counts once.
fn distinct(fields: &[String]) -> Vec<String> {
    let mut cells: Vec<String> = with_text(fields).map(|(_, text)| text).collect();
    cells.dedup();
    cells
}
