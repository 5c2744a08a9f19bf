//! Why no column of an input is known, and what may be meant.

use std::sync::LazyLock;

use super::known::KnownHeaders;
use crate::input::InputError;
use crate::message::Headers;
use crate::table::Table;
use crate::verdict::Field;

/// What the names of most companies end with, and no header.
const COMPANIES: [&str; 5] = ["有限公司", "有限责任公司", "专业合作社", "（有限合伙）", "(有限合伙)"];
/// Characters that may separate columns although they are not tried.
const SEPARATORS: [char; 29] = [
    '\u{1}', '\u{2}', '\u{3}', '\u{1C}', '\u{1D}', '\u{1E}', '\u{1F}', '\u{7}', '^', '~', '¦', '#', '$', '、', '*',
    '\\', '：', ':', '/', '§', '¶', '@', '!', '！', '&', '｜', '%', '+', '=',
];
/// What separates the columns of text that was not split when a spreadsheet opened it.
const IN_CELLS: [char; 10] = [',', '\t', ';', '|', ' ', '\u{3000}', '，', '；', '、', '^'];
/// Blanks that align columns.
const ALIGNMENT: [&str; 3] = ["  ", "\u{3000}", "\u{A0}\u{A0}"];
/// How similar to a known header one must be to be suggested.
const SIMILAR: f64 = 0.55;
/// How long a header is that is part of a text, in characters. A longer one is a cell.
const LONGEST: usize = 16;
/// What separates the parts of a scope.
const BETWEEN_ITEMS: [char; 4] = ['；', '、', ';', '。'];

/// The error for headers of which none is known.
pub(super) fn nothing_to_check(headers: &[String]) -> InputError {
    let found = Headers::of(headers);
    if let [header] = headers
        && let Some(error) = not_split(header, &found)
    {
        return error;
    }
    if let Some(error) = no_header(headers, &found) {
        return error;
    }

    let similar = similar(headers);
    if similar.is_empty() {
        return InputError::NoCheckedColumn { found };
    }
    InputError::SimilarColumns { found, similar }
}

/// The header that is most similar to the known headers of each field, as far as one is similar enough.
fn similar(headers: &[String]) -> Vec<(Field, String)> {
    similar_of(headers, &Field::CHECKED)
}

/// As [`similar`], of some fields.
pub(super) fn similar_of(headers: &[String], fields: &[Field]) -> Vec<(Field, String)> {
    let mut similar = Vec::new();
    let mut taken = Vec::new();
    for &field in fields {
        if let Some(index) = nearest(headers, field, &taken) {
            similar.push((field, headers[index].trim().to_owned()));
            taken.push(index);
        }
    }
    similar
}

/// The error for a single header with known headers in it, or with a character that hardly occurs in headers.
fn not_split(header: &str, found: &Headers) -> Option<InputError> {
    let known = KnownHeaders::builtin();
    let is_header = |part: &str| known.role(part).is_some();
    for delimiter in SEPARATORS.into_iter().chain([' ']) {
        let mut parts = header.split(delimiter).filter(|part| !part.trim().is_empty());
        let is_split = header.trim().contains(delimiter);
        if is_split && parts.any(is_header) {
            let is_aligned = delimiter == ' ' && ALIGNMENT.iter().any(|blanks| header.trim().contains(blanks));
            if is_aligned {
                return Some(InputError::AlignedByBlanks { found: found.clone() });
            }
            return Some(InputError::NotSplit { found: found.clone(), delimiter });
        }
    }

    let is_aligned = ALIGNMENT.iter().any(|blanks| header.trim().contains(blanks));
    if is_aligned {
        return Some(InputError::AlignedByBlanks { found: found.clone() });
    }
    let delimiter = header.chars().find(|c| c.is_control() || matches!(c, '^' | '~' | '¦'))?;
    Some(InputError::NotSplit { found: found.clone(), delimiter })
}

