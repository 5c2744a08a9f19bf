//! Errors of files with decisions, and notes on decisions that have no effect.

use std::fmt;

use jiff::civil::Date;

use super::{Bilingual, InputError, Lang, Say, messages};
use crate::escape::visible;

/// A row of an earlier report, as people find it again: by its number in the batch and by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecidedRow {
    /// The number; empty if the report does not have it any more.
    pub row: String,
    /// The name; empty if the report does not have it any more.
    pub name: String,
    /// What was decided, as it was filled in.
    pub decision: String,
    /// The reason, as it was filled in.
    pub reason: String,
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
        /// The column of the keys was deleted from a report.
        NoKeys { input: String } => {
            zh: "{input}：报告中隐藏的标识列（key）已被删去，无法得知各项决定是哪一户的；请再检查一次名单，在新生成的报告中填写",
            en: "{input}: its hidden column key was deleted, so nothing tells what its decisions are on; check the list again and fill in the new report",
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

/// A decision that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionNote {
    /// Its `file:line`, or the file alone if none of its decisions can be read.
    pub place: String,
    /// What it was made on.
    pub row: DecidedRow,
    /// The key that it is on; empty if its row has none.
    pub key: String,
    /// Why it has no effect.
    pub why: NoEffect,
}

impl Say for DecisionNote {
    fn say(&self, lang: Lang) -> String {
        let Self { row, why, .. } = self;
        let says_row_of_list = self.says_row_of_list();
        let place = if says_row_of_list { self.split_place().0.to_owned() } else { self.place.clone() };
        let place = place.say(lang);
        let next = why.next().say(lang);
        let why_said = why.say(lang);
        let semicolon = lang.semicolon();
        if matches!(why, NoEffect::Unread { .. } | NoEffect::NoKeys) {
            return lang.pick(
                format!("{place}：其中的决定均不生效：{why_said}{semicolon}{next}"),
                format!("{place}: none of its decisions holds: {why_said}{semicolon}{next}"),
            );
        }
        let mut row = row.say(lang);
        if says_row_of_list {
            row.insert_str(0, lang.pick("名单", ""));
        }
        if why.is_partial() {
            return lang.pick(
                format!("{place}：对{row}的决定没有完全生效：{why_said}{semicolon}{next}"),
                format!("{place}: the decision on {row} is not enough: {why_said}{semicolon}{next}"),
            );
        }
        lang.pick(
            format!("{place}：对{row}的决定不生效：{why_said}{semicolon}{next}"),
            format!("{place}: the decision on {row} does nothing: {why_said}{semicolon}{next}"),
        )
    }
}

impl DecisionNote {
    /// The file and the line of the place.
    fn split_place(&self) -> (&str, Option<u64>) {
        let split = self.place.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?)));
        split.map_or((&self.place, None), |(file, line)| (file, Some(line)))
    }

    /// Whether the row of the list is said in place of that of a sheet: two numbers of rows only confuse.
    fn says_row_of_list(&self) -> bool {
        let (file, _) = self.split_place();
        let is_in_sheet = file.contains('#') || file.to_lowercase().ends_with(".xlsx");
        is_in_sheet && !self.row.row.trim().is_empty() && !matches!(self.why, NoEffect::Contradictory { .. })
    }

    /// By file, and in it by the row of the list. A note on a whole file comes first.
    pub(crate) fn order(&self) -> (String, u64, u64, String) {
        let (file, line) = self.split_place();
        let row = line.map_or(0, |line| self.row.row.trim().parse().unwrap_or(line));
        (file.to_owned(), row, line.unwrap_or_default(), self.to_string())
    }
}

impl fmt::Display for DecisionNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

messages! {
    /// Why a decision has no effect.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum NoEffect {
        /// The decision is none of those that can be chosen.
        UnknownDecision { decision: String } => {
            zh: "“{decision}”既不是“准予”“驳回”，也不是“已核原件”",
            en: "`{decision}` is none of allow, refuse and seen",
        }
        /// The last day is not a date.
        NotADate { until: String } => { zh: "有效期至“{until}”不是日期", en: "its last day `{until}` is not a date" }
        /// The cells of the row have moved, or it has swallowed other rows.
        Broken => {
            zh: "该行引号不成对，或者单元格多于表头",
            en: "the quotes of the row do not match, or it has more cells than the header",
        }
        /// The row has no key.
        NoKey => { zh: "该行没有标识（key 列）", en: "it has no key" }
        /// An allowance has no reason, or one that says nothing.
        NoReason => {
            zh: "未填写理由，或者理由没有内容",
            en: "it has no reason, or one that says nothing",
        }
        /// A reason was filled in, and no decision was chosen.
        ReasonAlone => { zh: "填了理由，没有选决定", en: "it has a reason and no decision" }
        /// A last day was filled in, and no decision was chosen.
        LastDayAlone => { zh: "填了有效期，没有选决定", en: "it has a last day and no decision" }
        /// An allowance is on a row with text that could not be read.
        LeavesUnread => {
            zh: "该行有未能读取的内容，选“准予”不够",
            en: "the row has text that could not be read, which `allow` leaves as it is",
        }
        /// That the original was seen is said of a row with findings.
        LeavesFindings => {
            zh: "该行另有发现的内容，选“已核原件”不够",
            en: "the row has findings, which `seen` leaves as they are",
        }
        /// That the original was seen is said of a row all of which was read.
        NothingUnread => {
            zh: "该行没有未能读取的内容，“已核原件”不起作用",
            en: "all of the row was read, so `seen` does nothing",
        }
        /// The last day is over.
        Expired { until: Date } => { zh: "已于 {until} 到期", en: "it has expired on {until}" }
        /// The last day of a refusal is over.
        RefusalExpired { until: Date } => { zh: "已于 {until} 到期", en: "it has expired on {until}" }
        /// Another row of the file differs on the same key. `other` is its `file:line`.
        Contradictory { other: String } => {
            zh: "与 {other} 不一致，两处均不生效",
            en: "it differs from the one at {other}, and neither holds",
        }
        /// The key is one of an earlier version, which held less of what was judged.
        EarlierVersion => { zh: "出自较早版本的报告", en: "it is from an earlier version" }
        /// No row of the checked inputs has the key.
        Unmatched => { zh: "已没有标识相同的行", en: "no row has this key any more" }
        /// A report that was changed later lists the row without a decision.
        Withdrawn { by: String } => {
            zh: "改动较晚的报告 {by} 中，该行没有填写决定",
            en: "{by}, which was changed later, lists the row without a decision",
        }
        /// The column of the keys was deleted from the report.
        NoKeys => {
            zh: "报告中隐藏的标识列（key）已被删去",
            en: "its hidden column key was deleted",
        }
        /// The whole report cannot be read.
        Unread { reason: Bilingual } => {
            zh: "这份以前的报告无法读取（{reason}）",
            en: "this earlier report cannot be read ({reason})",
        }
    }
}

