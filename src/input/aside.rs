//! Texts that an input holds beside the rows below its header: titles, comments, text boxes, and sheets without a known header.

use std::fmt::{self, Display};
use std::sync::Arc;

use crate::message::{AsideWords, Lang, Say};

/// A text of an input that is not in a row below its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The file that it is in. A member of an archive is named `archive!member`.
    pub source: Arc<str>,
    /// Where it is in this file.
    pub place: AsidePlace,
    /// What it says. `None` if there is a text in this place that could not be read. If a file has more texts than can be read
    /// at once, the first that is left out has none, and those behind it are not listed.
    pub text: Option<String>,
}

/// Where a text is. Rows are counted from 1 and columns from 0, as a spreadsheet shows the one and [`Column::index`] has the
/// other.
///
/// [`Column::index`]: super::Column::index
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "all have the same fields: a sheet, a row and a column")]
pub enum AsidePlace {
    /// In a row above the header: a title. Rows above a header look like those of a table if at least two of them have two or
    /// more cells with text.
    Title { sheet: Option<Arc<str>>, row: u64, column: usize, in_table: bool },
    /// A header.
    Header { sheet: Option<Arc<str>>, row: u64, column: usize },
    /// A key of objects, which is the header of their values.
    Key { key: Arc<str> },
    /// The name of a sheet.
    SheetName { sheet: Arc<str> },
    /// A comment on a cell, of any kind: a note, or a thread of comments.
    Comment { sheet: Arc<str>, row: u64, column: usize },
    /// A text box, a shape, a button, or a chart on a sheet.
    TextBox { sheet: Arc<str> },
    /// A header or footer of printed pages. No sheet is named if it belongs to the pages of the whole document.
    PageMargin { sheet: Option<Arc<str>> },
    /// What a sheet says to who fills it in or looks at it: prompts and choices of its cells, filters, links, formats that
    /// depend on a condition.
    Setting { sheet: Arc<str> },
    /// A cell of a sheet that is not checked. Its rows look like those of a table if at least two of them have two or more
    /// cells with text.
    Cell { sheet: Arc<str>, row: u64, column: usize, in_table: bool },
    /// A member of an object of JSON that contains the list of rows.
    Member { key: Arc<str> },
    /// The name of a file in an archive, with its folders.
    MemberName { name: Arc<str> },
    /// In a document that is embedded in a workbook, such as a letter or a PDF.
    Document { sheet: Option<Arc<str>>, part: String },
    /// A part of the file with other texts, or one that cannot be read.
    Part { sheet: Option<Arc<str>>, part: String },
}

impl AsidePlace {
    /// The kind of place, as it is in machine formats.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Title { .. } => "title",
            Self::Header { .. } => "header",
            Self::Key { .. } => "key",
            Self::SheetName { .. } => "sheet-name",
            Self::Comment { .. } => "comment",
            Self::TextBox { .. } => "text-box",
            Self::PageMargin { .. } => "page-margin",
            Self::Setting { .. } => "setting",
            Self::Cell { .. } => "cell",
            Self::Member { .. } => "member",
            Self::MemberName { .. } => "member-name",
            Self::Document { .. } => "document",
            Self::Part { .. } => "part",
        }
    }

    /// The row, from 1, and the column, from 0, of a text that belongs to a cell.
    #[must_use]
    pub fn cell(&self) -> Option<(u64, usize)> {
        match self {
            Self::Title { row, column, .. }
            | Self::Header { row, column, .. }
            | Self::Comment { row, column, .. }
            | Self::Cell { row, column, .. } => Some((*row, *column)),
            Self::Key { .. }
            | Self::SheetName { .. }
            | Self::TextBox { .. }
            | Self::PageMargin { .. }
            | Self::Setting { .. }
            | Self::Member { .. }
            | Self::MemberName { .. }
            | Self::Document { .. }
            | Self::Part { .. } => None,
        }
    }

    /// The sheet that it is on.
    #[must_use]
    pub fn sheet(&self) -> Option<&Arc<str>> {
        match self {
            Self::Title { sheet, .. }
            | Self::Header { sheet, .. }
            | Self::PageMargin { sheet }
            | Self::Document { sheet, .. }
            | Self::Part { sheet, .. } => sheet.as_ref(),
            Self::Key { .. } | Self::Member { .. } | Self::MemberName { .. } => None,
            Self::SheetName { sheet }
            | Self::Comment { sheet, .. }
            | Self::TextBox { sheet }
            | Self::Setting { sheet }
            | Self::Cell { sheet, .. } => Some(sheet),
        }
    }
}