/// The error for a header of one column that names both a name and a scope: it was not split.
pub(super) fn unsplit(headers: &[String]) -> Option<InputError> {
    let [header] = headers else { return None };
    let known = KnownHeaders::builtin();
    for delimiter in SEPARATORS {
        let fields: Vec<Field> = header.split(delimiter).filter_map(|part| known.exact_field(part)).collect();
        if fields.iter().any(|field| *field != fields[0]) {
            return Some(InputError::NotSplit { found: Headers::of(headers), delimiter });
        }
    }
    None
}

/// Whether a record of a sheet is one cell that contains several headers: text that was not split when it was opened.
pub(super) fn is_in_one_cell(cells: &[String]) -> bool {
    let known = KnownHeaders::builtin();
    let mut filled = cells.iter().filter(|cell| !cell.trim().is_empty());
    let (Some(cell), None) = (filled.next(), filled.next()) else { return false };
    IN_CELLS.iter().any(|delimiter| {
        let headers = cell.split(*delimiter).filter(|part| known.exact_field(part).is_some());
        headers.count() > 1
    })
}

/// Refuses a header whose cells are data, where columns are named by their numbers.
pub(super) fn refuse_data(cells: &[String]) -> Result<(), InputError> {
    no_header(cells, &Headers::of(cells)).map_or(Ok(()), Err)
}

/// The error for a first line whose cells are a code, the name of a firm or a scope.
fn no_header(cells: &[String], found: &Headers) -> Option<InputError> {
    let mut columns = Vec::new();
    for field in Field::FILED {
        if let Some(index) = cells.iter().position(|cell| seems_data(cell, field)) {
            columns.push((field, index + 1));
        }
    }
    if columns.is_empty() && !cells.iter().any(|cell| is_code(cell)) {
        return None;
    }
    Some(InputError::NoHeaderLine { found: found.clone(), columns })
}

/// Whether a cell is a text of this field and no header.
fn seems_data(cell: &str, field: Field) -> bool {
    match field {
        Field::Name => is_firm(cell),
        Field::Scope => is_scope(cell),
        Field::Text | Field::Other => false,
    }
}

/// Whether a cell beside the header of a name may be the name of a firm, however short, and is no other item.
pub(in crate::input) fn may_be_firm(cell: &str) -> bool {
    let cell = cell.trim();
    let known = KnownHeaders::builtin();
    let is_name = cell.chars().count() > 2 && firm_endings().iter().any(|ending| cell.ends_with(ending));
    is_name && known.role(cell).is_none() && !known.ends_as_label(cell)
}

/// Whether a text is the name of a firm or a scope.
pub(in crate::input) fn seems_value(text: &str) -> bool {
    is_firm(text) || is_scope(text)
}

/// Whether a cell beside the header of a field can be no other header, but is a text of this field.
pub(super) fn is_value_of(cell: &str, field: Field) -> bool {
    let cell = cell.trim();
    match field {
        Field::Name => {
            let is_long = cell.chars().count() >= 6;
            is_long && COMPANIES.iter().any(|end| cell.ends_with(end)) && !cell.starts_with("是否")
        }
        // A header may have a remark in brackets.
        Field::Scope => is_scope(cell) && !cell.contains(['(', '（', ':', '：']),
        Field::Text | Field::Other => false,
    }
}

fn is_firm(cell: &str) -> bool {
    let cell = cell.trim();
    cell.chars().count() > 4 && firm_endings().iter().any(|ending| cell.ends_with(ending))
}

/// Whether a text that somebody typed is the name of an entity and no path, going by its last characters.
#[cfg(feature = "reports")]
#[must_use]
pub fn is_typed_name(text: &str) -> bool {
    static ENDINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let csv = include_str!("../../../data/name-endings.csv");
        Table::built_in_list("data/name-endings.csv", csv, ["ending", "kind"])
    });
    let text = text.trim();
    !text.contains(['/', '\\', '*']) && text.chars().count() > 3 && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// What the names of firms end with.
fn firm_endings() -> &'static [String] {
    static ENDINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let csv = include_str!("../../../data/firm-endings.csv");
        Table::built_in_list("data/firm-endings.csv", csv, ["ending", "kind"])
    });
    &ENDINGS
}