messages! {
    /// What to do about a decision that has no effect.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum NextStep {
        Choose => { zh: "请从下拉列表中选择", en: "choose one of them" }
        WriteDay => { zh: "请写作 2026-12-31，或留空", en: "write it as 2026-12-31, or leave it empty" }
        Mend => { zh: "请改正后重新提供", en: "correct the row" }
        FillInReport => { zh: "请在报告列出的行中填写，不要自行添加行", en: "fill in a row of a report, and add none" }
        GiveReason => { zh: "请在最新一份报告中填写决定和理由", en: "fill in the decision with its reason in the newest report" }
        ChooseInReport => {
            zh: "请在最新一份报告中选择决定，并重新填写理由、有效期",
            en: "choose a decision in the newest report, and fill in the rest again",
        }
        AlsoSeen => {
            zh: "未能读取的内容须选“已核原件”或“准予并已核原件”，请在最新一份报告中改选",
            en: "choose `seen` or `allow and seen` in the newest report once the original was looked at",
        }
        AlsoAllow => {
            zh: "发现的内容应准予的，须选“准予并已核原件”，请在最新一份报告中改选",
            en: "if the findings are allowed, choose `allow and seen` in the newest report",
        }
        AllowInstead => {
            zh: "发现的内容应准予的，须选“准予”，请在最新一份报告中改选",
            en: "if the findings are allowed, choose `allow` in the newest report",
        }
        Renew => {
            zh: "仍应适用的，请在最新一份报告中重新填写决定、理由和新的有效期",
            en: "if it still applies, fill in decision, reason and a new last day in the newest report",
        }
        RefuseAnew => {
            zh: "仍应驳回的，请在最新一份报告中重新选“驳回”，有效期可以不填",
            en: "if it is still refused, choose `refuse` in the newest report, with a new last day or none",
        }
        FillInNew => {
            zh: "请在最新一份报告中重新填写，不要删去隐藏的列",
            en: "fill in the newest report, and delete no hidden column",
        }
        KeepOne => { zh: "请只保留一处", en: "keep one of them" }
        DecideAnew => { zh: "请在最新一份报告中重新填写决定", en: "decide again in the newest report" }
        DecideIfThere => {
            zh: "该户的内容或者发现有变动，或者已从名单中删去；仍在名单中的，请在最新一份报告中重新决定",
            en: "the filing or what was found has changed, or it is gone; if it is still there, decide again in the newest report",
        }
        DecideThere => { zh: "仍应适用的，请在该报告中填写", en: "if it still applies, fill it in there" }
        SaveAgain => {
            zh: "请重新保存这份报告，或将其移走，再检查一次",
            en: "save the report again, or move it away, and check once more",
        }
    }
}

impl NoEffect {
    /// Whether the decision does something, but not all that its row needs.
    fn is_partial(&self) -> bool {
        matches!(self, Self::LeavesUnread | Self::LeavesFindings)
    }

    /// What to do.
    #[must_use]
    pub fn next(&self) -> NextStep {
        match self {
            Self::UnknownDecision { .. } => NextStep::Choose,
            Self::NotADate { .. } => NextStep::WriteDay,
            Self::Broken => NextStep::Mend,
            Self::NoKey => NextStep::FillInReport,
            Self::NoReason => NextStep::GiveReason,
            Self::ReasonAlone | Self::LastDayAlone => NextStep::ChooseInReport,
            Self::LeavesUnread => NextStep::AlsoSeen,
            Self::LeavesFindings => NextStep::AlsoAllow,
            Self::NothingUnread => NextStep::AllowInstead,
            Self::Expired { .. } => NextStep::Renew,
            Self::RefusalExpired { .. } => NextStep::RefuseAnew,
            Self::Contradictory { .. } => NextStep::KeepOne,
            Self::EarlierVersion => NextStep::DecideAnew,
            Self::Unmatched => NextStep::DecideIfThere,
            Self::Withdrawn { .. } => NextStep::DecideThere,
            Self::NoKeys => NextStep::FillInNew,
            Self::Unread { .. } => NextStep::SaveAgain,
        }
    }
}
