//! Which columns are checked: found by known headers, or named by the user.

use std::sync::Arc;

use super::known::{KnownHeaders, Role, last_key, same_header};
use super::suggest;
use super::wanted::{Keep, Wanted};
use crate::input::InputError;
use crate::message::{Headers, Lang, Say as _};
use crate::text::formula::is_formula;
use crate::text::garbled::is_garbled;
use crate::verdict::Field;

/// The text of a cell whose value is not known, as spreadsheets show it: a formula that no program has computed yet, or a
/// reference to a text that is not there.
pub(crate) const UNREAD: &str = "#GETTING_DATA";

/// A column that is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its index in a record, from 0.
    pub index: usize,
    /// Its header as it is in the input; its number if there are no headers.
    pub header: Arc<str>,
    /// What it contains.
    pub field: Field,
    /// Whether it has no header of its own, and belongs to the scope before it.
    pub continues: bool,
    /// Whether it may also be a clerk's note, so that a finding is for review at most.
    pub is_uncertain: bool,
}

/// Which rows are looked at as a possible header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeaderSearch {
    /// The most bytes of their records: some more than the header itself has.
    pub(crate) longest: usize,
    /// Whether one of their cells is always a known header: it is in another header, and in the same one if the header of a
    /// checked column is known as it is.
    pub(crate) has_known: bool,
}

impl HeaderSearch {
    fn new(headers: &[String], checked: &[Column]) -> Self {
        const SPARE: usize = 256;
        let known = KnownHeaders::builtin();
        let longest = headers.iter().map(String::len).sum::<usize>() * 2 + SPARE;
        let has_known = checked.iter().any(|column| known.exact_field(&column.header).is_some());
        Self { longest, has_known }
    }

    /// A test of whether a cell in UTF-8 may be a known header, by its first and last character. To look the headers up for each
    /// cell would cost more than the test.
    pub(crate) fn may_be_header() -> impl Fn(&[u8]) -> bool {
        let known = KnownHeaders::builtin();
        |cell| known.may_be_exact(cell)
    }
}

/// What the columns of an input are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// All headers.
    pub headers: Vec<String>,
    /// The checked columns, in the order of the input.
    pub checked: Vec<Column>,
    /// The index of the column that reports show as the name.
    pub name: Option<usize>,
    /// The indices of the columns whose first filled cell reports show as the id.
    pub ids: Vec<usize>,
    /// The indices of the columns that reports carry along.
    pub kept: Vec<usize>,
    /// The index of the column by whose values documents count rows.
    pub group: Option<usize>,
    /// The indices of the columns that are not checked.
    pub(crate) others: Vec<usize>,
    /// How to find rows that are a header again. `None` if the input has no header.
    pub(crate) header_search: Option<HeaderSearch>,
    /// The keys of an object, which are its headers. Delimited text has none.
    pub(crate) keys: Vec<Arc<str>>,
}

impl Layout {
    /// The number of headers in a record that are known or named by the user. This tells a header row from a title row.
    pub(crate) fn recognised(headers: &[String], wanted: &Wanted) -> usize {
        headers.iter().filter(|header| wanted.names_header(header) || is_known(header, wanted)).count()
    }

    /// The layout under these headers.
    ///
    /// # Errors
    /// [`InputError::NoSuchColumn`], [`InputError::NoSuchNumber`] or [`InputError::NotANumber`] for a wanted column that is
    /// not there; [`InputError::NoCheckedColumn`] or [`InputError::NoNumberedColumn`] if no column would be checked;
    /// [`InputError::LostHeader`] if a header is damaged and the user names no column. None of them names the input.
    pub fn new(headers: Vec<String>, wanted: &Wanted) -> Result<Self, InputError> {
        Self::with_further_scopes(headers, FurtherScopes::default(), wanted)
    }

