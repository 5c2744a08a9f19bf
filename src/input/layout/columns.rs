//! Which columns are checked: found by known headers, or named by the user.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use anyhow::{Result, bail};

use crate::table::Table;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::verdict::Field;

/// The longest text that is compared as a header, in bytes; what is longer is a cell.
const LONGEST_HEADER: usize = 256;

/// The columns that the user names, each by header or by 1-based number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Columns with registered names.
    pub names: Vec<String>,
    /// Columns with business scopes.
    pub scopes: Vec<String>,
    /// Columns with ids, the first filled one counts.
    pub ids: Vec<String>,
    /// Columns that the report carries along.
    pub keep: Keep,
    /// Whether the first record is data already.
    pub no_headers: bool,
}

/// Which original columns the report carries along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// None.
    #[default]
    Nothing,
    /// All of them.
    All,
    /// These, by header or 1-based number.
    These(Vec<String>),
}

/// A column that is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place in a record, from 0.
    pub index: usize,
    /// Its header as it stands in the input; its number if there are no headers.
    pub header: Arc<str>,
    /// What it holds.
    pub field: Field,
}

/// What the columns of an input are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// All headers.
    pub headers: Vec<String>,
    /// The checked columns, in the order of the input.
    pub checked: Vec<Column>,
    /// The column whose text stands as the name in reports.
    pub name: Option<usize>,
    /// The columns whose first filled cell stands as the id in reports.
    pub ids: Vec<usize>,
    /// The columns that the report carries along.
    pub kept: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Name,
    Scope,
    Id,
}

/// The known headers of data/columns.csv by their folded letters, with the order in which they stand there.
struct Known(HashMap<String, (Role, usize)>);

impl Known {
    fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Known> = LazyLock::new(|| {
            Known::parse(include_str!("../../../data/columns.csv")).expect("data/columns.csv is checked by a test")
        });
        &BUILTIN
    }

    fn parse(csv: &str) -> Result<Self> {
        let table = Table::parse("data/columns.csv", csv, &["role", "header", "seen_in"])?;
        let mut known = HashMap::new();
        for (order, row) in table.rows().enumerate() {
            let role = match row.get("role") {
                "name" => Role::Name,
                "scope" => Role::Scope,
                "id" => Role::Id,
                other => bail!("{}: unknown role `{other}`; known are name, scope, id", row.place()),
            };
            if known.insert(letters(row.get("header")), (role, order)).is_some() {
                bail!("{}: the header `{}` stands there twice once folded", row.place(), row.get("header"));
            }
        }
        Ok(Self(known))
    }

    fn role(&self, header: &str) -> Option<(Role, usize)> {
        if header.len() > LONGEST_HEADER {
            return None;
        }
        let exact = self.0.get(&letters(header));
        exact.or_else(|| self.of_stem(header)).copied()
    }

    /// What a header is without what numbers it or remarks on it: 经营范围1 and 企业名称（盖章）. An id must stand there to the
    /// letter: other numbers bear the same word.
    fn of_stem(&self, header: &str) -> Option<&(Role, usize)> {
        let stem = letters(stem(header));
        self.0.get(&stem).filter(|(role, _)| *role != Role::Id && is_telling(&stem))
    }

    /// Whether a known header of a role is part of this one.
    fn is_within(&self, header: &str, role: Role) -> bool {
        let of_role = |(known, (r, _)): (&String, &(Role, usize))| (*r == role).then_some(known.clone());
        let within = letters(header);
        header.len() <= LONGEST_HEADER
            && self.0.iter().filter_map(of_role).any(|known| is_telling(&known) && within.contains(&known))
    }
}

/// Whether a header is long enough, and Chinese, so that it means the same within a longer one.
fn is_telling(letters: &str) -> bool {
    letters.chars().filter(|c| c.is_alphabetic() && c.len_utf8() >= 3).count() >= 2
}

/// A header without the number or the brackets at its end.
fn stem(header: &str) -> &str {
    let header = header.trim();
    let inside = header.strip_suffix([')', '）', ']', '】', '〕']);
    let before = inside.and_then(|h| h.rfind(['(', '（', '[', '【', '〔']).map(|at| &header[..at]));
    before.unwrap_or_else(|| header.trim_end_matches(char::is_numeric))
}

/// A header as it is compared: folded, without blanks and brackets.
fn letters(header: &str) -> String {
    Folded::new(Fold::builtin(), Classes::builtin(), header).letters()
}

