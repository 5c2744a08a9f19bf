//! Finds the list of rows in a text of JSON.

use serde_json::value::RawValue;

use crate::input::InputError;
use crate::input::layout::{Layout, seems_value};
use crate::input::objects::{CheckedKeys, Nested, Pair, Table, Values, elements, is_list_of_columns, parse};
use crate::input::options::Options;
use crate::message::Lists;
use crate::verdict::Field;

/// How many objects may contain one another around the list of rows.
const DEEPEST: usize = 8;
/// How many names and scopes inside an object tell what it is.
const SAMPLE: usize = 256;
/// How many objects an export describes itself with at most.
const PARTS: usize = 8;
/// The longest key, in bytes, that may name anything and not only firms: `name`, `scope`, 名称.
const GENERIC: usize = 6;

/// What a text of JSON contains.
pub(super) struct Content {
    pub(super) rows: Rows,
    /// The members of the objects around the list of rows: key and text.
    pub(super) beside: Vec<Member>,
}

/// Key and text of a member.
pub(super) type Member = (String, String);

/// The rows of a text of JSON.
pub(super) enum Rows {
    /// Objects, one a line.
    Objects(String),
    /// Arrays, as delimited text.
    Arrays(String),
}

/// The values that are rows.
struct Found<'a> {
    /// The headers of arrays, if another list names them.
    headers: Option<Vec<String>>,
    values: Values<'a>,
}

/// Finds the rows of a text.
///
/// # Errors
/// The text is no JSON, or it is not clear which of its values are rows.
pub(super) fn rows(text: &str, options: &Options) -> Result<Content, InputError> {
    find_rows(text, options).map_err(|error| match error {
        InputError::JsonNoRows { .. } => InputError::JsonNoRows { found: lists_in(text) },
        error => error,
    })
}

/// Which lists of rows there are is found out where it is said.
fn no_rows() -> InputError {
    InputError::JsonNoRows { found: Lists::default() }
}

/// The lists of objects or of lists in a text.
fn lists_in(text: &str) -> Lists {
    let mut lists = Vec::new();
    if let Ok(value) = serde_json::from_str(text) {
        add_lists(&value, "", DEEPEST, &mut lists);
    }
    Lists(lists)
}

/// Adds the lists of rows in a value, each with the keys that lead to it. The keys of a list's own objects are its headers.
fn add_lists(value: &serde_json::Value, path: &str, depth: usize, lists: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(values) if values.iter().any(|value| value.is_object() || value.is_array()) => {
            lists.extend((!path.is_empty()).then(|| path.to_owned()));
        }
        serde_json::Value::Object(members) if depth > 0 => {
            for (key, member) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                add_lists(member, &path, depth - 1, lists);
            }
        }
        _ => {}
    }
}

fn find_rows(text: &str, options: &Options) -> Result<Content, InputError> {
    let mut values: Values<'_> = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter() {
        values.push(value.map_err(|error| broken(&error))?);
    }

    let mut beside = Vec::new();
    let found = match values[..] {
        [value] => list(value, options, &mut beside)?,
        _ => Found { headers: None, values },
    };
    let Found { headers, mut values } = found;
    // A list may have places without a row, as a table has blank rows.
    if values.iter().any(|value| is_array(value) || is_object(value)) {
        values.retain(|value| value.get() != "null");
    }
    if !values.is_empty() && values.iter().all(|value| is_array(value)) {
        return Ok(Content { rows: Rows::Arrays(delimited(headers.as_deref(), &values)?), beside });
    }
    let has_objects = values.iter().any(|value| is_object(value));
    if !values.is_empty() && !has_objects || is_list_of_columns(&values, &options.wanted) {
        return Err(no_rows());
    }
    Ok(Content { rows: Rows::Objects(lines(&values)), beside })
}

fn broken(error: &serde_json::Error) -> InputError {
    InputError::JsonBroken { line: error.line(), column: error.column() }
}

