//! Help and manual: what each command, argument and value is, in both languages.
//!
//! The program looks the texts up by the path of the command and the id of the argument, and gives them to its parser.

use super::Lang;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    zh: &'static str,
    en: &'static str,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn get(self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

/// What a command does. `path` has the names of the command and those above it, such as `terms check`; it is empty for the
/// program itself.
#[must_use]
pub fn command(path: &str) -> Option<Text> {
    find(COMMANDS, path)
}

/// The examples of a command.
#[must_use]
pub fn examples(path: &str) -> Option<Text> {
    find(EXAMPLES, path)
}

/// What an argument of a command means.
#[must_use]
pub fn argument(path: &str, id: &str) -> Option<Text> {
    let own = find(ARGUMENTS, &format!("{path} --{id}"));
    own.or_else(|| find(ARGUMENTS, &format!("* --{id}")))
}

/// The name of a value, such as FILE.
#[must_use]
pub fn value_name(name: &str) -> Option<Text> {
    find(VALUE_NAMES, name)
}

/// The heading of a group of arguments.
#[must_use]
pub fn heading(key: &str) -> Option<Text> {
    find(HEADINGS, key)
}

/// The heading of a section of the manual page, which the program that makes the page writes in English.
#[must_use]
pub fn section(heading: &str) -> Option<Text> {
    find(SECTIONS, heading)
}

fn find(list: &[(&str, Text)], key: &str) -> Option<Text> {
    list.iter().find(|(known, _)| *known == key).map(|(_, text)| *text)
}

