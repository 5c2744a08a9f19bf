//! Titles and labels of the documents for people, html and xlsx.

use super::{InputSummary, Lang};
use crate::verdict::Field;

/// The fixed words of a document in one language.
pub(super) struct Labels {
    pub(super) title: &'static str,
    /// What the report is and is not.
    pub(super) lead: &'static str,
    pub(super) results: &'static str,
    pub(super) summary: &'static str,
    pub(super) verdict: &'static str,
    pub(super) rows: &'static str,
    pub(super) share: &'static str,
    pub(super) advice: &'static str,
    pub(super) total: &'static str,
    pub(super) basis: &'static str,
    pub(super) rule_set: &'static str,
    pub(super) as_of: &'static str,
    pub(super) profile: &'static str,
    pub(super) tool: &'static str,
    pub(super) inputs: &'static str,
    pub(super) file: &'static str,
    pub(super) encoding: &'static str,
    pub(super) columns: &'static str,
    pub(super) remarks: &'static str,
    pub(super) row: &'static str,
    pub(super) line: &'static str,
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) checked: &'static str,
    pub(super) found: &'static str,
    pub(super) terms: &'static str,
    pub(super) clauses: &'static str,
    pub(super) problems: &'static str,
    pub(super) decision: &'static str,
    pub(super) reason: &'static str,
    pub(super) until: &'static str,
    pub(super) filter: &'static str,
    pub(super) every: &'static str,
    pub(super) term: &'static str,
    /// What the script says of a filtered list; `{shown}` and `{listed}` stand for figures.
    pub(super) shown: &'static str,
    pub(super) nothing_listed: &'static str,
    pub(super) signature: &'static str,
    pub(super) date: &'static str,
    pub(super) clause_end: &'static str,
    pub(super) list_mark: &'static str,
    pub(super) colon: &'static str,
    /// What a registrar can choose in the decision column, this language first.
    pub(super) choices: [&'static str; 4],
    pub(super) decision_help: &'static str,
    pub(super) reason_help: &'static str,
    pub(super) until_help: &'static str,
}

impl Lang {
    pub(super) fn labels(self) -> &'static Labels {
        self.pick(&ZH, &EN)
    }

    /// `列出 12 行，共 4000 行`
    pub(super) fn listed(self, listed: usize, total: u64) -> String {
        self.pick(format!("列出 {listed} 行，共 {total} 行"), format!("{listed} of {total} rows listed"))
    }

    /// The rows of one part of a long list.
    pub(super) fn part(self, first: usize, last: usize) -> String {
        self.pick(format!("所列第 {first}–{last} 行"), format!("listed rows {first} to {last}"))
    }

    /// `第 13 行`, the physical line.
    pub(super) fn at_line(self, line: u64) -> String {
        self.pick(format!("文件第 {line} 行"), format!("line {line}"))
    }

    /// Stands where a long text is left out.
    pub(super) fn left_out(self, characters: usize) -> String {
        self.pick(format!("……〔略 {characters} 字〕……"), format!("… [{characters} characters left out] …"))
    }

    /// Stands after the findings that are listed one by one.
    pub(super) fn more_findings(self, more: usize) -> String {
        self.pick(format!("另有 {more} 处，见 jsonl 报告"), format!("{more} more, see the jsonl report"))
    }

    /// Stands at the end of a cell that a workbook cannot hold whole.
    pub(super) fn cut(self, units: usize) -> String {
        self.pick(
            format!("……〔此处截断：单元格至多 {units} 个字符〕"),
            format!("… [cut: a cell holds {units} characters]"),
        )
    }

    /// Stands under the verdict of a row that a registrar has decided on.
    pub(super) fn by_decision(self) -> &'static str {
        self.pick("已有先前决定", "decided earlier")
    }

    /// What has to be said of an input besides its name.
    pub(super) fn remarks(self, input: &InputSummary) -> String {
        let mut remarks = Vec::new();
        if input.titles > 0 {
            let titles = input.titles;
            remarks.push(self.pick(
                format!("表头之上有 {titles} 行标题，未检查"),
                format!("{titles} title rows above the header, not checked"),
            ));
        }
        remarks.extend(self.column_warnings(input));
        remarks.join(self.labels().clause_end)
    }

    /// What may be wrong with the choice of columns.
    pub(super) fn column_warnings(self, input: &InputSummary) -> Vec<String> {
        let list = |headers: &[String]| headers.join(self.labels().list_mark);
        let mut warnings = Vec::new();
        if !input.empty_columns.is_empty() {
            let empty = list(&input.empty_columns);
            warnings.push(self.pick(format!("注意：{empty} 列全空"), format!("warning: empty in every row: {empty}")));
        }
        if !input.overlooked.is_empty() {
            let columns = list(&input.overlooked);
            warnings.push(self.pick(
                format!("注意：未检查 {columns} 列；若是名称或经营范围，请用 --name 或 --scope 指定"),
                format!("warning: not checked: {columns}; if it is a name or a scope, name it with --name or --scope"),
            ));
        }
        match input.missing {
            Some(Field::Name) => warnings.push(self.pick(
                "注意：没有找到名称列，名称未检查；可用 --name 指定".to_owned(),
                "warning: no name column was found, so no names were checked; name it with --name".to_owned(),
            )),
            Some(Field::Scope) => warnings.push(self.pick(
                "注意：没有找到经营范围列，经营范围未检查；可用 --scope 指定".to_owned(),
                "warning: no scope column was found, so no scopes were checked; name it with --scope".to_owned(),
            )),
            None => {}
        }
        warnings
    }

    /// How many rows hold unread text.
    pub(super) fn unread(self, rows: u64) -> String {
        self.pick(
            format!("{rows} 行有未能读取的内容，结论只及于已读部分。"),
            format!("{rows} rows hold text that was not read; their verdicts cover what was read."),
        )
    }
}