fn is_array(value: &RawValue) -> bool {
    value.get().starts_with('[')
}

fn is_object(value: &RawValue) -> bool {
    value.get().starts_with('{')
}

/// The rows of the only value of a text: its elements, or those of the one array in it, or the object itself. Adds the other
/// members of the objects around them to `beside`.
fn list<'a>(value: &'a RawValue, options: &Options, beside: &mut Vec<Member>) -> Result<Found<'a>, InputError> {
    let mut value = value;
    for _ in 0..DEEPEST {
        if is_array(value) {
            let values: Values<'_> = serde_json::from_str(value.get()).map_err(|error| broken(&error))?;
            let Some(only) = only_around(&values, options) else { return Ok(Found { headers: None, values }) };
            for other in values {
                if !std::ptr::eq(other, only) {
                    beside.extend(members_beside(other, options)?);
                }
            }
            value = only;
        }
        if !is_object(value) {
            return Err(no_rows());
        }

        let mut members = Vec::new();
        parse(value.get(), &mut members).map_err(|error| broken(&error))?;
        let is_row = has_key(&members, options);
        if is_row && !is_around(&members, options) {
            return Ok(Found { headers: None, values: vec![value] });
        }
        match step(&members, options) {
            Ok(Step { headers, value: Some(inner), others }) => {
                beside.extend(others);
                if headers.is_some() {
                    let values = elements(inner).unwrap_or_default();
                    return Ok(Found { headers, values });
                }
                value = inner;
            }
            Ok(Step { value: None, .. }) => return Ok(Found { headers: None, values: vec![value] }),
            // The lists inside a row are checked with it.
            Err(_) if is_row => return Ok(Found { headers: None, values: vec![value] }),
            Err(error) => return Err(error),
        }
    }
    Err(no_rows())
}

/// A member of an object that contains the rows.
struct Step<'a> {
    /// The headers of the rows, if another member names them.
    headers: Option<Vec<String>>,
    /// Its value. `None` if the object itself is a row.
    value: Option<&'a RawValue>,
    /// The other members.
    others: Vec<Member>,
}

/// Steps from the members of an object to the list of rows in it.
fn step<'a>(members: &[Pair<'a>], options: &Options) -> Result<Step<'a>, InputError> {
    let table = Table::of(members, &options.wanted).filter(|_| !options.wanted.no_headers);
    let (headers, columns, value) = match table {
        Some(table) => (Some(table.headers), Some(members[table.columns].1), members[table.values].1),
        None => match list_or_object(members, options)? {
            Some(value) => (None, None, value),
            None => return Ok(Step { headers: None, value: None, others: Vec::new() }),
        },
    };

    let mut others = Vec::new();
    for (key, other) in members {
        let text = if std::ptr::eq(*other, value) {
            String::new()
        } else if columns.is_some_and(|columns| std::ptr::eq(*other, columns)) {
            other.get().to_owned()
        } else {
            text_beside(other, options)?
        };
        others.push((key.clone().into_owned(), text));
    }
    Ok(Step { headers, value: Some(value), others })
}

/// The member that contains the rows: the one list, or else the one object.
fn list_or_object<'a>(members: &[Pair<'a>], options: &Options) -> Result<Option<&'a RawValue>, InputError> {
    let mut arrays: Values<'_> = Vec::new();
    let mut objects: Values<'_> = Vec::new();
    let mut of_columns = 0;
    for (_, value) in members {
        if is_object(value) {
            objects.push(value);
        } else if is_list_of_rows(value) {
            let is_of_columns = elements(value).is_some_and(|list| is_list_of_columns(&list, &options.wanted));
            of_columns += usize::from(is_of_columns);
            if !is_of_columns {
                arrays.push(value);
            }
        }
    }
    match (&arrays[..], &objects[..]) {
        // Rows that the columns describe in another way than by headers.
        ([array], _) if of_columns > 0 && has_objects(array) && !has_filing(array, options) => Err(no_rows()),
        ([array], _) => Ok(Some(array)),
        ([], [object]) => Ok(Some(object)),
        ([], []) if of_columns == 0 => Ok(None),
        ([], _) => Err(no_rows()),
        (several, _) => list_with_filings(several, options).map(Some),
    }
}