    /// The layout under these headers, with scopes that their headers alone do not tell.
    pub(super) fn with_further_scopes(
        headers: Vec<String>,
        further: FurtherScopes<'_>,
        wanted: &Wanted,
    ) -> Result<Self, InputError> {
        if !wanted.required.is_empty() {
            return Self::of_required(headers, &wanted.required);
        }

        let mut checked = Vec::new();
        for field in Field::CHECKED {
            let indices = find_of(&headers, field, wanted)?;
            add_columns(&mut checked, &headers, &indices, field);
        }
        if !wanted.no_headers && wanted.names_numbers() && Self::recognised(&headers, wanted) == 0 {
            suggest::refuse_data(&headers)?;
        }
        let ids = find(&headers, &wanted.ids, Role::Id, wanted.no_headers)?;
        if wanted.recognises(Field::Scope) && !wanted.replaces(Field::Scope) {
            further.add(&mut checked, &headers);
        }

        if checked.is_empty() {
            refuse_unread(&headers)?;
            return Err(nothing_to_check(&headers, wanted.no_headers));
        }
        if !wanted.names_any() {
            refuse_lost(&headers)?;
            if let Some(error) = suggest::unsplit(&headers) {
                return Err(error);
            }
        }

        let kept = match &wanted.keep {
            Keep::Nothing => Vec::new(),
            Keep::All => (0..headers.len()).collect(),
            Keep::These(these) => named(&headers, these, wanted.no_headers)?,
        };
        let group = named(&headers, wanted.group.as_slice(), wanted.no_headers)?.first().copied();
        let name = first_name(&checked);
        let header_search = (!wanted.no_headers).then(|| HeaderSearch::new(&headers, &checked));
        let others = others(headers.len(), &checked);
        let keys = Vec::new();
        Ok(Self { headers, checked: in_order(checked), name, ids, kept, group, others, keys, header_search })
    }

    /// The layout of an input that is not checked and has all required columns.
    fn of_required(headers: Vec<String>, required: &[Vec<String>]) -> Result<Self, InputError> {
        for names in required {
            if names.iter().all(|name| with_header(&headers, name).is_empty()) {
                let column = names.first().cloned().unwrap_or_default();
                return Err(InputError::NoSuchColumn { column, found: Headers::of(&headers) });
            }
        }
        Ok(Self { headers, ..Self::default() })
    }

    /// The headers of columns that are not checked although a known header of a field is part of them. Fields whose columns
    /// the user names are left out.
    #[must_use]
    pub fn overlooked(&self, wanted: &Wanted) -> Vec<String> {
        if wanted.no_headers {
            return Vec::new();
        }

        let mut is_read = vec![false; self.headers.len()];
        for index in self.ids.iter().copied().chain(self.checked.iter().map(|column| column.index)) {
            is_read[index] = true;
        }

        let mut overlooked = Vec::new();
        for (header, is_read) in self.headers.iter().zip(is_read) {
            if !is_read && seems_checked(header, wanted) {
                overlooked.push(header.trim().to_owned());
            }
        }
        overlooked
    }

    /// The fields that no column has although their headers were searched for. Always empty for objects, whose keys are not
    /// known before they are read.
    #[must_use]
    pub fn missing(&self, wanted: &Wanted) -> Vec<Field> {
        // A list of advertisements has neither.
        let is_of_filings = self.checked.iter().any(|column| column.field != Field::Text);
        if wanted.no_headers || !is_of_filings {
            return Vec::new();
        }
        Field::FILED.into_iter().filter(|field| self.lacks(*field)).collect()
    }

    /// For each field that no column has, the header of the column that may be the one, if one is similar enough.
    #[must_use]
    pub fn similar(&self, wanted: &Wanted) -> Vec<(Field, String)> {
        let missing = self.missing(wanted);
        if missing.is_empty() {
            return Vec::new();
        }
        let others: Vec<String> = self.others.iter().map(|&index| self.headers[index].clone()).collect();
        suggest::similar_of(&others, &missing)
    }

    /// Whether no column has this field.
    #[must_use]
    pub fn lacks(&self, field: Field) -> bool {
        self.checked.iter().all(|column| column.field != field)
    }

