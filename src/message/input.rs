//! Errors of inputs: files that cannot be read, are not a table, or have no column to check.

use std::io;

#[cfg(feature = "workbooks")]
use super::workbook::{Refusal, SkipReason};
use super::workbook::{Refusals, WorkbookError};
use super::{Lang, Say, messages};
use crate::escape::visible;
use crate::verdict::Field;

/// How many headers a message lists.
const LISTED: usize = 30;
/// How many characters of a header a message shows.
const SHOWN: usize = 40;

/// The headers of an input for a message: the first ones, each shortened, with control characters escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    listed: Vec<String>,
    all: usize,
}

impl Headers {
    /// Shortens headers for a message.
    pub(crate) fn of(headers: &[String]) -> Self {
        let listed = headers.iter().take(LISTED).map(|header| shortened(header)).collect();
        Self { listed, all: headers.len() }
    }

    /// Whether one of those that are listed is wanted.
    pub(crate) fn has(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        self.listed.iter().any(|header| is_wanted(header))
    }
}

fn shortened(header: &str) -> String {
    header.trim().chars().take(SHOWN).flat_map(char::escape_debug).collect()
}

impl Say for Headers {
    fn say(&self, lang: Lang) -> String {
        let mut said = self.listed.say(lang);
        if self.all > self.listed.len() {
            let all = self.all;
            said += &lang.pick(format!("……（共 {all} 个）"), format!(", … ({all} in all)"));
        }
        said
    }
}

/// The lists of objects or of lists in a text of JSON, each with the keys that lead to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists(pub(crate) Vec<String>);

impl Say for Lists {
    fn say(&self, lang: Lang) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let lists = Headers::of(&self.0).say(lang);
        lang.pick(format!("（现有的列表：{lists}）"), format!(" (lists found: {lists})"))
    }
}

