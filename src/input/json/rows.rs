//! Finds the list of rows in a text of JSON.

use serde_json::value::RawValue;

use crate::input::InputError;
use crate::input::layout::Layout;
use crate::input::objects::parse;
use crate::input::options::Options;
use crate::message::Lists;

/// How many objects may contain one another around the list of rows.
const DEEPEST: usize = 8;

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

type Values<'a> = Vec<&'a RawValue>;

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
    let values = match values[..] {
        [value] => list(value, options, &mut beside)?,
        _ => values,
    };
    if !values.is_empty() && values.iter().all(|value| is_array(value)) {
        return Ok(Content { rows: Rows::Arrays(delimited(&values)?), beside });
    }
    if !values.is_empty() && !values.iter().any(|value| is_object(value)) {
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
fn list<'a>(value: &'a RawValue, options: &Options, beside: &mut Vec<Member>) -> Result<Values<'a>, InputError> {
    let mut value = value;
    for _ in 0..DEEPEST {
        if is_array(value) {
            return serde_json::from_str(value.get()).map_err(|error| broken(&error));
        }
        if !is_object(value) {
            return Err(no_rows());
        }

        let mut members = Vec::new();
        parse(value.get(), &mut members).map_err(|error| broken(&error))?;
        let keys: Vec<String> = members.iter().map(|(key, _)| key.clone().into_owned()).collect();
        if Layout::recognised(&keys, &options.wanted) > 0 {
            return Ok(vec![value]);
        }

        let inner: Values<'_> = members.iter().map(|(_, value)| *value).collect();
        let arrays: Values<'_> = inner.iter().copied().filter(|value| is_list_of_rows(value)).collect();
        let objects: Values<'_> = inner.iter().copied().filter(|value| is_object(value)).collect();
        value = match (&arrays[..], &objects[..]) {
            ([array], _) => array,
            ([], [object]) => object,
            ([], []) => return Ok(vec![value]),
            ([], _) => return Err(no_rows()),
            (several, _) => list_with_filings(several, options)?,
        };
        for (key, other) in members {
            let text = if std::ptr::eq(other, value) { String::new() } else { text_beside(other, options)? };
            beside.push((key.into_owned(), text));
        }
    }
    Err(no_rows())
}

/// The one list with filings, or else the one that is not empty: beside the rows, servers send lists of errors or columns.
fn list_with_filings<'a>(lists: &[&'a RawValue], options: &Options) -> Result<&'a RawValue, InputError> {
    let mut filled = Vec::new();
    let mut with_filings = Vec::new();
    for list in lists {
        let value: serde_json::Value = serde_json::from_str(list.get()).map_err(|error| broken(&error))?;
        if value.as_array().is_some_and(|values| !values.is_empty()) {
            filled.push(*list);
        }
        if has_filing(&value, options) {
            with_filings.push(*list);
        }
    }
    match (&with_filings[..], &filled[..]) {
        ([list], _) | ([], [list]) => Ok(list),
        _ => Err(no_rows()),
    }
}

/// Whether a value contains an object with a key to check, or a list of lists with such a header.
fn has_filing(value: &serde_json::Value, options: &Options) -> bool {
    match value {
        serde_json::Value::Array(values) => {
            let keys: Vec<String> = values.first().and_then(|first| first.as_array()).map_or_else(Vec::new, |header| {
                header.iter().filter_map(|cell| cell.as_str()).map(str::to_owned).collect()
            });
            Layout::recognised(&keys, &options.wanted) > 0 || values.iter().any(|value| has_filing(value, options))
        }
        serde_json::Value::Object(members) => {
            let keys: Vec<String> = members.keys().cloned().collect();
            Layout::recognised(&keys, &options.wanted) > 0 || members.values().any(|value| has_filing(value, options))
        }
        _ => false,
    }
}

/// The text of a value that is not among the rows: its parts as they are written if it is no string.
///
/// # Errors
/// It contains an object with a key to check.
fn text_beside(value: &RawValue, options: &Options) -> Result<String, InputError> {
    match serde_json::from_str::<serde_json::Value>(value.get()) {
        Ok(parts) if has_filing(&parts, options) => Err(no_rows()),
        Ok(serde_json::Value::String(text)) => Ok(text),
        Ok(parts) => Ok(parts.to_string()),
        // Half of a pair of surrogates is no text, and what is around it may be some.
        Err(_) => Ok(value.get().to_owned()),
    }
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

/// Arrays as delimited text.
fn delimited(arrays: &[&RawValue]) -> Result<String, InputError> {
    let mut text = String::new();
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
    text.push('"');
    text.push_str(&content.replace('"', "\"\""));
    text.push('"');
    Some(())
}