    /// The fields that none of the checked keys of objects has.
    #[cfg(feature = "reports")]
    pub(in crate::input) fn missing_keys<'k>(checked: impl Iterator<Item = &'k str>, wanted: &Wanted) -> Vec<Field> {
        let keys: Vec<String> = checked.map(str::to_owned).collect();
        if keys.is_empty() {
            return Vec::new();
        }
        let mut fields = Field::FILED.to_vec();
        fields.retain(|field| find_keys_of(&keys, *field, wanted).is_empty());
        let has_filing = fields.len() < Field::FILED.len();
        let is_of_texts = !find_keys_of(&keys, Field::Text, wanted).is_empty();
        if is_of_texts && !has_filing { Vec::new() } else { fields }
    }

    /// As [`Layout::overlooked`], of the keys of objects.
    #[cfg(feature = "reports")]
    pub(in crate::input) fn overlooked_keys(keys: &[Arc<str>], wanted: &Wanted) -> Vec<String> {
        let mut overlooked = Vec::new();
        for key in keys {
            let layout = Self::of_keys(vec![key.to_string()], wanted);
            let is_read = layout.ids.contains(&0) || layout.checked.iter().any(|column| column.index == 0);
            if !is_read && seems_checked(key, wanted) {
                overlooked.push(key.trim().to_owned());
            }
        }
        overlooked
    }

    /// The layout of an object with these keys. A key that the user names and the object lacks is added at the end, as if its
    /// text were empty. If a key to be kept occurs several times, the first is kept.
    pub(in crate::input) fn of_keys(mut keys: Vec<String>, wanted: &Wanted) -> Self {
        let own = keys.iter().map(|key| key.as_str().into()).collect();
        let keep = wanted_keys(wanted);
        for name in wanted.of_fields().chain(&wanted.ids).chain(keep).chain(&wanted.group) {
            if with_header(&keys, name).is_empty() {
                keys.push(name.clone());
            }
        }

        let mut checked = Vec::new();
        for field in Field::CHECKED {
            let indices = find_keys_of(&keys, field, wanted);
            add_columns(&mut checked, &keys, &indices, field);
        }
        let ids = find_keys(&keys, &wanted.ids, Role::Id);
        let kept = keep.iter().filter_map(|name| with_header(&keys, name).first().copied()).collect();

        let group = wanted.group.as_ref().and_then(|name| with_header(&keys, name).first().copied());

        let name = first_name(&checked);
        let others = others(keys.len(), &checked);
        let checked = in_order(checked);
        Self { headers: keys, checked, name, ids, kept, group, others, keys: own, header_search: None }
    }

    /// What is known of objects before the first is read: the keys to be kept, and the one to group by.
    pub(in crate::input) fn of_no_keys(wanted: &Wanted) -> Self {
        let mut headers = wanted_keys(wanted).to_vec();
        let kept = (0..headers.len()).collect();
        let group = wanted.group.as_ref().map(|_| headers.len());
        headers.extend(wanted.group.clone());
        Self { headers, kept, group, ..Self::default() }
    }
}

/// Whether a header is known as that of a field whose columns are found by their headers.
fn is_known(header: &str, wanted: &Wanted) -> bool {
    let known = KnownHeaders::builtin();
    match known.role(header) {
        Some(Role::Field(field)) => wanted.recognises(field) && known.tells_header(header),
        Some(Role::Id | Role::Part) | None => false,
    }
}

fn seems_checked(header: &str, wanted: &Wanted) -> bool {
    let known = KnownHeaders::builtin();
    Field::CHECKED.into_iter().any(|field| !wanted.replaces(field) && known.is_within(header, field))
}

/// The keys of objects that the user wants to keep.
fn wanted_keys(wanted: &Wanted) -> &[String] {
    match &wanted.keep {
        Keep::These(these) => these,
        Keep::Nothing | Keep::All => &[],
    }
}

fn add_columns(columns: &mut Vec<Column>, headers: &[String], indices: &[usize], field: Field) {
    for &index in indices {
        columns.push(Column {
            index,
            header: headers[index].as_str().into(),
            field,
            continues: false,
            is_uncertain: false,
        });
    }
}