fn is_scope(cell: &str) -> bool {
    let cell = cell.trim();
    cell.chars().count() > LONGEST && cell.contains(BETWEEN_ITEMS)
}

/// Whether it is a unified social credit code or an old registration number.
fn is_code(cell: &str) -> bool {
    let cell = cell.trim();
    let is_long = matches!(cell.len(), 13 | 15 | 18);
    is_long
        && cell.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && cell.bytes().filter(u8::is_ascii_digit).count() > 8
}

/// The header that is most similar to the known headers of a field, if one is similar enough. `taken` are those of other
/// fields.
fn nearest(headers: &[String], field: Field, taken: &[usize]) -> Option<usize> {
    let known = KnownHeaders::builtin();
    let mut nearest = None;
    let mut most = SIMILAR;
    for (index, header) in headers.iter().enumerate() {
        let similarity = if known.is_within(header, field) { 1.0 } else { known.similarity(header, field) };
        let is_other =
            Field::CHECKED.into_iter().any(|other| other != field && known.similarity(header, other) > similarity);
        if !taken.contains(&index) && similarity > most && !is_other {
            most = similarity;
            nearest = Some(index);
        }
    }
    nearest
}

/// Whether a text of any kind may hold filings: one of its pieces is a known header of a field, the name of a firm or a scope.
#[cfg(feature = "workbooks")]
pub(in crate::input) fn may_hold_filings(text: &str) -> bool {
    let known = KnownHeaders::builtin();
    let pieces = text.split(['<', '>', '/', '"', '\'', '\n', '\r', '\t', ',', ';', '|', ':', '=', '{', '}', '[', ']']);
    pieces.map(str::trim).filter(|piece| !piece.is_empty()).any(|piece| {
        let is_header = known.exact_field(piece).is_some();
        is_header || Field::CHECKED.into_iter().any(|field| seems_data(piece, field))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(headers: &[&str]) -> InputError {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        nothing_to_check(&headers)
    }

    #[test]
    fn headers_that_resemble_known_ones_are_suggested() {
        for (headers, expected) in [
            (["商户名", "备注", "经营类目"], ("商户名", "经营类目")),
            (["firm_name", "备注", "main_business"], ("firm_name", "main_business")),
            (["法人名称", "备注", "法人经营范围"], ("法人名称", "法人经营范围")),
            (["企业名称/个体名称", "备注", "主要经营范围"], ("企业名称/个体名称", "主要经营范围")),
        ] {
            let InputError::SimilarColumns { similar, .. } = told(&headers) else { panic!("{headers:?}") };
            let (name, scope) = expected;
            assert_eq!(similar, [(Field::Name, name.to_owned()), (Field::Scope, scope.to_owned())]);
        }
        assert!(matches!(told(&["备注", "日期"]), InputError::NoCheckedColumn { .. }));
    }

    #[test]
    fn a_header_that_is_not_split_is_told_by_its_separator() {
        for (header, expected) in [
            ("企业名称、经营范围", '、'),
            ("企业名称^经营范围", '^'),
            ("名称\u{1}范围", '\u{1}'),
            ("企业名称 经营范围", ' '),
            ("企业名称§经营范围", '§'),
            ("企业名称@@经营范围", '@'),
            ("企业名称!经营范围", '!'),
            ("企业名称 & 经营范围", '&'),
            ("企业名称｜经营范围", '｜'),
            ("企业名称%经营范围", '%'),
        ] {
            assert!(
                matches!(told(&[header]), InputError::NotSplit { delimiter, .. } if delimiter == expected),
                "{header}"
            );
        }
        assert!(matches!(told(&["企业名称    经营范围"]), InputError::AlignedByBlanks { .. }));
    }

    #[test]
    fn data_in_the_first_line_is_no_header() {
        let InputError::NoHeaderLine { columns, .. } =
            told(&["1", "甲乙科技有限公司", "软件开发；信息技术咨询服务；货物进出口"])
        else {
            panic!()
        };
        assert_eq!(columns, [(Field::Name, 2), (Field::Scope, 3)]);
    }
}