impl Layout {
    /// How many columns of a record are known headers or were named by the user: what tells a header from a title.
    pub(crate) fn recognised(headers: &[String], wanted: &Wanted) -> usize {
        let named = [&wanted.names, &wanted.scopes, &wanted.ids];
        // A number names a column and no header: the 2 of --name 2 must not make a header of the row with the id 2.
        let is_header = |w: &str, header: &str| !is_number(w) && same_header(w, header);
        let is_named = |header: &str| named.iter().any(|list| list.iter().any(|w| is_header(w, header)));
        let by_number = |list: &[String]| list.iter().all(|w| is_number(w));
        let is_checked = |header: &String| match Known::builtin().role(header) {
            Some((Role::Name, _)) => by_number(&wanted.names),
            Some((Role::Scope, _)) => by_number(&wanted.scopes),
            Some((Role::Id, _)) | None => false,
        };
        headers.iter().filter(|h| is_named(h) || is_checked(h)).count()
    }

    /// The layout under these headers.
    ///
    /// The error says what was sought and lists the headers; the caller puts the input's name in front.
    pub fn new(headers: Vec<String>, wanted: &Wanted) -> Result<Self> {
        let find = |list: &[String], role: Role| -> Result<Vec<usize>> {
            if list.is_empty() {
                return Ok(if wanted.no_headers { Vec::new() } else { by_role(&headers, role) });
            }
            list.iter().map(|w| column(&headers, w, wanted.no_headers)).collect::<Result<Vec<_>>>().map(|c| c.concat())
        };
        let (names, scopes) = (find(&wanted.names, Role::Name)?, find(&wanted.scopes, Role::Scope)?);
        let ids = find(&wanted.ids, Role::Id)?;
        if names.is_empty() && scopes.is_empty() {
            if wanted.no_headers {
                bail!(
                    "without headers the columns are named by number, such as --name 2 --scope 3; there are {}",
                    headers.len()
                );
            }
            bail!(
                "no column looks like a company name or a business scope; found: {}. Name it with --name or --scope",
                list(&headers)
            );
        }
        if wanted.names.is_empty() && wanted.scopes.is_empty() {
            refuse_lost(&headers)?;
        }
        let kept = match &wanted.keep {
            Keep::Nothing => Vec::new(),
            Keep::All => (0..headers.len()).collect(),
            Keep::These(these) => {
                these.iter().map(|w| column(&headers, w, wanted.no_headers)).collect::<Result<Vec<_>>>()?.concat()
            }
        };
        let checked = checked(&headers, &names, &scopes);
        Ok(Self { name: names.first().copied(), headers, checked, ids, kept })
    }

    /// The headers that are not checked although a known header of a role is part of them, unless the user named the
    /// columns of that role.
    #[must_use]
    pub fn overlooked(&self, wanted: &Wanted) -> Vec<String> {
        if wanted.no_headers {
            return Vec::new();
        }
        let sought = [(Role::Name, &wanted.names), (Role::Scope, &wanted.scopes)];
        let is_read = |index| self.ids.contains(&index) || self.checked.iter().any(|column| column.index == index);
        let seems = |header: &str, role| Known::builtin().is_within(header, role);
        let is_overlooked = |(index, header): &(usize, &String)| {
            !is_read(*index) && sought.iter().any(|(role, named)| named.is_empty() && seems(header, *role))
        };
        self.headers.iter().enumerate().filter(is_overlooked).map(|(_, header)| header.trim().to_owned()).collect()
    }

    /// What no column holds, though it was looked for among the headers. Nothing is known of objects before they are read.
    #[must_use]
    pub fn missing(&self, wanted: &Wanted) -> Option<Field> {
        let is_there = |field| self.checked.iter().any(|column| column.field == field);
        let is_missing = |field: &Field| !wanted.no_headers && !self.checked.is_empty() && !is_there(*field);
        [Field::Name, Field::Scope].into_iter().find(is_missing)
    }

    /// The layout of an object with these keys. A key that the user names and the object lacks stands at the end, as if
    /// its text were empty; of several keys to be kept that are the same, the first is.
    pub(in crate::input) fn of_keys(mut keys: Vec<String>, wanted: &Wanted) -> Self {
        let keep = if let Keep::These(these) = &wanted.keep { &these[..] } else { &[] };
        for named in [&wanted.names[..], &wanted.scopes, &wanted.ids, keep].concat() {
            if bearers(&keys, &named).is_empty() {
                keys.push(named);
            }
        }
        let find = |list: &[String], role| match list {
            [] => by_role(&keys, role),
            list => list.iter().flat_map(|named| bearers(&keys, named)).collect::<Vec<_>>(),
        };
        let (names, scopes) = (find(&wanted.names, Role::Name), find(&wanted.scopes, Role::Scope));
        let ids = find(&wanted.ids, Role::Id);
        let kept = keep.iter().filter_map(|named| bearers(&keys, named).first().copied()).collect();
        let checked = checked(&keys, &names, &scopes);
        Self { name: names.first().copied(), headers: keys, checked, ids, kept }
    }