fn has_objects(list: &RawValue) -> bool {
    list.get().trim_start_matches('[').trim_start().starts_with('{')
}

/// Whether an object has a key to check.
fn has_key(members: &[Pair<'_>], options: &Options) -> bool {
    let keys: Vec<String> = members.iter().map(|(key, _)| key.clone().into_owned()).collect();
    Layout::recognised(&keys, &options.wanted) > 0
}

/// Whether an object with a key to check is no filing but has the filings in it, as `{"name": "2026年第3批", "data": […]}`: they
/// have a field that it lacks, or names of firms; its own keys name other things as well, and its values are neither the name of
/// a firm nor a scope.
fn is_around(members: &[Pair<'_>], options: &Options) -> bool {
    let wanted = &options.wanted;
    let own: Vec<String> = members.iter().map(|(key, _)| key.clone().into_owned()).collect();
    let own = Layout::of_keys(own, wanted);
    for column in &own.checked {
        let Some((key, value)) = members.get(column.index) else { return false };
        let is_of_firm = key.trim().len() > GENERIC && value.get() != "null";
        if is_of_firm || is_array(value) || is_object(value) || is_firm_or_scope(value) {
            return false;
        }
    }

    let inner = Nested::in_members(members, SAMPLE, &mut CheckedKeys::new(wanted)).found;
    let has_firms = inner.iter().any(|(_, value)| is_firm_or_scope(value));
    let inner = Layout::of_keys(inner.into_iter().map(|(path, _)| path.into_owned()).collect(), wanted);
    let mut is_filing = true;
    let mut adds = false;
    for field in Field::FILED {
        match (own.lacks(field), inner.lacks(field)) {
            (true, is_lacking) => {
                is_filing = false;
                adds |= !is_lacking;
            }
            (false, true) => return false,
            (false, false) => {}
        }
    }
    !is_filing && (adds || has_firms)
}

fn is_firm_or_scope(value: &RawValue) -> bool {
    serde_json::from_str::<String>(value.get()).is_ok_and(|text| seems_value(&text))
}

/// The one object of a short list that is no filing but has scopes in it: a workbook as JSON is a list of sheets, often of one,
/// and phpMyAdmin writes what it exports in front of it. The others name nothing in Chinese.
fn only_around<'a>(values: &[&'a RawValue], options: &Options) -> Option<&'a RawValue> {
    if values.len() > PARTS || !values.iter().all(|value| is_object(value)) {
        return None;
    }
    let mut around = None;
    for value in values {
        if is_around_scopes(value, options) {
            if around.replace(*value).is_some() {
                return None;
            }
        } else {
            let named = Nested::in_value(value, SAMPLE, &mut CheckedKeys::new(&options.wanted)).found;
            let has_chinese = named.iter().any(|(_, value)| !value.get().is_ascii() || value.get().contains('\\'));
            if has_chinese || named.len() > 1 {
                return None;
            }
        }
    }
    around
}

/// The members of an object that is not among the rows.
fn members_beside(object: &RawValue, options: &Options) -> Result<Vec<Member>, InputError> {
    let mut members = Vec::new();
    parse(object.get(), &mut members).map_err(|error| broken(&error))?;
    let mut beside = Vec::new();
    for (key, value) in members {
        beside.push((key.into_owned(), text_beside(value, options)?));
    }
    Ok(beside)
}

