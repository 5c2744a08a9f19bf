//! Errors of reports, and what documents say in sentences.

use std::error::Error;

use rust_xlsxwriter::XlsxError;

use super::{Lang, Say, messages};

messages! {
    /// Why a report cannot be made.
    #[derive(Debug)]
    pub enum ReportError {
        /// There are more columns than a sheet has.
        TooManyColumns { columns: usize, most: u16 } => {
            zh: "xlsx 报告共有 {columns} 列，工作表最多只有 {most} 列；请减少保留的原始列，或改用 csv 报告",
            en: "the xlsx report has {columns} columns, a sheet has at most {most}; keep fewer original columns, or write a csv report",
        }
        /// The workbook cannot be made for another reason.
        Workbook { cause: Box<XlsxError> } => {
            zh: "无法生成 xlsx 报告：{cause}；可改用 csv 报告",
            en: "the xlsx report cannot be made: {cause}; a csv report can be written instead",
        }
    }
}

impl From<XlsxError> for ReportError {
    fn from(cause: XlsxError) -> Self {
        Self::Workbook { cause: Box::new(cause) }
    }
}

/// The writer of workbooks speaks English only.
impl Say for XlsxError {
    fn say(&self, lang: Lang) -> String {
        match (lang, self) {
            (_, Self::IoError(error)) => error.say(lang),
            (Lang::En, _) => self.to_string(),
            (Lang::Zh, Self::RowColumnLimitError) => "超出工作表的行数或列数上限".to_owned(),
            (Lang::Zh, _) => "内容不符合工作簿的格式要求".to_owned(),
        }
    }

    fn caused_by(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}
