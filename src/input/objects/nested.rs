//! Names and scopes inside the values of an object: a group of firms with a list of its firms, a sheet with its rows. They are
//! checked as cells of the object, each under the path of its key: `子公司 › 经营范围`.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::columns::{Table, elements, is_list_of_columns};
use super::pairs::{Pair, parse};
use crate::input::layout::{Layout, PATH, Wanted};

/// How many values may contain one another. In ordinary files there are few.
const DEEPEST: usize = 32;
/// How many of the first arrays of a list may be its header.
const HEADER_WITHIN: usize = 10;

/// How many keys are remembered: more than any export has, and little memory.
const REMEMBERED: usize = 1024;

/// Which keys are checked. Those that were looked up are remembered.
#[derive(Debug, Default)]
pub(crate) struct CheckedKeys {
    wanted: Wanted,
    seen: HashMap<String, bool>,
}

impl CheckedKeys {
    pub(crate) fn new(wanted: &Wanted) -> Self {
        Self { wanted: wanted.clone(), seen: HashMap::new() }
    }

    fn has(&mut self, key: &str) -> bool {
        if let Some(&is_checked) = self.seen.get(key) {
            return is_checked;
        }
        let is_checked = Layout::recognised(&[key.to_owned()], &self.wanted) > 0;
        if self.seen.len() < REMEMBERED {
            self.seen.insert(key.to_owned(), is_checked);
        }
        is_checked
    }
}

/// The search for names and scopes in values.
pub(crate) struct Nested<'a, 'k> {
    keys: &'k mut CheckedKeys,
    /// How many are enough.
    most: usize,
    /// The path of each, and its value.
    pub(crate) found: Vec<Pair<'a>>,
    /// Whether some values are too deep to be looked at.
    pub(crate) is_too_deep: bool,
    /// The keys around the value that is looked at.
    path: Vec<String>,
}

impl<'a, 'k> Nested<'a, 'k> {
    /// The first names and scopes in a value.
    pub(crate) fn in_value(value: &'a RawValue, most: usize, keys: &'k mut CheckedKeys) -> Self {
        let mut nested = Self::new(most, keys);
        nested.value(value);
        nested
    }

    /// The first names and scopes in the values of an object; its own keys are none of theirs.
    pub(crate) fn in_members(members: &[Pair<'a>], most: usize, keys: &'k mut CheckedKeys) -> Self {
        let mut nested = Self::new(most, keys);
        if members.iter().any(|(_, value)| is_container(value)) {
            nested.members(members, false);
        }
        nested
    }

    fn new(most: usize, keys: &'k mut CheckedKeys) -> Self {
        Self { keys, most, found: Vec::new(), is_too_deep: false, path: Vec::new() }
    }

    fn value(&mut self, value: &'a RawValue) {
        if !is_container(value) || self.found.len() >= self.most {
            return;
        }
        if self.path.len() >= DEEPEST {
            self.is_too_deep = true;
            return;
        }
        if let Some(list) = elements(value) {
            return self.list(&list);
        }
        let mut members = Vec::new();
        // What stands before a fault is searched.
        let _ = parse(value.get(), &mut members);
        self.members(&members, true);
    }

    /// Searches the members of an object. `are_nested` says that its own keys count; otherwise they are columns already.
    fn members(&mut self, members: &[Pair<'a>], are_nested: bool) {
        let table = Table::of(members, &self.keys.wanted);
        for (index, (key, value)) in members.iter().enumerate() {
            if table.as_ref().is_some_and(|table| index == table.columns || index == table.values) {
                continue;
            }
            if !are_nested && !is_container(value) {
                continue;
            }
            if self.keys.has(key) {
                if are_nested {
                    self.leaves(key, value, 0);
                }
                continue;
            }
            self.path.push(key.clone().into_owned());
            self.value(value);
            self.path.pop();
        }
        let Some(table) = table else { return };
        if let Some((key, _)) = members.get(table.values) {
            self.path.push(key.clone().into_owned());
            self.rows(&table.headers, &table.rows);
            self.path.pop();
        }
    }

    fn list(&mut self, list: &[&'a RawValue]) {
        if is_list_of_columns(list, &self.keys.wanted) {
            return;
        }
        let first = list.iter().take(HEADER_WITHIN);
        let headers = first.enumerate().find_map(|(index, row)| Some((index, self.headers(row)?)));
        if let Some((index, headers)) = headers {
            return self.rows(&headers, &list[index + 1..]);
        }
        // A list adds no key, but it is a level.
        self.path.push(String::new());
        for element in list {
            self.value(element);
        }
        self.path.pop();
    }

    /// The headers of an array, if one of them is known.
    fn headers(&self, row: &RawValue) -> Option<Vec<String>> {
        let mut headers = Vec::new();
        for cell in elements(row)? {
            headers.push(serde_json::from_str::<String>(cell.get()).unwrap_or_default());
        }
        (Layout::recognised(&headers, &self.keys.wanted) > 0).then_some(headers)
    }

    /// Searches arrays under headers.
    fn rows(&mut self, headers: &[String], rows: &[&'a RawValue]) {
        let checked: Vec<usize> = (0..headers.len()).filter(|index| self.keys.has(&headers[*index])).collect();
        for row in rows {
            if self.found.len() >= self.most {
                return;
            }
            let cells = elements(row).unwrap_or_default();
            for &index in &checked {
                if let Some(cell) = cells.get(index) {
                    self.leaves(&headers[index], cell, 0);
                }
            }
        }
    }

    /// Adds all texts of the value of a known key.
    fn leaves(&mut self, key: &str, value: &'a RawValue, depth: usize) {
        if self.found.len() >= self.most {
            return;
        }
        if !is_container(value) {
            if !matches!(value.get(), "null" | "\"\"") {
                self.found.push((self.path_of(key).into(), value));
            }
            return;
        }
        if depth >= DEEPEST {
            self.is_too_deep = true;
            return;
        }
        if let Some(list) = elements(value) {
            for element in list {
                self.leaves(key, element, depth + 1);
            }
            return;
        }
        let mut members = Vec::new();
        let _ = parse(value.get(), &mut members);
        for (_, member) in members {
            self.leaves(key, member, depth + 1);
        }
    }

    fn path_of(&self, key: &str) -> String {
        let mut path = String::new();
        for outer in self.path.iter().filter(|outer| !outer.is_empty()) {
            path.push_str(outer);
            path.push_str(PATH);
        }
        path + key
    }
}

fn is_container(value: &RawValue) -> bool {
    value.get().starts_with(['[', '{'])
}
