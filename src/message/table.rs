//! Errors of data files: terms, contexts, profiles, columns.

use super::messages;

messages! {
    /// Why a data file cannot be read as a table. `place` is `file:line`.
    #[derive(Debug)]
    pub enum TableError {
        /// The header names a column that is not known.
        UnknownColumn { place: String, column: String, known: Vec<String> } => {
            zh: "{place}：未知的列“{column}”；可用的列有：{known}",
            en: "{place}: unknown column `{column}`; the known columns are {known}",
        }
        /// The header names a column twice.
        DuplicateColumn { place: String, column: String } => {
            zh: "{place}：列“{column}”重复；请删去一列",
            en: "{place}: duplicate column `{column}`; remove one of them",
        }
        /// A required column is not there.
        MissingColumn { place: String, column: String } => {
            zh: "{place}：缺少列“{column}”",
            en: "{place}: the column `{column}` is missing",
        }
        /// A row has more or fewer fields than the header.
        UnequalLength { place: String, found: usize, expected: usize } => {
            zh: "{place}：此行有 {found} 个字段，表头有 {expected} 个；含逗号的内容须加引号",
            en: "{place}: the row has {found} fields, but the header has {expected}; quote a field that contains a comma",
        }
        /// A row cannot be read as CSV.
        Unreadable { place: String } => {
            zh: "{place}：不能按 CSV 读取",
            en: "{place}: cannot be read as CSV",
        }
    }
}
