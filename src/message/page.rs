//! What the page says that checks lists in a browser: its labels, and what can go wrong only there.

use super::{Lang, messages};

/// Declares each label of the page once, with its wording in both languages.
macro_rules! page_labels {
    ($($(#[$about:meta])* $name:ident => { zh: $zh:literal, en: $en:literal $(,)? })+) => {
        /// The labels of the page: id, Chinese, English.
        const PAGE_LABELS: &[(&str, &str, &str)] = &[$((stringify!($name), $zh, $en)),+];

        /// The labels in both languages.
        #[cfg(test)]
        pub(super) const ENTRIES: &[super::Entry] = &[$(super::Entry { id: stringify!($name), zh: $zh, en: $en }),+];
    };
}

page_labels! {
    page_title => { zh: "明察：名称与经营范围检查", en: "mingcha: check of names and business scopes" }
    page_lead => {
        zh: "检查在本机浏览器内完成，名单不会离开这台电脑。结果由登记人员决定；“未见命中”不等于可以登记。",
        en: "The check runs in this browser, and no list leaves this computer. A registrar decides on the results; \
             “nothing found” is no approval.",
    }
    starting => { zh: "正在准备……", en: "getting ready …" }
    ready => { zh: "可以开始检查。", en: "Ready." }
    tab_files => { zh: "检查文件", en: "Files" }
    tab_paste => { zh: "粘贴表格", en: "Pasted rows" }
    tab_typed => { zh: "输入一条", en: "One filing" }
    drop_here => { zh: "将名单文件拖到这里，或", en: "Drop lists here, or" }
    choose_files => { zh: "选择文件", en: "Choose files" }
    choose_folder => { zh: "选择文件夹", en: "Choose a folder" }
    /// With `{names}` of dropped folders.
    folder_unread => {
        zh: "浏览器无法读取拖入的文件夹：{names}。请用“选择文件夹”按钮，或拖入其中的文件。",
        en: "The browser cannot read these dropped folders: {names}. Use the button “Choose a folder”, or drop the files in it.",
    }
    folder_empty => { zh: "文件夹中没有文件。", en: "There is no file in the folder." }
    file_kinds => {
        zh: "可检查 CSV、文本、Excel、WPS、JSON 文件及其压缩包，可一次选多个。",
        en: "csv, text, workbooks, JSON and archives of them; several at a time.",
    }
    paste_label => {
        zh: "从 Excel 或 WPS 复制的行（含表头）",
        en: "Rows copied from a spreadsheet, with their header",
    }
    paste_name => { zh: "粘贴的内容", en: "pasted rows" }
    typed_name => { zh: "企业名称", en: "Name" }
    typed_scope => { zh: "经营范围", en: "Business scope" }
    run => { zh: "检查", en: "Check" }
    run_again => { zh: "重新检查", en: "Check again" }
    stop => { zh: "停止", en: "Stop" }
    chosen => { zh: "已选文件", en: "Chosen files" }
    remove => { zh: "移除", en: "Remove" }
    remove_all => { zh: "全部移除", en: "Remove all" }
    /// With `{count}` in place of a figure.
    chosen_count => { zh: "已选 {count} 个文件", en: "{count} files chosen" }
    options => { zh: "检查选项", en: "Options" }
    day => { zh: "适用日期", en: "As of" }
    wrong_day => { zh: "请填写完整、有效的适用日期。", en: "Give a whole and valid day under “As of”." }
    disguises => { zh: "查找谐音、形近、拆字等变形写法", en: "Search for disguised spellings" }
    own_terms => { zh: "自备词表（CSV）", en: "Own terms (csv)" }
    own_terms_help => {
        zh: "至少有“term”一列，每行一个词。",
        en: "A csv with a column term, one term a line.",
    }
    more_rules => { zh: "另加规则集", en: "Further rule sets" }
    name_column => { zh: "名称列", en: "Name column" }
    scope_column => { zh: "经营范围列", en: "Scope column" }
    column_help => {
        zh: "填表头或列号（第一列为 1）；不填则自动识别。",
        en: "A header, or a number from 1; empty: detected.",
    }
    no_headers => { zh: "首行即为数据，没有表头", en: "The first line is data, there is no header" }
    earlier => { zh: "先前的决定（以前的检查报告或决定文件）", en: "Earlier decisions (reports or files of decisions)" }
    earlier_help => {
        zh: "可选 xlsx 报告、csv 报告或本页保存的决定；多个文件中以后选的为准。",
        en: "xlsx or csv reports, or decisions saved here; of several files the last one counts.",
    }
    working => { zh: "正在检查", en: "Checking" }
    /// With `{read}` and `{all}` in megabytes and `{rows}` in place of figures.
    progress => { zh: "已读 {read} / {all} MB，已查 {rows} 行", en: "{read} of {all} MB read, {rows} rows checked" }
    saving => { zh: "正在生成报告", en: "Making the report" }
    stopped => { zh: "已停止，没有结果。", en: "Stopped. There is no result." }
    stopped_again => { zh: "已停止重新检查，仍显示上一次的结果。", en: "Stopped. The results shown are those of the check before." }
    stopped_saving => { zh: "已停止，没有保存报告。", en: "Stopped. No report was saved." }
    old_results => { zh: "以下是上一次检查的结果。", en: "These are the results of the check before." }
    done => { zh: "检查完毕。", en: "Done." }
    saved => { zh: "已保存：", en: "Saved: " }
    /// Before what the browser says.
    failed => {
        zh: "页面出错，请重新打开页面后再试，或改用程序检查：",
        en: "The page failed; open it again, or check the list with the program: ",
    }
    nothing_chosen => { zh: "请先选择文件。", en: "Choose a file first." }
    nothing_pasted => { zh: "请先粘贴表格内容。", en: "Paste some rows first." }
    nothing_typed => { zh: "请先输入名称或经营范围。", en: "Type a name or a scope first." }
    unread_files => { zh: "未能读取的文件", en: "Files that were not read" }
    nothing_checked => { zh: "没有检查任何一行。", en: "No row was checked." }
    nothing_found => { zh: "没有符合条件的行。", en: "No row meets these conditions." }
    search => { zh: "查找", en: "Search" }
    page_before => { zh: "上一页", en: "Previous" }
    page_after => { zh: "下一页", en: "Next" }
    /// With `{first}`, `{last}` and `{count}` in place of figures.
    page_of => { zh: "第 {first}–{last} 行，共 {count} 行", en: "{first} to {last} of {count}" }
    not_listed => {
        zh: "另有 {more} 行有结果而未在此列出，请保存报告查看。",
        en: "{more} more rows with a result are not listed here; save a report to see them.",
    }
    wrong_until => {
        zh: "“有效期至”须是 2000 年及以后的完整日期；本次填写未采用，请更正。",
        en: "The last day has to be a whole date from 2000 on; what is filled in is not used: correct it.",
    }
    not_decided => { zh: "未决定", en: "undecided" }
    /// For screen readers, before the number of a row.
    of_row => { zh: "原表行", en: "sheet row" }
    save => { zh: "保存", en: "Save" }
    save_decisions => { zh: "保存决定", en: "Save decisions" }
    decisions_mark => { zh: "-决定", en: "-decisions" }
    /// The name of a saved file when several lists were checked.
    several_lists => { zh: "名单", en: "lists" }
    unsaved => { zh: "有决定尚未保存。", en: "Some decisions are not saved yet." }
    decisions_kept => { zh: "决定一并写入报告。", en: "Reports have the decisions in them." }
    privacy => {
        zh: "本页不联网，不上传，也不保存名单；关闭页面后一切清除。",
        en: "This page uses no network, sends nothing and keeps nothing: closing it clears everything.",
    }
}

impl Lang {
    /// The labels of the page by their ids.
    pub fn page_labels(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        PAGE_LABELS.iter().map(move |(id, zh, en)| (*id, self.pick(*zh, *en)))
    }
}

messages! {
    /// What can go wrong in a browser and nowhere else.
    #[derive(Debug)]
    pub enum PageError {
        /// The file changed, was moved, or may not be read.
        FileGone => {
            zh: "浏览器无法读取该文件：文件可能已被修改、移动，或正被其他程序占用；请重新选择",
            en: "the browser cannot read the file: it was changed or moved, or another program holds it; choose it again",
        }
        /// A report would lack rows that were in sight.
        NotSaved { file: String, reason: String } => {
            zh: "没有保存。{file}：{reason}",
            en: "Nothing was saved. {file}: {reason}",
        }
        /// A reader stopped at a file, as the program would say of a damaged one.
        Stuck => {
            zh: "文件已损坏，或内容不符合其格式，无法读取；请用 Excel 或 WPS 打开后另存为 xlsx 再检查",
            en: "is damaged, or not what its format asks for, and cannot be read; open it in a spreadsheet, save it as xlsx and check that",
        }
        /// The page failed at a file.
        Failed => {
            zh: "页面处理该文件时出错，未能检查；请改用程序检查",
            en: "the page failed at it; check it with the program",
        }
        /// The browser has no memory left.
        NoMemory => {
            zh: "浏览器的内存不足，无法检查该文件；请拆成几个文件，或改用程序检查",
            en: "the browser has too little memory for the file; split it, or check it with the program",
        }
        /// No rule set is in force on the day.
        NoRules { day: String, first: String } => {
            zh: "{day} 没有适用的规则集，最早的自 {first} 起适用；请另选日期",
            en: "no rule set is in force on {day}; the first one is in force from {first}: choose another day",
        }
        /// A rule set that was added is not in force on the day.
        NotInForce { id: String, day: String } => {
            zh: "规则集 {id} 在 {day} 不适用；请另选日期，或不加该规则集",
            en: "the rule set {id} is not in force on {day}; choose another day or leave it out",
        }
        /// Two files of own terms have one name.
        SameTerms { id: String } => {
            zh: "两个词表同名：“{id}”；请改名其中一个",
            en: "two files of own terms are called `{id}`; rename one of them",
        }
        /// A file of own terms is in no known encoding.
        TermsEncoding { file: String } => {
            zh: "{file}：无法识别文字编码；请另存为 UTF-8",
            en: "{file}: the encoding could not be detected; save it as UTF-8",
        }
        /// What the page asked for is no such thing.
        Request { text: String } => {
            zh: "页面出错：{text}；请重新打开页面",
            en: "the page made a mistake: {text}; open it again",
        }
        /// What to do about a list whose columns are not found.
        NameColumns => {
            zh: "请在首行写明表头“企业名称”“经营范围”，或在“检查选项”中填写名称列、经营范围列",
            en: "write known headers such as name and scope into the first row, or give the columns under Options",
        }
        /// What to do about a text that is not understood.
        SaveAsWorkbook => {
            zh: "请用 Excel 或 WPS 打开，另存为 xlsx 后再检查",
            en: "open it in a spreadsheet, save it as xlsx and check that",
        }
    }
}
