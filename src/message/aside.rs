//! The wording of the places of texts outside of tables.

use std::sync::Arc;

use super::wording;

/// Where a text is: on which sheet, and in which cell if it belongs to one.
#[derive(Debug)]
pub(crate) enum AsideWords {
    Title { row: u64, column: String },
    TitleOfSheet { sheet: Arc<str>, row: u64, column: String },
    Header { row: u64, column: String },
    HeaderOfSheet { sheet: Arc<str>, row: u64, column: String },
    Key { key: Arc<str> },
    SheetName { sheet: Arc<str> },
    Comment { sheet: Arc<str>, cell: String },
    TextBox { sheet: Arc<str> },
    Setting { sheet: Arc<str> },
    PageMargin,
    PageMarginOfSheet { sheet: Arc<str> },
    Cell { sheet: Arc<str>, cell: String },
    Member { key: Arc<str> },
    MemberName { name: Arc<str> },
    Document { part: String },
    DocumentOfSheet { sheet: Arc<str>, part: String },
    Part { part: String },
    PartOfSheet { sheet: Arc<str>, part: String },
}

wording! {
    AsideWords {
        Title { row, column } => { zh: "标题行第 {row} 行 {column} 列", en: "title in row {row}, column {column}" }
        TitleOfSheet { sheet, row, column } => {
            zh: "工作表“{sheet}”的标题行第 {row} 行 {column} 列",
            en: "title in row {row}, column {column} of sheet {sheet}",
        }
        Header { row, column } => { zh: "表头第 {row} 行 {column} 列", en: "header in row {row}, column {column}" }
        HeaderOfSheet { sheet, row, column } => {
            zh: "工作表“{sheet}”的表头第 {row} 行 {column} 列",
            en: "header in row {row}, column {column} of sheet {sheet}",
        }
        Key { key } => { zh: "键“{key}”", en: "key {key}" }
        SheetName { sheet } => { zh: "工作表名称“{sheet}”", en: "name of sheet {sheet}" }
        Comment { sheet, cell } => { zh: "工作表“{sheet}”的批注（{cell}）", en: "comment on {cell} of sheet {sheet}" }
        TextBox { sheet } => { zh: "工作表“{sheet}”的文本框、形状或图表", en: "text box, shape or chart on sheet {sheet}" }
        Setting { sheet } => {
            zh: "工作表“{sheet}”的数据验证、筛选、链接等设置",
            en: "validation, filter, link or other setting of sheet {sheet}",
        }
        PageMargin => { zh: "页眉或页脚", en: "header or footer of the pages" }
        PageMarginOfSheet { sheet } => {
            zh: "工作表“{sheet}”的页眉或页脚",
            en: "header or footer of the pages of sheet {sheet}",
        }
        Cell { sheet, cell } => { zh: "工作表“{sheet}”的单元格 {cell}", en: "cell {cell} of sheet {sheet}" }
        Member { key } => { zh: "数据之外的成员“{key}”", en: "member {key} beside the rows" }
        MemberName { name } => { zh: "压缩包内的文件名“{name}”", en: "name of the file {name} in the archive" }
        Document { part } => { zh: "嵌入的文档 {part}", en: "embedded document {part}" }
        DocumentOfSheet { sheet, part } => {
            zh: "工作表“{sheet}”中嵌入的文档 {part}",
            en: "embedded document {part} of sheet {sheet}",
        }
        Part { part } => { zh: "部件 {part}", en: "part {part}" }
        PartOfSheet { sheet, part } => { zh: "工作表“{sheet}”的部件 {part}", en: "part {part} of sheet {sheet}" }
    }
}