    /// What is known of objects before the first is read: the keys to be kept.
    pub(in crate::input) fn of_no_keys(wanted: &Wanted) -> Self {
        let headers = if let Keep::These(these) = &wanted.keep { these.clone() } else { Vec::new() };
        Self { kept: (0..headers.len()).collect(), headers, ..Self::default() }
    }
}

/// The checked columns in the order of the input.
fn checked(headers: &[String], names: &[usize], scopes: &[usize]) -> Vec<Column> {
    let of = |field, indices: &[usize]| -> Vec<Column> {
        indices.iter().map(|&index| Column { index, header: headers[index].as_str().into(), field }).collect()
    };
    let mut checked = [of(Field::Name, names), of(Field::Scope, scopes)].concat();
    checked.sort_by_key(|c| (c.index, c.field));
    checked.dedup();
    checked
}

/// Refuses headers that have lost characters: a name or scope column could go unchecked.
fn refuse_lost(headers: &[String]) -> Result<()> {
    let Some(lost) = headers.iter().position(|header| header.contains('\u{FFFD}')) else { return Ok(()) };
    bail!(
        "the header of column {}, {}, has lost characters, so that it may be one to check. Name the columns to check \
         with --name and --scope",
        lost + 1,
        list(&headers[lost..=lost])
    )
}

/// All columns of a role in the order of the input; of ids, in the order of data/columns.csv.
fn by_role(headers: &[String], role: Role) -> Vec<usize> {
    let known = Known::builtin();
    let of_role = |(index, header): (usize, &String)| {
        known.role(header).filter(|(r, _)| *r == role).map(|(_, order)| (order, index))
    };
    let mut found: Vec<_> = headers.iter().enumerate().filter_map(of_role).collect();
    if role == Role::Id {
        found.sort_unstable();
    }
    found.into_iter().map(|(_, index)| index).collect()
}

/// The columns that a header (all that bear it) or a 1-based number means.
fn column(headers: &[String], wanted: &str, no_headers: bool) -> Result<Vec<usize>> {
    if !no_headers {
        let same = bearers(headers, wanted);
        if !same.is_empty() {
            return Ok(same);
        }
    }
    match wanted.trim().parse::<usize>() {
        Ok(number) if (1..=headers.len()).contains(&number) => Ok(vec![number - 1]),
        Ok(number) => bail!("there is no column {number}; there are {}", headers.len()),
        Err(_) if no_headers => bail!("`{wanted}` is no number; without headers columns are named by number"),
        Err(_) => bail!("no column is called `{wanted}`; found: {}", list(headers)),
    }
}

/// The columns that bear a header, to the letter or else once folded.
fn bearers(headers: &[String], wanted: &str) -> Vec<usize> {
    let exact: Vec<_> = (0..headers.len()).filter(|&i| headers[i].trim() == wanted.trim()).collect();
    if exact.is_empty() { (0..headers.len()).filter(|&i| same_header(wanted, &headers[i])).collect() } else { exact }
}

fn is_number(wanted: &str) -> bool {
    wanted.trim().parse::<usize>().is_ok()
}

fn same_header(a: &str, b: &str) -> bool {
    if a.len().max(b.len()) > LONGEST_HEADER {
        return a.trim() == b.trim();
    }
    let folded = letters(a);
    !folded.is_empty() && folded == letters(b)
}

/// The headers for a message, as many and as much of each as can be read.
pub(in crate::input) fn list(headers: &[String]) -> String {
    const SHOWN: usize = 30;
    const LETTERS: usize = 40;
    let short = |h: &String| h.trim().chars().take(LETTERS).flat_map(char::escape_debug).collect::<String>();
    let shown: Vec<_> = headers.iter().take(SHOWN).map(short).collect();
    let more = if headers.len() > SHOWN { format!(", … ({} in all)", headers.len()) } else { String::new() };
    shown.join(", ") + &more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_no_header_because_it_holds_the_number_of_a_column() {
        let by_number = Wanted { names: vec!["2".to_owned()], scopes: vec!["3".to_owned()], ..Wanted::default() };
        let record = |fields: [&str; 3]| Layout::recognised(&fields.map(str::to_owned), &by_number);
        assert_eq!(record(["2", "3", "餐饮"]), 0);
        assert_eq!(record(["编号", "企业名称", "经营范围"]), 2);
    }
}
