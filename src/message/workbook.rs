//! Errors of workbooks: .xlsx, .xlsb, .xls, .et and .ods.

use std::error::Error;
use std::fmt;
use std::io;

#[cfg(feature = "workbooks")]
use super::InputError;
use super::{Lang, Say, SpokenError, messages, wording};
use crate::escape::visible;

messages! {
    /// Why a workbook, or one of its sheets, cannot be checked. The name of the file is said by the error around it.
    #[derive(Debug)]
    pub enum WorkbookError {
        /// Reading the file itself fails.
        Unreadable { error: io::Error } => {
            zh: "无法读取：{error}",
            en: "cannot be read: {error}",
        }
        /// The crate was built without its feature `workbooks`.
        NotBuiltIn => {
            zh: "是工作簿，但此程序未包含读取工作簿的功能；请将其中的表格另存为 CSV",
            en: "is a workbook, which this build does not read; save its table as CSV",
        }
        /// The file contains no workbook of a known format.
        NoWorkbook => {
            zh: "不是工作簿；如果是压缩包，请先解压；如果是文档，请将其中的表格另存为 CSV",
            en: "contains no workbook; if it is an archive, unpack it; if it is a document, save its table as CSV",
        }
        /// The archive or compound file is damaged, so that it does not show what it contains.
        BrokenContainer => {
            zh: "已损坏，无法辨认是否为工作簿；如果是压缩包，请重新打包或解压；如果是工作簿，请用电子表格软件打开，另存为 .xlsx 或 CSV",
            en: "is damaged, so that it cannot be told whether it is a workbook; if it is an archive, unpack it, or else open \
                 it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// The workbook is encrypted.
        Protected => {
            zh: "设有密码；请另存一份不设密码的副本",
            en: "is protected by a password; save a copy without one",
        }
        /// The file was written by a version of Excel before Excel 5.
        OlderThanExcel5 => {
            zh: "是 Excel 5.0 以前的版本所存的文件；请用电子表格软件打开，另存为 .xlsx 或 CSV",
            en: "is of a version of Excel older than Excel 5; open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// The file does not state the code page of its texts, and none is believable.
        UnknownCodePage => {
            zh: "未注明文字的代码页，也无法判断；请用电子表格软件打开，确认文字无误后另存为 .xlsx 或 CSV",
            en: "does not state the code page of its texts, and none that is known here explains them; open it in a \
                 spreadsheet and save it as .xlsx or CSV",
        }
        /// The file, or one of its parts, is not as its format demands. `format` is an extension such as `.xls`.
        Damaged { format: &'static str, damage: Damage } => {
            zh: "是已损坏的 {format} 文件（{damage}）；请用电子表格软件打开，另存为 .xlsx 或 CSV",
            en: "is a damaged {format} file ({damage}); open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// A part of the archive unpacks to more than `limit` bytes: it may be a decompression bomb.
        Bomb { limit: u64 } => {
            zh: "解压后的数据远多于一张表格（其中一个部分超过 {limit} 字节）；请将其中的表格另存为 CSV",
            en: "unpacks to far more data than a table has (one part has more than {limit} bytes); save its table as CSV",
        }
        /// The sheets have more than `limit` cells together.
        TooManyCells { limit: u64 } => {
            zh: "各工作表的单元格合计超过 {limit} 个，无法一次读取；请另存为 .xlsx，或将每张工作表另存为 CSV",
            en: "has more cells than can be read at once (more than {limit}); save it as .xlsx, or each sheet as CSV",
        }
        /// The cells have more than `limit` bytes of text together.
        TooMuchText { limit: u64 } => {
            zh: "各单元格的文字合计超过 {limit} 字节，无法一次读取；请另存为 .xlsx，或将每张工作表另存为 CSV",
            en: "has more text in its cells than can be read at once (more than {limit} bytes); save it as .xlsx, or each \
                 sheet as CSV",
        }
        /// One sheet has more than `limit` bytes of text.
        SheetTooLong { limit: u64 } => {
            zh: "文字超过 {limit} 字节；请另存为 CSV",
            en: "has more than {limit} bytes of text; save it as CSV",
        }
        /// A sheet has no cells with text.
        EmptySheet => {
            zh: "是空的",
            en: "is empty",
        }
        /// The content of a sheet is not in the package.
        SheetMissing => {
            zh: "在文件中缺少内容；请用电子表格软件打开，另存为 .xlsx 或 CSV",
            en: "has no content in the file; open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// The sheet is a chart, a dialog or a list of macros.
        NotATable => {
            zh: "是图表、对话框或宏表，不含表格；请将要检查的内容复制到普通工作表",
            en: "is a chart, a dialog or a macro sheet, not a table; copy what is to be checked to an ordinary sheet",
        }
        /// A part is written in an encoding that such files do not have.
        OtherEncoding { encoding: String } => {
            zh: "内容的编码为 {encoding}，不是 UTF-8；请用电子表格软件打开，另存为 .xlsx 或 CSV",
            en: "is encoded in {encoding}, not in UTF-8; open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// The sheet that the user named is not in the workbook.
        UnknownSheet { sheet: String, sheets: Vec<String> } => {
            zh: "没有工作表“{sheet}”；现有：{sheets}",
            en: "has no sheet {sheet}; there are: {sheets}",
        }
        /// Two sheets have one name.
        SheetsOfOneName { sheet: String } => {
            zh: "有两张工作表都名为“{sheet}”；请修改其中一张的名称",
            en: "has two sheets named {sheet}; rename one of them",
        }
        /// There is a table inside a cell.
        TableInCell { sheet: String, cell: String } => {
            zh: "工作表“{sheet}”的单元格 {cell} 内含有表格；请将其移到单元格外",
            en: "sheet {sheet} has a table inside cell {cell}; move it out of the cell",
        }
        /// A sheet cannot be read.
        InSheet { sheet: String, error: Box<WorkbookError> } => {
            zh: "工作表“{sheet}”：{error}",
            en: "sheet {sheet}: {error}",
        }
        /// Every sheet was refused.
        NothingToCheck { refusals: Refusals } => {
            zh: "没有可以检查的工作表。{refusals}",
            en: "no sheet can be checked. {refusals}",
        }
    }
}

#[cfg(feature = "workbooks")]
impl WorkbookError {
    /// As [`InputError::skip_reason`].
    pub(super) fn skip_reason(&self) -> Option<SkipReason> {
        match self {
            Self::EmptySheet => Some(SkipReason::Empty),
            Self::NotATable => Some(SkipReason::NoCells),
            Self::NoWorkbook => Some(SkipReason::NoTable),
            Self::NothingToCheck { refusals } => {
                let has_unread = refusals.0.iter().any(|refusal| refusal.skip_reason().is_none());
                (!has_unread).then_some(SkipReason::NoColumn)
            }
            _ => None,
        }
    }
}

#[cfg(feature = "workbooks")]
impl Refusal {
    /// As [`InputError::skip_reason`].
    pub(crate) fn skip_reason(&self) -> Option<SkipReason> {
        self.input_error()?.skip_reason()
    }

    /// As [`InputError::skip_reason`], of a sheet whose cells are searched for the named words although no column is known.
    /// One with columns that resemble both a name and a scope is most likely a table of filings.
    pub(crate) fn skip_reason_of_sheet(&self) -> Option<SkipReason> {
        match self.input_error()?.reason() {
            InputError::SimilarColumns { similar, .. } if similar.len() == 1 => Some(SkipReason::SimilarColumn),
            error => error.skip_reason(),
        }
    }

    fn input_error(&self) -> Option<&InputError> {
        let reason: &(dyn Error + 'static) = &*self.reason;
        reason.downcast_ref()
    }
}

messages! {
    /// What is wrong with a damaged workbook.
    #[derive(Debug)]
    pub enum Damage {
        /// The reader of this format refuses the file or one of its sheets.
        Malformed { cause: Cause } => {
            zh: "内容不符合该格式",
            en: "its content does not follow the format",
        }
        /// The reader of this format panics.
        Unrecognizable => {
            zh: "无法辨认其结构",
            en: "its structure cannot be recognized",
        }
        /// The archive, or a part of it, cannot be unpacked.
        Archive { cause: Cause } => {
            zh: "无法解压",
            en: "it cannot be unpacked",
        }
        /// A part is not well-formed XML.
        Xml { cause: Cause } => {
            zh: "内容不是有效的 XML",
            en: "its content is not valid XML",
        }
        /// A part ends inside an element.
        Unfinished => {
            zh: "内容在中途结束",
            en: "its content ends in the middle",
        }
        /// Two entries of the archive have one name.
        SameNames => {
            zh: "压缩包中有两个名称相同的部分",
            en: "two parts of the archive have the same name",
        }
        /// The workbook lists no sheets.
        NoSheets => {
            zh: "其中没有列出工作表",
            en: "it lists no sheets",
        }
        /// A cell or row has a number that no sheet has.
        BeyondSheet => {
            zh: "有单元格超出工作表的最后一行或最后一列",
            en: "a cell is beyond the last row or column of a sheet",
        }
        /// The stated number of shared texts exceeds what the part can contain.
        MissingTexts => {
            zh: "所称的共享文本多于实际内容",
            en: "it claims more shared texts than it contains",
        }
        /// A chain of sectors is circular or leaves the file.
        Links => {
            zh: "内部链接形成循环或指向文件之外",
            en: "its internal links are circular or point outside the file",
        }
    }
}

/// The error of another crate that caused a message. Its own text is English and for programmers: the message does not show
/// it, and [`Error::source`] returns it.
pub struct Cause(Box<dyn Error + Send + Sync>);

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for Cause {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Say for Cause {
    fn say(&self, _: Lang) -> String {
        visible(&self.0.to_string())
    }

    fn caused_by(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

/// Why a sheet or a member of an archive has nothing to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// It has neither a name nor a scope column.
    NoColumn,
    /// It has neither, but a column whose header resembles theirs.
    SimilarColumn,
    /// It has no text.
    Empty,
    /// It is a sheet of another type than a table.
    NoCells,
    /// It is a file of another kind than a table.
    NoTable,
    /// It is a file of a folder whose name is not that of a list.
    NoList,
    /// It is the report of an earlier check.
    OwnReport,
}

wording! {
    SkipReason {
        NoColumn => { zh: "没有名称列或经营范围列", en: "no name or scope column" }
        SimilarColumn => {
            zh: "没有名称列或经营范围列，但有相近的列，可另行指定",
            en: "no name or scope column, but a similar one, which can be given",
        }
        Empty => { zh: "没有内容", en: "empty" }
        NoCells => { zh: "图表、对话框或宏表", en: "a chart, dialog or macro sheet" }
        NoTable => { zh: "不是表格", en: "no table" }
        NoList => { zh: "不是名单", en: "no list" }
        OwnReport => { zh: "以前的检查报告", en: "the report of an earlier check" }
    }
}

/// A sheet or a member of an archive that has nothing to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The name of the sheet or of the member.
    pub name: String,
    /// The reason.
    pub reason: SkipReason,
}

impl Say for Skipped {
    fn say(&self, lang: Lang) -> String {
        let name = self.name.say(lang);
        let reason = self.reason.say(lang);
        lang.pick(format!("{name}（{reason}）"), format!("{name} ({reason})"))
    }
}

/// The sheets that were refused, each with its reason.
#[derive(Debug, Default)]
pub struct Refusals(pub Vec<Refusal>);

/// Why a sheet was refused.
#[derive(Debug)]
pub struct Refusal {
    /// The name of the sheet.
    pub sheet: String,
    /// The reason.
    pub reason: Box<dyn SpokenError>,
}

impl Say for Refusal {
    fn say(&self, lang: Lang) -> String {
        let sheet = self.sheet.say(lang);
        let reason = self.reason.say(lang);
        match lang {
            Lang::Zh => format!("“{sheet}”：{reason}"),
            Lang::En => format!("{sheet}: {reason}"),
        }
    }
}

/// Reasons contain commas, so that sentences separate them.
impl Say for Refusals {
    fn say(&self, lang: Lang) -> String {
        let said: Vec<String> = self.0.iter().map(|refusal| refusal.say(lang)).collect();
        said.join(lang.pick("。", ". "))
    }
}
