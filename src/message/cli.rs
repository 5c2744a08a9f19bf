//! What the program says: its own errors, warnings and results, and the advice that names options of the command line.

use std::io;

use super::parse::ValueError;
use super::{Bilingual, Coloured, Counted, ExampleFailure, Lang, RulesError, Say, Skipped, messages};

/// Where a report goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputName {
    /// A file, by the path that was given.
    File(String),
    /// Standard output.
    Stdout,
}

impl Say for OutputName {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::File(path) => path.say(lang),
            Self::Stdout => lang.pick("标准输出", "standard output").to_owned(),
        }
    }
}

/// Where a setting stands that was not typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingPlace {
    /// A line of a file, from 1.
    Line {
        /// The path as it was given.
        file: String,
        /// The line.
        line: usize,
    },
    /// A variable of the environment.
    Variable {
        /// Its name.
        name: String,
    },
}

impl Say for SettingPlace {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Line { file, line } => format!("{}:{line}", file.say(lang)),
            Self::Variable { name } => lang.pick("环境变量 ", "the variable ").to_owned() + &name.say(lang),
        }
    }
}

messages! {
    /// Why a command cannot do its job, where no room of the library says it.
    #[derive(Debug)]
    pub enum CliError {
        /// No rule set of the day, and none of an earlier day either.
        NoRulesInForce { day: String } => {
            zh: "{day} 没有适用的规则集；请用 --as-of 另选日期，或用 --rules 增加规则集",
            en: "no rule set is in force on {day}; choose another day with --as-of or add a rule set with --rules",
        }
        /// The day is before the first built-in rule set.
        NoRulesYet { day: String, first: String } => {
            zh: "{day} 没有适用的规则集，最早的内置规则集自 {first} 起适用；请用 --as-of 另选日期，或用 --rules 增加规则集",
            en: "no rule set is in force on {day}; the first built-in one is in force from {first}. Choose another day with --as-of or add a rule set with --rules",
        }
        /// No rule set of a subject is in force, although one was added.
        NoneOfFamily { sets: Vec<String>, day: String } => {
            zh: "{sets}：在 {day} 不适用；请用 --as-of 另选日期，或去掉该 --rules",
            en: "{sets}: not in force on {day}; choose another day with --as-of or leave out its --rules",
        }
        /// No optional rule set of this name is in the program.
        NoBuiltIn { name: String, known: Vec<String> } => {
            zh: "没有名为“{name}”的内置规则集；内置的有：{known}",
            en: "there is no built-in rule set `{name}`; the built-in ones are {known}",
        }
        /// Examples of a rule set fail.
        ExamplesFail { set: String, failed: usize, first: ExampleFailure } => {
            zh: "{set}：规则集有 {failed} 个示例未通过，不予采用。第一个：{first}。用 mingcha rules check 可列出全部",
            en: "{set}: {failed} examples of the rule set fail, so it is not applied. The first: {first}. `mingcha rules check` lists all",
        }
        /// Two rule sets with one id.
        SameRuleSet { id: String } => {
            zh: "两个规则集的编号同为“{id}”；请改名其中一个",
            en: "two rule sets have the id `{id}`; rename one of them",
        }
        /// A file of own terms cannot be read.
        TermsNotRead { file: String, cause: io::Error } => {
            zh: "{file}：无法读取：{cause}；请核对路径",
            en: "{file}: cannot be read: {cause}; check the path",
        }
        /// A file of own terms is in no known encoding.
        TermsEncoding { file: String } => {
            zh: "{file}：无法识别文字编码；请另存为 UTF-8",
            en: "{file}: the encoding could not be detected; save it as UTF-8",
        }
        /// No built-in profile and no file.
        NoProfile { refusal: Box<RulesError>, cause: io::Error } => {
            zh: "{refusal}；也不是可按 UTF-8 读取的文件：{cause}",
            en: "{refusal}; nor is it a file that can be read as UTF-8: {cause}",
        }
        /// A file with several profiles.
        SeveralProfiles { file: String, found: usize } => {
            zh: "{file}：自备文件只能有一个口径，现有 {found} 个；请拆成单独的文件",
            en: "{file}: an own profile file has exactly one profile, this one has {found}; split it",
        }

        /// Standard input is named several times.
        StdinTwice => {
            zh: "标准输入（-）只能读取一次；请删去重复的“-”",
            en: "standard input (-) can be read only once; remove the other -",
        }
        /// An input lacks a column that was required.
        RequiredColumn { input: String, field: String } => {
            zh: "{input}：没有{field}列，而 --require 要求必须有",
            en: "{input}: has no {field} column, which --require asks for",
        }
        /// The columns to keep differ from input to input.
        DifferentKept => {
            zh: "各输入要保留的列（--keep）不一致；请逐个检查",
            en: "the inputs do not have the same columns to --keep; check them one by one",
        }
        /// A workbook or bytes for an engine would go to a terminal.
        BytesOnTerminal { format: String } => {
            zh: "{format} 报告不能显示在终端上；请用 --output report.{format} 写入文件，或用管道交给其他程序",
            en: "a report in {format} cannot be shown on a terminal; write it with --output report.{format}, or pipe it to another program",
        }
        /// The program was built without the format.
        FormatNotBuiltIn { output: String, format: String } => {
            zh: "{output}：此程序构建时未包含 {format} 格式（特性 arrow）；请改用含有它的程序，或其他格式",
            en: "{output}: this program was built without the format {format} (the feature arrow); use one that has it, or another format",
        }
        /// A folder cannot be searched.
        FolderNotRead { path: String, cause: io::Error } => {
            zh: "{path}：无法打开文件夹：{cause}；请核对路径和权限",
            en: "{path}: the folder cannot be read: {cause}; check the path and its permissions",
        }
        /// A folder without any list.
        NoListInFolder { path: String } => {
            zh: "{path}：文件夹中没有可以检查的文件；可检查 CSV、文本、Excel、WPS、JSON 文件及其压缩包",
            en: "{path}: the folder has no file to check; csv, text, workbooks, JSON and archives of them can be checked",
        }
        /// None of the files of folders and patterns can be read.
        NothingRead { files: Vec<Bilingual> } => {
            zh: "所有文件均未能读取：{files}",
            en: "none of the files can be read: {files}",
        }
        /// A pattern that names no file.
        NothingMatches { pattern: String } => {
            zh: "{pattern}：没有符合的文件；请核对路径",
            en: "{pattern}: no file matches; check the path",
        }
        /// What was typed is neither a file nor a command.
        NoSuchFile { path: String } => {
            zh: "{path}：找不到这个文件，也没有这个命令；请核对路径，或用 --help 查看用法",
            en: "{path}: there is no such file, and no such command; check the path, or see --help",
        }
        /// What was typed into the window is neither a file nor a name.
        NoSuchList { path: String } => {
            zh: "{path}：找不到这个文件，也不是完整的企业名称；请将名单文件拖入本窗口，或输入完整名称",
            en: "{path}: there is no such file, and it is no whole name; drag a list into this window, or type a whole name",
        }
        /// A file in the folder of rules beside the program is no rule.
        NoRuleFile { path: String } => {
            zh: "{path}：不是规则，无法采用；规则文件夹中只能有 CSV 词表和含 ruleset.csv 的文件夹，请移走或另存为 CSV",
            en: "{path}: is no rule and cannot be applied; the folder of rules holds csv files of terms and folders with a ruleset.csv; move it away or save it as csv",
        }
        /// Only documents of earlier checks were named.
        OnlyReports { path: String } => {
            zh: "{path}：是以前的检查报告；请与它的名单一起拖入",
            en: "{path}: is the report of an earlier check; name it together with its list",
        }
        /// There is no name left for the documents beside a list.
        NoNameBeside { path: String } => {
            zh: "{path}：无法在旁边写入检查报告；请先移走旧的检查报告",
            en: "{path}: no report can be written beside it; move the old reports away",
        }
        /// A list of files, or a file of arguments, cannot be read.
        ListNotRead { file: String, cause: io::Error } => {
            zh: "{file}：无法读取：{cause}；请核对路径",
            en: "{file}: cannot be read: {cause}; check the path",
        }
        /// A list of files, or a file of arguments, is in no known encoding.
        ListEncoding { file: String } => {
            zh: "{file}：无法识别文字编码；请另存为 UTF-8",
            en: "{file}: the encoding could not be detected; save it as UTF-8",
        }
        /// A list has NUL in a line, so that its names end with it.
        ListHasNul { file: String } => {
            zh: "{file}：其中的路径以空字节（NUL）分隔；请加 -0",
            en: "{file}: its names end with NUL: add -0",
        }
        /// A list of files has none to check.
        ListEmpty { file: String } => {
            zh: "{file}：其中没有要检查的文件；请每行写一个路径",
            en: "{file}: names no file to check; write one path a line",
        }
        /// A file of settings cannot be read.
        ConfigNotRead { file: String, cause: io::Error } => {
            zh: "{file}：无法读取配置文件：{cause}；请核对路径，或用 --no-config 不读配置",
            en: "{file}: the settings cannot be read: {cause}; check the path, or read none with --no-config",
        }
        /// A file of settings is in no known encoding.
        ConfigEncoding { file: String } => {
            zh: "{file}：无法识别配置文件的文字编码；请另存为 UTF-8",
            en: "{file}: the encoding of the settings could not be detected; save them as UTF-8",
        }
        /// A file of settings is no TOML. `cause` is the text of the parser.
        ConfigNotToml { place: SettingPlace, cause: String } => {
            zh: "{place}：配置不合 TOML 格式；请写作 名称 = 值，文字须加引号",
            en: "{place}: the settings are not valid TOML: {cause}",
        }
        /// A key names no option.
        SettingUnknown { place: SettingPlace, key: String, known: Vec<String> } => {
            zh: "{place}：没有名为“{key}”的设置；可用的有：{known}",
            en: "{place}: there is no setting `{key}`; known are {known}",
        }
        /// A key names no option, and one has nearly this name.
        SettingNearly { place: SettingPlace, key: String, nearest: String } => {
            zh: "{place}：没有名为“{key}”的设置；是否应为“{nearest}”？",
            en: "{place}: there is no setting `{key}`; did you mean `{nearest}`?",
        }
        /// A value is of another type than its option has.
        SettingType { place: SettingPlace, key: String, wanted: ValueError } => {
            zh: "{place}：“{key}”的值类型不对：{wanted}",
            en: "{place}: the value of `{key}` has the wrong type: {wanted}",
        }
        /// The option does not take the value.
        SettingRefused { place: SettingPlace, reason: Bilingual } => {
            zh: "{place}：{reason}",
            en: "{place}: {reason}",
        }
        /// A file that was found, and not named, would weaken the check.
        SettingWeakens { place: SettingPlace, key: String, file: String } => {
            zh: "{place}：“{key}”可能放宽检查，只在用 --config {file} 指明该文件时才可设置；如不采用，请删去该行或用 --no-config",
            en: "{place}: `{key}` could weaken the check, so it counts only in a file that is named; name it with --config {file}, or remove the line, or use --no-config",
        }
        /// The job is no step of GitHub Actions.
        NoStepSummary => {
            zh: "未设置环境变量 GITHUB_STEP_SUMMARY，--step-summary 只能用于 GitHub Actions；请去掉该选项，或用 --output 写入 report.md",
            en: "GITHUB_STEP_SUMMARY is not set, so this is no step of GitHub Actions; leave out --step-summary, or write a markdown report with --output",
        }
        /// A report would replace an input.
        OutputIsInput { output: OutputName } => {
            zh: "{output}：是要检查的文件；请为报告另取文件名",
            en: "{output}: is an input; name another file for the report",
        }
        /// A report would replace another file that is read.
        OutputIsRead { output: OutputName, file: String } => {
            zh: "{output}：与本次要读取的 {file} 是同一文件；请为报告另取文件名",
            en: "{output}: is the same file as {file}, which is read; name another file for the report",
        }
        /// An output is `-`.
        OutputIsStdout => {
            zh: "-：--output 只写入文件；要写到标准输出的，请用 --format，例如 --format csv",
            en: "-: --output writes files only; for standard output give the format alone, such as --format csv",
        }
        /// What stands before `=` in an output is no format.
        UnknownFormat { output: String, word: String, known: Vec<String> } => {
            zh: "{output}：没有名为“{word}”的格式；可用的有：{known}。如果文件名中就有“=”，请写作 ./{output}",
            en: "{output}: there is no format `{word}`; known are {known}. A file whose name has `=` in it is given as ./{output}",
        }
        /// The ending of an output names no format.
        NoFormat { output: String } => {
            zh: "{output}：扩展名未指明格式；请在前面注明，例如 csv={output}",
            en: "{output}: the ending names no format; put one in front, such as csv={output}",
        }
        /// An output cannot be opened.
        OutputNotOpened { path: String, cause: io::Error } => {
            zh: "{path}：无法写入：{cause}；请核对文件夹及其权限",
            en: "{path}: cannot be written: {cause}; check the folder and its permissions",
        }
        /// An output is a folder.
        OutputIsFolder { path: String } => {
            zh: "{path}：是文件夹；请指明其中的文件",
            en: "{path}: is a directory; name a file in it",
        }
        /// An output's path ends without a file name.
        OutputUnnamed { path: String } => {
            zh: "{path}：未指明文件名；请写全路径",
            en: "{path}: names no file; add the name of a file",
        }
        /// Two outputs with one path.
        SameOutput { output: OutputName } => {
            zh: "{output}：重复用于两份输出；请为其中一份另取文件名",
            en: "{output}: is named for two outputs; name another file for one of them",
        }
        /// Writing failed.
        OutputNotWritten { output: OutputName, cause: io::Error } => {
            zh: "{output}：写入失败：{cause}",
            en: "{output}: cannot be written: {cause}",
        }
        /// Another program holds the file open that a report would replace.
        OutputInUse { output: OutputName } => {
            zh: "{output}：正被其他程序（如 Excel、WPS）打开，原有文件未改动；请关闭后重试，或另取文件名",
            en: "{output}: another program, such as Excel, has it open, and it stays as it was; close it and try again, or name another file",
        }
        /// A name that Windows keeps for a device.
        OutputIsDevice { path: String } => {
            zh: "{path}：Windows 不允许使用这个文件名；请另取文件名",
            en: "{path}: Windows keeps this name for a device; name another file",
        }
        /// A finished file cannot be renamed.
        OutputNotPlaced { output: OutputName, cause: io::Error } => {
            zh: "{output}：已写完，但无法以此文件名保存：{cause}",
            en: "{output}: cannot be put in its place: {cause}",
        }

        /// No rule of this name.
        NoRule { name: String } => {
            zh: "适用的规则中没有“{name}”；用 mingcha terms 查看全部规则；要检查一段文字的，请用 --name 或 --scope",
            en: "no rule in force is called `{name}`; `mingcha terms` lists them. For a text use --name or --scope",
        }
        /// The row is beyond the end of the file.
        NoRow { file: String, row: u64 } => {
            zh: "{file}：数据不足 {row} 行",
            en: "{file}: has fewer than {row} rows",
        }
        /// No command of this name.
        NoCommand { name: String } => {
            zh: "没有命令“{name}”；用 mingcha help 查看全部命令",
            en: "there is no command `{name}`; `mingcha help` lists them",
        }
        /// Options of the list beside `check`.
        TermsOptions => {
            zh: "terms check 不能与 terms 的其他选项同时使用；请删去 check 之前的选项",
            en: "`terms check` takes none of the options of `terms`; remove the options before `check`",
        }
        /// A line to fold is not UTF-8.
        NotUtf8 { file: String, line: u64 } => {
            zh: "{file}:{line}：不是 UTF-8；请先转换编码，例如 iconv -f gb18030",
            en: "{file}:{line}: is not UTF-8; convert it first, such as with iconv -f gb18030",
        }
        /// Reading failed after the file was opened.
        NotRead { file: String, cause: io::Error } => {
            zh: "{file}：未能读完：{cause}",
            en: "{file}: cannot be read to its end: {cause}",
        }
        /// The system gives no thread.
        NoThread { cause: io::Error } => {
            zh: "系统不能再启动线程：{cause}；请关闭其他程序，或放宽进程数和内存的限制",
            en: "no thread can be started: {cause}; close other programs, or raise the limits of processes and memory (ulimit)",
        }
        /// The system refuses to report interrupts. `cause` is the system's own text.
        Interrupts { cause: String } => {
            zh: "系统不允许处理中断信号",
            en: "interrupts cannot be handled: {cause}",
        }
        /// An error that should not happen. `cause` is its technical text.
        Internal { cause: String } => {
            zh: "程序内部错误，任务未完成；使用 --lang en 可查看技术细节，请连同所用命令一并反馈",
            en: "{cause}",
        }
    }
}

