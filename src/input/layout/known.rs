//! The known headers of data/columns.csv.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::Table;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::verdict::Field;

/// The longest text that is compared as a header, in bytes; a longer one is a cell.
const LONGEST_HEADER: usize = 256;

/// What a known header says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The column is checked as this field.
    Field(Field),
    /// The column has ids.
    Id,
}

/// The known headers by their folded letters.
pub(super) struct KnownHeaders(HashMap<String, KnownHeader>);

/// A row of data/columns.csv.
#[derive(Clone, Copy)]
struct KnownHeader {
    role: Role,
    /// The index of the row in the file.
    order: usize,
}

impl Role {
    fn from_key(key: &str) -> Option<Self> {
        if key == "id" {
            return Some(Self::Id);
        }
        Field::from_key(key).map(Self::Field)
    }
}

impl KnownHeaders {
    pub(super) fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<KnownHeaders> =
            LazyLock::new(|| KnownHeaders::parse(include_str!("../../../data/columns.csv")));
        &BUILTIN
    }

    /// Parses the built-in file, which every test of columns checks.
    fn parse(csv: &str) -> Self {
        let table = Table::parse("data/columns.csv", csv, &["role", "header", "seen_in"]);
        let table = table.expect("data/columns.csv has these columns");

        let mut known = HashMap::new();
        for (order, row) in table.rows().enumerate() {
            let role = Role::from_key(row.get("role")).expect("a role is the key of a field or id");
            let earlier = known.insert(letters(row.get("header")), KnownHeader { role, order });
            assert!(earlier.is_none(), "{}: the header is there already, once folded", row.place());
        }
        Self(known)
    }

    /// The role that a header gives its column. Returns `None` if the header is not known.
    pub(super) fn role(&self, header: &str) -> Option<Role> {
        self.find(header).map(|known| known.role)
    }

    /// The columns of a role: in the order of the input, or, for ids, in the order of data/columns.csv.
    pub(super) fn columns(&self, headers: &[String], role: Role) -> Vec<usize> {
        let mut found = Vec::new();
        for (index, header) in headers.iter().enumerate() {
            if let Some(known) = self.find(header)
                && known.role == role
            {
                found.push((known.order, index));
            }
        }

        if role == Role::Id {
            found.sort_unstable();
        }
        found.into_iter().map(|(_, index)| index).collect()
    }

    fn find(&self, header: &str) -> Option<KnownHeader> {
        if header.len() > LONGEST_HEADER {
            return None;
        }
        let exact = self.0.get(&letters(header));
        exact.or_else(|| self.find_stem(header)).copied()
    }

    /// The known header that a header is without a number or remark at its end: 经营范围1, 企业名称（盖章）. Headers of ids must
    /// match exactly, because other numbers have the same words in their headers.
    fn find_stem(&self, header: &str) -> Option<&KnownHeader> {
        let stem = letters(stem(header));
        let known = self.0.get(&stem)?;
        (known.role != Role::Id && is_telling(&stem)).then_some(known)
    }

    /// How similar a header is to the most similar known header of a field, from 0 to 1: one if one is part of the other.
    pub(super) fn similarity(&self, header: &str, field: Field) -> f64 {
        if header.len() > LONGEST_HEADER || header.trim().is_empty() {
            return 0.0;
        }
        let header = letters(header);
        let of_field = self.0.iter().filter(|(_, known)| known.role == Role::Field(field));
        of_field.map(|(known, _)| similarity(&header, known)).fold(0.0, f64::max)
    }

    /// Whether a known header of a field is part of this header.
    pub(super) fn is_within(&self, header: &str, field: Field) -> bool {
        if header.len() > LONGEST_HEADER {
            return false;
        }
        let header = letters(header);
        self.0.iter().any(|(known, KnownHeader { role, .. })| {
            *role == Role::Field(field) && is_telling(known) && header.contains(known.as_str())
        })
    }
}

/// Whether two headers are the same once folded.
pub(super) fn same_header(a: &str, b: &str) -> bool {
    if a.len().max(b.len()) > LONGEST_HEADER {
        return a.trim() == b.trim();
    }
    let folded = letters(a);
    !folded.is_empty() && folded == letters(b)
}

/// The Dice coefficient of two headers over their longest common subsequence.
fn similarity(a: &str, b: &str) -> f64 {
    let second: Vec<char> = b.chars().collect();
    let mut common = vec![0_u32; second.len() + 1];
    let mut first_len = 0_u32;
    for letter in a.chars() {
        first_len += 1;
        let mut diagonal = 0;
        for (at, other) in second.iter().enumerate() {
            let above = common[at + 1];
            common[at + 1] = if letter == *other { diagonal + 1 } else { above.max(common[at]) };
            diagonal = above;
        }
    }

    let shared = common.last().copied().unwrap_or_default();
    let second_len = u32::try_from(second.len()).unwrap_or(u32::MAX);
    f64::from(2 * shared) / f64::from(first_len.saturating_add(second_len).max(1))
}

/// Whether a known header is long enough, and Chinese, so that it means the same as part of a longer header.
fn is_telling(letters: &str) -> bool {
    letters.chars().filter(|c| c.is_alphabetic() && c.len_utf8() >= 3).count() >= 2
}

/// A header without the brackets, or else the number, at its end.
fn stem(header: &str) -> &str {
    let header = header.trim();
    if let Some(open) = header.strip_suffix([')', '）', ']', '】', '〕'])
        && let Some(at) = open.rfind(['(', '（', '[', '【', '〔'])
    {
        return &header[..at];
    }
    header.trim_end_matches(char::is_numeric)
}

/// A header as it is compared: folded, without blanks and brackets.
fn letters(header: &str) -> String {
    Folded::new(Fold::builtin(), Classes::builtin(), header).letters()
}