impl AsidePlace {
    /// Whether it looks like a cell in a row of a table.
    #[must_use]
    pub fn is_in_table(&self) -> bool {
        matches!(self, Self::Title { in_table: true, .. } | Self::Cell { in_table: true, .. })
    }
}

impl Say for AsidePlace {
    fn say(&self, lang: Lang) -> String {
        let words = match self {
            Self::Title { sheet: None, row, column, .. } => {
                AsideWords::Title { row: *row, column: column_letters(*column as u64) }
            }
            Self::Title { sheet: Some(sheet), row, column, .. } => {
                AsideWords::TitleOfSheet { sheet: sheet.clone(), row: *row, column: column_letters(*column as u64) }
            }
            Self::Header { sheet: None, row, column } => {
                AsideWords::Header { row: *row, column: column_letters(*column as u64) }
            }
            Self::Header { sheet: Some(sheet), row, column } => {
                AsideWords::HeaderOfSheet { sheet: sheet.clone(), row: *row, column: column_letters(*column as u64) }
            }
            Self::Key { key } => AsideWords::Key { key: key.clone() },
            Self::SheetName { sheet } => AsideWords::SheetName { sheet: sheet.clone() },
            Self::Comment { sheet, row, column } => {
                AsideWords::Comment { sheet: sheet.clone(), cell: address(*row, *column as u64) }
            }
            Self::TextBox { sheet } => AsideWords::TextBox { sheet: sheet.clone() },
            Self::Setting { sheet } => AsideWords::Setting { sheet: sheet.clone() },
            Self::PageMargin { sheet: None } => AsideWords::PageMargin,
            Self::PageMargin { sheet: Some(sheet) } => AsideWords::PageMarginOfSheet { sheet: sheet.clone() },
            Self::Cell { sheet, row, column, .. } => {
                AsideWords::Cell { sheet: sheet.clone(), cell: address(*row, *column as u64) }
            }
            Self::Member { key } => AsideWords::Member { key: key.clone() },
            Self::MemberName { name } => AsideWords::MemberName { name: name.clone() },
            Self::Document { sheet: None, part } => AsideWords::Document { part: part.clone() },
            Self::Document { sheet: Some(sheet), part } => {
                AsideWords::DocumentOfSheet { sheet: sheet.clone(), part: part.clone() }
            }
            Self::Part { sheet: None, part } => AsideWords::Part { part: part.clone() },
            Self::Part { sheet: Some(sheet), part } => {
                AsideWords::PartOfSheet { sheet: sheet.clone(), part: part.clone() }
            }
        };
        words.say(lang)
    }
}

impl Display for AsidePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// The place of a cell as a spreadsheet names it, such as `AB12`. The row is counted from 1 and the column from 0.
pub(crate) fn address(row: u64, column: u64) -> String {
    let column = column_letters(column);
    format!("{column}{row}")
}

/// The letters of a column, counted from 0: A to Z, then AA and on.
fn column_letters(column: u64) -> String {
    let mut letters = Vec::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        left -= 1;
        let letter = u8::try_from(left % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        left /= 26;
    }
    letters.reverse();
    String::from_iter(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        for (row, column, name) in [(1, 0, "A1"), (12, 25, "Z12"), (1, 26, "AA1"), (1, 701, "ZZ1"), (1, 16_383, "XFD1")]
        {
            assert_eq!(address(row, column), name);
        }
    }

    #[test]
    fn a_place_is_said_in_both_languages_with_its_sheet_and_its_cell() {
        let sheet: Arc<str> = "甲".into();
        for (place, zh, en) in [
            (
                AsidePlace::Title { sheet: None, row: 1, column: 0, in_table: false },
                "标题行第 1 行 A 列",
                "title in row 1, column A",
            ),
            (
                AsidePlace::Comment { sheet: sheet.clone(), row: 3, column: 1 },
                "工作表“甲”的批注（B3）",
                "comment on B3 of sheet 甲",
            ),
            (AsidePlace::PageMargin { sheet: None }, "页眉或页脚", "header or footer of the pages"),
            (
                AsidePlace::Part { sheet: Some(sheet), part: "xl/comments1.xml".to_owned() },
                "工作表“甲”的部件 xl/comments1.xml",
                "part xl/comments1.xml of sheet 甲",
            ),
        ] {
            assert_eq!((&*place.say(Lang::Zh), &*place.say(Lang::En)), (zh, en));
        }
    }
}
