//! What the Python package says beside the messages of the library. Options are called as its arguments are.

use super::messages;

messages! {
    /// Why the Python package refuses what it was given.
    #[derive(Debug)]
    pub enum PackageError {
        /// No rule set is in force on the day.
        NoRulesInForce { day: String } => {
            zh: "{day} 没有适用的规则集；请用 as_of 另选日期，或用 rules 增加规则集",
            en: "no rule set is in force on {day}; choose another day with as_of or add a rule set with rules",
        }
        /// The day is before the first built-in rule set.
        NoRulesYet { day: String, first: String } => {
            zh: "{day} 没有适用的规则集，最早的内置规则集自 {first} 起适用；请用 as_of 另选日期，或用 rules 增加规则集",
            en: "no rule set is in force on {day}; the first built-in one is in force from {first}. Choose another day with as_of or add a rule set with rules",
        }
        /// No rule set of a subject is in force, although one was added.
        NoneOfFamily { sets: Vec<String>, day: String } => {
            zh: "{sets}：在 {day} 不适用；请用 as_of 另选日期，或从 rules 中去掉",
            en: "{sets}: not in force on {day}; choose another day with as_of or leave it out of rules",
        }
        /// What was given as a day is none.
        NoDay { given: String } => {
            zh: "as_of 须是日期，如 2026-03-01；给出的是“{given}”",
            en: "as_of has to be a day such as 2026-03-01, not `{given}`",
        }
        /// What was given as a language is none.
        NoLanguage { given: String } => {
            zh: "语言须是 zh 或 en；给出的是“{given}”",
            en: "lang has to be zh or en, not `{given}`",
        }
        /// A text of Python that is no Unicode text.
        NotText { argument: String } => {
            zh: "{argument} 含有不成对的代理码位，不是 Unicode 文本；请用正确的编码重新读取",
            en: "{argument} contains a lone surrogate and is no Unicode text; read it again in its right encoding",
        }
        /// An object that is neither a text nor a sequence of texts.
        NeitherTextNorSequence { argument: String, kind: String } => {
            zh: "{argument} 须是 str、str 的序列或 None；给出的是 {kind}",
            en: "{argument} has to be a str, a sequence of str or None, not {kind}",
        }
        /// An object that is no table of Arrow.
        NoTable { kind: String } => {
            zh: "{kind} 没有 Arrow 接口（__arrow_c_stream__ 或 __arrow_c_array__）；请给出 pyarrow、polars、pandas 2.2 以上或 DuckDB 的表",
            en: "{kind} has no Arrow interface (__arrow_c_stream__ or __arrow_c_array__); give a table of pyarrow, polars, pandas 2.2 or later, or DuckDB",
        }
        /// The object failed to hand its rows over.
        NotRead { cause: String } => {
            zh: "无法读取这张表：{cause}",
            en: "the table cannot be read: {cause}",
        }
        /// No column of the table would be checked.
        NoColumn { cause: String } => {
            zh: "{cause}；请用 name、scope 指明列名",
            en: "{cause}; give the headers with name and scope",
        }
        /// A column that is carried along is called as a column of results.
        NameTaken { column: String } => {
            zh: "keep 中的“{column}”列与结果的列同名；请先改名",
            en: "the column `{column}` of keep is called as a column of results; rename it first",
        }
        /// A stream that was read already.
        ReadAlready => {
            zh: "这个数据流已经读过，只能读一次；需要多次读取请用 check_table",
            en: "the stream was read already, which is possible once; use check_table to read the results several times",
        }
        /// A checker that was pickled is unpickled where its rules are others.
        OtherCheck { expected: String, found: String } => {
            zh: "不是同一次检查：原处为 {expected}，此处为 {found}；请在各处安装同一版本的 mingcha",
            en: "not one check: where it was made it is {expected}, here it is {found}; install one version of mingcha everywhere",
        }
        /// A pickled checker of another version.
        NotRestored { cause: String } => {
            zh: "无法还原检查器：{cause}；请在各处安装同一版本的 mingcha",
            en: "the checker cannot be restored: {cause}; install one version of mingcha everywhere",
        }
        /// A thread ended in the middle of a batch.
        Internal => {
            zh: "检查线程意外结束；请报告此问题",
            en: "a checking thread ended unexpectedly; please report this",
        }
    }
}