macro_rules! texts {
    ($(#[$about:meta])* $list:ident {
        $($(#[cfg($condition:meta)])? $key:literal => { zh: $zh:literal, en: $en:literal $(,)? })+
    }) => {
        $(#[$about])*
        const $list: &[(&str, Text)] = &[$($(#[cfg($condition)])? ($key, Text { zh: $zh, en: $en })),+];
    };
}

texts! {
    /// By the path of the command.
    COMMANDS {
        "" => {
            zh: "依据银发〔2026〕42号第（八）条检查企业名称和经营范围。",
            en: "Checks company names and business scopes against clause (八) of 银发〔2026〕42号.",
        }
        "check" => {
            zh: "检查成批的登记信息，逐行给出判定",
            en: "Check batches of filings and write a verdict for every row",
        }
        "explain" => {
            zh: "逐步说明一段文字为何如此判定：如何归一、命中何处、适用何种语境",
            en: "Show step by step why a text gets its verdict: what was folded, what matched, which context holds",
        }
        "terms" => {
            zh: "列出所查的词及其条款和原文，或某一口径如何判定",
            en: "List the terms that are searched for, with clause and quote; or what a profile makes of them",
        }
        "terms check" => {
            zh: "检验自备词表：各行内容、示例，以及与内置词的重复",
            en: "Test a file of own terms: its rows, its examples, and what repeats built-in terms",
        }
        "rules" => {
            zh: "检验规则集",
            en: "Test rule sets",
        }
        "rules check" => {
            zh: "检验一个规则集：每条规则和每个语境的示例、引文，以及永远不会命中的规则",
            en: "Test a rule set: the examples of each rule and context, the quotes, and what can never match",
        }
        "fold" => {
            zh: "逐行归一文字，与查找时的读法相同",
            en: "Fold text line by line, as the matcher reads it",
        }
        "completions" => {
            zh: "输出命令行补全脚本，例如 mingcha completions bash",
            en: "Print completions for a shell, such as `mingcha completions bash`",
        }
        "man" => {
            zh: "输出 mingcha 或其某个命令的手册页，例如 mingcha man check | man -l -",
            en: "Print the manual page of mingcha or of one of its commands, such as `mingcha man check | man -l -`",
        }
        "help" => {
            zh: "显示本帮助或某个命令的帮助",
            en: "Print this help or the help of a command",
        }
    }
}

texts! {
    /// By the path of the command.
    EXAMPLES {
        "" => {
            zh: "\
不写命令：
  mingcha 名单.xlsx              检查，并在旁边生成 名单-检查报告.html 和 .xlsx
  mingcha 某某科技有限公司       检查一个企业名称
程序旁文件夹“规则”中的规则集和词表，仅在不写命令时采用。",
            en: "\
Without a command:
  mingcha list.xlsx              checks it; list-check-report.html and .xlsx appear beside it
  mingcha 某某科技有限公司       checks one name
Rule sets and terms in a folder `rules` beside the program are applied without a command only.",
        }
        "check" => {
            zh: "\
示例：
  mingcha check filings.csv                      逐行判定，结果写到标准输出
  mingcha check -o verdicts.csv --bom *.csv      写入可用 Excel 打开的文件
  mingcha check -n 2 -s 5 --no-headers dump.txt  按列号指定列
  mingcha check --only review -f jsonl < in.csv  只列须处理的行，供脚本使用
  mingcha check --name-text 某某RWA科技有限公司 -f text  一个名称，不读文件",
            en: "\
Examples:
  mingcha check filings.csv                      a verdict for every row, on standard output
  mingcha check -o verdicts.csv --bom *.csv      into a file that Excel opens
  mingcha check -n 2 -s 5 --no-headers dump.txt  columns by number
  mingcha check --only review -f jsonl < in.csv  what has to be looked at, for a script
  mingcha check --name-text 某某RWA科技有限公司 -f text  one name, without a file",
        }
        "explain" => {
            zh: "\
示例：
  mingcha explain --name 某某RWA科技有限公司 --scope 稳定币值研究
  mingcha explain stablecoin                     一条规则：条款、原文、示例、语境
  mingcha explain --row 12 filings.csv           文件中的一行",
            en: "\
Examples:
  mingcha explain --name 某某RWA科技有限公司 --scope 稳定币值研究
  mingcha explain stablecoin                     one rule: clause, quote, examples, contexts
  mingcha explain --row 12 filings.csv           one row of a file",
        }
        "rules" => {
            zh: "\
示例：
  mingcha rules check ./our-rules                检验供 --rules 使用的文件夹
  mingcha rules check built-in:guoling-737       检验内置的规则集",
            en: "\
Examples:
  mingcha rules check ./our-rules                test a folder for --rules
  mingcha rules check built-in:guoling-737       test a built-in set",
        }
        "terms" => {
            zh: "\
示例：
  mingcha terms                                  当日适用的全部词
  mingcha terms --profile stock                  各类词在各种语境中如何判定
  mingcha terms check own.csv                    检验供 --terms 使用的词表",
            en: "\
Examples:
  mingcha terms                                  all terms in force today
  mingcha terms --profile stock                  what a tier in a context makes of a row
  mingcha terms check own.csv                    test a file for --terms",
        }
    }
}

texts! {
    /// By the path of the command and the id of the argument. A star stands for every command that has no text of its own.
    ARGUMENTS {
        "* --help" => { zh: "显示帮助", en: "Print help" }
        "* --version" => { zh: "显示版本及内置规则集", en: "Print the version and the built-in rule sets" }
        "* --lang" => {
            zh: "提示信息的语言；未指定时按系统区域设置，否则为中文",
            en: "Language of messages for people; otherwise by the locale, else Chinese",
        }
        "* --interactive" => {
            zh: "逐次询问要检查的名单、文件夹或企业名称",
            en: "Ask for lists, folders and names to check, one after another",
        }
        "* --color" => {
            zh: "是否着色：auto 指在终端上且未设置 NO_COLOR 时着色",
            en: "Colours: auto means on a terminal, unless NO_COLOR is set",
        }
        "* --as_of" => {
            zh: "采用该日适用的规则，例如 2026-02-06；未指定时为北京时间当日",
            en: "Apply the rules in force on this day, such as 2026-02-06; otherwise today in Beijing",
        }
        "* --profile" => {
            zh: "命中后如何判定：filing（新设与变更，从严）、stock（存量企业）、advertising（广告）、literal（仅看字样），或自备文件",
            en: "What a finding makes of a row: filing (new filings, strict), stock (existing ones), advertising, literal, or an own file",
        }
        "* --rules" => {
            zh: "另加一个规则集：文件夹（所含文件与 data/rules/yinfa-2026-42 相同），或内置而默认不启用的 built-in:guoling-737（防范和处置非法集资条例）、built-in:guoling-768（非银行支付机构监督管理条例）；可重复使用",
            en: "One more rule set: a folder with the files of data/rules/yinfa-2026-42, or one that is built in and off by default: built-in:guoling-737 (illegal fund-raising), built-in:guoling-768 (payment); may be repeated",
        }
        "* --terms" => {
            zh: "自备词表：列与 terms.csv 相同的 CSV 文件，仅 term 列必需；可重复使用",
            en: "Own terms: a CSV file with the columns of terms.csv, of which only `term` is required; may be repeated",
        }
        "* --disguises" => {
            zh: "是否查找只有读者才看得出的写法：同音字、形近字、拼音、拆字",
            en: "Look for what only a reader sees: characters of the same sound or shape, pinyin, characters written as their parts",
        }

        "check --files" => {
            zh: "要检查的文件、文件夹或通配名（如 *.csv）；- 表示标准输入",
            en: "Batches to check: files, folders, patterns such as *.csv, or - for standard input",
        }
        "check --files_from" => {
            zh: "要检查的文件的清单，每行一个路径；- 表示标准输入",
            en: "A list of files to check, one path a line, or - for standard input",
        }
        "check --null" => {
            zh: "清单中的路径以空字节分隔，如 find -print0 所写",
            en: "The paths of the list end with NUL, as find -print0 writes them",
        }
        "* --config" => {
            zh: "采用此文件中的设置；未指定时采用工作文件夹中的 mingcha.toml（不能放宽检查）",
            en: "Take settings from this file; otherwise from mingcha.toml in the working folder, which cannot weaken a check",
        }
        "* --no_config" => { zh: "不读任何配置文件", en: "Read no file of settings" }
        "check --name_text" => {
            zh: "直接给出一个企业名称，不读文件；与 --scope-text 合为一行",
            en: "A company name, in place of files; one filing together with --scope-text",
        }
        "check --scope_text" => {
            zh: "直接给出经营范围；分列登记的可重复使用",
            en: "A business scope, in place of files; may be repeated for one that is split over columns",
        }
        "check --text_text" => {
            zh: "直接给出广告文字，不读文件；可重复使用",
            en: "An advertising text, in place of files; may be repeated",
        }
        #[cfg(feature = "arrow")]
        "check --output" => {
            zh: "写一份报告；格式由前缀指定，或由扩展名判断（csv、jsonl、html、xlsx、text、markdown、sarif、junit、github、gitlab、parquet、arrow；.txt 即 text，.md 即 markdown，.xml 即 junit）",
            en: "Write a report; its format is named or told from the ending (csv, jsonl, html, xlsx, text, markdown, sarif, junit, github, gitlab, parquet, arrow; .txt is text, .md is markdown, .xml is junit)",
        }
        #[cfg(not(feature = "arrow"))]
        "check --output" => {
            zh: "写一份报告；格式由前缀指定，或由扩展名判断（csv、jsonl、html、xlsx、text、markdown、sarif、junit、github、gitlab；.txt 即 text，.md 即 markdown，.xml 即 junit）",
            en: "Write a report; its format is named or told from the ending (csv, jsonl, html, xlsx, text, markdown, sarif, junit, github, gitlab; .txt is text, .md is markdown, .xml is junit)",
        }
        "check --format" => {
            zh: "标准输出的格式；未指定时，终端上为 text，管道中为 csv，已用 --output 时不写",
            en: "Format of standard output; unless named, text on a terminal and csv in a pipe, nothing if there is an --output",
        }
        "check --name" => {
            zh: "企业名称列：表头，或从 1 起的列号；可重复使用",
            en: "Column with company names, by header or 1-based number; may be repeated",
        }
        "check --scope" => { zh: "经营范围列；可重复使用", en: "Column with business scopes; may be repeated" }
        "check --text" => { zh: "广告文字列；可重复使用", en: "Column with advertising texts; may be repeated" }
        "check --id" => {
            zh: "编号列；指定多列时取第一个有内容的",
            en: "Column with ids; of several the first filled one counts",
        }
        "check --keep" => {
            zh: "带入报告的原始列，以逗号分隔；all 表示全部",
            en: "Original columns to carry into the report, separated by commas, or all",
        }
        "check --keep_prefix" => {
            zh: "加在带入的原始列表头之前的文字，用于 csv 和 xlsx；未指定时，与报告自身的列同名的加编号",
            en: "What to put before the headers of these columns in csv and xlsx; without it, one that a report has already gets a number",
        }
        "check --group_by" => {
            zh: "按此列的各个值统计行数，列入供人阅读的 html、xlsx 和 markdown 报告",
            en: "Column by whose values html, xlsx and markdown reports count the rows",
        }
        "check --no_headers" => {
            zh: "首行即为数据，没有表头；各列按列号指定",
            en: "The first record is data; columns are named by number",
        }
        "check --require" => {
            zh: "每个输入都必须有的列，以逗号分隔；缺少即为错误",
            en: "Columns that every input must have, separated by commas; a missing one is an error",
        }
        "check --only" => {
            zh: "只报告达到或高于此判定的行，以及有未读内容的行",
            en: "Report only rows at or above this verdict, and rows with unread text",
        }
        "check --all" => {
            zh: "text、markdown、html 和 xlsx 也逐行列出未见命中的行，不只给出行数",
            en: "List clear rows in text, markdown, html and xlsx too, not only their number",
        }
        "check --decisions" => {
            zh: "已填写决定列的先前报告（csv 或 xlsx）；可多次使用，同一标识以最后一份为准",
            en: "An earlier report (csv or xlsx) with its decision columns filled in; of several the last one counts",
        }
        "check --fail_on" => {
            zh: "有行达到或高于此判定时，退出状态为 1",
            en: "Exit with status 1 if a row is at or above this verdict",
        }
        "check --allow_unchecked" => {
            zh: "有未能读取的内容时，不改变退出状态",
            en: "Text that could not be read does not change the exit status",
        }
        "check --encoding" => {
            zh: "输入的文字编码，例如 gb18030；未指定时自动识别",
            en: "Encoding of the input, such as gb18030; otherwise detected",
        }
        "check --delimiter" => { zh: "字段之间的分隔符；未指定时自动识别", en: "Character between fields; otherwise detected" }
        "check --sheet" => {
            zh: "只检查此工作表；未指定时检查所有含名称列或经营范围列的工作表",
            en: "The only sheet of a workbook to check; otherwise every one with a name or scope column",
        }
        "check --input_format" => {
            zh: "输入的格式；未指定时由开头的字节判断，与扩展名无关。指定 jsonl 时逐行应答",
            en: "What the input is; otherwise told from its first bytes, never from its ending. jsonl that is named is answered line by line",
        }
        "check --max_cell" => {
            zh: "完整读取的单元格的最大长度，以 UTF-8 字节计",
            en: "Longest cell that is read whole, in bytes of UTF-8",
        }
        "check --bom" => {
            zh: "csv 以字节顺序标记开头，便于 Excel 打开",
            en: "Begin csv with a byte order mark, for Excel",
        }
        "check --summary" => {
            zh: "写入文件的 jsonl 末尾也写汇总行；标准输出本来就有",
            en: "A summary line at the end of jsonl in files too; standard output has one anyway",
        }
        "check --no_summary" => {
            zh: "标准输出的 jsonl 末尾也不写汇总行",
            en: "No summary line at the end of jsonl on standard output either",
        }
        "check --step_summary" => {
            zh: "将 markdown 报告写入 GitHub Actions 的步骤摘要（$GITHUB_STEP_SUMMARY），至多 1 MiB",
            en: "Append the markdown report, up to 1 MiB, to the summary of a step of GitHub Actions ($GITHUB_STEP_SUMMARY)",
        }
        "check --manifest" => {
            zh: "写出本次检查的记录：版本、规则、选项、数字，以及输入和输出的哈希值",
            en: "Write the run's record: version, rules, options, figures, and the hashes of inputs and outputs",
        }
        "check --threads" => { zh: "线程数；0 表示每个处理器核心一个", en: "Threads; 0 means one for each core" }
        "check --block_size" => {
            zh: "每个线程一次处理的数据量，以字节计",
            en: "Size of the blocks that threads work on, in bytes",
        }
        "check --quiet" => {
            zh: "除失败原因外，不在标准错误输出上显示任何内容：进度、汇总、提醒",
            en: "Nothing on standard error but why a run failed: no progress, no summary, no warnings",
        }
        "check --verbose" => {
            zh: "在标准错误输出上多作说明：速度变慢的原因",
            en: "Say more on standard error: what makes this run slow, if anything does",
        }
        "check --no_progress" => { zh: "不显示进度", en: "Never show progress" }

        "explain --target" => {
            zh: "规则的编号或词；与 --row 同用时为文件",
            en: "A rule's id or term; with --row, the file",
        }
        "explain --name" => { zh: "企业名称", en: "A company name" }
        "explain --scope" => { zh: "经营范围", en: "A business scope" }
        "explain --text" => { zh: "广告文字", en: "An advertising text" }
        "explain --row" => {
            zh: "要说明的数据行，从 1 起",
            en: "The data row of FILE to explain, from 1",
        }

        "terms --format" => {
            zh: "列表的格式；未指定时，终端上为 table，否则为 csv",
            en: "Format of the list; a table on a terminal, else csv",
        }
        "terms --profile" => {
            zh: "不列词，只显示此口径对各类词、各种语境的判定",
            en: "Show what this profile makes of tiers and contexts, not the terms",
        }
        "terms --as_of" => {
            zh: "列出该日适用的规则；未指定时为北京时间当日",
            en: "List the rules in force on this day; otherwise today in Beijing",
        }
        "terms --rules" => { zh: "另加一个规则集；可重复使用", en: "One more rule set; may be repeated" }
        "terms --terms" => { zh: "自备词表；可重复使用", en: "Own terms; may be repeated" }
        "terms check --file" => { zh: "CSV 文件", en: "The CSV file" }

        "rules check --folder" => {
            zh: "规则集的文件夹，或 built-in:编号",
            en: "The folder of the rule set, or built-in:ID",
        }

        "fold --file" => { zh: "UTF-8 文件；- 表示标准输入", en: "A UTF-8 file, or - for standard input" }
        "completions --shell" => { zh: "命令行解释器", en: "The shell" }
        "man --command" => { zh: "mingcha 的某个命令", en: "A command of mingcha" }
    }
}

texts! {
    /// By the English name.
    VALUE_NAMES {
        "FILE" => { zh: "文件", en: "FILE" }
        "[FORMAT=]PATH" => { zh: "[格式=]路径", en: "[FORMAT=]PATH" }
        "FORMAT" => { zh: "格式", en: "FORMAT" }
        "PREFIX" => { zh: "前缀", en: "PREFIX" }
        "COL" => { zh: "列", en: "COL" }
        "FIELD" => { zh: "字段", en: "FIELD" }
        "COL,…|all" => { zh: "列,…|all", en: "COL,…|all" }
        "LEVEL" => { zh: "判定", en: "LEVEL" }
        "NAME" => { zh: "名称", en: "NAME" }
        "C" => { zh: "字符", en: "C" }
        "BYTES" => { zh: "字节数", en: "BYTES" }
        "N" => { zh: "数字", en: "N" }
        "DATE" => { zh: "日期", en: "DATE" }
        "PROFILE" => { zh: "口径", en: "PROFILE" }
        "DIR|built-in:ID" => { zh: "文件夹|built-in:编号", en: "DIR|built-in:ID" }
        "WHEN" => { zh: "方式", en: "WHEN" }
        "LANG" => { zh: "语言", en: "LANG" }
        "TEXT" => { zh: "文字", en: "TEXT" }
        "RULE|FILE" => { zh: "规则|文件", en: "RULE|FILE" }
        "SHELL" => { zh: "解释器", en: "SHELL" }
        "COMMAND" => { zh: "命令", en: "COMMAND" }
    }
}

texts! {
    /// By the English heading.
    HEADINGS {
        "Commands" => { zh: "命令", en: "Commands" }
        "Arguments" => { zh: "参数", en: "Arguments" }
        "Options" => { zh: "选项", en: "Options" }
        "Columns" => { zh: "列", en: "Columns" }
        "Input" => { zh: "输入", en: "Input" }
        "Rules" => { zh: "规则", en: "Rules" }
    }
}

texts! {
    /// By the English heading.
    SECTIONS {
        "NAME" => { zh: "名称", en: "NAME" }
        "SYNOPSIS" => { zh: "概要", en: "SYNOPSIS" }
        "DESCRIPTION" => { zh: "说明", en: "DESCRIPTION" }
        "OPTIONS" => { zh: "选项", en: "OPTIONS" }
        "SUBCOMMANDS" => { zh: "命令", en: "SUBCOMMANDS" }
        "EXAMPLES" => { zh: "示例", en: "EXAMPLES" }
        "EXIT STATUS" => { zh: "退出状态", en: "EXIT STATUS" }
        "VERDICTS" => { zh: "结论", en: "VERDICTS" }
        "ENVIRONMENT" => { zh: "环境变量", en: "ENVIRONMENT" }
        "FILES" => { zh: "文件", en: "FILES" }
        "VERSION" => { zh: "版本", en: "VERSION" }
    }
}

texts! {
    /// By the exit status.
    STATUSES {
        "0" => {
            zh: "已完成，没有行达到或高于 --fail-on",
            en: "The job was done, and no row is at or above --fail-on",
        }
        "1" => {
            zh: "有行达到或高于 --fail-on；或自备词表、规则集有示例未通过",
            en: "A row is at or above --fail-on; or an example of own terms or of a rule set fails",
        }
        "2" => {
            zh: "未能完成；或有内容未能读取（已用 --allow-unchecked 的除外），报告仍完整，并注明何处未读",
            en: "The job could not be done; or some text was left unread (unless --allow-unchecked), and the report is complete and says which",
        }
        "129, 130, 131, 143" => {
            zh: "被信号中断，不留下写到一半的文件",
            en: "A signal ended the run, which leaves no half file",
        }
    }
}

texts! {
    /// By the key of the verdict, the heaviest first.
    VERDICTS {
        "reject" => {
            zh: "不符合：含第（八）条所列字样，写法经还原与之相同，或每两字之间均有间隔",
            en: "A word that clause (8) names stands there, in a form that folding equates or with every gap filled",
        }
        "review" => {
            zh: "需人工复核：通知所述内容、两可的连接、只有读者看得出的写法，或按口径减轻的所列字样",
            en: "Content of the notice, an ambiguous join, a disguise that only a reader sees, or a named word whose context the profile lowers",
        }
        "unchecked" => {
            zh: "未能检查：有内容未能读取，已读部分没有更重的发现",
            en: "Some text could not be read, and what was read holds nothing heavier",
        }
        "notice" => {
            zh: "提示：相关词，或名称和经营范围以外的栏目含所列字样",
            en: "A related word, or a named word in a column that is neither name nor scope",
        }
        "allowed" => {
            zh: "已准予：登记人员的决定覆盖全部发现，不影响退出状态",
            en: "A registrar's decision covers all that stands there; no effect on the exit status",
        }
        "clear" => {
            zh: "未见命中：按所列规则未发现，不等于可以登记",
            en: "Nothing found under these rules; no approval",
        }
    }
}

texts! {
    /// By the variable.
    VARIABLES {
        "MINGCHA_选项 | MINGCHA_OPTION" => {
            zh: "check 各选项的值，选项名大写、连字符改为下划线，例如 MINGCHA_FAIL_ON=reject；可重复的选项每行一个值，开关为 true 或 false。命令行优先，其次环境变量，再次配置文件",
            en: "The value of an option of check, in capitals and with _ for -, such as MINGCHA_FAIL_ON=reject. One value a line for an option that can be repeated, true or false for a switch. The command line counts first, then the environment, then the file of settings",
        }
        "MINGCHA_CONFIG" => {
            zh: "配置文件的路径，与 --config 相同",
            en: "The path of the file of settings, as --config",
        }
        "LC_ALL, LC_MESSAGES, LANG" => {
            zh: "提示信息的语言；以 en 开头的为英文，否则为中文",
            en: "The language of messages: English if it begins with en, else Chinese",
        }
        "NO_COLOR, TERM, COLUMNS" => {
            zh: "不着色；终端类型；text 报告每行的宽度",
            en: "No colours; the kind of terminal; the width of a text report",
        }
        "GITHUB_STEP_SUMMARY" => {
            zh: "--step-summary 写入的文件",
            en: "The file that --step-summary appends to",
        }
    }
}

texts! {
    /// By the path.
    FILES {
        "mingcha.toml" => {
            zh: "工作文件夹中的配置：每行一个 check 的选项，例如 fail-on = \"reject\"。未用 --config 指明的，不能放宽检查；不写命令时不读",
            en: "Settings in the working folder: an option of check a line, such as fail-on = \"reject\". One that is not named with --config cannot weaken a check; without a command it is not read",
        }
        "@文件 | @FILE" => {
            zh: "该文件中的参数，每行一个；以 # 开头的行不计",
            en: "The arguments in this file, one a line; a line that begins with # is none",
        }
        "规则 | rules" => {
            zh: "程序旁的规则集和词表，仅在不写命令时采用",
            en: "Rule sets and terms beside the program, applied without a command only",
        }
    }
}

/// The exit statuses, with what they mean.
#[must_use]
pub fn statuses(lang: Lang) -> Vec<(&'static str, &'static str)> {
    said(STATUSES, lang)
}

/// The verdicts, the heaviest first.
#[must_use]
pub fn verdicts(lang: Lang) -> Vec<(&'static str, &'static str)> {
    said(VERDICTS, lang)
}

/// The variables of the environment.
#[must_use]
pub fn variables(lang: Lang) -> Vec<(&'static str, &'static str)> {
    said(VARIABLES, lang)
}

/// The files that are read without being named as inputs.
#[must_use]
pub fn files(lang: Lang) -> Vec<(&'static str, &'static str)> {
    said(FILES, lang)
}

/// The entries of a list whose keys are shown. A key may differ in Chinese and English: `甲 | A`.
fn said(list: &[(&'static str, Text)], lang: Lang) -> Vec<(&'static str, &'static str)> {
    list.iter()
        .map(|(key, text)| (key.split_once(" | ").map_or(*key, |(zh, en)| lang.pick(zh, en)), text.get(lang)))
        .collect()
}

/// How the parser's help and usage are written in Chinese, where its own words are English.
pub mod chinese {
    /// The template of a help text.
    pub const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
    /// What stands for the options in a usage line.
    pub const OPTIONS: &str = "[选项]";
    /// Before the value that an option has when it is not given.
    pub const DEFAULT: &str = "默认：";
    /// Before the values that an option can have.
    pub const POSSIBLE: &str = "可选：";
}