/// Columns of scopes that their headers alone do not tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FurtherScopes<'a> {
    /// The parts of a scope that the second row of a header names.
    pub(super) parts: &'a [usize],
    /// The columns behind a scope that continue it.
    pub(super) continuations: &'a [usize],
    /// Whether those without a header may also be notes.
    pub(super) are_uncertain: bool,
}

impl FurtherScopes<'_> {
    fn add(self, checked: &mut Vec<Column>, headers: &[String]) {
        let mut parts = self.parts.to_vec();
        parts.retain(|part| checked.iter().all(|column| column.index != *part));
        add_columns(checked, headers, &parts, Field::Scope);

        for &index in self.continuations {
            let before = checked.iter().filter(|column| column.field == Field::Scope && column.index < index);
            let Some(scope) = before.max_by_key(|column| column.index) else {
                continue;
            };
            // It bears the header of the scope that it continues.
            let header = (*scope.header).into();
            // 续 can be no note.
            let is_uncertain = self.are_uncertain && headers[index].trim().is_empty();
            checked.push(Column { index, header, field: Field::Scope, continues: true, is_uncertain });
        }
    }
}

/// The column that reports show as the name: the first that the user names, or else the first of the input.
fn first_name(checked: &[Column]) -> Option<usize> {
    checked.iter().find(|column| column.field == Field::Name).map(|column| column.index)
}

/// The columns that are not checked, of so many.
fn others(columns: usize, checked: &[Column]) -> Vec<usize> {
    let mut is_checked = vec![false; columns];
    for column in checked {
        is_checked[column.index] = true;
    }
    (0..columns).filter(|index| !is_checked[*index]).collect()
}

/// Columns in the order of the input, each once.
fn in_order(mut columns: Vec<Column>) -> Vec<Column> {
    columns.sort_by_key(|column| (column.index, column.field));
    columns.dedup();
    columns
}

/// The columns of a field: known ones first, where the named ones count beside them.
fn find_of(headers: &[String], field: Field, wanted: &Wanted) -> Result<Vec<usize>, InputError> {
    let given = wanted.of(field);
    let columns = find(headers, given, Role::Field(field), wanted.no_headers)?;
    if wanted.replaces(field) || given.is_empty() || wanted.no_headers {
        return Ok(columns);
    }
    Ok(first_then(KnownHeaders::builtin().columns(headers, Role::Field(field)), columns))
}

/// As [`find_of`], of the keys of objects.
fn find_keys_of(keys: &[String], field: Field, wanted: &Wanted) -> Vec<usize> {
    let given = wanted.of(field);
    let columns = find_keys(keys, given, Role::Field(field));
    if wanted.replaces(field) || given.is_empty() {
        return columns;
    }
    first_then(find_keys(keys, &[], Role::Field(field)), columns)
}

/// These columns and then the others, each once.
fn first_then(mut columns: Vec<usize>, others: Vec<usize>) -> Vec<usize> {
    for index in others {
        if !columns.contains(&index) {
            columns.push(index);
        }
    }
    columns
}

/// The columns of a role: those that the user names, or else those with a known header.
fn find(headers: &[String], names: &[String], role: Role, no_headers: bool) -> Result<Vec<usize>, InputError> {
    if !names.is_empty() {
        return named(headers, names, no_headers);
    }
    if no_headers {
        return Ok(Vec::new());
    }
    Ok(KnownHeaders::builtin().columns(headers, role))
}

/// The keys of a role: those that the user names, or else the known ones.
fn find_keys(keys: &[String], names: &[String], role: Role) -> Vec<usize> {
    if names.is_empty() {
        return KnownHeaders::builtin().columns(keys, role);
    }
    let mut found = Vec::new();
    for name in names {
        found.extend(with_header(keys, name));
        // A key that the user names is also meant inside the values.
        let inner = (0..keys.len()).filter(|&index| {
            let last = last_key(&keys[index]);
            last.len() < keys[index].len() && same_header(name, last)
        });
        found.extend(inner);
    }
    found
}