const ZH: Labels = Labels {
    title: "名称与经营范围检查报告",
    lead: "本报告由程序比对生成，供登记人员决定。“未见命中”只说明在所列规则下没有发现，不等于可以登记。",
    results: "结果",
    summary: "汇总",
    verdict: "结论",
    rows: "行数",
    share: "占比",
    advice: "说明",
    total: "合计",
    basis: "依据与来源",
    rule_set: "规则集",
    as_of: "适用日期",
    profile: "口径",
    tool: "程序",
    inputs: "输入文件",
    file: "文件",
    encoding: "编码",
    columns: "检查的列",
    remarks: "备注",
    row: "行",
    line: "文件行",
    id: "编号",
    name: "名称",
    checked: "检查的内容",
    found: "发现与依据",
    terms: "字样",
    clauses: "条款与原文",
    problems: "问题",
    decision: "决定",
    reason: "理由",
    until: "有效期至",
    filter: "筛选",
    every: "全部",
    term: "字样",
    shown: "显示 {shown} 行，列出 {listed} 行",
    nothing_listed: "没有需要列出的行。",
    signature: "登记人员",
    date: "日期",
    clause_end: "；",
    list_mark: "、",
    colon: "：",
    choices: ["准予", "驳回", "allow", "refuse"],
    decision_help: "准予或驳回。准予须写明理由，否则不生效。",
    reason_help: "为何准予或驳回。",
    until_help: "决定有效到哪一天，如 2026-12-31；空着即一直有效。",
};

const EN: Labels = Labels {
    title: "Check of names and business scopes",
    lead: "This report was made by a program for a registrar to decide on. “Nothing found” speaks only of the rules \
           listed here; it is no approval.",
    results: "Results",
    summary: "Summary",
    verdict: "verdict",
    rows: "rows",
    share: "share",
    advice: "meaning",
    total: "total",
    basis: "Basis and sources",
    rule_set: "rule set",
    as_of: "as of",
    profile: "profile",
    tool: "program",
    inputs: "Input files",
    file: "file",
    encoding: "encoding",
    columns: "checked columns",
    remarks: "remarks",
    row: "row",
    line: "line",
    id: "id",
    name: "name",
    checked: "checked text",
    found: "findings and basis",
    terms: "terms",
    clauses: "clauses and quotes",
    problems: "problems",
    decision: "decision",
    reason: "reason",
    until: "until",
    filter: "Filter",
    every: "all",
    term: "term",
    shown: "{shown} shown of {listed} listed rows",
    nothing_listed: "There are no rows to list.",
    signature: "Registrar",
    date: "Date",
    clause_end: "; ",
    list_mark: ", ",
    colon: ": ",
    choices: ["allow", "refuse", "准予", "驳回"],
    decision_help: "allow or refuse. An allowance without a reason does nothing.",
    reason_help: "Why it is allowed or refused.",
    until_help: "The last day on which the decision holds, such as 2026-12-31; empty: it holds on.",
};