/// Whether an object is no filing but has scopes in it.
fn is_around_scopes(object: &RawValue, options: &Options) -> bool {
    let mut members = Vec::new();
    if parse(object.get(), &mut members).is_err() {
        return false;
    }
    if has_key(&members, options) {
        return is_around(&members, options);
    }
    let inner = Nested::in_members(&members, SAMPLE, &mut CheckedKeys::new(&options.wanted)).found;
    let inner = Layout::of_keys(inner.into_iter().map(|(path, _)| path.into_owned()).collect(), &options.wanted);
    !inner.lacks(Field::Scope)
}

/// The one list with filings, or else the one that is not empty: beside the rows, servers send lists of errors or columns.
fn list_with_filings<'a>(lists: &[&'a RawValue], options: &Options) -> Result<&'a RawValue, InputError> {
    let mut filled = Vec::new();
    let mut with_filings = Vec::new();
    for list in lists {
        if elements(list).is_some_and(|values| !values.is_empty()) {
            filled.push(*list);
        }
        if has_filing(list, options) {
            with_filings.push(*list);
        }
    }
    match (&with_filings[..], &filled[..]) {
        ([list], _) | ([], [list]) => Ok(list),
        _ => Err(no_rows()),
    }
}

/// Whether a value contains a text under a key to check.
fn has_filing(value: &RawValue, options: &Options) -> bool {
    let mut keys = CheckedKeys::new(&options.wanted);
    let nested = Nested::in_value(value, 1, &mut keys);
    nested.is_too_deep || !nested.found.is_empty()
}

/// The text of a value that is not among the rows: its parts as they are written if it is no string.
///
/// # Errors
/// It contains an object with a key to check.
fn text_beside(value: &RawValue, options: &Options) -> Result<String, InputError> {
    if has_filing(value, options) {
        return Err(no_rows());
    }
    Ok(match serde_json::from_str::<serde_json::Value>(value.get()) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(parts) => parts.to_string(),
        // Half of a pair of surrogates is no text, and what is around it may be some.
        Err(_) => value.get().to_owned(),
    })
}

/// Whether it is an array that is empty or begins with an object or an array.
fn is_list_of_rows(value: &RawValue) -> bool {
    let Some(inner) = value.get().strip_prefix('[') else { return false };
    inner.trim_start().starts_with(['{', '[', ']'])
}

/// Each value on a line of its own. Line breaks occur between the parts of a value only: in strings they are escaped.
fn lines(values: &[&RawValue]) -> String {
    let mut lines = String::new();
    for value in values {
        for part in value.get().split(['\n', '\r']) {
            lines.push_str(part);
            lines.push(' ');
        }
        lines.pop();
        lines.push('\n');
    }
    lines
}

/// Arrays as delimited text, under their headers if they are not the first array.
fn delimited(headers: Option<&[String]>, arrays: &[&RawValue]) -> Result<String, InputError> {
    let mut text = String::new();
    for (column, header) in headers.into_iter().flatten().enumerate() {
        if column > 0 {
            text.push(',');
        }
        push_quoted(header, &mut text);
    }
    if headers.is_some() {
        text.push('\n');
    }
    for (index, array) in arrays.iter().enumerate() {
        let cells: Values<'_> = serde_json::from_str(array.get()).map_err(|error| broken(&error))?;
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            push_cell(cell, &mut text).ok_or(InputError::JsonNested { row: index + 1 })?;
        }
        text.push('\n');
    }
    Ok(text)
}

/// Appends a cell in quotes. Returns `None` if it is no text, number, truth value or null.
fn push_cell(cell: &RawValue, text: &mut String) -> Option<()> {
    let content = match cell.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str::<String>(cell.get()).ok()?,
        Some(b'[' | b'{') => return None,
        Some(b'n') => String::new(),
        _ => cell.get().to_owned(),
    };
    push_quoted(&content, text);
    Some(())
}

fn push_quoted(content: &str, text: &mut String) {
    text.push('"');
    text.push_str(&content.replace('"', "\"\""));
    text.push('"');
}
