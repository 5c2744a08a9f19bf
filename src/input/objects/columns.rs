//! Tables of JSON that name their columns in a list of their own, beside the rows: `{"columns": [{"name": "企业名称"}, …], "rows": [[…], …]}`.

use serde_json::value::RawValue;

use super::pairs::{Pair, parse};
use crate::input::layout::{HeaderSearch, Layout, Wanted};
use crate::verdict::Field;

/// How many elements of a list tell whether it is one of columns.
const SAMPLE: usize = 64;
/// How many columns a known one stands for at most, where only a name or only a scope is known.
const COLUMNS_FOR_ONE: usize = 4;

pub(crate) type Values<'a> = Vec<&'a RawValue>;

/// A table among the members of an object.
pub(crate) struct Table<'a> {
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Values<'a>,
    /// The index of the member that lists its columns.
    pub(crate) columns: usize,
    /// The index of the member that has its rows.
    pub(crate) values: usize,
}

impl<'a> Table<'a> {
    /// The table of an object: a list of columns with a known header, and the only list of arrays, each row as long as this list.
    pub(crate) fn of(members: &[Pair<'a>], wanted: &Wanted) -> Option<Self> {
        let mut of_arrays = Vec::new();
        for (index, (_, value)) in members.iter().enumerate() {
            if let Some(list) = elements(value)
                && !list.is_empty()
                && list.iter().all(|element| element.get().starts_with('['))
            {
                of_arrays.push((index, list));
            }
        }
        let (values, rows) = of_arrays.pop().filter(|_| of_arrays.is_empty())?;
        let width = elements(rows.first()?)?.len();

        for (index, (_, value)) in members.iter().enumerate() {
            let Some(list) = elements(value).filter(|list| index != values && list.len() == width) else { continue };
            if let Some(headers) = headers_of(&list, wanted) {
                return Some(Self { headers, rows, columns: index, values });
            }
        }
        None
    }
}

/// The elements of a list.
pub(crate) fn elements(value: &RawValue) -> Option<Values<'_>> {
    if !value.get().starts_with('[') {
        return None;
    }
    serde_json::from_str(value.get()).ok()
}

/// Whether a list describes columns and has no rows: the names in it are known headers. A few firms may be called so, too.
pub(crate) fn is_list_of_columns(list: &[&RawValue], wanted: &Wanted) -> bool {
    let sample = &list[..list.len().min(SAMPLE)];
    if !sample.iter().all(|element| element.get().starts_with('{')) {
        return false;
    }
    let Some(headers) = headers_of(sample, wanted) else { return false };
    let layout = Layout::of_keys(headers.clone(), wanted);
    let has_all = Field::FILED.into_iter().all(|field| !layout.lacks(field));
    has_all || Layout::recognised(&headers, wanted) * COLUMNS_FOR_ONE >= headers.len()
}

/// The headers that a list of texts has, or a list of objects that each describe a column. Returns `None` if none is known.
fn headers_of(list: &[&RawValue], wanted: &Wanted) -> Option<Vec<String>> {
    if list.iter().all(|element| element.get().starts_with('"')) {
        let texts: Option<Vec<String>> = list.iter().map(|element| text(element)).collect();
        return texts.filter(|headers| are_known(headers, wanted));
    }

    let mut columns = Vec::new();
    for element in list {
        let mut members = Vec::new();
        parse(element.get(), &mut members).ok()?;
        columns.push(members);
    }
    let mut headers = None;
    let mut headed_by = None;
    for (key, _) in columns.first()? {
        let named: Vec<String> = columns.iter().map(|members| member_text(members, key)).collect();
        if headers.is_none() && are_known(&named, wanted) {
            headers = Some(named);
            headed_by = Some(key);
        }
    }

    // Under a further key to check there are values: a list of changes has 经营范围 as what was changed.
    let is_checked = |key: &str| Layout::recognised(&[key.to_owned()], wanted) > 0;
    let mut keys = columns.iter().flatten().map(|(key, _)| key);
    let has_values = keys.any(|key| Some(key) != headed_by && is_checked(key));
    headers.filter(|_| !has_values)
}

/// Whether one of the texts is a known header, or one that the user names. Most texts begin or end as none does.
fn are_known(texts: &[String], wanted: &Wanted) -> bool {
    let are_named = !wanted.columns.is_empty() || !wanted.required.is_empty();
    let may_be_header = HeaderSearch::may_be_header();
    let may_be_known = are_named || texts.iter().any(|text| may_be_header(text.as_bytes()));
    may_be_known && Layout::recognised(texts, wanted) > 0
}

fn member_text(members: &[Pair<'_>], key: &str) -> String {
    let member = members.iter().find(|(own, _)| own == key);
    member.and_then(|(_, value)| text(value)).unwrap_or_default()
}

fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}
