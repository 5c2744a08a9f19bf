//! Errors of the command line in words. The parser itself says them in English only.

use super::messages;

messages! {
    /// Why the arguments cannot be parsed.
    #[derive(Debug)]
    pub enum ParseError {
        UnknownArgument { argument: String } => {
            zh: "未知的选项或参数“{argument}”",
            en: "unknown argument `{argument}`",
        }
        UnknownCommand { command: String } => {
            zh: "未知的命令“{command}”",
            en: "unknown command `{command}`",
        }
        MissingCommand => {
            zh: "缺少命令",
            en: "a command is missing",
        }
        MissingArguments { arguments: Vec<String> } => {
            zh: "缺少参数：{arguments}",
            en: "missing arguments: {arguments}",
        }
        MissingValue { argument: String } => {
            zh: "“{argument}”缺少值",
            en: "a value is missing for `{argument}`",
        }
        InvalidValue { argument: String, value: String } => {
            zh: "“{argument}”的值“{value}”无效",
            en: "invalid value `{value}` for `{argument}`",
        }
        InvalidValueBecause { argument: String, value: String, reason: String } => {
            zh: "“{argument}”的值“{value}”无效：{reason}",
            en: "invalid value `{value}` for `{argument}`: {reason}",
        }
        WrongNumberOfValues { argument: String } => {
            zh: "“{argument}”的值的个数不对",
            en: "wrong number of values for `{argument}`",
        }
        UsedTwice { argument: String } => {
            zh: "“{argument}”重复；只能使用一次",
            en: "`{argument}` is given twice",
        }
        Conflict { argument: String, others: Vec<String> } => {
            zh: "“{argument}”不能与 {others} 同时使用",
            en: "`{argument}` cannot be used with {others}",
        }
        NotUnicode { argument: String } => {
            zh: "参数“{argument}”不是有效的 UTF-8 文字",
            en: "the argument `{argument}` is not valid UTF-8",
        }
        Other => {
            zh: "命令行参数有误",
            en: "the arguments are wrong",
        }
    }
}

messages! {
    /// What follows an error of the command line.
    #[derive(Debug)]
    pub enum ParseHint {
        PossibleValues { values: Vec<String> } => {
            zh: "  可选的值：{values}",
            en: "  possible values: {values}",
        }
        Similar { similar: Vec<String> } => {
            zh: "  是否指：{similar}",
            en: "  did you mean: {similar}",
        }
        AsValue { argument: String } => {
            zh: "  如果“{argument}”是文件名，请写作“-- {argument}”",
            en: "  if `{argument}` is a file, write `-- {argument}`",
        }
        Usage { usage: String } => {
            zh: "用法：{usage}",
            en: "usage: {usage}",
        }
        More => {
            zh: "使用 --help 查看详细说明。",
            en: "for more, use --help.",
        }
    }
}

messages! {
    /// Why the value of an option is refused.
    #[derive(Debug)]
    pub enum ValueError {
        Date => {
            zh: "日期应形如 2026-02-06",
            en: "a date looks like 2026-02-06",
        }
        Encoding => {
            zh: "可用的编码有 utf-8、gb18030（gbk、gb2312）、big5、utf-16le、utf-16be",
            en: "known are utf-8, gb18030 (gbk, gb2312), big5, utf-16le, utf-16be",
        }
        DelimiterMark => {
            zh: "引号和换行符不能用作分隔符",
            en: "a quote or a line break cannot stand between fields",
        }
        DelimiterLength => {
            zh: "分隔符只能是一个字符；\\t 表示制表符",
            en: "a delimiter is one character; \\t is a tab",
        }
        Bytes { least: usize, most: usize } => {
            zh: "应为 {least} 至 {most} 字节",
            en: "from {least} to {most} bytes",
        }
        Row => {
            zh: "应为从 1 起的行号",
            en: "a row is a whole number from 1",
        }
        Number => {
            zh: "应为非负整数",
            en: "a whole number is needed, such as 4",
        }
        Switch => {
            zh: "应为 true 或 false",
            en: "it is true or false",
        }
        OneValue => {
            zh: "应为一个值，文字须加引号",
            en: "it is one value, a text in quotes",
        }
        List => {
            zh: "应为一个值，或用方括号列出的多个值，文字须加引号",
            en: "it is one value or a list in brackets, texts in quotes",
        }
    }
}
