//! Errors of reports, notes of summaries, and what documents say in sentences.

use std::error::Error;
use std::io;
use std::sync::Arc;

use jiff::civil::Date;
use rust_xlsxwriter::XlsxError;

use super::{Bilingual, Counted, Lang, Say, Skipped, Spoken, messages, wording};
use crate::escape::visible;
use crate::verdict::{Detail, Field};

messages! {
    /// Why a report cannot be made.
    #[derive(Debug)]
    pub enum ReportError {
        /// There are more columns than a sheet has.
        TooManyColumns { columns: usize, most: u16 } => {
            zh: "xlsx 报告共有 {columns} 列，工作表最多只有 {most} 列；请减少保留的原始列，或改用 csv 报告",
            en: "the xlsx report has {columns} columns, a sheet has at most {most}; keep fewer original columns, or write a csv report",
        }
        /// Columns of an engine cannot be made, and the library of the format says why.
        Columns { error: Spoken } => {
            zh: "无法生成报告；可改用 csv 报告",
            en: "the report cannot be made: {error}; a csv report can be written instead",
        }
        /// The report cannot be written.
        NotWritten { cause: io::Error } => {
            zh: "写入失败：{cause}",
            en: "cannot be written: {cause}",
        }
        /// The workbook cannot be made for another reason.
        Workbook { cause: Box<XlsxError> } => {
            zh: "无法生成 xlsx 报告：{cause}；可改用 csv 报告",
            en: "the xlsx report cannot be made: {cause}; a csv report can be written instead",
        }
    }
}

impl From<io::Error> for ReportError {
    fn from(cause: io::Error) -> Self {
        Self::NotWritten { cause }
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
            (Lang::En, _) => visible(&self.to_string()),
            (Lang::Zh, Self::RowColumnLimitError) => "超出工作表的行数或列数上限".to_owned(),
            (Lang::Zh, _) => "内容不符合工作簿的格式要求".to_owned(),
        }
    }

    fn caused_by(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}

/// A named word, in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted(pub Arc<str>);

impl Say for Quoted {
    fn say(&self, _: Lang) -> String {
        format!("“{}”", visible(&self.0))
    }
}

