//! The known headers of data/columns.csv.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::table::Table;
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::text::plane::{Plane, number_of};
use crate::verdict::Field;

/// Reads the known headers, which the first input needs. A program that prepares other things meanwhile can call this on a
/// thread of its own.
pub fn prepare() {
    KnownHeaders::builtin();
}

/// The longest text that is compared as a header, in bytes; a longer one is a cell.
const LONGEST_HEADER: usize = 256;

/// No known header is longer than this, in bytes as it is typed.
const LONGEST_KNOWN: usize = 64;

/// What separates the keys of a path into an object of JSON; the last one names the value.
pub(in crate::input) const PATH: &str = " › ";

/// What a known header says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The column is checked as this field.
    Field(Field),
    /// The column has ids.
    Id,
    /// Under the header of a scope it names a part of the scope: 许可, 一般. Alone it says nothing.
    Part,
}

/// The known headers by their folded letters.
pub(super) struct KnownHeaders {
    headers: HashMap<String, KnownHeader>,
    /// The Chinese numerals that number a list.
    numerals: String,
    /// The headers of a list that says what the fields of another table are.
    of_dictionaries: HashSet<String>,
    /// Other items of registrations, whose columns are not checked.
    labels: HashSet<String>,
    /// What heads a column that continues the one before it.
    continuations: HashSet<String>,
    /// The characters that a known header may begin with as it is typed.
    first: Plane,
    /// Those that it may end in.
    last: Plane,
}

/// A row of data/columns.csv.
#[derive(Clone, Copy)]
struct KnownHeader {
    role: Role,
    /// The index of the row in the file.
    order: usize,
    /// Whether it may be over several columns as the name of a group, too: 变更后.
    may_be_group: bool,
}

impl Role {
    fn from_key(key: &str) -> Option<Self> {
        match key {
            "id" => Some(Self::Id),
            "part" => Some(Self::Part),
            "change" => Some(Self::Field(Field::Scope)),
            field => Field::from_key(field).filter(|field| field.is_checked()).map(Self::Field),
        }
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
        let mut numerals = String::new();
        let mut of_dictionaries = HashSet::new();
        let mut labels = HashSet::new();
        let mut continuations = HashSet::new();
        for (order, row) in table.rows().enumerate() {
            match row.get("role") {
                "numeral" => {
                    numerals.push_str(row.get("header"));
                    continue;
                }
                "dictionary" => {
                    of_dictionaries.insert(letters(row.get("header")));
                    continue;
                }
                "label" => {
                    labels.insert(letters(row.get("header")));
                    continue;
                }
                "continuation" => {
                    continuations.insert(letters(row.get("header")));
                    continue;
                }
                _ => {}
            }
            let role = Role::from_key(row.get("role")).expect("a role is the key of a checked field, id or part");
            let may_be_group = row.get("role") == "change";
            let earlier = known.insert(letters(row.get("header")), KnownHeader { role, order, may_be_group });
            assert!(earlier.is_none(), "{}: the header is there already, once folded", row.place());
        }
        let mut first = Plane::empty();
        // What [`letters`] drops may be before and behind them.
        first.add(Classes::builtin().separators());
        first.add(Fold::builtin().dropped());
        let mut last = first.clone();
        first.add(known.keys().filter_map(|letters| letters.chars().next()));
        last.add(known.keys().filter_map(|letters| letters.chars().next_back()));
        let (first, last) = (with_forms(&first), with_forms(&last));
        Self { headers: known, numerals, of_dictionaries, labels, continuations, first, last }
    }

    /// The role that a header gives its column. Returns `None` if the header is not known.
    pub(super) fn role(&self, header: &str) -> Option<Role> {
        self.find(header).map(|known| known.role)
    }

    /// Whether a header says that its row is the header of a table.
    pub(super) fn tells_header(&self, header: &str) -> bool {
        self.find(header).is_some_and(|known| !known.may_be_group)
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
        let header = last_key(header);
        if header.len() > LONGEST_HEADER {
            return None;
        }
        let exact = self.headers.get(&letters(header));
        exact.or_else(|| self.find_stem(header)).copied()
    }

    /// The known header that a header is without a number before it and without a number or remark at its end: 2.经营范围,
    /// （一）企业名称, 经营范围1, 企业名称（盖章）. Headers of ids must match exactly, because other numbers have the same words in
    /// their headers.
    fn find_stem(&self, header: &str) -> Option<&KnownHeader> {
        let unnumbered = self.without_number(header);
        // 企业名称/个体名称, 经营范围、方式: the first part names the column.
        let first = unnumbered.split(['/', '／', '、', '|']).next().unwrap_or_default();
        for stem in [stem(header), unnumbered, stem(unnumbered), first] {
            let stem = letters(stem);
            if let Some(known) = self.headers.get(&stem)
                && matches!(known.role, Role::Field(_))
                && is_telling(&stem)
            {
                return Some(known);
            }
        }
        None
    }