messages! {
    /// What an error means to who drags lists onto the program, where its own wording names options or commands.
    #[derive(Debug)]
    pub enum Dragged {
        /// The clock of the computer may be wrong.
        NoRules { day: String } => {
            zh: "按本机日期 {day}，没有适用的规则；请核对本机日期，日期无误的，请更换新版程序",
            en: "no rules are in force on {day}, the date of this computer; correct the date, or get a newer program",
        }
        /// Rule sets in the folder beside the program.
        NotInForce { sets: Vec<String>, day: String } => {
            zh: "规则文件夹中的规则集 {sets} 在 {day} 不适用；请更新或移走，再检查",
            en: "{sets} in the folder of rules: not in force on {day}; renew it or move it away, and check again",
        }
        /// A rule set in the folder beside the program.
        ExamplesFail { set: String, failed: usize, first: ExampleFailure } => {
            zh: "{set}：规则集有 {failed} 个示例未通过，不予采用。第一个：{first}。请改正或移走，再检查",
            en: "{set}: {failed} examples of the rule set fail, so it is not applied. The first: {first}. Correct it or move it away",
        }
        /// The folder of a list cannot be written to.
        NotBeside { path: String, cause: Bilingual } => {
            zh: "{path}：无法在名单旁边生成检查报告（{cause}）；请将名单复制到可以写入的文件夹（如桌面），再检查",
            en: "{path}: no report can be written beside the list ({cause}); copy the list to a folder that can be written to, such as the desktop",
        }
        /// There is no room for a report.
        NoRoom { path: String } => {
            zh: "{path}：磁盘已满，检查报告没有写完；请清理磁盘，或将名单复制到其他磁盘，再检查",
            en: "{path}: the disk is full, and the report is not complete; free some space, or copy the list to another disk",
        }
        /// A report could not be written for another reason.
        NotWritten { path: String, cause: Bilingual } => {
            zh: "{path}：检查报告写入失败（{cause}）；请再检查一次，仍不行的，将名单复制到其他文件夹，再检查",
            en: "{path}: the report cannot be written ({cause}); check again, or copy the list to another folder",
        }
        /// An error that should not happen.
        Internal => {
            zh: "程序内部错误，检查没有完成；请将名单和这条提示一并交给提供程序的单位",
            en: "the check could not be completed; give the list and this message to whom the program is from",
        }
    }
}