/// Declares an enum of sentences: each variant with its fields and its wording. A sentence is no error.
macro_rules! sentences {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident { $(
            $(#[$about:meta])*
            $variant:ident $({ $($field:ident: $type:ty),+ $(,)? })? => { zh: $zh:literal, en: $en:literal $(,)? }
        )+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[allow(missing_docs, reason = "the fields are named in the wording")]
        $visibility enum $name { $($(#[$about])* $variant $({ $($field: $type),+ })?),+ }

        wording! { $name { $($variant $({ $($field),+ })? => { zh: $zh, en: $en })+ } }
    };
}

pub(crate) use sentences;

sentences! {
    /// What the reader of a summary should know of an input besides its figures.
    #[derive(PartialEq, Eq)]
    #[non_exhaustive]
    pub enum InputNote {
        /// There is text above the header.
        Titles { rows: Counted } => {
            zh: "表头之上有 {rows} 行标题，仅查第（八）条所列字样",
            en: "{rows} above the header, searched for the named words only",
        }
        /// Cells have a text that a spreadsheet does not show, because a merged cell covers them.
        CoveredCells { cells: u64 } => {
            zh: "注意：{cells} 个单元格的文字被合并单元格遮住，虽不显示也已检查",
            en: "warning: the text of {cells} cells is hidden under merged cells, and checked all the same",
        }
        /// The file ends with Ctrl-Z of DOS or with NULs.
        EndMarks { bytes: u64 } => {
            zh: "末尾 {bytes} 个字节为文件结束标记（Ctrl-Z 或空字节），已略去",
            en: "its last {bytes} bytes are marks of its end (Ctrl-Z or NUL) and left out",
        }
        /// A sheet of the same workbook, or a member of the same archive, could not be read.
        UnreadPart { name: String, reason: Bilingual } => {
            zh: "注意：{name} 未能读取，须补查：{reason}",
            en: "warning: not read, and to be checked again: {name}: {reason}",
        }
        /// Sheets of the same workbook, members of the same archive or files of a folder have nothing to check.
        SkippedSheets { sheets: Vec<Skipped> } => {
            zh: "以下工作表或文件未检查：{sheets}",
            en: "not checked: {sheets}",
        }
        /// A text beside the table has named words.
        AsideFound { place: Bilingual, terms: Vec<Quoted> } => {
            zh: "注意：{place}：含{terms}，属第（八）条所列字样；不在名称和经营范围内，请核对",
            en: "warning: {place} has {terms}, which the notice names; it is in no name or scope, so a person has to look",
        }
        /// A text that looks like a row of a table has named words, and its row has no verdict.
        AsideUnplaced { place: Bilingual, terms: Vec<Quoted> } => {
            zh: "注意：{place}：含{terms}，所在各行似为数据而未作判定，须补查",
            en: "warning: {place} has {terms}; its rows look like data and have no verdict, so they have to be checked again",
        }
        /// A text beside the table could not be read.
        AsideUnread { place: Bilingual } => {
            zh: "注意：{place}：未能读取，须补查",
            en: "warning: {place} was not read and has to be checked again",
        }
        /// More places beside the table than are listed.
        MoreAsides { places: u64 } => {
            zh: "注意：另有 {places} 处同类内容未列出",
            en: "warning: {places} more such places are not listed",
        }
        /// The input has a header and nothing below it.
        NoRows => {
            zh: "注意：名单中没有企业，请核对",
            en: "warning: there is no row to check",
        }
        /// Checked columns are empty in every row.
        EmptyColumns { columns: Vec<String> } => {
            zh: "注意：以下列全部为空：{columns}",
            en: "warning: empty in every row: {columns}",
        }
        /// Columns are not checked although their headers read like a name or a scope.
        OverlookedColumns { columns: Vec<String> } => {
            zh: "注意：未检查以下列：{columns}；如为名称或经营范围，请将其表头改为“企业名称”或“经营范围”",
            en: "warning: not checked: {columns}; if it is a name or a scope, it can be given as one",
        }
        /// No column was found for a field.
        NoColumn { field: Field, header: &'static str } => {
            zh: "注意：未找到{field}列，{field}未检查；如有该列，请将其表头改为“{header}”",
            en: "warning: no {field} column was found, so no {field}s were checked; the column can be given",
        }
        /// No column was found for a field, and one may be it.
        NoColumnBut { field: Field, column: String, header: &'static str } => {
            zh: "注意：未找到{field}列，{field}未检查；“{column}”可能就是该列，确是的，请将其表头改为“{header}”",
            en: "warning: no {field} column was found, so no {field}s were checked; `{column}` may be it, and can be given",
        }
    }
}

impl InputNote {
    /// Whether it is about something that was left unread.
    #[must_use]
    pub fn leaves_unread(&self) -> bool {
        matches!(self, Self::UnreadPart { .. } | Self::AsideUnplaced { .. } | Self::AsideUnread { .. })
    }

    /// Whether a person has to do something about it.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::Titles { .. } | Self::EndMarks { .. } | Self::SkippedSheets { .. })
    }
}

sentences! {
    /// What a cell contains.
    pub(crate) enum Mention {
        Term { term: String } => { zh: "含“{term}”", en: "contains {term}" }
        Alias { term: String } => { zh: "含“{term}”的别称", en: "contains another name for {term}" }
        Combination { term: String } => { zh: "含“{term}”的组合写法", en: "contains a combination of words for {term}" }
    }
}

sentences! {
    /// A clause, by its number where it has one.
    pub(crate) enum Clause {
        Numbered { number: String } => { zh: "第{number}条", en: "clause {number}" }
        Whole { clause: String } => { zh: "{clause}", en: "{clause}" }
    }
}

sentences! {
    /// Why a rule looks for a term.
    pub(crate) enum Basis {
        Named { clause: Clause } => { zh: "属{clause}所列字样", en: "a word that {clause} names" }
        NamedByOwnRule => { zh: "属本单位所列字样", en: "a word that the office's own rules name" }
        Content => { zh: "属通知所述内容", en: "content that the notice describes" }
        ContentByOwnRule => { zh: "属本单位自定字样", en: "a term of the office's own rules" }
        Related => { zh: "属相关词，通知未禁止", en: "a related word that the notice does not forbid" }
        RelatedByOwnRule => { zh: "属本单位自定的相关词", en: "a related word of the office's own rules" }
        /// In a column of [`Field::Other`].
        Elsewhere { basis: Box<Basis> } => {
            zh: "{basis}，所在栏目不是名称或经营范围",
            en: "{basis}, in a column that is neither name nor scope",
        }
    }
}

sentences! {
    /// A sentence of a document.
    pub(crate) enum Sentence {
        /// A verdict, and whose it is.
        Headline { verdict: &'static str, subject: String } => { zh: "{verdict}：{subject}", en: "{verdict}: {subject}" }
        NameAndId { name: String, id: String } => { zh: "{name}（{id}）", en: "{name} ({id})" }
        /// The name of a test case.
        CaseOfRow { row: u64, subject: String } => { zh: "第 {row} 行 {subject}", en: "row {row} {subject}" }
        RowNumber { row: u64 } => { zh: "（第 {row} 行）", en: " (row {row})" }
        Finding { column: String, mention: Mention, basis: Basis, verdict: &'static str } => {
            zh: "{column}{mention}，{basis}（{verdict}）",
            en: "{column}: {mention}, {basis} ({verdict})",
        }
        Original { text: String } => { zh: "原文：{text}", en: "original: {text}" }
        Times { times: usize } => { zh: "共 {times} 处", en: "{times} times" }
        Differences { words: Vec<&'static str> } => { zh: "与原词的差别：{words}", en: "differs by: {words}" }
        Surroundings { words: Vec<String> } => { zh: "语境：{words}", en: "context: {words}" }
        /// A clause without a quote.
        Ground { clause: String } => { zh: "依据：{clause}", en: "clause: {clause}" }
        GroundAndQuote { clause: String, quote: String } => {
            zh: "依据：{clause}“{quote}”",
            en: "clause: {clause} “{quote}”",
        }
        /// With a quote that begins with a quotation mark of its own.
        GroundAndMarked { clause: String, quote: String } => { zh: "依据：{clause}{quote}", en: "clause: {clause} {quote}" }
        /// With a quote that has quotation marks inside.
        GroundAndNested { clause: String, quote: String } => { zh: "依据：{clause}：{quote}", en: "clause: {clause} {quote}" }
        Problem { said: &'static str, detail: Detail } => { zh: "{said}（{detail}）", en: "{said} ({detail})" }
        Decision { said: String } => { zh: "先前决定：{said}", en: "decided earlier: {said}" }
        Until { day: Date } => { zh: "至 {day}", en: "until {day}" }
        RuleTitle { tier: &'static str, term: String } => { zh: "{tier}“{term}”", en: "{tier} {term}" }
        /// The physical line.
        AtLine { line: u64 } => { zh: "文件第 {line} 行", en: "line {line}" }
        Listed { listed: usize, total: u64 } => {
            zh: "列出 {listed} 行，共 {total} 行",
            en: "{listed} of {total} rows listed",
        }
        /// A cell, by its header and its address in a spreadsheet.
        CellAt { column: String, address: String } => { zh: "{column}（{address}）：", en: "{column} ({address}): " }
        /// One part of a long list.
        Part { first: usize, last: usize } => { zh: "所列第 {first}–{last} 行", en: "listed rows {first} to {last}" }
        /// In place of a long text.
        LeftOut { characters: usize } => {
            zh: "……〔略 {characters} 字〕……",
            en: "… [{characters} characters left out] …",
        }
        MoreDecisions { more: usize } => { zh: "另有 {more} 项决定未生效，未列出", en: "{more} more decisions have no effect and are not listed" }
        MoreFindings { more: usize } => { zh: "另有 {more} 处，见 jsonl 报告", en: "{more} more, see the jsonl report" }
        /// At the end of a cell that a workbook cannot hold whole.
        CutCell { units: usize } => {
            zh: "……〔此处截断：单元格至多 {units} 个字符〕",
            en: "… [cut: a cell holds {units} characters]",
        }
        /// Where a cell of a workbook shows the hits of a long text only.
        Excerpt => {
            zh: "〔文字过长，只列出发现之处前后，全文见名单〕",
            en: "[too long: only what is around the findings; the list has all of it]",
        }
        /// In junit, when rows are left out.
        RowsLeftOut { seen: usize, limit: usize } => {
            zh: "共 {seen} 行有判定结果，此处只列前 {limit} 行；其余见 csv 或 jsonl 报告",
            en: "{seen} flagged rows, of which the first {limit} are listed; for the others see a csv or jsonl report",
        }
        /// In sarif, when results are left out.
        ResultsLeftOut { seen: usize, limit: usize } => {
            zh: "共 {seen} 条结果，此处只列前 {limit} 条；其余见 csv 或 jsonl 报告",
            en: "{seen} results, of which the first {limit} are listed; for the others see a csv or jsonl report",
        }
        Unread { rows: Counted } => {
            zh: "{rows} 行有未能读取的内容，结论只及于已读部分，须补查",
            en: "{rows} text that was not read; verdicts cover what was read, and the rest has to be checked again",
        }
        /// A file, a sheet or a member of an archive.
        NotRead { name: String, reason: Bilingual } => {
            zh: "{name} 未能读取，须补查：{reason}",
            en: "not read, and to be checked again: {name}: {reason}",
        }
        /// The sheet or the member of a file that a row is in, where the place of the result names the file alone.
        InPart { part: String } => { zh: "位于文件内的 {part}", en: "in {part}, inside the file" }
        UnreadParts { parts: Counted } => {
            zh: "{parts} 个工作表或文件未能读取，其中内容未检查，须补查",
            en: "{parts} not read; the content has to be checked again",
        }
        UnreadAsides { places: Counted } => {
            zh: "表格以外 {places} 处内容未能检查，须补查",
            en: "{places} not checked; what is there has to be checked again",
        }
        Cells { checked: u64, swept: u64, title: u64, unread: u64 } => {
            zh: "单元格：{checked} 个已检查，{swept} 个（其他栏目及批注等）仅查第（八）条所列字样，{title} 个为标题或表头，{unread} 个未能读取",
            en: "cells: {checked} checked, {swept} (other columns, comments and the like) searched for the named words only, {title} titles and headers, {unread} unread",
        }
        Input { name: String, encoding: String, columns: Vec<String> } => {
            zh: "{name}：{encoding}，已检查：{columns}",
            en: "{name}: {encoding}, checked: {columns}",
        }
        TypedInput { typed: &'static str, columns: Vec<String> } => {
            zh: "{typed}，已检查：{columns}",
            en: "{typed}, checked: {columns}",
        }
        InputUnchecked { name: String, encoding: String } => {
            zh: "{name}：{encoding}，没有可检查的列",
            en: "{name}: {encoding}, no column to check",
        }
        Counts { total: Counted, counts: String } => { zh: "共 {total} 行：{counts}", en: "{total}: {counts}" }
        /// A rule set, named by its document number, with its id and the beginning of its hash.
        RuleSet { name: String, id: String, hash: String } => { zh: "{name}（{id}，{hash}）", en: "{name} ({id}, {hash})" }
        /// The file of settings, with the beginning of its hash.
        SettingsFile { file: String, hash: String } => {
            zh: "设置取自 {file}（{hash}）",
            en: "settings from {file} ({hash})",
        }
        SettingsOfEnvironment { names: Vec<String> } => {
            zh: "设置取自环境变量：{names}",
            en: "settings from the environment: {names}",
        }
        /// Several inputs, of which the first are named.
        AndMore { names: Vec<String>, more: usize } => { zh: "{names} 等，另有 {more} 个", en: "{names} and {more} more" }
        /// Above the table of inputs, if it has all of them.
        Inputs { inputs: usize } => { zh: "{inputs} 个文件或工作表：", en: "{inputs} files or sheets:" }
        /// Above the table of inputs, if it has only some.
        HeaviestInputs { inputs: usize, listed: usize } => {
            zh: "{inputs} 个文件或工作表，先列结论最重的 {listed} 个（其余见报告或 --manifest 记录）：",
            en: "{inputs} files or sheets, the {listed} with the heaviest verdicts first (a report or --manifest has the others):",
        }
        /// A remark on one or several inputs.
        RemarkOn { inputs: String, remark: String } => { zh: "{inputs}：{remark}", en: "{inputs}: {remark}" }
        /// When remarks are left out.
        MoreRemarks { more: usize } => { zh: "另有 {more} 条说明未列出，见报告", en: "{more} more remarks, see a report" }
        /// In github, when there is more than a page shows.
        BeyondPage { errors: u64, warnings: u64, notices: u64, limit: u64 } => {
            zh: "本步骤有错误 {errors} 条、警告 {warnings} 条、提示 {notices} 条；GitHub 每步每类只显示前 {limit} 条，全部见日志，或加 --step-summary 写入步骤摘要",
            en: "{errors} errors, {warnings} warnings and {notices} notices; GitHub shows the first {limit} of each in a step. All are in the log, and in the summary of the step with --step-summary",
        }
        /// The title of that.
        BeyondPageTitle => { zh: "未全部显示", en: "more than shown here" }
        /// In markdown, when rows are left out.
        RowsBeyond { rows: u64 } => {
            zh: "此处篇幅有限，另有 {rows} 行未列出；见 csv 或 jsonl 报告",
            en: "there is no room for {rows} more rows; see a csv or jsonl report",
        }
        Rules { sets: Vec<Sentence>, as_of: String, profile: String } => {
            zh: "依据：{sets}，适用日期 {as_of}，口径：{profile}",
            en: "rules: {sets}, as of {as_of}, profile {profile}",
        }
    }
}