    /// A header without the number of a list before it: `1.`, `2、`, `（一）`, `三、`.
    fn without_number<'h>(&self, header: &'h str) -> &'h str {
        let header = header.trim();
        let rest = header.trim_start_matches(['(', '（', '[', '【']);
        let numberless = rest.trim_start_matches(|c: char| c.is_numeric() || self.numerals.contains(c));
        if numberless.len() == rest.len() {
            return header;
        }
        let unmarked = numberless.trim_start_matches(['.', '．', '、', ')', '）', ']', '】', ':', '：', ' ']);
        if unmarked.len() == numberless.len() { header } else { unmarked }
    }

    /// The field of a known header exactly as it is in the list, without numbers or remarks.
    pub(super) fn exact_field(&self, header: &str) -> Option<Field> {
        // Nearly every cell begins or ends with another character, or is longer than a header.
        if !self.may_be_exact(header.as_bytes()) || header.trim().len() > LONGEST_KNOWN {
            return None;
        }
        self.compared_field(header)
    }

    /// Whether a text in UTF-8 begins and ends with characters with which a known header may begin and end. Characters of one and
    /// of three bytes are looked up. Others are few and taken for such ones.
    #[inline]
    pub(super) fn may_be_exact(&self, header: &[u8]) -> bool {
        if header.is_empty() || header.len() > LONGEST_KNOWN {
            return false;
        }
        let may_begin = match *header {
            [only @ 0..=0x7F, ..] => self.first.contains(usize::from(only)),
            [a @ 0xE0..=0xEF, b, c, ..] => self.first.contains(number_of([a, b, c])),
            _ => true,
        };
        let may_end = || match *header {
            [.., only @ 0..=0x7F] => self.last.contains(usize::from(only)),
            [.., a @ 0xE0..=0xEF, b, c] => self.last.contains(number_of([a, b, c])),
            _ => true,
        };
        may_begin && may_end()
    }

    /// Whether a cell is a known header of ids.
    pub(super) fn is_id(&self, header: &str) -> bool {
        let is_short = header.trim().len() <= LONGEST_KNOWN;
        is_short && self.headers.get(&letters(header)).is_some_and(|known| known.role == Role::Id)
    }

    /// Whether a cell is a header of a list of fields, such as 字段名.
    pub(super) fn is_of_dictionary(&self, header: &str) -> bool {
        header.len() <= LONGEST_KNOWN && self.of_dictionaries.contains(&letters(header))
    }

    /// Whether a header only says that its column continues the one before it, with or without a number: 续, （续表）, 续1.
    pub(super) fn is_continuation(&self, header: &str) -> bool {
        if header.len() > LONGEST_KNOWN {
            return false;
        }
        let letters = letters(header);
        let unnumbered = letters.trim_end_matches(|c: char| c.is_numeric() || self.numerals.contains(c));
        self.continuations.contains(unnumbered)
    }

    /// Whether a cell is the name of another item of registrations: 住所, 电话.
    pub(super) fn is_label(&self, cell: &str) -> bool {
        cell.trim().len() <= LONGEST_KNOWN && self.labels.contains(&letters(cell))
    }

    /// Whether a cell ends as the name of another item does: 所属分公司.
    pub(super) fn ends_as_label(&self, cell: &str) -> bool {
        let cell = letters(cell);
        self.labels.iter().any(|label| cell.ends_with(label.as_str()))
    }

    fn compared_field(&self, header: &str) -> Option<Field> {
        match self.headers.get(&letters(header))?.role {
            Role::Field(field) => Some(field),
            Role::Id | Role::Part => None,
        }
    }

    /// How similar a header is to the most similar known header of a field, from 0 to 1: one if one is part of the other.
    pub(super) fn similarity(&self, header: &str, field: Field) -> f64 {
        if header.len() > LONGEST_HEADER || header.trim().is_empty() {
            return 0.0;
        }
        let header = letters(header);
        let of_field = self.headers.iter().filter(|(_, known)| known.role == Role::Field(field));
        of_field.map(|(known, _)| similarity(&header, known)).fold(0.0, f64::max)
    }

    /// Whether a known header of a field is part of this header.
    pub(super) fn is_within(&self, header: &str, field: Field) -> bool {
        if header.len() > LONGEST_HEADER {
            return false;
        }
        let header = letters(header);
        self.headers.iter().any(|(known, KnownHeader { role, .. })| {
            *role == Role::Field(field) && is_telling(known) && header.contains(known.as_str())
        })
    }
}

/// Letters, with all characters that fold to a text with one of them.
fn with_forms(letters: &Plane) -> Plane {
    let mut all = letters.clone();
    for (letter, forms) in Fold::builtin().letters() {
        // A letter of another plane may be any.
        if letters.may_contain(letter) {
            all.add(forms.map(|(form, _)| form));
        }
    }
    all
}

/// The last key of a path. Any other header is as it is.
pub(super) fn last_key(header: &str) -> &str {
    header.rsplit(PATH).next().unwrap_or(header)
}

/// Whether two headers are the same once folded.
pub(crate) fn same_header(a: &str, b: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_known_header_is_passed_by_for_its_first_or_last_character() {
        let known = KnownHeaders::builtin();
        let table =
            Table::parse("", include_str!("../../../data/columns.csv"), &["role", "header", "seen_in"]).unwrap();
        let mut fields = 0;
        for header in table.rows().map(|row| row.get("header")) {
            let spaced: String = header.chars().flat_map(|c| [c, ' ']).collect();
            let wide: String = header.chars().map(|c| if c == 'e' || c == 'E' { 'ｅ' } else { c }).collect();
            let typed = [
                header.to_owned(),
                header.to_uppercase(),
                header.to_lowercase(),
                spaced,
                wide,
                header.replace('范', "範").replace('围', "圍").replace('称', "稱"),
                format!("\u{FEFF}{header}\u{3000}"),
                format!("【{header}】"),
                format!("*{header}："),
                format!("\"{header}\u{200B}"),
            ];
            for typed in typed {
                assert_eq!(known.exact_field(&typed), known.compared_field(&typed), "{typed:?}");
                fields += usize::from(known.exact_field(&typed).is_some());
            }
        }
        assert!(fields > 800, "{fields}");
    }

    #[test]
    fn a_header_can_have_the_role_of_every_checked_field_and_of_no_other() {
        for field in Field::ALL {
            let is_checked = field.is_checked();
            assert_eq!(Role::from_key(field.key()), is_checked.then_some(Role::Field(field)));
        }
    }
}