messages! {
    /// What an error of the library means on the command line.
    #[derive(Debug)]
    pub enum Advice {
        NameThese { options: String } => {
            zh: "如果指的是这些列，请用 {options} 指定",
            en: "if these are the ones that are meant, name them: {options}",
        }
        NoHeaderLine { options: String } => {
            zh: "请用 {options} 按列号指定",
            en: "name the columns by number: {options}",
        }
        NumberLowHeader { options: String } => {
            zh: "或用 {options} 按列号指定，其上各行也一并检查",
            en: "or name the columns by number, and the rows above are checked too: {options}",
        }
        SheetAlone { sheet: String } => {
            zh: "并加 --sheet {sheet}，单独检查该表",
            en: "and add --sheet {sheet}, so that this sheet is checked alone",
        }
        WriteHeaders => {
            zh: "请在首行写明表头“企业名称”“经营范围”，保存后再检查",
            en: "write known headers such as name and scope into the first row, save the list and check it again",
        }
        SaveSheet { sheet: String } => {
            zh: "并将工作表{sheet}单独另存为一个文件后再检查",
            en: "and save the sheet {sheet} as a file of its own, and check that",
        }
        SaveAsWorkbook => {
            zh: "请用 Excel 或 WPS 打开，另存为 xlsx 后再检查",
            en: "open it in a spreadsheet, save it as xlsx and check that",
        }
        SplitAt { delimiter: String } => {
            zh: "请用 --delimiter {delimiter} 指定分隔符",
            en: "give the delimiter with --delimiter {delimiter}",
        }
        NameColumns => {
            zh: "请用 --name 或 --scope 指定列；如果首行即为数据，请用 --no-headers 并给出列号",
            en: "name it with --name or --scope, and by number with --no-headers if the first line is data",
        }
        GiveColumns => {
            zh: "名称列用 --name 指定，经营范围列用 --scope 指定",
            en: "give a name column with --name, a scope column with --scope",
        }
        NumberColumns => {
            zh: "请用列号指定，例如 --name 2 --scope 5",
            en: "give its number, such as --name 2 --scope 5",
        }
        LostHeader => {
            zh: "或用 --name、--scope 按列号指定",
            en: "or name the columns by number with --name and --scope",
        }
        Headers => {
            zh: "如果首行是表头，请去掉 --no-headers",
            en: "if the first line is a header, leave out --no-headers",
        }
        Encoding => {
            zh: "请用 --encoding 指定，例如 --encoding gb18030",
            en: "give it with --encoding, such as --encoding gb18030",
        }
        EncodingIs { encoding: String } => {
            zh: "请用 --encoding {encoding} 指定",
            en: "give it with --encoding {encoding}",
        }
        Delimiter => {
            zh: "也可用 --delimiter 指定",
            en: "or give it with --delimiter",
        }
        NoSheet => {
            zh: "请去掉 --sheet",
            en: "leave out --sheet",
        }
        DetectFormat => {
            zh: "请去掉 --input-format，由程序自行识别",
            en: "leave out --input-format, so that it is detected",
        }
        NoDelimiter => {
            zh: "若各列其实由某个字符分隔，请用 --delimiter 指定",
            en: "or, if a character does separate them, give it with --delimiter",
        }
        NoTableOptions => {
            zh: "请去掉 --delimiter、--no-headers 和 --sheet",
            en: "leave out --delimiter, --no-headers and --sheet",
        }
        KeepFewer => {
            zh: "请在 --keep 后少列几列",
            en: "name fewer of them with --keep",
        }
        KeepThese => {
            zh: "请在 --keep 后逐个列出，以逗号分隔",
            en: "list them after --keep, separated by commas",
        }
    }
}