messages! {
    /// Why an input cannot be opened or read.
    #[derive(Debug)]
    pub enum InputError {
        /// The error of one input, with the input's name in reports.
        In { input: String, error: Box<InputError> } => {
            zh: "{input}：{error}",
            en: "{input}: {error}",
        }

        /// The path does not lead to a file.
        NotFound { error: io::Error } => {
            zh: "无法打开：{error}；请核对路径",
            en: "cannot be opened: {error}; check the path",
        }
        /// The file may not be opened.
        NotOpened { error: io::Error } => {
            zh: "无法打开：{error}；请核对文件权限",
            en: "cannot be opened: {error}; check its permissions",
        }
        /// The path leads to a directory.
        Directory { files: String } => {
            zh: "是文件夹；请指明其中的文件，例如 {files}",
            en: "is a directory; name its files, such as {files}",
        }
        /// The first bytes cannot be read.
        Unreadable { error: io::Error } => {
            zh: "无法读取：{error}",
            en: "cannot be read: {error}",
        }
        /// The first bytes are those of gzip and cannot be unpacked.
        BrokenGzip { error: io::Error } => {
            zh: "无法按 gzip 解压：{error}；文件可能不完整，请重新获取，或重新压缩后再检查",
            en: "cannot be unpacked as gzip: {error}; it may be cut off, so get it again, or compress it again",
        }
        /// The first bytes are those of another compressed format and cannot be unpacked.
        BrokenPacked { format: String, error: io::Error } => {
            zh: "无法按 {format} 解压：{error}；文件可能不完整，请重新获取，或重新压缩后再检查",
            en: "cannot be unpacked as {format}: {error}; it may be cut off, so get it again, or compress it again",
        }
        /// An archive is damaged.
        BrokenArchive => {
            zh: "压缩包已损坏或采用了不支持的压缩方式；请重新打包或解压后再检查",
            en: "is damaged as an archive, or compressed in a way that is not read; pack it again, or unpack it first",
        }
        /// An archive has members of one name, of which only one can be reached.
        SameNames => {
            zh: "压缩包中有名称相同的文件，只能读到其中一个；请解压后逐个检查",
            en: "has files of the same name in the archive, of which only one can be read; unpack them and check each",
        }
        /// An archive has further bytes in front of it or behind its end.
        BesideArchive => {
            zh: "压缩包之前或之后还有其他内容，未能读取；请重新打包或解压后再检查",
            en: "has more bytes in front of the archive or behind its end, which were not read; pack it again, or unpack it first",
        }
        /// A member of an archive needs a password.
        LockedMember => {
            zh: "需要密码；请解压后再检查",
            en: "needs a password; unpack it first",
        }
        /// No member of an archive can be checked.
        NothingInArchive { refusals: Refusals } => {
            zh: "压缩包中没有可以检查的文件。{refusals}",
            en: "is an archive in which nothing can be checked. {refusals}",
        }
        /// Some sheets or members of an archive cannot be read, and the caller needs all.
        LeftUnread { refusals: Refusals } => {
            zh: "有未能读取的工作表或文件。{refusals}",
            en: "has sheets or files that cannot be read. {refusals}",
        }
        /// Reading failed after the input was opened.
        Interrupted { error: io::Error } => {
            zh: "未能读完：{error}",
            en: "cannot be read to its end: {error}",
        }
        /// A table of more columns than any has.
        TooManyColumns { columns: usize, most: usize } => {
            zh: "首行有 {columns} 列，最多可读取 {most} 列；请核对分隔符，或删去多余的列",
            en: "has {columns} columns in its first row, at most {most} are read; check what separates them, or remove columns",
        }
        /// The file has changed since it was opened; sizes in bytes.
        Changed { before: u64, read: u64, now: u64 } => {
            zh: "读取期间文件发生变化（打开时 {before} 字节，已读取 {read} 字节，现为 {now} 字节）；请在无人写入时再检查",
            en: "the file has changed while it was read (it had {before} bytes, {read} were read, now it has {now}); check it when no program writes to it",
        }

        /// A web page, usually with the ending of a spreadsheet.
        WebPage => {
            zh: "实际内容是网页，与扩展名无关；请用电子表格软件打开，另存为 xlsx 或 CSV",
            en: "is a web page, whatever its extension; open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// A mail.
        Mail => {
            zh: "是电子邮件，不是表格；请在邮件软件中打开，另存其中的附件或表格",
            en: "is an e-mail and not a table; open it in a mail program and save its attachment or its table",
        }
        /// JavaScript, or JSON with what only JavaScript has: comments, names without quotes, a call around it.
        JavaScript => {
            zh: "是 JavaScript 或不规范的 JSON（JSONP、JSON5）；请导出为 JSON、xlsx 或 CSV",
            en: "is JavaScript, or JSON with comments, without quotes or inside a call (JSONP, JSON5); export it as JSON, .xlsx or CSV",
        }
        /// XML, usually with the ending of a spreadsheet.
        Xml => {
            zh: "实际内容是 XML，与扩展名无关；请用电子表格软件打开，另存为 xlsx 或 CSV",
            en: "is XML, whatever its extension; open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// A PDF or RTF document.
        Document => {
            zh: "是文档，不是表格；请将其中的表格另存为 xlsx 或 CSV",
            en: "is a document and not a table; save its table as .xlsx or CSV",
        }
        /// An image.
        Picture => {
            zh: "是图片，不是表格；请向制表人索取表格文件，或将图中文字录入为 xlsx 或 CSV",
            en: "is a picture and not a table; get the table itself, or type it into an .xlsx or CSV file",
        }
        /// SYLK, DIF or Lotus 1-2-3.
        OtherSpreadsheet { format: String } => {
            zh: "是 {format} 格式的表格文件，与扩展名无关；请用电子表格软件打开，另存为 xlsx 或 CSV",
            en: "is a spreadsheet in the format {format}, whatever its extension; open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// A workbook in a form from before Excel 5.
        OldExcel => {
            zh: "是 Excel 5 之前的旧版工作簿；请用电子表格软件打开，另存为 xlsx 或 CSV",
            en: "is a workbook in a form older than Excel 5; open it in a spreadsheet and save it as .xlsx or CSV",
        }
        /// A file of a database: DBF, Access, `SQLite`, Parquet, Arrow.
        Database { format: String } => {
            zh: "是 {format} 数据文件；请将其中的表导出为 xlsx 或 CSV",
            en: "is a data file of {format}; export its table as .xlsx or CSV",
        }
        /// A Parquet or Arrow file that is cut off or damaged, or needs more memory than any table.
        TableDamaged { format: &'static str, fault: Box<TableFault> } => {
            zh: "作为 {format} 文件不能读取：{fault}",
            en: "cannot be read as a {format} file: {fault}",
        }
        /// A Parquet column that is compressed in a way that is not read.
        TableCodec { column: Headers, codec: String } => {
            zh: "“{column}”列以 {codec} 压缩，不能读取；请以 snappy 或 zstd 压缩重新导出",
            en: "the column `{column}` is compressed with {codec}, which is not read; export it with snappy or zstd",
        }
        /// A column of a table whose values have a type that is not read.
        TableColumnType { column: Headers, data_type: String } => {
            zh: "“{column}”列的类型是 {data_type}，不能作为文本读取；请转换为文本列后重新导出",
            en: "the column `{column}` has the type {data_type}, which cannot be read as text; convert it to text and export it again",
        }
        /// A table of more columns than any has.
        TableTooWide { most: usize } => {
            zh: "超过 {most} 列，不能读取；请只导出需要的列",
            en: "has more than {most} columns, which are not read; export only those that are needed",
        }
        /// A table that came through a pipe or out of a packed file and is too large to be read at once.
        TableTooLarge { limit: u64 } => {
            zh: "不是可直接读取的文件，须一次读入内存，但超过 {limit} 字节；请解压或保存为文件后再检查",
            en: "has to be read into memory, since it is no plain file, and has more than {limit} bytes; unpack it or save it as a file first",
        }
        /// A table was given an encoding, a delimiter or a sheet, or said to have no headers.
        TableHasColumns { format: &'static str } => {
            zh: "是 {format} 文件，列名、类型和编码都在文件内，没有分隔符、表头和工作表",
            en: "is a {format} file, which has its column names, types and encoding in it: no delimiter, header or sheet",
        }
        /// A file that a program for the protection of documents has encrypted.
        Encrypted => {
            zh: "已被文档加密软件加密；请在装有该软件的电脑上解密并另存后再检查",
            en: "is encrypted by a document-protection program; save a decrypted copy where that program is installed",
        }
        /// Text in UTF-32.
        Utf32 => {
            zh: "采用 UTF-32 编码；请将其转换为 UTF-8",
            en: "is in UTF-32; convert it to UTF-8",
        }
        /// Bytes that are no text and of no known kind.
        NotText => {
            zh: "不是文本，也不是可识别的表格文件；请用生成它的软件打开，另存为 xlsx 或 CSV",
            en: "is neither text nor a known kind of table; open it in the program that wrote it and save it as .xlsx or CSV",
        }
        /// A RAR or 7z archive.
        Archive => {
            zh: "是压缩包；请解压后指明其中的文件",
            en: "is an archive; unpack it and name the files in it",
        }
        /// A single file, compressed in a way that is not unpacked.
        Packed { format: String } => {
            zh: "经 {format} 压缩；请解压后再检查",
            en: "is compressed with {format}; unpack it first",
        }

        /// What is inside a compressed file is compressed with gzip again.
        PackedTwice => {
            zh: "解压后仍是 gzip 压缩文件（压缩了两次）；请解压后再检查",
            en: "is compressed twice: unpacked, it is gzip again; unpack it first",
        }

        /// JSON that was to be read as delimited text.
        Json => {
            zh: "实际内容是 JSON，不是以分隔符分列的文本",
            en: "is JSON and not delimited text",
        }
        /// A workbook or an archive that was to be read as delimited text.
        IsWorkbook => {
            zh: "实际内容是工作簿或压缩包，不是以分隔符分列的文本",
            en: "is a workbook or an archive and not delimited text",
        }
        /// A whole file of JSON that is too large to be read at once.
        JsonTooLarge { limit: u64 } => {
            zh: "整个文件是一个 JSON 文档，超过 {limit} 字节；请改为每行一个对象，例如使用 jq -c '.[]'",
            en: "is one JSON document of more than {limit} bytes; write each of its objects on a line of its own, such as with jq -c '.[]'",
        }
        /// A whole file of JSON that is damaged.
        JsonBroken { line: usize, column: usize } => {
            zh: "JSON 在第 {line} 行第 {column} 个字节处有误；请重新导出",
            en: "is broken as JSON at line {line}, byte {column}; export it again",
        }
        /// A whole file of JSON in which there is not one list of rows.
        JsonNoRows { found: Lists } => {
            zh: "是 JSON，但未发现唯一的数据行列表{found}；请改为每行一个对象",
            en: "is JSON, but does not contain one list of rows{found}; write one object a line",
        }
        /// A row of a JSON array has an array or an object as a cell. `row` is counted from 1, the header included.
        JsonNested { row: usize } => {
            zh: "是由数组组成的 JSON，其中第 {row} 个数组的单元格既不是文本也不是数值；请改为每行一个对象",
            en: "is JSON made of arrays, and the array {row} has a cell that is neither a text nor a number; write one object a line",
        }

        /// The input has no bytes.
        Empty => {
            zh: "文件为空：至少应有表头一行",
            en: "is empty: a batch has at least a header line",
        }
        /// The input has line breaks only.
        NoRecord => {
            zh: "没有任何记录：至少应有表头一行",
            en: "contains no record: a batch has at least a header line",
        }
        /// One input was expected, and several sheets can be checked.
        SeveralSheets => {
            zh: "有多个可以检查的工作表；请将要检查的工作表另存为单独的文件",
            en: "has several sheets that can be checked; save the one that is meant as a file of its own",
        }
        /// A sheet was named, but the input is not a workbook.
        NoSheets => {
            zh: "不是工作簿，没有工作表",
            en: "is not a workbook and has no sheets",
        }
        /// No known encoding explains the bytes.
        UnknownEncoding => {
            zh: "无法识别文字编码",
            en: "the encoding could not be detected",
        }
        /// The first line looks like `sep=;` but does not name one character.
        NoSeparator { line: String } => {
            zh: "首行“{line}”未指定单个字符作分隔符；请改正首行",
            en: "the first line, `{line}`, does not declare a single character as the delimiter; correct it",
        }

        /// Lines of JSON in another encoding than UTF-8, which was not named.
        JsonLinesIn { encoding: &'static str } => {
            zh: "是 {encoding} 编码的 JSON 行（jsonl）；未指定编码时按 UTF-8 读取",
            en: "is lines of JSON in {encoding}, which are read in UTF-8 unless their encoding is named",
        }
        /// Lines of JSON were given a delimiter or a sheet, or said to have no headers.
        JsonHasKeys => {
            zh: "按 JSON 行（jsonl）读取，每行自带键名，没有分隔符、表头和工作表",
            en: "is read as lines of JSON, which have keys: no delimiter, header or sheet",
        }
        /// All columns of lines of JSON were to be kept.
        UnknownKeys => {
            zh: "按 JSON 行（jsonl）读取，键名事先未知；请逐个指明要保留的键",
            en: "is read as lines of JSON, whose keys are not known in advance; name each key to keep",
        }

        /// No header is known as that of a company name or a business scope.
        NoCheckedColumn { found: Headers } => {
            zh: "未发现企业名称列或经营范围列；现有的列：{found}",
            en: "no column looks like a company name or a business scope; found: {found}",
        }
        /// No header is known, but some resemble known ones: `similar` has at most one for each field.
        SimilarColumns { found: Headers, similar: Vec<(Field, String)> } => {
            zh: "未发现企业名称列或经营范围列；现有的列：{found}",
            en: "no column looks like a company name or a business scope; found: {found}",
        }
        /// The first line seems to be data. `columns` has the number, from 1, of the column that each field seems to be in.
        NoHeaderLine { found: Headers, columns: Vec<(Field, usize)> } => {
            zh: "没有表头：首行看似数据：{found}",
            en: "has no header line: the first one looks like data: {found}",
        }
        /// The header is one column, and has a character in it that may be the delimiter.
        NotSplit { found: Headers, delimiter: char } => {
            zh: "未能分列，表头只有一列：{found}",
            en: "is not split into columns: the header is {found} alone",
        }
        /// The columns are aligned by blanks.
        AlignedByBlanks { found: Headers } => {
            zh: "各列仅以空格对齐，没有分隔符：{found}；请在电子表格软件中按固定宽度分列，另存为 xlsx 或 CSV",
            en: "has columns aligned by blanks only, without a delimiter: {found}; split it into columns of fixed width in a spreadsheet, and save it as .xlsx or CSV",
        }
        /// The headers of a sheet are all in one cell.
        InOneCell { found: Headers } => {
            zh: "各列都在同一个单元格内，未能分列：{found}；请在电子表格软件中分列",
            en: "has all its columns in one cell: {found}; split them into columns in a spreadsheet",
        }
        /// The first line, such as `sep=;`, declares another delimiter than the lines have.
        WrongSeparator { declared: String, delimiter: char } => {
            zh: "首行声明的分隔符“{declared}”与数据不符；请改正或删除首行",
            en: "its first line declares the delimiter `{declared}`, which the other lines do not have; correct or remove it",
        }
        /// A row with a name and a scope header is below the first rows, where a header is looked for. `columns` has the number,
        /// from 1, of the column of each field.
        HeaderTooLow { row: u64, within: usize, columns: Vec<(Field, usize)> } => {
            zh: "表头在第 {row} 行；表头须在前 {within} 个有内容的行之内，请删去其上的行",
            en: "has its header in row {row}, below the first {within} rows with text; delete rows above it",
        }
        /// The input has no headers and no column was named by number.
        NoNumberedColumn { columns: usize } => {
            zh: "没有表头时须按列号指明要检查的列；共有 {columns} 列",
            en: "without headers the columns to check are named by number; there are {columns}",
        }
        /// A header has lost characters, or is a formula without a value, and may be that of a column to check. `column` is counted from 1.
        LostHeader { column: usize, header: Headers } => {
            zh: "第 {column} 列的表头“{header}”有字符丢失或未算出，可能是应检查的列；请在文件中更正",
            en: "the header of column {column}, {header}, has lost characters or has not been computed, so that it may be one to check; correct it in the file",
        }
        /// A column was named by a number that is zero or too large.
        NoSuchNumber { number: usize, columns: usize } => {
            zh: "没有第 {number} 列；共有 {columns} 列",
            en: "there is no column {number}; there are {columns}",
        }
        /// A column was named by a header although the input has none.
        NotANumber { column: String } => {
            zh: "“{column}”不是列号；没有表头时须按列号指明各列",
            en: "`{column}` is not a number; without headers columns are named by number",
        }
        /// A column was named by a header that the input does not have.
        NoSuchColumn { column: String, found: Headers } => {
            zh: "没有名为“{column}”的列；现有的列：{found}",
            en: "no column is called `{column}`; found: {found}",
        }

        /// The lines end with a character that ends no line of delimited text. `line_end` is its code, such as `U+0085`.
        OtherLineEnds { line_end: String } => {
            zh: "各行以字符 {line_end} 结尾，未能分行；请另存为以 LF 或 CRLF 换行的文件",
            en: "has lines that end with {line_end}, and so is one line; save it with line ends LF or CRLF",
        }
        /// The header is in the last row, and other rows are above it.
        RowsAboveHeader { row: u64 } => {
            zh: "表头在最后一行（第 {row} 行），其上各行看似数据；请将表头移到数据之上",
            en: "has its header in the last row, row {row}, and rows like data above it; put the header above them",
        }

        /// The headers are in a column: a registration form, or a table on its side.
        Form { row: usize, cell: String } => {
            zh: "是表单或横向表格，不是一行一户的表：第 {row} 行的“{cell}”是项目名称；请整理成首行为表头、每行一户的表格",
            en: "is a form or a table on its side, not a table with a row for each filing: `{cell}` in row {row} is a label; \
                 save it with the headers in the first row",
        }

        /// The workbook or one of its sheets cannot be read.
        Workbook { error: Box<WorkbookError> } => {
            zh: "{error}",
            en: "{error}",
        }
    }
}

impl InputError {
    /// Whether it says that the text of a table is not as expected, which can be because it is no text.
    pub(crate) fn is_about_text(&self) -> bool {
        matches!(
            self,
            Self::UnknownEncoding
                | Self::NoRecord
                | Self::NoCheckedColumn { .. }
                | Self::SimilarColumns { .. }
                | Self::NoHeaderLine { .. }
                | Self::NotSplit { .. }
                | Self::AlignedByBlanks { .. }
        )
    }

    /// Why there is nothing to check, if the error of a sheet or of a member of an archive says so. Returns `None` if there may
    /// be something, which cannot be read.
    #[cfg(feature = "workbooks")]
    pub(crate) fn skip_reason(&self) -> Option<SkipReason> {
        match self.reason() {
            Self::NoCheckedColumn { .. }
            | Self::NoSuchColumn { .. }
            | Self::NoSuchNumber { .. }
            | Self::NoNumberedColumn { .. } => Some(SkipReason::NoColumn),
            Self::Empty | Self::NoRecord => Some(SkipReason::Empty),
            Self::Document | Self::Picture | Self::NoSheets => Some(SkipReason::NoTable),
            Self::Workbook { error } => error.skip_reason(),
            _ => None,
        }
    }

    /// The error for a sheet, whose cells are separate whatever they contain.
    pub(crate) fn of_sheet(self) -> Self {
        match self {
            Self::NotSplit { found, .. } | Self::AlignedByBlanks { found } => Self::NoCheckedColumn { found },
            error => error,
        }
    }

    /// Puts the name of the input in front.
    pub(crate) fn of(self, input: &str) -> Self {
        Self::In { input: input.to_owned(), error: Box::new(self) }
    }

    /// The refusal of a part, whose name is said in front of its reason.
    #[cfg(feature = "workbooks")]
    pub(crate) fn refusal(self, part: String) -> Refusal {
        match self {
            Self::In { error, .. } => error.refusal(part),
            reason => Refusal { sheet: part, reason: Box::new(reason) },
        }
    }

    /// The reason alone: the error inside [`InputError::In`].
    #[must_use]
    pub fn reason(&self) -> &Self {
        match self {
            Self::In { error, .. } => error.reason(),
            reason => reason,
        }
    }
}

messages! {
    /// What is wrong with a Parquet or Arrow file.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum TableFault {
        /// It does not end as such a file does.
        CutOff => {
            zh: "文件不完整，缺少结尾；请重新导出或重新复制",
            en: "it is cut off: its end is missing; export or copy it again",
        }
        /// It is encrypted.
        Encrypted => {
            zh: "文件已加密；请导出未加密的文件",
            en: "it is encrypted; export it without encryption",
        }
        /// What describes its columns is damaged.
        Description => {
            zh: "其中的列说明已损坏；请重新导出",
            en: "the description of its columns is damaged; export it again",
        }
        /// What describes its columns is larger than that of any table.
        LongDescription { bytes: u64, most: u64 } => {
            zh: "其中的列说明有 {bytes} 字节，最多可读取 {most} 字节；请减少列数或行组数后重新导出",
            en: "the description of its columns has {bytes} bytes, at most {most} are read; export it with fewer columns or row groups",
        }
        /// Columns contain one another too deep.
        TooDeep { most: usize } => {
            zh: "列的嵌套超过 {most} 层；请展开后重新导出",
            en: "its columns contain one another more than {most} levels deep; flatten them and export it again",
        }
        /// A part needs more memory than is given to any.
        LargePart { bytes: u64, most: u64 } => {
            zh: "其中一部分解压后有 {bytes} 字节，最多可读取 {most} 字节；请以较小的页或行组重新导出",
            en: "a part of it unpacks to {bytes} bytes, at most {most} are read; export it with smaller pages or row groups",
        }
        /// A part is not where it is said to be, or is cut off.
        Misplaced => {
            zh: "其中的数据不在所说明的位置；请重新导出",
            en: "its data are not where they are said to be; export it again",
        }
        /// There are fewer or more rows than are stated.
        Rows { found: u64, expected: u64 } => {
            zh: "读到 {found} 行，文件说明有 {expected} 行；请重新导出",
            en: "{found} rows were read where {expected} are stated; export it again",
        }
        /// The decoder refuses the data, and says why.
        Undecodable { error: Spoken } => {
            zh: "其中的数据无法解码；请重新导出",
            en: "its data cannot be decoded ({error}); export it again",
        }
        /// The decoder failed.
        Unrecognizable => {
            zh: "其中的数据不符合格式；请重新导出",
            en: "its data do not follow the format; export it again",
        }
    }
}

/// What another crate says, in English only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken(pub(crate) String);

impl Say for Spoken {
    fn say(&self, _: Lang) -> String {
        visible(&self.0)
    }
}

impl From<WorkbookError> for InputError {
    fn from(error: WorkbookError) -> Self {
        Self::Workbook { error: Box::new(error) }
    }
}