/// The columns that the user names, in the order of the names.
fn named(headers: &[String], names: &[String], no_headers: bool) -> Result<Vec<usize>, InputError> {
    let mut columns = Vec::new();
    for name in names {
        columns.extend(named_once(headers, name, no_headers)?);
    }
    Ok(columns)
}

/// The columns that a name means: all that have it as their header, or else the one with this 1-based number.
fn named_once(headers: &[String], name: &str, no_headers: bool) -> Result<Vec<usize>, InputError> {
    if !no_headers {
        let same = with_header(headers, name);
        if !same.is_empty() {
            return Ok(same);
        }
    }

    let columns = headers.len();
    match name.trim().parse::<usize>() {
        Ok(number) if (1..=columns).contains(&number) => Ok(vec![number - 1]),
        Ok(number) => Err(InputError::NoSuchNumber { number, columns }),
        Err(_) if no_headers => Err(InputError::NotANumber { column: name.to_owned() }),
        Err(_) => Err(InputError::NoSuchColumn { column: name.to_owned(), found: Headers::of(headers) }),
    }
}

/// The columns with this header exactly. If there are none, the columns whose header is the same once folded.
fn with_header(headers: &[String], name: &str) -> Vec<usize> {
    let mut exact = Vec::new();
    for (index, header) in headers.iter().enumerate() {
        if header.trim() == name.trim() {
            exact.push(index);
        }
    }
    if !exact.is_empty() {
        return exact;
    }
    (0..headers.len()).filter(|&index| same_header(name, &headers[index])).collect()
}

fn nothing_to_check(headers: &[String], no_headers: bool) -> InputError {
    if no_headers {
        return InputError::NoNumberedColumn { columns: headers.len() };
    }
    suggest::nothing_to_check(headers)
}

/// Refuses headers that have lost characters: a column to check could stay unchecked.
fn refuse_lost(headers: &[String]) -> Result<(), InputError> {
    refuse_header(headers, |header| header.contains('\u{FFFD}') || is_uncomputed(header) || is_garbled(header))
}

/// Refuses headers that are formulas without a value: each may be one to check.
fn refuse_unread(headers: &[String]) -> Result<(), InputError> {
    refuse_header(headers, is_uncomputed)
}

fn is_uncomputed(header: &str) -> bool {
    header == UNREAD || is_formula(header)
}

fn refuse_header(headers: &[String], is_lost: impl Fn(&str) -> bool) -> Result<(), InputError> {
    for (index, header) in headers.iter().enumerate() {
        if is_lost(header) {
            let header = Headers::of(std::slice::from_ref(header));
            return Err(InputError::LostHeader { column: index + 1, header });
        }
    }
    Ok(())
}

/// The headers as a problem lists them, which is the same in every language.
pub(in crate::input) fn list(headers: &[String]) -> String {
    Headers::of(headers).say(Lang::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_no_header_because_it_contains_the_number_of_a_column() {
        let by_number = Wanted::default().with(Field::Name, "2").with(Field::Scope, "3");
        for (record, recognised) in [(["2", "3", "餐饮"], 0), (["编号", "企业名称", "经营范围"], 2)] {
            assert_eq!(Layout::recognised(&record.map(str::to_owned), &by_number), recognised, "{record:?}");
        }
    }

    #[test]
    fn required_columns_are_found_by_header_and_nothing_is_checked() {
        let required = vec![vec!["key".to_owned()], ["reason", "理由"].map(str::to_owned).to_vec()];
        let wanted = Wanted { required, ..Wanted::default() };
        for reason in ["reason", "理由"] {
            let headers = ["名称", reason, "key"].map(str::to_owned);
            assert_eq!(Layout::recognised(&headers, &wanted), 2);
            assert_eq!(Layout::new(headers.to_vec(), &wanted).unwrap().checked, Vec::new());
        }
        let headers = ["名称", "reason"].map(str::to_owned);

        let refused = Layout::new(headers.to_vec(), &wanted);
        assert!(matches!(refused, Err(InputError::NoSuchColumn { column, .. }) if column == "key"));
    }
}