messages! {
    /// What a command tells beside its result.
    #[derive(Debug)]
    pub enum Notice {
        NotInForce { folder: String, id: String, day: String } => {
            zh: "{folder}：规则集 {id} 在 {day} 不适用，未采用",
            en: "{folder}: the rule set {id} is not in force on {day} and is not applied",
        }
        Repeated { place: String, id: String } => {
            zh: "{place}：与规则 {id} 重复",
            en: "{place}: is already searched for as {id}",
        }
        SlowRules => {
            zh: "自备规则的用字过多或过于常见，无法先按字节筛选，须逐格检查，速度较慢",
            en: "own rules have too many or too common letters to filter raw bytes; every cell is looked at, which is slower",
        }
        PassedFiles { files: Vec<Skipped> } => {
            zh: "以下文件未检查：{files}",
            en: "not checked: {files}",
        }
        /// The earlier report whose decisions apply.
        DecisionsOf { report: String } => {
            zh: "沿用这份报告中的决定：{report}",
            en: "the decisions of this report apply: {report}",
        }
        /// A report before the last one was changed after it.
        ChangedLater { report: String, last: String } => {
            zh: "注意：{report} 在 {last} 之后改动过，其中的决定没有采用；请将决定填在 {last} 中",
            en: "warning: {report} was changed after {last}, and its decisions do not apply; fill in {last}",
        }
        /// The rules in the folder beside the program.
        OfficeRules { files: Vec<String> } => {
            zh: "使用了程序旁规则文件夹中的规则：{files}",
            en: "the rules in the folder beside the program are applied: {files}",
        }
        /// What one file came to. `counts` is said already.
        Checked { file: String, rows: Counted, counts: String } => {
            zh: "{file}：{rows} 行，{counts}",
            en: "{file}: {rows}, {counts}",
        }
        /// A file has a header and nothing below it.
        NoRows { file: String } => {
            zh: "{file}：0 行，名单中没有企业，请核对",
            en: "{file}: 0 rows, so there is nothing to check",
        }
        Written { path: String } => {
            zh: "检查报告：{path}",
            en: "report: {path}",
        }
        NamesOneFirm { name: String } => {
            zh: "按企业名称检查：{name}",
            en: "checked as the name of a firm: {name}",
        }
        TookMoment { seconds: String } => {
            zh: "用时 {seconds} 秒",
            en: "{seconds} s",
        }
        Took { seconds: String, rate: String } => {
            zh: "用时 {seconds} 秒，{rate} MB/s",
            en: "{seconds} s, {rate} MB/s",
        }
        MoreRuleSets { sets: Vec<String> } => {
            zh: "另有内置规则集未启用：{sets}；用 --rules 启用，例如 --rules built-in:guoling-737",
            en: "also built in, and off unless added with --rules: {sets}",
        }
        TermsChecked { file: String, terms: usize, repeated: usize, failed: usize } => {
            zh: "{file}：共 {terms} 个词，{repeated} 个与内置词重复，{failed} 个示例未通过",
            en: "{file}: {terms} terms, {repeated} repeat built-in ones, {failed} examples fail",
        }
        /// chain.csv cites an article under a profile that is not built in.
        ChainProfile { file: String, refusal: RulesError } => {
            zh: "{file}：{refusal}；除非自备口径与此同名，该行不会引用",
            en: "{file}: {refusal}; the row is cited only under an own profile of this name",
        }
        /// chain.csv quotes words that nothing here can be compared with.
        ChainQuote { file: String, article: String, quote: String } => {
            zh: "{file}：{article}的引文“{quote}”不见于内置的条文，未能核对；请自行对照原文",
            en: "{file}: the quote “{quote}” of {article} is not among the provisions built in, so it was not compared; compare it with its source",
        }
        RulesChecked { set: String, rules: usize, contexts: usize, examples: usize, without: usize, failed: usize } => {
            zh: "{set}：{rules} 条规则，{contexts} 个语境，{examples} 个示例，{without} 处缺少正例或反例，{failed} 个示例未通过",
            en: "{set}: {rules} rules, {contexts} contexts, {examples} examples, {without} rows lack examples of one side, {failed} examples fail",
        }
    }
}

