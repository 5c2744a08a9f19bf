//! Errors of files with decisions, and notes on decisions that have no effect.

use jiff::civil::Date;

use super::{InputError, Lang, Say, messages};
use crate::escape::visible;

/// A row of an earlier report, as people find it again: by its number in the batch and by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecidedRow {
    /// The number; empty if the report does not have it any more.
    pub row: String,
    /// The name; empty if the report does not have it any more.
    pub name: String,
}

impl Say for DecidedRow {
    fn say(&self, lang: Lang) -> String {
        let [row, name] = [&self.row, &self.name].map(|text| visible(text.trim()));
        match (row.is_empty(), name.is_empty()) {
            (false, false) => lang.pick(format!("第 {row} 行“{name}”"), format!("row {row} ({name})")),
            (false, true) => lang.pick(format!("第 {row} 行"), format!("row {row}")),
            (true, false) => lang.pick(format!("“{name}”"), name),
            (true, true) => lang.pick("该行", "this row").to_owned(),
        }
    }
}

messages! {
    /// Why decisions cannot be read from a file.
    #[derive(Debug)]
    pub enum DecisionError {
        /// The input cannot be opened, or lacks one of the columns.
        NoReport { error: InputError } => {
            zh: "{error}；决定须从带有 key、决定、理由、有效期至 各列的报告中读取",
            en: "{error}; decisions are read from a report with the columns key, decision, reason, until",
        }
        /// The input consists of lines of JSON.
        LinesOfJson { input: String } => {
            zh: "{input}：是 JSON 行（jsonl）；决定只能从 CSV 或工作簿中读取",
            en: "{input}: consists of lines of JSON; decisions are read from CSV or a workbook",
        }
        /// One of the columns occurs twice.
        DuplicateColumn { input: String, column: String } => {
            zh: "{input}：“{column}”列重复；请删去一列",
            en: "{input}: the column {column} occurs twice; remove one of them",
        }
        /// Reading failed after the input was opened.
        Interrupted { error: InputError } => {
            zh: "{error}",
            en: "{error}",
        }
    }
}

messages! {
    /// Why a decision has no effect. `place` is `file:line`, `row` what it was made on.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum DecisionNote {
        /// The decision is neither 准予 nor 驳回.
        UnknownDecision { place: String, row: DecidedRow, key: String, decision: String } => {
            zh: "{place}：对{row}的决定不生效：“{decision}”既不是“准予”也不是“驳回”",
            en: "{place}: the decision on {row} does nothing: `{decision}` is neither allow nor refuse",
        }
        /// The last day is not a date.
        NotADate { place: String, row: DecidedRow, key: String, until: String } => {
            zh: "{place}：对{row}的决定不生效：“{until}”不是日期，日期应写作 2026-12-31",
            en: "{place}: the decision on {row} does nothing: `{until}` is not a date such as 2026-12-31",
        }
        /// The cells of the row have moved, or it has swallowed other rows.
        Broken { place: String } => {
            zh: "{place}：该行的决定不生效：引号不成对，或者单元格多于表头；请改正后重新提供",
            en: "{place}: the row decides nothing: its quotes do not match, or it has more cells than the header; correct it",
        }
        /// The row has no key.
        NoKey { place: String, row: DecidedRow } => {
            zh: "{place}：对{row}的决定不生效：该行没有标识（key 列）",
            en: "{place}: the decision on {row} does nothing: it has no key",
        }
        /// An allowance has no reason, or one that says nothing.
        NoReason { place: String, row: DecidedRow, key: String } => {
            zh: "{place}：对{row}的决定不生效：未填写理由，或者理由没有内容",
            en: "{place}: the decision on {row} does nothing: it has no reason, or one that says nothing",
        }
        /// The last day is over.
        Expired { place: String, row: DecidedRow, key: String, until: Date } => {
            zh: "{place}：对{row}的决定不生效：已于 {until} 到期",
            en: "{place}: the decision on {row} does nothing: it has expired on {until}",
        }
        /// Another row of the file differs on the same key. `other` is its `file:line`.
        Contradictory { place: String, row: DecidedRow, key: String, other: String } => {
            zh: "{place}：对{row}的决定与 {other} 不一致，两处均不生效；请只保留一处",
            en: "{place}: the decision on {row} does nothing: it differs from the one at {other}, and neither holds; keep one of them",
        }
        /// The key is one of an earlier version, which held less of what was judged.
        EarlierVersion { place: String, row: DecidedRow, key: String } => {
            zh: "{place}：对{row}的决定不生效：出自较早版本的报告；请在新报告中重新填写决定",
            en: "{place}: the decision on {row} does nothing: it is from an earlier version; decide again in a new report",
        }
        /// No row of the checked inputs has the key.
        Unmatched { place: String, row: DecidedRow, key: String } => {
            zh: "{place}：对{row}的决定不生效：已没有标识相同的行",
            en: "{place}: the decision on {row} does nothing: no row has this key any more",
        }
    }
}

impl DecisionNote {
    /// The key that the decision is on. Returns `None` if its row has none.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Broken { .. } | Self::NoKey { .. } => None,
            Self::UnknownDecision { key, .. }
            | Self::NotADate { key, .. }
            | Self::NoReason { key, .. }
            | Self::Expired { key, .. }
            | Self::Contradictory { key, .. }
            | Self::EarlierVersion { key, .. }
            | Self::Unmatched { key, .. } => Some(key),
        }
    }
}
