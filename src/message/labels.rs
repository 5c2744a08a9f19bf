//! Titles and labels of the documents for people.

use super::Lang;
use crate::verdict::Ruling;

/// Declares each label once, with its wording in both languages.
macro_rules! labels {
    ($($(#[$about:meta])* $name:ident => { zh: $zh:literal, en: $en:literal $(,)? })+) => {
        /// The fixed words of a document in one language.
        #[derive(Debug)]
        pub(crate) struct Labels {
            $($(#[$about])* pub(crate) $name: &'static str),+
        }

        impl Labels {
            const ZH: Self = Self { $($name: $zh),+ };
            const EN: Self = Self { $($name: $en),+ };

            /// Each label by its id.
            #[cfg(feature = "reports")]
            fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
                [$((stringify!($name), self.$name)),+].into_iter()
            }

            /// The labels in both languages.
            #[cfg(test)]
            pub(crate) const ENTRIES: &'static [super::Entry] =
                &[$(super::Entry { id: stringify!($name), zh: $zh, en: $en }),+];
        }
    };
}

labels! {
    title => { zh: "名称与经营范围检查报告", en: "Check of names and business scopes" }
    /// What the report is and is not.
    lead => {
        zh: "本报告由程序比对生成，供登记人员决定。“未见命中”只说明在所列规则下没有发现，不等于可以登记。",
        en: "This report was made by a program for a registrar to decide on. “Nothing found” speaks only of the rules \
             listed here; it is no approval.",
    }
    results => { zh: "结果", en: "Results" }
    summary => { zh: "汇总", en: "Summary" }
    verdict => { zh: "结论", en: "verdict" }
    rows => { zh: "行数", en: "rows" }
    share => { zh: "占比", en: "share" }
    advice => { zh: "说明", en: "meaning" }
    total => { zh: "合计", en: "total" }
    basis => { zh: "依据与来源", en: "Basis and sources" }
    rule_set => { zh: "规则集", en: "rule set" }
    as_of => { zh: "适用日期", en: "as of" }
    profile => { zh: "口径", en: "profile" }
    tool => { zh: "程序", en: "program" }
    settings => { zh: "配置文件", en: "settings" }
    environment => { zh: "环境变量", en: "environment" }
    inputs => { zh: "输入文件", en: "Input files" }
    file => { zh: "文件", en: "file" }
    /// In place of the name of a file, for a filing that was typed.
    typed => { zh: "输入的内容", en: "as typed" }
    encoding => { zh: "编码", en: "encoding" }
    columns => { zh: "检查的列", en: "checked columns" }
    remarks => { zh: "备注", en: "remarks" }
    row => { zh: "行", en: "row" }
    line => { zh: "文件行", en: "line" }
    /// The row in a spreadsheet that opens the input.
    sheet_row => { zh: "原表行", en: "sheet row" }
    /// The row below the header, from 1.
    data_row => { zh: "数据行", en: "data row" }
    id => { zh: "编号", en: "id" }
    name => { zh: "名称", en: "name" }
    checked => { zh: "内容", en: "checked text" }
    found => { zh: "发现与依据", en: "findings and basis" }
    terms => { zh: "字样", en: "terms" }
    /// The text for a notice.
    reasons => { zh: "意见", en: "opinion" }
    /// The articles that the reasons name, at the end of a document.
    articles => { zh: "所引条文", en: "Articles cited" }
    decision => { zh: "决定", en: "decision" }
    reason => { zh: "理由", en: "reason" }
    until => { zh: "有效期至", en: "until" }
    /// The decisions of earlier reports that have no effect.
    no_effect => { zh: "未生效的决定", en: "Decisions without effect" }
    /// Where such a decision is.
    place => { zh: "出处", en: "place" }
    /// Why such a decision has no effect.
    why => { zh: "未生效的原因", en: "why it has no effect" }
    /// What to do about such a decision.
    next => { zh: "怎么办", en: "what to do" }
    /// The figures of each input.
    by_input => { zh: "各文件", en: "By file" }
    by_column => { zh: "各栏目中有发现的行数", en: "By column: rows with a finding in it" }
    by_term => { zh: "各字样的行数（一行可有多种）", en: "By term: rows (one may have several)" }
    /// Before the header of the column that the user groups by.
    by_group => { zh: "分组", en: "By group" }
    column => { zh: "栏目", en: "column" }
    group => { zh: "组别", en: "group" }
    /// The group of the rows whose cell is empty.
    no_value => { zh: "（空白）", en: "(empty)" }
    /// All that is not listed.
    other_values => { zh: "（其余）", en: "(others)" }
    filter => { zh: "筛选", en: "Filter" }
    every => { zh: "全部", en: "all" }
    term => { zh: "字样", en: "term" }
    /// What the script says of a filtered list, with `{shown}` and `{listed}` in place of figures.
    shown => { zh: "显示 {shown} 行，列出 {listed} 行", en: "{shown} shown of {listed} listed rows" }
    nothing_listed => { zh: "没有需要列出的行。", en: "There are no rows to list." }
    signature => { zh: "登记人员", en: "Registrar" }
    date => { zh: "日期", en: "Date" }
    /// A choice in the decision column.
    allow => { zh: "准予", en: "allow" }
    /// A choice in the decision column.
    refuse => { zh: "驳回", en: "refuse" }
    /// A choice in the decision column.
    seen => { zh: "已核原件", en: "seen" }
    /// A choice in the decision column.
    allow_and_seen => { zh: "准予并已核原件", en: "allow and seen" }
    decision_help => {
        zh: "准予、驳回或已核原件（针对未能读取的内容）。除驳回外须写明理由，否则不生效。",
        en: "allow, refuse, or seen: the original of what was not read. All but refuse do nothing without a reason.",
    }
    reason_help => { zh: "作出决定的理由。", en: "Why it is decided so." }
    until_help => {
        zh: "决定有效的最后一日，如 2026-12-31；不填则一直有效。",
        en: "The last day on which the decision holds, such as 2026-12-31; empty: it holds on.",
    }
    /// Beneath the verdict of a row that a registrar has decided on.
    decided_earlier => { zh: "已有先前决定", en: "decided earlier" }
    /// Advice on a name with a word that is not allowed.
    change_name => { zh: "建议：名称应更换", en: "advice: change the name" }
    /// Advice on a scope with a word that is not allowed.
    strike_item => { zh: "建议：经营范围应删去该项", en: "advice: strike the item from the scope" }
    /// Advice on a row with such words in both.
    change_name_and_strike_item => {
        zh: "建议：名称应更换，经营范围应删去该项",
        en: "advice: change the name, and strike the item from the scope",
    }
    /// Advice on a row with named words in other columns, and nothing heavier.
    named_elsewhere => {
        zh: "提示：名称和经营范围以外的栏目含所列字样，供参考",
        en: "note: a named word in a column that is neither name nor scope",
    }
    /// Advice on a row with words that a rule set names and only notes, and nothing heavier.
    named_by_another_rule => {
        zh: "提示：含限制使用的字样，请核对是否属于例外",
        en: "note: a word whose use is restricted; see whether an exception applies",
    }
    /// The name of the test case of an input.
    read_to_its_end => { zh: "已读完", en: "read to its end" }
    /// The name of the test case that says that some rows are not listed.
    truncated => { zh: "未全部列出", en: "truncated" }
    /// How a match of words that combine differs from the term.
    combination => { zh: "组合写法", en: "a combination of words" }
    /// The built-in profile for new filings and changes.
    filing => { zh: "新设及变更登记", en: "filing" }
    /// The built-in profile for existing registrations.
    stock => { zh: "存量登记", en: "stock" }
    /// The built-in profile for advertising texts.
    advertising => { zh: "广告", en: "advertising" }
    /// The built-in profile for the named words alone.
    literal => { zh: "仅列名字样", en: "literal" }
}

impl Labels {
    /// A ruling as it is chosen in the decision column, in a word that is understood when it is read back.
    pub(crate) fn choice(&self, ruling: Ruling) -> &'static str {
        match ruling {
            Ruling::Allow => self.allow,
            Ruling::Refuse => self.refuse,
            Ruling::Seen => self.seen,
            Ruling::AllowAndSeen => self.allow_and_seen,
        }
    }
}

impl Lang {
    pub(crate) fn labels(self) -> &'static Labels {
        self.pick(&Labels::ZH, &Labels::EN)
    }

    /// The labels of documents by their ids.
    #[cfg(feature = "reports")]
    pub fn document_labels(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.labels().all()
    }

    /// A ruling as it is chosen in a decision column.
    #[must_use]
    pub fn choice(self, ruling: Ruling) -> &'static str {
        self.labels().choice(ruling)
    }

    /// A profile: a built-in one in words, an office's own one by its name.
    #[must_use]
    pub fn profile(self, name: &str) -> &str {
        let labels = self.labels();
        match name {
            "filing" => labels.filing,
            "stock" => labels.stock,
            "advertising" => labels.advertising,
            "literal" => labels.literal,
            own => own,
        }
    }

    /// The mark between the parts of a list.
    pub(crate) fn list_mark(self) -> &'static str {
        self.pick("、", ", ")
    }

    /// The mark between the parts of a sentence.
    pub(crate) fn comma(self) -> &'static str {
        self.pick("，", ", ")
    }

    /// The mark between sentences on one line.
    pub(crate) fn semicolon(self) -> &'static str {
        self.pick("；", "; ")
    }

    /// The mark behind a label.
    pub(crate) fn colon(self) -> &'static str {
        self.pick("：", ": ")
    }
}