messages! {
    /// How far a run is.
    #[derive(Debug)]
    pub enum Progressing {
        Opening { file: String } => {
            zh: "正在打开 {file}",
            en: "opening {file}",
        }
        Writing => {
            zh: "正在写检查报告",
            en: "writing reports",
        }
        SecondsLeft { seconds: u64 } => {
            zh: "约剩 {seconds} 秒",
            en: "about {seconds} s left",
        }
        MinutesLeft { minutes: u64 } => {
            zh: "约剩 {minutes} 分钟",
            en: "about {minutes} min left",
        }
    }
}

messages! {
    /// What a window of the program asks for.
    #[derive(Clone, Copy, Debug)]
    pub enum Prompt {
        Ask => {
            zh: "请把要检查的名单或文件夹拖到本窗口，或输入一个企业名称，再按回车；直接按回车则结束：",
            en: "drag a list or a folder into this window, or type the name of a firm, and press Enter; press Enter alone to leave:",
        }
        PressAnyKey => {
            zh: "按任意键关闭窗口",
            en: "press any key to close this window",
        }
    }
}

messages! {
    /// The headers of the tables that `terms` shows on a terminal.
    #[derive(Clone, Copy, Debug)]
    pub enum ListHeader {
        Rule => { zh: "规则", en: "rule" }
        Term => { zh: "词", en: "term" }
        Spelled => { zh: "写法", en: "spelled" }
        Tier => { zh: "类别", en: "tier" }
        Verdict => { zh: "判定", en: "verdict" }
        Field => { zh: "字段", en: "field" }
        Clause => { zh: "依据", en: "clause" }
        Profile => { zh: "口径", en: "profile" }
        Context => { zh: "语境", en: "context" }
    }
}

messages! {
    /// The lines of an explanation.
    #[derive(Debug)]
    pub enum Explained {
        Row { file: String, number: u64, line: u64, id: String, name: String } => {
            zh: "{file}：第 {number} 行数据（文件第 {line} 行）：{id} {name}",
            en: "{file}: row {number}, line {line}: {id} {name}",
        }
        Problem { problem: String, detail: String, key: String } => {
            zh: "  {problem}：{detail}",
            en: "  {problem}: {detail} ({key})",
        }
        Cell { column: String, text: Coloured } => {
            zh: "{column}：{text}",
            en: "{column}: {text}",
        }
        Folded { text: String } => {
            zh: "  归一后：{text}",
            en: "  folded: {text}",
        }
        Replaced { character: String, code: String, to: String, differences: Vec<String> } => {
            zh: "    {character} {code} → {to}（{differences}）",
            en: "    {character} {code} → {to} ({differences})",
        }
        Dropped { character: String, code: String, differences: Vec<String> } => {
            zh: "    {character} {code} → 略去（{differences}）",
            en: "    {character} {code} → dropped ({differences})",
        }
        Nothing => {
            zh: "  没有与规则相符之处",
            en: "  no rule matches anywhere",
        }
        Masked { matched: String, term: String, context: String, reason: String } => {
            zh: "  {matched} ~ {term}：不算命中，因属于语境 {context}（{reason}）",
            en: "  {matched} ~ {term}: no hit, masked by {context} ({reason})",
        }
        Match { matched: String, start: usize, end: usize, term: String, tier: String, rule: String } => {
            zh: "  {matched} [{start}..{end}] → {term}（{tier}，规则 {rule}）",
            en: "  {matched} [{start}..{end}] → {term} ({tier}, {rule})",
        }
        Differs { differences: Vec<String> } => {
            zh: "    与原词的差别：{differences}",
            en: "    differs by: {differences}",
        }
        ReadAs { reading: String } => {
            zh: "    逐字读作：{reading}",
            en: "    read as: {reading}",
        }
        Context { id: String, tag: String, words: String, reason: String } => {
            zh: "    语境：{words}（{id}：{reason}）",
            en: "    context: {id} {tag} ({reason})",
        }
        Ground { clause: String, quote: String } => {
            zh: "    依据：{clause} {quote}",
            en: "    clause: {clause} {quote}",
        }
        Judged { verdict: String } => {
            zh: "    判定：{verdict}",
            en: "    verdict: {verdict}",
        }
        Conclusion { verdict: String } => {
            zh: "结论：{verdict}",
            en: "verdict: {verdict}",
        }
        /// Before the reasons in words.
        Opinion => { zh: "意见：", en: "opinion:" }
        Rules { sets: Vec<String>, day: String, profile: String } => {
            zh: "规则：{sets}（适用日期 {day}，口径：{profile}）",
            en: "rules: {sets} ({day}, {profile})",
        }

        Rule { id: String, spelled: String, term: String, tier: String, verdict: String } => {
            zh: "{id}：{spelled} → {term}（{tier}，{verdict}）",
            en: "{id}: {spelled} → {term} ({tier}, {verdict})",
        }
        Clause { clause: String } => { zh: "  依据：{clause}", en: "  clause: {clause}" }
        Fields { fields: Vec<String> } => { zh: "  只适用于：{fields}", en: "  only in: {fields}" }
        Quote { quote: String } => { zh: "  原文：{quote}", en: "  quote: {quote}" }
        Reason { reason: String } => { zh: "  理由：{reason}", en: "  reason: {reason}" }
        Spellings { spellings: String } => { zh: "  查找的写法：{spellings}", en: "  searched for as: {spellings}" }
        MustMatch { examples: String } => { zh: "  应当命中：{examples}", en: "  must match: {examples}" }
        MustNot { examples: String } => { zh: "  不应命中：{examples}", en: "  must not match: {examples}" }
        DefinedAt { place: String } => { zh: "  出处：{place}", en: "  defined at: {place}" }
        Effect { effect: String, id: String, tag: String, words: String, examples: String } => {
            zh: "  {effect}（语境 {id} {words}）：{examples}",
            en: "  {effect} {id} {tag}: {examples}",
        }
    }
}
